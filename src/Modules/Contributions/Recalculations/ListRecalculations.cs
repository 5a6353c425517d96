using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Recalculations;

/// <summary>Differences of an employer, or of all own payments together (number empty).</summary>
/// <param name="EmployerNumber">The employer.</param>
/// <param name="Persons">Persons with a difference.</param>
/// <param name="Months">Months with a difference.</param>
/// <param name="MoreMinor">Owed more.</param>
/// <param name="LessMinor">Assessed too much.</param>
public sealed record EmployerDifference(string EmployerNumber, int Persons, int Months, long MoreMinor, long LessMinor);

/// <summary>Recalculations and their differences, page by page.</summary>
public sealed class ListRecalculations(ContributionsDb db)
{
    public const int Most = 100;

    /// <summary>Newest first, behind one.</summary>
    public Task<List<Recalculation>> HandleAsync(long? before, int limit, CancellationToken ct) =>
        db.Set<Recalculation>().AsNoTracking().Where(r => before == null || r.Id < before).OrderByDescending(r => r.Id).Take(Math.Clamp(limit, 1, Most)).ToListAsync(ct);

    /// <summary>One of them.</summary>
    /// <exception cref="Refused">There is none.</exception>
    public async Task<Recalculation> ReadAsync(long id, CancellationToken ct) => await db.Set<Recalculation>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw new Refused("recalculation.unknown", $"There is no recalculation {id}.");

    /// <summary>Differences in the order in which they were kept: by worker, employer and month.</summary>
    /// <param name="id">The recalculation.</param>
    /// <param name="kind">Of which kind; null for all.</param>
    /// <param name="employerNumber">Of one employer only, or null.</param>
    /// <param name="leftOut">Only what was not posted.</param>
    /// <param name="after">The last one seen; 0 for the beginning.</param>
    /// <param name="limit">At most 100.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<(IReadOnlyList<AssessmentDifference> Rows, string? Next)> DifferencesAsync(long id, DifferenceKind? kind, string? employerNumber, bool leftOut, long after, int limit, CancellationToken ct)
    {
        var take = Math.Clamp(limit, 1, Most);
        var all = db.Set<AssessmentDifference>().AsNoTracking().Where(d => d.RecalculationId == id && d.Id > after);
        all = kind is { } one ? all.Where(d => d.Kind == one) : all;
        all = employerNumber is { } number ? all.Where(d => d.EmployerNumber == number) : all;
        all = leftOut ? all.Where(d => d.LeftOut) : all;
        var found = await all.OrderBy(d => d.Id).Take(take + 1).ToListAsync(ct);
        return ([.. found.Take(take)], found.Count > take ? found[take - 1].Id.ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <summary>Sums by employer, in the order of their numbers; own payments first.</summary>
    public async Task<(IReadOnlyList<EmployerDifference> Rows, string? Next)> EmployersAsync(long id, string? after, int limit, CancellationToken ct)
    {
        var take = Math.Clamp(limit, 1, Most);
        var found = await db.Set<AssessmentDifference>().AsNoTracking().Where(d => d.RecalculationId == id && d.Kind != DifferenceKind.ByHand && (after == null || string.Compare(d.EmployerNumber, after) > 0))
            .GroupBy(d => d.EmployerNumber).OrderBy(g => g.Key).Take(take + 1)
            .Select(g => new
            {
                g.Key,
                Persons = g.Select(d => d.PersonId).Distinct().Count(),
                Months = g.Select(d => d.Month).Distinct().Count(),
                More = g.Where(d => d.DifferenceMinor > 0).Sum(d => d.DifferenceMinor),
                Less = g.Where(d => d.DifferenceMinor < 0).Sum(d => -d.DifferenceMinor),
            }).ToListAsync(ct);
        return ([.. found.Take(take).Select(g => new EmployerDifference(g.Key, g.Persons, g.Months, g.More, g.Less))], found.Count > take ? found[take - 1].Key : null);
    }
}
