using Spmis.Kernel.Files;
using Spmis.Linkage;
using Spmis.Linkage.Normalising;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Linking;

/// <summary>Persons as linkage sees them.</summary>
internal static class LinkageInput
{
    public static NormalisedPerson Fold(Person p) => Normaliser.Normalise(new LinkageRow(
        p.Id, p.GivenName, p.MiddleNames, p.FamilyName, p.MotherName, p.NativeName, p.Sex, p.BornOn, p.BirthPrecision, p.NationalId, p.NationalIdVerified, p.Phone, p.District, p.Village, p.HouseholdId, p.Version, p.LinkedVersion).ToLinkage());

    public static NormalisedPerson Fold(NewPerson p, Guid? householdId) => Normaliser.Normalise(new LinkageRow(
        Guid.Empty, p.GivenName, Person.Join(p.MiddleName, p.GrandfatherName), p.FamilyName, p.MotherName, p.NativeName, p.Sex, p.BornOn, p.BirthPrecision, p.NationalId, p.NationalIdVerified, p.Phone, p.District, p.Village, householdId, 0, 0).ToLinkage());

    /// <summary>The columns linkage needs, and no more, so that a register streams through.</summary>
    public static IQueryable<LinkageRow> Rows(IQueryable<Person> persons) => persons.Select(p => new LinkageRow(
        p.Id, p.GivenName, p.MiddleName == null ? p.GrandfatherName : p.GrandfatherName == null ? p.MiddleName : p.MiddleName + " " + p.GrandfatherName, p.FamilyName, p.MotherName, p.NativeName, p.Sex, p.BornOn, p.BirthPrecision, p.NationalId, p.NationalIdVerified, p.Phone, p.District, p.Village, p.HouseholdId, p.Version, p.LinkedVersion));

    /// <summary>Folded names and phone for searching.</summary>
    public static void Index(Person person, NormalisedPerson folded) =>
        (person.SearchName, person.SearchFamily, person.PhoneKey) = (SearchName(folded), Join(folded.Family, folded.Given), folded.Phone?.Text);

    /// <summary>The folded name, given name first.</summary>
    public static string SearchName(NormalisedPerson folded) => Join(folded.Given, folded.Middle, folded.Family);

    private static string Join(params ReadOnlySpan<NamePart?> parts)
    {
        List<string> words = [];
        foreach (var part in parts)
        {
            if (part is not null)
            {
                words.Add(part.Text);
            }
        }

        var text = string.Join(' ', words);
        return text.Length > 300 ? text[..300] : text;
    }

    internal static BirthPrecision Precision(DatePrecision precision) => precision switch
    {
        DatePrecision.Day => BirthPrecision.Day,
        DatePrecision.Month => BirthPrecision.Month,
        _ => BirthPrecision.Year,
    };
}

/// <summary>What linkage reads of a person.</summary>
internal sealed record LinkageRow(
    Guid Id, string? GivenName, string? MiddleName, string? FamilyName, string? MotherName, string? NativeName, Sex? Sex, DateOnly? BornOn, DatePrecision BirthPrecision,
    string? NationalId, bool NationalIdVerified, string? Phone, string? District, string? Village, Guid? HouseholdId, long Version, long LinkedVersion)
{
    public LinkagePerson ToLinkage() => new()
    {
        Id = Id, GivenName = GivenName, MiddleName = MiddleName, FamilyName = FamilyName, MotherName = MotherName, NativeName = NativeName,
        Sex = Sex?.ToString()[0], BornOn = BornOn, BornPrecision = LinkageInput.Precision(BirthPrecision),
        NationalId = NationalId, NationalIdVerified = NationalIdVerified, Phone = Phone, District = District, Village = Village, Household = HouseholdId?.ToString("N"),
    };
}
