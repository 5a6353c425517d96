using Microsoft.EntityFrameworkCore;
using Spmis.Host.Demo;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Registration;
using Spmis.Registration.Employers;
using Spmis.Registration.Persons;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

/// <summary>A whole demo month with what it lacks put beside it. Nobody, in no role, is shown a person by any address without its standing on the record of reads.</summary>
public sealed class ReadCrawlTests
{
    // Addresses that show a number or a name and record nothing, and why.
    private static readonly Dictionary<string, string> Without = [];

    // Addresses that nobody was answered by here, and why.
    private static readonly Dictionary<string, string> Silent = [];

    [Fact]
    public async Task Persons_ShownByAnyAddress_AreOnTheRecord()
    {
        await using var app = await SpmisApp.StartAsync();
        await DemoCycle.RunAsync(app.Services, new DemoOptions(150, 8, 1, Path.Combine(app.DataFolder, "demo")), (_, _, _, _) => { }, default);
        await app.SettleAsync();
        var (own, other, _) = await OfficeScopeTests.SamplesAsync(app);
        await ReadStory.TellAsync(app, own);
        var people = await app.UseAsync<RegistrationDb, List<Person>>(db => db.Set<Person>().AsNoTracking().ToListAsync());
        var employer = await app.UseAsync<RegistrationDb, string>(async db => (await db.Set<Employer>().OrderBy(e => e.Number).FirstAsync()).Number);
        Dictionary<string, string> persons = people.ToDictionary(p => p.Number, p => p.Number);
        foreach (var one in people.GroupBy(p => p.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() == 1).Select(g => g.Single()))
        {
            persons[one.Name] = one.Number;
        }

        var crawl = new ReadCrawl(app, persons);
        await crawl.FindPlacesAsync();
        foreach (var sample in new[] { own, other })
        {
            Fill(crawl, sample);
        }

        crawl.Add($"/persons?q={Uri.EscapeDataString(people[3].FamilyName)}");
        crawl.Add($"/api/registration/persons?q={Uri.EscapeDataString(people[3].FamilyName)}");
        await crawl.AskAsync(
            new Actor("o-1", "Olga Officer", [Roles.Officer, Roles.Supervisor]), new Actor("a-7", "Ada Auditor", [Roles.Auditor]), new Actor("ad-7", "Adam Administrator", [Roles.Administrator]),
            new Actor("bank", "A Bank", [Roles.Agency], Agency: "BANKA"), new Actor("e-1", "Ed Employer", [Roles.Employer], Employer: employer), new Actor("p-1", "Pia Person", [Roles.Person]) { PersonNumber = own.Person });

        var report = crawl.Unrecorded.Where(u => !Without.ContainsKey(u.Pattern)).GroupBy(u => u.Pattern).Select(g => $"{g.Key}: {g.First().Said}").ToList();
        if (Environment.GetEnvironmentVariable("CRAWL") is { } file)
        {
            await File.WriteAllTextAsync(file, string.Join('\n', ["UNRECORDED", .. report, "BROKEN", .. crawl.Broken, "SILENT", .. crawl.Patterns.Where(p => !crawl.Answered.Contains(p)).Order(), "SHOWING", .. crawl.Showing.Order(), "SHOWING NOBODY", .. crawl.Answered.Except(crawl.Showing).Order()]));
        }

        report.ShouldBeEmpty();
        crawl.Broken.ShouldBeEmpty();
        crawl.Patterns.Where(p => !crawl.Answered.Contains(p)).Order(StringComparer.Ordinal).ShouldBe(Silent.Keys.Order(StringComparer.Ordinal));
    }

    private static void Fill(ReadCrawl crawl, OfficeScopeTests.Sample sample)
    {
        foreach (var (pattern, key) in OfficeScopeTests.Details)
        {
            var first = pattern.IndexOf('{', StringComparison.Ordinal);
            var (value, end) = (key(sample), pattern[(pattern.IndexOf('}', StringComparison.Ordinal) + 1)..]);
            crawl.Add("/" + pattern[..first] + value + (value.Contains('/', StringComparison.Ordinal) ? "" : end));
        }

        foreach (var path in OfficeScopeTests.Shared.Values.Where(v => v.StartsWith('/')))
        {
            crawl.Add(path);
        }
    }
}
