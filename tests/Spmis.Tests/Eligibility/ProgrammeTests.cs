using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Registration;
using Spmis.Eligibility;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Promises;
using Spmis.Eligibility.Rounds;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Rules;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Eligibility;

public sealed class ProgrammeTests
{
    private static readonly Targeting TwoAreas = new() { Quotas = [new("North", 2), new("South", 1)], AgeFrom = 72, AgeTo = 90 };

    /// <summary>Born, district and what comes of it under <see cref="TwoAreas"/> for July 2026. The score is the completed years of age.</summary>
    private static readonly PersonFacts[] Register =
    [
        In("North", 1, new DateOnly(1950, 1, 1)), // 76: fourth, waits
        In("North", 2, new DateOnly(1940, 3, 1)), // 86: first
        In("North", 3, new DateOnly(1945, 5, 2)), // 81, younger than 4 by a day: third, waits
        In("North", 4, new DateOnly(1945, 5, 1)), // 81: second
        In("South", 5, new DateOnly(1949, 9, 9)), // 76: alone
        In("North", 6, new DateOnly(1956, 1, 1)), // 70: entitled by the package, too young for the programme
        In("East", 7, new DateOnly(1940, 1, 1)), // not covered
        In(null, 8, new DateOnly(1940, 1, 1)), // nobody can tell
        In("North", 9, null), // nobody can tell
        In("North", 10, new DateOnly(1930, 1, 1)), // 96: too old
    ];

    [Fact]
    public async Task DryRun_OfAProgramme_RanksByScoreThenAgeAndDecidesNothing()
    {
        await using var app = await ReadyAsync(TwoAreas);

        var round = await RoundAsync(app, dryRun: true);

        (round.Selected, round.Waiting, round.NotSelected, round.CannotTell, round.Outside).ShouldBe((3, 2, 0, 2, 3));
        (await PlacesAsync(app, round.Id)).Select(p => (p.Area, p.Rank, p.PersonNumber, p.Selected)).ShouldBe(
        [
            ("North", 1, Cases.Number(2), true), ("North", 2, Cases.Number(4), true), ("North", 3, Cases.Number(3), false), ("North", 4, Cases.Number(1), false), ("South", 1, Cases.Number(5), true),
        ]);
        var open = await app.UseAsync<EligibilityDb, List<RoundCandidate>>(db => db.RoundCandidates.Where(c => c.Outcome == Answer.CannotTell).OrderBy(c => c.PersonNumber).ToListAsync());
        open.Select(c => (c.PersonNumber, string.Join(",", c.MissingFacts))).ShouldBe([(Cases.Number(8), "person.district"), (Cases.Number(9), "person.birth")], ignoreOrder: true);
        (await app.UseAsync<EligibilityDb, (int, int)>(async db => (await db.Determinations.CountAsync(), await db.Awards.CountAsync()))).ShouldBe((0, 0));

        // A second dry run stands beside the first, and the same register gives the same list.
        var again = await RoundAsync(app, dryRun: true);
        again.Id.ShouldNotBe(round.Id);
        (await PlacesAsync(app, again.Id)).Select(p => (p.Area, p.Rank, p.PersonNumber)).ShouldBe((await PlacesAsync(app, round.Id)).Select(p => (p.Area, p.Rank, p.PersonNumber)));
    }

    [Fact]
    public async Task Round_AfterTheCommunityWasHeard_MovesTheWaitingListUpAndMakesAwardsForASecondPerson()
    {
        await using var app = await ReadyAsync(TwoAreas);
        var round = await RoundAsync(app);
        (await app.UseAsync<EligibilityDb, int>(db => db.Awards.CountAsync())).ShouldBe(0);

        var list = await (await app.Client(SpmisApp.Officer).GetAsync($"/eligibility/rounds/{round.Id}/list?handler=Csv")).Content.ReadAsStringAsync();
        list.ShouldContain($"North,1,{Cases.Number(2)},Person 2,86,yes,,");
        var word = $"person_number,validated,reason\n{Cases.Number(2)},no,Moved to the capital\n{Cases.Number(4)},yes,\n{Cases.Number(3)},no,\n{Cases.Number(7)},yes,\n{Cases.Number(9)},yes,\n{Cases.Number(5)},maybe,\n";
        (await app.SubmitAsync($"/eligibility/rounds/{round.Id}/list", SpmisApp.Officer, "Community", null, ("Upload", "word.csv", Encoding.UTF8.GetBytes(word)))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await app.SettleAsync();
        var lines = await app.UseAsync<EligibilityDb, List<RunLine>>(db => db.RunLines.Where(l => db.Runs.Any(r => r.Id == l.RunId && r.Kind == CommunityWorker.RunKind)).OrderBy(l => l.Line).ToListAsync());
        lines.Select(l => l.Code).ShouldBe([null, null, "community.no-reason", "community.not-in-round", "community.not-on-list", "choice.unknown"]);

        await app.SubmitAsync($"/eligibility/rounds/{round.Id}/list", SpmisApp.Officer, "Settle");
        await app.SettleAsync();

        var settled = await app.UseAsync<EligibilityDb, EligibilityRound>(db => db.Rounds.SingleAsync(r => r.Id == round.Id));
        (settled.Selected, settled.Waiting, settled.Awarded).ShouldBe((3, 1, 3));
        (await ByAreaAsync(app, round.Id)).ShouldBe((3, await app.UseAsync<EligibilityDb, int>(db => db.RoundCandidates.CountAsync(c => c.RoundId == round.Id)))); // The one excluded is among them.
        var awards = await app.UseAsync<EligibilityDb, List<Award>>(db => db.Awards.ToListAsync());
        awards.Select(a => a.PersonId).ShouldBe([Register[3].PersonId, Register[2].PersonId, Register[4].PersonId], ignoreOrder: true);
        awards.ShouldAllBe(a => a.ApprovedAt == null);
        await app.ApproveAllAsync(ApproveAwards.Act);
        (await app.UseAsync<EligibilityDb, bool>(db => db.Awards.AllAsync(a => a.ApprovedAt != null))).ShouldBeTrue();
        (await Should.ThrowAsync<Refused>(() => app.UseAsync<HearCommunity>(act => act.HandleAsync(round.Id, (new MemoryStream("person_number,validated\n1,yes\n"u8.ToArray()), "late.csv", null), SpmisApp.Change(), default)))).Code.ShouldBe("round.settled");
        (await app.UseAsync<EligibilityPromises, IReadOnlyList<Promise>>(p => p.CheckAsync(default))).ShouldAllBe(p => p.Holds);

        // The next month those with an award keep their places; the one left out by the community is ranked again, for whom no place is left.
        var next = await RoundAsync(app, Cases.July.Add(1));
        (next.HaveAward, next.Selected, next.Waiting).ShouldBe((3, 0, 2));
    }

    [Fact]
    public async Task Round_StartedTwiceAndRunTwice_RanksAndAwardsOnce()
    {
        await using var app = await ReadyAsync(new Targeting { Quotas = [new("", 3)] });
        var round = await RoundAsync(app);
        (await RoundAsync(app)).Id.ShouldBe(round.Id);
        var first = await app.UseAsync<SettleRound, long>(act => act.HandleAsync(round.Id, SpmisApp.Change(), default));
        await app.SettleAsync();
        (await app.UseAsync<SettleRound, long>(act => act.HandleAsync(round.Id, SpmisApp.Change(), default))).ShouldBe(first);
        foreach (var run in new[] { round.RunId!.Value, first })
        {
            await app.UseAsync<EligibilityDb>(db => db.WriteAsync(() => db.Runs.Where(r => r.Id == run).ExecuteUpdateAsync(s => s.SetProperty(r => r.FinishedAt, (DateTime?)null)), default));
            await app.UseAsync<IServiceProvider>(services => services.GetRequiredKeyedService<IRunExecutor>("eligibility").ExecuteAsync(run, default));
        }

        (await PlacesAsync(app, round.Id)).Count(p => p.Selected).ShouldBe(3);
        (await app.UseAsync<EligibilityDb, (int, int)>(async db => (await db.Determinations.CountAsync(), await db.Awards.CountAsync()))).ShouldBe((10, 3));

        // With places for the whole country, who holds one counts in the area, in the month after too.
        (await ByAreaAsync(app, round.Id)).ShouldBe((3, 10));
        (await ByAreaAsync(app, (await RoundAsync(app, Cases.July.Add(1))).Id)).ShouldBe((3, 10));
    }

    [Fact]
    public async Task DryRun_OfABenefitForEverybody_DecidesNothingAndLeavesTheRoundToCome()
    {
        await using var app = await ReadyAsync(null);

        var dry = await app.UseAsync<StartRound, RoundStarted>(act => act.HandleAsync(new NewRound(Cases.Grant, Cases.July) { DryRun = true }, SpmisApp.Change(), default));
        await app.SettleAsync();
        var real = await app.RoundAsync();

        real.StartedBefore.ShouldBeFalse();
        var rounds = await app.UseAsync<EligibilityDb, List<EligibilityRound>>(db => db.Rounds.OrderBy(r => r.Id).ToListAsync());
        rounds.Select(r => (r.Id == dry.RoundId, r.Selected, r.NotSelected, r.CannotTell, r.Awarded)).ShouldBe([(true, 9, 0, 1, 0), (false, 9, 0, 1, 9)]);
    }

    /// <summary>Age on 1 July 2026; what is not known does not shut anybody out, it leaves the answer open.</summary>
    [Theory]
    [InlineData("1954-07-01", "Day", "North", true, "")]
    [InlineData("1954-07-02", "Day", "North", false, "")]
    [InlineData("1936-07-01", "Day", "North", true, "")]
    [InlineData("1935-07-01", "Day", "North", false, "")]
    [InlineData("1954-01-01", "Year", "North", true, "person.birth")]
    [InlineData("1950-01-01", "Year", "North", true, "")]
    [InlineData("1960-01-01", "Year", "North", false, "")]
    [InlineData(null, "Day", "North", true, "person.birth")]
    [InlineData("1950-01-01", "Day", null, true, "person.district")]
    [InlineData("1950-01-01", "Day", "north ", true, "")]
    [InlineData("1950-01-01", "Day", "West", false, "")]
    public void Target_OfAPerson_Is(string? born, string precision, string? district, bool inside, string missing)
    {
        var person = PersonCopy.Of(Cases.Person(1, born is null ? null : DateOnly.ParseExact(born, "yyyy-MM-dd", null), precision: precision) with { District = district });

        var target = Target.Of(person, TwoAreas, Cases.July);

        (target.Inside, string.Join(",", target.Missing)).ShouldBe((inside, missing));
    }

    [Theory]
    [InlineData("P 1", "North, 5", null, "programme.code")]
    [InlineData("P1", "North, 5\nnorth, 6", null, "programme.quotas")]
    [InlineData("P1", "North, 0", null, "programme.quotas")]
    [InlineData("P1", "North, 5\n7", null, "programme.quotas")]
    [InlineData("P1", "North, many", null, "programme.quotas")]
    [InlineData("P1", "", null, "programme.quotas")]
    [InlineData("P1", "5", 200, "programme.age")]
    public async Task Set_WithBadInput_IsRefused(string code, string quotas, int? ageFrom, string refusal)
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();

        var answer = await app.SubmitAsync("/eligibility/programmes", SpmisApp.Officer, "Set", new Dictionary<string, string> { ["Code"] = code, ["Name"] = "Old and poor", ["Scheme"] = Cases.Grant, ["Quotas"] = quotas, ["AgeFrom"] = $"{ageFrom}" });

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, refusal);
        (await app.UseAsync<EligibilityDb, bool>(db => db.Programmes.AnyAsync())).ShouldBeFalse();
    }

    [Fact]
    public async Task Set_OfASchemeWithoutAScoreOrClaimed_IsRefused()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();

        (await Should.ThrowAsync<Refused>(() => SetAsync(app, TwoAreas, Cases.Maternity))).Code.ShouldBe("scheme.not-by-round");
        await app.ActivateAsync((await app.UploadAsync(Cases.Changed(Cases.Grant, ("version: 1.0.3", "version: 1.3.0"), ("  score:\n    label", "  years:\n    label"), ("  score: {en", "  years: {en")).Where(f => true).ToDictionary(f => f.Key, f => f.Value.Replace(",=score", ",=years", StringComparison.Ordinal)))).PackageId, new DateOnly(2026, 7, 1));
        (await Should.ThrowAsync<Refused>(() => SetAsync(app, TwoAreas))).Code.ShouldBe("programme.no-score");
    }

    [Fact]
    public async Task Pages_ForAnOfficerAndInArabic_AreDrawn()
    {
        await using var app = await ReadyAsync(TwoAreas);
        var start = await app.SubmitAsync("/eligibility/programmes", SpmisApp.Officer, "Start", new Dictionary<string, string> { ["Programme"] = "OLD-1", ["Month"] = "2026-07" });
        await app.SettleAsync();
        var round = await app.UseAsync<EligibilityDb, EligibilityRound>(db => db.Rounds.SingleAsync());
        start.Headers.Location!.ToString().ShouldBe($"/eligibility/rounds/{round.Id}");
        foreach (var path in new[] { "/eligibility/programmes?code=OLD-1", "/eligibility/rounds?x=1", $"/eligibility/rounds/{round.Id}?x=1" }.Concat(new[] { "places", "holders", "exit", "excluded", "no", "cannot-tell" }.Select(s => $"/eligibility/rounds/{round.Id}/list?show={s}")))
        {
            (await (await app.Client(SpmisApp.Officer).GetAsync(path + "&culture=ar")).DocumentAsync()).Faults().ShouldBeEmpty(path);
        }

        (await (await app.Client(SpmisApp.Officer).GetAsync($"/eligibility/rounds/{round.Id}/list?show=places&area=South")).DocumentAsync()).Body!.TextContent.ShouldContain(Cases.Number(5));

        // The map: nothing is placed before areas are told; then each district with a position has a circle that leads to its list.
        var map = $"/eligibility/rounds/{round.Id}/map?x=1";
        var bare = await (await app.Client(SpmisApp.Officer).GetAsync(map)).DocumentAsync();
        (bare.QuerySelectorAll("svg circle").Length, bare.QuerySelectorAll("main table tbody tr").Length).ShouldBe((0, 3));
        await app.TellAsync(new AreasRecorded { Areas = [Area("C", 0, null, 5), Area("N", 1, 0.5m, 5, "North"), Area("S", 1, -1.25m, 5, "South"), Area("S2", 1, 9m, 5, "Elsewhere")] });
        await app.TellAsync(new AreasRecorded { Areas = [Area("S", 1, 80m, 4, "South, as it was called")] });
        var drawn = await app.Client(SpmisApp.Officer).GetAsync(map);
        var text = await drawn.Content.ReadAsStringAsync();
        text.Length.ShouldBeLessThan(20_000);
        var page = await drawn.DocumentAsync();
        page.Faults().ShouldBeEmpty();
        page.QuerySelectorAll("svg a").Select(a => (a.GetAttribute("href"), a.QuerySelector("title")!.TextContent)).ShouldBe(
            [($"/eligibility/rounds/{round.Id}/list?area=North", "North: 2 of 2"), ($"/eligibility/rounds/{round.Id}/list?area=South", "South: 1 of 1")], ignoreOrder: true);
        page.QuerySelectorAll("main table tbody tr").Select(r => string.Join('|', r.QuerySelectorAll("th, td").Select(c => c.TextContent.Trim().Replace("  ", " ", StringComparison.Ordinal)))).ShouldBe(["1. North|2 of 2|100%|2|0|1", "2. South|1 of 1|100%|0|0|0", "3. District not known|0 of 1|0%|0|0|1"]);
        (await (await app.Client(SpmisApp.Officer).GetAsync(map + "&culture=ar")).DocumentAsync()).Faults().ShouldBeEmpty();
        (await (await app.Client(SpmisApp.Officer).GetAsync($"/api/eligibility/rounds/{round.Id}/areas?limit=10")).Content.ReadAsStringAsync()).ShouldContain("\"area\":\"North\",\"places\":2,\"selected\":2,\"waiting\":2");
    }

    /// <summary>Sixty districts in three regions: the regions first, each to be opened; the twenty with the most selected inside.</summary>
    [Fact]
    public void Map_OfManyDistricts_IsDrawnByTheLevelAboveAndOpened()
    {
        List<AreaCopy> areas = [AreaCopy.Of(Area("C", 0, null, 1)), .. Enumerable.Range(0, 3).Select(r => AreaCopy.Of(Area($"R{r}", 1, null, 1) with { Path = $"/C/R{r}/", District = false })), .. Enumerable.Range(0, 60).Select(d => AreaCopy.Of(Area($"D{d}", 2, d, 1) with { Path = $"/C/R{d % 3}/D{d}/" }))];
        List<RoundArea> rows = [.. Enumerable.Range(0, 60).Select(d => new RoundArea { RoundId = 1, Area = $"D{d}", Places = 100, Selected = d })];

        var whole = RoundMap.Of(rows, areas, null);
        whole.Spots.Select(s => (s.Name, s.Inside, s.Sum.Filled, s.Sum.Places, s.Point)).ShouldBe([("R2", "R2", 610, 2_000, (30.5m, 10m)), ("R1", "R1", 590, 2_000, (29.5m, 10m)), ("R0", "R0", 570, 2_000, (28.5m, 10m))]);
        var inside = RoundMap.Of(rows, areas, "R1");
        (inside.Spots.Count, inside.Left, inside.Spots[0].Name, inside.Spots[0].Share).ShouldBe((20, 0, "D58", 0.58m));
        var flat = RoundMap.Of(rows, [], null);
        (flat.Spots.Count, flat.Left, flat.Spots.Count(s => s.Point is not null)).ShouldBe((20, 40, 0));

        // Page by page every area once, in one order, under one total.
        List<string> seen = [];
        for (var page = flat; ; page = RoundMap.Of(rows, [], null, page.Next))
        {
            (page.Before, page.Total!.Filled, page.Total.Places).ShouldBe((seen.Count, 1_770, 6_000));
            seen.AddRange(page.Spots.Select(s => s.Name));
            if (page.Next is null)
            {
                break;
            }
        }

        seen.ShouldBe(Enumerable.Range(0, 60).Reverse().Select(d => $"D{d}"));
    }

    /// <summary>A name written otherwise is the same area for the count, and for the list behind it.</summary>
    [Fact]
    public async Task Area_WrittenInAnotherCase_IsCountedAndListedAlike()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync(In("North", 1, new DateOnly(1940, 1, 1)), In("NORTH", 2, new DateOnly(1941, 1, 1)), In("South", 3, new DateOnly(1942, 1, 1)));
        await app.RoundAsync();
        var round = await app.UseAsync<EligibilityDb, EligibilityRound>(db => db.Rounds.SingleAsync());
        var areas = await app.UseAsync<EligibilityDb, List<RoundArea>>(db => db.RoundAreas.AsNoTracking().OrderBy(a => a.Area).ToListAsync());
        areas.Select(a => (a.AreaKey, a.Persons)).ShouldBe([("NORTH", 2), ("SOUTH", 1)], ignoreOrder: true);

        foreach (var written in new[] { "north", "North", "NORTH" })
        {
            var asked = await app.UseAsync<AreaNames, AskedArea>(n => n.InRoundAsync(round.Id, written, default));
            asked.Spellings.ShouldBe(new[] { "North", "NORTH", written }.Distinct(StringComparer.Ordinal), ignoreOrder: true);
        }
    }

    private static AreaFacts Area(string code, int depth, decimal? north, long version, string? name = null) => new()
    {
        AreaId = new Guid([.. Encoding.UTF8.GetBytes(code.PadRight(16))[..16]]), Code = code, Name = name ?? code, Path = depth == 0 ? $"/{code}/" : $"/C/{code}/", Depth = depth, District = depth > 0, Latitude = north, Longitude = north is null ? null : 10m, Version = version,
    };

    private static PersonFacts In(string? district, int n, DateOnly? born) => Cases.Person(n, born) with { District = district };

    private static Task<Programme> SetAsync(SpmisApp app, Targeting targeting, string scheme = Cases.Grant) =>
        app.UseAsync<SetProgramme, Programme>(act => act.HandleAsync(new ProgrammeToSet("OLD-1", "Old and poor", scheme, targeting), SpmisApp.Change("programmes.set"), default));

    /// <summary>How many have a place, and how many were looked at, over all areas of the map.</summary>
    private static Task<(int Filled, int Persons)> ByAreaAsync(SpmisApp app, long round) => app.UseAsync<EligibilityDb, (int, int)>(async db =>
    {
        var areas = await db.RoundAreas.AsNoTracking().Where(a => a.RoundId == round).ToListAsync();
        return (areas.Sum(a => a.Filled), areas.Sum(a => a.Persons));
    });

    private static async Task<SpmisApp> ReadyAsync(Targeting? targeting)
    {
        var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync(Register);
        if (targeting is not null)
        {
            await SetAsync(app, targeting);
        }

        return app;
    }

    private static async Task<EligibilityRound> RoundAsync(SpmisApp app, Month? month = null, bool dryRun = false)
    {
        var started = await app.UseAsync<StartRound, RoundStarted>(act => act.HandleAsync(new NewRound("", month ?? Cases.July) { Programme = "OLD-1", DryRun = dryRun }, SpmisApp.Change(RoundWorker.RunKind), default));
        await app.SettleAsync();
        return await app.UseAsync<EligibilityDb, EligibilityRound>(db => db.Rounds.SingleAsync(r => r.Id == started.RoundId));
    }

    private static Task<List<RoundPlace>> PlacesAsync(SpmisApp app, long round) => app.UseAsync<EligibilityDb, List<RoundPlace>>(db => db.RoundPlaces.Where(p => p.RoundId == round).OrderBy(p => p.Area).ThenBy(p => p.Rank).ToListAsync());
}
