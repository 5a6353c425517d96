using Spmis.Contracts.Registration;
using Spmis.Kernel.Files;
using Spmis.Kernel.History;
using Spmis.Registration.Calendars;

namespace Spmis.Registration.Persons;

/// <summary>One person, once. A record found to be the same person as another is never deleted: it points to the survivor.</summary>
public sealed class Person
{
    /// <summary>Never shown to people.</summary>
    public required Guid Id { get; init; }

    /// <summary>Registration number with its check digits.</summary>
    public required string Number { get; init; }

    /// <summary>Given name or names; one-name persons are normal.</summary>
    public string? GivenName { get; set; }

    /// <summary>Father's or other middle names.</summary>
    public string? MiddleName { get; set; }

    /// <summary>Grandfather's name, where names are chains.</summary>
    public string? GrandfatherName { get; set; }

    /// <summary>Family name, or grandfather's name where names are chains.</summary>
    public string? FamilyName { get; set; }

    /// <summary>Another name the person is known by, such as the name at birth.</summary>
    public string? OtherName { get; set; }

    /// <summary>Mother's name.</summary>
    public string? MotherName { get; set; }

    /// <summary>The whole name in native script.</summary>
    public string? NativeName { get; set; }

    /// <summary>Null when unknown.</summary>
    public Sex? Sex { get; set; }

    /// <summary>The first day it can be, see <see cref="BirthPrecision"/>; null when unknown.</summary>
    public DateOnly? BornOn { get; set; }

    /// <summary>How much of <see cref="BornOn"/> is known.</summary>
    public DatePrecision BirthPrecision { get; set; }

    /// <summary>The calendar in which the person's document says it.</summary>
    public DocumentCalendar BirthCalendar { get; set; }

    /// <summary>It is estimated; no document says it.</summary>
    public bool BirthEstimated { get; set; }

    /// <summary>The national number in use, also among the <see cref="Identifier"/> rows; kept here so that linkage reads one row a person.</summary>
    [Identifying]
    public string? NationalId { get; set; }

    /// <summary>Whether it was verified against its issuer.</summary>
    public bool NationalIdVerified { get; set; }

    /// <summary>Digits, with + when international.</summary>
    [Identifying]
    public string? Phone { get; set; }

    /// <summary>The area of the tree the person lives in, where known; <see cref="District"/> and <see cref="Village"/> are its words for the other modules.</summary>
    public Guid? AreaId { get; set; }

    /// <summary>Code of the office whose record it is: of the area where the person lives, else of the office that registered the person; null when neither is known.</summary>
    public string? Office { get; set; }

    /// <summary>District of residence, by name.</summary>
    public string? District { get; set; }

    /// <summary>Village or town of residence, by name.</summary>
    public string? Village { get; set; }

    /// <summary>As declared.</summary>
    public Activity? Activity { get; set; }

    /// <summary>As declared.</summary>
    public string? Disability { get; set; }

    /// <summary>The household the person lives in now.</summary>
    public Guid? HouseholdId { get; set; }

    /// <summary>The person's place in it.</summary>
    public MemberRole? HouseholdRole { get; set; }

    /// <summary>Agency of the declared financial address.</summary>
    public string? PayAgency { get; set; }

    /// <summary>Account, wallet or card at that agency.</summary>
    [Identifying]
    public string? PayAccount { get; set; }

    /// <summary>Date of death.</summary>
    public DateOnly? DiedOn { get; set; }

    /// <summary>The record this one was merged into.</summary>
    public Guid? MergedIntoId { get; set; }

    /// <summary>Found in an employer's return only, never seen at a desk.</summary>
    public bool Provisional { get; set; }

    /// <summary>The employer whose return made this provisional record; the next return's same line is the same worker.</summary>
    public Guid? ProvisionalEmployerId { get; init; }

    /// <summary>Business time of the registration.</summary>
    public required DateTime RegisteredAt { get; init; }

    /// <summary>Whose register the line came from; with <see cref="Reference"/> imported once, by constraint.</summary>
    public string? Source { get; init; }

    /// <summary>The sender's own reference.</summary>
    public string? Reference { get; init; }

    /// <summary>Hash of the line, so that the same line under another file name is known again.</summary>
    public long? RowHash { get; init; }

    /// <summary>The run that imported it.</summary>
    public long? ImportRunId { get; init; }

    /// <summary>The line of the file.</summary>
    public long? ImportLine { get; init; }

    /// <summary>Folded name, given name first, for searching.</summary>
    public string SearchName { get; set; } = "";

    /// <summary>Folded name, family name first, for searching.</summary>
    public string SearchFamily { get; set; } = "";

    /// <summary>Last eight digits of the telephone, for searching.</summary>
    [Identifying]
    public string? PhoneKey { get; set; }

    /// <summary>Rises with every change; also the concurrency token.</summary>
    public long Version { get; set; }

    /// <summary>The <see cref="Version"/> that was last looked through for duplicates.</summary>
    public long LinkedVersion { get; set; }

    /// <summary>The full name as printed.</summary>
    public string Name => string.Join(' ', new[] { GivenName, MiddleName, GrandfatherName, FamilyName }.Where(n => !string.IsNullOrEmpty(n))) is { Length: > 0 } name ? name : NativeName ?? Number;

    /// <summary>Father's and grandfather's names as linkage compares them.</summary>
    internal string? MiddleNames => Join(MiddleName, GrandfatherName);

    internal static string? Join(string? middle, string? grandfather) => middle is null ? grandfather : grandfather is null ? middle : $"{middle} {grandfather}";

    /// <summary>What other modules may know.</summary>
    public PersonFacts ToFacts() => new()
    {
        PersonId = Id, RegistrationNumber = Number, Name = Name, Sex = Sex?.ToString(), BornOn = BornOn, BirthPrecision = BirthPrecision.ToString(),
        DiedOn = DiedOn, District = District, Office = Office, HouseholdId = HouseholdId, Activity = Activity is { } activity ? Words.Of(activity) : null,
        Provisional = Provisional, PayAgency = PayAgency, PayAccount = PayAccount, MergedIntoId = MergedIntoId, Version = Version,
    };
}
