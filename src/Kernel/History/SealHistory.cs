using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
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
    /// <exception cref="Refused">A row is not as it was written (<c>history.edited</c>): what lies before it is sealed, it and what lies behind it are not.</exception>
    public static async Task<int> RunAsync(ModuleDb db, DateTime now, CancellationToken ct)
    {
        var from = await NextAsync(db, ct);
        if (!await db.History.AnyAsync(h => h.Seq >= from, ct))
        {
            return 0; // Nobody has to wait for a look that finds nothing.
        }

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

    /// <summary>The last seal's chain value in hex: whoever keeps it elsewhere finds out that everything was sealed anew. Null before the first seal.</summary>
    public static async Task<string?> HeadAsync(ModuleDb db, CancellationToken ct) =>
        await db.HistorySeals.OrderByDescending(s => s.Id).Select(s => s.Chain).FirstOrDefaultAsync(ct) is { } chain ? Convert.ToHexStringLower(chain) : null;

    private static async Task<long> NextAsync(ModuleDb db, CancellationToken ct) =>
        (await db.HistorySeals.OrderByDescending(s => s.Id).Select(s => (long?)s.ToSeq).FirstOrDefaultAsync(ct) ?? 0) + 1;

    private static async Task<int> SealRangeAsync(ModuleDb db, long upTo, DateTime now, CancellationToken ct)
    {
        var last = await db.HistorySeals.AsNoTracking().OrderByDescending(s => s.Id).FirstOrDefaultAsync(ct);
        var from = (last?.ToSeq ?? 0) + 1;
        var rows = await db.History.AsNoTracking().Where(h => h.Seq >= from && h.Seq <= upTo).OrderBy(h => h.Seq).Take(RangeRows).ToListAsync(ct);
        var sound = rows.TakeWhile(h => h.IsAsWritten()).ToList();
        if (sound.Count == 0)
        {
            return rows.Count == 0 ? 0 : throw new Refused("history.edited", $"Row {rows[0].Seq} of the history of {db.Module} ({rows[0].Act}) was edited after it was written, so neither it nor what lies behind it is sealed. Run audit verify and have it looked into.");
        }

        var root = MerkleRoot.Of([.. sound.Select(d => d.Digest)]);
        db.HistorySeals.Add(new HistorySeal
        {
            FromSeq = from, ToSeq = sound[^1].Seq, Rows = sound.Count, Root = root,
            Chain = SHA256.HashData([.. last?.Chain ?? [], .. root]), SealedAt = now,
        });
        await db.SaveChangesAsync(ct);
        return sound.Count;
    }
}
