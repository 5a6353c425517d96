using Spmis.Registration.Calendars;
using Spmis.Registration.Facts;
using Spmis.Registration.Objections;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Api;

/// <summary>A person's record as the API gives it: no internal ids.</summary>
public sealed record PersonAnswer
{
    /// <summary>Registration number.</summary>
    public required string Number { get; init; }

    /// <summary>The details, in the form a correction sends back.</summary>
    public required PersonBody Details { get; init; }

    /// <summary>Date of death.</summary>
    public DateOnly? DiedOn { get; init; }

    /// <summary>Never seen at a desk.</summary>
    public required bool Provisional { get; init; }

    /// <summary>Number of the record this one was merged into.</summary>
    public string? MergedInto { get; init; }

    /// <summary>Version, for a correction.</summary>
    public required long Version { get; init; }

    /// <summary>Identifiers.</summary>
    public required IReadOnlyList<IdentifierLine> Identifiers { get; init; }

    /// <summary>Who lives in the household.</summary>
    public required IReadOnlyList<MemberLine> Household { get; init; }

    /// <summary>Employments.</summary>
    public required IReadOnlyList<EmploymentLine> Employments { get; init; }

    /// <summary>Memberships of associations.</summary>
    public required IReadOnlyList<MembershipLine> Memberships { get; init; }

    /// <summary>The photograph, if there is one; the picture is at photo.</summary>
    public PhotoLine? Photo { get; init; }

    /// <summary>Open review cases.</summary>
    public required IReadOnlyList<OpenCaseLine> OpenCases { get; init; }

    /// <summary>Purposes for which the data are no longer used, since an objection was upheld.</summary>
    public required IReadOnlyList<StoppedUse> Stopped { get; init; }

    internal static PersonAnswer Of(PersonRecord record, bool sensitive)
    {
        var p = record.Person;
        return new PersonAnswer
        {
            Number = p.Number, DiedOn = p.DiedOn, Provisional = p.Provisional, MergedInto = record.MergedIntoNumber, Version = p.Version,
            Identifiers = record.Identifiers, Household = record.Household, Employments = record.Employments, Memberships = record.Memberships, OpenCases = record.OpenCases, Stopped = record.Stopped, Photo = record.Photo,
            Details = new PersonBody
            {
                GivenName = p.GivenName, MiddleName = p.MiddleName, GrandfatherName = p.GrandfatherName, OtherName = p.OtherName, FamilyName = p.FamilyName, MotherName = p.MotherName, NativeName = p.NativeName, Sex = p.Sex?.ToString(),
                BornOn = BirthText.InDocument(p) ?? BirthText.Of(p.BornOn, p.BirthPrecision), BirthCalendar = (BirthText.InDocument(p) is null ? DocumentCalendar.Gregorian : p.BirthCalendar).ToString().ToLowerInvariant(), BirthEstimated = p.BirthEstimated, NationalId = p.NationalId, NationalIdVerified = p.NationalIdVerified, Phone = p.Phone, Area = record.AreaCode, District = p.District, Village = p.Village,
                Activity = p.Activity is { } activity ? Words.Of(activity) : null, Disability = sensitive ? p.Disability : p.Disability is null ? null : ReadFacts.Dots, HouseholdNumber = record.HouseholdNumber,
                HouseholdRole = p.HouseholdRole is { } role ? Words.Of(role) : null, PayAgency = p.PayAgency, PayAccount = p.PayAccount,
            },
        };
    }
}
