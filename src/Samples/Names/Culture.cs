namespace Spmis.Samples.Names;

/// <summary>How the parts of a name are put together.</summary>
public enum NameShape
{
    /// <summary>Own name, father's name, grandfather's name (Ethiopia).</summary>
    Patronymic,

    /// <summary>Own name, father's name, family name (Arabic countries, the Swahili coast).</summary>
    FatherAndFamily,

    /// <summary>Own name, perhaps a second one, family name.</summary>
    GivenAndFamily,

    /// <summary>One or two own names, father's and mother's family names (Latin America).</summary>
    TwoFamilies,
}

/// <summary>The names of one culture. All are parts in common use; a whole name is a combination drawn by chance and means nobody.</summary>
public sealed record Culture
{
    /// <summary>A code for the tests.</summary>
    public required string Code { get; init; }

    /// <summary>How the parts are put together.</summary>
    public required NameShape Shape { get; init; }

    /// <summary>Men's names.</summary>
    public required IReadOnlyList<NamePart> Men { get; init; }

    /// <summary>Women's names.</summary>
    public required IReadOnlyList<NamePart> Women { get; init; }

    /// <summary>Family names (men's names again where the shape is <see cref="NameShape.Patronymic"/>).</summary>
    public required IReadOnlyList<NamePart> Families { get; init; }

    /// <summary>Of ten thousand married women, how many bear the husband's family name.</summary>
    public int WifeTakesName { get; init; }

    /// <summary>Of ten thousand persons, how many have one name only.</summary>
    public int OneName { get; init; }

    /// <summary>Of ten thousand persons, for how many the officer wrote down the name in its own script.</summary>
    public int WritesNative { get; init; }
}
