using Microsoft.EntityFrameworkCore;
using Spmis.Values;

namespace Spmis.Payments.Deductions;

/// <summary>An order with what it took so far.</summary>
/// <param name="Order">The order.</param>
/// <param name="WithheldMinor">Of payments that were not rejected, returned or given up.</param>
/// <param name="DueMinor">Of these, of payments that are paid (or withheld whole and released): owed to the creditor.</param>
public sealed record DeductionStanding(DeductionOrder Order, long WithheldMinor, long DueMinor)
{
    public Money Withheld => new(WithheldMinor, Currency.Of(Order.Currency));

    public Money Due => new(DueMinor, Currency.Of(Order.Currency));
}

/// <summary>A deduction of a payment, for people.</summary>
public sealed record PaymentDeduction(string Reference, DeductionKind Kind, string OrderReference, string Creditor, long AmountMinor);

/// <summary>One line of what is due to a creditor.</summary>
public sealed record DueLine(string Creditor, string? CreditorAccount, string OrderReference, string AwardNumber, string PaymentReference, Month Month, long AmountMinor, string Currency, DateOnly? PaidOn);

/// <summary>What deductions took, computed from the payments whenever it is asked.</summary>
public sealed class DeductionFigures(PaymentsDb db)
{
    /// <summary>Orders with their sums.</summary>
    public async Task<IReadOnlyList<DeductionStanding>> OfAsync(IReadOnlyList<DeductionOrder> orders, CancellationToken ct)
    {
        var ids = orders.Select(o => o.Id).ToList();
        var sums = await db.Withholdings.Where(w => ids.Contains(w.OrderId)).Join(db.Instructions.Where(i => i.Live == true), w => w.Reference, i => i.Reference, (w, i) => new { w.OrderId, w.AmountMinor, Due = i.PaidOn != null || (i.HoldCode == Instructions.HoldReasons.AllWithheld && db.PaymentRuns.Any(r => r.Id == i.PaymentRunId && r.ReleasedAt != null)) })
            .GroupBy(x => new { x.OrderId, x.Due }).Select(g => new { g.Key.OrderId, g.Key.Due, Minor = g.Sum(x => x.AmountMinor) }).ToListAsync(ct);
        return [.. orders.Select(o => new DeductionStanding(o, sums.Where(s => s.OrderId == o.Id).Sum(s => s.Minor), sums.Where(s => s.OrderId == o.Id && s.Due).Sum(s => s.Minor)))];
    }

    /// <summary>The deductions of payments.</summary>
    public async Task<ILookup<string, PaymentDeduction>> OfPaymentsAsync(IReadOnlyCollection<string> references, CancellationToken ct)
    {
        var rows = references.Count == 0 ? [] : await db.Withholdings.AsNoTracking().Where(w => references.Contains(w.Reference))
            .Join(db.DeductionOrders, w => w.OrderId, o => o.Id, (w, o) => new { o.Priority, o.Id, Shown = new PaymentDeduction(w.Reference, o.Kind, o.Reference, o.Creditor, w.AmountMinor) })
            .OrderBy(x => x.Priority).ThenBy(x => x.Id).Select(x => x.Shown).ToListAsync(ct);
        return rows.ToLookup(r => r.Reference);
    }

    /// <summary>What is due to creditors of court orders, payment by payment.</summary>
    public IAsyncEnumerable<DueLine> DueLines() => db.Withholdings.AsNoTracking()
        .Join(db.DeductionOrders.Where(o => o.Kind == DeductionKind.CourtOrder), w => w.OrderId, o => o.Id, (w, o) => new { w, o })
        .Join(db.Instructions.Where(i => i.Live == true && (i.PaidOn != null || (i.HoldCode == Instructions.HoldReasons.AllWithheld && db.PaymentRuns.Any(r => r.Id == i.PaymentRunId && r.ReleasedAt != null)))), x => x.w.Reference, i => i.Reference, (x, i) => new { x.w, x.o, i })
        .OrderBy(x => x.o.Creditor).ThenBy(x => x.o.Id).ThenBy(x => x.i.Month)
        .Select(x => new DueLine(x.o.Creditor, x.o.CreditorAccount, x.o.Reference, x.o.AwardNumber, x.i.Reference, x.i.Month, x.w.AmountMinor, x.o.Currency, x.i.PaidOn)).AsAsyncEnumerable();
}
