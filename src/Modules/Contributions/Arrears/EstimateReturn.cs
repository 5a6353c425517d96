using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Drafts;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Contributions.Returns;
using Spmis.Contributions.Takeover;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Contributions.Arrears;

/// <summary>What is estimated.</summary>
public sealed record EstimateInput
{
    public required Guid EmployerId { get; init; }

    public required string Scheme { get; init; }

    /// <summary>yyyyMM.</summary>
    public required int MonthCode { get; init; }

    [JsonIgnore]
    public Month Month => Month.FromCode(MonthCode);

    /// <summary>Number of workers and their wages together, when stated; else the last accepted return is taken.</summary>
    public int? Workers { get; init; }

    public long? WageMinor { get; init; }

    public required DateOnly DueOn { get; init; }

    public required string Reason { get; init; }

    public required string LegalBasis { get; init; }
}

/// <summary>Bills a month of which no return came by an estimate: from the last accepted return before it, or from a stated number of workers and sum of wages. One person prepares it, another approves.</summary>
public sealed class EstimateReturn(ContributionsDb db, SchemeBook schemes, HeldMonths held, OpenDraft holding, AllocateMoney allocation, RecountBills recount, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "returns.estimate";
    private const int DaysToPay = 14;
    private const int MostWorkers = 1_000_000;

    /// <summary>Puts it up for a second person.</summary>
    /// <param name="employerNumber">Whose return is missing.</param>
    /// <param name="month">Of which month.</param>
    /// <param name="scheme">The scheme; null where there is only one.</param>
    /// <param name="workers">Stated number of workers; null to take the last accepted return.</param>
    /// <param name="wages">Stated wages together, as 1234.50.</param>
    /// <param name="legalBasis">The article that allows it.</param>
    /// <param name="change">With the reason.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">The return came, is not overdue, or there is nothing to base it on.</exception>
    public async Task<Proposal> ProposeAsync(string employerNumber, Month month, string? scheme, int? workers, string? wages, string? legalBasis, Change change, CancellationToken ct)
    {
        var (reason, basis) = (RelieveBill.Given(change.Reason, "reason", "Say why.", 1000), RelieveBill.Given(legalBasis, "legalBasis", "Name the article of the law that allows it.", 400));
        var employer = await db.Set<EmployerCopy>().AsNoTracking().SingleOrDefaultAsync(e => e.EmployerNumber == employerNumber, ct) ?? throw new Refused("employer.unknown", $"There is no employer {employerNumber}.", "employerNumber");
        var of = await schemes.SchemeAsync(scheme, ct);
        var rules = await schemes.ForMonthAsync(of, month, ct);
        if (month >= Month.Of(change.Today) || rules.Open().DueDate(month) >= change.Today)
        {
            throw new Refused("estimate.not-overdue", $"The return of {month} is not overdue.", "month");
        }

        var input = new EstimateInput { EmployerId = employer.EmployerId, Scheme = of, MonthCode = month.Code, Workers = workers, WageMinor = Wages(workers, wages, rules.Currency), DueOn = change.Today.AddDays(DaysToPay), Reason = reason, LegalBasis = basis };
        _ = await ReckonAsync(input, ct);
        return await fourEyes.ProposeAsync(ContributionsModule.ModuleName, Act, $"{employer.EmployerId} {of} {month}", $"Estimate {month} of employer {employerNumber}", input, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var employer = await EmployerAsync(input, ct);
        var found = await ReckonAsync(input, ct);
        var currency = found.Rules.Currency;
        return
        [
            new("Employer", null, $"{employer.EmployerNumber}, {employer.Name}"), new("Month", null, $"{input.Month}"), new("Scheme", null, input.Scheme), new("Based on", null, found.BasedOn is { } from ? $"the return of {from}" : "stated figures"),
            new("Workers", null, $"{found.Workers}"), new("Wages", null, new Money(found.WageMinor, currency).ToString()), new("Amount", null, new Money(found.AmountMinor, currency).ToString()), new("Pay until", null, $"{input.DueOn:yyyy-MM-dd}"),
            new("Legal basis", null, input.LegalBasis), new("Because", null, input.Reason),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        if (input.DueOn <= change.Today)
        {
            throw new Refused("estimate.due-past", $"It was to be paid until {input.DueOn:yyyy-MM-dd}, which is over. Reject it and prepare it again.");
        }

        var employer = await EmployerAsync(input, ct);

        // The number first: a return being assessed beside takes one too, or holds the series, so whoever comes second sees the other.
        var number = await db.TakeNumbersAsync(PaymentReference.Series, 1, ct);
        var found = await ReckonAsync(input, ct);
        var bill = new Bill
        {
            Id = Guid.CreateVersion7(), Number = number, PaymentReference = PaymentReference.Of(number), Kind = BillKind.Estimate, EmployerId = employer.EmployerId, EmployerNumber = employer.EmployerNumber, Scheme = input.Scheme, Month = input.Month,
            AmountMinor = found.AmountMinor, Currency = found.Rules.Currency.Code, DueOn = input.DueOn, IssuedAt = change.Now, PackageHash = found.Rules.Scheme.Hash,
        };
        db.Add(bill);
        db.Add(new Estimate
        {
            Id = Guid.CreateVersion7(), EmployerId = employer.EmployerId, EmployerNumber = employer.EmployerNumber, Scheme = input.Scheme, Month = input.Month, Workers = found.Workers, WageMinor = found.WageMinor, AmountMinor = found.AmountMinor, Currency = bill.Currency,
            BasedOn = found.BasedOn, Reason = input.Reason, LegalBasis = input.LegalBasis, BillId = bill.Id, ApprovedAt = change.Now, ApprovedBy = change.Actor.Name,
        });
        await db.SaveAsync(change, ct);
        db.Entry(bill).State = EntityState.Detached; // Allocation changes it set-based.
        var book = new LedgerBook();
        book.Add(
            new Entry { Id = Guid.CreateVersion7(), Kind = EntryKind.Estimate, On = change.Today, MadeAt = change.Now, SubjectId = bill.Id, EmployerId = bill.EmployerId, Reference = bill.PaymentReference },
            Side.Debit(Account.ReceivableEmployer, bill.AmountMinor, bill.Currency) with { EmployerId = bill.EmployerId, Scheme = bill.Scheme, Month = bill.Month },
            Side.Credit(Account.EstimatedIncome, bill.AmountMinor, bill.Currency) with { EmployerId = bill.EmployerId, Scheme = bill.Scheme, Month = bill.Month });
        await book.WriteAsync(db, ct);
        await allocation.ForEmployersAsync([bill.EmployerId], change, ct);
        await recount.ForEmployerAsync(bill.EmployerId, change, ct);
    }

    private async Task<Reckoned> ReckonAsync(EstimateInput input, CancellationToken ct)
    {
        var ofMonth = db.Set<Return>().Where(r => r.EmployerId == input.EmployerId && r.Scheme == input.Scheme && r.Month == input.Month);
        if (await ofMonth.Came().AnyAsync(ct) || await ofMonth.OnTheirWay(db.Runs).AnyAsync(ct))
        {
            throw new Refused("estimate.filed", $"The return of {input.Month} came; nothing is to be estimated.", "month");
        }

        if ((await held.TakenOverAsync(input.EmployerId, (await EmployerAsync(input, ct)).EmployerNumber, input.Scheme, [input.Month], ct)).Count > 0)
        {
            throw new Refused("estimate.taken-over", $"{input.Month} was taken over from an old system; nothing is to be estimated.", "month");
        }

        if (await db.Set<Estimate>().AnyAsync(e => e.EmployerId == input.EmployerId && e.Scheme == input.Scheme && e.Month == input.Month, ct))
        {
            throw new Refused("estimate.made", $"{input.Month} was estimated already.", "month");
        }

        var rules = await schemes.ForMonthAsync(input.Scheme, input.Month, ct);
        var session = rules.Open();
        if (input is { Workers: { } workers, WageMinor: { } stated })
        {
            // As many wages as workers, alike to the last minor unit.
            var (each, more) = (stated / workers, stated % workers);
            var amount = ((workers - more) * session.Assess(input.Month, each).TotalMinor) + (more * session.Assess(input.Month, each + 1).TotalMinor);
            return Checked(new Reckoned(rules, workers, stated, amount, null));
        }

        var month = input.Month;
        var last = await db.Set<Return>().AsNoTracking().Where(r => r.EmployerId == input.EmployerId && r.Scheme == input.Scheme && r.Month < month && r.Slot != null && r.AssessedAt != null && r.Accepted > 0).OrderByDescending(r => r.Month).FirstOrDefaultAsync(ct)
            ?? throw new Refused("estimate.no-base", "No earlier return of the employer was accepted. State the number of workers and their wages.", "workers");
        var lines = (await holding.HoldingAsync(input.EmployerId, input.Scheme, last.Month, ct)).Where(l => l.Line.WageMinor > 0 && l.LeftOn is null).ToList();
        return Checked(new Reckoned(rules, lines.Count, lines.Sum(l => l.Line.WageMinor), lines.Sum(l => session.Assess(input.Month, l.Line.WageMinor).TotalMinor), last.Month));
    }

    private static Reckoned Checked(Reckoned found) => found.AmountMinor > 0 ? found : throw new Refused("estimate.nothing", "It comes to nothing to pay.", "wages");

    private static long? Wages(int? workers, string? wages, Currency currency)
    {
        if (workers is null && string.IsNullOrWhiteSpace(wages))
        {
            return null;
        }

        return workers is not (> 0 and <= MostWorkers) ? throw new Refused("estimate.workers", "State how many workers there are.", "workers")
            : !Money.TryParse((wages ?? "").Trim(), currency, out var money, out var problem) ? throw new Refused("amount.form", string.IsNullOrWhiteSpace(wages) ? "State their wages together." : problem ?? "The amount cannot be read.", "wages")
            : money.Minor;
    }

    private Task<EmployerCopy> EmployerAsync(EstimateInput input, CancellationToken ct) => db.Set<EmployerCopy>().AsNoTracking().SingleAsync(e => e.EmployerId == input.EmployerId, ct);

    private static EstimateInput Read(string payload) => JsonSerializer.Deserialize<EstimateInput>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");

    private sealed record Reckoned(SchemeRules Rules, int Workers, long WageMinor, long AmountMinor, Month? BasedOn);
}
