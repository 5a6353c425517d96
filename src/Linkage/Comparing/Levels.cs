namespace Spmis.Linkage.Comparing;

/// <summary>What is compared. The order is the order of an explanation and of a packed vector; append only.</summary>
internal enum Comparison
{
    Given,
    Middle,
    Family,
    NameOrder,
    Mother,
    Birth,
    Sex,
    NationalId,
    Phone,
    Email,
    Address,
    Place,
    Household,
}

/// <summary>The levels of each comparison, as the model file names them. Level 0 is "missing" and never evidence.</summary>
internal static class Levels
{
    public const int Comparisons = 13;
    public const int Most = 16;

    public const int Missing = 0;
    public const int Exact = 1;

    // Names
    public const int SameName = 2;
    public const int Close = 3;
    public const int Alike = 4;
    public const int NameDifferent = 5;

    // Order of names
    public const int Straight = 1;
    public const int Swapped = 2;
    public const int Shifted = 3;

    // Birth
    public const int SameYearRough = 2;
    public const int TypingError = 3;
    public const int TwoParts = 4;
    public const int Near = 5;
    public const int BirthDifferent = 6;

    // Numbers and e-mail
    public const int OneEdit = 2;
    public const int NumberDifferent = 3;
    public const int SameUser = 2;
    public const int EmailClose = 3;
    public const int EmailDifferent = 4;

    // Address
    public const int AddressClose = 2;
    public const int AddressShared = 3;
    public const int AddressDifferent = 4;

    // Place
    public const int VillageAndPostcode = 1;
    public const int Village = 2;
    public const int Postcode = 3;
    public const int PlaceClose = 4;
    public const int District = 5;
    public const int PlaceDifferent = 6;

    // Sex and household
    public const int Different = 2;

    private static readonly string[] Name = ["missing", "exact", "same-name", "close", "alike", "different"];

    private static readonly string[][] ByComparison =
    [
        Name,
        Name,
        Name,
        ["missing", "straight", "swapped", "shifted"],
        Name,
        ["missing", "exact", "same-year-rough", "typing-error", "two-parts", "near", "different"],
        ["missing", "same", "different"],
        ["missing", "exact", "one-edit", "different"],
        ["missing", "exact", "one-edit", "different"],
        ["missing", "exact", "same-user", "close", "different"],
        ["missing", "exact", "close", "shared-words", "different"],
        ["missing", "village-and-postcode", "village", "postcode", "close", "district", "different"],
        ["missing", "same", "different"],
    ];

    public static string[] Of(Comparison comparison) => ByComparison[(int)comparison];

    /// <summary>The comparison's name in model files and explanations.</summary>
    public static string NameOf(Comparison comparison)
    {
        var name = comparison.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
