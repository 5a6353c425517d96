using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;

namespace Spmis.Contributions.Copies;

/// <summary>Keeps the copy of persons: each newer version replaces the older, whatever the order of arrival.</summary>
public sealed class KeepWorkers(ContributionsDb db) : Consumer<ContributionsDb, PersonsRecorded>
{
    public override async Task HandleAsync(PersonsRecorded message, Change change, CancellationToken ct)
    {
        var newest = message.Persons.GroupBy(p => p.PersonId).ToDictionary(g => g.Key, g => g.MaxBy(p => p.Version) ?? g.First());
        var ids = newest.Keys.ToList();
        var known = await db.Set<WorkerCopy>().AsNoTracking().Where(w => ids.Contains(w.PersonId)).ToDictionaryAsync(w => w.PersonId, w => w.Version, ct);
        var rows = newest.Values.Where(p => !known.TryGetValue(p.PersonId, out var version) || version < p.Version).Select(Copy).ToList();
        var replaced = rows.Where(r => known.ContainsKey(r.PersonId)).Select(r => r.PersonId).ToList();
        if (replaced.Count > 0)
        {
            await db.Set<WorkerCopy>().Where(w => replaced.Contains(w.PersonId)).ExecuteDeleteAsync(ct);
        }

        await db.BulkInsertAsync(rows, ct);
    }

    private static WorkerCopy Copy(PersonFacts p) => new()
    {
        PersonId = p.PersonId,
        RegistrationNumber = p.RegistrationNumber,
        Name = p.Name,
        BornOn = p.BornOn,
        DiedOn = p.DiedOn,
        Activity = p.Activity,
        Sex = p.Sex,
        District = p.District,
        Office = p.Office,
        Version = p.Version,
    };
}
