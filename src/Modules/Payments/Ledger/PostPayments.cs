using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Payments.Batches;
using Spmis.Payments.Funding;
using Spmis.Payments.Instructions;
using Spmis.Payments.PaymentRuns;
using Spmis.Payments.Payouts;
using Spmis.Payments.Reconciliation;
using Spmis.Payments.Vouchers;

namespace Spmis.Payments.Ledger;

/// <summary>Writes the books: every event of a payment's life as a balanced entry, in the transaction of the event itself.</summary>
public sealed class PostPayments(PaymentsDb db)
{
    /// <summary>Approval: what the run pays is owed, what it withholds is owed to somebody else; what its new attempts take up from rejected and returned payments is no longer open beside it.</summary>
    public async Task ApproveAsync(PaymentRun run, Change change, CancellationToken ct)
    {
        await PostAsync("approved", $"payment run {run.Number}", change, Owed(await SumsAsync(db.Instructions.Where(i => i.PaymentRunId == run.Id && i.LapsedAt == null), ct), back: false), ct);
        var reopened = db.Instructions.Where(i => (i.RejectedOn != null || i.ReturnedOn != null) && i.TakenUpIn == null && i.ReissueAskedAt != null
            && db.Instructions.Any(n => n.PaymentRunId == run.Id && n.AwardNumber == i.AwardNumber && n.Component == i.Component && n.Part == i.Part && n.Month == i.Month && n.Attempt > i.Attempt));
        await reopened.ExecuteUpdateAsync(s => s.SetProperty(i => i.TakenUpIn, run.Id), ct);
        await PostAsync("taken-up", $"payment run {run.Number}", change, (await TakenUpAsync(run, ct)).Select(o => new Move(o.Currency, Accounts.Reopened(o.Scheme), Accounts.Expense(o.Scheme), o.GrossMinor)), ct);
    }

    /// <summary>A cancelled run that was approved: nothing of it is owed any longer by it.</summary>
    public async Task CancelAsync(PaymentRun run, Change change, CancellationToken ct)
    {
        await PostAsync("cancelled", $"payment run {run.Number}", change, Owed(await SumsAsync(db.Instructions.Where(i => i.PaymentRunId == run.Id), ct), back: true), ct);
        await PostAsync("cancelled", $"payment run {run.Number}", change, (await TakenUpAsync(run, ct)).Select(o => new Move(o.Currency, Accounts.Expense(o.Scheme), Accounts.Reopened(o.Scheme), o.GrossMinor)), ct);
        await db.Instructions.Where(i => i.TakenUpIn == run.Id).ExecuteUpdateAsync(s => s.SetProperty(i => i.TakenUpIn, (Guid?)null), ct);
    }

    /// <summary>Months held in an earlier run and taken over by a new one are owed by the new one only.</summary>
    public Task TakeBackAsync(IEnumerable<SchemeSum> lapsed, string subject, Change change, CancellationToken ct) => PostAsync("taken-back", subject, change, Owed(lapsed.Where(l => l.GrossMinor > 0), back: true), ct);

    /// <summary>Release: a batch was ordered from its agency.</summary>
    public Task ReleaseAsync(Batch batch, IEnumerable<SchemeSum> sums, Change change, CancellationToken ct) =>
        PostAsync("released", $"batch {batch.Number}", change, sums.Select(s => new Move(s.Currency, Accounts.Payable(s.Scheme), Accounts.Transit(batch.Agency), s.Minor)), ct);

    /// <summary>Answers of an agency: money left, was not paid, or came back. What was withheld of a payment that is not paid, or no longer, is given back with it.</summary>
    public async Task SettleAsync(string agency, IReadOnlyCollection<SettledSum> sums, string subject, Change change, CancellationToken ct)
    {
        await PostAsync("paid", subject, change, sums.Where(s => s.Kind == OutcomeKind.Paid).Select(s => new Move(s.Currency, Accounts.Transit(agency), Accounts.Bank(agency), s.Minor)), ct);
        foreach (var (kind, from) in new[] { (OutcomeKind.Rejected, Accounts.Transit(agency)), (OutcomeKind.Returned, Accounts.Bank(agency)) })
        {
            var moves = sums.Where(s => s.Kind == kind).SelectMany(s => new Move[] { new(s.Currency, from, Accounts.Reopened(s.Scheme), s.Minor), new(s.Currency, Accounts.Withheld(s.Scheme), Accounts.Reopened(s.Scheme), s.WithheldMinor) });
            await PostAsync(kind == OutcomeKind.Rejected ? "rejected" : "returned", subject, change, moves, ct);
        }
    }

    /// <summary>A rejection that proved untrue: the payment is under way again, and what became of it is booked next.</summary>
    public Task UndoRejectionAsync(string agency, SchemeSum sum, string subject, Change change, CancellationToken ct) => PostAsync(
        "rejection-undone", subject, change,
        [new Move(sum.Currency, Accounts.Reopened(sum.Scheme), Accounts.Transit(agency), sum.Minor), new Move(sum.Currency, Accounts.Reopened(sum.Scheme), Accounts.Withheld(sum.Scheme), sum.WithheldMinor)], ct);

    /// <summary>A return that proved untrue: the money is with the payee after all.</summary>
    public Task UndoReturnAsync(string agency, SchemeSum sum, string subject, Change change, CancellationToken ct) => PostAsync(
        "return-undone", subject, change,
        [new Move(sum.Currency, Accounts.Reopened(sum.Scheme), Accounts.Bank(agency), sum.Minor), new Move(sum.Currency, Accounts.Reopened(sum.Scheme), Accounts.Withheld(sum.Scheme), sum.WithheldMinor)], ct);

    /// <summary>A payout: what was withheld left the bank for the creditor, or went back to the scheme whose overpayment it recovers.</summary>
    public Task PayOutAsync(Payout payout, IEnumerable<SchemeSum> sums, Change change, CancellationToken ct) => PostAsync(
        "paid-out", $"payout {payout.Number}", change,
        sums.Select(s => new Move(s.Currency, Accounts.Withheld(s.Scheme), payout.PaidFrom is { } agency ? Accounts.Bank(agency) : Accounts.Expense(s.Scheme), s.Minor)), ct);

    /// <summary>Vouchers that were activated are owed to whoever holds them.</summary>
    public Task VouchersActivatedAsync(VoucherBatch batch, long minor, string subject, Change change, CancellationToken ct) =>
        PostAsync("voucher-active", subject, change, [new Move(batch.Currency, Accounts.Expense(Accounts.Voucher(batch.Group)), Accounts.Voucher(batch.Group), minor)], ct);

    /// <summary>A voucher that was taken: the agency paid it.</summary>
    public Task VoucherRedeemedAsync(VoucherBatch batch, long minor, string agency, string subject, Change change, CancellationToken ct) =>
        PostAsync("voucher-redeemed", subject, change, [new Move(batch.Currency, Accounts.Voucher(batch.Group), Accounts.Bank(agency), minor)], ct);

    /// <summary>Active vouchers that were cancelled or expired are owed to nobody.</summary>
    public Task VouchersGivenUpAsync(VoucherBatch batch, long minor, string kind, string subject, Change change, CancellationToken ct) =>
        PostAsync(kind, subject, change, [new Move(batch.Currency, Accounts.Voucher(batch.Group), Accounts.Expense(Accounts.Voucher(batch.Group)), minor)], ct);

    /// <summary>A movement of a funding account, as the bank booked it.</summary>
    internal Task FundingMovedAsync(FundingAccount account, FundingMovement movement, Change change, CancellationToken ct)
    {
        var (funding, other) = (Accounts.Funding(account.Code), movement.Kind switch
        {
            FundingKind.Settlement or FundingKind.AgencyReturn => Accounts.Bank(movement.Agency ?? ""),
            FundingKind.Fee => Accounts.Fees(account.Code),
            _ => Accounts.Financier(account.Code),
        });
        var move = movement.SignedMinor > 0 ? new Move(account.Currency, funding, other, movement.AmountMinor) : new Move(account.Currency, other, funding, movement.AmountMinor);
        return PostAsync($"funding-{JsonNamingPolicy.KebabCaseLower.ConvertName(movement.Kind.ToString())}", $"funding account {account.Code}", change, [move], ct);
    }

    private static IEnumerable<Move> Owed(IEnumerable<SchemeSum> sums, bool back) => sums.GroupBy(s => (s.Scheme, s.Currency)).SelectMany(g =>
    {
        var (expense, payable, withheld) = (Accounts.Expense(g.Key.Scheme), Accounts.Payable(g.Key.Scheme), Accounts.Withheld(g.Key.Scheme));
        return new Move[]
        {
            back ? new(g.Key.Currency, payable, expense, g.Sum(s => s.Minor)) : new(g.Key.Currency, expense, payable, g.Sum(s => s.Minor)),
            back ? new(g.Key.Currency, withheld, expense, g.Sum(s => s.WithheldMinor)) : new(g.Key.Currency, expense, withheld, g.Sum(s => s.WithheldMinor)),
        };
    });

    private static async Task<List<SchemeSum>> SumsAsync(IQueryable<Instruction> rows, CancellationToken ct) => await rows.Where(i => i.AmountMinor + i.WithheldMinor > 0)
        .GroupBy(i => new { i.Scheme, i.Currency }).Select(g => new SchemeSum(g.Key.Scheme, g.Key.Currency, g.Sum(i => i.AmountMinor), g.Sum(i => i.WithheldMinor))).ToListAsync(ct);

    private Task<List<SchemeSum>> TakenUpAsync(PaymentRun run, CancellationToken ct) => SumsAsync(db.Instructions.Where(i => i.TakenUpIn == run.Id), ct);

    private async Task PostAsync(string kind, string subject, Change change, IEnumerable<Move> moves, CancellationToken ct)
    {
        // What comes late, such as a run that began before the month was closed, counts on the first open day; when it was made is kept beside it.
        var on = await ReadBooks.LastClosedAsync(db, ct) is { } closed && change.Today <= closed.Last ? closed.Last.AddDays(1) : change.Today;
        foreach (var currency in moves.Where(m => m.Minor != 0).GroupBy(m => m.Currency))
        {
            var sides = currency.SelectMany(m => new[] { (Account: m.Debit, m.Minor), (Account: m.Credit, Minor: -m.Minor) });
            db.LedgerEntries.Add(new LedgerEntry
            {
                Kind = kind, Subject = subject, Currency = currency.Key, On = on, At = change.Now, By = change.Actor.Name,
                Postings = [.. sides.GroupBy(s => s.Account).Select(g => new Posting { Account = g.Key, AmountMinor = g.Sum(s => s.Minor) })],
            });
        }
    }

    private sealed record Move(string Currency, string Debit, string Credit, long Minor);
}

/// <summary>A sum of one scheme and currency: what is or was to be sent, and what deductions withheld beside it.</summary>
public sealed record SchemeSum(string Scheme, string Currency, long Minor, long WithheldMinor = 0)
{
    /// <summary>Both.</summary>
    public long GrossMinor => Minor + WithheldMinor;
}

/// <summary>A sum of one scheme, currency and outcome.</summary>
public sealed record SettledSum(OutcomeKind Kind, string Scheme, string Currency, long Minor, long WithheldMinor = 0);
