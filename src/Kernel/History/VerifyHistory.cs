using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Data;
using Spmis.Kernel.Retention;

namespace Spmis.Kernel.History;

/// <summary>What <see cref="VerifyHistory"/> found.</summary>
/// <param name="Module">The module.</param>
/// <param name="Record">Which record of it: its history, or another that is sealed.</param>
/// <param name="Rows">Rows looked at.</param>
/// <param name="Sealed">Of these, under a seal.</param>
/// <param name="Problems">Where the proof is broken; empty when all holds. At most 100.</param>
public sealed record HistoryVerdict(string Module, string Record, long Rows, long Sealed, IReadOnlyList<string> Problems);

/// <summary>Proves that no sealed history row was edited, deleted or inserted.</summary>
public static class VerifyHistory
{
    private const int MaxProblems = 100;

    /// <summary>Recomputes each row's digest, each range's root and the chain.</summary>
    public static async Task<HistoryVerdict> RunAsync(ModuleDb db, CancellationToken ct)
    {
        List<string> problems = [];
        var ended = await EndedAsync(db, problems, ct);
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
            var range = await db.History.AsNoTracking().Where(h => h.Seq >= seal.FromSeq && h.Seq <= seal.ToSeq).OrderBy(h => h.Seq).ToListAsync(ct);
            rows += range.Count;
            chain = SHA256.HashData([.. chain, .. seal.Root]);
            var odd = range.Where(h => !Holds(h, ended)).ToList();
            if (odd.Exists(h => h.Emptied == true))
            {
                ended = await EndedAsync(db, [], ct); // The retention may have gone on meanwhile.
                odd = [.. odd.Where(h => !Holds(h, ended))];
            }

            problems.AddRange(odd.Select(h => $"Row {h.Seq} ({h.Act}, {h.Entity} {h.Subject}) was edited after it was written."));
            if (range.Count != seal.Rows)
            {
                problems.Add($"Rows {seal.FromSeq} to {seal.ToSeq}: {seal.Rows} were sealed, {range.Count} are there.");
            }
            else if (!MerkleRoot.Of([.. range.Select(h => h.Digest)]).AsSpan().SequenceEqual(seal.Root))
            {
                problems.Add($"Rows {seal.FromSeq} to {seal.ToSeq} do not fit their seal of {seal.SealedAt:u}.");
            }

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

        var total = await db.History.LongCountAsync(ct);
        return new HistoryVerdict(db.Module, "history", total, rows, [.. problems.Take(MaxProblems)]);
    }

    /// <summary>A row says what it said when it was written; or it lies where the retention ended what rows say, and what stays of it was looked at there.</summary>
    private static bool Holds(HistoryRow row, IReadOnlyList<EndedRange> ended) => row.Emptied == true
        ? row.Act != ApplyRetention.Act && EndedRange.Around(ended, row.Seq) is { } range && row.At < range.Before
        : row.ComputeDigest().AsSpan().SequenceEqual(row.Digest);

    /// <summary>What the retention ended, by its own entries, as far as what stays is what stayed.</summary>
    private static async Task<IReadOnlyList<EndedRange>> EndedAsync(ModuleDb db, List<string> problems, CancellationToken ct)
    {
        List<EndedRange> ended = [];
        foreach (var range in await EndedRange.OfAsync(db, HistoryRetained.Name, ct))
        {
            if (await HistoryRetained.ProofAsync(db, range.From, range.To, ct) == range.Proof)
            {
                ended.Add(range);
            }
            else
            {
                problems.Add($"Rows {range.From} to {range.To}, whose contents ended by rule {range.Rule}, were edited afterwards.");
            }
        }

        return ended;
    }
}
