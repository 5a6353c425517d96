using Microsoft.EntityFrameworkCore;
using Spmis.Payments.Batches;
using Spmis.Payments.Instructions;

namespace Spmis.Payments.Reconciliation;

/// <summary>What an answer about many payments speaks of: a batch, or a part of it.</summary>
internal sealed record GroupOf(Batch Batch, BatchPart? Part)
{
    /// <summary>Finds it by our number (MsgId or PmtInfId), among the agency's own.</summary>
    public static async Task<GroupOf?> FindAsync(PaymentsDb db, string agency, string? reference, CancellationToken ct)
    {
        if (reference is null)
        {
            return null;
        }

        var batches = db.Batches.AsNoTracking().Where(b => b.Agency == agency && b.ReleasedAt != null);
        if (await batches.SingleOrDefaultAsync(b => b.Number == reference, ct) is { } whole)
        {
            return new(whole, null);
        }

        var cut = reference.LastIndexOf('-');
        var number = cut < 0 ? "" : reference[..cut];
        return await batches.SingleOrDefaultAsync(b => b.Number == number, ct) is { } batch && (await BatchPart.OfAsync(db, batch, ct)).SingleOrDefault(p => p.Id == reference) is { } part
            ? new(batch, part)
            : null;
    }

    /// <summary>Payments of it without an end.</summary>
    public IQueryable<Instruction> OpenPayments(PaymentsDb db)
    {
        var open = Payments(db).Where(i => i.PaidOn == null && i.RejectedOn == null && i.ReturnedOn == null);
        return open;
    }

    /// <summary>Payments of it that another answer said something else of.</summary>
    public IQueryable<Instruction> Against(PaymentsDb db, OutcomeKind said) => said == OutcomeKind.Paid
        ? Payments(db).Where(i => i.RejectedOn != null)
        : Payments(db).Where(i => i.PaidOn != null && i.ReturnedOn == null);

    private IQueryable<Instruction> Payments(PaymentsDb db)
    {
        var (id, part) = (Batch.Id, Part);
        var all = db.Instructions.Where(i => i.BatchId == id);
        return part is null ? all : all.Where(i => i.Scheme == part.Scheme && i.Branch == part.Branch);
    }
}
