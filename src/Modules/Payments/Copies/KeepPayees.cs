using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;
using Spmis.Payments.Clearance;
using Spmis.Payments.FinancialAddresses;

namespace Spmis.Payments.Copies;

/// <summary>Keeps what payments need of persons, each by its version, and where they declared that their money shall go.</summary>
public sealed class KeepPayees(PaymentsDb db, DeclareAddresses addresses, ClearanceGate gate) : Consumer<PaymentsDb, PersonsRecorded>
{
    /// <inheritdoc />
    public override async Task HandleAsync(PersonsRecorded message, Change change, CancellationToken ct)
    {
        var told = message.Persons.GroupBy(p => p.PersonId).Select(g => g.MaxBy(p => p.Version)!).ToList(); // A group is never empty.
        var ids = told.Select(p => p.PersonId).ToList();
        var known = await db.Payees.AsNoTracking().Where(p => ids.Contains(p.PersonId)).Select(p => new { p.PersonId, p.Version }).ToDictionaryAsync(p => p.PersonId, p => p.Version, ct);
        var newer = told.Where(p => !known.TryGetValue(p.PersonId, out var version) || version < p.Version).ToList();
        var stale = newer.Where(p => known.ContainsKey(p.PersonId)).Select(p => p.PersonId).ToList();
        if (stale.Count > 0)
        {
            await db.Payees.Where(p => stale.Contains(p.PersonId)).ExecuteDeleteAsync(ct);
        }

        await db.BulkInsertAsync([.. newer.Select(PayeeCopy.Of)], ct);
        await addresses.HandleAsync([.. newer.Select(p => new DeclaredAddress(p.PersonId, p.PayAgency, p.PayAccount))], change, ct);
        await gate.RecheckAsync(ct);
    }
}
