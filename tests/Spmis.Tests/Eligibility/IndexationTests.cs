using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Eligibility;
using Spmis.Contracts.Registration;
using Spmis.Eligibility;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Indexations;
using Spmis.Eligibility.Recalculations;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.Rules;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Eligibility;

public sealed class IndexationTests
{
    private static readonly PersonFacts One = Cases.Person(1, new DateOnly(1950, 1, 1));
    private static readonly PersonFacts Two = Cases.Person(2, new DateOnly(1950, 1, 1));
    private static readonly DateOnly October = new(2026, 10, 1);

    [Fact]
    public async Task DryRun_OfADatedAmount_ShowsOldNewAndChangeAndChangesNothing()
    {
        await using var app = await RisingGrantAsync();

        var x = await app.IndexAsync(October, dryRun: true);

        (x.Basis, x.Awards, x.Raised, x.OldMinor, x.NewMinor, x.OnceKey).ShouldBe((IndexationBasis.Amount, 2, 2, 4_000_00L, 5_000_00L, null));
        (await LinesAsync(app, x.Id)).Select(l => (l.OldMinor, l.NewMinor, l.ChangeMinor)).Distinct().ShouldBe([(2_000_00L, 2_500_00L, 500_00L)]);
        (await app.UseAsync<EligibilityDb, bool>(db => db.Proposals.AnyAsync(p => p.Act == ApproveIndexation.Act))).ShouldBeFalse();
        (await app.MessagesAsync<AwardsDecided>()).SelectMany(m => m.Awards).ShouldAllBe(a => a.Component == Award.Main);
    }

    [Fact]
    public async Task Index_ApprovedByAnother_TellsPaymentsFromTheMonthAndOnce()
    {
        await using var app = await RisingGrantAsync();

        var x = await app.IndexAsync(October);
        var again = await StartAsync(app, new NewIndexation(Cases.Grant, October, false));
        (again.StartedBefore, again.IndexationId).ShouldBe((true, x.Id));
        (await app.MessagesAsync<AwardsDecided>()).SelectMany(m => m.Awards).ShouldAllBe(a => a.Component == Award.Main);
        var proposal = await app.UseAsync<EligibilityDb, long>(db => db.Proposals.Where(p => p.Act == ApproveIndexation.Act).Select(p => p.Id).SingleAsync());
        (await Should.ThrowAsync<Refused>(() => app.ApproveAsync(proposal, SpmisApp.Officer))).Code.ShouldBe("proposal.own");
        await app.ApproveAsync(proposal);
        await app.SettleAsync();

        var told = (await app.MessagesAsync<AwardsDecided>())[^1].Awards;
        told.Where(a => a.Component == "idx1").Select(a => (a.MonthlyMinor, a.FromMonth, a.ToMonth)).ShouldBe([(500_00L, 202610, (int?)null), (500_00L, 202610, null)]);
        told.Where(a => a.Component == Award.Main).Select(a => (a.MonthlyMinor, a.FromMonth)).ShouldBe([(2_000_00L, 202607), (2_000_00L, 202607)]);

        // A death closes the raise with the award; the next indexation starts from the amount in force.
        await app.RegisterAsync(One with { DiedOn = new DateOnly(2026, 8, 3), Version = 2 });
        (await app.MessagesAsync<AwardsDecided>())[^1].Awards.Select(a => (a.Component, a.ToMonth)).ShouldBe([("main", (int?)202608), ("idx1", 202608)]);
        var next = await app.IndexAsync(new DateOnly(2027, 1, 1), dryRun: true);
        (next.Awards, next.OldMinor, next.Raised).ShouldBe((1, 2_500_00L, 0));
    }

    [Fact]
    public async Task Index_ByAStatedRate_RoundsAsThePackageSaysAndNeedsASource()
    {
        await using var app = await InForceAsync();
        await app.ActivateAsync((await app.UploadAsync(Indexed("1.8.0"))).PackageId, new DateOnly(2026, 8, 1));

        (await Should.ThrowAsync<Refused>(() => StartAsync(app, new NewIndexation(Cases.Grant, October, true) { Rate = 0.0333m }))).Code.ShouldBe("indexation.no-source");
        var x = await app.IndexAsync(October, rate: 0.0333m);

        // 2,000 x 1.0333 = 2,066.60, rounded by the package to ten shillings, half up.
        (x.Basis, x.Rate, x.NewMinor, x.LegalSource).ShouldBe((IndexationBasis.Rule, 0.0333m, 2 * 2_070_00L, "Order 7 of 1 June 2026, art. 2"));
        await app.ApproveAllAsync(ApproveIndexation.Act);

        // A later one works on the amount in force: 2,070 x 1.0333 = 2,138.93.
        var next = await app.IndexAsync(new DateOnly(2027, 1, 1), rate: 0.0333m, dryRun: true);
        (await LinesAsync(app, next.Id)).Select(l => (l.OldMinor, l.NewMinor)).Distinct().ShouldBe([(2_070_00L, 2_140_00L)]);
    }

    [Fact]
    public async Task Index_ThenTheLawReckonedAgain_OwesNothingTwice()
    {
        await using var app = await RisingGrantAsync(from: new DateOnly(2026, 8, 1));
        (await app.IndexAsync(new DateOnly(2026, 8, 1))).Raised.ShouldBe(2);
        await app.ApproveAllAsync(ApproveIndexation.Act);

        var started = await app.UseAsync<StartRecalculation, RecalculationStarted>(act => act.HandleAsync(Cases.Grant, Cases.July, SpmisApp.Change(now: SpmisApp.Now.AddDays(40)), default));
        await app.SettleAsync();

        (await app.UseAsync<EligibilityDb, long>(db => db.Recalculations.Where(r => r.Id == started.RecalculationId).Select(r => r.ArrearsMinor).SingleAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Index_OfMonthsThatAreSettledAlready_IsRefusedSinceTheRaiseWouldBePaidTwice()
    {
        await using var recalculated = await RisingGrantAsync(from: new DateOnly(2026, 8, 1));
        await recalculated.UseAsync<StartRecalculation, RecalculationStarted>(act => act.HandleAsync(Cases.Grant, Cases.July, SpmisApp.Change(now: SpmisApp.Now.AddDays(40)), default));
        await recalculated.SettleAsync();
        await recalculated.ApproveAllAsync(ApproveRecalculation.Act, LawChanges.Second);
        (await Should.ThrowAsync<Refused>(() => StartAsync(recalculated, new NewIndexation(Cases.Grant, new DateOnly(2026, 8, 1), false)))).Code.ShouldBe("indexation.settled");

        await using var raised = await RisingGrantAsync();
        await raised.IndexAsync(October);
        await raised.ApproveAllAsync(ApproveIndexation.Act);
        (await Should.ThrowAsync<Refused>(() => StartAsync(raised, new NewIndexation(Cases.Grant, new DateOnly(2026, 9, 1), true)))).Code.ShouldBe("indexation.later");
    }

    [Fact]
    public async Task Recalculation_ApprovedAfterAnIndexationOfItsMonths_IsRefused()
    {
        await using var app = await RisingGrantAsync(from: new DateOnly(2026, 8, 1));
        await app.UseAsync<StartRecalculation, RecalculationStarted>(act => act.HandleAsync(Cases.Grant, Cases.July, SpmisApp.Change(now: SpmisApp.Now.AddDays(40)), default));
        await app.SettleAsync();
        await app.UseAsync<EligibilityDb>(db => db.WriteAsync(() => db.Recalculations.ExecuteUpdateAsync(s => s.SetProperty(r => r.StartedAt, SpmisApp.Now.AddDays(-1))), default));
        await app.IndexAsync(new DateOnly(2026, 8, 1));
        await app.ApproveAllAsync(ApproveIndexation.Act);

        (await Should.ThrowAsync<Refused>(() => app.ApproveAllAsync(ApproveRecalculation.Act, LawChanges.Second))).Code.ShouldBe("proposal.data-moved");
    }

    [Fact]
    public async Task Index_ThatRaisedNobody_GivesWayToANewOne()
    {
        await using var app = await RisingGrantAsync();
        var first = await app.IndexAsync(new DateOnly(2026, 9, 1));

        var second = await app.IndexAsync(new DateOnly(2026, 9, 1));

        first.Raised.ShouldBe(0);
        second.Id.ShouldNotBe(first.Id);
    }

    [Fact]
    public async Task Index_OfAnAmountThatPeopleGave_IsLeftToAPerson()
    {
        await using var app = await RisingGrantAsync();
        await app.UseAsync<EligibilityDb>(db => db.WriteAsync(() => db.Awards.OrderBy(a => a.Number).Take(1).ExecuteUpdateAsync(s => s.SetProperty(a => a.LegacyNumber, "OLD-1")), default));

        var x = await app.IndexAsync(October);

        (await LinesAsync(app, x.Id)).Select(l => l.Kind).Order().ShouldBe(new[] { IndexationKind.Raised, IndexationKind.CannotTell }.Order());
    }

    [Fact]
    public async Task Index_RunTwiceAndRejected_MakesEachLineOnceAndGivesWayToANewOne()
    {
        await using var app = await RisingGrantAsync();
        var x = await app.IndexAsync(October);
        await app.UseAsync<EligibilityDb>(db => db.WriteAsync(() => db.Runs.Where(r => r.Id == x.RunId).ExecuteUpdateAsync(s => s.SetProperty(r => r.FinishedAt, (DateTime?)null)), default));
        await app.UseAsync<IServiceProvider>(services => services.GetRequiredKeyedService<IRunExecutor>("eligibility").ExecuteAsync(x.RunId!.Value, default));
        (await LinesAsync(app, x.Id)).Count.ShouldBe(2);

        var proposal = await app.UseAsync<EligibilityDb, long>(db => db.Proposals.Where(p => p.Act == ApproveIndexation.Act).Select(p => p.Id).SingleAsync());
        await app.UseAsync<FourEyes>(four => four.RejectAsync("eligibility", proposal, SpmisApp.Change("reject", SpmisApp.Supervisor, reason: "The order is not published yet."), default));
        var second = await app.IndexAsync(October);

        second.Id.ShouldNotBe(x.Id);
        (await app.UseAsync<EligibilityDb, Indexation>(db => db.Indexations.SingleAsync(i => i.Id == x.Id))).OnceKey.ShouldBeNull();
    }

    [Theory]
    [InlineData("demo-old-age-grant", "2026-10-02", null, "indexation.not-first")]
    [InlineData("demo-old-age-grant", "2029-10-01", null, "indexation.ahead")]
    [InlineData("demo-old-age-grant", "2026-10-01", "0.05", "indexation.no-rule")]
    [InlineData("demo-maternity", "2026-10-01", null, "indexation.no-rule")]
    [InlineData("ke-nssf", "2026-10-01", null, "indexation.no-benefit")]
    [InlineData("demo-old-age-grant", "2020-10-01", null, "scheme.not-in-force")]
    public async Task Index_WithBadInput_IsRefused(string scheme, string from, string? rate, string code)
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        var input = new NewIndexation(scheme, DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), false)
        {
            Rate = rate is null ? null : decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture), LegalSource = "Order 7",
        };

        (await Should.ThrowAsync<Refused>(() => StartAsync(app, input))).Code.ShouldBe(code);
    }

    [Fact]
    public void IndexRule_OfGeneratedAmountsAndRates_GivesTheFormulaToTheCent()
    {
        var scheme = SchemePackage.Load(Indexed("1.8.0").ToDictionary(f => f.Key, f => System.Text.Encoding.UTF8.GetBytes(f.Value), StringComparer.Ordinal));
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var (old, millionths) = (random.NextInt64(1, 10_000_000_00), random.Next(0, 500_000));
            var indexation = new Indexation
            {
                Scheme = Cases.Grant, FromMonth = Month.Of(October), DryRun = true, Basis = IndexationBasis.Rule, RateMillionths = millionths, PackageHash = scheme.Hash, PackageVersion = scheme.Version,
                AsKnownOn = October, Currency = "KES", StartedAt = SpmisApp.Now, StartedBy = "",
            };

            var (kind, now) = new IndexRule(scheme, indexation).Of(old, Cases.July, null);

            // Half up to ten shillings, once, by whole millionths: no decimal in between.
            var raised = (Int128)old * (1_000_000 + millionths);
            Int128 step = 10_00 * 1_000_000L;
            var expected = (long)((raised + (step / 2)) / step) * 10_00;
            (kind, now).ShouldBe((expected > old ? IndexationKind.Raised : expected == old ? IndexationKind.Same : IndexationKind.Lower, (long?)expected), $"seed {seed}: {old} by {millionths}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public async Task Page_StartsADryRunAndShowsIt()
    {
        await using var app = await RisingGrantAsync();

        var answer = await app.SubmitAsync("/eligibility/indexations", SpmisApp.Officer, "DryRun", new Dictionary<string, string> { ["Scheme"] = Cases.Grant, ["Month"] = "2026-10" });
        await app.SettleAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = await (await app.Client(SpmisApp.Officer).GetAsync(answer.Headers.Location)).DocumentAsync();
        page.Body!.TextContent.ShouldContain("nothing is changed");
        page.Body.TextContent.ShouldContain("2,500.00");
        page.Faults().ShouldBeEmpty();
        (await (await app.Client(SpmisApp.Officer).GetAsync("/eligibility/indexations?culture=ar")).DocumentAsync()).Faults().ShouldBeEmpty();
    }

    /// <summary>The grant with a rule for amounts in payment that takes the rate from an order and rounds to ten.</summary>
    private static Dictionary<string, string> Indexed(string version)
    {
        var files = Cases.GrantVersion(version, "[{from: 2018-01-01, value: 2000}]", 2000);
        files["scheme.yaml"] = files["scheme.yaml"]
            .Replace("facts:\n", "facts:\n  award.amount: money\n  index.rate: rate\n", StringComparison.Ordinal)
            .Replace("rules:\n", "rules:\n  indexed: round(award.amount * (1 + index.rate), 10, half_up)\n", StringComparison.Ordinal)
            .Replace("outputs:\n", "outputs:\n  indexed: {en: Amount in payment}\n", StringComparison.Ordinal);
        return files;
    }

    private static async Task<SpmisApp> InForceAsync()
    {
        var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync(One, Two);
        await app.RoundAsync();
        await app.ApproveAllAsync(ApproveAwards.Act);
        return app;
    }

    /// <summary>Two awards of 2,000, and a law by which the grant is 2,500 from a day on.</summary>
    private static async Task<SpmisApp> RisingGrantAsync(DateOnly? from = null)
    {
        var app = await InForceAsync();
        var rises = from ?? October;
        var version = Cases.GrantVersion("1.7.0", $"[{{from: 2018-01-01, value: 2000}}, {{from: {rises:yyyy-MM-dd}, value: 2500}}]", 2000);
        await app.ActivateAsync((await app.UploadAsync(version)).PackageId, new DateOnly(2026, 8, 1));
        return app;
    }

    private static Task<IndexationStarted> StartAsync(SpmisApp app, NewIndexation input) => app.UseAsync<StartIndexation, IndexationStarted>(act => act.HandleAsync(input, SpmisApp.Change(IndexationWorker.RunKind), default));

    private static Task<List<IndexationLine>> LinesAsync(SpmisApp app, long id) => app.UseAsync<EligibilityDb, List<IndexationLine>>(db => db.IndexationLines.Where(l => l.IndexationId == id).OrderBy(l => l.AwardNumber).ToListAsync());
}

internal static class IndexationCases
{
    /// <summary>An indexation of the old-age grant, reckoned and waiting.</summary>
    public static async Task<Indexation> IndexAsync(this SpmisApp app, DateOnly from, bool dryRun = false, decimal? rate = null)
    {
        var input = new NewIndexation(Cases.Grant, from, dryRun) { Rate = rate, LegalSource = rate is null ? null : "Order 7 of 1 June 2026, art. 2" };
        var started = await app.UseAsync<StartIndexation, IndexationStarted>(act => act.HandleAsync(input, SpmisApp.Change(IndexationWorker.RunKind), default));
        await app.SettleAsync();
        return await app.UseAsync<EligibilityDb, Indexation>(db => db.Indexations.SingleAsync(x => x.Id == started.IndexationId));
    }
}
