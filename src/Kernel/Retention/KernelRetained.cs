using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Data;
using Spmis.Kernel.History;
using Spmis.Kernel.Runs;

namespace Spmis.Kernel.Retention;

/// <summary>
/// What history rows say: reason, evidence, values before and after. Who did what to which record and when stays, and so does the digest, on which the seals rest.
/// Ranges end one behind another, so a list of ranges proves which rows may be empty. Entries about many rows (they hold counts) and about this act stay whole.
/// </summary>
internal sealed class HistoryRetained : IRetained
{
    /// <summary>The kind.</summary>
    public const string Name = "history";

    public async Task<long> CountAsync(ModuleDb db, DateTime before, CancellationToken ct)
    {
        var from = await NextAsync(db, ct);
        return await db.History.LongCountAsync(h => h.Seq >= from && h.At < before, ct);
    }

    public async Task<RetentionEnded?> EndAsync(ModuleDb db, DateTime before, int most, CancellationToken ct)
    {
        var from = await NextAsync(db, ct);
        var sealedTo = await db.HistorySeals.MaxAsync(s => (long?)s.ToSeq, ct) ?? 0;
        var next = await db.History.Where(h => h.Seq >= from && h.Seq <= sealedTo).OrderBy(h => h.Seq).Take(most).Select(h => new { h.Seq, h.At }).ToListAsync(ct);
        var due = next.TakeWhile(h => h.At < before).ToList();
        if (due.Count == 0)
        {
            return null;
        }

        var to = due[^1].Seq;
        await db.History.Where(h => h.Seq >= from && h.Seq <= to && h.Kind != HistoryRow.BulkKind).ExecuteUpdateAsync(
            s => s.SetProperty(h => h.Before, (string?)null).SetProperty(h => h.After, (string?)null).SetProperty(h => h.Reason, (string?)null).SetProperty(h => h.Evidence, (string?)null).SetProperty(h => h.Emptied, true), ct);
        return new RetentionEnded(due.Count, from, to, await ProofAsync(db, from, to, ct));
    }

    /// <summary>The first row behind those that ended; rows end in their order, and one that is still to be kept holds those behind it.</summary>
    private static async Task<long> NextAsync(ModuleDb db, CancellationToken ct)
    {
        var last = await db.History.AsNoTracking().Where(h => h.Act == ApplyRetention.Act && h.Entity == Name).OrderByDescending(h => h.Seq).Select(h => h.After).FirstOrDefaultAsync(ct);
        return last is null ? 1 : EndedRange.Read(last).To + 1;
    }

    /// <summary>A root over what stays of the rows of a range: nobody changes who did it.</summary>
    public static async Task<string> ProofAsync(ModuleDb db, long from, long to, CancellationToken ct) =>
        Convert.ToHexStringLower(MerkleRoot.Of(await db.History.AsNoTracking().Where(h => h.Seq >= from && h.Seq <= to).OrderBy(h => h.Seq).AsAsyncEnumerable().Select(h => h.ComputeDigest()).ToListAsync(ct)));
}

/// <summary>What stood in the cells of lines of files, kept so that it can be shown beside the verdict. Verdict, reason and place in the file stay.</summary>
internal sealed class RunValuesRetained : IRetained
{
    /// <summary>The kind.</summary>
    public const string Name = "run-values";

    public Task<long> CountAsync(ModuleDb db, DateTime before, CancellationToken ct) => Due(db, before).LongCountAsync(ct);

    /// <inheritdoc />
    /// <remarks>The record that ends is a run; a piece of work empties lines of one run.</remarks>
    public async Task<RetentionEnded?> EndAsync(ModuleDb db, DateTime before, int most, CancellationToken ct)
    {
        if (await Due(db, before).OrderBy(r => r.FinishedAt).ThenBy(r => r.Id).Select(r => (long?)r.Id).FirstOrDefaultAsync(ct) is not { } run)
        {
            return null;
        }

        var lines = await db.RunLines.Where(l => l.RunId == run && l.Value != null).OrderBy(l => l.Line).Select(l => l.Line).Take(most).ToListAsync(ct);
        if (lines.Count > 0)
        {
            var last = lines[^1];
            await db.RunLines.Where(l => l.RunId == run && l.Line <= last && l.Value != null).ExecuteUpdateAsync(s => s.SetProperty(l => l.Value, (string?)null), ct);
        }

        if (lines.Count == most)
        {
            return new RetentionEnded(0, run, run);
        }

        await db.Runs.Where(r => r.Id == run).ExecuteUpdateAsync(s => s.SetProperty(r => r.Emptied, true), ct);
        return new RetentionEnded(1, run, run);
    }

    private static IQueryable<Run> Due(ModuleDb db, DateTime before) => db.Runs.Where(r => r.FinishedAt < before && !r.Emptied);
}
