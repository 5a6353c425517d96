using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Payments;
using Spmis.Payments.Ledger;
using Spmis.Payments.Promises;
using Spmis.Payments.Reconciliation;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Payments;

public sealed class BooksTests
{
    private static readonly DateTime August = new(2026, 8, 3, 9, 0, 0, DateTimeKind.Utc);
    private static readonly Month July = Payroll.July;

    [Fact]
    public async Task Balance_PaymentsOfEveryKind_NamesEachAccountAndSumsToNothing()
    {
        await using var payroll = await PaidAsync();

        var balance = await BalanceAsync(payroll, July);

        balance.Accounts.ToDictionary(a => a.Account, a => (a.OpeningMinor, a.DebitMinor, a.CreditMinor, a.ClosingMinor)).ShouldBe(new Dictionary<string, (long, long, long, long)>
        {
            // Four people at 2,000.00: one paid, one rejected, one paid and returned, one not answered.
            ["bank/BANKA"] = (0, 200_000, 400_000, -200_000),
            ["expense/demo-old-age-grant"] = (0, 800_000, 0, 800_000),
            ["payable/demo-old-age-grant"] = (0, 800_000, 800_000, 0),
            ["reopened/demo-old-age-grant"] = (0, 0, 400_000, -400_000),
            ["transit/BANKA"] = (0, 600_000, 800_000, -200_000),
        }, ignoreOrder: true);
        balance.ClosedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Close_ApprovedBySomebodyElse_KeepsTheBalanceAndBooksWhatIsLateInTheNextMonth()
    {
        await using var payroll = await PaidAsync();
        var before = await BalanceAsync(payroll, July);

        await CloseAsync(payroll, July, August);
        var unanswered = (await payroll.InstructionsAsync()).Single(i => i.State == "sent").Reference;
        await payroll.AnswerAsync("BANKA", (unanswered, "PAID", "2000.00")); // Its business time is still in July, as a run's is that was started then.

        var closed = await BalanceAsync(payroll, July);
        closed.Accounts.ShouldBe(before.Accounts);
        (closed.ClosedBy, closed.Entries).ShouldBe((SpmisApp.Supervisor.Name, before.Entries));
        var late = await payroll.App.UseAsync<PaymentsDb, LedgerEntry>(db => db.LedgerEntries.AsNoTracking().OrderBy(e => e.Id).LastAsync());
        (late.Kind, late.On, late.At).ShouldBe(("paid", new DateOnly(2026, 8, 1), SpmisApp.Now));
        var next = await BalanceAsync(payroll, July.Add(1));
        next.Accounts.ToDictionary(a => a.Account, a => a.OpeningMinor).ShouldBe(before.Accounts.ToDictionary(a => a.Account, a => a.ClosingMinor).Where(a => a.Value != 0).ToDictionary(), ignoreOrder: true);
        next.Accounts.Sum(a => a.ClosingMinor).ShouldBe(0);
        var verified = await payroll.App.UseAsync<VerifyPayments, PaymentsVerified>(v => v.HandleAsync(new DateOnly(2026, 8, 3), default));
        verified.Checks.SelectMany(c => c.Violations).ShouldBeEmpty();
        verified.Checks.Single(c => c.Check == "months-closed").Rows.ShouldBe(1);
        await payroll.PromisesHoldAsync();
    }

    [Fact]
    public async Task Close_WhatMayNotBeClosed_IsRefusedWithTheReason()
    {
        await using var empty = await Payroll.StartAsync();
        (await RefusedAsync(empty, July, August)).Code.ShouldBe("books.empty");
        await using var payroll = await PaidAsync();

        (await RefusedAsync(payroll, July, new DateTime(2026, 7, 31, 23, 0, 0, DateTimeKind.Utc))).Code.ShouldBe("books.month-not-over");
        (await RefusedAsync(payroll, July.Add(1), August.AddMonths(1))).Message.ShouldContain("close 2026-07 first");
        var own = await ProposeAsync(payroll, July, August);
        (await RefusedAsync(payroll, July, August)).Code.ShouldBe("proposal.open-already");
        (await Payroll.RefusalAsync(() => ApproveAsync(payroll, own, SpmisApp.Officer, August))).Code.ShouldBe("proposal.own");

        // The money of one more payment arrives after the balances were shown.
        await payroll.AnswerAsync("BANKA", ((await payroll.InstructionsAsync()).Single(i => i.State == "sent").Reference, "PAID", "2000.00"));
        (await Payroll.RefusalAsync(() => ApproveAsync(payroll, own, SpmisApp.Supervisor, August))).Code.ShouldBe("proposal.data-moved");
        await payroll.App.UseAsync<FourEyes>(f => f.RejectAsync("payments", own, SpmisApp.Change("payments.reject", SpmisApp.Supervisor, August, "one more answer came"), default));
        await CloseAsync(payroll, July, August);
        (await RefusedAsync(payroll, July, August)).Message.ShouldContain("closed already");
    }

    [Fact]
    public async Task Close_BooksThatDoNotAgreeWithThePayments_IsRefused()
    {
        await using var payroll = await PaidAsync();
        await payroll.App.UseAsync<PaymentsDb, int>(db => db.Postings.Where(p => p.Account == "bank/BANKA" && p.AmountMinor < 0).ExecuteUpdateAsync(s => s.SetProperty(p => p.AmountMinor, p => p.AmountMinor - 1)));

        var refused = await RefusedAsync(payroll, July, August);

        refused.Code.ShouldBe("books.do-not-balance");
        refused.Message.ShouldContain("payments verify");
    }

    [Fact]
    public async Task Books_InThePortalAndTheApi_ShowDownloadAndClose()
    {
        await using var payroll = await PaidAsync(new DateTime(2026, 8, 3, 8, 0, 0, DateTimeKind.Utc));
        using var officer = payroll.App.Browser(SpmisApp.Officer);
        using var supervisor = payroll.App.Client(SpmisApp.Supervisor);
        var ct = TestContext.Current.CancellationToken;

        var ledger = await officer.GetStringAsync("/payments/books?handler=Ledger&month=2026-07", ct);
        ledger.ShouldBe(await officer.GetStringAsync("/api/payments/books/2026-07/ledger", ct));
        var lines = ledger.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(',')).ToList();
        lines[0].ShouldBe(["entry", "day", "made_at", "kind", "subject", "account", "currency", "debit", "credit", "made_by"]);
        lines.Skip(1).Sum(l => decimal.Parse(l[7], System.Globalization.CultureInfo.InvariantCulture) - decimal.Parse(l[8], System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(0);
        (await officer.GetStringAsync("/payments/books?handler=Balance&month=2026-07", ct)).ShouldContain("2026-07,bank/BANKA,KES,0.00,2000.00,4000.00,-2000.00");
        var wrong = await officer.GetAsync("/payments/books?month=July", ct);
        (await wrong.Content.ReadAsStringAsync(ct)).ShouldContain("is no month; write year and month");

        var page = await officer.GetStringAsync("/payments/books", ct);
        page.ShouldContain("Ordered, not answered");
        page.ShouldContain("Put up for approval");
        (await supervisor.GetStringAsync("/payments/books", ct)).ShouldNotContain("Put up for approval");
        var answer = await SpmisApp.PostFormAsync(officer, "/payments/books?month=2026-07", "/payments/books?handler=Close&month=2026-07");
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync(ct));
        (await officer.GetStringAsync("/payments/books?month=2026-07", ct)).ShouldContain("waits for a second person");
        var id = await payroll.App.UseAsync<PaymentsDb, long>(db => db.Proposals.Where(p => p.Act == CloseMonth.Act).Select(p => p.Id).SingleAsync());
        (await supervisor.GetStringAsync($"/proposals/payments/{id}", ct)).ShouldContain("transit/BANKA KES");
        await ApproveAsync(payroll, id, SpmisApp.Supervisor, August);

        var view = await officer.GetFromJsonAsync<JsonElement>("/api/payments/books/2026-07", ct);
        view.GetProperty("closedBy").GetString().ShouldBe(SpmisApp.Supervisor.Name);
        (await officer.GetStringAsync("/payments/books?month=2026-07", ct)).ShouldContain("nothing is booked in it any more");
        using var again = new HttpRequestMessage(HttpMethod.Post, "/api/payments/books/2026-07/close") { Content = new StringContent("{}", Encoding.UTF8, "application/json"), Headers = { { "Idempotency-Key", "close-july-again" } } };
        (await (await officer.SendAsync(again, ct)).Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("code").GetString().ShouldBe("books.not-next");
    }

    /// <summary>Four payments of July: paid, rejected, returned after it was paid, and one nobody spoke of.</summary>
    private static async Task<Payroll> PaidAsync(DateTime? today = null)
    {
        var payroll = await Payroll.StartAsync(today: today);
        await payroll.PeopleAsync(4);
        await payroll.PayAsync();
        var refs = (await payroll.InstructionsAsync()).Select(i => i.Reference).ToList();
        await payroll.AnswerAsync("BANKA", (refs[0], "PAID", "2000.00"), (refs[1], "FAILED", "2000.00"), (refs[2], "PAID", "2000.00"));
        await payroll.AnswerAsync("BANKA", (refs[2], "RETURNED", "2000.00"));
        return payroll;
    }

    private static Task<TrialBalance> BalanceAsync(Payroll payroll, Month month) => payroll.App.UseAsync<ReadBooks, TrialBalance>(b => b.BalanceAsync(month, default));

    private static Task<long> ProposeAsync(Payroll payroll, Month month, DateTime now) =>
        payroll.App.UseAsync<CloseMonth, long>(async act => (await act.ProposeAsync(month, SpmisApp.Change(CloseMonth.Act, now: now), default)).Id);

    private static Task<Refused> RefusedAsync(Payroll payroll, Month month, DateTime now) => Payroll.RefusalAsync(() => ProposeAsync(payroll, month, now));

    private static Task ApproveAsync(Payroll payroll, long id, Actor by, DateTime now) => payroll.App.UseAsync<FourEyes>(f => f.ApproveAsync("payments", id, SpmisApp.Change("proposals.approve", by, now), default));

    private static async Task CloseAsync(Payroll payroll, Month month, DateTime now) => await ApproveAsync(payroll, await ProposeAsync(payroll, month, now), SpmisApp.Supervisor, now);
}
