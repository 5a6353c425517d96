using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Payments.Deductions;
using Spmis.Values;

namespace Spmis.Payments.Payouts;

/// <summary>What is due to one creditor in one currency and stands in no payout yet.</summary>
/// <param name="Lines">Withheld amounts, and those that came back.</param>
/// <param name="Minor">Their sum; below nothing when more came back than is due.</param>
public sealed record CreditorDue(DeductionKind Kind, string Creditor, string? CreditorAccount, string Currency, int Lines, long Minor)
{
    public Money Amount => new(Minor, Values.Currency.Of(Currency));
}

/// <summary>A line of a payout, for people.</summary>
public sealed record PayoutLineShown(string Reference, string OrderReference, string AwardNumber, Month Month, bool CameBack, long AmountMinor, DateTime KnownAt)
{
    /// <summary>From whose payment it was taken, for the record of reads; creditors are not told.</summary>
    [JsonIgnore]
    public string? PayeeNumber { get; init; }
}

/// <summary>What is due to creditors and not paid out, computed from payments and payouts whenever it is asked.</summary>
public sealed class PayoutFigures(PaymentsDb db, DeductionFigures deductions)
{
    /// <summary>Creditors to whom something is due, by what became known up to a day that is over.</summary>
    /// <exception cref="Refused">The day is not over.</exception>
    /// <param name="to">The last day.</param>
    /// <param name="today">To know what is over.</param>
    /// <param name="most">Creditors at most.</param>
    /// <param name="ct">Stops it.</param>
    /// <param name="name">A part of the creditor's name; null for all.</param>
    public async Task<IReadOnlyList<CreditorDue>> DueAsync(DateOnly to, DateOnly today, int most, CancellationToken ct, string? name = null) =>
        await Open(to, today).Where(d => name == null || d.Creditor.Contains(name)).GroupBy(d => new { d.Kind, d.Creditor, d.CreditorAccount, d.Currency })
            .Select(g => new { g.Key, Lines = g.Count(), Minor = g.Sum(d => d.AmountMinor) }).OrderBy(g => g.Key.Kind).ThenBy(g => g.Key.Creditor).ThenBy(g => g.Key.CreditorAccount).ThenBy(g => g.Key.Currency).Take(most)
            .Select(g => new CreditorDue(g.Key.Kind, g.Key.Creditor, g.Key.CreditorAccount, g.Key.Currency, g.Lines, g.Minor)).ToListAsync(ct);

    /// <summary>Lines that became known up to a day and stand in no payout.</summary>
    internal IQueryable<DueRow> Open(DateOnly to, DateOnly today) => to >= today
        ? throw new Refused("payout.day", $"Name a last day that is over; {today:yyyy-MM-dd} is not yet.", "to")
        : deductions.Due(DateTime.UnixEpoch, to.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc))
            .Where(d => !db.PayoutLines.Any(l => l.Reference == d.Reference && l.OrderId == d.OrderId && l.CameBack == d.CameBack && l.Live == true));

    /// <summary>The lines of a payout in order.</summary>
    public IQueryable<PayoutLineShown> Lines(long payoutId) => db.PayoutLines.AsNoTracking().Where(l => l.PayoutId == payoutId)
        .Join(db.DeductionOrders, l => l.OrderId, o => o.Id, (l, o) => new { l, o }).Join(db.Instructions, x => x.l.Reference, i => i.Reference, (x, i) => new { x.l, x.o, i.Month, i.PayeeNumber })
        .OrderBy(x => x.l.KnownAt).ThenBy(x => x.l.Reference).ThenBy(x => x.o.Id).ThenBy(x => x.l.CameBack)
        .Select(x => new PayoutLineShown(x.l.Reference, x.o.Reference, x.o.AwardNumber, x.Month, x.l.CameBack, x.l.AmountMinor, x.l.KnownAt) { PayeeNumber = x.PayeeNumber });
}
