using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Payments.Instructions;
using Spmis.Payments.Reconciliation;
using Spmis.Values;

namespace Spmis.Payments.Deductions;

/// <summary>An order with what it took so far.</summary>
/// <param name="Order">The order.</param>
/// <param name="WithheldMinor">Of payments that were not rejected, returned or given up.</param>
/// <param name="DueMinor">Of these, of payments that are paid (or withheld whole and released), less what was paid out: owed to the creditor. Below nothing when a payment came back after that.</param>
public sealed record DeductionStanding(DeductionOrder Order, long WithheldMinor, long DueMinor)
{
    public Money Withheld => new(WithheldMinor, Currency.Of(Order.Currency));

    public Money Due => new(DueMinor, Currency.Of(Order.Currency));
}

/// <summary>A deduction of a payment, for people.</summary>
public sealed record PaymentDeduction(string Reference, DeductionKind Kind, string OrderReference, string Creditor, long AmountMinor);

/// <summary>One line of what became due to a creditor.</summary>
/// <param name="AmountMinor">Below nothing when a payment that was paid came back, and what it withheld with it.</param>
/// <param name="PaidOn">The day the agency paid; of a month that was withheld whole, the day of the release.</param>
/// <param name="KnownAt">When it became known here, by which lines belong to one list and no other.</param>
public sealed record DueLine(string Creditor, string? CreditorAccount, string OrderReference, string AwardNumber, string PaymentReference, Month Month, long AmountMinor, string Currency, DateOnly? PaidOn, DateTime KnownAt)
{
    /// <summary>From whose payment it was taken, for the record of reads; creditors are not told.</summary>
    public string? PayeeNumber { get; init; }
}

/// <summary>A withheld amount that became due, or came back, as the database has it.</summary>
internal sealed class DueRow
{
    public required string PayeeNumber { get; init; }

    public required DeductionKind Kind { get; init; }

    public required string Creditor { get; init; }

    public string? CreditorAccount { get; init; }

    public required long OrderId { get; init; }

    public required string OrderReference { get; init; }

    public required string AwardNumber { get; init; }

    public required string Currency { get; init; }

    public required string Scheme { get; init; }

    public required string Reference { get; init; }

    public required Month Month { get; init; }

    public DateOnly? PaidOn { get; init; }

    public required DateTime KnownAt { get; init; }

    public required bool CameBack { get; init; }

    public required long AmountMinor { get; init; }
}

/// <summary>What deductions took, computed from the payments whenever it is asked.</summary>
public sealed class DeductionFigures(PaymentsDb db)
{
    /// <summary>Orders with their sums.</summary>
    public async Task<IReadOnlyList<DeductionStanding>> OfAsync(IReadOnlyList<DeductionOrder> orders, CancellationToken ct)
    {
        var ids = orders.Select(o => o.Id).ToList();
        var sums = await db.Withholdings.Where(w => ids.Contains(w.OrderId)).Join(db.Instructions.Where(i => i.Live == true), w => w.Reference, i => i.Reference, (w, i) => new { w.OrderId, w.AmountMinor, Due = i.PaidOn != null || (i.HoldCode == Instructions.HoldReasons.AllWithheld && db.PaymentRuns.Any(r => r.Id == i.PaymentRunId && r.ReleasedAt != null)) })
            .GroupBy(x => new { x.OrderId, x.Due }).Select(g => new { g.Key.OrderId, g.Key.Due, Minor = g.Sum(x => x.AmountMinor) }).ToListAsync(ct);
        var paidOut = await db.PayoutLines.Where(l => ids.Contains(l.OrderId) && db.Payouts.Any(p => p.Id == l.PayoutId && p.ConfirmedAt != null)).GroupBy(l => l.OrderId).Select(g => new { g.Key, Minor = g.Sum(l => l.AmountMinor) }).ToDictionaryAsync(g => g.Key, g => g.Minor, ct);
        return [.. orders.Select(o => new DeductionStanding(o, sums.Where(s => s.OrderId == o.Id).Sum(s => s.Minor), sums.Where(s => s.OrderId == o.Id && s.Due).Sum(s => s.Minor) - paidOut.GetValueOrDefault(o.Id)))];
    }

    /// <summary>The deductions of payments.</summary>
    public async Task<ILookup<string, PaymentDeduction>> OfPaymentsAsync(IReadOnlyCollection<string> references, CancellationToken ct)
    {
        var rows = references.Count == 0 ? [] : await db.Withholdings.AsNoTracking().Where(w => references.Contains(w.Reference))
            .Join(db.DeductionOrders, w => w.OrderId, o => o.Id, (w, o) => new { o.Priority, o.Id, Shown = new PaymentDeduction(w.Reference, o.Kind, o.Reference, o.Creditor, w.AmountMinor) })
            .OrderBy(x => x.Priority).ThenBy(x => x.Id).Select(x => x.Shown).ToListAsync(ct);
        return rows.ToLookup(r => r.Reference);
    }

    /// <summary>
    /// What became due to creditors of court orders in days that are over, payment by payment. A line stands in the list of the day (UTC) on which its answer or release was recorded, whatever
    /// day the agency tells: lists of days that follow one another name each line once, and the same days give the same list for ever.
    /// </summary>
    /// <param name="from">First day.</param>
    /// <param name="to">Last day.</param>
    /// <param name="today">The day it is asked.</param>
    /// <exception cref="Refused">The days are none, or not over.</exception>
    public IAsyncEnumerable<DueLine> DueLines(DateOnly from, DateOnly to, DateOnly today)
    {
        if (to < from || to >= today || from.Year < 1900)
        {
            throw new Refused("deduction.days", $"Name a first and a last day that are over; {today:yyyy-MM-dd} is not yet.", nameof(to));
        }

        var (start, end) = (from.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), to.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        return Lines(Due(start, end).Where(d => d.Kind == DeductionKind.CourtOrder).OrderBy(d => d.Creditor).ThenBy(d => d.OrderId).ThenBy(d => d.Month).ThenBy(d => d.Reference).ThenBy(d => d.CameBack)
            .Select(d => new DueLine(d.Creditor, d.CreditorAccount, d.OrderReference, d.AwardNumber, d.Reference, d.Month, d.AmountMinor, d.Currency, d.PaidOn, d.KnownAt) { PayeeNumber = d.PayeeNumber }));
    }

    /// <summary>What became due, or came back, between two instants: of court orders and recoveries.</summary>
    internal IQueryable<DueRow> Due(DateTime start, DateTime end)
    {
        var answered = db.Outcomes.AsNoTracking().Where(o => o.At >= start && o.At < end && (o.Kind == OutcomeKind.Paid || o.Kind == OutcomeKind.Returned))
            .Join(db.Instructions.Where(i => i.WithheldMinor > 0), o => o.InstructionId, i => i.Id, (o, i) => new { i.Reference, i.PayeeNumber, i.Scheme, i.Month, i.PaidOn, KnownAt = o.At, CameBack = o.Kind == OutcomeKind.Returned });
        var whole = db.Instructions.AsNoTracking().Where(i => i.WithheldMinor > 0 && i.Live == true && i.HoldCode == HoldReasons.AllWithheld)
            .Join(db.PaymentRuns.Where(r => r.ReleasedAt >= start && r.ReleasedAt < end), i => i.PaymentRunId, r => r.Id, (i, r) => new { i.Reference, i.PayeeNumber, i.Scheme, i.Month, i.PaidOn, KnownAt = r.ReleasedAt ?? start, CameBack = false });
        return answered.Concat(whole).Join(db.Withholdings, x => x.Reference, w => w.Reference, (x, w) => new { x, w }).Join(db.DeductionOrders, y => y.w.OrderId, o => o.Id, (y, o) => new DueRow
        {
            Kind = o.Kind, Creditor = o.Creditor, CreditorAccount = o.CreditorAccount, OrderId = o.Id, OrderReference = o.Reference, AwardNumber = o.AwardNumber, Currency = o.Currency, Scheme = y.x.Scheme,
            Reference = y.x.Reference, PayeeNumber = y.x.PayeeNumber, Month = y.x.Month, PaidOn = y.x.PaidOn, KnownAt = y.x.KnownAt, CameBack = y.x.CameBack, AmountMinor = y.x.CameBack ? -y.w.AmountMinor : y.w.AmountMinor,
        });
    }

    private static async IAsyncEnumerable<DueLine> Lines(IQueryable<DueLine> lines)
    {
        await foreach (var line in lines.AsAsyncEnumerable())
        {
            yield return line with { PaidOn = line.PaidOn ?? DateOnly.FromDateTime(line.KnownAt) };
        }
    }
}
