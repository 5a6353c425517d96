using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Enrolments;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;

namespace Spmis.Eligibility.Copies;

/// <summary>Keeps the copy of persons, each by its version whatever the order of arrival, ends the awards of those who died, and opens the cases of their survivors.</summary>
public sealed class KeepPersons(EligibilityDb db, SettleOwners owners, OpenCasesOnDeath cases, DeriveEnrolments enrolments) : Consumer<EligibilityDb, PersonsRecorded>
{
    /// <inheritdoc />
    public override async Task HandleAsync(PersonsRecorded message, Change change, CancellationToken ct)
    {
        var told = message.Persons.GroupBy(p => p.PersonId).ToDictionary(g => g.Key, g => g.MaxBy(p => p.Version) ?? g.First());
        var ids = told.Keys.ToList();
        var known = await db.Persons.AsNoTracking().Where(p => ids.Contains(p.PersonId)).Select(p => new { p.PersonId, p.Version, p.DiedOn }).ToDictionaryAsync(p => p.PersonId, ct);
        var newer = told.Values.Where(p => !known.TryGetValue(p.PersonId, out var old) || old.Version < p.Version).ToList();
        var replaced = newer.Where(p => known.ContainsKey(p.PersonId)).Select(p => p.PersonId).ToList();
        if (replaced.Count > 0)
        {
            await db.Persons.Where(p => replaced.Contains(p.PersonId)).ExecuteDeleteAsync(ct);
        }

        await db.BulkInsertAsync([.. newer.Select(PersonCopy.Of)], ct);
        var fresh = newer.Where(p => !known.ContainsKey(p.PersonId)).Select(p => p.PersonId).ToList();
        if (fresh.Count > 0 && await db.AssociationMembers.Where(m => fresh.Contains(m.PersonId)).Select(m => m.PersonId).Distinct().ToListAsync(ct) is { Count: > 0 } members)
        {
            await enrolments.HandleAsync(members, null, change, ct); // The membership was told before the person.
        }

        var died = newer.Where(p => p.DiedOn != (known.TryGetValue(p.PersonId, out var old) ? old.DiedOn : null)).ToDictionary(p => p.PersonId, p => p.DiedOn);
        if (died.Count > 0)
        {
            await owners.HandleAsync([.. died.Keys], change, ct); // The month of death is the last one paid; a death taken back opens the award again, beside others of the person.
            await cases.HandleAsync(died, change, ct);
        }
    }
}
