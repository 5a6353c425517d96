using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Restrictions;

/// <summary>Whose restriction is to be lifted, and why.</summary>
internal sealed record LiftPayload(Guid PersonId, string Reason);

/// <summary>Puts the lifting of a restriction up for approval by somebody else.</summary>
/// <param name="db">The register.</param>
/// <param name="fourEyes">Where it waits.</param>
public sealed class ProposeLifting(RegistrationDb db, FourEyes fourEyes)
{
    /// <summary>Proposes that the record is open again, with all records merged into it.</summary>
    /// <param name="number">Registration number.</param>
    /// <param name="change">Who and why.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">No reason, no restriction that is open, the caller may not see the record, or it waits for approval already.</exception>
    public async Task<Proposal> HandleAsync(string number, Change change, CancellationToken ct)
    {
        CorrectDetails.DemandReason(change);
        var person = await db.FindPersonAsync(number, ct);
        CorrectDetails.DemandCurrent(person, null);
        return await fourEyes.ProposeAsync(
            RegistrationModule.ModuleName, LiftRestriction.Act, person.Number, $"Open the restricted record of {person.Number}", new LiftPayload(person.Id, (change.Reason ?? "").Trim()), change, ct);
    }
}

/// <summary>Lifts the restriction of a record, once a second pair of eyes has approved it.</summary>
/// <param name="db">The register.</param>
public sealed class LiftRestriction(RegistrationDb db) : IProposedAct
{
    /// <summary>The name of the act.</summary>
    public const string Act = "persons.lift-restriction";

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var (person, open) = await OpenAsync(Read(payload), ct);
        return [new("Record", person.Number, null), .. open.Select(r => new ShownField("Restricted", $"{RestrictPerson.Word(r.Kind)}, {RestrictPerson.Day(r.From)} – {RestrictPerson.Day(r.Until)}: {r.Reason}", null))];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var asked = Read(payload);
        var (person, open) = await OpenAsync(asked, ct);
        foreach (var restriction in open)
        {
            restriction.Lift(change.Now, change.Actor.Name, asked.Reason);
        }

        await OnePerson.TellAsync(db, [person.Id], ct);
    }

    private async Task<(Person Person, IReadOnlyList<Restriction> Open)> OpenAsync(LiftPayload asked, CancellationToken ct)
    {
        var person = await db.PersonsAnywhere.SingleAsync(p => p.Id == asked.PersonId, ct);
        CorrectDetails.DemandCurrent(person, null);
        var open = await OnePerson.OpenAsync(db, await OnePerson.OfAsync(db, person.Id, ct), ct);
        return open.Count > 0 ? (person, open) : throw new Refused("restriction.none", $"{person.Number} is not restricted.");
    }

    private static LiftPayload Read(string payload) => JsonSerializer.Deserialize<LiftPayload>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
