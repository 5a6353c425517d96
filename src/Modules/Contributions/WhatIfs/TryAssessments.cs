using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Recalculations;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Data;
using Spmis.Kernel.Runs;
using Spmis.Rules.WhatIfs;
using Spmis.Values;

namespace Spmis.Contributions.WhatIfs;

/// <summary>
/// Reckons the wages of some workers by a package and by today's rules and adds the sums up, inside the run's transaction. Own payments stand for the earnings
/// that were counted of them. Nothing is assessed.
/// </summary>
public sealed class TryAssessments(ContributionsDb db, ReadAssessments assessments, SchemeBook schemes)
{
    private static readonly (int From, string Name)[] Sizes = [(0, "1–9"), (10, "10–49"), (50, "50–249"), (250, "250+")];
    private const string Own = "0";

    /// <summary>The workers with numbers after one and up to another.</summary>
    internal async Task HandleAsync(long id, AssessmentScope scope, (SchemeRules Draft, long LastInForceId) rules, (string From, string To) numbers, RunStep step, CancellationToken ct)
    {
        var tried = await db.Set<TriedPackage>().SingleAsync(t => t.WhatIfId == id, ct);
        var assessed = await assessments.RangeAsync(scope, numbers, ct);
        var ids = assessed.Select(a => a.PersonId).Distinct().ToList();
        var workers = await db.Set<WorkerCopy>().AsNoTracking().Where(w => ids.Contains(w.PersonId)).ToDictionaryAsync(w => w.PersonId, ct);
        var sizes = await SizesAsync(scope, [.. assessed.Select(a => a.EmployerId).OfType<Guid>().Distinct()], ct);
        var months = Enumerable.Range(0, tried.Months).Select(scope.From.Add).ToList();
        var (law, session) = (new LawOfMonths(schemes, scope.Scheme, rules.LastInForceId), rules.Draft.Open());
        var figures = Read(tried);
        foreach (var person in assessed.GroupBy(a => a.PersonId))
        {
            var (before, after) = (new Sum[months.Count], new Sum[months.Count]);
            foreach (var part in person)
            {
                var place = part.Month.MonthsSince(scope.From);
                var today = await law.FindAsync(part.Month, ct);
                foreach (var wage in Wages(part))
                {
                    before[place].Add(today?.TryAssess(part.Month, wage), known: today is not null);
                    after[place].Add(session.TryAssess(part.Month, wage), known: true);
                }
            }

            var worker = workers[person.Key];
            var most = person.GroupBy(p => p.EmployerId).OrderByDescending(g => g.Sum(p => Wages(p).Sum())).ThenBy(g => g.First().EmployerNumber, StringComparer.Ordinal).First().Key;
            WhatIfTally.Add(figures, new CountedPerson(worker.Sex, worker.BornOn, worker.District, most is { } employer ? sizes.GetValueOrDefault(employer, Sizes[0].Name) : Own), months, [.. before.Select(s => s.Answer)], [.. after.Select(s => s.Answer)]);
        }

        tried.Figures = JsonSerializer.Serialize(figures, SpmisJson.Options);
        tried.Cases += ids.Count;
        step.Count(ids.Count, 0);
    }

    internal static WhatIfFigures Read(TriedPackage tried) => JsonSerializer.Deserialize<WhatIfFigures>(tried.Figures, SpmisJson.Options) ?? throw new InvalidOperationException("The figures are empty.");

    /// <summary>The wages of a month; where no lines add up to the record, and for own payments, the insurable earnings kept.</summary>
    private static IEnumerable<long> Wages(AssessedMonth part) => part.Lines is { } lines ? lines.Select(l => l.WageMinor) : [part.Total.BaseMinor];

    /// <summary>Workers of the largest month declared, as a class.</summary>
    private async Task<Dictionary<Guid, string>> SizesAsync(AssessmentScope scope, List<Guid> employers, CancellationToken ct) =>
        (await db.Set<Return>().AsNoTracking()
            .Where(r => employers.Contains(r.EmployerId) && r.Scheme == scope.Scheme && r.Month >= scope.From && r.Month <= scope.Through && r.Slot != null && (r.Kind == ReturnKind.Original || r.Kind == ReturnKind.Supplementary))
            .GroupBy(r => new { r.EmployerId, r.Month }).Select(g => new { g.Key.EmployerId, Workers = g.Sum(r => r.Accepted) }).ToListAsync(ct))
        .GroupBy(g => g.EmployerId).ToDictionary(g => g.Key, g => Sizes.Last(s => s.From <= g.Max(m => m.Workers)).Name);

    /// <summary>A month of a person, employers together: liable when something is due; cannot tell when of one part nobody can.</summary>
    private struct Sum
    {
        private long minor;
        private bool unknown;

        public readonly MonthAnswer Answer => unknown ? new(Spmis.Rules.Answer.CannotTell, null) : minor > 0 ? new(Spmis.Rules.Answer.Yes, minor) : new(Spmis.Rules.Answer.No, null);

        public void Add(Shares? shares, bool known)
        {
            unknown |= known && shares is null;
            minor += shares?.TotalMinor ?? 0;
        }
    }
}
