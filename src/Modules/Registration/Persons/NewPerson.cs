using Spmis.Kernel.Files;
using Spmis.Registration.Calendars;

namespace Spmis.Registration.Persons;

/// <summary>What is told of a person, at the desk, by the API or in a file. Anything but a name may be missing.</summary>
public sealed record NewPerson
{
    /// <summary>Given name or names.</summary>
    public string? GivenName { get; init; }

    /// <summary>Father's or other middle names.</summary>
    public string? MiddleName { get; init; }

    /// <summary>Grandfather's name, where names are chains.</summary>
    public string? GrandfatherName { get; init; }

    /// <summary>Family name.</summary>
    public string? FamilyName { get; init; }

    /// <summary>Another name the person is known by, such as the name at birth.</summary>
    public string? OtherName { get; init; }

    /// <summary>Mother's name.</summary>
    public string? MotherName { get; init; }

    /// <summary>The whole name in native script.</summary>
    public string? NativeName { get; init; }

    /// <summary>Null when unknown.</summary>
    public Sex? Sex { get; init; }

    /// <summary>The first day it can be; null when unknown.</summary>
    public DateOnly? BornOn { get; init; }

    /// <summary>How much of <see cref="BornOn"/> is known.</summary>
    public DatePrecision BirthPrecision { get; init; }

    /// <summary>The calendar of the document that says it.</summary>
    public DocumentCalendar BirthCalendar { get; init; }

    /// <summary>It is estimated.</summary>
    public bool BirthEstimated { get; init; }

    /// <summary>National identity number.</summary>
    public string? NationalId { get; init; }

    /// <summary>Whether the number was verified against its issuer.</summary>
    public bool NationalIdVerified { get; init; }

    /// <summary>Telephone.</summary>
    public string? Phone { get; init; }

    /// <summary>Area of residence: its code, or names from above with slashes. Gives district and village.</summary>
    public string? Area { get; init; }

    /// <summary>The area found for <see cref="Area"/>, or for district and village where exactly one fits.</summary>
    internal Guid? AreaId { get; init; }

    /// <summary>District of residence.</summary>
    public string? District { get; init; }

    /// <summary>Village or town of residence.</summary>
    public string? Village { get; init; }

    /// <summary>As declared.</summary>
    public Activity? Activity { get; init; }

    /// <summary>As declared.</summary>
    public string? Disability { get; init; }

    /// <summary>Number of a household that exists; null for none.</summary>
    public string? HouseholdNumber { get; init; }

    /// <summary>The person's place in it.</summary>
    public MemberRole? HouseholdRole { get; init; }

    /// <summary>Agency of the declared financial address.</summary>
    public string? PayAgency { get; init; }

    /// <summary>Account, wallet or card there.</summary>
    public string? PayAccount { get; init; }
}
