using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;

namespace Spmis.Contributions.Copies;

/// <summary>Keeps the copy of employers: each newer version replaces the older, whatever the order of arrival.</summary>
public sealed class KeepEmployers(ContributionsDb db) : Consumer<ContributionsDb, EmployersRecorded>
{
    public override async Task HandleAsync(EmployersRecorded message, Change change, CancellationToken ct)
    {
        var newest = message.Employers.GroupBy(e => e.EmployerId).ToDictionary(g => g.Key, g => g.MaxBy(e => e.Version) ?? g.First());
        var ids = newest.Keys.ToList();
        var known = await db.Set<EmployerCopy>().AsNoTracking().Where(e => ids.Contains(e.EmployerId)).ToDictionaryAsync(e => e.EmployerId, e => e.Version, ct);
        var rows = newest.Values.Where(e => !known.TryGetValue(e.EmployerId, out var version) || version < e.Version)
            .Select(e => new EmployerCopy { EmployerId = e.EmployerId, EmployerNumber = e.EmployerNumber, Name = e.Name, LegalForm = e.LegalForm, District = e.District, Office = e.Office, Version = e.Version }).ToList();
        var replaced = rows.Where(r => known.ContainsKey(r.EmployerId)).Select(r => r.EmployerId).ToList();
        if (replaced.Count > 0)
        {
            await db.Set<EmployerCopy>().Where(e => replaced.Contains(e.EmployerId)).ExecuteDeleteAsync(ct);
        }

        await db.BulkInsertAsync(rows, ct);
    }
}
