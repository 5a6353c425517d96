using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;
using Spmis.Payments.Clearance;
using Spmis.Payments.FinancialAddresses;

namespace Spmis.Payments.Copies;

/// <summary>Stops payments to merged records.</summary>
public sealed class KeepMerges(PaymentsDb db, ClearanceGate gate) : Consumer<PaymentsDb, PersonsMerged>
{
    /// <inheritdoc />
    public override async Task HandleAsync(PersonsMerged message, Change change, CancellationToken ct)
    {
        // An undoing that came first has left its rows and wins.
        var known = await db.Merges.AsNoTracking().Where(m => m.MergeId == message.MergeId).Select(m => m.MergedId).ToListAsync(ct);
        var rows = message.MergedIds.Distinct().Except(known).Select(id => new MergeCopy { MergeId = message.MergeId, MergedId = id, SurvivorId = message.SurvivorId, Undone = false });
        await db.BulkInsertAsync([.. rows], ct);
        await gate.RecheckAsync(ct);
    }
}

/// <summary>Lets payments go on to records that stand alone again.</summary>
public sealed class KeepMergesUndone(PaymentsDb db, ClearanceGate gate) : Consumer<PaymentsDb, MergeUndone>
{
    /// <inheritdoc />
    public override async Task HandleAsync(MergeUndone message, Change change, CancellationToken ct)
    {
        await db.Merges.Where(m => m.MergeId == message.MergeId).ExecuteUpdateAsync(s => s.SetProperty(m => m.Undone, true), ct);
        var known = await db.Merges.AsNoTracking().Where(m => m.MergeId == message.MergeId).Select(m => m.MergedId).ToListAsync(ct);
        var rows = message.MergedIds.Distinct().Except(known).Select(id => new MergeCopy { MergeId = message.MergeId, MergedId = id, SurvivorId = message.SurvivorId, Undone = true });
        await db.BulkInsertAsync([.. rows], ct);
        // The record that stood may have taken over the other's account, which is another person's now. Silence of the registry ends no address, so somebody has to look.
        var merged = message.MergedIds.ToList();
        var objected = await db.FinancialAddresses.Where(a => a.CurrentOf == message.SurvivorId && a.ObjectedAt == null && a.VerifiedAt == null && db.FinancialAddresses.Any(m => merged.Contains(m.PersonId) && m.Agency == a.Agency && m.Account == a.Account))
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.ObjectedAt, change.Now).SetProperty(a => a.ObjectedBy, change.Actor.Name).SetProperty(a => a.Objection, "A merge was undone, and the other record has the same account."), ct);
        if (objected > 0)
        {
            db.RecordBulk(change, nameof(FinancialAddress), $"merge {message.MergeId}", new { Objected = objected });
        }

        await gate.RecheckAsync(ct);
    }
}
