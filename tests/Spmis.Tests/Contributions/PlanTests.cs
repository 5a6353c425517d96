using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Contributions;
using Spmis.Contributions.Api;
using Spmis.Contributions.Dues;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Plans;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Contributions.Reminders;
using Spmis.Contributions.Subsidies;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.TestKit;
using Spmis.Values;
using static Spmis.Tests.Contributions.BankFile;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

/// <summary>People without an employer choose what they pay and for how long at a time; their money buys months, and comes back with the payment.</summary>
public sealed class PlanTests
{
    private const string Flat = "tg-amu-independent"; // 10,000 a month, 28,500 a quarter, 54,000 a half-year, 102,000 a year; a month is payable until its last day.
    private const string ByIncome = "ci-rsti-contributions"; // 12% of the income between 30,000 and 180,000; payable until the 15th of the next month.
    private static readonly DateTime January = new(2026, 1, 5, 9, 0, 0, DateTimeKind.Utc);
    private static readonly DateOnly InForce = new(2025, 10, 1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Quarter_IsBoughtWhenItsPriceIsThere_AndToppedUpAfterAPaymentWasTakenBack()
    {
        await using var world = await StartAsync(Flat);
        await ChooseAsync(world, 1, periodicity: "quarter");
        await PayAsync(world, "T1", 1, 20_000, "2026-03-10");
        (await BoughtAsync(world, 1), await HeldAsync(world, 1)).ShouldBe(("", 20_000));
        (await world.YearAsync(1)).ShouldBeNull("a quarter that is not paid in full is no quarter");

        await PayAsync(world, "T2", 1, 8_500, "2026-03-20");
        (await BoughtAsync(world, 1), await HeldAsync(world, 1)).ShouldBe(("03:9500 04:9500 05:9500", 0));
        await PayAsync(world, "T3", 1, 58_000, "2026-04-02");
        (await BoughtAsync(world, 1), await HeldAsync(world, 1)).ShouldBe(("03:9500 04:9500 05:9500 06:9500 07:9500 08:9500 09:9500 10:9500 11:9500", 1_000));
        (await world.YearAsync(1))!.InsuredMonths.ShouldBe(0b0111_1111_1100);
        await world.PromisesHoldAsync();

        // The operator takes the second payment back: a part of May's price is missing, and what is held does not make it up yet.
        await world.ImportAsync(Mobile(Paid("T2", Worker(1), "8500", "REVERSED", "2026-04-05T10:00:00Z", "XOF")), "back");
        (await world.YearAsync(1))!.InsuredMonths.ShouldBe(0b0111_1110_1100);
        var plan = await ReadAsync(world, 1, new DateOnly(2026, 4, 5));
        (plan.Next.Single().First, plan.Next.Single().Amount.Minor, plan.Held.Single().Minor).ShouldBe((new Month(2026, 5), 8_500, 1_000));
        await world.PromisesHoldAsync();

        await PayAsync(world, "T4", 1, 7_500, "2026-04-20");
        ((await world.YearAsync(1))!.InsuredMonths, await HeldAsync(world, 1)).ShouldBe((0b0111_1111_1100, 0));
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task WhatCameForAQuarterAndDidNotComplete_BuysSingleMonthsWhenItsDayHasPassed()
    {
        await using var world = await StartAsync(Flat);
        await ChooseAsync(world, 1, periodicity: "quarter");
        await PayAsync(world, "T1", 1, 12_000, "2026-03-20");
        await FollowAsync(world, new DateTime(2026, 3, 31, 9, 0, 0, DateTimeKind.Utc));
        (await BoughtAsync(world, 1)).ShouldBe("", "until the last day the quarter can be completed");

        await FollowAsync(world, new DateTime(2026, 4, 1, 9, 0, 0, DateTimeKind.Utc));
        (await BoughtAsync(world, 1), await HeldAsync(world, 1)).ShouldBe(("03:10000", 2_000));
        (await world.YearAsync(1))!.InsuredMonths.ShouldBe(1 << 2);

        // Money of the next month comes to a quarter again; a later month cannot be paid backwards.
        await PayAsync(world, "T2", 1, 26_500, "2026-06-10");
        (await BoughtAsync(world, 1), await HeldAsync(world, 1)).ShouldBe(("03:10000 06:9500 07:9500 08:9500", 0));
        await world.PromisesHoldAsync();
        (await world.App.UseAsync<FollowPlans, long?>(act => act.HandleAsync(SpmisApp.Change("plans.follow", now: new DateTime(2026, 4, 1, 12, 0, 0, DateTimeKind.Utc)), Ct))).ShouldBeNull("one a day");
    }

    [Fact]
    public async Task SeveralSchemes_APaymentStopsNoStatement_AndWaitsUntilTheWorkerChooses()
    {
        await using var world = await StartAsync(Flat, ByIncome);
        await PayAsync(world, "T1", 1, 30_000, "2026-03-10");
        (await world.DbAsync(db => db.Set<Receipt>().CountAsync(r => r.PersonId == PersonId(1), Ct)), await HeldAsync(world, 1)).ShouldBe((1, 30_000));
        (await RefusedAsync(world, new PlanInput { Number = Worker(1) })).ShouldBe("scheme.unknown");
        using var officer = world.App.Client(SpmisApp.Officer);
        (await officer.GetStringAsync("/", Ct)).ShouldContain("Ask workers which scheme they pay for");

        await ChooseAsync(world, 1, Flat, periodicity: "month");
        (await BoughtAsync(world, 1), await HeldAsync(world, 1)).ShouldBe(("03:10000 04:10000 05:10000", 0));

        (await officer.GetStringAsync("/", Ct)).ShouldNotContain("Ask workers which scheme they pay for");

        // A second plan beside it: what can be paid until the earlier day comes first.
        await ChooseAsync(world, 1, ByIncome, income: "100000");
        await PayAsync(world, "T2", 1, 22_000, "2026-03-12");
        (await BoughtAsync(world, 1, ByIncome), await BoughtAsync(world, 1)).ShouldBe(("03:12000", "03:10000 04:10000 05:10000"), "10,000 are short of April's 12,000, payable until 15 May, which come before June's, payable until 30 June");
        (await HeldAsync(world, 1)).ShouldBe(10_000);
        (await world.DbAsync(db => db.Set<Contribution>().Where(c => c.Scheme == ByIncome).Select(c => c.BaseMinor).SingleAsync(Ct))).ShouldBe(100_000);
        await world.PromisesHoldAsync();
    }

    /// <summary>Somebody who pays a little every day: all of it counts towards the month, and nothing is left out for being much.</summary>
    [Fact]
    public async Task ManySmallPayments_MakeAMonth()
    {
        await using var world = await StartAsync(Flat);
        await ChooseAsync(world, 1, periodicity: "month");
        await world.ImportAsync(Mobile(Enumerable.Range(0, 1_250).Select(i => Paid($"D{i}", Worker(1), "10", at: $"2026-03-{1 + (i / 50):00}T10:00:00Z", currency: "XOF"))), "days");

        (await BoughtAsync(world, 1), await HeldAsync(world, 1)).ShouldBe(("03:10000", 2_500));
        (await world.YearAsync(1))!.InsuredMonths.ShouldBe(1 << 2);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task SeveralSchemes_AnEmployerThatNeverFiled_IsAskedForTheOneWithAnEmployersShare()
    {
        await using var world = await StartAsync(Flat, ByIncome);
        await world.PublishAsync(Package());

        var due = await world.App.UseAsync<ListDues, IReadOnlyList<DueItem>>(act => act.HandleAsync(Employer(), new DateOnly(2026, 4, 5), Ct));

        due.Select(d => (d.Kind, d.Scheme, d.Month)).ShouldBe([(DueKind.Return, "ke-nssf", March)]);
        (await world.FileAsync(File(Line(Worker(1), "9000")), scheme: "ke-nssf")).RunId.ShouldNotBeNull();
    }

    [Fact]
    public async Task Plan_IsChangedAndEnded_AndWhatCannotBeIsRefused()
    {
        await using var world = await StartAsync(ByIncome);
        await world.PublishAsync(new PersonsRecorded { Persons = [Person(3, 2) with { DiedOn = new DateOnly(2026, 2, 20) }] });
        foreach (var (input, code) in new[]
        {
            (Input(1), "plan.income"), (Input(1, income: "many"), "amount.form"), (Input(3, income: "50000"), "plan.died"), (Input(1, income: "50000") with { Number = "12345678" }, "person.unknown"),
            (Input(1, income: "50000") with { From = "2026-01" }, "plan.past"), (Input(1, income: "50000") with { From = "2028-01" }, "plan.ahead"), (Input(1, income: "50000") with { From = "soon" }, "value.month"),
            (Input(1, income: "50000") with { Scheme = "none" }, "scheme.unknown"),
        })
        {
            (await RefusedAsync(world, input)).ShouldBe(code);
        }

        await ChooseAsync(world, 1, income: "50000");
        (await RefusedAsync(world, Input(1, income: "50000"))).ShouldBe("plan.same");
        await PayAsync(world, "T1", 1, 6_000, "2026-03-10");
        await ChooseAsync(world, 1, income: "100000");
        await PayAsync(world, "T2", 1, 12_000, "2026-03-11");
        (await BoughtAsync(world, 1)).ShouldBe("03:6000 04:12000", "what was bought stays as it was bought");
        (await world.DbAsync(db => db.Set<ContributionPlan>().OrderBy(p => p.ChosenAt).ThenBy(p => p.Id).Select(p => p.Until).ToListAsync(Ct))).ShouldBe([new Month(2026, 2), null]);

        await world.App.UseAsync<ChoosePlan>(act => act.EndAsync(Worker(1), ByIncome, SpmisApp.Change(ChoosePlan.EndAct, now: new DateTime(2026, 3, 12, 9, 0, 0, DateTimeKind.Utc)), Ct));
        (await world.DbAsync(db => db.Set<ContributionPlan>().Select(p => p.Until).MaxAsync(Ct))).ShouldBe(new Month(2026, 4), "until the last month bought");
        (await Should.ThrowAsync<Refused>(() => world.App.UseAsync<ChoosePlan>(act => act.EndAsync(Worker(1), ByIncome, SpmisApp.Change(), Ct)))).Code.ShouldBe("plan.none");
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task DonorsHalf_TheWorkerBringsTheOther()
    {
        await using var world = await StartAsync(Flat);
        var programme = new NewProgramme { Name = "Half", Donor = "The State", Kind = SubsidyKind.Match, Reach = SubsidyReach.OwnPayers, From = "2026-01", Percent = "100", Evidence = "Decree 1" };
        var proposal = await world.App.UseAsync<StartProgramme, Proposal>(act => act.ProposeAsync(programme, SpmisApp.Change(StartProgramme.Act, now: January, reason: "The decree"), Ct));
        await world.App.UseAsync<FourEyes>(f => f.ApproveAsync(ContributionsModule.ModuleName, proposal.Id, SpmisApp.Change("subsidies.approve", SpmisApp.Supervisor, January), Ct));
        await ChooseAsync(world, 1, periodicity: "month");
        (await ReadAsync(world, 1, new DateOnly(2026, 3, 10))).Next.Single().Amount.Minor.ShouldBe(5_000);

        await PayAsync(world, "T1", 1, 5_000, "2026-03-10");
        ((await world.YearAsync(1))!.InsuredMonths, await HeldAsync(world, 1)).ShouldBe((1 << 2, 0));
        (await world.DbAsync(db => db.Set<Contribution>().SumAsync(c => c.EmployeeMinor, Ct))).ShouldBe(10_000);
        await world.PromisesHoldAsync();

        await world.ImportAsync(Mobile(Paid("T1", Worker(1), "5000", "REVERSED", "2026-03-20T10:00:00Z", "XOF")), "back");
        (await world.YearAsync(1))!.InsuredMonths.ShouldBe(0);
        (await world.DbAsync(db => db.Set<SubsidyProgramme>().Select(p => p.GivenMinor).SingleAsync(Ct))).ShouldBe(0);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Merge_PutsPlanAndMonthsToTheSurvivor_AndTheUndoingBack()
    {
        await using var world = await StartAsync(Flat);
        await ChooseAsync(world, 1, periodicity: "month");
        await PayAsync(world, "T1", 1, 10_000, "2026-03-10");
        var merge = Guid.CreateVersion7();
        await world.PublishAsync(new PersonsMerged { MergeId = merge, SurvivorId = PersonId(2), MergedIds = [PersonId(1)] });
        await PayAsync(world, "T2", 1, 10_000, "2026-03-12");
        (await BoughtAsync(world, 2), (await ReadAsync(world, 1, new DateOnly(2026, 3, 12))).Number).ShouldBe(("03:10000 04:10000", Worker(2)));
        await world.PublishAsync(new PersonsRecorded { Persons = [Person(2, 2) with { DiedOn = new DateOnly(2026, 3, 13) }] });
        await PayAsync(world, "T3", 2, 10_000, "2026-03-14");
        (await HeldAsync(world, 2)).ShouldBe(10_000, "nobody who died in March buys May");
        await world.PromisesHoldAsync();

        await world.PublishAsync(new MergeUndone { MergeId = merge, SurvivorId = PersonId(2), MergedIds = [PersonId(1)] });
        (await BoughtAsync(world, 1), await BoughtAsync(world, 2)).ShouldBe(("03:10000", "04:10000"), "a month stays with the record to which its money was booked");
        ((await world.YearAsync(1))!.InsuredMonths, (await world.YearAsync(2))!.InsuredMonths).ShouldBe((0b0100, 0b1000));
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task AnyOrderOfPaymentsChoicesAndReversals_LosesNothing_AndNoMonthCostsMoreThanItsPrice()
    {
        await using var world = await StartAsync(Flat, ByIncome);
        var random = new Random(20_260_315);
        List<(string Id, int Worker, int Amount)> paid = [];
        for (var step = 0; step < 40; step++)
        {
            var worker = random.Next(1, 4);
            var day = new DateOnly(2026, 3, 1).AddDays(step * 2);
            switch (random.Next(6))
            {
                case 0:
                    await TryChooseAsync(world, random.Next(2) == 0 ? Input(worker, Flat, periodicity: new[] { "month", "quarter", "half_year", "year" }[random.Next(4)]) : Input(worker, ByIncome, income: $"{random.Next(3, 20)}0000"), day);
                    break;
                case 1 when paid.Count > 0:
                    var (id, of, amount) = paid[random.Next(paid.Count)];
                    paid.RemoveAll(p => p.Id == id);
                    await world.ImportAsync(Mobile(Paid(id, Worker(of), $"{amount}", "REVERSED", $"{day:yyyy-MM-dd}T10:00:00Z", "XOF")), $"back {id}");
                    break;
                case 2:
                    await FollowAsync(world, day.ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc));
                    break;
                default:
                    paid.Add(($"T{step}", worker, random.Next(1, 60) * 1_000));
                    await PayAsync(world, paid[^1].Id, worker, paid[^1].Amount, $"{day:yyyy-MM-dd}");
                    break;
            }
        }

        await world.PromisesHoldAsync();
        var counted = await world.DbAsync(db => db.Set<Contribution>().SumAsync(c => c.EmployeeMinor, Ct));
        var held = 0L;
        foreach (var worker in new[] { 1, 2, 3 })
        {
            held += await HeldAsync(world, worker);
        }

        (counted + held).ShouldBe(paid.Sum(p => (long)p.Amount));
        var months = await world.DbAsync(db => db.Set<PlanMonth>().AsNoTracking().ToListAsync(Ct));
        months.Count.ShouldBeGreaterThan(10);
        var sums = await world.DbAsync(db => db.Set<Contribution>().GroupBy(c => new { c.PersonId, c.Scheme, c.Month }).Select(g => new { g.Key, Minor = g.Sum(c => c.EmployeeMinor) }).ToListAsync(Ct));
        months.ShouldAllBe(m => sums.Where(s => s.Key.PersonId == m.PersonId && s.Key.Scheme == m.Scheme && s.Key.Month == m.Month).Sum(s => s.Minor) <= m.PriceMinor);
    }

    [Fact]
    public async Task Reminder_OfAPlanWithoutAPayment()
    {
        await using var world = await StartAsync(Flat);
        await ChooseAsync(world, 1, periodicity: "month");
        await world.App.UseAsync<RemindAll, long?>(act => act.HandleAsync(SpmisApp.Change("reminders.make", now: new DateTime(2026, 3, 28, 3, 0, 0, DateTimeKind.Utc)), Ct));
        await world.App.SettleAsync();
        (await world.DbAsync(db => db.Set<Reminder>().Select(r => r.Number).ToListAsync(Ct))).ShouldBe([Worker(1)]);
    }

    [Fact]
    public async Task PagesAndInterface_ShowPricesChooseAndEnd()
    {
        await using var world = await StartAsync(Flat, ByIncome);
        var person = new Actor("person-1", "Worker 1", [Roles.Person]) { PersonNumber = Worker(1) };
        using var worker = world.App.Browser(person);
        using var phone = world.App.Client(person);
        (await worker.GetStringAsync(new Uri("/me/plan", UriKind.Relative), Ct)).ShouldContain("No plan is chosen yet");
        WebUtility.HtmlDecode(await worker.GetStringAsync(new Uri($"/me/plan?Scheme={Flat}", UriKind.Relative), Ct)).ShouldContain("every half-year");
        (await worker.GetStringAsync(new Uri($"/me/plan?Scheme={ByIncome}&Income=100000", UriKind.Relative), Ct)).ShouldContain("12,000");
        (await SpmisApp.PostFormAsync(worker, "/me/plan", ("Scheme", ByIncome), ("Income", "x"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SpmisApp.PostFormAsync(worker, "/me/plan", ("Scheme", Flat), ("Periodicity", "quarter"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = WebUtility.HtmlDecode(await worker.GetStringAsync(new Uri("/me/plan", UriKind.Relative), Ct));
        page.ShouldContain("every quarter");
        page.ShouldContain("28,500");
        (await phone.GetFromJsonAsync<PersonPlansAnswer>("/api/contributions/me/plan", Ct))!.Next.Single().Amount.ShouldBe("28500");
        (await PostAsync(phone, "/api/contributions/me/plan", new PlanBody(Flat, null, null, "year", null))).ShouldBe(HttpStatusCode.OK);

        using var officer = world.App.Client(SpmisApp.Officer);
        (await officer.GetStringAsync(new Uri($"/contributions/persons/{Worker(1)}/plan", UriKind.Relative), Ct)).ShouldContain("every year");
        (await officer.GetStringAsync(new Uri($"/api/contributions/plan-offers/{Flat}", UriKind.Relative), Ct)).ShouldContain("\"saved\":\"18000\"");
        (await PostAsync(officer, $"/api/contributions/persons/{Worker(1)}/plan/end", new PlanEndBody(Flat))).ShouldBe(HttpStatusCode.OK);
        (await PostAsync(officer, $"/api/contributions/persons/{Worker(1)}/plan", new PlanBody(Flat, null, null, "week", null))).ShouldBe(HttpStatusCode.BadRequest);
        (await officer.GetFromJsonAsync<PersonPlansAnswer>($"/api/contributions/persons/{Worker(1)}/plan", Ct))!.Plans.ShouldBeEmpty();
    }

    private static async Task<HttpStatusCode> PostAsync<T>(HttpClient client, string path, T body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        using var answer = await client.SendAsync(request, Ct);
        return answer.StatusCode;
    }

    private static async Task<ContributionsWorld> StartAsync(params string[] packages)
    {
        var world = await ContributionsWorld.StartAsync(3, scheme: false);
        await world.PublishAsync([.. packages.Select(p => Shipped(p, InForce))]);
        return world;
    }

    private static PlanInput Input(int worker, string? scheme = null, string? periodicity = null, string? income = null) => new() { Number = Worker(worker), Scheme = scheme, Periodicity = periodicity, Income = income };

    private static Task ChooseAsync(ContributionsWorld world, int worker, string? scheme = null, string? periodicity = null, string? income = null) =>
        world.App.UseAsync<ChoosePlan, ContributionPlan>(act => act.HandleAsync(Input(worker, scheme, periodicity, income), SpmisApp.Change(ChoosePlan.Act, now: new DateTime(2026, 3, 5, 9, 0, 0, DateTimeKind.Utc)), Ct));

    private static async Task TryChooseAsync(ContributionsWorld world, PlanInput input, DateOnly day)
    {
        try
        {
            await world.App.UseAsync<ChoosePlan, ContributionPlan>(act => act.HandleAsync(input, SpmisApp.Change(ChoosePlan.Act, now: day.ToDateTime(new TimeOnly(8, 0), DateTimeKind.Utc)), Ct));
        }
        catch (Refused refused)
        {
            refused.Code.ShouldBe("plan.same");
        }
    }

    private static async Task<string> RefusedAsync(ContributionsWorld world, PlanInput input) =>
        (await Should.ThrowAsync<Refused>(() => world.App.UseAsync<ChoosePlan, ContributionPlan>(act => act.HandleAsync(input, SpmisApp.Change(ChoosePlan.Act, now: new DateTime(2026, 3, 5, 9, 0, 0, DateTimeKind.Utc)), Ct)))).Code;

    private static Task PayAsync(ContributionsWorld world, string id, int worker, int amount, string on) =>
        world.ImportAsync(Mobile(Paid(id, Worker(worker), $"{amount}", at: $"{on}T10:00:00Z", currency: "XOF")), id, DateTime.Parse($"{on}T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal));

    private static async Task FollowAsync(ContributionsWorld world, DateTime now)
    {
        await world.App.UseAsync<FollowPlans, long?>(act => act.HandleAsync(SpmisApp.Change("plans.follow", now: now), Ct));
        await world.App.SettleAsync();
    }

    private static Task<PersonPlans> ReadAsync(ContributionsWorld world, int worker, DateOnly on) => world.App.UseAsync<FindPlans, PersonPlans>(find => find.HandleAsync(Worker(worker), on, Ct));

    private static async Task<string> BoughtAsync(ContributionsWorld world, int worker, string scheme = Flat)
    {
        var months = await world.DbAsync(db => db.Set<PlanMonth>().AsNoTracking().Where(m => m.PersonId == PersonId(worker) && (m.Scheme == scheme || db.Set<PlanMonth>().All(x => x.Scheme != Flat))).OrderBy(m => m.Month).ToListAsync(Ct));
        return string.Join(' ', months.Select(m => $"{m.Month.Number:00}:{m.PriceMinor}"));
    }

    private static Task<long> HeldAsync(ContributionsWorld world, int worker) => world.DbAsync(db => db.Set<Receipt>().Where(r => r.PersonId == PersonId(worker) && r.ReversedOn == null).SumAsync(r => r.AmountMinor - r.AllocatedMinor - r.RefundedMinor, Ct));
}
