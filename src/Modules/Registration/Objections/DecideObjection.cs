using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Registration.Facts;

namespace Spmis.Registration.Objections;

/// <summary>What the institution answers.</summary>
/// <param name="Upheld">The use stops; else it goes on.</param>
/// <param name="Ground">Act and article on which it goes on; needed to reject.</param>
/// <param name="Answer">The answer to the person, in words.</param>
public sealed record ObjectionAnswer(bool? Upheld, string? Ground, string? Answer);

/// <summary>Answers an objection: the use of the data stops, or goes on by a law that is named.</summary>
/// <param name="db">The register.</param>
public sealed class DecideObjection(RegistrationDb db)
{
    /// <summary>Answers it. Where it is upheld, a use by consent stops with the consent, any other has a mark on the record from today.</summary>
    /// <param name="id">The objection.</param>
    /// <param name="input">The answer.</param>
    /// <param name="change">Who and when.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">There is no such objection, it is settled, who answers took it in, or the answer or its ground is missing.</exception>
    public Task HandleAsync(Guid id, ObjectionAnswer input, Change change, CancellationToken ct)
    {
        var upheld = input.Upheld ?? throw new Refused("objection.no-decision", "Choose whether the use stops or goes on.", nameof(input.Upheld));
        var answer = FileObjection.Words(input.Answer, nameof(input.Answer)) ?? throw new Refused("objection.no-answer", "Write the answer; the person reads it.", nameof(input.Answer));
        var ground = string.IsNullOrWhiteSpace(input.Ground) ? null : input.Ground.Trim();
        if (!upheld && ground is null)
        {
            throw new Refused("objection.no-ground", "Name the legal ground on which the use goes on: the act and its article.", nameof(input.Ground));
        }

        if (ground?.Length > MostGround)
        {
            throw new Refused("objection.ground-long", $"The legal ground has more than {MostGround} characters; name the act and the article only.", nameof(input.Ground));
        }

        return db.WriteAsync(() => ApplyAsync(id, new ObjectionAnswer(upheld, ground, answer), upheld, change, ct), ct);
    }

    private const int MostGround = 300;

    private async Task ApplyAsync(Guid id, ObjectionAnswer input, bool upheld, Change change, CancellationToken ct)
    {
        var found = await db.Objections.SingleOrDefaultAsync(o => o.Id == id, ct) ?? throw new Refused("objection.unknown", "There is no such objection.");
        if (!found.IsOpen)
        {
            throw new Refused("objection.settled", found.DecidedBy is { } by ? $"This objection was answered already by {by}." : "The person took this objection back.");
        }

        if (change.Actor.IsSamePersonAs(found.RecordedById))
        {
            throw new Refused("objection.own", "You took this objection in; somebody else must answer it.");
        }

        (found.DecidedAt, found.DecidedBy, found.Upheld, found.Ground, found.Answer, found.OpenKey, found.Version) = (change.Now, change.Actor.Name, upheld, input.Ground, input.Answer, null, found.Version + 1);
        if (upheld && Consent.Purposes.Contains(found.Purpose))
        {
            var person = await db.Persons.SingleAsync(p => p.Id == found.PersonId, ct);
            await KeepConsents.EndAsync(db, person, found.Purpose, change.Today, string.Create(CultureInfo.InvariantCulture, $"Objection of {found.ReceivedOn:yyyy-MM-dd}, upheld by {change.Actor.Name}"), ct);
        }
        else if (upheld)
        {
            found.StoppedOn = change.Today;
        }

        await db.SaveAsync(change, ct);
    }
}
