using Spmis.Linkage.Comparing;

namespace Spmis.Linkage.Scoring;

/// <summary>One line of evidence in plain English.</summary>
internal static class Sentences
{
    public static string Of(Comparison comparison, int level, string? a, string? b, int frequency)
    {
        if (level == Levels.Missing)
        {
            return a is not null && b is not null && comparison is Comparison.NationalId or Comparison.Phone or Comparison.Email && a == b
                ? $"{Subject(comparison)} is shared by so many that it says nothing"
                : $"{Subject(comparison)} is missing in one of the two";
        }

        var rarity = frequency >= Millibits.OneBit ? " and is rare here" : frequency <= -Millibits.OneBit ? " but is common here" : string.Empty;
        return comparison switch
        {
            Comparison.NameOrder => level == Levels.Straight ? "Names stand in the same order"
                : level == Levels.Swapped ? "Given and family name are swapped"
                : "The father's name stands where the other record has the family name",
            Comparison.Birth => Birth(level),
            Comparison.Place => Place(level) + rarity,
            Comparison.Sex or Comparison.Household => $"{Subject(comparison)} {(level == Levels.Exact ? "is the same" : "differs")}",
            Comparison.NationalId or Comparison.Phone => $"{Subject(comparison)} {(level == Levels.Exact ? "is the same" : level == Levels.OneEdit ? "differs by one typing error" : "differs")}",
            Comparison.Email => $"{Subject(comparison)} {EmailLevel(level)}",
            Comparison.Address => $"{Subject(comparison)} {AddressLevel(level)}",
            _ => $"{Subject(comparison)} {NameLevel(level)}{rarity}",
        };
    }

    private static string Subject(Comparison comparison) => comparison switch
    {
        Comparison.Given => "Given name",
        Comparison.Middle => "Father's or middle name",
        Comparison.Family => "Family name",
        Comparison.NameOrder => "Order of names",
        Comparison.Mother => "Mother's name",
        Comparison.Birth => "Birth date",
        Comparison.Sex => "Sex",
        Comparison.NationalId => "National number",
        Comparison.Phone => "Telephone",
        Comparison.Email => "E-mail",
        Comparison.Address => "Address",
        Comparison.Place => "Place",
        _ => "Household",
    };

    private static string NameLevel(int level) => level switch
    {
        Levels.Exact => "agrees",
        Levels.SameName => "is the same name in another spelling",
        Levels.Close => "is nearly the same",
        Levels.Alike => "is similar",
        _ => "differs",
    };

    private static string Birth(int level) => level switch
    {
        Levels.Exact => "Birth date agrees",
        Levels.SameYearRough => "Birth year agrees, the day is not known for sure",
        Levels.TypingError => "Birth date differs by one typing error",
        Levels.TwoParts => "Birth date agrees in two of day, month and year",
        Levels.Near => "Birth dates are close",
        _ => "Birth date differs",
    };

    private static string EmailLevel(int level) => level switch
    {
        Levels.Exact => "is the same",
        Levels.SameUser => "has the same name at another provider",
        Levels.EmailClose => "is nearly the same",
        _ => "differs",
    };

    private static string AddressLevel(int level) => level switch
    {
        Levels.Exact => "is the same",
        Levels.AddressClose => "is nearly the same",
        Levels.AddressShared => "shares words",
        _ => "differs",
    };

    private static string Place(int level) => level switch
    {
        Levels.VillageAndPostcode => "Village and postcode agree",
        Levels.Village => "Village agrees",
        Levels.Postcode => "Postcode agrees",
        Levels.PlaceClose => "Village is nearly the same",
        Levels.District => "District agrees, the village does not",
        _ => "Place differs",
    };
}
