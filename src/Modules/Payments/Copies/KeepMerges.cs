using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;
using Spmis.Payments.Clearance;

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
        await gate.RecheckAsync(ct);
    }
}
