using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Eligibility;
using Spmis.Contracts.Payments;
using Spmis.Eligibility;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Debts;
using Spmis.Eligibility.Promises;
using Spmis.Eligibility.Recalculations;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Eligibility;

public sealed class DebtTests
{
    private static readonly Month April = new(2026, 4);
    private static readonly Month September = new(2026, 9);

    [Fact]
    public async Task Debt_OfAnApprovedRecalculation_IsPlannedWithheldGivenBackAndWaivedByTwoPeople()
    {
        await using var app = await PaidAsync("eligibility,payments");
        await app.ChangeTheLawAsync("[{from: 2018-01-01, value: 1800}]", 1800);
        (await app.UseAsync<EligibilityDb, int>(db => db.Debts.CountAsync())).ShouldBe(0);
        await app.ApproveRecalculationAsync();

        var debt = await app.DebtAsync();
        (debt.AmountMinor, debt.OpenMinor, debt.FromMonth, debt.ThroughMonth, debt.RecalculationId, debt.PlanFrom).ShouldBe((400_00, 400_00, April, April.Add(1), 1L, null));
        (await app.OrdersAsync()).ShouldBeEmpty(); // Nothing is recovered by itself.

        Task<Proposal> Plan(RecoveryPlan plan) => app.UseAsync<PlanRecovery, Proposal>(act => act.ProposeAsync(plan, SpmisApp.Change(PlanRecovery.Act), default));
        var plan = new RecoveryPlan(debt.Number, debt.AwardNumber, 150_00, null, 1_000_00, September.Code);
        (await Should.ThrowAsync<Refused>(() => Plan(plan with { FromMonth = Cases.July.Code }))).Code.ShouldBe("debt.plan-month");
        (await Should.ThrowAsync<Refused>(() => Plan(plan with { BasisPoints = 1_000 }))).Code.ShouldBe("debt.plan-amount");
        (await Should.ThrowAsync<Refused>(() => Plan(plan with { MonthlyMinor = 0 }))).Code.ShouldBe("debt.plan-amount");
        var proposal = await Plan(plan);
        (await Should.ThrowAsync<Refused>(() => app.ApproveAsync(proposal.Id, SpmisApp.Officer))).Code.ShouldBe("proposal.own");
        await app.ApproveAsync(proposal.Id);
        await app.SettleAsync();
        var order = (await app.OrdersAsync()).ShouldHaveSingleItem();
        (order.AwardNumber, order.MonthlyMinor, order.CeilingMinor, order.FloorMinor, order.FromMonth, order.Reference).ShouldBe((debt.AwardNumber, 150_00L, (long?)400_00, 1_000_00L, September, debt.Number));

        // Withheld of September and October; October's payment comes back; the same told twice and late changes nothing.
        await app.TellAsync(Settled(debt, September, 1, "paid"), Settled(debt, September.Add(1), 1, "returned"), Settled(debt, September.Add(1), 1, "paid"), Settled(debt, September, 1, "paid"));
        (await app.DebtAsync()).OpenMinor.ShouldBe(250_00);
        await app.TellAsync(Settled(debt, September.Add(1), 2, "paid"));
        (await app.DebtAsync()).OpenMinor.ShouldBe(100_00);

        Task<Proposal> Reduce(long minor, string reference) => app.UseAsync<ReduceDebt, Proposal>(act => act.ProposeAsync(new DebtCut(debt.Number, ReductionKind.Waived, minor, reference, "Hardship after a fire."), SpmisApp.Change(ReduceDebt.Act), default));
        (await Should.ThrowAsync<Refused>(() => Reduce(100_01, "W/1"))).Code.ShouldBe("debt.more-than-open");
        (await Should.ThrowAsync<Refused>(() => Reduce(100_00, " "))).Code.ShouldBe("debt.no-reference");
        await app.ApproveAsync((await Reduce(60_00, "W/1")).Id);
        (await Should.ThrowAsync<Refused>(() => Reduce(40_00, "W/1"))).Code.ShouldBe("debt.reference-used");
        var rest = await Reduce(40_00, "W/2");
        rest.ReadRule()!.Amounts.Single().Minor.ShouldBe(100_00); // With what was waived before.
        await app.ApproveAsync(rest.Id);
        await app.SettleAsync();
        (await app.DebtAsync()).OpenMinor.ShouldBe(0);
        (await app.OrdersAsync()).ShouldHaveSingleItem().CeilingMinor.ShouldBe(300_00);
        (await Should.ThrowAsync<Refused>(() => Plan(plan))).Code.ShouldBe("debt.settled");
        (await app.UseAsync<EligibilityPromises, IReadOnlyList<Promise>>(p => p.CheckAsync(default))).Single(p => p.Name == "debts-add-up").Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task Debt_FoundByAPerson_IsNoMoreThanWasPaidAndHasItsPages()
    {
        await using var app = await PaidAsync("eligibility");
        var award = await app.UseAsync<EligibilityDb, Award>(db => db.Awards.SingleAsync());
        Task<Proposal> Open(long minor) => app.UseAsync<OpenDebt, Proposal>(act => act.ProposeAsync(new NewDebt(award.Number, 202604, 202605, minor, "Paid on a withdrawn decision."), SpmisApp.Change(OpenDebt.Act), default));

        (await Should.ThrowAsync<Refused>(() => Open(4_000_01))).Code.ShouldBe("debt.more-than-paid");
        var page = await app.SubmitAsync("/eligibility/debts/new", SpmisApp.Officer, values: new Dictionary<string, string> { ["AwardNumber"] = award.Number, ["FromMonth"] = "2026-04", ["ThroughMonth"] = "2026-05", ["Amount"] = "3500", ["Reason"] = "Paid on a withdrawn decision." });
        page.StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect);
        await app.ApproveAllAsync(OpenDebt.Act);
        (await Should.ThrowAsync<Refused>(() => Open(500_01))).Code.ShouldBe("debt.more-than-paid");

        var debt = await app.DebtAsync();
        (debt.AmountMinor, debt.RecalculationId).ShouldBe((3_500_00, null));
        (await app.PageAsync("/eligibility/debts")).Faults().ShouldBeEmpty();
        var view = await app.PageAsync($"/eligibility/debts/{debt.Number}");
        view.Faults().ShouldBeEmpty();
        view.Body!.TextContent.ShouldContain("3,500.00 KES");
        var wrong = await app.SubmitAsync($"/eligibility/debts/{debt.Number}", SpmisApp.Officer, "Plan", new Dictionary<string, string> { ["AwardNumber"] = award.Number, ["Percent"] = "101", ["Floor"] = "0", ["FromMonth"] = "2026-09" });
        wrong.StatusCode.ShouldBe(System.Net.HttpStatusCode.UnprocessableEntity);
        (await app.Client(SpmisApp.Officer).GetStringAsync($"/api/eligibility/debts/{debt.Number}")).ShouldContain("\"openMinor\":350000");
    }

    /// <summary>One award of 2,000.00 a month, paid for April and May.</summary>
    private static async Task<SpmisApp> PaidAsync(string modules)
    {
        var app = await SpmisApp.StartAsync(modules);
        await app.ActivateShippedAsync();
        await app.RegisterAsync(Cases.Person(1, new DateOnly(1950, 1, 1)));
        await app.RoundAsync(April);
        await app.ApproveAllAsync(ApproveAwards.Act);
        var award = await app.UseAsync<EligibilityDb, Award>(db => db.Awards.SingleAsync());
        await app.TellAsync(new PaymentsSettled
        {
            Payments = [.. new[] { 202604, 202605 }.Select(m => new SettledPayment { AwardId = award.Id, Component = Award.Main, Month = m, Attempt = 1, Outcome = "paid", AmountMinor = 2_000_00, Currency = "KES", On = new DateOnly(2026, 6, 1) })],
        });
        return app;
    }

    private static PaymentsSettled Settled(Debt debt, Month month, int attempt, string outcome) => new()
    {
        Payments =
        [
            new SettledPayment
            {
                AwardId = debt.AwardId, Component = Award.Main, Month = month.Code, Attempt = attempt, Outcome = outcome, AmountMinor = 2_000_00, Currency = "KES", On = month.First,
                Recovered = [new RecoveredPart { RecoveryId = debt.Id, AmountMinor = 150_00 }],
            },
        ],
    };
}

internal static class DebtCases
{
    public static Task<Debt> DebtAsync(this SpmisApp app) => app.UseAsync<EligibilityDb, Debt>(db => db.Debts.AsNoTracking().SingleAsync());

    public static Task<List<Spmis.Payments.Deductions.DeductionOrder>> OrdersAsync(this SpmisApp app) => app.UseAsync<Spmis.Payments.PaymentsDb, List<Spmis.Payments.Deductions.DeductionOrder>>(db => db.DeductionOrders.AsNoTracking().ToListAsync());
}
