using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Registration.Changes;
using Spmis.Registration.Households;

namespace Spmis.Registration.Persons;

/// <summary>Corrects what is recorded of a person. The reason goes into the history beside what stood there before.</summary>
/// <param name="db">The register.</param>
/// <param name="households">Membership.</param>
/// <param name="residence">The area tree.</param>
/// <param name="kinds">What needs a second person.</param>
public sealed class CorrectDetails(RegistrationDb db, Membership households, Residence residence, ChangeKinds kinds)
{
    /// <summary>Replaces the details by these; what is empty is forgotten.</summary>
    /// <param name="number">Registration number.</param>
    /// <param name="version">The version that was looked at; null to take whatever stands.</param>
    /// <param name="input">The details as they should be.</param>
    /// <param name="change">Who, when and why.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">There is no reason, no such person, somebody else was faster, or a detail is wrong.</exception>
    public async Task HandleAsync(string number, long? version, NewPerson input, Change change, CancellationToken ct)
    {
        DemandReason(change);
        var told = PersonChecks.Clean(input);
        PersonChecks.Demand(told, change.Today);
        await db.WriteAsync(
            async () =>
            {
                var person = await db.FindPersonAsync(number, ct);
                DemandCurrent(person, version);
                told = await residence.SettleAsync(told, person, change.Today, ct);
                kinds.DemandNone(person, told);
                var household = await households.FindAsync(told.HouseholdNumber, ct);
                await households.MoveAsync(person, household, told.HouseholdRole, change.Today, ct);
                await IdentifyAsync(db, person, told, change, ct);
                Apply(person, told);
                person.Provisional = false; // An officer has seen the person's details.
                await db.ChangedAsync(person, ct);
                await db.SaveAsync(change, ct);
            },
            ct);
    }

    internal static void DemandReason(Change change)
    {
        if (string.IsNullOrWhiteSpace(change.Reason))
        {
            throw new Refused("person.no-reason", "Say why; it stays in the person's history.", "reason");
        }
    }

    internal static void DemandCurrent(Person person, long? version)
    {
        if (person.MergedIntoId is not null)
        {
            throw new Refused("person.merged", $"{person.Number} was merged into another record; change that one.");
        }

        if (version is { } seen && seen != person.Version)
        {
            throw new Refused("changed-meanwhile", "Somebody else changed this record while you worked on it. Open it again, look at the change, and repeat yours.");
        }
    }

    internal static void Apply(Person person, NewPerson told)
    {
        (person.GivenName, person.MiddleName, person.FamilyName, person.MotherName, person.NativeName) = (told.GivenName, told.MiddleName, told.FamilyName, told.MotherName, told.NativeName);
        (person.GrandfatherName, person.OtherName) = (told.GrandfatherName, told.OtherName);
        (person.BirthCalendar, person.BirthEstimated) = (told.BirthCalendar, told.BirthEstimated && told.BornOn is not null);
        (person.Sex, person.BornOn, person.BirthPrecision) = (told.Sex, told.BornOn, told.BirthPrecision);
        (person.NationalId, person.NationalIdVerified) = (told.NationalId, told.NationalIdVerified);
        (person.Phone, person.AreaId, person.District, person.Village) = (told.Phone, told.AreaId, told.District, told.Village);
        (person.Activity, person.Disability) = (told.Activity, told.Disability);
        (person.PayAgency, person.PayAccount) = (told.PayAgency, told.PayAccount);
    }

    /// <summary>A new number is added; the old one stays, since papers with it are still about.</summary>
    internal static async Task IdentifyAsync(RegistrationDb db, Person person, NewPerson told, Change change, CancellationToken ct)
    {
        if (told.NationalId is null)
        {
            return;
        }

        var known = await db.Identifiers.Where(i => i.PersonId == person.Id && i.Type == Identifier.National && i.Value == told.NationalId && i.Issuer == null)
            .OrderByDescending(i => i.VerifiedAt != null).ThenBy(i => i.Id).FirstOrDefaultAsync(ct); // A merge can bring the same number twice.
        var now = told.NationalIdVerified ? change.Now : (DateTime?)null;
        if (known is null)
        {
            db.Add(Identifier.Of(person.Id, Identifier.National, told.NationalId, null, now));
        }
        else if (told.NationalIdVerified && known.VerifiedAt is null)
        {
            (known.VerifiedAt, known.VerifiedKey) = (now, Identifier.Of(person.Id, known.Type, known.Value, known.Issuer, now).VerifiedKey);
        }
    }
}
