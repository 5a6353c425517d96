using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Eligibility;
using Spmis.Contracts.Payments;
using Spmis.Contracts.Registration;
using Spmis.Eligibility;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Promises;
using Spmis.Eligibility.Recalculations;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.Rules;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Eligibility;

public sealed class RecalculationTests
{
    private static readonly Month April = new(2026, 4);
    private static readonly DateOnly Old = new(1950, 1, 1);

    [Fact]
    public async Task Activate_AVersionThatRaisesTheGrantBackwards_ProposesArrearsByMonthAndPaysNothingBeforeApproval()
    {
        await using var app = await GrantedAsync(Cases.Person(1, Old), Cases.Person(2, new DateOnly(1980, 1, 1)));

        await app.ChangeTheLawAsync("[{from: 2018-01-01, value: 2000}, {from: 2026-05-01, value: 2500}]", 2000);

        var r = await app.UseAsync<EligibilityDb, Recalculation>(db => db.Recalculations.SingleAsync());
        (r.FromMonth, r.ThroughMonth, r.Awards, r.Refusals, r.Gained, r.ArrearsMinor, r.OverpaidMinor).ShouldBe((new Month(2026, 1), Cases.July, 1, 1, 0, 1_500_00, 0));
        var rows = await app.UseAsync<EligibilityDb, List<AwardDifference>>(db => db.AwardDifferences.OrderBy(d => d.Month).ToListAsync());
        rows.Select(d => (d.Month, d.WasMinor, d.NowMinor, d.DifferenceMinor)).ShouldBe([(new(2026, 5), 2_000_00, 2_500_00, 500_00), (new(2026, 6), 2_000_00, 2_500_00, 500_00), (Cases.July, 2_000_00, 2_500_00, 500_00)]);
        (await app.MessagesAsync<AwardsDecided>()).SelectMany(m => m.Awards).ShouldAllBe(a => a.Component == Award.Main);

        var proposal = await app.UseAsync<EligibilityDb, Proposal>(db => db.Proposals.SingleAsync(p => p.Act == ApproveRecalculation.Act));
        (await Should.ThrowAsync<Refused>(() => app.ApproveAsync(proposal.Id, SpmisApp.Supervisor))).Code.ShouldBe("proposal.own");
        (await Should.ThrowAsync<Refused>(() => app.ApproveAsync(proposal.Id, SpmisApp.Officer))).Code.ShouldBe("proposal.not-allowed");
        await app.ApproveAsync(proposal.Id, LawChanges.Second);
        await app.SettleAsync();

        var told = (await app.MessagesAsync<AwardsDecided>()).SelectMany(m => m.Awards).Where(a => a.Component != Award.Main).ToList();
        told.Select(a => (a.Component, a.MonthlyMinor, a.FromMonth, a.ToMonth)).ShouldBe([("arr1", 1_500_00L, 202607, (int?)202607), ("inc1", 500_00L, 202608, null)]);
    }

    [Fact]
    public async Task Activate_AVersionThatLowersTheGrantBackwards_ProposesADebtOnlyOfMonthsThatWerePaid()
    {
        await using var app = await GrantedAsync(Cases.Person(1, Old));
        var award = await app.UseAsync<EligibilityDb, Award>(db => db.Awards.SingleAsync());
        await app.TellAsync(new PaymentsSettled
        {
            Payments = [.. new[] { 202604, 202605 }.Select(m => new SettledPayment { AwardId = award.Id, Component = Award.Main, Month = m, Attempt = 1, Outcome = KeepPaidMonths.Paid, AmountMinor = 2_000_00, Currency = "KES", On = new DateOnly(2026, 6, 1) })],
        });

        await app.ChangeTheLawAsync("[{from: 2018-01-01, value: 1800}]", 1800);

        var rows = await app.UseAsync<EligibilityDb, List<AwardDifference>>(db => db.AwardDifferences.OrderBy(d => d.Month).ToListAsync());
        rows.Select(d => (d.Month.Number, d.Kind, d.DifferenceMinor)).ShouldBe([(4, DifferenceKind.Overpaid, -200_00L), (5, DifferenceKind.Overpaid, -200_00L), (6, DifferenceKind.LessNotPaid, 0L), (7, DifferenceKind.LessNotPaid, 0L)]);
        await app.ApproveRecalculationAsync();
        (await app.MessagesAsync<AwardsDecided>()).SelectMany(m => m.Awards).ShouldAllBe(a => a.Component == Award.Main && a.MonthlyMinor == 2_000_00);
        (await app.UseAsync<EligibilityDb, long>(db => db.Recalculations.Select(r => r.OverpaidMinor).SingleAsync())).ShouldBe(400_00);
    }

    [Fact]
    public async Task Activate_AVersionThatLowersTheAgeBackwards_AwardsFromTheRoundThatRefused()
    {
        // Born 1958: refused at 70 in the April round, entitled at 67. Born 1957-05: awarded at no round; 1980: still refused.
        await using var app = await GrantedAsync(Cases.Person(1, Old), Cases.Person(2, new DateOnly(1958, 1, 1)), Cases.Person(3, new DateOnly(1980, 1, 1)));
        await app.RoundAsync();

        await app.ChangeTheLawAsync("[{from: 2018-01-01, value: 2000}]", 2000, "67 years");

        var r = await app.UseAsync<EligibilityDb, Recalculation>(db => db.Recalculations.SingleAsync());
        (r.Gained, r.ArrearsMinor).ShouldBe((1, 0));
        await app.ApproveAllAsync(ApproveAwards.Act, LawChanges.Second);
        var award = await app.UseAsync<EligibilityDb, Award>(db => db.Awards.SingleAsync(a => a.BatchId == r.BatchId));
        (award.FromMonth, award.MonthlyMinor, award.ApprovedBy).ShouldBe((April, 2_000_00, "Sue Second"));
        var decision = await app.UseAsync<EligibilityDb, Determination>(db => db.Determinations.SingleAsync(d => d.Id == award.DeterminationId));
        (decision.Outcome, decision.PackageVersion, decision.PersonNumber, decision.DecidedFor).ShouldBe((Answer.Yes, "2.0.0", Cases.Number(2), April.First));
        (await app.UseAsync<EligibilityPromises, IReadOnlyList<Promise>>(p => p.CheckAsync(default))).ShouldAllBe(p => p.Holds);
    }

    [Fact]
    public async Task Activate_AVersionThatLowersTheAge_OwesAnAwardTheMonthsBeforeItBegan()
    {
        // 70 on 20 June 2026: refused in April, awarded in July; at 67 entitled in April already.
        await using var app = await GrantedAsync(Cases.Person(1, Old), Cases.Person(2, new DateOnly(1956, 6, 20)));
        await app.RoundAsync();
        await app.ApproveAllAsync(ApproveAwards.Act);

        await app.ChangeTheLawAsync("[{from: 2018-01-01, value: 2000}]", 2000, "67 years");

        var rows = await app.UseAsync<EligibilityDb, List<AwardDifference>>(db => db.AwardDifferences.OrderBy(d => d.Month).ToListAsync());
        rows.Select(d => (d.PersonNumber, d.Month.Number, d.WasMinor, d.DifferenceMinor)).ShouldBe([(Cases.Number(2), 4, 0, 2_000_00), (Cases.Number(2), 5, 0, 2_000_00), (Cases.Number(2), 6, 0, 2_000_00)]);
    }

    [Fact]
    public async Task Recalculate_AfterAnApprovedOne_ProposesOnlyWhatIsNew()
    {
        await using var app = await GrantedAsync(Cases.Person(1, Old));
        await app.ChangeTheLawAsync("[{from: 2018-01-01, value: 2500}]", 2500);
        await app.ApproveRecalculationAsync();

        var again = await app.UseAsync<StartRecalculation, RecalculationStarted>(act => act.HandleAsync(Cases.Grant, null, SpmisApp.Change(), default));
        await app.ChangeTheLawAsync("[{from: 2018-01-01, value: 2600}]", 2600, version: "3.0.0");

        again.StartedBefore.ShouldBeTrue();
        var rows = await app.UseAsync<EligibilityDb, List<AwardDifference>>(db => db.AwardDifferences.Where(d => d.RecalculationId == 2).ToListAsync());
        rows.Count.ShouldBe(4);
        rows.ShouldAllBe(d => d.WasMinor == 2_500_00 && d.DifferenceMinor == 100_00);
    }

    [Fact]
    public async Task Recalculate_OfASuspendedAward_HoldsItsArrearsUntilItIsLiftedAndAMonthLaterOwesNothingMore()
    {
        await using var app = await GrantedAsync(Cases.Person(1, Old));
        var number = MakeAwards.NumberOf(1);
        await app.UseAsync<SuspendAward>(act => act.HandleAsync(number, April.Add(2), SpmisApp.Change(reason: "Not seen."), default));
        await app.ChangeTheLawAsync("[{from: 2018-01-01, value: 2500}]", 2500);
        await app.ApproveRecalculationAsync();

        // April to July; held as long as the award is, since the month they are paid with lies in the suspension.
        async Task<List<(string, long, int, int?, int?)>> ToldAsync() => [.. (await app.MessagesAsync<AwardsDecided>())[^1].Awards.Where(a => a.Component != Award.Main).Select(a => (a.Component, a.MonthlyMinor, a.FromMonth, a.ToMonth, a.SuspendedFromMonth))];
        (await ToldAsync()).ShouldBe([("arr1", 2_000_00L, 202607, (int?)202607, (int?)202606), ("inc1", 500_00L, 202608, null, 202606)]);
        await app.UseAsync<ResumeAward, Proposal>(act => act.ProposeAsync(number, SpmisApp.Change(), default));
        await app.ApproveAllAsync(ResumeAward.Act);
        (await ToldAsync()).ShouldBe([("arr1", 2_000_00L, 202607, (int?)202607, null), ("inc1", 500_00L, 202608, null, null)]);

        await app.UseAsync<StartRecalculation, RecalculationStarted>(act => act.HandleAsync(Cases.Grant, null, SpmisApp.Change(now: SpmisApp.Now.AddMonths(1)), default));
        await app.SettleAsync();

        var second = await app.UseAsync<EligibilityDb, Recalculation>(db => db.Recalculations.SingleAsync(r => r.ThroughMonth == Cases.July.Add(1)));
        (second.Awards, second.ArrearsMinor, second.OverpaidMinor).ShouldBe((1, 0, 0));

        // Ended after May the months behind are owed to nobody; taken back whole, none is.
        await app.UseAsync<EndAward>(act => act.ProposeAsync(number, April.Add(1), SpmisApp.Change(reason: "Left the country in May."), default));
        await app.ApproveAllAsync(EndAward.Act);
        (await ToldAsync())[0].ShouldBe(("arr1", 1_000_00L, 202607, (int?)202607, null));
    }

    [Fact]
    public async Task Approve_ThenDeathOfTheBeneficiary_EndsTheIncreaseWithTheAward()
    {
        var person = Cases.Person(1, Old);
        await using var app = await GrantedAsync(person);
        await app.ChangeTheLawAsync("[{from: 2018-01-01, value: 2500}]", 2500);
        await app.ApproveRecalculationAsync();

        await app.RegisterAsync(person with { DiedOn = new DateOnly(2026, 9, 10), Version = 2 });

        var told = (await app.MessagesAsync<AwardsDecided>())[^1].Awards;
        told.Select(a => (a.Component, a.FromMonth, a.ToMonth)).ShouldBe([(Award.Main, 202604, (int?)202609), ("arr1", 202607, 202607), ("inc1", 202608, 202609)]);
    }

    [Fact]
    public async Task Activate_WhileDifferencesWait_IsRefusedUntilTheyAreDecided()
    {
        await using var app = await GrantedAsync(Cases.Person(1, Old));
        await app.ChangeTheLawAsync("[{from: 2018-01-01, value: 2500}]", 2500);

        (await Should.ThrowAsync<Refused>(() => app.ChangeTheLawAsync("[{from: 2018-01-01, value: 2600}]", 2600, version: "3.0.0"))).Code.ShouldBe("recalculation.open");
    }

    [Fact]
    public async Task Recalculate_HandedOutTwice_DoesNothingTwice()
    {
        var persons = Enumerable.Range(1, 1_100).Select(n => Cases.Person(n, n % 2 == 0 ? Old : new DateOnly(1958, 1, 1))).ToArray();
        await using var app = await GrantedAsync(persons);
        await app.ChangeTheLawAsync("[{from: 2018-01-01, value: 2500}]", 2500, "67 years");
        var before = await app.UseAsync<EligibilityDb, (long, int, int)>(async db => (await db.Recalculations.Select(r => r.ArrearsMinor).SingleAsync(), await db.AwardDifferences.CountAsync(), await db.Awards.CountAsync()));
        var id = await app.UseAsync<EligibilityDb, long>(db => db.Runs.Where(r => r.Kind == RecalculateWorker.RunKind).Select(r => r.Id).SingleAsync());

        // Handed out twice after its end: the checkpoint lets nothing be done again.
        await app.UseAsync<EligibilityDb>(db => db.WriteAsync(() => db.Runs.Where(r => r.Id == id).ExecuteUpdateAsync(s => s.SetProperty(r => r.FinishedAt, (DateTime?)null)), default));
        await app.UseAsync<IServiceProvider>(services => Microsoft.Extensions.DependencyInjection.ServiceProviderKeyedServiceExtensions.GetRequiredKeyedService<IRunExecutor>(services, "eligibility").ExecuteAsync(id, default));
        await app.SettleAsync();

        before.ShouldBe((550L * 4 * 500_00, 550 * 4, 1_100));
        (await app.UseAsync<EligibilityDb, (long, int, int)>(async db => (await db.Recalculations.Select(r => r.ArrearsMinor).SingleAsync(), await db.AwardDifferences.CountAsync(), await db.Awards.CountAsync()))).ShouldBe(before);
    }

    [Fact]
    public async Task Claims_RefusedBeforeTheChange_AreDecidedAgainOnTheFactsOfThen()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        var person = Cases.Person(1, new DateOnly(1995, 1, 1));
        await app.RegisterAsync(person);
        await app.ContributeAsync(person.PersonId, 3);
        var claim = await app.ClaimAsync(person.RegistrationNumber, new DateOnly(2026, 5, 1), new DateOnly(2026, 5, 2));
        await app.DecideAsync(claim.Number);
        var files = Cases.MaternityVersion();

        await app.ActivateAsync((await app.UploadAsync(files, "maternity")).PackageId, new DateOnly(2026, 1, 1));

        var decided = await app.UseAsync<EligibilityDb, List<Determination>>(db => db.Determinations.OrderBy(d => d.Attempt).ToListAsync());
        decided.Select(d => (d.Outcome, d.PackageVersion, d.Attempt)).ShouldBe([(Answer.No, Cases.VersionOf(Cases.Maternity), 1), (Answer.Yes, "1.9.0", 2)]);
        (await app.UseAsync<EligibilityDb, Award>(db => db.Awards.SingleAsync())).FromMonth.ShouldBe(new Month(2026, 5));
    }

    [Fact]
    public async Task Approve_WithPaymentsBeside_PutsTheArrearsIntoTheNextCycle()
    {
        await using var app = await GrantedAsync("eligibility,payments", Cases.Person(1, Old));
        await app.ChangeTheLawAsync("[{from: 2018-01-01, value: 2500}]", 2500);

        await app.ApproveRecalculationAsync();

        var copies = await app.UseAsync<Spmis.Payments.PaymentsDb, List<Spmis.Payments.Copies.AwardCopy>>(db => db.AwardCopies.OrderBy(a => a.Component).ToListAsync());
        copies.Select(a => (a.Component, a.MonthlyMinor, a.FromMonth, a.ToMonth)).ShouldBe([("arr1", 2_000_00, Cases.July, (Month?)Cases.July), ("inc1", 500_00, Cases.July.Add(1), null), (Award.Main, 2_000_00, April, null)]);
    }

    [Fact]
    public async Task StartDue_WhenTheDayOfAnActivationHasCome_ReckonsAwardsFromItsMonthOnOnce()
    {
        await using var app = await GrantedAsync(Cases.Person(1, Old));
        var kept = await app.UploadAsync(Cases.GrantVersion("2.0.0", "[{from: 2018-01-01, value: 2000}, {from: 2026-09-01, value: 2500}]", 2000));
        await app.ActivateAsync(kept.PackageId, new DateOnly(2026, 9, 1));
        (await app.UseAsync<EligibilityDb, int>(db => db.Recalculations.CountAsync())).ShouldBe(0);
        Task<int> Due(int month, int day) => app.UseAsync<IServiceProvider, int>(services => DueRecalculations.StartDueAsync(services, new DateTime(2026, month, day, 1, 0, 0, DateTimeKind.Utc), default));

        (await Due(8, 31)).ShouldBe(0);
        (await Due(10, 3)).ShouldBe(1); // The machine was off in September.
        await app.SettleAsync();
        (await Due(10, 4)).ShouldBe(0);

        var r = await app.UseAsync<EligibilityDb, Recalculation>(db => db.Recalculations.SingleAsync());
        (r.FromMonth, r.ThroughMonth, r.StartedBy, r.ArrearsMinor).ShouldBe((new Month(2026, 9), new Month(2026, 10), Actor.System.Name, 2 * 500_00));
        var open = await app.UseAsync<EligibilityDb, long>(db => db.Proposals.Where(p => p.Act == ApproveRecalculation.Act).Select(p => p.Id).SingleAsync());
        (await Should.ThrowAsync<Refused>(() => app.ApproveAsync(open, SpmisApp.Supervisor))).Code.ShouldBe("recalculation.own-law");
        await app.ApproveRecalculationAsync();
        (await Due(11, 3)).ShouldBe(0);
    }

    [Fact]
    public async Task Lower_ApprovedByASecondPerson_PaysLessFromTheNextMonthAndEndsWhoIsNotEntitledAnyMore()
    {
        await using var app = await GrantedAsync("eligibility,payments", Cases.Person(1, Old), Cases.Person(2, new DateOnly(1955, 1, 1)));
        await app.ChangeTheLawAsync("[{from: 2018-01-01, value: 1800}]", 1800, "75 years");
        (await app.MessagesAsync<AwardsDecided>()).SelectMany(m => m.Awards).ShouldAllBe(a => a.ToMonth == null && a.MonthlyMinor == 2_000_00);

        (await Should.ThrowAsync<Refused>(() => app.LowerAsync(reason: " "))).Code.ShouldBe("lowering.no-reason");
        (await Should.ThrowAsync<Refused>(() => app.LowerAsync(now: SpmisApp.Now.AddMonths(1)))).Code.ShouldBe("lowering.late");
        var page = await app.PageAsync("/eligibility/recalculations/1");
        page.Body!.TextContent.ShouldContain("2 awards come to less");
        page.Faults().ShouldBeEmpty();
        var proposal = await app.LowerAsync();
        (await Should.ThrowAsync<Refused>(() => app.ApproveAsync(proposal.Id, SpmisApp.Officer))).Code.ShouldBe("proposal.own");
        await app.ApproveAsync(proposal.Id, LawChanges.Second);
        await app.SettleAsync();

        var awards = await app.UseAsync<EligibilityDb, List<Award>>(db => db.Awards.OrderBy(a => a.Number).ToListAsync());
        awards.Select(a => (a.State, a.EndedAfter, a.EndedBecause)).ShouldBe([(AwardState.InForce, null, null), (AwardState.Ended, Cases.July, LawChanges.Because)]);
        var copies = await app.UseAsync<Spmis.Payments.PaymentsDb, List<Spmis.Payments.Copies.AwardCopy>>(db => db.AwardCopies.OrderBy(a => a.AwardNumber).ThenBy(a => a.Component).ToListAsync());
        copies.Select(a => (a.Component, a.MonthlyMinor, a.FromMonth, a.ToMonth)).ShouldBe([("low1", 1_800_00, Cases.July.Add(1), null), (Award.Main, 2_000_00, April, Cases.July), (Award.Main, 2_000_00, April, (Month?)Cases.July)]);
        (await Should.ThrowAsync<Refused>(() => app.LowerAsync())).Code.ShouldBe("lowering.done");
        (await Should.ThrowAsync<Refused>(() => app.ChangeTheLawAsync("[{from: 2018-01-01, value: 1900}]", 1900, "75 years", "3.0.0"))).Code.ShouldBe("recalculation.lowering-ahead");
        (await app.PageAsync($"/awards/{awards[0].Number}")).Body!.TextContent.ShouldContain("1,800.00 KES");
    }

    [Fact]
    public async Task Recalculate_AfterALowering_StartsFromTheLowerAmount()
    {
        await using var app = await GrantedAsync(Cases.Person(1, Old));
        await app.ChangeTheLawAsync("[{from: 2018-01-01, value: 1800}]", 1800);
        await app.ApproveAsync((await app.LowerAsync()).Id, LawChanges.Second);
        await app.SettleAsync();
        var august = SpmisApp.Now.AddMonths(1);

        // August comes to what it was lowered to; months before were not paid as far as is known, so nothing is owed for them.
        await app.UseAsync<StartRecalculation, RecalculationStarted>(act => act.HandleAsync(Cases.Grant, null, SpmisApp.Change(now: august), default));
        await app.SettleAsync();
        (await app.UseAsync<EligibilityDb, List<Month>>(db => db.AwardDifferences.Where(d => d.RecalculationId == 2).Select(d => d.Month).ToListAsync())).ShouldAllBe(m => m <= Cases.July);
        (await Should.ThrowAsync<Refused>(() => app.LowerAsync(2, now: august))).Code.ShouldBe("lowering.nothing");

        // A raise afterwards comes on top of the lower amount.
        var kept = await app.UploadAsync(Cases.GrantVersion("3.0.0", "[{from: 2018-01-01, value: 1800}, {from: 2026-08-01, value: 1900}]", 1800));
        await app.ActivateAsync(kept.PackageId, new DateOnly(2026, 8, 1), august);
        var last = await app.UseAsync<EligibilityDb, AwardDifference>(db => db.AwardDifferences.SingleAsync(d => d.RecalculationId == 3));
        (last.Month, last.Kind, last.WasMinor, last.NowMinor, last.DifferenceMinor).ShouldBe((Cases.July.Add(1), DifferenceKind.Arrears, 1_800_00, 1_900_00, 100_00));
        await app.ApproveRecalculationAsync(august);
        (await app.MessagesAsync<AwardsDecided>())[^1].Awards.Select(a => (a.Component, a.MonthlyMinor, a.FromMonth, a.ToMonth))
            .ShouldBe([(Award.Main, 2_000_00, 202604, 202607), ("arr3", 100_00, 202608, 202608), ("inc3", 100_00, 202609, null), ("low1", 1_800_00, 202608, (int?)null)]);
    }

    [Fact]
    public async Task Lower_BeforeTheDebtsOfPaidMonthsAreDecided_IsRefused()
    {
        await using var app = await GrantedAsync(Cases.Person(1, Old));
        var award = await app.UseAsync<EligibilityDb, Award>(db => db.Awards.SingleAsync());
        await app.TellAsync(new PaymentsSettled
        {
            Payments = [new SettledPayment { AwardId = award.Id, Component = Award.Main, Month = 202605, Attempt = 1, Outcome = KeepPaidMonths.Paid, AmountMinor = 2_000_00, Currency = "KES", On = new DateOnly(2026, 6, 1) }],
        });
        await app.ChangeTheLawAsync("[{from: 2018-01-01, value: 1800}]", 1800);

        (await Should.ThrowAsync<Refused>(() => app.LowerAsync())).Code.ShouldBe("lowering.differences-open");
        await app.ApproveRecalculationAsync();
        (await app.LowerAsync()).Title.ShouldContain("2026-08");
    }

    [Fact]
    public async Task Page_OfARecalculation_ShowsMonthsAndIsApprovedBySomebodyElse()
    {
        await using var app = await GrantedAsync(Cases.Person(1, Old));
        await app.ChangeTheLawAsync("[{from: 2018-01-01, value: 2500}]", 2500);

        var page = await app.PageAsync("/eligibility/recalculations/1");
        page.Body!.TextContent.ShouldContain("2,500.00 KES");
        page.QuerySelectorAll("main table tbody tr").Length.ShouldBe(4);
        page.Faults().ShouldBeEmpty();
        (await app.PageAsync("/eligibility/recalculations")).Faults().ShouldBeEmpty();
        (await app.SubmitAsync("/eligibility/recalculations/1", LawChanges.Second, "Approve")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect);

        await app.SettleAsync();
        (await app.UseAsync<EligibilityDb, Recalculation>(db => db.Recalculations.SingleAsync())).PayMonth.ShouldNotBeNull();
        (await app.Client(SpmisApp.Officer).GetStringAsync("/api/eligibility/recalculations/1/differences?limit=2")).ShouldContain("\"next\":\"");
    }

    /// <summary>A round of April decided and approved by the version that ships.</summary>
    private static Task<SpmisApp> GrantedAsync(params PersonFacts[] persons) => GrantedAsync("eligibility", persons);

    private static async Task<SpmisApp> GrantedAsync(string modules, params PersonFacts[] persons)
    {
        var app = await SpmisApp.StartAsync(modules);
        await app.ActivateShippedAsync();
        await app.RegisterAsync(persons);
        await app.RoundAsync(April);
        await app.ApproveAllAsync(ApproveAwards.Act);
        return app;
    }
}

internal static class LawChanges
{
    /// <summary>A second supervisor: the first one approved the change of the law, and so prepared its differences.</summary>
    public static readonly Actor Second = new("supervisor-2", "Sue Second", [Spmis.Kernel.Access.Roles.Supervisor], "HQ");

    /// <summary>What the persons are told of a lower amount.</summary>
    public const string Because = "The law of June 2026 lowers the grant.";

    /// <summary>A version from January on, put in force in July.</summary>
    public static async Task ChangeTheLawAsync(this SpmisApp app, string values, int march, string age = "70 years", string version = "2.0.0")
    {
        var kept = await app.UploadAsync(Cases.GrantVersion(version, values, march, age));
        await app.ActivateAsync(kept.PackageId, new DateOnly(2026, 1, 1));
    }

    public static async Task ApproveRecalculationAsync(this SpmisApp app, DateTime? now = null)
    {
        var id = await app.UseAsync<EligibilityDb, long>(db => db.Proposals.Where(p => p.Act == ApproveRecalculation.Act && p.DecidedAt == null).Select(p => p.Id).SingleAsync());
        await app.ApproveAsync(id, Second, now);
        await app.SettleAsync();
    }

    public static Task<Proposal> LowerAsync(this SpmisApp app, long recalculation = 1, string reason = Because, DateTime? now = null) =>
        app.UseAsync<LowerAwards, Proposal>(act => act.ProposeAsync(recalculation, SpmisApp.Change(LowerAwards.Act, now: now, reason: reason), default));
}
