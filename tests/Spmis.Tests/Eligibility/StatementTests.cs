using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Contributions;
using Spmis.Contracts.Registration;
using Spmis.Eligibility;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Schemes;
using Spmis.Eligibility.Statements;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Rules;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Eligibility;

public sealed class StatementTests
{
    private const string Pension = "gh-ssnit-pension-right";
    private static readonly DateOnly Today = new(2026, 7, 1);
    private static readonly PersonFacts Insured = Cases.Person(1, new DateOnly(1976, 7, 2));

    /// <summary>Act 766 ss. 70 and 77: 37.5% for 180 months and 0.09375% for each further one, of the average of the best 36; the whole at 60.</summary>
    [Fact]
    public async Task Statement_OfAnInsuredPerson_TellsWhatIsMissingAndWhatWouldComeOfIt()
    {
        await using var app = await InsuredAsync(months: 120);

        var statement = await MakeAsync(app);

        statement.InsuredMonths.ShouldBe(120);
        statement.Years.Count.ShouldBe(11); // July 2016 to June 2026.
        var pension = statement.Benefits.Single(b => b.Scheme == Pension);
        pension.Today.ShouldBe(Answer.No);
        pension.Unmet.Select(u => (u.Condition, u.Has, u.Needs, u.Gap)).ShouldBe([("Old enough for an early pension", "599", "660", "61"), ("Contributed long enough", "120", "180", "60")]);

        // At 60 (2 July 2036): 120 + 120 months assumed, July 2026 to June 2036: 37.5% + 60 x 0.09375% = 43.125% of 3,000.
        pension.Projections.Where(p => p.GoesOn).Select(p => (p.Age, p.On, p.AssumedMonths, p.MonthlyMinor)).ShouldBe(
            [(60, new DateOnly(2036, 7, 2), 120, 1_293_75L), (62, new DateOnly(2038, 7, 2), 144, 1_361_25L), (65, new DateOnly(2041, 7, 2), 180, 1_462_50L)]);
        pension.Projections.Where(p => !p.GoesOn).ShouldAllBe(p => p.Outcome == Answer.No && p.AssumedMonths == 0);
        pension.Projections.ShouldAllBe(p => p.Explanation != null);
    }

    [Fact]
    public void GoOn_WithMonthsRecordedAhead_LeavesThemAndCountsOnlyWhatIsAssumed()
    {
        ContributionYearRow row = new() { PersonId = Guid.Empty, Scheme = "s", Year = 2026, Currency = "KES", BaseMinor = "100,100,100,100,100,100,0,70,0,0,0,0", InsuredMonths = 0b10111111, Version = 1 };

        var (years, assumed) = ProjectRecord.GoOn([row], new Month(2026, 7), new Month(2027, 2));

        assumed.ShouldBe(6);
        years.Select(y => (y.Year, y.BaseMinor, y.InsuredMonths)).ShouldBe([(2026, "100,100,100,100,100,100,70,70,70,70,70,70", 0xFFF), (2027, "70,0,0,0,0,0,0,0,0,0,0,0", 1)]);
        ProjectRecord.GoOn([], new Month(2026, 7), new Month(2027, 2)).Assumed.ShouldBe(0);
    }

    [Fact]
    public async Task Statement_WithoutABirthDateOrContributions_PromisesNothing()
    {
        await using var app = await InsuredAsync(months: 12);
        await app.RegisterAsync(Cases.Person(2, null));

        var statement = await MakeAsync(app, Cases.Number(2));

        (statement.InsuredMonths, statement.Years.Count).ShouldBe((0, 0));
        statement.Benefits.ShouldAllBe(b => b.Projections.Count == 0);
        statement.Benefits.Single(b => b.Scheme == Cases.Grant).Missing.ShouldBe(["person.birth"]);
        (await Should.ThrowAsync<Refused>(() => MakeAsync(app, "2600000199"))).Code.ShouldBe("person.unknown");
    }

    [Fact]
    public async Task Statements_OfAYear_AreMadeOnceAndReadByteForByte()
    {
        await using var app = await InsuredAsync(months: 120);
        var started = await StartAsync(app, 2026);
        await app.SettleAsync();

        (await StartAsync(app, 2026)).ShouldBe(new FileTaken(started.RunId, true));
        (await Should.ThrowAsync<Refused>(() => StartAsync(app, 2025))).Code.ShouldBe("statements.year");
        await app.UseAsync<EligibilityDb>(db => db.WriteAsync(() => db.Runs.Where(r => r.Id == started.RunId).ExecuteUpdateAsync(s => s.SetProperty(r => r.FinishedAt, (DateTime?)null)), default));
        await app.UseAsync<IServiceProvider>(services => services.GetRequiredKeyedService<IRunExecutor>("eligibility").ExecuteAsync(started.RunId, default));

        var (kept, row) = await app.UseAsync<ReadStatement, (Statement, StatementRow)>(read => read.OfAsync(Insured.RegistrationNumber, 2026, default));
        kept.ToBytes().ShouldBe((await MakeAsync(app)).ToBytes()); // The compiled rules give what the interpreter gives.
        (await app.UseAsync<EligibilityDb, int>(db => db.Statements.CountAsync())).ShouldBe(1);

        var path = Directory.GetFiles(Path.Combine(app.DataFolder, "files"), row.FileSha256, SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("1293", "9293", StringComparison.Ordinal).Replace("129375", "929375", StringComparison.Ordinal));
        (await Should.ThrowAsync<Refused>(() => app.UseAsync<ReadStatement>(read => read.OfAsync(Insured.RegistrationNumber, 2026, default)))).Code.ShouldBe("statement.changed");
    }

    [Fact]
    public async Task Page_OfAStatement_ShowsMonthsGapsAmountsAndTheWorking()
    {
        await using var app = await InsuredAsync(months: 120);
        await app.SubmitAsync("/eligibility/statements", SpmisApp.Officer);
        await app.SettleAsync();
        var path = $"/eligibility/persons/{Insured.RegistrationNumber}/statement";

        var page = await (await app.Client(SpmisApp.Officer).GetAsync(path)).DocumentAsync();

        page.Body!.TextContent.ShouldContain("Contributed long enough: 120, at least 180 is needed – 60 more would be needed");
        page.Body.TextContent.ShouldContain("The working at 60, going on");
        page.Faults().ShouldBeEmpty();
        foreach (var other in new[] { path + "?culture=ar", "/eligibility/statements?culture=ar", $"/eligibility/persons/{Insured.RegistrationNumber}?culture=ar" })
        {
            (await (await app.Client(SpmisApp.Officer).GetAsync(other)).DocumentAsync()).Faults().ShouldBeEmpty(other);
        }

        (await app.Client(SpmisApp.Officer).GetAsync(path + "?year=2020")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static Task<FileTaken> StartAsync(SpmisApp app, int year) => app.UseAsync<StartStatements, FileTaken>(act => act.HandleAsync(year, SpmisApp.Change(StatementsWorker.RunKind), default));

    private static Task<Statement> MakeAsync(SpmisApp app, string? number = null) => app.UseAsync<MakeStatement, Statement>(act => act.OfAsync(number ?? Insured.RegistrationNumber, Today, default));

    /// <summary>A person born on 2 July 1976 with so many months at 3,000 cedis up to June 2026.</summary>
    private static async Task<SpmisApp> InsuredAsync(int months)
    {
        var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        var pension = ShippedPackages.All().Single(p => p.Scheme == Pension);
        await app.ActivateAsync((await app.UploadAsync(pension.Files)).PackageId, new DateOnly(2026, 7, 1));
        await app.RegisterAsync(Insured);
        var first = new Month(2026, 6).Add(1 - months);
        var paid = Enumerable.Range(0, months).Select(n => first.Add(n)).ToList();
        await app.TellAsync(new ContributionMonthsRecorded
        {
            Years = [.. paid.GroupBy(m => m.Year).Select(y => new ContributionYear
            {
                PersonId = Insured.PersonId, Scheme = "gh-ssnit-contribution", Year = y.Key, Currency = "GHS", Version = 1,
                BaseMinor = [.. Enumerable.Range(1, 12).Select(m => y.Any(x => x.Number == m) ? 3_000_00L : 0)], InsuredMonths = y.Sum(m => 1 << (m.Number - 1)),
            })],
        });
        return app;
    }
}
