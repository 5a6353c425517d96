using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Statistics;
using Spmis.Contributions;
using Spmis.Contributions.Record;
using Spmis.Registration;
using Spmis.Registration.Facts;
using Spmis.Registration.Objections;
using Spmis.TestKit;
using Spmis.Tests.Registration;

namespace Spmis.Tests.Statistics;

/// <summary>Extracts for statistics, from the page on which they are prepared to the file: nobody's name, no small cell, a pseudonym for each project.</summary>
public sealed class ExtractTests : IAsyncLifetime
{
    private static readonly Actor Ada = new("admin-7", "Ada Admin", [Roles.Administrator]);
    private SpmisApp app = null!; // Set before each test.

    public async ValueTask InitializeAsync()
    {
        app = await SpmisApp.StartAsync();
        var file = new StringBuilder(Registry.Header);
        for (var n = 0; n < 60; n++)
        {
            // Forty women and twenty men of two kinds of ages; of those above eighty there are two women.
            var (sex, born) = n < 2 ? ("F", 1940) : n < 40 ? ("F", 1990) : ("M", 1965);
            file.Append(CultureInfo.InvariantCulture, $"P{n},Given{(char)('a' + (n % 26))}{(char)('a' + (n / 26))},,Family{(char)('a' + (n % 25))}{(char)('a' + (n * 7 % 26))},,{sex},{born}-0{1 + (n % 9)}-1{n % 10},,,Kisumu,Nyalenda,,,,,,\n");
        }

        await app.ImportedAsync(file.ToString());
        (await app.UseAsync<RegistrationDb, int>(db => db.Set<Spmis.Registration.Persons.Person>().CountAsync())).ShouldBe(60);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task Table_PreparedOnItsPageAndApproved_HidesWhatIsSmall()
    {
        using var administrator = app.Browser(Ada);
        using var supervisor = app.Browser(SpmisApp.Supervisor with { Office = null });
        (await administrator.GetStringAsync(new Uri("/statistics", UriKind.Relative))).ShouldContain("/statistics/registration/new/persons");
        var until = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        (string, string)[] form =
        [
            ("Form", "Table"), ("Columns[0]", "sex"), ("Columns[1]", "age_group"), ("Project", "ageing-2026"), ("Purpose", "Ageing report"), ("Recipient", "Bureau of Statistics"),
            ("LegalBasis", "Statistics Act, s. 12"), ("SmallestCell", "5"), ("KeepUntil", until),
        ];
        foreach (var (field, wrong, words) in new[]
        {
            ("Columns[1]", "sex", "different columns"), ("Columns[1]", "name", "no column"), ("Project", "Ageing 2026", "small letters"), ("SmallestCell", "1", "3 to 1000"), ("SmallestCell", "few", "whole number"),
            ("Purpose", " ", "for what"), ("KeepUntil", "2099-01-01", "at most 5 years"), ("Form", "Names", "table or records"),
        })
        {
            using var refused = await SpmisApp.PostFormAsync(administrator, "/statistics/registration/new/persons", [.. form.Select(f => f.Item1 == field ? (field, wrong) : f)]);
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, field);
            (await refused.Content.ReadAsStringAsync()).ShouldContain(words, Case.Insensitive);
        }

        using (var put = await SpmisApp.PostFormAsync(administrator, "/statistics/registration/new/persons", form))
        {
            put.StatusCode.ShouldBe(HttpStatusCode.Redirect, await put.Content.ReadAsStringAsync());
        }

        var proposal = await app.UseAsync<RegistrationDb, long>(db => db.Proposals.Where(p => p.Act == PrepareExtract.Act).Select(p => p.Id).SingleAsync());
        (await supervisor.GetStringAsync(new Uri($"/proposals/registration/{proposal}", UriKind.Relative))).ShouldContain("Bureau of Statistics");
        (await administrator.GetAsync(new Uri($"/proposals/registration/{proposal}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Forbidden, "who prepares does not decide");

        using (var done = await SpmisApp.PostFormAsync(supervisor, $"/proposals/registration/{proposal}", ("Decision", "approve")))
        {
            done.StatusCode.ShouldBe(HttpStatusCode.Redirect, await done.Content.ReadAsStringAsync());
        }

        await app.SettleAsync();
        (await supervisor.GetStringAsync(new Uri("/statistics/registration/1", UriKind.Relative))).ShouldContain("Ada Admin");
        var lines = await FetchAsync(supervisor, 1);
        lines[0].ShouldBe("sex,age_group,rows,hidden");
        lines.ShouldContain("*,*,60,");
        lines.ShouldContain("F,*,40,");
        lines.Where(l => l.StartsWith("F,", StringComparison.Ordinal) && !l.StartsWith("F,*", StringComparison.Ordinal)).ShouldAllBe(l => l.EndsWith(",,yes", StringComparison.Ordinal), "two women and, so that nobody reckons them back, the others");
        (await app.UseAsync<RegistrationDb, int>(db => db.History.CountAsync(h => h.Act == FetchExtract.Act))).ShouldBe(1);
        using var officer = app.Browser(SpmisApp.Officer);
        (await officer.GetAsync(new Uri("/statistics/registration/1/file", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Records_OfTwoProjects_HavePseudonymsThatDoNotMeet()
    {
        await MakeAsync("ageing-2026", "sex", "age_group");
        await MakeAsync("wages-2026", "sex", "registered");
        (await Should.ThrowAsync<Refused>(() => MakeAsync("ageing-2026", "sex"))).Code.ShouldBe("statistics.project-has-records");
        using var supervisor = app.Browser(SpmisApp.Supervisor with { Office = null });

        var (first, other) = (await FetchAsync(supervisor, 1), await FetchAsync(supervisor, 2));

        first.Count.ShouldBe(59, "the two above eighty are left out: without their ages they would be the only two without one");
        first.ShouldNotContain(l => l.Contains("Given", StringComparison.Ordinal) || l.Contains("Family", StringComparison.Ordinal));
        first.Skip(1).GroupBy(l => l[(l.IndexOf(',', StringComparison.Ordinal) + 1)..]).ShouldAllBe(g => g.Count() >= 5);
        Pseudonyms(first).Intersect(Pseudonyms(other)).ShouldBeEmpty();
        Pseudonyms(first).ShouldBe(Pseudonyms(first).Order(StringComparer.Ordinal), Case.Sensitive);

        static List<string> Pseudonyms(List<string> lines) => lines.Skip(1).Select(l => l.Split(',')[0]).ToList();
    }

    [Fact]
    public async Task Records_OfWhoObjectedAndWasUpheld_AreNotAmongThem()
    {
        var number = await app.UseAsync<RegistrationDb, string>(db => db.Set<Spmis.Registration.Persons.Person>().Where(p => p.Sex == Spmis.Registration.Persons.Sex.M).Select(p => p.Number).FirstAsync());
        var id = await app.UseAsync<FileObjection, Guid>(act => act.HandleAsync(number, Objection.Statistics, DateOnly.FromDateTime(SpmisApp.Now), SpmisApp.Change("objections.file", reason: "I do not want it") with { Evidence = "Letter 7" }, default));
        await app.UseAsync<DecideObjection>(act => act.HandleAsync(id, new ObjectionAnswer(true, null, "You are left out."), SpmisApp.Change("objections.decide", SpmisApp.Supervisor), default));
        await MakeAsync("ageing-2026", "sex");
        using var supervisor = app.Browser(SpmisApp.Supervisor with { Office = null });

        (await FetchAsync(supervisor, 1)).Count.ShouldBe(60, "the heading and 59 of 60");
    }

    [Fact]
    public async Task Records_OfWhoTookBackAConsentToResearch_AreNotAmongThem_UntilItIsGivenAgain()
    {
        var numbers = await app.UseAsync<RegistrationDb, List<string>>(db => db.Set<Spmis.Registration.Persons.Person>().Where(p => p.Sex == Spmis.Registration.Persons.Sex.M).OrderBy(p => p.Number).Select(p => p.Number).Take(3).ToListAsync());
        foreach (var number in numbers)
        {
            var id = await GiveAsync(number);
            if (number != numbers[0]) // One never takes it back.
            {
                await app.UseAsync<KeepConsents>(act => act.WithdrawAsync(number, id, DateOnly.FromDateTime(SpmisApp.Now), SpmisApp.Change("consents.withdraw") with { Evidence = "Letter 8" }, default));
            }
        }

        await GiveAsync(numbers[2]); // And one thought better of it.
        await MakeAsync("ageing-2026", "sex");
        using var supervisor = app.Browser(SpmisApp.Supervisor with { Office = null });

        (await FetchAsync(supervisor, 1)).Count.ShouldBe(60, "the heading and 59 of 60");

        Task<Guid> GiveAsync(string number) => app.UseAsync<KeepConsents, Guid>(act => act.GiveAsync(number, Consent.Research, DateOnly.FromDateTime(SpmisApp.Now), SpmisApp.Change("consents.give") with { Evidence = "Form 7" }, default));
    }

    [Fact]
    public async Task Extract_WhoseLastDayIsOver_IsRemovedAndSaysSo()
    {
        await MakeAsync("ageing-2026", "sex");
        var later = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(40);

        (await app.UseAsync<RegistrationDb, Tidied>(db => Tidy.RunAsync(db, null, later, default))).Extracts.ShouldBe(1);

        (await app.UseAsync<RegistrationDb, int>(async db => await db.StatisticsRecords.CountAsync() + await db.StatisticsCells.CountAsync())).ShouldBe(0);
        (await Should.ThrowAsync<Refused>(() => app.UseAsync<IServiceProvider, StatisticsExtract>(s => s.GetRequiredKeyedService<FetchExtract>("registration").OpenAsync(1, SpmisApp.Change(FetchExtract.Act), default)))).Code.ShouldBe("statistics.over");
    }

    [Fact]
    public async Task Sets_OfAllModules_ReadEveryRowOnceWithAValueForEachColumn()
    {
        var person = Guid.CreateVersion7();
        await app.UseAsync<ContributionsDb>(db => db.BulkInsertAsync(
            [.. from scheme in new[] { "a", "b" } from year in Enumerable.Range(2001, 12) select new ContributionYearRow { PersonId = year > 2006 ? person : Guid.CreateVersion7(), Scheme = scheme, Year = year, BaseMinor = "", InsuredMonths = 7, Version = 1 }], default));
        foreach (var (name, least) in new[] { ("persons", 60), ("contribution-years", 24) })
        {
            (await ReadAllAsync(app, name)).ShouldBeGreaterThanOrEqualTo(least);
        }

        await using var payroll = await Spmis.Tests.Payments.Payroll.StartAsync();
        await payroll.PeopleAsync(23);
        await payroll.PayAsync();
        (await ReadAllAsync(payroll.App, "payments")).ShouldBe(23);
    }

    [Fact]
    public async Task Table_OfOnePersonWithManyRows_HidesThem()
    {
        var many = Guid.CreateVersion7();
        await app.UseAsync<ContributionsDb>(db => db.BulkInsertAsync(
            [.. Enumerable.Range(2001, 20).Select(y => new ContributionYearRow { PersonId = many, Scheme = "rare", Year = y, BaseMinor = "", InsuredMonths = 7, Version = 1 }),
            .. Enumerable.Range(1, 40).Select(_ => new ContributionYearRow { PersonId = Guid.CreateVersion7(), Scheme = "usual", Year = 2020, BaseMinor = "", InsuredMonths = 7, Version = 1 }),
            .. Enumerable.Range(1, 30).Select(_ => new ContributionYearRow { PersonId = Guid.CreateVersion7(), Scheme = "other", Year = 2020, BaseMinor = "", InsuredMonths = 7, Version = 1 })], default));
        await MakeAsync("schemes-2026", "contributions", "contribution-years", ExtractForm.Table, "scheme");
        using var supervisor = app.Browser(SpmisApp.Supervisor with { Office = null });

        var lines = await FetchAsync(supervisor, 1, "contributions");

        lines.ShouldBe(["scheme,rows,hidden", "*,90,", "other,,yes", "rare,,yes", "usual,40,"], ignoreOrder: true);
        (await Should.ThrowAsync<Refused>(() => MakeAsync("schemes-2026", "contributions", "contribution-years", ExtractForm.Records, "scheme"))).Code.ShouldBe("statistics.no-records");
        (await app.UseAsync<ContributionsDb, int>(db => db.StatisticsRecords.CountAsync())).ShouldBe(0, "who made up the table is not kept");
    }

    private static Task<int> ReadAllAsync(SpmisApp of, string name) => of.UseAsync<IServiceProvider, int>(async services =>
    {
        var set = services.GetServices<IStatisticsSet>().Single(s => s.Name == name);
        List<StatisticsRow> read = [];
        for (string? after = null; await set.ReadAsync(after, 7, DateOnly.FromDateTime(SpmisApp.Now), default) is { Count: > 0 } rows; after = rows[^1].Key)
        {
            read.AddRange(rows);
        }

        ((long)read.Count).ShouldBe(await set.CountAsync(default), set.Name);
        read.ShouldAllBe(r => r.Values.Count == set.Columns.Count);
        read.Select(r => r.Key).Distinct().Count().ShouldBe(read.Count);
        return read.Count;
    });

    private Task MakeAsync(string project, params string[] columns) => MakeAsync(project, "registration", "persons", ExtractForm.Records, columns);

    private async Task MakeAsync(string project, string module, string set, ExtractForm form, params string[] columns)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var extract = new NewExtract
        {
            Set = set, Form = form, Columns = columns, Project = project, Purpose = "Ageing report", Recipient = "Bureau of Statistics", LegalBasis = "Statistics Act, s. 12", SmallestCell = 5,
            KeepUntil = DateOnly.FromDateTime(now).AddDays(30),
        };
        var proposal = await app.UseAsync<IServiceProvider, Proposal>(s => s.GetRequiredKeyedService<PrepareExtract>(module).ProposeAsync(extract, SpmisApp.Change("statistics.extract.prepare", Ada, now), default));
        await app.UseAsync<FourEyes>(f => f.ApproveAsync(module, proposal.Id, SpmisApp.Change("proposals.approve", SpmisApp.Supervisor, now), default));
        await app.SettleAsync();
    }

    private static async Task<List<string>> FetchAsync(HttpClient who, long id, string module = "registration") =>
        [.. (await who.GetStringAsync(new Uri($"/statistics/{module}/{id}/file", UriKind.Relative))).TrimStart('\ufeff').Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
