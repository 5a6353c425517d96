using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Eligibility;
using Spmis.Eligibility;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Promises;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Rules;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Eligibility;

public sealed class TakeOverTests
{
    private static readonly string File = string.Join('\n',
    [
        "legacy_number,person_number,monthly_amount,from,to",
        $"A-1,{Cases.Number(1)},2000,2024-05,", // As the package gives it.
        $"A-2,{Cases.Number(2)},1800,2024-05,2030-12", // Less than the package gives.
        $"A-3,{Cases.Number(3)},2000,2025-01,", // Too young by the package.
        $"A-4,{Cases.Number(4)},2000,2025-01,", // Birth date unknown.
        $"A-5,{Cases.Number(5)},2000,2025-01,", // Died in May.
        $"A-6,{Cases.Number(6)},2000,2025-06,2025-01", // Ends before it began.
        $"A-7,{Cases.Number(6)},2000,2024-06,2025-01", // Over.
        $"A-8,{Cases.Number(6)},0,2024-06,", // Nothing.
        "A-9,2600000199,2000,2024-06,", // No number.
        $"A-1,{Cases.Number(6)},2000,2024-06,", // The number again.
        $"A-10,{Cases.Number(1)},2000,2024-06,", // The person again.
        $"A-11,{Cases.Number(6)},much,some day,",
    ]);

    [Fact]
    public async Task TakeOver_OfAFile_HasAVerdictPerLineAndListsWhatDiffers()
    {
        await using var app = await ReadyAsync();

        var taken = await TakeAsync(app);

        var lines = await app.UseAsync<EligibilityDb, List<RunLine>>(db => db.RunLines.Where(l => l.RunId == taken.RunId).OrderBy(l => l.Line).ThenBy(l => l.Part).ToListAsync());
        lines.Where(l => l.Line <= 12).Select(l => l.Code).ShouldBe(
            [null, "takeover.differs", "takeover.not-entitled", "takeover.unchecked", "takeover.dead", "takeover.ended-before", "takeover.over", "takeover.amount", "person.unknown", "takeover.taken-already", "takeover.has-award"]);
        lines.Where(l => l.Line == 13 && l.Part < RunLine.OfTheFile).Select(l => l.Column).ShouldBe(["monthly_amount", "from"]);
        lines[1].Text.ShouldNotBeNull().ShouldContain("a difference of 200.00 KES");
        lines[3].Text.ShouldNotBeNull().ShouldContain("person.birth");
        var awards = await app.UseAsync<EligibilityDb, List<Award>>(db => db.Awards.OrderBy(a => a.Number).ToListAsync());
        awards.Select(a => (a.LegacyNumber, a.MonthlyMinor, a.RecomputedMinor, a.FromMonth, a.GrantedTo)).ShouldBe(
            [("A-1", 2_000_00L, 2_000_00L, Cases.July, (Month?)null), ("A-2", 1_800_00L, 2_000_00L, Cases.July, new Month(2030, 12)), ("A-3", 2_000_00L, (long?)null, Cases.July, null), ("A-4", 2_000_00L, null, Cases.July, null)]);
        (await app.UseAsync<EligibilityDb, List<Answer>>(db => db.Determinations.OrderBy(d => d.PersonNumber).Select(d => d.Outcome).ToListAsync())).ShouldBe([Answer.Yes, Answer.Yes, Answer.No, Answer.CannotTell], ignoreOrder: true);
        (await app.UseAsync<EligibilityPromises, IReadOnlyList<Promise>>(p => p.CheckAsync(default))).ShouldAllBe(p => p.Holds);
    }

    [Fact]
    public async Task TakeOver_ApprovedByAnother_IsPaidFromTheFirstMonthHereAndTakenOnce()
    {
        await using var app = await ReadyAsync();
        var taken = await TakeAsync(app);
        (await app.MessagesAsync<AwardsDecided>()).ShouldBeEmpty();
        await app.UseAsync<EligibilityDb>(db => db.WriteAsync(() => db.Runs.Where(r => r.Id == taken.RunId).ExecuteUpdateAsync(s => s.SetProperty(r => r.FinishedAt, (DateTime?)null)), default));
        await app.UseAsync<IServiceProvider>(services => services.GetRequiredKeyedService<IRunExecutor>("eligibility").ExecuteAsync(taken.RunId, default));

        await app.ApproveAllAsync(ApproveAwards.Act);

        (await app.MessagesAsync<AwardsDecided>())[^1].Awards.Select(a => (a.FromMonth, a.MonthlyMinor)).ShouldBe([(202607, 2_000_00L), (202607, 1_800_00L), (202607, 2_000_00L), (202607, 2_000_00L)]);
        (await TakeAsync(app)).ShouldBe(new FileTaken(taken.RunId, true));
        (await Should.ThrowAsync<Refused>(() => TakeAsync(app, "ke-nssf"))).Code.ShouldBe("takeover.no-benefit");
        // A round gives nobody a second award.
        await app.RoundAsync(Cases.July.Add(1));
        (await app.UseAsync<EligibilityDb, int>(db => db.Awards.CountAsync(a => a.LegacyNumber == null))).ShouldBe(1);
    }

    [Fact]
    public async Task Page_TakesTheFileAndMarksWhatDiffers()
    {
        await using var app = await ReadyAsync();

        var answer = await app.SubmitAsync("/eligibility/take-over", SpmisApp.Officer, null, new Dictionary<string, string> { ["Scheme"] = Cases.Grant, ["Month"] = "2026-07" }, ("Upload", "awards.csv", Encoding.UTF8.GetBytes(File)));
        await app.SettleAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await (await app.Client(SpmisApp.Officer).GetAsync(answer.Headers.Location)).DocumentAsync()).Body!.TextContent.ShouldContain("a difference of 200.00 KES");
        var page = await (await app.Client(SpmisApp.Officer).GetAsync("/awards?show=taken-over&culture=ar")).DocumentAsync();
        page.QuerySelectorAll("tbody tr").Length.ShouldBe(3);
        page.Faults().ShouldBeEmpty();
        var view = await (await app.Client(SpmisApp.Officer).GetAsync($"/awards/{MakeAwards.NumberOf(2)}")).DocumentAsync();
        view.Body!.TextContent.ShouldContain("A-2 in the other system");
        view.Faults().ShouldBeEmpty();
    }

    private static async Task<SpmisApp> ReadyAsync()
    {
        var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync(Cases.Person(1, new DateOnly(1950, 1, 1)), Cases.Person(2, new DateOnly(1950, 1, 1)), Cases.Person(3, new DateOnly(1990, 1, 1)), Cases.Person(4, null), Cases.Person(5, new DateOnly(1940, 1, 1), diedOn: new DateOnly(2026, 5, 2)), Cases.Person(6, new DateOnly(1945, 1, 1)));
        return app;
    }

    private static async Task<FileTaken> TakeAsync(SpmisApp app, string scheme = Cases.Grant)
    {
        var taken = await app.UseAsync<TakeOverAwards, FileTaken>(act => act.HandleAsync(new LegacyAwardsFile(new MemoryStream(Encoding.UTF8.GetBytes(File)), "awards.csv", scheme, Cases.July), SpmisApp.Change(TakeOverWorker.RunKind), default));
        await app.SettleAsync();
        return taken;
    }
}
