using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Contributions;
using Spmis.Contracts.Eligibility;
using Spmis.Contracts.Registration;
using Spmis.Contributions;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Recalculations;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.TestKit;
using Spmis.Tests.Eligibility;
using Spmis.Values;
using static Spmis.Tests.Contributions.BankFile;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

/// <summary>A contribution law that changes backwards: what was assessed is reckoned again, and nothing moves before a second person approves it.</summary>
public sealed class LawChangeTests
{
    private static readonly (string, string) Raise = ("values: [{from: 2023-02-01, value: 6%}]\n  employer_rate", "values: [{from: 2023-02-01, value: 6%}, {from: 2026-01-01, value: 7%}]\n  employer_rate");
    private static readonly (string, string) Lower = ("values: [{from: 2023-02-01, value: 6%}]\n  employer_rate", "values: [{from: 2023-02-01, value: 6%}, {from: 2026-01-01, value: 5%}]\n  employer_rate");
    private static readonly (string, string) LowCeiling = ("value: 108000", "value: 9000");
    private static readonly DateOnly January = new(2026, 1, 1);

    [Fact]
    public async Task Activate_AHigherRateBackwards_ProposesWhatIsOwedMoreAndBillsItOnlyAfterApproval()
    {
        await using var world = await ContributionsWorld.StartAsync(3);
        await world.FileAsync(File(Line(Worker(1), "9000"), Line(Worker(2), "20000"), Line(Worker(3), "9000")));

        await world.ChangeTheLawAsync(January, "2.0.0", Raise);

        var r = await world.RecalculationAsync();
        (r.FromMonth, r.ThroughMonth, r.Differences, r.ByHand, r.MoreMinor, r.LessMinor, r.Missed, r.Waiting).ShouldBe((new Month(2026, 1), new Month(2026, 7), 3, 0, 380_00, 0, 0, 0));
        var rows = await world.DifferencesAsync();
        rows.Select(d => (d.PersonNumber, d.Month, d.WasEmployeeMinor, d.NowEmployeeMinor, d.WasEmployerMinor, d.NowEmployerMinor, d.DifferenceMinor)).ShouldBe(
        [
            (Worker(1), March, 540_00, 630_00, 540_00, 540_00, 90_00), (Worker(2), March, 1200_00, 1400_00, 1200_00, 1200_00, 200_00), (Worker(3), March, 540_00, 630_00, 540_00, 540_00, 90_00),
        ], ignoreOrder: true);
        (await world.BillsAsync()).Count.ShouldBe(1);
        await world.PromisesHoldAsync();

        (await Should.ThrowAsync<Refused>(() => world.DecideAsync(true, SpmisApp.Officer))).Code.ShouldBe("proposal.not-allowed");
        await world.DecideAsync(true);

        var bill = (await world.BillsAsync())[1];
        (bill.Amount.Minor, bill.Month, bill.DueOn).ShouldBe((380_00, March, new DateOnly(2026, 8, 9)));
        var law = await world.DbAsync(db => db.Set<Return>().SingleAsync(x => x.Kind == ReturnKind.LawChange));
        (law.Lines, law.Accepted, law.EmployeeMinor, law.DueMinor, law.State).ShouldBe((3, 3, 2660_00, 380_00, ReturnState.Assessed));
        (await world.App.UseAsync<ExplainLine, LineWorking>(act => act.HandleAsync(law.Id, 1, SpmisApp.Officer, default))).Steps[1].Explanation.ToText("en").ShouldContain("7%");
        (await world.RecalculationAsync()).PostedAt.ShouldNotBeNull();
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Approve_ALowerRateOnAPaidMonth_HoldsTheMoneyForTheEmployerAndKeepsTheMonth()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        await world.FileAsync(File(Line(Worker(1), "9000")));
        await world.ImportAsync(await StatementAsync([Credit("B1", 1080_00, structured: (await world.BillsAsync())[0].PaymentReference)]));
        (await world.YearAsync(1))!.InsuredMonths.ShouldBe(0b100);

        await world.ChangeTheLawAsync(January, "2.0.0", Lower);
        await world.DecideAsync(true);

        (await world.BillsAsync()).ShouldHaveSingleItem().State.ShouldBe(BillState.Paid);
        var freed = await world.DbAsync(db => db.Set<Receipt>().SingleAsync(x => x.Channel == Channel.Correction));
        (freed.AmountMinor, freed.HeldMinor, freed.EmployerId).ShouldBe((90_00, 90_00, world.EmployerId()));
        (await world.YearAsync(1))!.InsuredMonths.ShouldBe(0b100);
        (await world.DbAsync(db => db.Set<Contribution>().SumAsync(c => c.EmployeeMinor))).ShouldBe(450_00);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Approve_ALowerRateOnAnOpenBill_TakesTheCreditOffIt()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        await world.FileAsync(File(Line(Worker(1), "9000")));

        await world.ChangeTheLawAsync(January, "2.0.0", Lower);
        await world.DecideAsync(true);

        (await world.BillsAsync()).ShouldHaveSingleItem().Open.Minor.ShouldBe(990_00);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Reject_ThenAgainWithAStatedDay_ChangesNothingUntilApproved()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        await world.FileAsync(File(Line(Worker(1), "9000")));
        await world.ChangeTheLawAsync(January, "2.0.0", Raise);

        await world.DecideAsync(false);

        (await world.BillsAsync()).Count.ShouldBe(1);
        (await world.DbAsync(db => db.Set<Return>().CountAsync())).ShouldBe(1);
        (await Should.ThrowAsync<Refused>(() => world.ProposeAsync(new DateOnly(2026, 6, 30)))).Code.ShouldBe("recalculation.due-past");
        await world.ProposeAsync(new DateOnly(2026, 9, 30));
        await world.DecideAsync(true);
        (await world.BillsAsync())[1].DueOn.ShouldBe(new DateOnly(2026, 9, 30));
    }

    [Theory]
    [InlineData("20000", "a correction that changes the contribution")]
    [InlineData("9000", "a correction that changes nothing by the new law")]
    public async Task Approve_AfterACorrectionOfAWorkerConcerned_IsRefusedUntilItIsReckonedAgain(string wage, string _)
    {
        await using var world = await ContributionsWorld.StartAsync(2);
        await world.FileAsync(File(Line(Worker(1), "9000"), Line(Worker(2), "9000")));
        await world.ChangeTheLawAsync(January, "2.0.0", Raise);
        await world.FileAsync(File(Line(Worker(1), wage)), ReturnKind.Correction);

        (await Should.ThrowAsync<Refused>(() => world.DecideAsync(true))).Code.ShouldBe("proposal.data-moved");
        await world.DecideAsync(false);
        await world.StartAgainAsync();
        (await Should.ThrowAsync<Refused>(() => world.DecideAsync(true, SpmisApp.Supervisor))).Code.ShouldBe("proposal.own");

        // The correction was assessed by the new law already; only worker 2 is left.
        var r = await world.RecalculationAsync();
        (r.Differences, r.MoreMinor).ShouldBe((1, 90_00));
        await world.DecideAsync(true);
        (await world.DbAsync(db => db.Set<Contribution>().SumAsync(c => c.EmployeeMinor))).ShouldBe((wage == "9000" ? 630_00 : 1400_00) + 630_00);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Reckon_AfterACorrectionThatRaisedAWageAboveTheCeilingOnly_TakesTheNewWage()
    {
        // Both wages lie above the ceiling of the old law, so the correction changed no contribution; by the new law it does.
        await using var world = await ContributionsWorld.StartAsync(1);
        await world.FileAsync(File(Line(Worker(1), "110000")));
        await world.FileAsync(File(Line(Worker(1), "120000")), ReturnKind.Correction);

        await world.ChangeTheLawAsync(January, "2.0.0", ("value: 108000", "value: 150000"));

        (await world.DifferencesAsync()).ShouldHaveSingleItem().DifferenceMinor.ShouldBe(12_000_00 * 12 / 100);
    }

    [Fact]
    public async Task Reckon_AfterAnApprovedOne_FindsNothingMore()
    {
        await using var world = await ContributionsWorld.StartAsync(2);
        await world.FileAsync(File(Line(Worker(1), "9000"), Line(Worker(2), "9000")));
        await world.ChangeTheLawAsync(January, "2.0.0", Raise);
        await world.DecideAsync(true);

        await world.StartAgainAsync();

        var r = await world.RecalculationAsync();
        (r.Differences, r.OpenScheme, r.FinishedAt is null).ShouldBe((0, null, false));
        await world.FileAsync(File(Line(Worker(1), "10000")), ReturnKind.Correction);
        (await world.DbAsync(db => db.Set<Contribution>().Where(c => c.PersonId == PersonId(1)).SumAsync(c => c.EmployeeMinor))).ShouldBe(700_00);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Activate_AnotherVersionWhileDifferencesWait_GivesThemUpAndLooksAtAllTheirMonths()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        await world.FileAsync(File(Line(Worker(1), "9000", period: "2026-01")), month: new Month(2026, 1));
        await world.FileAsync(File(Line(Worker(1), "9000")));
        await world.ChangeTheLawAsync(January, "2.0.0", Raise);

        await world.ChangeTheLawAsync(new DateOnly(2026, 3, 1), "3.0.0", Lower);

        var all = await world.DbAsync(db => db.Set<Recalculation>().OrderBy(r => r.Id).ToListAsync());
        (all[0].GivenUpAt is not null, all[1].FromMonth, all[1].MoreMinor, all[1].LessMinor).ShouldBe((true, new Month(2026, 1), 90_00, 90_00));
        var first = await world.DbAsync(db => db.Proposals.OrderBy(p => p.Id).Select(p => p.Id).FirstAsync());
        (await Should.ThrowAsync<Refused>(() => world.DecideAsync(true, proposal: first))).Code.ShouldBe("recalculation.given-up");
    }

    [Fact]
    public async Task OwnPayments_ByALowerCeiling_AreHeldInPartAndReversedWhole()
    {
        await using var world = await ContributionsWorld.StartAsync(2);
        await world.ImportAsync(Mobile(Paid("M1", Worker(1), "2160"), Paid("M2", Worker(2), "1080")));

        await world.ChangeTheLawAsync(January, "2.0.0", LowCeiling);

        var d = (await world.DifferencesAsync()).ShouldHaveSingleItem();
        (d.PersonNumber, d.WasEmployeeMinor, d.NowEmployeeMinor, d.WasBaseMinor, d.NowBaseMinor, d.Kind).ShouldBe((Worker(1), 2160_00, 1080_00, 18_000_00, 9_000_00, DifferenceKind.Less));
        await world.DecideAsync(true);
        var receipt = await world.DbAsync(db => db.Set<Receipt>().SingleAsync(x => x.Reference == "M1"));
        (receipt.AllocatedMinor, receipt.HeldMinor).ShouldBe((1080_00, 1080_00));
        (await world.YearAsync(1))!.BaseMinor.ShouldStartWith("0,0,900000,");
        await world.PromisesHoldAsync();

        await world.ImportAsync(Mobile(Paid("M1", Worker(1), "2160", "REVERSED")));
        await world.PromisesHoldAsync();
        (await world.DbAsync(db => db.Set<Contribution>().Where(c => c.PersonId == PersonId(1)).SumAsync(c => c.EmployeeMinor))).ShouldBe(await world.DbAsync(db => db.Set<Receipt>().Where(x => x.Reference == "M1").Select(x => x.AllocatedMinor).SingleAsync()));
    }

    [Fact]
    public async Task OwnPayments_ByAHigherRate_StandForLowerEarningsAndCostNothingMore()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        await world.ImportAsync(Mobile(Paid("M1", Worker(1), "1170")));

        await world.ChangeTheLawAsync(January, "2.0.0", Raise);
        await world.DecideAsync(true);

        var r = await world.RecalculationAsync();
        (r.Differences, r.MoreMinor, r.LessMinor).ShouldBe((1, 0, 0));
        (await world.YearAsync(1))!.BaseMinor.ShouldStartWith("0,0,900000,");
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task OwnPayments_TakenBackAfterTheReckoning_RefuseTheApproval()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        await world.ImportAsync(Mobile(Paid("M1", Worker(1), "1170")));
        await world.ChangeTheLawAsync(January, "2.0.0", Raise);
        await world.ImportAsync(Mobile(Paid("M2", Worker(1), "100")));

        (await Should.ThrowAsync<Refused>(() => world.DecideAsync(true))).Code.ShouldBe("proposal.data-moved");
    }

    [Fact]
    public async Task Merge_OfTwoWorkersOfOneEmployer_IsReckonedLineByLine()
    {
        await using var world = await ContributionsWorld.StartAsync(2);
        await world.FileAsync(File(Line(Worker(1), "9000"), Line(Worker(2), "9000")));
        await world.PublishAsync(new PersonsMerged { MergeId = Guid.CreateVersion7(), SurvivorId = PersonId(1), MergedIds = [PersonId(2)] });

        await world.ChangeTheLawAsync(January, "2.0.0", Raise);

        (await world.DifferencesAsync()).Select(d => (d.PersonNumber, d.DifferenceMinor, d.MonthWasMinor)).ShouldBe([(Worker(1), 90_00, 2160_00), (Worker(1), 90_00, 2160_00)]);
        await world.DecideAsync(true);
        (await world.DbAsync(db => db.Set<Contribution>().Where(c => c.PersonId == PersonId(1)).SumAsync(c => c.EmployeeMinor))).ShouldBe(1260_00);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Post_AMonthThatMovedAfterTheApproval_IsLeftOutAndSaidSo()
    {
        await using var world = await ContributionsWorld.StartAsync(2, employers: 2);
        await world.FileAsync(File(Line(Worker(1), "9000")));
        await world.FileAsync(File(Line(Worker(2), "9000", Employer(2))), employer: Employer(2));
        await world.ChangeTheLawAsync(January, "2.0.0", Raise);
        await world.ApproveAndBeforePostingAsync(() => world.FileAsync(File(Line(Worker(1), "20000")), ReturnKind.Correction));

        var r = await world.RecalculationAsync();
        (r.LeftOut, r.PostedAt is null).ShouldBe((1, false));
        (await world.DbAsync(db => db.Set<Return>().Where(x => x.Kind == ReturnKind.LawChange).Select(x => x.EmployerNumber).ToListAsync())).ShouldBe([Employer(2)]);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task StartDue_WhenTheDayOfAnActivationHasCome_ReckonsWhatWasAssessedByTheOldTextOnce()
    {
        // A return on its way at the activation is assessed by the old text afterwards; that is made here by hand.
        await using var world = await ContributionsWorld.StartAsync(1);
        await world.PublishAsync(Package(new DateOnly(2026, 8, 1), "2.0.0", Raise));
        (await world.DbAsync(db => db.Set<Recalculation>().CountAsync())).ShouldBe(0);
        await world.FileAsync(File(Line(Worker(1), "9000", period: "2026-08")), month: new Month(2026, 8), now: new DateTime(2026, 8, 31, 9, 0, 0, DateTimeKind.Utc));
        (await world.DueAsync(new DateTime(2026, 9, 1, 1, 0, 0, DateTimeKind.Utc))).ShouldBe(0); // By the new text already.
        await world.App.UseAsync<ContributionsDb>(db => db.WriteAsync(() => db.Set<Return>().ExecuteUpdateAsync(s => s.SetProperty(x => x.PackageHash, Package().Hash)), default));

        (await world.DueAsync(new DateTime(2026, 7, 31, 1, 0, 0, DateTimeKind.Utc))).ShouldBe(0); // Not yet.
        (await world.DueAsync(new DateTime(2026, 10, 1, 1, 0, 0, DateTimeKind.Utc))).ShouldBe(1); // Late, since the machine was off.
        (await world.DueAsync(new DateTime(2026, 10, 2, 1, 0, 0, DateTimeKind.Utc))).ShouldBe(0); // Once.
    }

    [Fact]
    public async Task Start_WithNothingToReckon_IsRefusedInWords()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        await world.FileAsync(File(Line(Worker(1), "9000")));

        (await Should.ThrowAsync<Refused>(() => world.StartAgainAsync("nothing"))).Code.ShouldBe("scheme.not-in-force");
        (await Should.ThrowAsync<Refused>(() => world.StartAgainAsync(from: new Month(2026, 9)))).Code.ShouldBe("recalculation.ahead");
        await world.ChangeTheLawAsync(January, "2.0.0", Raise);
        (await Should.ThrowAsync<Refused>(() => world.StartAgainAsync())).Code.ShouldBe("recalculation.open");
        (await Should.ThrowAsync<Refused>(() => world.FileAsync(null, ReturnKind.LawChange))).Code.ShouldBe("return.kind");
    }

    [Fact]
    public async Task Runs_ExecutedAgainAndBrokenOff_PostEverythingOnce()
    {
        await using var world = await ContributionsWorld.StartAsync(2_300, employers: 3);
        await world.FileAsync(File(Enumerable.Range(1, 2_200).Select(i => Line(Worker(i), "9000"))));
        await world.FileAsync(File(Enumerable.Range(2_201, 50).Select(i => Line(Worker(i), "9000", Employer(2)))), employer: Employer(2));
        await world.FileAsync(File(Enumerable.Range(2_251, 50).Select(i => Line(Worker(i), "9000", Employer(3)))), employer: Employer(3));
        await world.App.SettleAsync();
        await world.ChangeTheLawAsync(January, "2.0.0", Raise);
        await world.DecideAsync(true, settle: false);
        var executor = world.App.Services.GetRequiredKeyedService<IRunExecutor>(ContributionsModule.ModuleName);
        var random = new Random(7);
        for (var death = 0; death < 12; death++)
        {
            // As a second process would that thinks the first one dead.
            var open = await world.DbAsync(db => db.Runs.Where(r => r.FinishedAt == null && r.FailedAt == null).Select(r => r.Id).ToListAsync());
            foreach (var run in open)
            {
                await world.App.UseAsync<ContributionsDb>(db => db.WriteAsync(() => db.Runs.Where(r => r.Id == run && r.FinishedAt == null).ExecuteUpdateAsync(s => s.SetProperty(r => r.LeaseUntil, (DateTime?)null)), default));
                using var over = new CancellationTokenSource(random.Next(5, 120));
                try
                {
                    await executor.ExecuteAsync(run, over.Token);
                }
                catch (Exception)
                {
                    // It died, or lost the race for the row; somebody else goes on.
                }
            }
        }

        await world.App.SettleAsync();
        foreach (var run in await world.DbAsync(db => db.Runs.Select(r => r.Id).ToListAsync()))
        {
            await executor.ExecuteAsync(run, default);
        }

        var law = await world.DbAsync(db => db.Set<Return>().Where(x => x.Kind == ReturnKind.LawChange).OrderBy(x => x.EmployerNumber).Select(x => new { x.Lines, x.DueMinor }).ToListAsync());
        law.Select(x => (x.Lines, x.DueMinor)).ShouldBe([(2_200L, 2_200 * 90_00L), (50L, 50 * 90_00L), (50L, 50 * 90_00L)]);
        (await world.BillsAsync()).Sum(b => b.Amount.Minor).ShouldBe(2_300 * 1170_00L);
        (await world.RecalculationAsync()).LeftOut.ShouldBe(0);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task PagesAndApi_ShowDifferencesWithTheirWorkingAndAreApprovedBySomebodyElse()
    {
        await using var world = await ContributionsWorld.StartAsync(2);
        await world.FileAsync(File(Line(Worker(1), "9000"), Line(Worker(2), "20000")));
        await world.ChangeTheLawAsync(January, "2.0.0", Raise);
        var (app, id) = (world.App, (await world.RecalculationAsync()).Id);

        foreach (var path in new[] { "/contributions/recalculations", $"/contributions/recalculations/{id}", $"/contributions/recalculations/{id}?by=employer", $"/contributions/recalculations/{id}?kind=More", $"/contributions/recalculations/{id}/differences/1" })
        {
            (await app.PageAsync(path)).Faults().ShouldBeEmpty(path);
        }

        (await app.PageAsync($"/contributions/recalculations/{id}/differences/1")).Body!.TextContent.ShouldContain("7%");
        using var officer = app.Client(SpmisApp.Officer);
        (await officer.GetStringAsync($"/api/contributions/recalculations/{id}/differences?limit=1")).ShouldContain("\"next\":\"");
        (await officer.GetStringAsync($"/api/contributions/recalculations/{id}/employers")).ShouldContain("\"more\":\"290.00\"");
        var proposal = await world.DbAsync(db => db.Proposals.Select(p => p.Id).SingleAsync());
        async Task<HttpStatusCode> Decide(Actor actor)
        {
            using var client = app.Client(actor);
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/contributions/recalculations/proposals/{proposal}") { Content = JsonContent.Create(new { approve = true }) };
            request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
            return (await client.SendAsync(request)).StatusCode;
        }

        (await Decide(SpmisApp.Officer)).ShouldBe(HttpStatusCode.Forbidden);
        (await Decide(LawWorld.Second)).ShouldBe(HttpStatusCode.OK);
        await app.SettleAsync();
        (await app.PageAsync($"/contributions/recalculations/{id}")).Faults().ShouldBeEmpty();
        var law = await world.DbAsync(db => db.Set<Return>().SingleAsync(x => x.Kind == ReturnKind.LawChange));
        (await app.PageAsync($"/returns/{law.Id}?all=true")).Faults().ShouldBeEmpty();
        await world.PromisesHoldAsync();
    }
}

/// <summary>What the tests of changed laws do again and again.</summary>
internal static class LawWorld
{
    public static readonly Actor Second = new("supervisor-2", "Sue Second", [Spmis.Kernel.Access.Roles.Supervisor], "HQ");

    public static Task ChangeTheLawAsync(this ContributionsWorld world, DateOnly from, string version, params (string, string)[] changes) => world.PublishAsync(Package(from, version, changes));

    public static Task<Recalculation> RecalculationAsync(this ContributionsWorld world) => world.DbAsync(db => db.Set<Recalculation>().AsNoTracking().OrderBy(r => r.Id).LastAsync());

    public static Task<List<AssessmentDifference>> DifferencesAsync(this ContributionsWorld world) => world.DbAsync(db => db.Set<AssessmentDifference>().AsNoTracking().OrderBy(d => d.Id).ToListAsync());

    public static async Task StartAgainAsync(this ContributionsWorld world, string scheme = "ke-nssf", Month? from = null)
    {
        await world.App.UseAsync<StartRecalculation>(act => act.HandleAsync(scheme, from, SpmisApp.Change(actor: SpmisApp.Supervisor), default));
        await world.App.SettleAsync();
    }

    public static Task<int> DueAsync(this ContributionsWorld world, DateTime now) => world.App.UseAsync<IServiceProvider, int>(services => DueRecalculations.StartDueAsync(services, now, default));

    public static Task<Proposal> ProposeAsync(this ContributionsWorld world, DateOnly? dueOn) => world.App.UseAsync<ApproveRecalculation, Proposal>(async act => await act.ProposeAsync((await world.RecalculationAsync()).Id, dueOn, SpmisApp.Change(), default));

    public static async Task DecideAsync(this ContributionsWorld world, bool approve, Actor? actor = null, bool settle = true, long? proposal = null)
    {
        var id = proposal ?? await world.DbAsync(db => db.Proposals.Where(p => p.DecidedAt == null).OrderByDescending(p => p.Id).Select(p => p.Id).FirstAsync());
        await world.App.UseAsync<ApproveRecalculation>(act => act.DecideAsync(id, approve, SpmisApp.Change(ApproveRecalculation.Act, actor ?? Second, reason: "Looked at"), default));
        if (settle)
        {
            await world.App.SettleAsync();
        }
    }

    /// <summary>Approves, and does something before the run that posts is begun, as when all workers are busy.</summary>
    public static async Task ApproveAndBeforePostingAsync(this ContributionsWorld world, Func<Task> before)
    {
        await using var scope = world.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ContributionsDb>();
        var id = await db.Proposals.Where(p => p.DecidedAt == null).Select(p => p.Id).SingleAsync();
        var later = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1);
        await db.WriteAsync(
            async () =>
            {
                await scope.ServiceProvider.GetRequiredService<ApproveRecalculation>().DecideAsync(id, true, SpmisApp.Change(ApproveRecalculation.Act, Second), default);
                await db.Runs.Where(r => r.Kind == PostWorker.RunKind).ExecuteUpdateAsync(s => s.SetProperty(r => r.LeaseUntil, later));
            },
            default);
        await before();
        await db.WriteAsync(() => db.Runs.Where(r => r.Kind == PostWorker.RunKind).ExecuteUpdateAsync(s => s.SetProperty(r => r.LeaseUntil, (DateTime?)null)), default);
        await world.App.SettleAsync();
    }
}
