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
    private const int InChunk = 1_000;

    public static async Task<List<TakeoverSum>> OfAsync(ContributionsDb db, IQueryable<TakeoverBatch> batches, CancellationToken ct)
    {
        var lines = db.Set<TakeoverLine>().AsNoTracking().Where(l => batches.Any(b => b.Id == l.BatchId));
        List<Sums> found = [.. (await lines.Where(l => !l.Refused || l.Reference == "").GroupBy(l => new { l.BatchId, l.Year, l.Balance, l.Refused })
            .Select(g => new { g.Key, Lines = g.Count(), Amount = g.Sum(l => l.AmountMinor), Employee = g.Sum(l => l.EmployeeMinor), Employer = g.Sum(l => l.EmployerMinor), Wage = g.Sum(l => l.WageMinor), Months = g.Sum(l => l.OldMonths ?? 0) })
            .ToListAsync(ct)).Select(g => new Sums(g.Key.BatchId, g.Key.Year, g.Key.Balance, g.Key.Refused, false, g.Lines, g.Amount, g.Employee, g.Employer, g.Wage, g.Months))];
        foreach (var batch in await batches.AsNoTracking().ToListAsync(ct))
        {
            found.AddRange(await RefusedAsync(db, batch, ct));
        }

        return
        [
            .. found.SelectMany(f => f.Balance is { } balance
                ? [Of(ControlTotals.Of(balance), f.Amount)]
                : new[] { Of(TotalKind.Employee, f.Employee), Of(TotalKind.Employer, f.Employer), Of(TotalKind.Wage, f.Wage), Of(TotalKind.Months, f.Months) },
                (f, sum) => sum with { BatchId = f.BatchId, Year = f.Year, Refused = f.Refused, Mended = f.Mended, Lines = f.Lines }),
        ];

        static TakeoverSum Of(TotalKind kind, long sum) => new(0, 0, kind, false, false, 0, sum);
    }

    /// <summary>Refused lines with a reference: whether a later file took the same reference over is asked by its mark, a thousand at a time.</summary>
    private static async Task<IEnumerable<Sums>> RefusedAsync(ContributionsDb db, TakeoverBatch batch, CancellationToken ct)
    {
        Dictionary<(int, BalanceKind?, bool), Sums> sums = [];
        for (var after = long.MinValue; await db.Set<TakeoverLine>().AsNoTracking().Where(l => l.BatchId == batch.Id && l.Refused && l.Reference != "" && l.Line > after).OrderBy(l => l.Line).Take(InChunk).ToListAsync(ct) is { Count: > 0 } some; after = some[^1].Line)
        {
            var marks = some.Select(l => JudgeTakeover.OnceOf(batch, l.Reference)).Distinct().ToList();
            var taken = (await db.Set<TakeoverLine>().AsNoTracking().Where(l => l.Once != null && marks.Contains(l.Once) && l.BatchId != batch.Id).Select(l => l.Once).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
            foreach (var l in some)
            {
                var mended = taken.Contains(JudgeTakeover.OnceOf(batch, l.Reference));
                var s = sums.GetValueOrDefault((l.Year, l.Balance, mended)) ?? new Sums(batch.Id, l.Year, l.Balance, true, mended, 0, 0, 0, 0, 0, 0);
                sums[(l.Year, l.Balance, mended)] = s with { Lines = s.Lines + 1, Amount = s.Amount + l.AmountMinor, Employee = s.Employee + l.EmployeeMinor, Employer = s.Employer + l.EmployerMinor, Wage = s.Wage + l.WageMinor, Months = s.Months + (l.OldMonths ?? 0) };
            }
        }

        return sums.Values;
    }

    private sealed record Sums(long BatchId, int Year, BalanceKind? Balance, bool Refused, bool Mended, int Lines, long Amount, long Employee, long Employer, long Wage, long Months);
}
