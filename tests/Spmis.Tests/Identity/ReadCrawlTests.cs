using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Api;
using Spmis.Contributions.Subsidies;
using Spmis.Eligibility.Api;
using Spmis.Eligibility.Schemes;
using Spmis.Eligibility.WhatIfs;
using Spmis.Host.Demo;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Statistics;
using Spmis.Registration;
using Spmis.Registration.Employers;
using Spmis.Registration.Persons;
using Spmis.Payments.Api;
using Spmis.Payments.Funding;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

/// <summary>A whole demo month with what it lacks put beside it. Nobody, in no role, is shown a person by any address without its standing on the record of reads.</summary>
public sealed partial class ReadCrawlTests
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
        ["sums or rules only; no person in the model: see Models_SaidToHaveNoPerson_HaveNone"] =
        [
            "api/contributions/subsidies/{id:long}", "subsidies/{id:long}", "api/eligibility/packages/{id:long}/comparison", "schemes/{id:long}/compare", "api/eligibility/what-ifs/{id:long}", "schemes/what-ifs/{id:long}", "statistics/{module}/{id:long}",
            "api/payments/funding/{code}", "api/payments/funding/{code}/movements", "payments/funding/{code}",
        ],
        ["counts, or pseudonyms that only the project's key could lead back; no number is in the module's extract tables"] =
        [
            "statistics/{module}/{id:long}/file",
        ],
        ["the detached signature of a batch's file: bytes of a key, no person; no agency here asks for one"] =
        [
            "api/payments/batches/{id:long}/signature",
        ],
        ["evidence of proposals, of which this story has none: whom the proposal's texts name is on the record as on its page"] =
        [
            "proposals/{module}/{id:long}/evidence", "proposals/{module}/{id:long}/evidence/{number:int}", "api/registration/approvals/{id:long}/evidence/{number:int}", "api/contributions/approvals/{id:long}/evidence/{number:int}",
            "api/eligibility/approvals/{id:long}/evidence/{number:int}", "api/payments/approvals/{id:long}/evidence/{number:int}", "api/identity/approvals/{id:long}/evidence/{number:int}",
        ],
        ["a program's secret; no person"] =
        [
            "clients/{clientId}/secret",
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
        var unlinked = await ReadStory.TellAsync(app, own);
        var people = await app.UseAsync<RegistrationDb, List<Person>>(db => db.Set<Person>().AsNoTracking().ToListAsync());
        var employer = await app.UseAsync<RegistrationDb, string>(async db => (await db.Set<Employer>().OrderBy(e => e.Number).FirstAsync()).Number);
        Dictionary<string, string> persons = people.ToDictionary(p => p.Number, p => p.Number);
        foreach (var one in people.Where(p => !people.Any(o => o.Id != p.Id && o.Name.Contains(p.Name, StringComparison.OrdinalIgnoreCase)))) // A name within another's tells nobody.
        {
            persons[one.Name] = one.Number;
        }

        var crawl = new ReadCrawl(app, persons);
        await crawl.FindPlacesAsync();
        foreach (var path in unlinked)
        {
            crawl.Add(path);
        }

        foreach (var sample in new[] { own, other })
        {
            Fill(crawl, sample);
        }

        crawl.Add($"/association/members/{own.Member}");
        crawl.Add($"/persons?q={Uri.EscapeDataString(people[3].FamilyName ?? "")}");
        crawl.Add($"/api/registration/persons?q={Uri.EscapeDataString(people[3].FamilyName ?? "")}");
        await crawl.AskAsync(
            new Actor("o-1", "Olga Officer", [Roles.Officer, Roles.Supervisor]), new Actor("a-7", "Ada Auditor", [Roles.Auditor]), new Actor("ad-7", "Adam Administrator", [Roles.Administrator]),
            new Actor("bank", "A Bank", [Roles.Agency], Agency: "BANKA"), new Actor("e-1", "Ed Employer", [Roles.Employer], Employer: employer), new Actor("p-1", "Pia Person", [Roles.Person]) { PersonNumber = own.Person }, new Actor("t-1", "Tom Treasurer", [Roles.Association]) { Association = own.Association });

        var report = crawl.Unrecorded.Where(u => !Without.ContainsKey(u.Pattern)).GroupBy(u => u.Pattern).Select(g => $"{g.Key}: {g.First().Said}").ToList();
        report.ShouldBeEmpty("shown and not on the record: give the rows IOfPerson, or tell PersonsShown where they are read");
        crawl.Broken.ShouldBeEmpty();
        crawl.Patterns.Except(crawl.Answered).Except(Silent.Values.SelectMany(s => s)).Order(StringComparer.Ordinal).ShouldBeEmpty("addresses that answered nobody: give the story what they show, or say why not");
        Files.Except(crawl.Showing).ShouldBeEmpty();
        crawl.Showing.Count.ShouldBeGreaterThan(80);
    }

    // What the addresses above are answered from. A pseudonym and a count are no person; a new member that names one fails here.
    private static readonly Type[] Sums =
    [
        typeof(SubsidyReportAnswer), typeof(ProgrammeReport), typeof(VersionComparison), typeof(WhatIfView), typeof(WhatIf), typeof(StatisticsExtract), typeof(StatisticsCell), typeof(StatisticsRecord), typeof(FundingAccount), typeof(FundingView), typeof(FundingMovement), typeof(MovementView), typeof(FundingBalance),
    ];

    [Fact]
    public void Models_SaidToHaveNoPerson_HaveNone()
    {
        HashSet<Type> seen = [];
        List<string> persons = [];
        void Look(Type type)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (type.IsArray || type.IsGenericType)
            {
                (type.IsArray ? [type.GetElementType()!] : type.GetGenericArguments()).ToList().ForEach(Look); // An array has one.
                return;
            }

            if (type.Namespace?.StartsWith("Spmis.", StringComparison.Ordinal) != true || type.IsEnum || type.Namespace.StartsWith("Spmis.Rules", StringComparison.Ordinal) || !seen.Add(type))
            {
                return;
            }

            foreach (var member in type.GetProperties())
            {
                if (member.PropertyType != typeof(int) && member.PropertyType != typeof(long) && member.PropertyType != typeof(bool) && Naming().IsMatch(member.Name))
                {
                    persons.Add($"{type.Name}.{member.Name}");
                }

                Look(member.PropertyType);
            }
        }

        Sums.ToList().ForEach(Look);
        persons.ShouldBeEmpty();
        seen.Count.ShouldBeGreaterThan(Sums.Length);
    }

    [GeneratedRegex("Person|Payee|Worker|Insured|Beneficiary|NationalId|GivenName|FamilyName|Phone|Account|BornOn|AwardNumber|ClaimNumber")]
    private static partial Regex Naming();

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
