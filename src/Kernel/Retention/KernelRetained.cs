using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.History;
using Spmis.Kernel.Runs;

namespace Spmis.Kernel.Retention;

/// <summary>
/// What history rows say: reason, evidence, values before and after, of one row or of many. Who did what to which record and when stays, and so does the digest, on which the seals rest.
/// Ranges end one behind another, so a list of ranges proves which rows may be empty. Entries of the retention itself stay whole.
/// </summary>
internal sealed class HistoryRetained : IRetained
{
    /// <summary>The kind.</summary>
    public const string Name = "history";

    public async Task<bool> AnyAsync(ModuleDb db, DateTime before, CancellationToken ct)
    {
        var from = await NextAsync(db, ct);
        return await db.History.Where(h => h.Seq >= from).OrderBy(h => h.Seq).Select(h => (DateTime?)h.At).FirstOrDefaultAsync(ct) < before;
    }

    public async Task<RetentionEnded?> EndAsync(ModuleDb db, DateTime before, int most, CancellationToken ct)
    {
        var from = await NextAsync(db, ct);
        var sealedTo = await db.HistorySeals.OrderByDescending(s => s.Id).Select(s => (long?)s.ToSeq).FirstOrDefaultAsync(ct) ?? 0;
        var next = await db.History.AsNoTracking().Where(h => h.Seq >= from && h.Seq <= sealedTo).OrderBy(h => h.Seq).Take(most).ToListAsync(ct);
        var due = next.TakeWhile(h => h.At < before).ToList();
        if (due.Count == 0)
        {
            return null;
        }

        // What was changed behind our back is not swept away with the rest: somebody must look at it first.
        if (due.Find(h => !h.ComputeDigest().AsSpan().SequenceEqual(h.Digest)) is { } edited)
        {
            throw new Refused("retention.edited", $"Row {edited.Seq} of the history ({edited.Act}) was edited after it was written; nothing from it on is ended. Run audit verify and have it looked into.");
        }

        var to = due[^1].Seq;
        await db.History.Where(h => h.Seq >= from && h.Seq <= to && h.Act != ApplyRetention.Act).ExecuteUpdateAsync(
            s => s.SetProperty(h => h.Before, (string?)null).SetProperty(h => h.After, (string?)null).SetProperty(h => h.Reason, (string?)null).SetProperty(h => h.Evidence, (string?)null).SetProperty(h => h.Emptied, true), ct);
        return new RetentionEnded(due.Count, from, to, await ProofAsync(db, from, to, ct));
    }

    /// <summary>The first row behind those that ended; rows end in their order, and one that is still to be kept holds those behind it.</summary>
    private static async Task<long> NextAsync(ModuleDb db, CancellationToken ct)
    {
        var last = await db.History.AsNoTracking().Where(h => h.Act == ApplyRetention.Act && h.Entity == Name).OrderByDescending(h => h.At).ThenByDescending(h => h.Seq).Select(h => h.After).FirstOrDefaultAsync(ct);
        return last is null ? 1 : EndedRange.Read(last).To + 1;
    }

    /// <summary>A root over what stays of the rows of a range: nobody changes who did it.</summary>
    public static async Task<string> ProofAsync(ModuleDb db, long from, long to, CancellationToken ct) =>
        Convert.ToHexStringLower(MerkleRoot.Of(await db.History.AsNoTracking().Where(h => h.Seq >= from && h.Seq <= to).OrderBy(h => h.Seq).AsAsyncEnumerable().Select(h => h.ComputeDigest()).ToListAsync(ct)));
}

/// <summary>What stood in lines of files, kept so that it can be shown beside the verdict, and the words that quote it. Verdict, code and place in the file stay.</summary>
internal sealed class RunValuesRetained : IRetained
{
    /// <summary>The kind.</summary>
    public const string Name = "run-values";

    /// <summary>What stands in place of words that may quote a value.</summary>
    public const string Ended = "The words have ended by rule; the code says what it was.";

    public Task<bool> AnyAsync(ModuleDb db, DateTime before, CancellationToken ct) => Due(db, before).AnyAsync(ct);

    /// <inheritdoc />
    /// <remarks>The record that ends is a run. Those without lines end together; of the others a piece of work empties lines of one.</remarks>
    public async Task<RetentionEnded?> EndAsync(ModuleDb db, DateTime before, int most, CancellationToken ct)
    {
        var runs = await Due(db, before).OrderBy(r => r.Id).Select(r => r.Id).Take(most).ToListAsync(ct);
        if (runs.Count == 0)
        {
            return null;
        }

        var full = await Lines(db).Where(l => EF.Parameter(runs).Contains(l.RunId)).OrderBy(l => l.RunId).Select(l => (long?)l.RunId).FirstOrDefaultAsync(ct);
        // Up to the first that has something to empty.
        var empty = full is { } first ? runs.Where(r => r < first).ToList() : runs;
        if (empty.Count == 0 && full is { } run)
        {
            var lines = await Lines(db).Where(l => l.RunId == run).OrderBy(l => l.Line).Select(l => l.Line).Take(most).ToListAsync(ct);
            var last = lines[^1];
            await Lines(db).Where(l => l.RunId == run && l.Line <= last).ExecuteUpdateAsync(s => s.SetProperty(l => l.Value, (string?)null).SetProperty(l => l.Text, Ended), ct);
            if (lines.Count == most)
            {
                return new RetentionEnded(0, run, run);
            }

            empty = [run];
        }

        await db.Runs.Where(r => EF.Parameter(empty).Contains(r.Id)).ExecuteUpdateAsync(s => s.SetProperty(r => r.Emptied, true).SetProperty(r => r.Problem, r => r.Problem == null ? null : Ended), ct);
        return new RetentionEnded(empty.Count, empty[0], empty[^1]);
    }

    private static IQueryable<RunLine> Lines(ModuleDb db) => db.RunLines.Where(l => l.Value != null || (l.Text != null && l.Text != Ended));

    private static IQueryable<Run> Due(ModuleDb db, DateTime before) => db.Runs.Where(r => !r.Emptied && (r.FinishedAt < before || (r.FinishedAt == null && r.FailedAt < before)));
}
