using Spmis.Registration.Persons;

namespace Spmis.Registration.Duplicates;

/// <summary>Which record stays, and which details it takes over: what stands in the survivor is never overwritten, what it lacks is filled.</summary>
internal static class Survivorship
{
    private static readonly (string Name, Func<Person, object?> Get, Action<Person, Person?> Set)[] Details =
    [
        ("nativeName", p => p.NativeName, (to, from) => to.NativeName = from?.NativeName),
        ("otherName", p => p.OtherName, (to, from) => to.OtherName = from?.OtherName),
        ("motherName", p => p.MotherName, (to, from) => to.MotherName = from?.MotherName),
        ("sex", p => p.Sex, (to, from) => to.Sex = from?.Sex),
        ("bornOn", p => p.BornOn, (to, from) => (to.BornOn, to.BirthPrecision, to.BirthCalendar, to.BirthEstimated) = (from?.BornOn, from?.BirthPrecision ?? default, from?.BirthCalendar ?? default, from?.BirthEstimated ?? false)),
        ("nationalId", p => p.NationalId, (to, from) => (to.NationalId, to.NationalIdVerified) = (from?.NationalId, from?.NationalIdVerified ?? false)),
        ("phone", p => p.Phone, (to, from) => to.Phone = from?.Phone),
        ("district", p => p.District, (to, from) => (to.District, to.Village, to.AreaId, to.Office) = (from?.District, from?.Village, from?.AreaId, from?.Office ?? to.Office)),
        ("activity", p => p.Activity, (to, from) => to.Activity = from?.Activity),
        ("disability", p => p.Disability, (to, from) => to.Disability = from?.Disability),
        ("payAccount", p => p.PayAccount, (to, from) => (to.PayAgency, to.PayAccount) = (from?.PayAgency, from?.PayAccount)),
        ("diedOn", p => p.DiedOn, (to, from) => to.DiedOn = from?.DiedOn),
    ];

    /// <summary>A record seen at a desk before a provisional one, a verified number before none, the older number before the newer.</summary>
    public static (Person Survivor, Person Merged) Choose(Person a, Person b)
    {
        var order = new[] { a, b }.OrderBy(p => p.Provisional).ThenByDescending(p => p.NationalIdVerified).ThenBy(p => p.Number, StringComparer.Ordinal).ToList();
        return (order[0], order[1]);
    }

    /// <summary>Fills what the survivor lacks; says what.</summary>
    public static IReadOnlyList<string> Fill(Person survivor, Person merged)
    {
        var lacking = Details.Where(d => d.Get(survivor) is null && d.Get(merged) is not null).ToList();
        lacking.ForEach(d => d.Set(survivor, merged));
        return [.. lacking.Select(d => d.Name)];
    }

    /// <summary>Takes back what was filled, unless it was corrected since.</summary>
    public static void Empty(Person survivor, Person merged, IReadOnlyList<string> filled)
    {
        foreach (var detail in Details.Where(d => filled.Contains(d.Name) && Equals(d.Get(survivor), d.Get(merged))))
        {
            detail.Set(survivor, null);
        }
    }
}
