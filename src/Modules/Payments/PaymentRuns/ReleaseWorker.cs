using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Runs;
using Spmis.Payments.Agencies;
using Spmis.Payments.Batches;
using Spmis.Payments.Instructions;
using Spmis.Values;

namespace Spmis.Payments.PaymentRuns;

/// <summary>
/// Releases a cleared payment run in four phases, each resumable: look at every instruction once more, cut the batches, write the files, hand over.
/// Nothing is handed over before everything is written.
/// </summary>
/// <param name="db">For finding what is left; the work is done in each chunk's own scope.</param>
/// <param name="files">Writes files outside of any transaction.</param>
public sealed class ReleaseWorker(PaymentsDb db, WriteBatchFile files) : IRunWorker
{
    internal const string RunKind = "payments.release";

    private const int Rows = 1000;
    private const string CheckedMark = "checked";
    private const string CutMark = "cut";
    private const string DoneMark = "released";

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "payments.prepare";

    /// <inheritdoc />
    public bool MayStop => false;

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var id = run.InputAs<ReleaseInput>().PaymentRunId;
        if (run.Checkpoint == DoneMark)
        {
            yield break;
        }

        if (run.Checkpoint is null || long.TryParse(run.Checkpoint, out _))
        {
            await foreach (var chunk in CheckAsync(id, run.Checkpoint is null ? 0 : long.Parse(run.Checkpoint, System.Globalization.CultureInfo.InvariantCulture), ct))
            {
                yield return chunk;
            }
        }

        await foreach (var chunk in CutAsync(id, ct))
        {
            yield return chunk;
        }

        foreach (var batchId in await db.Batches.AsNoTracking().Where(b => b.PaymentRunId == id && b.FileSha256 == null).OrderBy(b => b.Id).Select(b => b.Id).ToListAsync(ct))
        {
            var written = await files.WriteAllAsync(batchId, ct);
            yield return new RunChunk(CutMark, (services, step, token) => services.GetRequiredService<HandOverBatches>().NoteFileAsync(batchId, written, step, token));
        }

        yield return new RunChunk(DoneMark, (services, step, token) => services.GetRequiredService<HandOverBatches>().HandleAsync(id, step, token));
    }

    private async IAsyncEnumerable<RunChunk> CheckAsync(Guid id, long after, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            var rest = db.Instructions.AsNoTracking().Where(i => i.PaymentRunId == id && i.Id > after).OrderBy(i => i.Id).Select(i => i.Id);
            var upTo = await rest.Skip(Rows - 1).FirstOrDefaultAsync(ct);
            upTo = upTo > 0 ? upTo : await rest.MaxAsync(i => (long?)i, ct) ?? 0;
            if (upTo == 0)
            {
                break;
            }

            var (from, to) = (after, upTo);
            yield return new RunChunk(
                to.ToString(System.Globalization.CultureInfo.InvariantCulture),
                (services, step, token) => services.GetRequiredService<RecheckInstructions>().HandleAsync(id, from, to, step, token));
            after = upTo;
        }

        yield return new RunChunk(CheckedMark, (services, _, token) => services.GetRequiredService<RecheckInstructions>().AllSeenAsync(id, token));
    }

    private async IAsyncEnumerable<RunChunk> CutAsync(Guid id, [EnumeratorCancellation] CancellationToken ct)
    {
        // Once as a rule; again for an agency that was changed or closed between the look and the cut.
        var again = false;
        while (await db.Instructions.AsNoTracking().Where(i => i.PaymentRunId == id && i.HoldCode == null && i.BatchId == null && i.LapsedAt == null)
            .Select(i => new { i.Agency, i.Currency }).Distinct().ToListAsync(ct) is { Count: > 0 } groups)
        {
            foreach (var group in groups.OrderBy(g => g.Agency, StringComparer.Ordinal).ThenBy(g => g.Currency, StringComparer.Ordinal))
            {
                await foreach (var chunk in CutGroupAsync(id, group.Agency ?? throw new InvalidOperationException("A payment without an agency is held and never cut."), group.Currency, again, ct))
                {
                    yield return chunk;
                }
            }

            again = true;
        }
    }

    /// <summary>Cuts what goes to one agency in one currency. What was changed about the agency since the release was asked for, its payments are looked at for once more: all of a batch fits the version it is bound to.</summary>
    private async IAsyncEnumerable<RunChunk> CutGroupAsync(Guid id, string code, string currency, bool again, [EnumeratorCancellation] CancellationToken ct)
    {
        var agency = await AgencyInForce.FindAsync(db, code, ct) ?? throw new InvalidOperationException($"There is no agency {code}.");
        if (again || await db.Agencies.AnyAsync(a => a.Code == code && db.PaymentRuns.Any(r => r.Id == id && a.ChangedAt >= r.ReleaseAskedAt), ct))
        {
            var seen = 0L;
            while (await db.Instructions.AsNoTracking().Where(i => i.PaymentRunId == id && i.Agency == code && i.HoldCode == null && i.BatchId == null && i.LapsedAt == null && i.Id > seen)
                .OrderBy(i => i.Id).Select(i => i.Id).Take(Rows).ToListAsync(ct) is { Count: > 0 } ids)
            {
                var (from, to) = (seen, ids[^1]);
                yield return new RunChunk(CheckedMark, (services, step, token) => services.GetRequiredService<RecheckInstructions>().AgainAsync(id, code, from, to, step, token));
                seen = to;
            }
        }

        var after = 0L;
        while (await UpToAsync(db.Instructions.AsNoTracking().Where(i => i.PaymentRunId == id && i.Agency == code && i.Currency == currency && i.HoldCode == null && i.BatchId == null && i.LapsedAt == null), after, agency.Settings, ct) is { } upTo)
        {
            var cut = new BatchCut(id, code, agency.Number, currency, after, upTo);
            yield return new RunChunk(CutMark, (services, step, token) => services.GetRequiredService<CutBatch>().HandleAsync(cut, step, token));
            after = upTo;
        }
    }

    /// <summary>The last payment of the next batch: as many as the agency takes in one file, and as much.</summary>
    private static async Task<long?> UpToAsync(IQueryable<Instruction> open, long after, AgencySettings agency, CancellationToken ct)
    {
        var rest = open.Where(i => i.Id > after).OrderBy(i => i.Id);
        if (agency.MaxSumPerBatch is not { } most)
        {
            var upTo = await rest.Select(i => i.Id).Skip(agency.MaxPaymentsPerBatch - 1).FirstOrDefaultAsync(ct);
            return upTo > 0 ? upTo : await rest.MaxAsync(i => (long?)i.Id, ct);
        }

        var (last, sum, left) = ((long?)null, 0m, agency.MaxPaymentsPerBatch);
        // A slice at a time: a server reads all it was asked for, and a sum is often reached long before the count.
        while (left > 0 && await open.Where(i => i.Id > (last ?? after)).OrderBy(i => i.Id).Take(Math.Min(Rows, left)).Select(i => new { i.Id, i.AmountMinor, i.Currency }).ToListAsync(ct) is { Count: > 0 } rows)
        {
            foreach (var row in rows)
            {
                sum += new Money(row.AmountMinor, Currency.Of(row.Currency)).Major;
                if (sum > most && last is not null)
                {
                    return last; // One alone above the limit is held long before; it never stops the others here.
                }

                last = row.Id;
            }

            left -= rows.Count;
        }

        return last;
    }
}
