namespace Spmis.Linkage;

/// <summary>How much of a birth date is known.</summary>
public enum BirthPrecision
{
    /// <summary>Day, month and year were given.</summary>
    Day,

    /// <summary>Month and year were given; the day is a filler.</summary>
    Month,

    /// <summary>Only the year (or the age) was given; day and month are fillers.</summary>
    Year,

    /// <summary>A full date was written, but it is one of those written when nobody knows (1 January, 1 July).</summary>
    Heaped,
}

/// <summary>
/// What duplicate detection is told of one person. Every field but the id may be missing: a missing field is no
/// evidence, neither for nor against.
/// </summary>
public sealed record LinkagePerson
{
    /// <summary>The caller's id of the record. It takes no part in scoring.</summary>
    public required Guid Id { get; init; }

    /// <summary>Given name or names, in any script.</summary>
    public string? GivenName { get; init; }

    /// <summary>Father's name or other middle names. Empty: taken from a second word of the given name, where there is one.</summary>
    public string? MiddleName { get; init; }

    /// <summary>Family name, or grandfather's name where names are chains. Empty for persons with one name.</summary>
    public string? FamilyName { get; init; }

    /// <summary>The whole name in native script; used when the name fields above are empty.</summary>
    public string? NativeName { get; init; }

    /// <summary>Mother's name, as one text.</summary>
    public string? MotherName { get; init; }

    /// <summary>F or M (any case); anything else counts as unknown.</summary>
    public char? Sex { get; init; }

    /// <summary>Birth date, Gregorian.</summary>
    public DateOnly? BornOn { get; init; }

    /// <summary>How much of <see cref="BornOn"/> is known. 1 January and 1 July are taken as heaped in any case.</summary>
    public BirthPrecision BornPrecision { get; init; }

    /// <summary>A birth date that is no calendar date (19 81 13 39, 31/02/1990), year first; read only when <see cref="BornOn"/> is empty.</summary>
    public string? BornAsWritten { get; init; }

    /// <summary>National or social security number; spaces and dashes do not matter.</summary>
    public string? NationalId { get; init; }

    /// <summary>Whether the number was verified against its issuer. Only verified numbers can make a pair certain.</summary>
    public bool NationalIdVerified { get; init; }

    /// <summary>Telephone number; country code, spaces and dashes do not matter.</summary>
    public string? Phone { get; init; }

    /// <summary>E-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>Street and house number, or the way to the house.</summary>
    public string? Address { get; init; }

    /// <summary>Postal code.</summary>
    public string? Postcode { get; init; }

    /// <summary>Village, town or suburb: name or code of the smallest area known.</summary>
    public string? Village { get; init; }

    /// <summary>District or state: name or code of the area the village lies in.</summary>
    public string? District { get; init; }

    /// <summary>The household the person lives in.</summary>
    public string? Household { get; init; }
}
