using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Restrictions;

/// <summary>A restriction that somebody asks for.</summary>
/// <param name="Kind">Why, as a word.</param>
/// <param name="From">First day; the day of asking when empty. It stands from its approval, if that is later.</param>
/// <param name="Until">Last day; empty while no end is known.</param>
public sealed record NewRestriction(RestrictionKind Kind, DateOnly? From, DateOnly? Until);

/// <summary>What a proposal of a restriction carries.</summary>
internal sealed record RestrictionPayload(Guid PersonId, RestrictionKind Kind, string Reason, DateOnly From, DateOnly? Until);

/// <summary>Puts the restriction of a person's record up for approval by somebody else.</summary>
/// <param name="db">The register.</param>
/// <param name="fourEyes">Where it waits.</param>
public sealed class ProposeRestriction(RegistrationDb db, FourEyes fourEyes)
{
    /// <summary>Checks and proposes.</summary>
    /// <param name="number">Registration number.</param>
    /// <param name="input">What is asked for.</param>
    /// <param name="change">Who and why; the reason stands in the history of the record.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">No reason, impossible days, a record merged into another, one that is restricted already, or it waits for approval already.</exception>
    public async Task<Proposal> HandleAsync(string number, NewRestriction input, Change change, CancellationToken ct)
    {
        CorrectDetails.DemandReason(change);
        var reason = (change.Reason ?? "").Trim();
        var from = input.From ?? change.Today;
        if (reason.Length > RestrictPerson.MostWords)
        {
            throw new Refused("restriction.long", $"Say why in at most {RestrictPerson.MostWords} characters.", "reason");
        }

        if (from < change.Today)
        {
            throw new Refused("restriction.past", $"{from:yyyy-MM-dd} has passed, and what was seen cannot be hidden any more; begin today or later.", "from");
        }

        if (input.Until is { } until && until < from)
        {
            throw new Refused("restriction.days", $"It would end on {until:yyyy-MM-dd}, before it begins on {from:yyyy-MM-dd}.", "until");
        }

        var person = await db.FindPersonAsync(number, ct);
        CorrectDetails.DemandCurrent(person, null);
        await RestrictPerson.DemandNoneAsync(db, person, change.Today, ct);
        return await fourEyes.ProposeAsync(
            RegistrationModule.ModuleName, RestrictPerson.Act, person.Number, $"Restrict the record of {person.Number}", new RestrictionPayload(person.Id, input.Kind, reason, from, input.Until), change, ct);
    }
}

/// <summary>Restricts a person's record, once a second pair of eyes has approved it.</summary>
/// <param name="db">The register.</param>
public sealed class RestrictPerson(RegistrationDb db) : IProposedAct
{
    /// <summary>The name of the act.</summary>
    public const string Act = "persons.restrict";

    /// <summary>Longest reason.</summary>
    public const int MostWords = 1_000;

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var asked = Read(payload);
        var number = await db.PersonsAnywhere.Where(p => p.Id == asked.PersonId).Select(p => p.Number).SingleAsync(ct);
        return [new("Record", null, number), new("Why", null, $"{Word(asked.Kind)}: {asked.Reason}"), new("From", null, Day(asked.From)), new("Until", null, Day(asked.Until) ?? "no end is known")];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var asked = Read(payload);
        var person = await db.PersonsAnywhere.SingleAsync(p => p.Id == asked.PersonId, ct);
        CorrectDetails.DemandCurrent(person, null);
        if (asked.Until < change.Today)
        {
            throw new Refused("restriction.ended", $"It would have ended on {asked.Until:yyyy-MM-dd}. Reject it; if the record must be restricted still, ask again with another last day.");
        }

        foreach (var ended in await DemandNoneAsync(db, person, change.Today, ct))
        {
            ended.Lift(change.Now, Actor.System.Name, $"Ended on {ended.Until:yyyy-MM-dd}.");
        }

        db.Add(new Restriction
        {
            Id = Guid.CreateVersion7(), PersonId = person.Id, Kind = asked.Kind, Reason = asked.Reason, From = asked.From > change.Today ? asked.From : change.Today, Until = asked.Until,
            PlacedAt = change.Now, PlacedBy = change.Actor.Name, OpenKey = Restriction.KeyOf(person.Id),
        });
        await OnePerson.TellAsync(db, [person.Id], ct);
    }

    /// <summary>Refuses a second restriction beside one that stands or will.</summary>
    /// <returns>Those that ended by their date and were not written off yet.</returns>
    internal static async Task<IReadOnlyList<Restriction>> DemandNoneAsync(RegistrationDb db, Person person, DateOnly today, CancellationToken ct)
    {
        var open = await OnePerson.OpenAsync(db, await OnePerson.OfAsync(db, person.Id, ct), ct);
        return open.FirstOrDefault(r => r.Until is null || r.Until >= today) is { } standing
            ? throw new Refused("restriction.open-already", $"{person.Number} is restricted already, from {standing.From:yyyy-MM-dd}{(standing.Until is { } until ? $" until {until:yyyy-MM-dd}" : "")}. Have that lifted first.")
            : open;
    }

    internal static string Word(RestrictionKind kind) => kind switch
    {
        RestrictionKind.ProtectedPerson => "protected person",
        RestrictionKind.Staff => "staff of the institution or their kin",
        RestrictionKind.PublicInterest => "person of public interest",
        _ => "other ground",
    };

    internal static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static RestrictionPayload Read(string payload) => JsonSerializer.Deserialize<RestrictionPayload>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
