using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Registration.Associations;

namespace Spmis.Registration.Persons;

/// <summary>Records a death, and ends memberships of associations by it. No payment release overtakes the message that says so.</summary>
/// <param name="db">The register.</param>
public sealed class RecordDeath(RegistrationDb db)
{
    /// <summary>Records it.</summary>
    /// <param name="number">Registration number.</param>
    /// <param name="diedOn">Date of death.</param>
    /// <param name="change">Who, when, why and on which evidence (certificate).</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">No evidence, an impossible date, or a death recorded already.</exception>
    public async Task HandleAsync(string number, DateOnly diedOn, Change change, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(change.Evidence))
        {
            throw new Refused("person.no-evidence", "Name the evidence, such as the number of the death certificate.", "evidence");
        }

        await db.WriteAsync(
            async () =>
            {
                var person = await db.FindPersonAsync(number, ct);
                CorrectDetails.DemandCurrent(person, null);
                if (person.DiedOn is { } known)
                {
                    throw new Refused("person.dead-already", $"The death of {person.Number} is recorded already, on {known:yyyy-MM-dd}.");
                }

                if (diedOn > change.Today || (person.BornOn is { } born && diedOn < born))
                {
                    throw new Refused("person.death-date", $"{diedOn:yyyy-MM-dd} is no possible date of death: it lies {(diedOn > change.Today ? "after today" : "before the birth")}.", "diedOn");
                }

                person.DiedOn = diedOn;
                var spells = await db.AssociationMembers.Where(m => m.OpenPersonId == person.Id).ToListAsync(ct);
                spells.ForEach(m => m.End(diedOn, MemberEnd.Died));
                if (spells.Count > 0)
                {
                    db.Publish(new AssociationMembersRecorded { Members = [.. spells.Select(m => m.ToFacts())] });
                }

                await db.ChangedAsync(person, ct);
                await db.SaveAsync(change, ct);
            },
            ct);
    }
}
