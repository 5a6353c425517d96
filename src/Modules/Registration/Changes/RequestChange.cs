using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Registration.Areas;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Changes;

/// <summary>What became of a request.</summary>
/// <param name="Proposal">It waits there for a second person; null: it was applied at once.</param>
public sealed record RequestedChange(long? Proposal);

/// <summary>What a proposal of a change carries.</summary>
internal sealed record ChangePayload(Guid PersonId, ChangeKind Kind, string Evidence, ToldDetails Told)
{
    /// <summary>The person asks, by an account of their own.</summary>
    public bool ByThePerson { get; init; }
}

/// <summary>The told details of one kind, as they are kept while they wait.</summary>
internal sealed record ToldDetails
{
    public string? GivenName { get; init; }

    public string? MiddleName { get; init; }

    public string? GrandfatherName { get; init; }

    public string? FamilyName { get; init; }

    public string? OtherName { get; init; }

    public string? NativeName { get; init; }

    public string? MotherName { get; init; }

    public Sex? Sex { get; init; }

    public DateOnly? BornOn { get; init; }

    public Kernel.Files.DatePrecision BirthPrecision { get; init; }

    public Calendars.DocumentCalendar BirthCalendar { get; init; }

    public bool BirthEstimated { get; init; }

    public string? NationalId { get; init; }

    public bool NationalIdVerified { get; init; }

    public Guid? AreaId { get; init; }

    public string? District { get; init; }

    public string? Village { get; init; }

    public static ToldDetails Of(NewPerson p) => new()
    {
        GivenName = p.GivenName, MiddleName = p.MiddleName, GrandfatherName = p.GrandfatherName, FamilyName = p.FamilyName, OtherName = p.OtherName, NativeName = p.NativeName, MotherName = p.MotherName, Sex = p.Sex,
        BornOn = p.BornOn, BirthPrecision = p.BirthPrecision, BirthCalendar = p.BirthCalendar, BirthEstimated = p.BirthEstimated, NationalId = p.NationalId, NationalIdVerified = p.NationalIdVerified, AreaId = p.AreaId, District = p.District, Village = p.Village,
    };

    public NewPerson ToInput() => new()
    {
        GivenName = GivenName, MiddleName = MiddleName, GrandfatherName = GrandfatherName, FamilyName = FamilyName, OtherName = OtherName, NativeName = NativeName, MotherName = MotherName, Sex = Sex,
        BornOn = BornOn, BirthPrecision = BirthPrecision, BirthCalendar = BirthCalendar, BirthEstimated = BirthEstimated, NationalId = NationalId, NationalIdVerified = NationalIdVerified, AreaId = AreaId, District = District, Village = Village,
    };
}

/// <summary>Asks for a change of a person's name, birth date, sex, number or address on evidence: applied at once, or by a second person where the setting says so.</summary>
/// <param name="db">The register.</param>
/// <param name="kinds">Which need a second person.</param>
/// <param name="apply">Applies it.</param>
/// <param name="fourEyes">Where it waits.</param>
/// <param name="residence">The area tree.</param>
public sealed class RequestChange(RegistrationDb db, ChangeKinds kinds, ChangePerson apply, FourEyes fourEyes, Residence residence)
{
    /// <summary>Checks, and applies or proposes.</summary>
    /// <param name="number">Registration number.</param>
    /// <param name="kind">What is to change.</param>
    /// <param name="told">The details of that kind as they should be; all others are not looked at.</param>
    /// <param name="change">Who, why, and on which evidence: all three are needed.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">No reason or evidence, nothing would change, a detail is wrong, or such a change waits already.</exception>
    public async Task<RequestedChange> HandleAsync(string number, ChangeKind kind, NewPerson told, Change change, CancellationToken ct)
    {
        CorrectDetails.DemandReason(change);
        var evidence = Facts.FactDates.Evidence(change.Evidence) ?? throw new Refused("change.no-evidence", "Name the evidence, such as the number of the certificate.", "evidence");
        var person = await db.FindPersonAsync(number, ct);
        CorrectDetails.DemandCurrent(person, null);
        var whole = ChangeKinds.With(person, kind, PersonChecks.Clean(told));
        PersonChecks.Demand(whole, change.Today);
        whole = kind == ChangeKind.Address ? await residence.SettleAsync(whole, person, change.Today, ct) : whole;
        if (ChangeKinds.Fields(kind, person, whole).All(f => f.Before == f.After) && whole.AreaId == person.AreaId)
        {
            throw new Refused("change.nothing", "Nothing would change: that is what the record says.");
        }

        var byThePerson = change.Actor.Roles.Contains(Roles.Person);
        var payload = new ChangePayload(person.Id, kind, evidence, ToldDetails.Of(whole)) { ByThePerson = byThePerson };
        if (kinds.NeedsApproval(kind) || byThePerson) // Nobody puts the own record right alone.
        {
            var word = ChangeKinds.WordOf(kind);
            return new RequestedChange((await fourEyes.ProposeAsync(RegistrationModule.ModuleName, ChangePerson.Act, $"{person.Number}:{word}", $"Change the {word} of {person.Number} ({person.Name})", payload, byThePerson ? change with { Actor = change.Actor with { Office = person.Office } } : change, ct)).Id); // The person's office sees what the person asks.
        }

        await db.WriteAsync(
            async () =>
            {
                await apply.ApplyAsync(payload, change, ct);
                await db.SaveAsync(change.As(ChangePerson.Act), ct);
            },
            ct);
        return new RequestedChange(null);
    }

    /// <summary>Requests for a person, the latest first.</summary>
    /// <exception cref="Refused">There is no such person.</exception>
    public async Task<IReadOnlyList<Proposal>> OfAsync(string number, CancellationToken ct)
    {
        await db.FindPersonAsync(number, ct);
        var begin = RegistrationDb.Digits(number) + ":";
        return await db.Proposals.AsNoTracking().Where(p => p.Act == ChangePerson.Act && p.Subject.StartsWith(begin)).OrderByDescending(p => p.Id).Take(100).ToListAsync(ct);
    }
}

/// <summary>Changes a person as was asked, once a second pair of eyes has approved it.</summary>
/// <param name="db">The register.</param>
/// <param name="areas">The area tree.</param>
public sealed class ChangePerson(RegistrationDb db, FindAreas areas) : IProposedAct
{
    /// <summary>The name of the act.</summary>
    public const string Act = "persons.change";

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var asked = Read(payload);
        var person = await db.PersonsAnywhere.AsNoTracking().SingleAsync(p => p.Id == asked.PersonId, ct);
        return [.. ChangeKinds.Fields(asked.Kind, person, asked.Told.ToInput()), .. asked.Kind == ChangeKind.Address ? await AreasAsync(person.AreaId, asked.Told.AreaId, ct) : [], new("Evidence", null, asked.Evidence)];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var asked = Read(payload);
        var grounded = change with { Evidence = asked.Evidence };
        await RefuseOwnCodeAsync(asked, change, ct);
        await ApplyAsync(asked, grounded, ct);
        await db.SaveAsync(grounded, ct); // In the approval's transaction, so that the history of the person names the evidence.
    }

    /// <summary>Who handed out the code of an account could be the one who asks by it.</summary>
    private async Task RefuseOwnCodeAsync(ChangePayload asked, Change change, CancellationToken ct)
    {
        if (!asked.ByThePerson)
        {
            return;
        }

        var number = await db.PersonsAnywhere.Where(p => p.Id == asked.PersonId).Select(p => p.Number).SingleAsync(ct);
        string[] same = [change.Actor.Id, .. change.Actor.OtherIds];
        if (await db.History.AnyAsync(h => h.Entity == nameof(Contracts.Registration.AccountOffered) && h.Subject == number && same.Contains(h.ActorId), ct))
        {
            throw new Refused("change.own-code", $"You handed out a code for the account of {number}, which asks for this. Somebody else must decide it.");
        }
    }

    internal async Task ApplyAsync(ChangePayload asked, Change change, CancellationToken ct)
    {
        var person = await db.PersonsAnywhere.SingleAsync(p => p.Id == asked.PersonId, ct);
        CorrectDetails.DemandCurrent(person, null);
        var whole = ChangeKinds.With(person, asked.Kind, asked.Told.ToInput());
        PersonChecks.Demand(whole, change.Today);
        if (asked.Kind == ChangeKind.Address && whole.AreaId is { } to && to != person.AreaId && await db.Areas.AsNoTracking().SingleAsync(a => a.Id == to, ct) is var area && !area.IsOpen(change.Today))
        {
            throw new Refused("area.ended", $"{area.Name} ({area.Code}) ended on {area.Until:yyyy-MM-dd}. Ask for the change again with the area that took its place.");
        }

        if (asked.Kind == ChangeKind.Identifiers)
        {
            await CorrectDetails.IdentifyAsync(db, person, whole, change, ct);
        }

        CorrectDetails.Apply(person, whole);
        await db.ChangedAsync(person, ct);
    }

    /// <summary>Where the record is and will be on the tree, by all names from above: whoever renames, merges or splits one of them meanwhile has moved the data that were shown.</summary>
    private async Task<IReadOnlyList<ShownField>> AreasAsync(Guid? before, Guid? after, CancellationToken ct)
    {
        var found = await db.Areas.AsNoTracking().Where(a => a.Id == before || a.Id == after).ToListAsync(ct);
        var lines = await areas.LinesAsync(found, ct);
        string? Line(Guid? id) => id is { } area ? $"{string.Join(" / ", lines[area].Select(a => a.Name))} ({lines[area][^1].Code})" : null;
        string? Until(Guid? id) => id is { } area ? lines[area][^1].Until?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : null;
        return [new("Area", Line(before), Line(after)), .. found.Any(a => a.Until is not null) ? [new ShownField("Last day of the area", Until(before), Until(after))] : Array.Empty<ShownField>()];
    }

    private static ChangePayload Read(string payload) => JsonSerializer.Deserialize<ChangePayload>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
