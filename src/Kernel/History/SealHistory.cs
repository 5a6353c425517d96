using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Data;

namespace Spmis.Kernel.History;

/// <summary>Seals history rows that are old enough for no earlier number to commit after them.</summary>
public static class SealHistory
{
    private const int RangeRows = 1000;

    /// <summary>Seals everything up to now in ranges of at most 1,000 rows.</summary>
    /// <param name="db">The module's database.</param>
    /// <param name="now">Time of the seal.</param>
    /// <param name="ct">Cancels between ranges.</param>
    /// <returns>Rows sealed.</returns>
    public static async Task<int> RunAsync(ModuleDb db, DateTime now, CancellationToken ct)
    {
        var (sealedRows, upTo) = (0, await SettledRows.UpToAsync<HistoryRow>(db, ct));
        while (true)
        {
            var rows = 0;
            await db.WriteAsync(async () => rows = await SealRangeAsync(db, upTo, now, ct), ct);
            if (rows == 0)
            {
                return sealedRows;
            }

            sealedRows += rows;
        }
    }

    private static async Task<int> SealRangeAsync(ModuleDb db, long upTo, DateTime now, CancellationToken ct)
    {
        var last = await db.HistorySeals.AsNoTracking().OrderByDescending(s => s.Id).FirstOrDefaultAsync(ct);
        var from = (last?.ToSeq ?? 0) + 1;
        var digests = await db.History.AsNoTracking().Where(h => h.Seq >= from && h.Seq <= upTo).OrderBy(h => h.Seq).Take(RangeRows).Select(h => new { h.Seq, h.Digest }).ToListAsync(ct);
        if (digests.Count == 0)
        {
            return 0;
        }

        var root = MerkleRoot.Of([.. digests.Select(d => d.Digest)]);
        db.HistorySeals.Add(new HistorySeal
        {
            FromSeq = from, ToSeq = digests[^1].Seq, Rows = digests.Count, Root = root,
            Chain = SHA256.HashData([.. last?.Chain ?? [], .. root]), SealedAt = now,
        });
        await db.SaveChangesAsync(ct);
        return digests.Count;
    }
}
