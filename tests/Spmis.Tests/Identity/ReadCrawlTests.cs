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
    private static readonly Dictionary<string, string> Without = new()
    {
        ["reads"] = "the record itself: numbers only, and it would bury what it lists under its own entries; asked about one person it is on the record",
        ["claims/new"] = "the number in the form is the one in the address; nothing is looked up",
    };

    // Addresses that may have nothing to answer here, by the reason.
    private static readonly Dictionary<string, string[]> Silent = new()
    {
        ["own account and the door; a test signs in by a header"] =
        [
            "account", "account/outside", "account/passkeys", "account/second-factor", "account/sessions", "sign-in/again", "sign-in/go-on",
        ],
        ["opened by the employer at a form; by OpenDraft, which says so"] =
        [
            "api/contributions/drafts/{employer}/{month}", "api/contributions/drafts/{employer}/{month}/preview", "returns/form/check", "returns/form/working",
        ],
        ["none in this month; its rows are of persons and say so"] =
        [
            "api/contributions/recalculations/{id:long}", "api/contributions/recalculations/{id:long}/differences", "api/contributions/recalculations/{id:long}/employers", "api/eligibility/claims/cases/{number}", "api/eligibility/evidence/{id:guid}/file", "api/eligibility/indexations/{id:long}", "api/eligibility/indexations/{id:long}/lines", "api/eligibility/persons/{number}/statements/{year:int}", "api/eligibility/recertifications/{id:long}/lines", "api/payments/mapper/runs/{id:long}/lines", "api/payments/name-checks/answers/{id:long}/lines", "api/payments/vouchers/serials/{serial}", "claims/{number}/asked/{sequence:int}", "claims/{number}/evidence/{id:guid}/file", "claims/cases/{number}", "claims/runs/{id:long}", "contributions/account-requests/{id:guid}", "contributions/recalculations/{id:long}", "contributions/recalculations/{id:long}/differences/{difference:long}", "eligibility/indexations/{id:long}", "eligibility/runs/{id:long}", "me/claims/{number}/letter",
        ],
        ["sums, rules or files without persons, or none here"] =
        [
            "api/contributions/subsidies/{id:long}", "api/contributions/takeovers/{id:long}", "api/contributions/takeovers/{id:long}/refused", "api/contributions/takeovers/reconciliation", "api/eligibility/packages/{id:long}/comparison", "api/eligibility/what-ifs/{id:long}", "api/payments/batches/{id:long}/signature", "api/payments/calendar", "contributions/takeovers/{id:long}", "contributions/takeovers/reconciliation", "schemes/{id:long}/compare", "schemes/what-ifs/{id:long}", "statistics/{module}/{id:long}", "statistics/{module}/{id:long}/file", "subsidies/{id:long}",
        ],
        ["no order of a court has taken anything here"] =
        [
            "api/payments/payouts/{id:long}", "api/payments/payouts/{id:long}/lines", "api/payments/payouts/due", "payments/payouts/{id:long}",
        ],
        ["nobody here has a photograph; it is read by ReadPhoto, which says so, at an address of the person"] =
        [
            "api/registration/me/photo", "api/registration/persons/{number}/photo", "me/photo", "persons/{number}/photo/file",
        ],
        ["by FindReminders, which says so; none is due here"] =
        [
            "contributions/reminders/{id:long}/letter",
        ],
        ["the portal asks; see ReadTests"] =
        [
            "fragments/identity/person/{number}",
        ],
    };

    // Downloads of many persons that must show some, so that the crawl has looked at what it is for.
    private static readonly string[] Files = ["api/payments/batches/{id:long}/file", "payments/batches/{id:long}/file", "api/payments/name-checks/lists/{id:long}/file", "payments/name-checks"];

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
        foreach (var one in people.Where(p => !people.Any(o => o.Id != p.Id && o.Name.Contains(p.Name, StringComparison.OrdinalIgnoreCase)))) // A name within another's tells nobody.
        {
            persons[one.Name] = one.Number;
        }

        var crawl = new ReadCrawl(app, persons);
        await crawl.FindPlacesAsync();
        foreach (var sample in new[] { own, other })
        {
            Fill(crawl, sample);
        }

        crawl.Add($"/persons?q={Uri.EscapeDataString(people[3].FamilyName ?? "")}");
        crawl.Add($"/api/registration/persons?q={Uri.EscapeDataString(people[3].FamilyName ?? "")}");
        await crawl.AskAsync(
            new Actor("o-1", "Olga Officer", [Roles.Officer, Roles.Supervisor]), new Actor("a-7", "Ada Auditor", [Roles.Auditor]), new Actor("ad-7", "Adam Administrator", [Roles.Administrator]),
            new Actor("bank", "A Bank", [Roles.Agency], Agency: "BANKA"), new Actor("e-1", "Ed Employer", [Roles.Employer], Employer: employer), new Actor("p-1", "Pia Person", [Roles.Person]) { PersonNumber = own.Person });

        var report = crawl.Unrecorded.Where(u => !Without.ContainsKey(u.Pattern)).GroupBy(u => u.Pattern).Select(g => $"{g.Key}: {g.First().Said}").ToList();
        report.ShouldBeEmpty("shown and not on the record: give the rows IOfPerson, or tell PersonsShown where they are read");
        crawl.Broken.ShouldBeEmpty();
        crawl.Patterns.Except(crawl.Answered).Except(Silent.Values.SelectMany(s => s)).Order(StringComparer.Ordinal).ShouldBeEmpty("addresses that answered nobody: give the story what they show, or say why not");
        Files.Except(crawl.Showing).ShouldBeEmpty();
        crawl.Showing.Count.ShouldBeGreaterThan(80);
    }

    internal static void Fill(ReadCrawl crawl, OfficeScopeTests.Sample sample)
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
