using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contributions;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Returns;
using Spmis.Eligibility;
using Spmis.Host.Demo;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Payments;
using Spmis.Registration;
using Spmis.Registration.Duplicates;
using Spmis.Registration.Employers;
using Spmis.Registration.Persons;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

/// <summary>Two offices beside one another, the branch of one, and persons of no office, with a whole demo month of records.</summary>
public sealed partial class OfficeScopeTests
{
    [Fact]
    public async Task Office_AsksForAnothers_GetsNothingOfIt()
    {
        await using var app = await SpmisApp.StartAsync();
        await DemoCycle.RunAsync(app.Services, new DemoOptions(300, 10, 1, Path.Combine(app.DataFolder, "demo")), (_, _, _, _) => { }, default);
        await app.SettleAsync();
        var persons = await app.UseAsync<RegistrationDb, Dictionary<string, string?>>(db => db.Set<Person>().ToDictionaryAsync(p => p.Number, p => p.Office));
        var employers = await app.UseAsync<RegistrationDb, Dictionary<string, string?>>(db => db.Set<Employer>().ToDictionaryAsync(p => p.Number, p => p.Office));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join(" ", persons.Values.Concat(employers.Values).CountBy(v => v ?? "none")));
        var roles = app.Services.GetRequiredService<IReadOnlyList<Permission>>().ToDictionary(p => p.Name);
        string[] mine = [Roles.Officer, Roles.Supervisor];
        var opened = app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null && (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Contains("GET"))
            .Where(e => e.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).OfType<string>().All(p => p == Spmis.Web.Shell.Permission.SignedIn || (roles[p].Roles.Intersect(mine).Any() && !roles[p].Nation)))
            .Select(e => e.RoutePattern.RawText!.TrimStart('/')).Distinct().Order(StringComparer.Ordinal).ToList();
        using var client = app.Client(new Actor("north-1", "Nora North", mine, "NORTH") { Offices = ["NORTH"] });
        foreach (var pattern in opened)
        {
            if (pattern.Contains('{'))
            {
                TestContext.Current.TestOutputHelper!.WriteLine("DETAIL " + pattern);
                continue;
            }

            using var list = await client.GetAsync(new Uri("/" + pattern, UriKind.Relative));
            var text = Blanks().Replace(await list.Content.ReadAsStringAsync(), "");
            var outside = persons.Concat(employers).Where(p => p.Value != "NORTH" && text.Contains(p.Key)).Select(p => p.Key).ToList();
            var inside = persons.Concat(employers).Count(p => p.Value == "NORTH" && text.Contains(p.Key));
            TestContext.Current.TestOutputHelper!.WriteLine($"LIST {(int)list.StatusCode} /{pattern} inside {inside} outside {outside.Count} {string.Join(",", outside.Take(3))}");
        }
    }

    [GeneratedRegex(@"(?<=\d)[\s\u00A0\u202F\u2009](?=\d)")]
    private static partial Regex Blanks();
}
