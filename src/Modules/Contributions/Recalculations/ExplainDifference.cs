using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Kernel.Acts;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Contributions.Recalculations;

/// <summary>The working of what a difference comes to now.</summary>
/// <param name="Recalculation">The recalculation.</param>
/// <param name="Difference">The difference.</param>
/// <param name="Name">The worker's name.</param>
/// <param name="Scheme">The package by which it comes out so.</param>
/// <param name="Earnings">The earnings reckoned on: the wage declared, or for own payments the earnings they stand for.</param>
/// <param name="Steps">Base, worker's share and employer's share, each with its explanation.</param>
public sealed record DifferenceWorking(Recalculation Recalculation, AssessmentDifference Difference, string? Name, Scheme Scheme, Money Earnings, IReadOnlyList<RuleResult> Steps);

/// <summary>Builds the explanation of the new figures by the interpreter, from the stored wage and the package's hash; fails loudly if it does not come to what was stored.</summary>
public sealed class ExplainDifference(ContributionsDb db, SchemeBook schemes, ListRecalculations list)
{
    /// <exception cref="Refused">There is no such difference.</exception>
    public async Task<DifferenceWorking> HandleAsync(long recalculationId, long differenceId, CancellationToken ct)
    {
        var r = await list.ReadAsync(recalculationId, ct);
        var d = await db.Set<AssessmentDifference>().AsNoTracking().SingleOrDefaultAsync(x => x.RecalculationId == recalculationId && x.Id == differenceId, ct)
            ?? throw new Refused("difference.unknown", $"Recalculation {recalculationId} has no difference {differenceId}.");
        var name = await db.Set<WorkerCopy>().Where(w => w.PersonId == d.PersonId).Select(w => w.Name).SingleOrDefaultAsync(ct);
        var rules = await schemes.ByHashAsync(d.PackageHash, ct);
        var earnings = d.EmployerId is null ? await MonthBaseAsync(d, ct) : d.WageMinor;
        var facts = rules.LineFacts(d.Month, earnings);
        IReadOnlyList<RuleResult> steps = [.. SchemeRules.OfALine.Select(rule => rules.Scheme.Evaluate(rule, facts))];
        if (d is { EmployerId: not null, Kind: not DifferenceKind.ByHand } && !steps.Select(s => (long?)s.Money.Minor).SequenceEqual([d.NowBaseMinor, d.NowEmployeeMinor, d.NowEmployerMinor]))
        {
            throw new InvalidOperationException($"The working of difference {differenceId} does not come to what was reckoned.");
        }

        return new DifferenceWorking(r, d, name, rules.Scheme, new Money(earnings, rules.Currency), steps);
    }

    /// <summary>The earnings that all own payments of the month stand for now.</summary>
    private async Task<long> MonthBaseAsync(AssessmentDifference d, CancellationToken ct) =>
        d.MonthWasBaseMinor + await db.Set<AssessmentDifference>().Where(x => x.RecalculationId == d.RecalculationId && x.PersonId == d.PersonId && x.EmployerId == null && x.Month == d.Month).SumAsync(x => (x.NowBaseMinor ?? 0) - x.WasBaseMinor, ct);
}
