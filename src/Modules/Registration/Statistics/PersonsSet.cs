using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Statistics;
using Spmis.Registration.Areas;
using Spmis.Registration.Facts;
using Spmis.Registration.Objections;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Statistics;

/// <summary>The persons of the register; merged records are left out, who objected to statistics and was upheld, and who took back a consent to research.</summary>
/// <param name="db">The register.</param>
internal sealed class PersonsSet(RegistrationDb db) : IStatisticsSet
{
    private Dictionary<Guid, string>? regions;

    public string Module => db.Module;

    public string Name => "persons";

    public string Text => "One row for each registered person; records merged into another are left out, and who successfully objected to statistics or took back a consent to research";

    public bool OnePerPerson => true;

    public IReadOnlyList<StatisticsColumn> Columns { get; } =
    [
        new("region", "Code of the area of the highest level"), new("area", "Code of the area of residence"), new("sex", "Sex as registered"), new("age_group", "Age in groups of five years"),
        new("activity", "Kind of work"), new("household", "Persons in the household: 1, 2, 3-4, 5-6, 7+"), new("registered", "Year of registration"), new("living", "yes, or no after a recorded death"),
    ];

    public Task<long> CountAsync(CancellationToken ct) => Persons.LongCountAsync(ct);

    public async Task<IReadOnlyList<StatisticsRow>> ReadAsync(string? after, int most, DateOnly day, CancellationToken ct)
    {
        var areas = regions ??= await db.Areas.AsNoTracking().ToDictionaryAsync(a => a.Id, a => a.Path, ct);
        var from = after is null ? Guid.Empty : Guid.Parse(after);
        var rows = await Persons.Where(p => p.Id.CompareTo(from) > 0).OrderBy(p => p.Id).Take(most)
            .Select(p => new { p.Id, p.AreaId, p.Sex, p.BornOn, p.Activity, p.RegisteredAt, p.DiedOn, p.HouseholdId }).ToListAsync(ct);
        var households = rows.Select(r => r.HouseholdId).OfType<Guid>().Distinct().ToList();
        var members = await db.Persons.Where(p => p.MergedIntoId == null && households.Contains(p.HouseholdId!.Value)).GroupBy(p => p.HouseholdId!.Value).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct); // Null is in no list.
        return rows.ConvertAll(r =>
        {
            var codes = r.AreaId is { } area && areas.TryGetValue(area, out var path) ? path.Split(Area.Separator, StringSplitOptions.RemoveEmptyEntries) : [];
            return new StatisticsRow($"{r.Id}", r.Id,
            [
                codes.FirstOrDefault() ?? "", codes.LastOrDefault() ?? "", $"{r.Sex}", StatisticsBands.AgeGroup(r.BornOn, day), $"{r.Activity}",
                r.HouseholdId is { } household ? Band(members.GetValueOrDefault(household)) : "", r.RegisteredAt.Year.ToString(CultureInfo.InvariantCulture), r.DiedOn is null ? "yes" : "no",
            ]);
        });
    }

    private IQueryable<Person> Persons => db.Persons.AsNoTracking()
        .Where(p => p.MergedIntoId == null && !db.Objections.Any(o => o.PersonId == p.Id && o.Purpose == Objection.Statistics && o.StoppedOn != null && o.WithdrawnAt == null)
            // A consent to research that was taken back, and not given again.
            && (!db.Consents.Any(c => c.PersonId == p.Id && c.Purpose == Consent.Research && c.WithdrawnOn != null) || db.Consents.Any(c => c.PersonId == p.Id && c.Purpose == Consent.Research && c.WithdrawnOn == null)));

    private static string Band(int members) => members switch { <= 1 => "1", 2 => "2", <= 4 => "3-4", <= 6 => "5-6", _ => "7+" };
}
