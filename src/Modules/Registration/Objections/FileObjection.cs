using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Registration.Facts;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Objections;

/// <summary>
/// How long the institution has to answer. Setting <c>Registration:ObjectionDays</c>, 1 to 366, default 30: within one month of receipt (GDPR, art. 12(3)); a national act may say otherwise.
/// </summary>
/// <param name="configuration">The settings.</param>
public sealed class ObjectionTerm(IConfiguration configuration)
{
    private const int Usual = 30;
    private const int Longest = 366;

    /// <summary>Days from receipt to the last day for the answer.</summary>
    public int Days { get; } = configuration.GetValue("Registration:ObjectionDays", Usual) is >= 1 and <= Longest and var days ? days
        : throw new InvalidOperationException($"Registration:ObjectionDays is a number of days from 1 to {Longest}.");
}

/// <summary>Takes in that a person objects to a use of the data, and that the objection is taken back.</summary>
/// <param name="db">The register.</param>
/// <param name="term">When the answer is due.</param>
public sealed class FileObjection(RegistrationDb db, ObjectionTerm term)
{
    internal const int MostWords = 2_000;

    /// <summary>Records an objection; the answer is due a term after the day it came in.</summary>
    /// <param name="number">Registration number.</param>
    /// <param name="purpose">One of <see cref="Objection.Purposes"/>.</param>
    /// <param name="receivedOn">The day it came in.</param>
    /// <param name="change">Who, when, why in the person's words, and, at the desk, on which evidence.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="Refused">An unknown purpose, no reason, no evidence at the desk, an impossible day, or one waits already for this purpose.</exception>
    public async Task<Guid> HandleAsync(string number, string? purpose, DateOnly receivedOn, Change change, CancellationToken ct)
    {
        var wanted = Objection.Purposes.FirstOrDefault(p => p == purpose) ?? throw new Refused("objection.purpose", $"Choose the use that is objected to: {string.Join(", ", Objection.Purposes)}.", nameof(purpose));
        var reason = Words(change.Reason, "reason") ?? throw new Refused("objection.no-reason", "Say why, in the person's words.", "reason");
        var byThePerson = change.Actor.Roles.Contains(Roles.Person);
        var evidence = byThePerson ? null : FactDates.Evidence(change.Evidence) ?? throw new Refused("objection.no-evidence", "Name the evidence, such as the letter or the signed form.", "evidence");
        var id = Guid.CreateVersion7();
        await db.WriteAsync(
            async () =>
            {
                var person = await db.FindPersonAsync(number, ct);
                CorrectDetails.DemandCurrent(person, null);
                FactDates.Demand(person, receivedOn, change.Today, nameof(receivedOn));
                if (await db.Objections.Where(o => o.PersonId == person.Id && o.Purpose == wanted && o.OpenKey != null).Select(o => (DateOnly?)o.DueOn).FirstOrDefaultAsync(ct) is { } due)
                {
                    throw new Refused("objection.open-already", $"An objection to this use waits already; it is answered by {due:yyyy-MM-dd}.", nameof(purpose));
                }

                db.Add(new Objection
                {
                    Id = id, PersonId = person.Id, Purpose = wanted, Reason = reason, Evidence = evidence, ByThePerson = byThePerson, ReceivedOn = receivedOn, DueOn = receivedOn.AddDays(term.Days),
                    RecordedAt = change.Now, RecordedBy = change.Actor.Name, RecordedById = change.Actor.Id, OpenKey = Objection.KeyOf(person.Id, wanted), Version = 1,
                });
                await db.SaveAsync(change, ct);
            },
            ct);
        return id;
    }

    /// <summary>The person takes it back: it needs no answer any more, or the use goes on that had stopped.</summary>
    /// <param name="number">Registration number of the person.</param>
    /// <param name="id">The objection.</param>
    /// <param name="change">Who and when.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">There is no such objection of this person, or nothing is left to take back.</exception>
    public Task WithdrawAsync(string number, Guid id, Change change, CancellationToken ct) => db.WriteAsync(
        async () =>
        {
            var person = await db.FindPersonAsync(number, ct);
            var found = await db.Objections.SingleOrDefaultAsync(o => o.Id == id && o.PersonId == person.Id, ct) ?? throw new Refused("objection.unknown", "There is no such objection of this person.");
            if (!found.IsOpen && (found.StoppedOn is null || found.WithdrawnAt is not null))
            {
                throw new Refused("objection.settled", "Nothing of this objection is left to take back.");
            }

            (found.WithdrawnAt, found.OpenKey, found.Version) = (change.Now, null, found.Version + 1);
            await db.SaveAsync(change, ct);
        },
        ct);

    internal static string? Words(string? told, string field) => string.IsNullOrWhiteSpace(told) ? null
        : told.Trim() is { Length: <= MostWords } text ? text : throw new Refused("objection.too-long", $"The text has more than {MostWords} characters. Shorten it, and keep the letter as evidence.", field);
}
