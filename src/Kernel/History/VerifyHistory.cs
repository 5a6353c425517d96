using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Data;

namespace Spmis.Kernel.History;

/// <summary>What <see cref="VerifyHistory"/> found.</summary>
/// <param name="Module">The module.</param>
/// <param name="Rows">Rows looked at.</param>
/// <param name="Sealed">Of these, under a seal.</param>
/// <param name="Problems">Where the proof is broken; empty when all holds. At most 100.</param>
public sealed record HistoryVerdict(string Module, long Rows, long Sealed, IReadOnlyList<string> Problems);

/// <summary>Proves that no sealed history row was edited, deleted or inserted.</summary>
public static class VerifyHistory
{
    private const int MaxProblems = 100;

    /// <summary>Recomputes each row's digest, each range's root and the chain.</summary>
    public static async Task<HistoryVerdict> RunAsync(ModuleDb db, CancellationToken ct)
    {
        List<string> problems = [];
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
            problems.AddRange(range.Where(h => !h.ComputeDigest().AsSpan().SequenceEqual(h.Digest)).Select(h => $"Row {h.Seq} ({h.Act}, {h.Entity} {h.Subject}) was edited after it was written."));
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
        return new HistoryVerdict(db.Module, total, rows, [.. problems.Take(MaxProblems)]);
    }
}
