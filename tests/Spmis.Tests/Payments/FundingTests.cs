using System.Net;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Payments;
using Spmis.Payments.Funding;
using Spmis.Payments.Ledger;
using Spmis.Payments.PaymentRuns;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Payments;

/// <summary>Funding accounts: nothing is released that is not covered, and what the bank booked stands in the books once.</summary>
public sealed class FundingTests
{
    private const string Scheme = "demo-old-age-grant"; // Each person has 2,000.00 a month.

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Release_IsRefusedUntilTheAccountCoversTheRun_AndWhatComesBackIsAvailableAgain()
    {
        await using var payroll = await Payroll.StartAsync();
        await OpenAsync(payroll);
        await EnterAsync(payroll, FundingKind.Deposit, "5000", "T-1");
        await payroll.PeopleAsync(3);
        var run = (await payroll.PrepareAsync()).PaymentRunId;
        await payroll.ApproveAsync(run);

        var refused = await Payroll.RefusalAsync(() => payroll.AskReleaseAsync(run));
        refused.Code.ShouldBe("funding.short");
        refused.Message.ShouldContain("1,000.00");
        (await payroll.RunAsync(run)).State.ShouldBe("approved");
        using var supervisor = payroll.App.Client(SpmisApp.Supervisor);
        WebUtility.HtmlDecode(await supervisor.GetStringAsync($"/payments/runs/{run}", Ct)).ShouldContain("It cannot be released before");

        await EnterAsync(payroll, FundingKind.Deposit, "2000", "T-2");
        await payroll.AskReleaseAsync(run);
        await payroll.ClearAsync(run);
        (await StandingAsync(payroll)).ShouldBe((100_000, 600_000, 700_000));
        (await Payroll.RefusalAsync(() => EnterAsync(payroll, FundingKind.Withdrawal, "1000.01", "T-3"))).Code.ShouldBe("funding.committed");

        // One is paid, one rejected, one paid and returned: what was not paid in the end is available again.
        var sent = await payroll.InstructionsAsync();
        await payroll.AnswerAsync("BANKA", (sent[0].Reference, "PAID", "2000.00"), (sent[1].Reference, "REJECTED", "2000.00"), (sent[2].Reference, "PAID", "2000.00"));
        await payroll.AnswerAsync("BANKA", (sent[2].Reference, "RETURNED", "2000.00"));
        (await StandingAsync(payroll)).ShouldBe((500_000, 200_000, 700_000));
        await payroll.PromisesHoldAsync();

        // Settled with the agency, with charges; the rest is the financier's.
        await EnterAsync(payroll, FundingKind.Settlement, "6000", "T-4", "BANKA");
        await EnterAsync(payroll, FundingKind.AgencyReturn, "4000", "T-5", "banka");
        await EnterAsync(payroll, FundingKind.Fee, "15.50", "T-6");
        await EnterAsync(payroll, FundingKind.Withdrawal, "4984.50", "T-7");
        (await StandingAsync(payroll)).ShouldBe((0, 200_000, 0));
        await payroll.PromisesHoldAsync();
        var books = (await payroll.App.UseAsync<ReadBooks, TrialBalance>(b => b.BalanceAsync(Payroll.July, Ct))).Accounts.ToDictionary(a => a.Account, a => a.ClosingMinor);
        (books["bank/BANKA"], books["funding/TREASURY"], books["financier/TREASURY"], books["expense/fees/TREASURY"]).ShouldBe((0, 0, -201_550, 1_550), "what the agency paid is settled; the financier paid one benefit and the charges");
    }

    [Fact]
    public async Task TwoRuns_ReleasedOneAfterTheOther_NeverTakeTheSameMoney()
    {
        await using var payroll = await Payroll.StartAsync();
        await OpenAsync(payroll);
        await EnterAsync(payroll, FundingKind.Deposit, "5000", "T-1");
        await payroll.PeopleAsync(2);
        var first = (await payroll.PrepareAsync(Payroll.July)).PaymentRunId;
        await payroll.ApproveAsync(first);
        await payroll.AskReleaseAsync(first); // Waits for clearance: nothing is sent, but its money is taken.
        (await StandingAsync(payroll)).ShouldBe((100_000, 400_000, 500_000));

        var second = (await payroll.PrepareAsync(Payroll.July.Add(1))).PaymentRunId;
        await payroll.ApproveAsync(second);
        (await Payroll.RefusalAsync(() => payroll.AskReleaseAsync(second))).Code.ShouldBe("funding.short");
        await payroll.PromisesHoldAsync();
    }

    [Fact]
    public async Task SchemeWithoutAnAccount_IsReleasedUnlessTheSettingDemandsOne()
    {
        await using var strict = await Payroll.StartAsync(settings: new Dictionary<string, string?> { ["Payments:Funding:Required"] = "true" });
        await strict.PeopleAsync(1);
        var run = (await strict.PrepareAsync()).PaymentRunId;
        await strict.ApproveAsync(run);
        (await Payroll.RefusalAsync(() => strict.AskReleaseAsync(run))).Code.ShouldBe("funding.no-account");
    }

    [Fact]
    public async Task Movements_AreEnteredOnceByTwoPeople_AndComparedWithTheBank()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(1);
        foreach (var (input, code) in new[]
        {
            (New("X"), "funding.code"), (New("TREASURY") with { Name = " " }, "value.missing"), (New("TREASURY") with { Currency = "shillings" }, "currency.unknown"), (New("TREASURY") with { Schemes = [" "] }, "funding.schemes"),
            (New("TREASURY") with { Schemes = ["no-such-scheme"] }, "funding.scheme-unknown"),
        })
        {
            (await Payroll.RefusalAsync(() => payroll.App.UseAsync<OpenFunding, Proposal>(act => act.ProposeAsync(input, SpmisApp.Change(OpenFunding.Act), Ct)))).Code.ShouldBe(code);
        }

        await OpenAsync(payroll);
        (await Payroll.RefusalAsync(() => OpenAsync(payroll))).Code.ShouldBe("funding.code-taken");
        (await Payroll.RefusalAsync(() => OpenAsync(payroll, "SECOND"))).Code.ShouldBe("funding.scheme-financed");
        foreach (var (kind, amount, reference, agency, code) in new (FundingKind, string, string, string?, string)[]
        {
            (FundingKind.Deposit, "0", "R", null, "amount.form"), (FundingKind.Deposit, "-5", "R", null, "amount.form"), (FundingKind.Deposit, "5", " ", null, "funding.reference"),
            (FundingKind.Settlement, "5", "R", null, "agency.unknown"), (FundingKind.Settlement, "5", "R", "NOBODY", "agency.unknown"), (FundingKind.Deposit, "5", "R", "BANKA", "funding.agency-not-asked"),
        })
        {
            (await Payroll.RefusalAsync(() => EnterAsync(payroll, kind, amount, reference, agency))).Code.ShouldBe(code);
        }

        var own = await ProposeAsync(payroll, FundingKind.Deposit, "5000", "T-1");
        (await Payroll.RefusalAsync(() => payroll.App.UseAsync<FourEyes>(f => f.ApproveAsync("payments", own.Id, SpmisApp.Change("proposals.decide", SpmisApp.Officer), Ct)))).Code.ShouldBe("proposal.own");
        (await StandingAsync(payroll)).ShouldBe((0, 0, 0));
        await payroll.AgreeAsync(own);
        (await Payroll.RefusalAsync(() => EnterAsync(payroll, FundingKind.Deposit, "5000", "T-1"))).Code.ShouldBe("funding.reference-used");

        Task<FundingBalance> Compare(string closing, string? why = null) => payroll.App.UseAsync<CompareBalance, FundingBalance>(act => act.HandleAsync("TREASURY", DateOnly.FromDateTime(SpmisApp.Now).AddDays(-1), closing, why, SpmisApp.Change(CompareBalance.Act), Ct));
        (await Payroll.RefusalAsync(() => Compare("4990"))).Code.ShouldBe("funding.differs");
        (await Compare("4990", "Charges of 10.00 that the bank explains next month")).BookMinor.ShouldBe(500_000);
        (await Payroll.RefusalAsync(() => Compare("5000"))).Code.ShouldBe("funding.compared");

        using var officer = payroll.App.Browser(SpmisApp.Officer);
        (await officer.GetStringAsync("/payments/funding", Ct)).ShouldContain("TREASURY");
        (await SpmisApp.PostFormAsync(officer, "/payments/funding/TREASURY", ("Amount", "5"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SpmisApp.PostFormAsync(officer, "/payments/funding/TREASURY", ("Kind", "Fee"), ("Amount", "5"), ("On", $"{SpmisApp.Now:yyyy-MM-dd}"), ("BankReference", "T-9"), ("Reason", "charges"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        WebUtility.HtmlDecode(await officer.GetStringAsync("/payments/funding/TREASURY", Ct)).ShouldContain("Charges of 5.00");
        (await officer.GetStringAsync("/api/payments/funding", Ct)).ShouldContain("\"availableMinor\":500000");
        (await officer.GetAsync("/payments/funding/NOBODY", Ct)).IsSuccessStatusCode.ShouldBeFalse();
    }

    private static NewFunding New(string code) => new() { Code = code, Name = "Social pensions", Financier = "The Treasury", Currency = "KES", Schemes = [Scheme] };

    private static async Task OpenAsync(Payroll payroll, string code = "TREASURY")
    {
        if (!await payroll.App.UseAsync<PaymentsDb, bool>(db => db.AwardCopies.AnyAsync(a => a.Scheme == Scheme, Ct)))
        {
            await payroll.TellAsync(Payroll.Award(9, fromMonth: 203001)); // A scheme is known by its awards.
        }

        await payroll.AgreeAsync(await payroll.App.UseAsync<OpenFunding, Proposal>(act => act.ProposeAsync(New(code), SpmisApp.Change(OpenFunding.Act), Ct)));
    }

    private static Task<Proposal> ProposeAsync(Payroll payroll, FundingKind kind, string amount, string reference, string? agency = null) => payroll.App.UseAsync<EnterMovement, Proposal>(act => act.ProposeAsync(
        new NewMovement { Code = "TREASURY", Kind = kind, Amount = amount, On = DateOnly.FromDateTime(SpmisApp.Now).AddDays(-1), BankReference = reference, Agency = agency }, SpmisApp.Change(EnterMovement.Act, reason: "Transfer order 7"), Ct));

    private static async Task EnterAsync(Payroll payroll, FundingKind kind, string amount, string reference, string? agency = null) => await payroll.AgreeAsync(await ProposeAsync(payroll, kind, amount, reference, agency));

    private static async Task<(long Available, long Committed, long Balance)> StandingAsync(Payroll payroll)
    {
        var s = await payroll.App.UseAsync<FundingFigures, FundingStanding>(f => f.OneAsync("TREASURY", Ct));
        return (s.Available.Minor, s.Committed.Minor, s.Balance.Minor);
    }
}
