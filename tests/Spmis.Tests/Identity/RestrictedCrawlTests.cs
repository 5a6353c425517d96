using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility;
using Spmis.Host.Demo;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Registration;
using Spmis.Registration.Persons;
using Spmis.Registration.Restrictions;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

/// <summary>
/// A whole demo month in which two persons' records are restricted. Every address there is, with the keys of everything that belongs to them, is asked by who may see restricted records
/// and by officers of the nation and of the office itself who may not: to these no answer says the name, national id, telephone or account. A new page cannot forget it.
/// </summary>
public sealed class RestrictedCrawlTests
{
    private static readonly Actor Holder = new("h-1", "Hana Holder", [Roles.Officer, Roles.Supervisor]);
    private static readonly Actor Officer = new("o-1", "Olga Officer", [Roles.Officer]);
    private static readonly Actor South = new("s-1", "Sara South", [Roles.Officer], "SOUTH") { Offices = ["SOUTH", "SOUTH-1"] };
    private static readonly Actor Administrator = new("ad-1", "Adam Administrator", [Roles.Administrator]);

    [Fact]
    public async Task Restricted_PersonsOfADemoMonth_AreShownToHoldersOnly()
    {
        await using var app = await SpmisApp.StartAsync();
        await DemoCycle.RunAsync(app.Services, new DemoOptions(150, 8, 1, Path.Combine(app.DataFolder, "demo")), (_, _, _, _) => { }, default);
        await app.SettleAsync();
        var (own, other, _) = await OfficeScopeTests.SamplesAsync(app);
        await ReadStory.TellAsync(app, own);
        var beneficiary = await app.UseAsync<EligibilityDb, string>(async db => await db.Awards.Where(a => a.Number == own.Award).Join(db.Persons, a => a.PersonId, p => p.PersonId, (_, p) => p.RegistrationNumber).SingleAsync());
        string[] restricted = [own.Person, beneficiary];
        foreach (var number in restricted)
        {
            await RestrictAsync(app, number);
        }

        foreach (var module in new[] { "registration", "contributions", "eligibility", "payments", "identity" })
        {
            (await app.UseAsync<IServiceProvider, int>(async s => await s.GetRequiredKeyedService<ModuleDb>(module).Restricted.CountAsync())).ShouldBe(restricted.Length, module);
        }

        var crawl = new ReadCrawl(app, await MarksAsync(app, restricted));
        await crawl.FindPlacesAsync();
        ReadCrawlTests.Fill(crawl, own);
        ReadCrawlTests.Fill(crawl, other);
        await crawl.AskAsync(Holder, Officer, South, Administrator);

        crawl.Broken.ShouldBeEmpty();
        crawl.Seen.Where(s => s.Actor != Holder.Id).GroupBy(s => s.Pattern).Select(g => $"{g.Key}: {g.First().Path} to {g.First().Actor}: {g.First().Person}").Order(StringComparer.Ordinal)
            .ShouldBeEmpty("a restricted person's data shown to who may not see them: filter the rows in the module's HideRestricted");
        crawl.Seen.Where(s => s.Actor == Holder.Id).Select(s => s.Pattern).Distinct().Count().ShouldBeGreaterThan(20, "places where a holder sees one of them");
    }

    /// <summary>What must not be read, each under a word of its own: the number alone may be.</summary>
    private static async Task<Dictionary<string, string>> MarksAsync(SpmisApp app, string[] restricted)
    {
        var people = await app.UseAsync<RegistrationDb, List<Person>>(db => db.Set<Person>().AsNoTracking().ToListAsync());
        Dictionary<string, string> marks = [];
        foreach (var one in people.Where(p => restricted.Contains(p.Number)))
        {
            foreach (var (what, text) in new[] { ("name", one.Name), ("native name", one.NativeName), ("national id", one.NationalId), ("phone", one.Phone), ("account", one.PayAccount) })
            {
                if (text is { Length: > 5 } && people.Count(p => new[] { p.Name, p.NativeName, p.NationalId, p.Phone, p.PayAccount }.Any(t => t?.Contains(text, StringComparison.OrdinalIgnoreCase) == true)) == 1)
                {
                    marks[text] = $"{what} of {one.Number}";
                }
            }
        }

        marks.Count.ShouldBeGreaterThan(3);
        return marks;
    }

    private static async Task RestrictAsync(SpmisApp app, string number)
    {
        var change = SpmisApp.Change(now: TimeProvider.System.GetUtcNow().UtcDateTime, reason: "In danger");
        var proposal = await app.UseAsync<ProposeRestriction, Proposal>(act => act.HandleAsync(number, new NewRestriction(RestrictionKind.ProtectedPerson, null, null), change, default));
        await app.UseAsync<FourEyes>(act => act.ApproveAsync(RegistrationModule.ModuleName, proposal.Id, change with { Actor = SpmisApp.Supervisor }, default));
        await app.SettleAsync();
    }
}
