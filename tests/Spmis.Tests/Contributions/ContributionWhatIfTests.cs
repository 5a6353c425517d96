using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Contributions.Record;
using Spmis.Contributions.Returns;
using Spmis.Eligibility;
using Spmis.Eligibility.Schemes;
using Spmis.Eligibility.WhatIfs;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Rules.WhatIfs;
using Spmis.TestKit;
using Spmis.Tests.Eligibility;
using Spmis.Values;
using static Spmis.Tests.Contributions.BankFile;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

/// <summary>A contribution package tried over what was assessed: asked by Eligibility, reckoned by Contributions, shown where staff try benefits too.</summary>
public sealed class ContributionWhatIfTests
{
    private static readonly (string, string) NoneBelowTenThousand = ("is: min(declaration.wage, upper_limit@declaration.month)", "is: |\n        if declaration.wage < 10000 KES then 0 KES else min(declaration.wage, upper_limit@declaration.month)");
    private static readonly (string, string) TierOfTheBase = ("is: min(declaration.wage, lower_limit@declaration.month)", "is: min(base, lower_limit@declaration.month)");

    [Fact]
    public async Task WhatIf_OfAContributionDraft_CountsLiableAndAmountsByMonthSexAgeAreaAndSize()
    {
        await using var world = await WorldAsync();

        var w = await TryAsync(world, Package(new DateOnly(2026, 1, 1), "2.0.0", NoneBelowTenThousand, TierOfTheBase).Files);

        // Workers 1 (9000) and the self-employed 3 (9000) fall below the threshold; worker 2 (20000) stays as it was.
        var (figures, total) = (w.Read(), w.Read().Total);
        (w.Cases, total.Before, total.After, total.Gained, total.Lost, total.Changed).ShouldBe((3, 3, 1, 0, 2, 0));
        (total.BeforeMinor, total.AfterMinor).ShouldBe((1080_00 + 2400_00 + 2400_00 + 1080_00, 2400_00 + 2400_00));
        figures.Months.Where(m => m.Value.Before > 0).Select(m => (m.Key, m.Value.Before, m.Value.After, m.Value.AfterMinor)).ShouldBe([("2026-03", 3L, 1L, 2400_00L), ("2026-04", 1L, 1L, 2400_00L)]);
        (figures.Sex["F"].Lost, figures.Sex["M"].After, figures.Area["North"].Lost, figures.Area["South"].After, figures.Age["30–44"].Before).ShouldBe((1, 1, 1, 1, 1));
        (figures.Size["1–9"].Before, figures.Size["0"].Lost).ShouldBe((2, 1));
        new[] { figures.Sex, figures.Age, figures.Area, figures.Size }.ShouldAllBe(d => d.Values.Sum(c => c.AfterMinor) == total.AfterMinor && d.Values.Sum(c => c.Before) == total.Before);
    }

    [Fact]
    public async Task WhatIf_OfTheTextInForce_ChangesNothingAndComesToWhatWasAssessed()
    {
        await using var world = await WorldAsync();

        var w = await TryAsync(world, Package().Files);

        var (total, assessed) = (w.Read().Total, await world.DbAsync(db => db.Set<Contribution>().SumAsync(c => c.EmployeeMinor + c.EmployerMinor)));
        (total.BeforeMinor, total.AfterMinor, total.Gained + total.Lost + total.Changed).ShouldBe((assessed, assessed, 0));
        (await world.DbAsync(db => db.Proposals.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task WhatIf_FollowedAtOnceByTheActivation_IsReckonedBesideTheRulesOfBefore()
    {
        await using var world = await ContributionsWorld.StartAsync(2);
        await world.FileAsync(File(Line(Worker(1), "9000"), Line(Worker(2), "20000")));
        var draft = Package(new DateOnly(2026, 1, 1), "2.0.0", NoneBelowTenThousand, TierOfTheBase);

        await world.PublishAsync(new Spmis.Contracts.Eligibility.TryContributions { WhatIfId = 1, Scheme = draft.Scheme, Hash = draft.Hash, Files = draft.Files, FromMonth = 202601, Months = 6 }, draft);

        (await world.DbAsync(db => db.Set<Spmis.Contributions.WhatIfs.TriedPackage>().SingleAsync())).Figures.ShouldContain("\"lost\":1");
    }

    [Fact]
    public async Task WhatIf_OfADraftThatCollectsNothing_IsRefusedWithTheReason()
    {
        await using var world = await WorldAsync();
        var files = Package(new DateOnly(2026, 1, 1), "2.0.0", ("    employer:\n", "    employers:\n"), ("is: employee + employer\n", "is: employee + employers\n"), ("  contribution.employer: {en", "  contribution.employers: {en"), ("employer_total: contribution.employer\n", "employer_total: contribution.employers\n")).Files;

        (await Should.ThrowAsync<Refused>(() => TryAsync(world, files))).Code.ShouldBe("what-if.nothing-due");
    }

    [Fact]
    public async Task WhatIf_ExecutedAgain_TellsNothingTwice()
    {
        await using var world = await WorldAsync();
        var w = await TryAsync(world, Package(new DateOnly(2026, 1, 1), "2.0.0", NoneBelowTenThousand, TierOfTheBase).Files);

        foreach (var run in await world.DbAsync(db => db.Runs.Select(r => r.Id).ToListAsync()))
        {
            await world.App.UseAsync<IServiceProvider>(s => Microsoft.Extensions.DependencyInjection.ServiceProviderKeyedServiceExtensions.GetRequiredKeyedService<IRunExecutor>(s, "contributions").ExecuteAsync(run, default));
        }

        await world.App.SettleAsync();
        (await ReadAsync(world, w.Id)).Figures.ShouldBe(w.Figures);
    }

    [Fact]
    public async Task Page_OfAContributionPackage_TriesItAndSpeaksOfContributions()
    {
        await using var world = await WorldAsync();
        var kept = await UploadAsync(world, Package(new DateOnly(2026, 1, 1), "2.0.0", NoneBelowTenThousand, TierOfTheBase).Files);

        var answer = await world.App.SubmitAsync($"/schemes/{kept}", SpmisApp.Officer, "Try");
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect);
        await world.App.SettleAsync();

        var page = await world.App.PageAsync(answer.Headers.Location!.ToString());
        page.Body!.TextContent.ShouldContain("Liable by today's rules");
        page.QuerySelectorAll("main table caption").Select(c => c.TextContent.Trim()).ShouldContain("By size of the employer");
        page.Faults().ShouldBeEmpty();
    }

    /// <summary>Worker 1 in March and worker 2 in March and April with an employer, worker 3 by own payment.</summary>
    private static async Task<ContributionsWorld> WorldAsync()
    {
        var world = await ContributionsWorld.StartAsync(0, modules: "contributions,eligibility");
        await world.PublishAsync(new PersonsRecorded
        {
            Persons = [Person(1) with { Sex = "F", BornOn = new DateOnly(1990, 1, 1), District = "North" }, Person(2) with { Sex = "M", BornOn = new DateOnly(1970, 1, 1), District = "South" }, Person(3)],
        });
        await world.FileAsync(File(Line(Worker(1), "9000"), Line(Worker(2), "20000")));
        await world.FileAsync(File(Line(Worker(2), "20000", period: "2026-04")), month: new Month(2026, 4));
        await world.ImportAsync(Mobile(Paid("M1", Worker(3), "1080")));
        return world;
    }

    private static async Task<long> UploadAsync(ContributionsWorld world, IReadOnlyDictionary<string, string> files)
    {
        // The package's own examples are of the text in force; a draft brings its own.
        var own = files.Where(f => !f.Key.StartsWith("tests/", StringComparison.Ordinal)).ToDictionary();
        own["scheme.yaml"] = System.Text.RegularExpressions.Regex.Replace(own["scheme.yaml"], @"tests: \[.*\]", "tests: [tests/own.csv]");
        own["tests/own.csv"] = "case,declaration.month,declaration.wage,=contribution.base\nabove,2026-03,20000,20000\n";
        return (await world.App.UploadAsync(own, branch: null)).PackageId;
    }

    private static async Task<WhatIf> TryAsync(ContributionsWorld world, IReadOnlyDictionary<string, string> files)
    {
        var id = await UploadAsync(world, files);
        var started = await world.App.UseAsync<StartWhatIf, WhatIfStarted>(act => act.HandleAsync(new NewWhatIf(id, new Month(2026, 1), 6), SpmisApp.Change("schemes.try"), default));
        await world.App.SettleAsync();
        return await ReadAsync(world, started.WhatIfId);
    }

    private static async Task<WhatIf> ReadAsync(ContributionsWorld world, long id)
    {
        var w = await world.App.UseAsync<EligibilityDb, WhatIf>(db => db.WhatIfs.AsNoTracking().SingleAsync(x => x.Id == id));
        w.FinishedAt.ShouldNotBeNull();
        return w;
    }
}
