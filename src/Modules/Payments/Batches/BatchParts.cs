using Microsoft.EntityFrameworkCore;

namespace Spmis.Payments.Batches;

/// <summary>A part of a batch: the payments of one scheme and branch, a PmtInf of its own in a pain.001.</summary>
/// <param name="Id">PmtInfId: the batch's number and the part's.</param>
/// <param name="Scheme">The scheme.</param>
/// <param name="Branch">The branch, which gives the purpose.</param>
/// <param name="Count">Payments.</param>
/// <param name="Minor">Their sum.</param>
public sealed record BatchPart(string Id, string Scheme, string Branch, long Count, long Minor)
{
    /// <summary>ExternalPurpose1Code of each payment: PENS pension, BENE unemployment benefit, SSBE any other social security benefit.</summary>
    public string Purpose => Branch switch
    {
        "old-age" or "survivors" or "invalidity" => "PENS",
        "unemployment" => "BENE",
        _ => "SSBE",
    };

    /// <summary>ExternalCategoryPurpose1Code of the part: PENS, or GOVT for all else a state pays.</summary>
    public string CategoryPurpose => Purpose == "PENS" ? "PENS" : "GOVT";

    /// <summary>The parts of a batch in the order of its file.</summary>
    internal static async Task<IReadOnlyList<BatchPart>> OfAsync(PaymentsDb db, Batch batch, CancellationToken ct)
    {
        var sums = await db.Counted.AsNoTracking().Where(i => i.BatchId == batch.Id).GroupBy(i => new { i.Scheme, i.Branch })
            .Select(g => new { g.Key.Scheme, g.Key.Branch, Count = g.LongCount(), Minor = g.Sum(i => i.AmountMinor) }).ToListAsync(ct);
        return [.. sums.OrderBy(s => s.Scheme, StringComparer.Ordinal).ThenBy(s => s.Branch, StringComparer.Ordinal).Select((s, n) => new BatchPart($"{batch.Number}-{n + 1}", s.Scheme, s.Branch, s.Count, s.Minor))];
    }
}
