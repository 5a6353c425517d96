using Microsoft.EntityFrameworkCore;

namespace Spmis.Contributions.Takeover;

/// <summary>What lines of a year come to.</summary>
/// <param name="BatchId">The batch.</param>
/// <param name="Year">The year of the months.</param>
/// <param name="Kind">What is summed.</param>
/// <param name="Refused">Whether these lines were refused.</param>
/// <param name="Mended">Refused, and taken over with a later file under the same reference.</param>
/// <param name="Lines">How many lines there are.</param>
/// <param name="Sum">Minor units; a number for months.</param>
internal sealed record TakeoverSum(long BatchId, int Year, TotalKind Kind, bool Refused, bool Mended, int Lines, long Sum);

/// <summary>Sums the lines of batches by year and kind.</summary>
internal static class TakeoverSums
{
    public static async Task<List<TakeoverSum>> OfAsync(ContributionsDb db, IQueryable<TakeoverBatch> batches, CancellationToken ct)
    {
#pragma warning disable CA1304, CA1311, CA1862 // Upper case in the database: a reference is the same however it is written, as in JudgeTakeover.OnceOf.
        var lines =
            from l in db.Set<TakeoverLine>().AsNoTracking()
            join b in batches on l.BatchId equals b.Id
            select new { Line = l, Mended = l.Refused && l.Reference != "" && db.Set<TakeoverLine>().Any(o => o.Once != null && o.Reference.ToUpper() == l.Reference.ToUpper() && o.BatchId != l.BatchId && db.Set<TakeoverBatch>().Any(x => x.Id == o.BatchId && x.Source == b.Source && x.Kind == b.Kind)) };
#pragma warning restore CA1304, CA1311, CA1862
        var found = await lines.GroupBy(x => new { x.Line.BatchId, x.Line.Year, x.Line.Balance, x.Line.Refused, x.Mended })
            .Select(g => new
            {
                g.Key, Lines = g.Count(), Amount = g.Sum(x => x.Line.AmountMinor), Employee = g.Sum(x => x.Line.EmployeeMinor), Employer = g.Sum(x => x.Line.EmployerMinor), Wage = g.Sum(x => x.Line.WageMinor), Months = g.Sum(x => x.Line.OldMonths ?? 0),
            }).ToListAsync(ct);
        return
        [
            .. found.SelectMany(f => f.Key.Balance is { } balance
                ? [Of(ControlTotals.Of(balance), f.Amount)]
                : new[] { Of(TotalKind.Employee, f.Employee), Of(TotalKind.Employer, f.Employer), Of(TotalKind.Wage, f.Wage), Of(TotalKind.Months, f.Months) },
                (f, sum) => sum with { BatchId = f.Key.BatchId, Year = f.Key.Year, Refused = f.Key.Refused, Mended = f.Key.Mended, Lines = f.Lines }),
        ];

        static TakeoverSum Of(TotalKind kind, long sum) => new(0, 0, kind, false, false, 0, sum);
    }
}
