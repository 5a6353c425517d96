using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Eligibility;
using Spmis.Eligibility;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Promises;
using Spmis.Eligibility.Rounds;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Rules;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Eligibility;

public sealed class RoundTests
{
    [Fact]
    public async Task Round_OverTheRegister_SelectsByTheLawAndListsWhatIsMissing()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync(
            Cases.Person(1, new DateOnly(1956, 7, 1)), Cases.Person(2, new DateOnly(1956, 7, 2)), Cases.Person(3, null), Cases.Person(4, new DateOnly(1940, 1, 1), provisional: true),
            Cases.Person(5, new DateOnly(1956, 1, 1), precision: "Year"), Cases.Person(6, new DateOnly(1955, 1, 1), precision: "Year"), Cases.Person(7, new DateOnly(1957, 1, 1), precision: "Year"),
            Cases.Person(8, new DateOnly(1930, 1, 1), diedOn: new DateOnly(2026, 6, 30)));

        var started = await app.RoundAsync();

        var decided = await app.UseAsync<EligibilityDb, List<Determination>>(db => db.Determinations.OrderBy(d => d.PersonNumber).ToListAsync());
        decided.Select(d => d.Outcome).ShouldBe([Answer.Yes, Answer.No, Answer.CannotTell, Answer.CannotTell, Answer.CannotTell, Answer.Yes, Answer.No]);
        decided[2].MissingFacts.ShouldBe(["person.birth"]);
        decided[3].MissingFacts.ShouldBe(["person.alive", "person.birth"]);
        decided[4].MissingFacts.ShouldBe(["person.birth"]);
        decided[4].Sheet.Notes.Single().ShouldContain("1956");
        decided.Where(d => d.Outcome != Answer.No).ShouldAllBe(d => d.Explanation != null);
        decided.Single(d => d.Outcome == Answer.No && d.PersonNumber == Cases.Number(2)).Explanation.ShouldBeNull();
        var round = await app.UseAsync<EligibilityDb, EligibilityRound>(db => db.Rounds.SingleAsync(r => r.Id == started.RoundId));
        (round.Selected, round.NotSelected, round.CannotTell, round.Awarded).ShouldBe((2, 2, 3, 2));
        round.FinishedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Round_OfASchemeThatAsksForTheHousehold_KnowsIt()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var files = Cases.GrantVersion("1.1.0", "[{from: 2018-01-01, value: 2000}]", 2000);
        files["scheme.yaml"] = files["scheme.yaml"]
            .Replace("  claim.date: {type: date", "  household.size: {type: int, label: {en: Members of the household, sw: Wanakaya}}\n  claim.date: {type: date", StringComparison.Ordinal)
            .Replace("      - {id: old_enough,", "      - {id: small, is: household.size <= 2, label: {en: Small household, sw: Kaya ndogo}}\n      - {id: old_enough,", StringComparison.Ordinal);
        files["tests/grant.csv"] = "case,person.birth,person.alive,household.size,claim.date,=eligible\nborn in 1950,1950-01-01,yes,2,2026-03-15,yes\nlarge,1950-01-01,yes,3,2026-03-15,no\n";
        await app.ActivateAsync((await app.UploadAsync(files)).PackageId, new DateOnly(2025, 1, 1));
        var (small, large) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await app.RegisterAsync(
            Cases.Person(1, new DateOnly(1950, 1, 1)) with { HouseholdId = small },
            Cases.Person(2, new DateOnly(1950, 1, 1)) with { HouseholdId = large }, Cases.Person(3, new DateOnly(1990, 1, 1)) with { HouseholdId = large }, Cases.Person(4, new DateOnly(1990, 1, 1)) with { HouseholdId = large },
            Cases.Person(5, new DateOnly(1950, 1, 1)));

        await app.RoundAsync();

        var decided = await app.UseAsync<EligibilityDb, List<Determination>>(db => db.Determinations.OrderBy(d => d.PersonNumber).ToListAsync());
        decided.Select(d => d.Outcome).ShouldBe([Answer.Yes, Answer.No, Answer.No, Answer.No, Answer.CannotTell]);
        decided[4].MissingFacts.ShouldBe(["household.size"]);
    }

    [Fact]
    public async Task Round_StartedTwiceAndRunTwice_DecidesOnce()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync(Cases.Person(1, new DateOnly(1950, 1, 1)), Cases.Person(2, new DateOnly(1990, 1, 1)));

        var first = await app.RoundAsync();
        var second = await app.RoundAsync();
        await app.UseAsync<EligibilityDb>(db => db.WriteAsync(() => db.Runs.Where(r => r.Id == first.RunId).ExecuteUpdateAsync(s => s.SetProperty(r => r.FinishedAt, (DateTime?)null)), default));
        await app.UseAsync<IServiceProvider>(services => Microsoft.Extensions.DependencyInjection.ServiceProviderKeyedServiceExtensions.GetRequiredKeyedService<IRunExecutor>(services, "eligibility").ExecuteAsync(first.RunId, default));
        await app.SettleAsync();

        (second.StartedBefore, second.RoundId).ShouldBe((true, first.RoundId));
        (await app.UseAsync<EligibilityDb, (int, int)>(async db => (await db.Determinations.CountAsync(), await db.Awards.CountAsync()))).ShouldBe((2, 1));
    }

    [Fact]
    public async Task Round_OfTheNextMonth_GivesNobodyASecondAward()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync(Cases.Person(1, new DateOnly(1950, 1, 1)), Cases.Person(2, new DateOnly(1956, 7, 20)));

        await app.RoundAsync();
        await app.RoundAsync(Cases.July.Add(1));

        var awards = await app.UseAsync<EligibilityDb, List<Award>>(db => db.Awards.OrderBy(a => a.Number).ToListAsync());
        awards.Select(a => a.FromMonth).ShouldBe([Cases.July, Cases.July.Add(1)]);
        awards.Select(a => a.PersonId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Approve_BySomebodyElse_PutsAwardsInForceAndTellsPayments()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync([.. Enumerable.Range(1, 1_200).Select(n => Cases.Person(n, new DateOnly(1950, 1, 1)))]);
        await app.RoundAsync();
        var proposal = await app.UseAsync<EligibilityDb, long>(db => db.Proposals.Where(p => p.Act == ApproveAwards.Act).Select(p => p.Id).SingleAsync());

        (await Should.ThrowAsync<Refused>(() => app.ApproveAsync(proposal, SpmisApp.Officer))).Code.ShouldBe("proposal.own");
        await app.ApproveAsync(proposal);
        await app.SettleAsync();

        var messages = await app.MessagesAsync<AwardsDecided>();
        messages.Select(m => m.Awards.Count).ShouldBe([1_000, 200]);
        var facts = messages[0].Awards[0];
        (facts.AwardNumber, facts.Scheme, facts.Branch, facts.MonthlyMinor, facts.FromMonth, facts.ToMonth, facts.Version).ShouldBe((MakeAwards.NumberOf(1), Cases.Grant, "old-age", 2_000_00, 202607, null, 2));
        CheckDigit.IsValid(facts.AwardNumber).ShouldBeTrue();
        messages.SelectMany(m => m.Awards).Select(a => a.AwardNumber).ShouldBeInOrder();
    }

    [Fact]
    public async Task Approve_AfterADeathMeanwhile_StillPutsTheOthersInForce()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        var person = Cases.Person(1, new DateOnly(1950, 1, 1));
        await app.RegisterAsync(person, Cases.Person(2, new DateOnly(1950, 1, 1)));
        await app.RoundAsync();
        await app.RegisterAsync(person with { DiedOn = new DateOnly(2026, 6, 30), Version = 2 });

        await app.ApproveAllAsync(ApproveAwards.Act);

        var told = (await app.MessagesAsync<AwardsDecided>()).SelectMany(m => m.Awards).ToList();
        told.Select(a => a.ToMonth).ShouldBe([202606, null]);
    }

    [Fact]
    public async Task Promises_AfterAMonthOfDecisions_AllHold()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync([.. Enumerable.Range(1, 300).Select(n => Cases.Person(n, new DateOnly(1950, 1, 1).AddMonths(n), provisional: n % 17 == 0))]);
        await app.RoundAsync();
        await app.ApproveAllAsync(ApproveAwards.Act);

        var promises = await app.UseAsync<EligibilityPromises, IReadOnlyList<Promise>>(p => p.CheckAsync(default));

        promises.Count.ShouldBe(5);
        promises.ShouldAllBe(p => p.Holds, string.Join("; ", promises));
    }

    [Fact]
    public async Task StartRound_OfASchemeThatIsClaimed_IsRefused()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();

        var refused = await Should.ThrowAsync<Refused>(() => app.UseAsync<StartRound, RoundStarted>(act => act.HandleAsync(new NewRound(Cases.Maternity, Cases.July), SpmisApp.Change(), default)));

        refused.Code.ShouldBe("scheme.not-by-round");
    }
}
