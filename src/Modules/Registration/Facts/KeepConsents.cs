using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Registration.Persons;
using Spmis.Registration.Photos;

namespace Spmis.Registration.Facts;

/// <summary>Records that a person consents to a use of the data, or does so no longer.</summary>
/// <param name="db">The register.</param>
public sealed class KeepConsents(RegistrationDb db)
{
    /// <summary>Records a consent.</summary>
    /// <param name="number">Registration number.</param>
    /// <param name="purpose">One of <see cref="Consent.Purposes"/>.</param>
    /// <param name="on">The day it was given.</param>
    /// <param name="change">Who, when and on which evidence.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">An unknown purpose, no evidence, an impossible day, or it is given already.</exception>
    public async Task<Guid> GiveAsync(string number, string? purpose, DateOnly on, Change change, CancellationToken ct)
    {
        var wanted = Consent.Purposes.FirstOrDefault(p => p == purpose) ?? throw new Refused("consent.purpose", $"Choose what the consent is for: {string.Join(", ", Consent.Purposes)}.", nameof(purpose));
        var evidence = FactDates.Evidence(change.Evidence) ?? throw new Refused("consent.no-evidence", "Name the evidence, such as the signed form.", "evidence");
        var id = Guid.CreateVersion7();
        await db.WriteAsync(
            async () =>
            {
                var person = await db.FindPersonAsync(number, ct);
                CorrectDetails.DemandCurrent(person, null);
                FactDates.Demand(person, on, change.Today, nameof(on));
                if (await db.Consents.AnyAsync(c => c.PersonId == person.Id && c.Purpose == wanted && c.WithdrawnOn == null, ct))
                {
                    throw new Refused("consent.given-already", "This consent is recorded already and was not withdrawn.", nameof(purpose));
                }

                db.Add(new Consent { Id = id, PersonId = person.Id, Purpose = wanted, GivenOn = on, Evidence = evidence, RecordedBy = change.Actor.Name, OpenKey = $"{person.Id:N}:{wanted}" });
                await db.SaveAsync(change, ct);
            },
            ct);
        return id;
    }

    /// <summary>Records that a consent was withdrawn, with every other one of its purpose given by that day (a merge can bring a second); they stay in the record with both dates.</summary>
    /// <param name="number">Registration number.</param>
    /// <param name="id">The consent.</param>
    /// <param name="on">The day.</param>
    /// <param name="change">Who, when and on which evidence.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">No such consent of that person, withdrawn already, no evidence, or an impossible day.</exception>
    public async Task WithdrawAsync(string number, Guid id, DateOnly on, Change change, CancellationToken ct)
    {
        var evidence = FactDates.Evidence(change.Evidence) ?? throw new Refused("consent.no-evidence", "Name the evidence, such as the letter that withdraws it.", "evidence");
        await db.WriteAsync(
            async () =>
            {
                var person = await db.FindPersonAsync(number, ct);
                CorrectDetails.DemandCurrent(person, null);
                var consent = await db.Consents.SingleOrDefaultAsync(c => c.Id == id && c.PersonId == person.Id, ct) ?? throw new Refused("consent.unknown", "There is no such consent of this person.");
                if (consent.WithdrawnOn is { } before)
                {
                    throw new Refused("consent.withdrawn-already", $"This consent was withdrawn already, on {before:yyyy-MM-dd}.");
                }

                FactDates.DemandDay(on, nameof(on));
                if (on > change.Today || on < consent.GivenOn)
                {
                    throw new Refused("fact.date", $"{on:yyyy-MM-dd} lies {(on > change.Today ? "after today" : "before the consent was given")}. Correct the date.", nameof(on));
                }

                await EndAsync(db, person, consent.Purpose, on, evidence, ct);
                await db.SaveAsync(change, ct);
            },
            ct);
    }

    /// <summary>Ends every consent to a purpose that was given by a day, inside the open transaction.</summary>
    internal static async Task EndAsync(RegistrationDb db, Person person, string purpose, DateOnly on, string evidence, CancellationToken ct)
    {
        foreach (var open in await db.Consents.Where(c => c.PersonId == person.Id && c.Purpose == purpose && c.WithdrawnOn == null && c.GivenOn <= on).ToListAsync(ct))
        {
            (open.WithdrawnOn, open.WithdrawnEvidence, open.OpenKey) = (on, evidence, null);
        }

        if (purpose == KeepPhoto.Purpose && !await db.Consents.AnyAsync(c => c.PersonId == person.Id && c.Purpose == KeepPhoto.Purpose && c.WithdrawnOn == null && c.GivenOn > on, ct))
        {
            await KeepPhoto.ForgetAsync(db, person.Id, ct); // A picture is kept while the consent to it lasts.
        }
    }
}
