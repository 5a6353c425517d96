using Spmis.Contributions.Receipts;
using Spmis.Values;

namespace Spmis.Contributions.Plans;

/// <summary>Money of one worker in one currency, spent in the order it came.</summary>
internal sealed class PlanPurse(PlanDesk desk, Guid person, string currency)
{
    private readonly LinkedList<(Receipt Receipt, long LeftMinor)> held = [];
    private DateOnly lastCame;

    private long HeldMinor => held.Sum(h => h.LeftMinor);

    /// <summary>Spends it, and adds to the parts what goes to which month.</summary>
    /// <param name="money">Receipts with something held, by the day they came.</param>
    /// <param name="today">What lies too long for a longer period to be completed buys single months.</param>
    /// <param name="parts">What was bought.</param>
    /// <param name="ct">Cancels.</param>
    public async Task SpendAsync(IEnumerable<Receipt> money, DateOnly today, List<(PlanMonth? New, MovedMoney Part)> parts, CancellationToken ct)
    {
        foreach (var receipt in money)
        {
            await SettleAsync(receipt.BookedOn, parts, ct);
            held.AddLast((receipt, receipt.HeldMinor));
            lastCame = receipt.BookedOn;
            while (await desk.NextAsync(person, currency, lastCame, monthly: false, ct) is { } period && period.NeedMinor <= HeldMinor)
            {
                Buy(period, parts);
            }
        }

        await SettleAsync(today, parts, ct);
    }

    /// <summary>Periods that can no longer be completed on a day: what is there buys single months.</summary>
    private async Task SettleAsync(DateOnly on, List<(PlanMonth? New, MovedMoney Part)> parts, CancellationToken ct)
    {
        while (held.Count > 0 && await desk.NextAsync(person, currency, lastCame, monthly: true, ct) is { } month && month.DueOn < on && month.NeedMinor <= HeldMinor)
        {
            Buy(month, parts);
        }
    }

    private void Buy(PeriodToBuy period, List<(PlanMonth? New, MovedMoney Part)> parts)
    {
        foreach (var month in period.Months)
        {
            for (var need = month.NeedMinor; need > 0;)
            {
                var (source, left) = held.First();
                var part = Math.Min(need, left);
                parts.Add((month.New, new MovedMoney(source, Moved(source, period, month.Month, part), period.Plan.Scheme)));
                need -= part;
                TakeFirst(part);
            }
        }

        desk.Buy(period);
    }

    private void TakeFirst(long minor)
    {
        var (receipt, left) = held.First();
        held.RemoveFirst();
        if (left > minor)
        {
            held.AddFirst((receipt, left - minor));
        }
    }

    /// <summary>Booked in the month it buys, for which it counts; the day of the money itself stands on the receipt it was moved from.</summary>
    private static Receipt Moved(Receipt source, PeriodToBuy period, Month month, long minor)
    {
        var id = Guid.CreateVersion7();
        return new Receipt
        {
            Id = id, Channel = Channel.Correction, Account = FillPlans.Account, Reference = id.ToString("N"), SourceReceiptId = source.Id, BookedOn = source.BookedOn < month.First ? month.First : source.BookedOn > month.Last ? month.Last : source.BookedOn,
            AmountMinor = minor, Currency = source.Currency, Payer = source.Payer, Text = $"Payment {source.Reference}"[..Math.Min(400, source.Reference.Length + 8)], PersonId = period.Plan.PersonId,
        };
    }
}
