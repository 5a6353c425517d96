using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.P2g;
using Spmis.Contributions.Receipts;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.TestKit;
using static Spmis.Tests.Contributions.BankFile;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

/// <summary>GovStack's bill inquiry and payment notice, and how a notice meets the bank's line of the same money.</summary>
public sealed class P2gTests
{
    private const long OneWorker = 108_000;
    private static readonly Actor Switch = SpmisApp.Officer with { Id = TestUsers.Program + "switch", Name = "Payment switch" };

    [Fact]
    public async Task Notice_PaysABillOnceAndTheBanksLineOfTheSameMoneyCountsOnce()
    {
        await using var world = await ContributionsWorld.StartAsync(3, employers: 3, configure: On);
        foreach (var i in Enumerable.Range(1, 3))
        {
            await world.FileAsync(File(Line(Worker(i), "9000", Employer(i))), employer: Employer(i));
        }

        var bills = (await world.BillsAsync()).Select(b => b.PaymentReference).ToList();

        // Inquiry: what a payer needs, and nothing of the employer.
        var (status, answer) = await CallAsync(world, HttpMethod.Get, $"/bills/{bills[0]}?fields=inquiry");
        (status, Text(answer, "code"), Text(answer, "billId")).ShouldBe((HttpStatusCode.Accepted, "00", bills[0]));
        var details = answer.GetProperty("billDetails")[0];
        (Text(details, "billStatus"), details.GetProperty("amountonDueDate").GetInt64(), Text(details, "currency")).ShouldBe(("UNPAID", 1080, "KES"));
        answer.GetRawText().ShouldNotContain("Employer 1");
        answer.GetRawText().ShouldNotContain(Employer());
        (await CallAsync(world, HttpMethod.Get, "/bills/70000000000?fields=inquiry")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await CallAsync(world, HttpMethod.Get, $"/bills/{bills[0]}?fields=all")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await CallAsync(world, HttpMethod.Get, $"/bills/{bills[0]}", institution: "")).Status.ShouldBe(HttpStatusCode.BadRequest);

        // What is not taken, each with its words; nothing is counted.
        foreach (var (body, institution, word) in new[]
        {
            (Body("70000000000", "T1"), "BANK-A", "no such bill"), (Body(bills[0], "T1"), "BANK-X", "institution"), (Body(bills[0], "T1"), "BANK-C", "institution"), (Body(bills[0], ""), "BANK-A", "paymentReferenceID"), (Body(bills[0], new string('9', 17)), "BANK-A", "1 to 16"),
            (Body(bills[0], "T1", "1079.99"), "BANK-A", "asks for 1080"), (Body(bills[0], "T1", "much"), "BANK-A", "no number"), ("[]", "BANK-A", "requestId"), ("{", "BANK-A", "requestId"),
        })
        {
            var refused = await CallAsync(world, HttpMethod.Post, "/billTransferRequests", body, institution);
            (refused.Status, Text(refused.Answer, "responseCode")).ShouldBe((HttpStatusCode.BadRequest, "01"), body);
            Text(refused.Answer, "reason").ShouldContain(word, customMessage: body);
        }

        // An institution's word comes from its program: not from another one, and from nobody who is signed in.
        Text((await CallAsync(world, HttpMethod.Post, "/billTransferRequests", Body(bills[0], "T1"), caller: Switch with { Id = TestUsers.Program + "other" })).Answer, "reason").ShouldContain("program");
        (await CallAsync(world, HttpMethod.Post, "/billTransferRequests", Body(bills[0], "T1"), caller: SpmisApp.Officer)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await CallAsync(world, HttpMethod.Get, $"/bills/{bills[0]}", caller: SpmisApp.Officer)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await world.DbAsync(db => db.Set<Receipt>().CountAsync())).ShouldBe(0);

        // Taken once; the same again, its amount without decimals, is answered the same; one that says otherwise is refused; so is another notice of a paid bill.
        (await NoticeAsync(world, Body(bills[0], "T1"))).ShouldBe("00 PAID");
        (await NoticeAsync(world, Body(bills[0], "T1", "1080"))).ShouldBe("00 PAID");
        (await NoticeAsync(world, Body(bills[1], "T1"))).ShouldBe("01");
        (await NoticeAsync(world, Body(bills[0], "T2"))).ShouldBe("01");
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => NoticeAsync(world, Body(bills[1], "T3"))));
        both.ShouldAllBe(b => b == "00 PAID");
        (await NoticeAsync(world, Body(bills[2], "T3"), "BANK-B")).ShouldBe("00 PAID"); // Another institution's T3 is another payment.
        (await world.DbAsync(db => db.Set<Receipt>().CountAsync())).ShouldBe(3);
        (await BalanceAsync(world, Account.NoticedMoney), await BalanceAsync(world, Account.Bank)).ShouldBe((3 * OneWorker, 0));
        (await world.YearAsync(1))!.InsuredMonths.ShouldBe(1 << 2);
        await world.PromisesHoldAsync();

        // The bank books T1 as the reference itself, T3 of B in the text with another amount; money without such a reference is new money.
        var imported = await world.ImportAsync(await StatementAsync([Credit("T1", OneWorker), Credit("X9", OneWorker - 500, structured: bills[2], text: "GOV T3"), Credit("X10", 700, text: $"employer {Employer(2)}")]));
        (await world.DbAsync(db => db.RunLines.Where(l => l.RunId == imported.RunId && l.Code != null && l.Code.Contains("notice")).OrderBy(l => l.Line).Select(l => l.Code).ToListAsync())).ShouldBe(["receipt.settles-notice", "receipt.notice-differs"]);
        (await world.BillsAsync()).Select(b => b.State).ShouldBe([BillState.Paid, BillState.Paid, BillState.PartPaid]);
        (await BalanceAsync(world, Account.NoticedMoney), await BalanceAsync(world, Account.Bank), await BalanceAsync(world, Account.SuspenseEmployer)).ShouldBe((OneWorker, (2 * OneWorker) + 200, -700));
        ((await world.YearAsync(1))!.InsuredMonths, (await world.YearAsync(3))!.InsuredMonths).ShouldBe((1 << 2, 0));
        await world.PromisesHoldAsync();

        // The bank's second word for the same (camt.053 after camt.054) changes nothing; a return by the bank opens the bill, and the notice said again does not pay it.
        await world.ImportAsync(await StatementAsync([Credit("T1", OneWorker)], "ST-2", opening: (2 * OneWorker) + 200));
        (await BalanceAsync(world, Account.Bank)).ShouldBe((2 * OneWorker) + 200);
        await world.ImportAsync(await StatementAsync([Reversal("T1", OneWorker)], "ST-3", opening: (2 * OneWorker) + 200));
        (await NoticeAsync(world, Body(bills[0], "T1"))).ShouldBe("00 UNPAID");
        (await world.BillsAsync())[0].State.ShouldBe(BillState.Unpaid);
        await world.PromisesHoldAsync();

        // T3 of A was never booked: once the days are over it is on the list. Two persons withdraw it, and nothing is deleted.
        var noticed = await world.DbAsync(db => db.Set<Receipt>().AsNoTracking().SingleAsync(r => r.Channel == Channel.Notice && r.ReversedOn == null));
        (await UnbookedAsync(world, noticed.BookedOn.AddDays(5))).ShouldBeEmpty();
        (await UnbookedAsync(world, noticed.BookedOn.AddDays(6))).ShouldBe([noticed.Id]);
        using var officer = world.App.Client(SpmisApp.Officer);
        (await officer.GetStringAsync($"/receipts/{noticed.Id}")).ShouldContain("Withdraw the payment notice");
        (await officer.GetStringAsync("/receipts?unbooked=true")).ShouldContain("There is none.");
        (await officer.GetStringAsync("/api/contributions/receipts?unbooked=true")).ShouldBe("[]");
        var booked = await world.DbAsync(db => db.Set<Receipt>().AsNoTracking().FirstAsync(r => r.Channel == Channel.Bank && r.ReversedOn == null));
        (await Should.ThrowAsync<Refused>(() => WithdrawAsync(world, booked.Id, "Error"))).Code.ShouldBe("notice.none");
        (await Should.ThrowAsync<Refused>(() => WithdrawAsync(world, noticed.Id, " "))).Code.ShouldBe("value.missing");
        var entries = await world.DbAsync(db => db.Set<Posting>().CountAsync());
        var proposal = await WithdrawAsync(world, noticed.Id, "The bank never had it");
        (await Should.ThrowAsync<Refused>(() => world.App.UseAsync<DecideReceipt>(d => d.HandleAsync(proposal.Id, true, SpmisApp.Change("receipts.approve"), default)))).Code.ShouldBe("proposal.own");
        (await world.BillsAsync())[1].State.ShouldBe(BillState.Paid);
        await world.App.UseAsync<DecideReceipt>(d => d.HandleAsync(proposal.Id, true, SpmisApp.Change("receipts.approve", SpmisApp.Supervisor), default));
        (await world.BillsAsync())[1].Open.Minor.ShouldBe(OneWorker - 700, "what was held for the employer goes to it");
        (await BalanceAsync(world, Account.NoticedMoney), await world.DbAsync(db => db.Set<Posting>().CountAsync()) > entries).ShouldBe((0, true));
        (await world.YearAsync(2))!.InsuredMonths.ShouldBe(0);
        (await UnbookedAsync(world, noticed.BookedOn.AddDays(6))).ShouldBeEmpty();
        (await Should.ThrowAsync<Refused>(() => WithdrawAsync(world, noticed.Id, "Again"))).Code.ShouldBe("notice.settled");
        (await NoticeAsync(world, Body(bills[1], "T3"))).ShouldBe("00 PARTPAID");
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task BanksLine_ThatNamesTheEmployer_PaysTheBillOfTheNoticeAndNobodyElsesDoes()
    {
        await using var world = await ContributionsWorld.StartAsync(1, employers: 2, configure: On);
        await world.FileAsync(File(Line(Worker(1), "9000")));
        await world.FileAsync(File(Line(Worker(1), "9000", period: "2026-04")), month: March.Add(1));
        await world.App.SettleAsync();
        var april = (await world.DbAsync(db => db.Set<Bill>().SingleAsync(b => b.Month == March.Add(1)))).PaymentReference;
        (await NoticeAsync(world, Body(april, "T1"))).ShouldBe("00 PAID");

        await world.ImportAsync(await StatementAsync([Credit("Z1", 500, text: $"T1 employer {Employer(2)}"), Credit("Z2", OneWorker, text: $"T1 employer {Employer()}")]));

        (await world.DbAsync(db => db.Set<Bill>().OrderBy(b => b.Number).Select(b => new { b.Month, b.AllocatedMinor }).ToListAsync())).Select(b => (b.Month, b.AllocatedMinor)).ShouldBe([(March, 0), (March.Add(1), OneWorker)]);
        (await BalanceAsync(world, Account.NoticedMoney), await BalanceAsync(world, Account.Bank), await BalanceAsync(world, Account.SuspenseEmployer)).ShouldBe((0, OneWorker + 500, -500));
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Profile_Off_HasNoSuchPaths()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        (await CallAsync(world, HttpMethod.Get, "/bills/70000000197")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static void On(WebApplicationBuilder builder) => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Contributions:GovStack:Enabled"] = "true", ["Contributions:GovStack:PayerFIs"] = "BANK-A, BANK-B, BANK-C", ["Contributions:GovStack:Clients:BANK-A"] = Switch.Id, ["Contributions:GovStack:Clients:BANK-B"] = Switch.Id });

    private static async Task<List<Guid>> UnbookedAsync(ContributionsWorld world, DateOnly today) => (await world.App.UseAsync<FindReceipts, List<Receipt>>(f => f.UnbookedAsync(null, 10, today, default))).ConvertAll(r => r.Id);

    private static Task<Proposal> WithdrawAsync(ContributionsWorld world, Guid receipt, string reason) => world.App.UseAsync<WithdrawNotice, Proposal>(w => w.ProposeAsync(receipt, SpmisApp.Change(WithdrawNotice.Act, reason: reason), default));

    private static string Body(string bill, string transaction, string? amount = null) => JsonSerializer.Serialize(new { requestId = "000000000001", billInquiryRequestId = "000000000002", billId = bill, paymentReferenceID = transaction, amount });

    private static async Task<string> NoticeAsync(ContributionsWorld world, string body, string institution = "BANK-A")
    {
        var (_, answer) = await CallAsync(world, HttpMethod.Post, "/billTransferRequests", body, institution);
        return $"{Text(answer, "code")} {Text(answer, "PaymentStatus")}".TrimEnd();
    }

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> CallAsync(ContributionsWorld world, HttpMethod method, string path, string? body = null, string institution = "BANK-A", Actor? caller = null)
    {
        using var client = world.App.Client(caller ?? Switch);
        using var request = new HttpRequestMessage(method, new Uri($"/api/contributions/govstack{path}", UriKind.Relative));
        request.Headers.Add("X-CorrelationID", "C1");
        request.Headers.Add("Platform-TenantId", "T");
        if (institution.Length > 0)
        {
            request.Headers.Add("X-PayerFI-Id", institution);
        }

        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement.Clone() : default);
    }

    private static string Text(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var found) ? found.GetString() ?? "" : "";

    private static Task<long> BalanceAsync(ContributionsWorld world, Account account) => world.DbAsync(db => db.Set<Posting>().Where(p => p.Account == account).SumAsync(p => p.DebitMinor - p.CreditMinor));
}
