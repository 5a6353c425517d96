using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Bills;
using Spmis.Contributions.P2g;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Contributions.Api;

/// <summary>A bill as the API gives it.</summary>
public sealed record BillAnswer(string PaymentReference, string Kind, string EmployerNumber, string Month, string Amount, string Open, string Currency, DateOnly DueOn, string State)
{
    internal static BillAnswer Of(BillItem b) => new(b.PaymentReference, b.Kind.ToString(), b.EmployerNumber, b.Month.ToString(), b.Amount.ToPlain(), b.Open.ToPlain(), b.Amount.Currency.Code, b.DueOn, b.State.ToString());
}

/// <summary>A receipt as the API gives it.</summary>
public sealed record ReceiptAnswer(Guid Id, string Channel, string Account, string Reference, DateOnly BookedOn, string Amount, string Allocated, string Refunded, string Held, string Currency, string? Payer, string? Text)
{
    internal static ReceiptAnswer Of(Receipt r)
    {
        var currency = Values.Currency.Of(r.Currency);
        string Plain(long minor) => new Money(minor, currency).ToPlain();
        return new ReceiptAnswer(r.Id, r.Channel.ToString(), r.Account, r.Reference, r.BookedOn, Plain(r.AmountMinor), Plain(r.AllocatedMinor), Plain(r.RefundedMinor), Plain(r.HeldMinor), r.Currency, r.Payer, r.Text);
    }
}

/// <summary>A month of a record as the API gives it.</summary>
public sealed record MonthAnswer(string Month, string Scheme, string DeclaredBase, string Declared, string Paid, string Currency, bool Counts, string Standing);

/// <summary>A record as the API gives it.</summary>
public sealed record RecordAnswer(string Number, string Name, IReadOnlyList<MonthAnswer> Months);

/// <summary>A line of an account as the API gives it.</summary>
public sealed record AccountLineAnswer(DateOnly On, string Kind, string Reference, string Charged, string Balance);

/// <summary>An account as the API gives it.</summary>
public sealed record AccountAnswer(string EmployerNumber, string Name, string Balance, string Currency, IReadOnlyList<AccountLineAnswer> Lines)
{
    /// <summary>From the account.</summary>
    public static AccountAnswer Of(EmployerAccount account) => new(
        account.Number, account.Name, account.Balance.ToPlain(), account.Balance.Currency.Code, [.. account.Lines.Select(l => new AccountLineAnswer(l.On, l.Kind.ToString(), l.Reference, l.Charged.ToPlain(), l.Balance.ToPlain()))]);
}

/// <summary>For whom held money is.</summary>
/// <param name="To">A payment reference, an employer number or a registration number.</param>
/// <param name="Amount">As 1234.50; left out, all that is held.</param>
/// <param name="Reason">How it is known.</param>
public sealed record AssignBody(string? To, string? Amount, string? Reason);

/// <summary>What is to be paid back.</summary>
/// <param name="Amount">As 1234.50; left out, all that is held.</param>
/// <param name="Beneficiary">Who gets it; left out, the payer.</param>
/// <param name="PayTo">Account or wallet.</param>
/// <param name="Reason">Why.</param>
public sealed record RefundBody(string? Amount, string? Beneficiary, string? PayTo, string? Reason);

/// <summary>Why a payment notice is withdrawn.</summary>
public sealed record WithdrawBody(string? Reason);

/// <summary>The second person's word.</summary>
/// <param name="Approve">True approves, false rejects.</param>
/// <param name="Reason">Needed to reject.</param>
public sealed record DecisionBody(bool Approve, string? Reason);

/// <summary>What was put up for approval.</summary>
/// <param name="ProposalId">Its number.</param>
/// <param name="Title">What it is.</param>
/// <param name="Shown">What the others see, as JSON.</param>
/// <param name="Applied">Whether it is done already, because the policy lets the preparer alone suffice.</param>
public sealed record PreparedAnswer(long ProposalId, string Title, string Shown, bool Applied)
{
    internal static PreparedAnswer Of(Kernel.Proposals.Proposal p) => new(p.Id, p.Title, p.Shown, p.Approved == true);
}

/// <summary>What a reckoning of interest was asked for.</summary>
public sealed record InterestBody(DateOnly? On);

/// <summary>Endpoints for bills, receipts, records and interest.</summary>
internal static class MoneyApi
{
    private const long MaxStatement = 1024L * 1024 * 1024;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/bills", async (ListBills act, CurrentActor actor, string? employer, bool? open, string? after, int? limit, CancellationToken ct) =>
            (await act.HandleAsync(actor.Actor, after, Math.Min(limit ?? 25, 100), null, employer, open ?? false, ct)).Select(BillAnswer.Of)).Reads(May.ReadReturns).WithSummary("Bills in the order of their payment references.");
        api.MapGet("/employers/{number}/account", AccountAsync).Reads(May.ReadReturns).WithSummary("An employer's statement of account.");
        api.MapGet("/me", (ReadRecord act, CurrentActor current, PersonsShown shown, CancellationToken ct) =>
        {
            var number = current.Actor.OwnNumber();
            shown.Add(number);
            return RecordAsync(act, number, ct);
        }).Reads(May.ReadOwn).WithSummary("The own contribution record of the person for whom the program acts, month by month.");
        api.MapGet("/persons/{number}/record", RecordAsync).Reads(May.ReadRecord).WithSummary("A person's contribution record, month by month.");
        api.MapPost("/statements", ImportAsync).Writes(ContributionsModule.ModuleName, May.ImportReceipts).TakesFiles(MaxStatement).DisableAntiforgery().WithSummary("Import a statement (multipart, field 'file'): camt.053, camt.054, MT940 or the mobile-money operator's CSV. The same file twice is counted once.");
        api.MapGet("/receipts", async (FindReceipts act, PayerWords words, CurrentActor actor, bool? held, bool? unbooked, Guid? statement, Guid? after, int? limit, CancellationToken ct) =>
        {
            var found = await (unbooked == true ? act.UnbookedAsync(after, limit ?? 25, actor.Change("receipts.read").Today, ct) : act.ListAsync(held ?? false, statement, after, limit ?? 25, ct));
            var show = await words.ForWhoAsksAsync();
            return found.Select(r => ReceiptAnswer.Of(r) with { Payer = show(r.Payer), Text = show(r.Text) });
        })
            .Reads(May.ReadReceipts).WithSummary("Receipts, the latest first; with unbooked=true the payment notices whose money the bank should have booked and has not, the oldest first.");
        api.MapPost("/receipts/{id:guid}/assign", async (AssignReceipt act, CurrentActor actor, Guid id, AssignBody body, CancellationToken ct) => PreparedAnswer.Of(await act.ProposeAsync(id, body.To, body.Amount, actor.Change("receipts.assign", body.Reason), ct)))
            .Writes(ContributionsModule.ModuleName, May.AssignReceipts).WithSummary("Prepare to put held money to a bill, an employer or a worker; another person approves it.");
        api.MapPost("/receipts/{id:guid}/refund", async (RefundReceipt act, CurrentActor actor, Guid id, RefundBody body, CancellationToken ct) => PreparedAnswer.Of(await act.ProposeAsync(id, body.Amount, body.Beneficiary, body.PayTo, actor.Change("receipts.refund", body.Reason), ct)))
            .Writes(ContributionsModule.ModuleName, May.AssignReceipts).WithSummary("Prepare to pay held money back; another person approves it.");
        api.MapPost("/receipts/{id:guid}/withdraw-notice", async (WithdrawNotice act, CurrentActor actor, Guid id, WithdrawBody body, CancellationToken ct) => PreparedAnswer.Of(await act.ProposeAsync(id, actor.Change(WithdrawNotice.Act, body.Reason), ct)))
            .Writes(ContributionsModule.ModuleName, May.AssignReceipts).WithSummary("Prepare to withdraw a payment notice whose money the bank never booked; another person approves it.");
        api.MapPost("/receipts/proposals/{id:long}", DecideAsync).Writes(ContributionsModule.ModuleName, May.ApproveReceipts).WithSummary("Approve or reject an allocation, a refund or the withdrawal of a notice that somebody else prepared.");
        api.MapPost("/interest", InterestAsync).Writes(ContributionsModule.ModuleName, May.AccrueInterest).WithSummary("Charge interest on late bills, reckoned to a day; once a day.");
    }

    private static async Task<AccountAnswer> AccountAsync(ReadAccount act, CurrentActor actor, string number, CancellationToken ct) => AccountAnswer.Of(await act.HandleAsync(number, actor.Actor, ct));

    private static async Task<RecordAnswer> RecordAsync(ReadRecord act, string number, CancellationToken ct)
    {
        var record = await act.HandleAsync(number, ct);
        return new RecordAnswer(record.Number, record.Name, [.. record.Months.Select(m => new MonthAnswer(
            m.Sum.Month.ToString(), m.Scheme, new Money(m.Sum.DeclaredBaseMinor, m.Currency).ToPlain(), new Money(m.Sum.DeclaredMinor, m.Currency).ToPlain(), new Money(m.Sum.PaidMinor, m.Currency).ToPlain(), m.Currency.Code, m.Sum.Insured, m.Standing.ToString()))]);
    }

    private static async Task<StatementImported> ImportAsync(ImportStatement act, CurrentActor actor, HttpRequest request, CancellationToken ct)
    {
        var file = request.HasFormContentType ? (await request.ReadFormAsync(ct)).Files.GetFile("file") : null;
        if (file is null)
        {
            throw new Refused("statement.no-file", "Send the file as multipart/form-data in a field named file.", "file");
        }

        await using var content = file.OpenReadStream();
        return await act.HandleAsync(new NewStatement { File = content, FileName = file.FileName, Length = file.Length }, actor.Change("receipts.import"), ct);
    }

    private static async Task<StepTaken> DecideAsync(DecideReceipt act, CurrentActor actor, long id, DecisionBody body, CancellationToken ct)
    {
        return await act.HandleAsync(id, body.Approve, actor.Change(body.Approve ? "receipts.approve" : "receipts.reject", body.Reason), ct);
    }

    private static async Task<InterestStarted> InterestAsync(AccrueInterest act, CurrentActor actor, InterestBody body, CancellationToken ct)
    {
        var change = actor.Change("interest.accrue");
        return await act.HandleAsync(body.On ?? change.Today, change, ct);
    }
}
