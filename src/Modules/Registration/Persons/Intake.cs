using System.Globalization;
using Spmis.Kernel.Acts;
using Spmis.Linkage;
using Spmis.Registration.Linking;
using Spmis.Values;

namespace Spmis.Registration.Persons;

/// <summary>Where a record came from.</summary>
internal sealed record Origin
{
    public static Origin Desk { get; } = new();

    public string? Source { get; init; }

    public string? Reference { get; init; }

    public long? RowHash { get; init; }

    public long? RunId { get; init; }

    public long? Line { get; init; }

    /// <summary>The employer whose return named a person nobody knows.</summary>
    public Guid? ProvisionalEmployerId { get; init; }

    public bool Provisional { get; init; }
}

/// <summary>A new record with its rows, ready to be inserted.</summary>
internal sealed record IntakeRows(Person Person, Identifier? Identifier, IReadOnlyList<PersonKey> Keys, NormalisedPerson Folded);

/// <summary>Turns what was told into a record, the same way for desk, file and return.</summary>
internal static class Intake
{
    /// <summary>Number series begin with this; one a year.</summary>
    public const string Series = "person-";

    public static string SeriesOf(DateTime now) => Series + now.ToString("yy", CultureInfo.InvariantCulture);

    /// <summary>Two digits of the year, seven of the sequence, two to check: 26 0000123 70.</summary>
    public static string NumberOf(DateTime now, long sequence) =>
        CheckDigit.Append(now.ToString("yy", CultureInfo.InvariantCulture) + sequence.ToString("D7", CultureInfo.InvariantCulture));

    public static IntakeRows Make(NewPerson p, string number, Guid? householdId, Origin origin, Change change)
    {
        var person = new Person
        {
            Id = Guid.CreateVersion7(), Number = number, RegisteredAt = change.Now, Version = 1,
            GivenName = p.GivenName, MiddleName = p.MiddleName, GrandfatherName = p.GrandfatherName, OtherName = p.OtherName, FamilyName = p.FamilyName, MotherName = p.MotherName, NativeName = p.NativeName,
            Sex = p.Sex, BornOn = p.BornOn, BirthPrecision = p.BirthPrecision, BirthCalendar = p.BirthCalendar, BirthEstimated = p.BirthEstimated && p.BornOn is not null, NationalId = p.NationalId, NationalIdVerified = p.NationalIdVerified, Phone = p.Phone,
            AreaId = p.AreaId, District = p.District, Village = p.Village, Activity = p.Activity, Disability = p.Disability,
            HouseholdId = householdId, HouseholdRole = householdId is null ? null : p.HouseholdRole ?? MemberRole.Other, PayAgency = p.PayAgency, PayAccount = p.PayAccount,
            Provisional = origin.Provisional, ProvisionalEmployerId = origin.ProvisionalEmployerId,
            Source = origin.Source, Reference = origin.Reference, RowHash = origin.RowHash, ImportRunId = origin.RunId, ImportLine = origin.Line,
        };
        var folded = LinkageInput.Fold(person);
        LinkageInput.Index(person, folded);
        var identifier = p.NationalId is null ? null : Identifier.Of(person.Id, Identifier.National, p.NationalId, null, p.NationalIdVerified ? change.Now : null);
        return new IntakeRows(person, identifier, KeysOf(person.Id, folded), folded);
    }

    public static IReadOnlyList<PersonKey> KeysOf(Guid personId, NormalisedPerson folded) => [.. BlockingKeys.Of(folded).Select(key => new PersonKey { PersonId = personId, Key = key })];
}
