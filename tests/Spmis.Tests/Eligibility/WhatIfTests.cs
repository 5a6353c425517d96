using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility;
using Spmis.Eligibility.Schemes;
using Spmis.Eligibility.WhatIfs;
using Spmis.Kernel.Acts;
using Spmis.Rules.WhatIfs;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Eligibility;

public sealed class WhatIfTests
{
    private static readonly Month August = new(2026, 8);

    [Fact]
    public async Task WhatIf_OfADraftThatLowersTheAgeAndTheAmount_CountsPersonsAndCostByMonthSexAgeAndArea()
    {
        await using var app = await RegisteredAsync();
        var kept = await app.UploadAsync(Cases.GrantVersion("2.0.0", "[{from: 2018-01-01, value: 1900}]", 1900, "68 years"));

        var found = await TryAsync(app, kept.PackageId, 3);

        // Entitled today: 1 and 5. By the draft: also 2 (68) and 3 (68 on 15 September, so from October).
        var total = found.Figures.Total;
        (found.Cases, total.Before, total.After, total.Gained, total.Lost, total.Changed).ShouldBe((6, 2, 4, 2, 0, 2));
        (total.BeforeMinor, total.AfterMinor, total.ChangedMinor, total.AverageChangeMinor).ShouldBe((2 * 3 * 2_000_00, (3 + 3 + 3 + 1) * 1_900_00, 2 * 3 * -100_00, -300_00));
        total.UnknownBefore.ShouldBe(1);
        found.Figures.Months.Select(m => (m.Key, m.Value.Before, m.Value.After, m.Value.AfterMinor)).ShouldBe([("2026-08", 2L, 3L, 5_700_00L), ("2026-09", 2L, 3L, 5_700_00L), ("2026-10", 2L, 4L, 7_600_00L)]);
        (found.Figures.Sex["F"].After, found.Figures.Sex["M"].After, found.Figures.Sex["–"].After).ShouldBe((3, 1, 0));
        (found.Figures.Area["North"].After, found.Figures.Area["South"].Gained).ShouldBe((3, 1));
        found.Figures.Age["65–69"].Gained.ShouldBe(2);
        new[] { found.Figures.Sex, found.Figures.Age, found.Figures.Area }.ShouldAllBe(d => d.Values.Sum(c => c.AfterMinor) == total.AfterMinor && d.Values.Sum(c => c.Gained) == total.Gained);
    }

    [Fact]
    public async Task WhatIf_OfAPackageNobodyApproved_DecidesNothing()
    {
        await using var app = await RegisteredAsync();
        var kept = await app.UploadAsync(Cases.GrantVersion("2.0.0", "[{from: 2018-01-01, value: 1900}]", 1900));

        await TryAsync(app, kept.PackageId, 12);

        (await app.UseAsync<EligibilityDb, (int, int, int)>(async db => (await db.Determinations.CountAsync(), await db.Awards.CountAsync(), await db.Proposals.CountAsync(p => p.DecidedAt == null)))).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task WhatIf_OfTheVersionInForce_ComesToWhatARoundDecides()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync([.. Enumerable.Range(1, 1_500).Select(n => Cases.Person(n, new DateOnly(1950, 1, 1).AddDays(n * 9), precision: n % 7 == 0 ? "Year" : n % 5 == 0 ? "Month" : "Day", provisional: n % 17 == 0))]);
        var round = await app.RoundAsync();
        var id = await app.UseAsync<EligibilityDb, long>(db => db.Packages.Where(p => p.Scheme == Cases.Grant).Select(p => p.Id).SingleAsync());

        var started = await app.UseAsync<StartWhatIf, WhatIfStarted>(act => act.HandleAsync(new NewWhatIf(id, Cases.July, 1), SpmisApp.Change(), default));
        await app.SettleAsync();

        var total = await app.UseAsync<EligibilityDb, WhatIfCell>(async db => (await db.WhatIfs.SingleAsync(w => w.Id == started.WhatIfId)).Read().Total);
        var decided = await app.UseAsync<EligibilityDb, (int Yes, int Unknown)>(async db => await db.Rounds.Where(r => r.Id == round.RoundId).Select(r => new ValueTuple<int, int>(r.Selected, r.CannotTell)).SingleAsync());
        (total.Before, total.After, total.UnknownAfter, total.Gained + total.Lost + total.Changed).ShouldBe((decided.Yes, decided.Yes, decided.Unknown, 0));
    }

    [Fact]
    public async Task WhatIf_OfABenefitThatIsClaimed_ReckonsTheClaimsOfTheTime()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        var (first, second) = (Cases.Person(1, new DateOnly(1995, 1, 1)), Cases.Person(2, new DateOnly(1995, 1, 1)));
        await app.RegisterAsync(first, second);
        await app.ContributeAsync(first.PersonId, 5);
        await app.ContributeAsync(second.PersonId, 3);
        await app.ClaimAsync(first.RegistrationNumber, new DateOnly(2026, 6, 20));
        await app.ClaimAsync(second.RegistrationNumber, new DateOnly(2026, 6, 20));
        var files = Cases.MaternityVersion();

        var started = await app.UseAsync<StartWhatIf, WhatIfStarted>(async act => await act.HandleAsync(new NewWhatIf((await app.UploadAsync(files, "maternity")).PackageId, new Month(2026, 6), 2), SpmisApp.Change(), default));
        await app.SettleAsync();

        var figures = await app.UseAsync<EligibilityDb, WhatIfFigures>(async db => (await db.WhatIfs.SingleAsync(w => w.Id == started.WhatIfId)).Read());
        (figures.Total.Before, figures.Total.After, figures.Total.Gained).ShouldBe((1, 2, 1));
        figures.Months["2026-07"].AfterMinor.ShouldBe(2 * 14_000_00);
    }

    [Fact]
    public async Task Page_FromThePackage_TriesItAndShowsTheOutcome()
    {
        await using var app = await RegisteredAsync();
        var kept = await app.UploadAsync(Cases.GrantVersion("2.0.0", "[{from: 2018-01-01, value: 1900}]", 1900, "68 years"));

        var answer = await app.SubmitAsync($"/schemes/{kept.PackageId}", SpmisApp.Officer, "Try");
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect);
        await app.SettleAsync();

        var page = await app.PageAsync(answer.Headers.Location!.ToString());
        page.Body!.TextContent.ShouldContain("beside today's rules. Nothing is decided by it.");
        page.QuerySelectorAll("main table caption").Select(c => c.TextContent.Trim()).ShouldContain("By area");
        page.Faults().ShouldBeEmpty();
        (await app.Client(SpmisApp.Officer).GetStringAsync("/api/eligibility/what-ifs/1")).ShouldContain("\"gained\":");
    }

    private static async Task<WhatIf> ReadAsync(SpmisApp app, long id) => await app.UseAsync<EligibilityDb, WhatIf>(db => db.WhatIfs.SingleAsync(w => w.Id == id));

    private static async Task<(int Cases, WhatIfFigures Figures)> TryAsync(SpmisApp app, long package, int months)
    {
        var started = await app.UseAsync<StartWhatIf, WhatIfStarted>(act => act.HandleAsync(new NewWhatIf(package, August, months), SpmisApp.Change("schemes.try"), default));
        await app.SettleAsync();
        var w = await ReadAsync(app, started.WhatIfId);
        w.FinishedAt.ShouldNotBeNull();
        return (w.Cases, w.Read());
    }

    private static async Task<SpmisApp> RegisteredAsync()
    {
        var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync(
            Cases.Person(1, new DateOnly(1950, 1, 1)) with { District = "North" }, Cases.Person(2, new DateOnly(1958, 1, 1)) with { District = "North" }, Cases.Person(3, new DateOnly(1958, 9, 15), "M") with { District = "South" },
            Cases.Person(4, new DateOnly(1990, 1, 1), "M") with { District = "South" }, Cases.Person(5, new DateOnly(1940, 1, 1)) with { District = "North" }, Cases.Person(6, null, null));
        return app;
    }
}
