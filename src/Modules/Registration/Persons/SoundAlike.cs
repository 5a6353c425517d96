using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Spmis.Linkage;

namespace Spmis.Registration.Persons;

/// <summary>
/// Finds "Fatima Aly" for who types "Fatuma Ali": the two names in either order, written as other people write them, with the birth year if it is typed too.
/// Uses the keys that duplicate detection stores for every person, so a spelling that is one name there is one name here.
/// </summary>
/// <param name="db">The register.</param>
public sealed partial class SoundAlike(RegistrationDb db)
{
    /// <summary>Persons with these names, at most <paramref name="limit"/>; nobody unless at least two names are typed.</summary>
    /// <param name="people">Among whom.</param>
    /// <param name="text">Two names or more; a number from 1900 to 2099 among them is the birth year.</param>
    /// <param name="limit">The most persons.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<Person>> FindAsync(IQueryable<Person> people, string text, int limit, CancellationToken ct)
    {
        var year = Year().Match(text);
        var names = Year().Replace(text, " ").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.Length < 2)
        {
            return [];
        }

        var typed = new LinkagePerson { Id = Guid.Empty, GivenName = names[0], MiddleName = names.Length > 2 ? string.Join(' ', names[1..^1]) : null, FamilyName = names[^1] };
        if (year.Success)
        {
            typed = typed with { BornOn = new DateOnly(int.Parse(year.ValueSpan, System.Globalization.CultureInfo.InvariantCulture), 1, 1), BornPrecision = Linkage.BirthPrecision.Year };
        }

        var keys = BlockingKeys.Of(Normaliser.Normalise(typed));
        var found = db.PersonKeys.Where(k => keys.Contains(k.Key)).Join(people, k => k.PersonId, p => p.Id, (_, p) => p).Where(p => p.MergedIntoId == null);
        if (typed.BornOn is { } first)
        {
            var last = first.AddYears(1).AddDays(-1);
            found = found.Where(p => p.BornOn == null || (p.BornOn >= first && p.BornOn <= last));
        }

        return await found.Distinct().OrderBy(p => p.SearchName).Take(limit).ToListAsync(ct);
    }

    [GeneratedRegex(@"\b(19|20)\d\d\b")]
    private static partial Regex Year();
}
