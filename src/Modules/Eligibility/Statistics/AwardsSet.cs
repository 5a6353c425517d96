using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Copies;
using Spmis.Kernel.Statistics;
using Spmis.Values;

namespace Spmis.Eligibility.Statistics;

/// <summary>Awards and how they stand.</summary>
/// <param name="db">The module's database.</param>
internal sealed class AwardsSet(EligibilityDb db) : IStatisticsSet
{
    public string Module => db.Module;

    public string Name => "awards";

    public string Text => "One row for each award, as it stands when the extract is made";

    public bool OnePerPerson => false;

    public IReadOnlyList<StatisticsColumn> Columns { get; } =
    [
        new("scheme", "Scheme"), new("branch", "Branch of social security"), new("state", "How the award stands"), new("from_year", "Year of its first month"), new("amount", "Monthly amount, in bands that double"),
        new("sex", "Sex as registered"), new("age_group", "Age in groups of five years"), new("district", "District of residence"),
    ];

    public Task<long> CountAsync(CancellationToken ct) => db.Awards.LongCountAsync(ct);

    public async Task<IReadOnlyList<StatisticsRow>> ReadAsync(string? after, int most, DateOnly day, CancellationToken ct)
    {
        var from = after is null ? Guid.Empty : Guid.Parse(after);
        var rows = await db.Awards.AsNoTracking().Where(a => a.Id.CompareTo(from) > 0).OrderBy(a => a.Id).Take(most).ToListAsync(ct);
        var ids = rows.Select(r => r.PersonId).Distinct().ToList();
        var persons = await db.Persons.AsNoTracking().Where(p => ids.Contains(p.PersonId)).ToDictionaryAsync(p => p.PersonId, ct);
        return rows.ConvertAll(r => Row(r, persons.GetValueOrDefault(r.PersonId), day));
    }

    private static StatisticsRow Row(Award award, PersonCopy? person, DateOnly day) => new($"{award.Id}", award.PersonId,
    [
        award.Scheme, award.Branch, $"{award.State}", award.FromMonth.Year.ToString(CultureInfo.InvariantCulture), StatisticsBands.Amount(award.MonthlyMinor, Currency.Of(award.Currency)),
        person?.Sex ?? "", StatisticsBands.AgeGroup(person?.BornOn, day), person?.District ?? "",
    ]);
}
