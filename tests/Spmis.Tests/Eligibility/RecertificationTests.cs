using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Registration;
using Spmis.Eligibility;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Promises;
using Spmis.Eligibility.Recertifications;
using Spmis.Eligibility.Rounds;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Rules;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Eligibility;

/// <summary>Awards decided in rounds, looked at once more: who stays, who leaves and why, by two people.</summary>
public sealed class RecertificationTests
{
    private static readonly Month August = Cases.July.Add(1);

    /// <summary>One stays; one turned out to be born later; one moved out of the programme's area; one is not known to live anywhere any more; one died.</summary>
    [Fact]
    public async Task Programme_LookedAtOnceMore_EndsWhoDoesNotFitByTwoPeople()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        PersonFacts[] people = [.. Enumerable.Range(1, 6).Select(n => Cases.Person(n, new DateOnly(1945, 1, n)) with { District = "North" })];
        var extra = people[5..];
        await app.RegisterAsync(people);
        await SetAsync(app, null);
        var round = await app.UseAsync<StartRound, RoundStarted>(act => act.HandleAsync(new NewRound("", Cases.July) { Programme = "OLD-1" }, SpmisApp.Change(RoundWorker.RunKind), default));
        await app.SettleAsync();
        await app.UseAsync<SettleRound, long>(act => act.HandleAsync(round.RoundId, SpmisApp.Change(), default));
        await app.SettleAsync();
        await app.ApproveAllAsync(ApproveAwards.Act);
        await app.SettleAsync();
        await app.RegisterAsync(
            people[1] with { BornOn = new DateOnly(1960, 1, 1), Version = 2 }, people[2] with { District = "East", Version = 2 }, people[3] with { District = null, Version = 2 },
            people[4] with { DiedOn = new DateOnly(2026, 6, 30), Version = 2 }, people[5] with { District = "East", Version = 2 });

        // A dry run tells it and changes nothing; nobody is put up.
        var dry = await StartAsync(app, dryRun: true);
        (dry.Awards, dry.Confirmed, dry.Leaving, dry.CannotTell).ShouldBe((5, 1, 3, 1));
        (await app.UseAsync<EligibilityDb, (int, int)>(async db => (await db.Proposals.CountAsync(p => p.Act == ApproveExits.Act), await db.Awards.CountAsync(a => a.EndedAfter != null)))).ShouldBe((0, 0));

        var made = await StartAsync(app);
        (await LinesAsync(app, made.Id)).ShouldBe([(Cases.Number(1), RecertificationKind.Confirmed), (Cases.Number(2), RecertificationKind.NotEntitled), (Cases.Number(3), RecertificationKind.OutsideTarget), (Cases.Number(4), RecertificationKind.CannotTell), (Cases.Number(6), RecertificationKind.OutsideTarget)]);
        (await StartAsync(app)).Id.ShouldBe(made.Id, "one a programme and month");
        var page = await (await app.Client(SpmisApp.Officer).GetAsync($"/eligibility/recertifications/{made.Id}?kind=CannotTell&culture=ar")).DocumentAsync();
        page.Faults().ShouldBeEmpty();
        page.Body!.TextContent.ShouldContain(Cases.Number(4));
        (await (await app.Client(SpmisApp.Officer).GetAsync("/eligibility/recertifications")).DocumentAsync()).Faults().ShouldBeEmpty();
        (await app.UseAsync<EligibilityDb, int>(db => db.Determinations.CountAsync(d => d.RoundId == null))).ShouldBe(0, "nothing is decided before it is approved");

        // One more is registered where the programme is before it is approved: that person stays, with a word.
        await app.RegisterAsync([.. extra.Select(p => p with { District = "North", Version = 3 })]);
        await app.ApproveAllAsync(ApproveExits.Act);
        await app.SettleAsync();
        (await app.UseAsync<EligibilityDb, string?>(db => db.RunLines.Where(l => db.Runs.Any(r => r.Id == l.RunId && r.Kind == EndAwardsWorker.RunKind)).Select(l => l.Code).SingleAsync())).ShouldBe("recertification.fits-again");
        var told = await app.UseAsync<EligibilityDb, Determination>(db => db.RecertificationLines.Where(l => l.RecertificationId == made.Id && l.DeterminationId != null).Join(db.Determinations, l => l.DeterminationId, d => d.Id, (_, d) => d).SingleAsync());
        (told.Outcome, told.Explanation is { Length: > 0 }).ShouldBe((Answer.No, true), "who loses a right is owed the working");
        (await (await app.Client(SpmisApp.Officer).GetAsync($"/determinations/{told.Id}")).DocumentAsync()).Faults().ShouldBeEmpty();
        var awards = await app.UseAsync<EligibilityDb, Dictionary<string, Award>>(db => db.Awards.Join(db.Persons, a => a.PersonId, p => p.PersonId, (a, p) => new { a, p.RegistrationNumber }).ToDictionaryAsync(x => x.RegistrationNumber, x => x.a));
        awards.Where(a => a.Value.EndedAfter is not null).Select(a => (a.Key, a.Value.EndedAfter)).ShouldBe([(Cases.Number(2), Cases.July), (Cases.Number(3), Cases.July)], ignoreOrder: true);
        (awards[Cases.Number(1)].State, awards[Cases.Number(4)].State).ShouldBe((AwardState.InForce, AwardState.InForce));
        awards[Cases.Number(3)].EndedBecause!.ShouldContain("not for this person any more");

        // The run a second time ends nobody twice; the promises hold; stored decisions repeat.
        var run = await app.UseAsync<EligibilityDb, long>(db => db.Runs.Where(r => r.Kind == EndAwardsWorker.RunKind).Select(r => r.Id).SingleAsync());
        await app.UseAsync<EligibilityDb>(db => db.WriteAsync(() => db.Runs.Where(r => r.Id == run).ExecuteUpdateAsync(s => s.SetProperty(r => r.FinishedAt, (DateTime?)null).SetProperty(r => r.Checkpoint, (string?)null)), default));
        await app.UseAsync<IServiceProvider>(services => services.GetRequiredKeyedService<IRunExecutor>("eligibility").ExecuteAsync(run, default));
        (await app.UseAsync<EligibilityDb, int>(db => db.Awards.Where(a => a.EndedAfter != null).SumAsync(a => a.Version))).ShouldBe(awards.Values.Where(a => a.EndedAfter is not null).Sum(a => a.Version));
        (await app.UseAsync<EligibilityPromises, IReadOnlyList<Promise>>(p => p.CheckAsync(default))).ShouldAllBe(p => p.Holds);
        (await app.UseAsync<RecheckDeterminations, Rechecked>(act => act.HandleAsync(100, default))).Holds.ShouldBeTrue();

        // Time over: whoever was paid July, and August when the next one begins with September.
        await SetAsync(app, 2);
        var next = await StartAsync(app, August.Add(1));
        (await LinesAsync(app, next.Id)).ShouldBe([(Cases.Number(1), RecertificationKind.TimeOver), (Cases.Number(4), RecertificationKind.TimeOver), (Cases.Number(6), RecertificationKind.TimeOver)]);
    }

    [Fact]
    public async Task Start_WithBadInput_IsRefused()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await SetAsync(app, null);

        foreach (var (programme, month, code) in new[]
        {
            ("OLD-1", Cases.July, "recertification.month"), ("OLD-1", new Month(2027, 9), "recertification.month"), ("OLD-2", August, "programme.unknown"), ((string?)null, August, "recertification.not-by-round"),
        })
        {
            (await Should.ThrowAsync<Refused>(() => app.UseAsync<StartRecertification, RecertificationStarted>(act => act.HandleAsync(new NewRecertification(Cases.Maternity, month, false) { Programme = programme }, SpmisApp.Change(), default)))).Code.ShouldBe(code);
        }
    }

    private static Task<Programme> SetAsync(SpmisApp app, int? months) => app.UseAsync<SetProgramme, Programme>(act => act.HandleAsync(
        new ProgrammeToSet("OLD-1", "Old and poor", Cases.Grant, new Targeting { Quotas = [new("North", 10)], MonthsAtMost = months }), SpmisApp.Change("programmes.set"), default));

    private static async Task<AwardRecertification> StartAsync(SpmisApp app, Month? month = null, bool dryRun = false)
    {
        var started = await app.UseAsync<StartRecertification, RecertificationStarted>(act => act.HandleAsync(new NewRecertification("", month ?? August, dryRun) { Programme = "OLD-1" }, SpmisApp.Change(RecertificationWorker.RunKind), default));
        await app.SettleAsync();
        return await app.UseAsync<EligibilityDb, AwardRecertification>(db => db.Recertifications.AsNoTracking().SingleAsync(r => r.Id == started.RecertificationId));
    }

    private static async Task<List<(string, RecertificationKind)>> LinesAsync(SpmisApp app, long id) =>
        [.. (await app.UseAsync<EligibilityDb, List<RecertificationLine>>(db => db.RecertificationLines.AsNoTracking().Where(l => l.RecertificationId == id).OrderBy(l => l.PersonNumber).ToListAsync())).Select(l => (l.PersonNumber, l.Kind))];
}
