using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Contributions.Takeover;

/// <summary>
/// Posts approved lines. History becomes contributions that bear their source: they were paid into the old books, so nothing is booked for them here. Debts become bills and credits become money held,
/// both against the account of money taken over, which so says what the old books handed on.
/// </summary>
public sealed class PostTakeover(ContributionsDb db, SchemeBook schemes, Merges merges, HeldMonths held, RecountYears recount, AllocateMoney allocation, RecountBills bills)
{
    internal const string CreditAccount = "taken-over";

    internal async Task LinesAsync(TakeoverBatch batch, IReadOnlyList<TakeoverLine> lines, RunStep step, CancellationToken ct)
    {
        step.Run.Total ??= batch.Accepted;
        if (batch.Kind == TakeoverKind.History)
        {
            lines = await LeaveOutAsync(batch, lines, step, ct);
            await HistoryAsync(batch, lines, step.Change, ct);
        }
        else
        {
            await BalancesAsync(batch, lines, step.Change, ct);
        }

        step.Count(lines.Count, 0);
    }

    /// <summary>Counts a year of up to 500 persons anew and tells Eligibility.</summary>
    internal async Task CountAsync(TakeoverBatch batch, int year, IReadOnlyCollection<Guid> persons, RunStep step, CancellationToken ct) =>
        await recount.YearAsync([.. (await merges.RootsAsync(persons, ct)).Values.Distinct()], batch.Scheme, year, step.Change, ct);

    /// <summary>Money held goes to the oldest debts.</summary>
    internal async Task SettleAsync(IReadOnlyCollection<Guid> employers, RunStep step, CancellationToken ct)
    {
        await allocation.ForEmployersAsync(employers, step.Change, ct);
        await bills.ForEmployersAsync(employers, step.Change, ct);
    }

    /// <summary>Refuses lines of which a month came here otherwise since the batch was approved: they stand with the refused ones, to be mended and sent again.</summary>
    private async Task<IReadOnlyList<TakeoverLine>> LeaveOutAsync(TakeoverBatch batch, IReadOnlyList<TakeoverLine> lines, RunStep step, CancellationToken ct)
    {
        var others = await held.OthersAsync(batch, [.. lines.Select(PersonOf).Distinct()], lines.Min(l => l.From), lines.Max(l => l.To), coming: false, ct);
        var late = lines.Select(l => (Line: l, Month: HeldMonths.FirstOf(l, others))).Where(x => x.Month is not null).ToList();
        if (late.Count == 0)
        {
            return lines;
        }

        late.ForEach(x => step.Refuse(x.Line.Line, "month.declared-here", $"{x.Month} was declared or paid here, or taken over from another system, after the takeover was approved. Leave the month out; what is wrong with it is mended by a correction.", "from", reference: x.Line.Reference));
        var numbers = late.Select(x => x.Line.Line).ToHashSet();
        await db.Set<TakeoverLine>().Where(l => l.BatchId == batch.Id && numbers.Contains(l.Line)).ExecuteUpdateAsync(s => s.SetProperty(l => l.Refused, true).SetProperty(l => l.Once, (string?)null), ct);
        await db.Set<TakeoverBatch>().Where(b => b.Id == batch.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.Accepted, b => b.Accepted - numbers.Count).SetProperty(b => b.Refused, b => b.Refused + numbers.Count), ct);
        db.RecordBulk(step.Change, nameof(TakeoverLine), $"takeover {batch.Id} lines {lines[0].Line}-{lines[^1].Line}", new { leftOut = numbers });
        return [.. lines.Where(l => !numbers.Contains(l.Line))];
    }

    private async Task HistoryAsync(TakeoverBatch batch, IReadOnlyList<TakeoverLine> lines, Change change, CancellationToken ct)
    {
        if (lines.Count == 0)
        {
            return;
        }

        var roots = await merges.RootsAsync([.. lines.Select(PersonOf)], ct);
        Dictionary<Month, string?> law = [];
        List<Contribution> contributions = [];
        foreach (var line in lines)
        {
            foreach (var month in SplitPeriod.Of(line))
            {
                if (!law.TryGetValue(month.Month, out var hash))
                {
                    law[month.Month] = hash = await schemes.IsInForceAsync(batch.Scheme, month.Month, long.MaxValue, ct) ? (await schemes.ForMonthAsync(batch.Scheme, month.Month, ct)).Scheme.Hash : null;
                }

                contributions.Add(new Contribution
                {
                    PersonId = roots[PersonOf(line)], DeclaredPersonId = PersonOf(line), Scheme = batch.Scheme, Month = month.Month, EmployerId = line.EmployerId, BaseMinor = month.BaseMinor, EmployeeMinor = month.EmployeeMinor, EmployerMinor = month.EmployerMinor,
                    TakeoverId = batch.Id, TakeoverLine = line.Line, OldCount = month.OldCount, CountedBy = hash,
                });
            }
        }

        await db.BulkInsertAsync(contributions, ct);
        db.RecordBulk(change, nameof(Contribution), $"takeover {batch.Id} lines {lines[0].Line}-{lines[^1].Line}", new { contributions = contributions.Count, minor = contributions.Sum(c => c.EmployeeMinor + c.EmployerMinor) });
    }

    private async Task BalancesAsync(TakeoverBatch batch, IReadOnlyList<TakeoverLine> lines, Change change, CancellationToken ct)
    {
        var debts = lines.Where(l => l.Balance != BalanceKind.Credit).ToList();
        var first = debts.Count == 0 ? 0 : await db.TakeNumbersAsync(PaymentReference.Series, debts.Count, ct);
        List<Bill> made = [];
        var book = new LedgerBook();
        foreach (var line in debts)
        {
            var bill = await BillAsync(batch, line, first + made.Count, change, ct);
            made.Add(bill);
            book.Add(
                EntryOf(bill.Id, bill.EmployerId, bill.PaymentReference, change),
                Side.Debit(Account.ReceivableEmployer, bill.AmountMinor, bill.Currency) with { EmployerId = bill.EmployerId, Scheme = bill.Scheme, Month = bill.Month },
                Side.Credit(Account.TakenOver, bill.AmountMinor, bill.Currency) with { EmployerId = bill.EmployerId, Scheme = bill.Scheme, Month = bill.Month });
        }

        var credits = lines.Where(l => l.Balance == BalanceKind.Credit).Select(l => CreditOf(batch, l)).ToList();
        foreach (var credit in credits)
        {
            book.Add(
                EntryOf(credit.Id, credit.EmployerId ?? default, credit.Reference, change),
                Side.Debit(Account.TakenOver, credit.AmountMinor, credit.Currency) with { EmployerId = credit.EmployerId, Scheme = batch.Scheme },
                Side.Credit(Account.SuspenseEmployer, credit.AmountMinor, credit.Currency) with { EmployerId = credit.EmployerId });
        }

        await db.BulkInsertAsync(made, ct);
        await db.BulkInsertAsync(credits, ct);
        await book.WriteAsync(db, ct);
        db.RecordBulk(change, nameof(Bill), $"takeover {batch.Id} lines {lines[0].Line}-{lines[^1].Line}", new { bills = made.Count, billedMinor = made.Sum(b => b.AmountMinor), credits = credits.Count, creditedMinor = credits.Sum(c => c.AmountMinor) });
    }

    private async Task<Bill> BillAsync(TakeoverBatch batch, TakeoverLine line, long number, Change change, CancellationToken ct) => new()
    {
        Id = ResultOf(line), Number = number, PaymentReference = PaymentReference.Of(number), Kind = line.Balance == BalanceKind.Interest ? BillKind.Interest : BillKind.TakenOver, EmployerId = EmployerOf(line), EmployerNumber = line.EmployerNumber ?? "", Scheme = batch.Scheme, Month = line.From,
        AmountMinor = line.AmountMinor, Currency = batch.Currency, DueOn = DayOf(line), IssuedAt = change.Now, InterestFrom = line.InterestFrom, LimitationFrom = line.LimitationFrom, TakeoverId = batch.Id,
        PackageHash = line.InterestFrom is null ? "" : (await schemes.ForMonthAsync(batch.Scheme, line.From, ct)).Scheme.Hash,
    };

    private static Receipt CreditOf(TakeoverBatch batch, TakeoverLine line) => new()
    {
        Id = ResultOf(line), Channel = Channel.Correction, Account = CreditAccount, Reference = $"{batch.Id}:{line.Reference}", Line = line.Line, BookedOn = DayOf(line), AmountMinor = line.AmountMinor, Currency = batch.Currency, EmployerId = EmployerOf(line),
        Text = $"Taken over from {batch.Source}, {line.Reference}",
    };

    private static Entry EntryOf(Guid subject, Guid employer, string reference, Change change) => new() { Id = Guid.CreateVersion7(), Kind = EntryKind.TakenOver, On = change.Today, MadeAt = change.Now, SubjectId = subject, EmployerId = employer, Reference = reference };

    private static Guid PersonOf(TakeoverLine line) => line.PersonId ?? throw NotWhole(line);

    private static Guid EmployerOf(TakeoverLine line) => line.EmployerId ?? throw NotWhole(line);

    private static Guid ResultOf(TakeoverLine line) => line.ResultId ?? throw NotWhole(line);

    private static DateOnly DayOf(TakeoverLine line) => line.DueOn ?? throw NotWhole(line);

    private static InvalidOperationException NotWhole(TakeoverLine line) => new($"Line {line.Line} of takeover {line.BatchId} was accepted, but is not whole.");
}
