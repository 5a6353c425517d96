using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;
using Spmis.Payments.Clearance;

namespace Spmis.Payments.Copies;

/// <summary>Stops payments to records under review as likely one person.</summary>
public sealed class KeepDuplicates(PaymentsDb db, ClearanceGate gate) : Consumer<PaymentsDb, DuplicatesOpened>
{
    /// <inheritdoc />
    public override async Task HandleAsync(DuplicatesOpened message, Change change, CancellationToken ct)
    {
        // A case is settled once for ever: when that message came first, its row stands.
        await InsertUnknownAsync(db, message.Cases, settled: false, ct);
        await gate.RecheckAsync(ct);
    }

    internal static async Task InsertUnknownAsync(PaymentsDb db, IReadOnlyList<DuplicateCaseFacts> cases, bool settled, CancellationToken ct)
    {
        var ids = cases.Select(c => c.CaseId).Distinct().ToList();
        var known = await db.OpenDuplicates.AsNoTracking().Where(d => ids.Contains(d.CaseId)).Select(d => d.CaseId).ToListAsync(ct);
        var rows = cases.DistinctBy(c => c.CaseId).ExceptBy(known, c => c.CaseId)
            .Select(c => new OpenDuplicate { CaseId = c.CaseId, PersonId = c.PersonId, OtherPersonId = c.OtherPersonId, Settled = settled });
        await db.BulkInsertAsync([.. rows], ct);
    }
}

/// <summary>Lets payments go on once a case is settled.</summary>
public sealed class KeepDuplicatesSettled(PaymentsDb db, ClearanceGate gate) : Consumer<PaymentsDb, DuplicatesSettled>
{
    /// <inheritdoc />
    public override async Task HandleAsync(DuplicatesSettled message, Change change, CancellationToken ct)
    {
        var ids = message.Cases.Select(c => c.CaseId).ToList();
        await db.OpenDuplicates.Where(d => ids.Contains(d.CaseId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.Settled, true), ct);
        await KeepDuplicates.InsertUnknownAsync(db, message.Cases, settled: true, ct);
        await gate.RecheckAsync(ct);
    }
}
