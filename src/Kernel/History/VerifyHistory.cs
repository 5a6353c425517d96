using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Data;
using Spmis.Kernel.Retention;

namespace Spmis.Kernel.History;

/// <summary>What <see cref="VerifyHistory"/> found.</summary>
/// <param name="Module">The module.</param>
/// <param name="Record">Which record of it: its history, or another that is sealed.</param>
/// <param name="Rows">Rows there are.</param>
/// <param name="Sealed">Of these, under a seal.</param>
/// <param name="Problems">Where the proof is broken; empty when all holds. At most 100.</param>
/// <param name="Head">The last seal's chain value in hex, to be kept outside the database; null before the first seal.</param>
public sealed record HistoryVerdict(string Module, string Record, long Rows, long Sealed, IReadOnlyList<string> Problems, string? Head = null);

/// <summary>Proves that no history row was edited, deleted or inserted: sealed rows by their seals, those not yet sealed by their digests and, on SQLite, their numbers.</summary>
public static class VerifyHistory
{
    /// <summary>Recomputes each row's digest, each range's root and the chain.</summary>
    public static Task<HistoryVerdict> RunAsync(ModuleDb db, CancellationToken ct) => new HistoryCheck(db).RunAsync(ct);
}

/// <summary>One walk over a module's history.</summary>
/// <param name="db">The module's database.</param>
internal sealed class HistoryCheck(ModuleDb db)
{
    private const int MaxProblems = 100;
    private const int PartRows = 1_000;

    private readonly List<string> problems = [];
    private IReadOnlyList<EndedRange> ended = [];
    private long? lastGiven;

    /// <summary>Walks over everything.</summary>
    public async Task<HistoryVerdict> RunAsync(CancellationToken ct)
    {
        // Before any row is read: what is written meanwhile only comes on top.
        lastGiven = await RunningNumbers.LastAsync<HistoryRow>(db, ct);
        ended = await EndedAsync(problems, ct);
        byte[] chain = [];
        long rows = 0, expectedFrom = 1, lastSeal = 0;
        while (problems.Count < MaxProblems)
        {
            // One seal at a time: a server allows no second query while the first is still being read.
            var seal = await db.HistorySeals.AsNoTracking().Where(s => s.Id > lastSeal).OrderBy(s => s.Id).FirstOrDefaultAsync(ct);
            if (seal is null)
            {
                break;
            }

            lastSeal = seal.Id;
            chain = SHA256.HashData([.. chain, .. seal.Root]);
            rows += await RangeAsync(seal, ct);
            if (!chain.AsSpan().SequenceEqual(seal.Chain) || seal.FromSeq != expectedFrom)
            {
                problems.Add($"Seal {seal.Id} does not follow the seal before it.");
            }

            expectedFrom = seal.ToSeq + 1;
        }

        // Whatever lies under the seals and in no range of theirs was put there afterwards: before the first row, say.
        if (await db.History.LongCountAsync(h => h.Seq < expectedFrom, ct) is var under && under != rows && problems.Count == 0)
        {
            problems.Add($"{under} rows lie below row {expectedFrom}, {rows} of them under a seal.");
        }

        await TailAsync(expectedFrom, ct);
        var total = await db.History.LongCountAsync(ct);
        return new HistoryVerdict(db.Module, "history", total, rows, [.. problems.Take(MaxProblems)], await SealHistory.HeadAsync(db, ct));
    }

    private async Task<int> RangeAsync(HistorySeal seal, CancellationToken ct)
    {
        var range = await db.History.AsNoTracking().Where(h => h.Seq >= seal.FromSeq && h.Seq <= seal.ToSeq).OrderBy(h => h.Seq).ToListAsync(ct);
        await DigestsAsync(range, ct);
        if (range.Count != seal.Rows)
        {
            problems.Add($"Rows {seal.FromSeq} to {seal.ToSeq}: {seal.Rows} were sealed, {range.Count} are there.");
        }
        else if (!MerkleRoot.Of([.. range.Select(h => h.Digest)]).AsSpan().SequenceEqual(seal.Root))
        {
            problems.Add($"Rows {seal.FromSeq} to {seal.ToSeq} do not fit their seal of {seal.SealedAt:u}.");
        }
        else
        {
            Gaps(range, seal.FromSeq);
        }

        return range.Count;
    }

    /// <summary>Rows behind the last seal: each says by its digest what it said when it was written, and where numbers are never lost none is missing.</summary>
    private async Task TailAsync(long next, CancellationToken ct)
    {
        while (problems.Count < MaxProblems)
        {
            var from = next;
            var part = await db.History.AsNoTracking().Where(h => h.Seq >= from).OrderBy(h => h.Seq).Take(PartRows).ToListAsync(ct);
            if (part.Count == 0)
            {
                break;
            }

            await DigestsAsync(part, ct);
            Gaps(part, from);
            next = part[^1].Seq + 1;
        }

        if (lastGiven >= next && problems.Count < MaxProblems)
        {
            problems.Add(RunningNumbers.Missing("Row", next, lastGiven.Value));
        }
    }

    private void Gaps(List<HistoryRow> rows, long next)
    {
        foreach (var row in lastGiven is null ? [] : rows)
        {
            if (row.Seq > next)
            {
                problems.Add(RunningNumbers.Missing("Row", next, row.Seq - 1));
            }

            next = row.Seq + 1;
        }
    }

    private async Task DigestsAsync(List<HistoryRow> rows, CancellationToken ct)
    {
        var odd = rows.Where(h => !Holds(h)).ToList();
        if (odd.Exists(h => h.Emptied == true))
        {
            ended = await EndedAsync([], ct); // The retention may have gone on meanwhile.
            odd = [.. odd.Where(h => !Holds(h))];
        }

        problems.AddRange(odd.Select(h => $"Row {h.Seq} ({h.Act}, {h.Entity} {h.Subject}) was edited after it was written."));
    }

    /// <summary>A row says what it said when it was written; or it lies where the retention ended what rows say, and what stays of it was looked at there.</summary>
    private bool Holds(HistoryRow row) => row.Emptied == true
        ? row.Act != ApplyRetention.Act && EndedRange.Around(ended, row.Seq) is { } range && row.At < range.Before
        : row.IsAsWritten();

    /// <summary>What the retention ended, by its own entries, as far as what stays is what stayed.</summary>
    private async Task<IReadOnlyList<EndedRange>> EndedAsync(List<string> found, CancellationToken ct)
    {
        List<EndedRange> ranges = [];
        foreach (var range in await EndedRange.OfAsync(db, HistoryRetained.Name, ct))
        {
            if (await HistoryRetained.ProofAsync(db, range.From, range.To, ct) == range.Proof)
            {
                ranges.Add(range);
            }
            else
            {
                found.Add($"Rows {range.From} to {range.To}, whose contents ended by rule {range.Rule}, were edited afterwards.");
            }
        }

        return ranges;
    }
}
