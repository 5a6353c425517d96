using System.Globalization;
using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Proposals;
using Spmis.Registration.Calendars;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Changes;

/// <summary>What a change request may change.</summary>
public enum ChangeKind
{
    /// <summary>Any part of the name.</summary>
    Name,

    /// <summary>Birth date, its calendar, whether it is estimated.</summary>
    BirthDate,

    /// <summary>Sex.</summary>
    Sex,

    /// <summary>National number.</summary>
    Identifiers,

    /// <summary>Area, district and village.</summary>
    Address,
}

/// <summary>
/// Which changes of a person need a second person. Setting <c>Registration:ApproveChanges</c>: kinds separated by commas, such as <c>name,birth-date,sex,identifiers</c>, or <c>all</c>; empty (the default): none.
/// A kind that needs one is asked for as a change request; correcting it directly is refused, but for a provisional record that an officer confirms from the person's papers.
/// </summary>
/// <param name="configuration">The settings.</param>
public sealed class ChangeKinds(IConfiguration configuration)
{
    /// <summary>The words of settings, pages and APIs.</summary>
    public static IReadOnlyDictionary<string, ChangeKind> Words { get; } = Enum.GetValues<ChangeKind>().ToDictionary(WordOf);

    private readonly HashSet<ChangeKind> approved = Read(configuration["Registration:ApproveChanges"]);

    /// <summary>The word of a kind.</summary>
    public static string WordOf(ChangeKind kind) => kind == ChangeKind.BirthDate ? "birth-date" : kind.ToString().ToLowerInvariant();

    /// <summary>Whether somebody else must approve it.</summary>
    public bool NeedsApproval(ChangeKind kind) => approved.Contains(kind);

    /// <summary>Refuses a direct correction of what needs a second person.</summary>
    /// <exception cref="Refused">Which kind, and what to do.</exception>
    internal void DemandNone(Person person, NewPerson told)
    {
        foreach (var kind in approved.Where(_ => !person.Provisional).Order())
        {
            if (Fields(kind, person, told).Any(f => f.Before != f.After) || (kind == ChangeKind.Address && told.AreaId != person.AreaId))
            {
                throw Asked(kind, kind switch { ChangeKind.Name => "GivenName", ChangeKind.BirthDate => "BornOn", ChangeKind.Sex => "Sex", ChangeKind.Identifiers => "NationalId", _ => "District" });
            }
        }
    }

    /// <summary>Refuses to record a number of the country's own office directly where numbers need a second person.</summary>
    /// <exception cref="Refused">They do, and what to do.</exception>
    internal void DemandNone(Person person, Identifier told)
    {
        if (told is { Type: Identifier.National, Issuer: null } && NeedsApproval(ChangeKind.Identifiers) && !person.Provisional)
        {
            throw Asked(ChangeKind.Identifiers, "Value");
        }
    }

    /// <summary>The record with what is asked for, and all else as it stands.</summary>
    internal static NewPerson With(Person p, ChangeKind kind, NewPerson told)
    {
        var now = new NewPerson
        {
            GivenName = p.GivenName, MiddleName = p.MiddleName, GrandfatherName = p.GrandfatherName, FamilyName = p.FamilyName, OtherName = p.OtherName, NativeName = p.NativeName, MotherName = p.MotherName,
            Sex = p.Sex, BornOn = p.BornOn, BirthPrecision = p.BirthPrecision, BirthCalendar = p.BirthCalendar, BirthEstimated = p.BirthEstimated, NationalId = p.NationalId, NationalIdVerified = p.NationalIdVerified,
            Phone = p.Phone, AreaId = p.AreaId, District = p.District, Village = p.Village, Activity = p.Activity, Disability = p.Disability, PayAgency = p.PayAgency, PayAccount = p.PayAccount,
        };
        return kind switch
        {
            ChangeKind.Name => now with { GivenName = told.GivenName, MiddleName = told.MiddleName, GrandfatherName = told.GrandfatherName, FamilyName = told.FamilyName, OtherName = told.OtherName, NativeName = told.NativeName, MotherName = told.MotherName },
            ChangeKind.BirthDate => now with { BornOn = told.BornOn, BirthPrecision = told.BirthPrecision, BirthCalendar = told.BirthCalendar, BirthEstimated = told.BirthEstimated },
            ChangeKind.Sex => now with { Sex = told.Sex },
            ChangeKind.Identifiers => now with { NationalId = told.NationalId, NationalIdVerified = told.NationalIdVerified },
            _ => now with { Area = told.Area, AreaId = told.AreaId, District = told.District, Village = told.Village },
        };
    }

    /// <summary>Before and after.</summary>
    internal static IReadOnlyList<ShownField> Fields(ChangeKind kind, Person p, NewPerson t) => kind switch
    {
        ChangeKind.Name =>
        [
            new("Given names", p.GivenName, t.GivenName), new("Father's or other middle names", p.MiddleName, t.MiddleName), new("Grandfather's name", p.GrandfatherName, t.GrandfatherName), new("Family name", p.FamilyName, t.FamilyName),
            new("Other name", p.OtherName, t.OtherName), new("Whole name in its own script", p.NativeName, t.NativeName), new("Mother's name", p.MotherName, t.MotherName),
        ],
        ChangeKind.BirthDate => [new("Birth date", Born(p.BornOn, p.BirthPrecision, p.BirthCalendar, p.BirthEstimated), Born(t.BornOn, t.BirthPrecision, t.BirthCalendar, t.BirthEstimated && t.BornOn is not null))],
        ChangeKind.Sex => [new("Sex", p.Sex?.ToString(), t.Sex?.ToString())],
        ChangeKind.Identifiers => [new("National id", p.NationalId, t.NationalId), new("Verified", p.NationalIdVerified ? "✓" : null, t.NationalIdVerified ? "✓" : null)],
        _ => [new("District", p.District, t.District), new("Village or town", p.Village, t.Village)],
    };

    private static Refused Asked(ChangeKind kind, string field) => new("change.needs-approval", $"A change of the {WordOf(kind)} needs a second person here. Ask for it as a change request.", field);

    private static string? Born(DateOnly? born, DatePrecision precision, DocumentCalendar calendar, bool estimated) => born is null ? null
        : string.Create(CultureInfo.InvariantCulture, $"{BirthText.Of(born, precision)}{(calendar == DocumentCalendar.Gregorian ? "" : $" ({calendar} {DocumentDate.Write(born.Value, precision, calendar)})")}{(estimated ? " ≈" : "")}");

    private static HashSet<ChangeKind> Read(string? setting)
    {
        var words = (setting ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return words is ["all"] ? [.. Enum.GetValues<ChangeKind>()]
            : [.. words.Select(w => Words.TryGetValue(w, out var kind) ? kind : throw new InvalidOperationException($"Registration:ApproveChanges names '{w}'; use all, or some of {string.Join(", ", Words.Keys)}."))];
    }
}
