using Spmis.Linkage.Comparing;

namespace Spmis.Linkage.Scoring;

/// <summary>One line of evidence in plain English. The words are a closed set, so that a portal can have each of them in its languages.</summary>
internal static class Sentences
{
    /// <summary>Every sentence there is.</summary>
    public static IEnumerable<string> All => Enum.GetValues<Comparison>()
        .SelectMany(c => Enumerable.Range(0, Levels.Of(c).Length).Select(level => Of(c, level, null, null)).Append(Of(c, Levels.Missing, "1", "1")))
        .Append(Prior).Append(Relatives(0)).Append(Relatives(1)).Distinct();

    public const string Prior = "Any two records are rarely one person";

    /// <summary>What a household would explain as well.</summary>
    public static string Relatives(int taken) => taken == 0
        ? "Nothing suggests two members of one household"
        : "Two members of one household or family would agree in the same way";

    /// <summary>Whether a value that agrees is rarer or more common than the average by so much that it is worth a word.</summary>
    public static ValueRarity Rarity(int frequency) => frequency >= Millibits.OneBit ? ValueRarity.Rare : frequency <= -Millibits.OneBit ? ValueRarity.Common : ValueRarity.Usual;

    /// <summary>The words and what is rare about the value, as one English text.</summary>
    public static string With(string words, ValueRarity rarity) => rarity switch
    {
        ValueRarity.Rare => words + " and is rare here",
        ValueRarity.Common => words + " but is common here",
        _ => words,
    };

    public static string Of(Comparison comparison, int level, string? a, string? b)
    {
        if (level == Levels.Missing)
        {
            return a is not null && b is not null && comparison is Comparison.NationalId or Comparison.Phone or Comparison.Email && a == b
                ? $"{Subject(comparison)} is shared by so many that it says nothing"
                : $"{Subject(comparison)} is missing in one of the two";
        }

        return comparison switch
        {
            Comparison.NameOrder => level == Levels.Straight ? "Names stand in the same order"
                : level == Levels.Swapped ? "Given and family name are swapped"
                : "The father's name stands where the other record has the family name",
            Comparison.Birth => Birth(level),
            Comparison.Place => Place(level),
            Comparison.Sex or Comparison.Household => $"{Subject(comparison)} {(level == Levels.Exact ? "is the same" : "differs")}",
            Comparison.NationalId or Comparison.Phone => $"{Subject(comparison)} {(level == Levels.Exact ? "is the same" : level == Levels.OneEdit ? "differs by one typing error" : "differs")}",
            Comparison.Email => $"{Subject(comparison)} {EmailLevel(level)}",
            Comparison.Address => $"{Subject(comparison)} {AddressLevel(level)}",
            _ => $"{Subject(comparison)} {NameLevel(level)}",
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
