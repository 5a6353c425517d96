using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Registration.Duplicates;
using Spmis.Registration.Households;
using Spmis.Registration.Linking;

namespace Spmis.Registration.Persons;

/// <summary>What the officer says of a likely duplicate that was shown.</summary>
public enum LikelyAnswer
{
    /// <summary>Not the same person: remembered for ever.</summary>
    Different,

    /// <summary>Somebody else is to look at it: a review case is opened.</summary>
    Unsure,
}

/// <summary>An answer for one of the persons shown.</summary>
/// <param name="Number">Registration number of the person shown.</param>
/// <param name="Answer">What the officer says.</param>
public sealed record LikelyDecision(string Number, LikelyAnswer Answer);

/// <summary>A person just registered.</summary>
/// <param name="PersonId">The id.</param>
/// <param name="Number">The registration number.</param>
public sealed record RegisteredPerson(Guid PersonId, string Number);

/// <summary>Registers a person at the desk or by the API. Somebody very like a known person is registered only after the officer has looked at that person.</summary>
/// <param name="db">The register.</param>
/// <param name="likely">The desk check.</param>
/// <param name="households">Membership.</param>
/// <param name="residence">The area tree.</param>
public sealed class RegisterPerson(RegistrationDb db, FindLikely likely, Membership households, Residence residence)
{
    /// <summary>From this probability on the officer must have answered before the person is registered.</summary>
    public const double MustAnswerFrom = 0.9;

    /// <summary>Checks, gives a number, records and tells the other modules.</summary>
    /// <param name="input">What was told.</param>
    /// <param name="answers">What the officer says of the likely duplicates shown.</param>
    /// <param name="change">Who and when.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">What is wrong, in which field; or that the person seems to be known.</exception>
    public async Task<RegisteredPerson> HandleAsync(NewPerson input, IReadOnlyList<LikelyDecision> answers, Change change, CancellationToken ct)
    {
        var person = PersonChecks.Clean(input);
        PersonChecks.Demand(person, change.Today);
        person = await residence.SettleAsync(person, null, change.Today, ct);
        RegisteredPerson? registered = null;
        await db.WriteAsync(
            async () =>
            {
                var household = await households.FindAsync(person.HouseholdNumber, ct);
                await DemandFreeAsync(person, ct);
                var shown = await likely.HandleAsync(LinkageInput.Fold(person, household?.Id), ct);
                DemandAnswered(shown, answers);

                var number = Intake.NumberOf(change.Now, await db.TakeNumbersAsync(Intake.SeriesOf(change.Now), 1, ct));
                var rows = Intake.Make(person, number, household?.Id, Origin.Desk, change);
                rows.Person.Office = await db.OfficeOfAsync(person.AreaId, ct) ?? OfficeOf(change.Actor);
                db.Add(rows.Person);
                if (rows.Identifier is not null)
                {
                    db.Add(rows.Identifier);
                }

                if (household is not null)
                {
                    db.Add(HouseholdMember.Of(household.Id, rows.Person.Id, rows.Person.HouseholdRole, change.Today));
                }

                await db.BulkInsertAsync(rows.Keys, ct);
                Cases.RecordAnswers(db, rows.Person.Id, shown, answers, change);
                db.Publish(new PersonsRecorded { Persons = [rows.Person.ToFacts()] });
                await db.SaveAsync(change, ct);
                registered = new RegisteredPerson(rows.Person.Id, number);
            },
            ct);
        return registered ?? throw new InvalidOperationException("The transaction ended without a person.");
    }

    /// <summary>Where the area says nothing, the office at whose desk it happened.</summary>
    internal static string? OfficeOf(Actor actor) => actor.Offices is null ? null : actor.Office;

    private async Task DemandFreeAsync(NewPerson person, CancellationToken ct)
    {
        if (!person.NationalIdVerified || person.NationalId is null)
        {
            return;
        }

        var key = Identifier.Of(Guid.Empty, Identifier.National, person.NationalId, null, DateTime.UnixEpoch).VerifiedKey;
        var owner = await db.Identifiers.Where(i => i.VerifiedKey == key).Join(db.PersonsAnywhere, i => i.PersonId, p => p.Id, (_, p) => p.Number).SingleOrDefaultAsync(ct);
        if (owner is not null)
        {
            throw new Refused("person.id-taken", $"The national id {person.NationalId} is verified for {owner}. Open that record; if it is somebody else, check the number.", nameof(person.NationalId));
        }
    }

    private static void DemandAnswered(IReadOnlyList<LikelyPerson> shown, IReadOnlyList<LikelyDecision> answers)
    {
        if (shown.FirstOrDefault(s => s.Restricted && s.Score.Probability >= MustAnswerFrom) is { } hidden)
        {
            throw new Refused("person.known-restricted", $"This person seems to be registered as {hidden.Number}, a restricted record. Register nobody, and ask {RestrictedRecords.Ask(hidden.Office)}, who can look at the record and registers the person if it is somebody else.");
        }

        var open = shown.Where(s => s.Score.Probability >= MustAnswerFrom && answers.All(a => a.Number != s.Number)).ToList();
        if (open.Count > 0)
        {
            throw new Refused("person.known-already", $"This person seems to be registered as {string.Join(", ", open.Select(s => s.Elsewhere ? $"{s.Number} (in another office: {s.Office ?? "none"})" : $"{s.Number} ({s.Name})"))}. Open that record, or ask the office that keeps it; or say that it is not the same person, or that you are not sure.");
        }
    }
}
