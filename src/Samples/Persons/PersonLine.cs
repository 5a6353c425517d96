using Spmis.Samples.Files;
using Spmis.Samples.People;

namespace Spmis.Samples.Persons;

/// <summary>The columns of persons.csv.</summary>
public static class PersonLine
{
    /// <summary>Their names.</summary>
    public static readonly string[] Header =
    [
        "reference", "given_name", "middle_name", "family_name", "native_name", "sex", "birth_date", "national_id", "phone",
        "district", "village", "household", "role", "activity", "disability", "pay_agency", "pay_account",
    ];

    internal const int GivenName = 1;
    internal const int FamilyName = 3;
    internal const int Sex = 5;
    internal const int BirthDate = 6;

    /// <summary>A person's cells, in their order.</summary>
    public static string[] Fields(Person p) =>
    [
        p.Reference, p.Given.Latin, p.Middle.Latin, p.Family.Latin, p.NativeName, p.Sex == 'F' ? "F" : "M", p.BirthText, p.NationalId, p.Phone,
        p.District, p.Village, p.Household, Word(p.Role), Word(p.Activity), p.Disability, p.PayAgency, p.PayAccount,
    ];

    private static string Word(MemberRole role) => role switch
    {
        MemberRole.Head => "head",
        MemberRole.Spouse => "spouse",
        MemberRole.Child => "child",
        MemberRole.Parent => "parent",
        MemberRole.Other => "other",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "A role without a word."),
    };

    private static string Word(Activity activity) => activity switch
    {
        Activity.Employed => "employed",
        Activity.SelfEmployed => "self_employed",
        Activity.None => "none",
        _ => throw new ArgumentOutOfRangeException(nameof(activity), activity, "An activity without a word."),
    };
}
