using System.Globalization;
using System.Numerics;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Record;
using Spmis.Kernel.Statistics;

namespace Spmis.Contributions.Statistics;

/// <summary>Insured persons by scheme and year.</summary>
/// <param name="db">The module's database.</param>
internal sealed class ContributionYearsSet(ContributionsDb db) : IStatisticsSet
{
    private const char Between = '|';

    public string Module => db.Module;

    public string Name => "contribution-years";

    public string Text => "One row for each person, scheme and year with contributions";

    public bool OnePerPerson => false;

    public IReadOnlyList<StatisticsColumn> Columns { get; } =
    [
        new("scheme", "Scheme"), new("year", "Year of the contributions"), new("insured_months", "Insured months of the year: 0, 1-3, 4-6, 7-9, 10-11, 12"), new("sex", "Sex as registered"),
        new("age_group", "Age in groups of five years"), new("district", "District of residence"), new("activity", "Kind of work"),
    ];

    public Task<long> CountAsync(CancellationToken ct) => db.Set<ContributionYearRow>().LongCountAsync(ct);

    public async Task<IReadOnlyList<StatisticsRow>> ReadAsync(string? after, int most, DateOnly day, CancellationToken ct)
    {
        var (person, scheme, year) = Read(after);
        var rows = await db.Set<ContributionYearRow>().AsNoTracking()
            .Where(y => y.PersonId.CompareTo(person) >= 0 && (y.PersonId.CompareTo(person) > 0 || (y.PersonId == person && (y.Scheme.CompareTo(scheme) > 0 || (y.Scheme == scheme && y.Year > year)))))
            .OrderBy(y => y.PersonId).ThenBy(y => y.Scheme).ThenBy(y => y.Year).Take(most).Select(y => new { y.PersonId, y.Scheme, y.Year, y.InsuredMonths }).ToListAsync(ct);
        var ids = rows.Select(r => r.PersonId).Distinct().ToList();
        var workers = await db.Set<WorkerCopy>().AsNoTracking().Where(w => ids.Contains(w.PersonId)).ToDictionaryAsync(w => w.PersonId, ct);
        return rows.ConvertAll(r =>
        {
            var worker = workers.GetValueOrDefault(r.PersonId);
            return new StatisticsRow(string.Create(CultureInfo.InvariantCulture, $"{r.PersonId}{Between}{r.Year}{Between}{r.Scheme}"), r.PersonId,
            [
                r.Scheme, r.Year.ToString(CultureInfo.InvariantCulture), Band(BitOperations.PopCount((uint)r.InsuredMonths)), worker?.Sex ?? "", StatisticsBands.AgeGroup(worker?.BornOn, day),
                worker?.District ?? "", worker?.Activity ?? "",
            ]);
        });
    }

    private static (Guid Person, string Scheme, int Year) Read(string? after) => after?.Split(Between, 3) is [var person, var year, var scheme] ? (Guid.Parse(person), scheme, int.Parse(year, CultureInfo.InvariantCulture)) : (Guid.Empty, "", 0);

    private static string Band(int months) => months switch { 0 => "0", <= 3 => "1-3", <= 6 => "4-6", <= 9 => "7-9", <= 11 => "10-11", _ => "12" };
}
