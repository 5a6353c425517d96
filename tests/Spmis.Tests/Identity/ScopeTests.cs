using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contributions.Clearance;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.TestKit;
using Spmis.Tests.Contributions;
using Spmis.Tests.Payments;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Identity;

/// <summary>
/// Two employers, two associations and two agencies: whatever list or detail their role opens in the module that holds their records, one asks for the other's. A new
/// address fails until it stands here, as a list (nothing of the other in it) or as a detail (the owner sees it, the other does not).
/// </summary>
public sealed class ScopeTests
{
    private const string OfNobody = ""; // The same for everybody: rules, forms, the own account.

    [Fact]
    public async Task Employer_AsksForAnothers_GetsNothingOfIt()
    {
        await using var world = await ContributionsWorld.StartAsync(1, 2);
        var filed = await world.FileAsync(File(Line(Worker(1), "9000")));
        await world.App.SettleAsync();
        var reference = (await world.BillsAsync())[0].PaymentReference;
        var clearance = (await world.App.UseAsync<IssueClearance, ClearanceCertificate>(i => i.HandleAsync(Employer(1), SpmisApp.Change(now: new DateTime(2026, 4, 5, 9, 0, 0, DateTimeKind.Utc)), default))).Number;
        Dictionary<string, string> details = new()
        {
            ["contributions/year/{number?}"] = $"/contributions/year/{Employer(1)}", ["contributions/due/{number?}"] = $"/contributions/due/{Employer(1)}", ["clearance/{number}"] = $"/clearance/{clearance}", ["clearance/{number}/print"] = $"/clearance/{clearance}/print",
            ["api/contributions/clearances/{number}"] = $"/api/contributions/clearances/{clearance}", ["api/contributions/employers/{number}/dues"] = $"/api/contributions/employers/{Employer(1)}/dues",
            ["api/contributions/employers/{number}/years/{year:int}"] = $"/api/contributions/employers/{Employer(1)}/years/2026",
            ["api/contributions/drafts/{employer}/{month}"] = $"/api/contributions/drafts/{Employer(1)}/2026-04", ["api/contributions/drafts/{employer}/{month}/preview"] = $"/api/contributions/drafts/{Employer(1)}/2026-04/preview",
            ["returns/{id:guid}"] = $"/returns/{filed.ReturnId}", ["bills/{reference}"] = $"/bills/{reference}", ["contributions/employers/{number}"] = $"/contributions/employers/{Employer(1)}",
            ["contributions/explain/{id:guid}/{line:long}"] = $"/contributions/explain/{filed.ReturnId}/2", ["api/contributions/returns/{id:guid}"] = $"/api/contributions/returns/{filed.ReturnId}",
            ["api/contributions/returns/{id:guid}/lines"] = $"/api/contributions/returns/{filed.ReturnId}/lines",
            ["api/contributions/returns/{id:guid}/lines/{line:long}/working"] = $"/api/contributions/returns/{filed.ReturnId}/lines/2/working",
            ["api/contributions/employers/{number}/account"] = $"/api/contributions/employers/{Employer(1)}/account",
            ["api/contributions/employers/{number}/day-vouchers"] = $"/api/contributions/employers/{Employer(1)}/day-vouchers", ["api/contributions/employers/{number}/day-work"] = $"/api/contributions/employers/{Employer(1)}/day-work",
            ["contributions/reminders/{id:long}/letter"] = OfNobody, // By the employer it is for; ReminderTests
            ["runs/{module}/{id:long}"] = OfNobody, ["runs/{module}/{id:long}/refused.csv"] = OfNobody, // WorkPagesTests.Runs_OfAnAgencyOrEmployer_AreItsOwnOnly
        };

        await CompareAsync(
            world.App, Roles.Employer, details, Employer(1), [Employer(1), filed.ReturnId.ToString(), reference],
            new Actor("e1", "Own", [Roles.Employer], Employer: Employer(1)), new Actor("e2", "Other", [Roles.Employer], Employer: Employer(2)));
    }

    [Fact]
    public async Task Association_AsksForAnothers_GetsNothingOfIt()
    {
        await using var app = await SpmisApp.StartAsync();
        var story = await AssociationStory.TellAsync(app);
        Dictionary<string, string> details = new()
        {
            ["association/members/{id:guid}"] = $"/association/members/{story.Membership}", ["contributions/associations/{number}"] = $"/contributions/associations/{story.Number}", ["api/contributions/associations/{number}/lists"] = $"/api/contributions/associations/{story.Number}/lists",
            ["member-lists/{reference}"] = $"/member-lists/{story.List}", ["api/contributions/member-lists/{reference}"] = $"/api/contributions/member-lists/{story.List}", ["api/contributions/member-lists/{reference}/lines"] = $"/api/contributions/member-lists/{story.List}/lines",
            ["runs/{module}/{id:long}"] = OfNobody, ["runs/{module}/{id:long}/refused.csv"] = OfNobody, // AssociationAccountTests.Lists_OfAnotherAssociation_AreNobodysHere
        };

        await CompareAsync(app, Roles.Association, details, story.Number, [story.Number, story.Member, story.List, "Amina", "Mara Farmers"], story.Own, story.Other);
    }

    [Fact]
    public async Task Agency_AsksForAnothers_GetsNothingOfIt()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(4, agency: n => n % 2 == 0 ? "BANKB" : "BANKA");
        await payroll.PayAsync();
        var batch = (await payroll.BatchesAsync()).Single(b => b.Agency == "BANKA");
        var answer = await payroll.AnswerAsync("BANKA", ((await payroll.InstructionsAsync()).First(i => i.Agency == "BANKA").Reference, "paid", "2000.00"));
        await payroll.App.SettleAsync();
        Dictionary<string, string> details = new()
        {
            ["payments/batches/{id:long}"] = $"/payments/batches/{batch.Id}", ["payments/batches/{id:long}/file"] = $"/payments/batches/{batch.Id}/file",
            ["api/payments/batches/{id:long}"] = $"/api/payments/batches/{batch.Id}", ["api/payments/batches/{id:long}/file"] = $"/api/payments/batches/{batch.Id}/file",
            ["api/payments/batches/{id:long}/signature"] = OfNobody, // Looked at below: this agency's batches go unsigned.
            ["api/payments/answers/{id:long}/lines"] = string.Create(CultureInfo.InvariantCulture, $"/api/payments/answers/{answer.FileId}/lines"),
            ["contributions/reminders/{id:long}/letter"] = OfNobody, // By the employer it is for; ReminderTests
            ["runs/{module}/{id:long}"] = OfNobody, ["runs/{module}/{id:long}/refused.csv"] = OfNobody, // WorkPagesTests.Runs_OfAnAgencyOrEmployer_AreItsOwnOnly
        };

        var (own, other) = (new Actor("a", "Own", [Roles.Agency], Agency: "BANKA"), new Actor("b", "Other", [Roles.Agency], Agency: "BANKB"));
        await CompareAsync(payroll.App, Roles.Agency, details, "BANKA", [batch.Number], own, other);

        async Task<string> SignatureAsync(Actor actor) => await (await payroll.App.Client(actor).GetAsync(new Uri($"/api/payments/batches/{batch.Id}/signature", UriKind.Relative))).Content.ReadAsStringAsync();
        (await SignatureAsync(own)).ShouldContain("batch.not-signed");
        (await SignatureAsync(other)).ShouldContain("batch.unknown");
    }

    private static async Task CompareAsync(SpmisApp app, string role, Dictionary<string, string> details, string whose, string[] marks, Actor own, Actor other)
    {
        var roles = app.Services.GetRequiredService<IReadOnlyList<Permission>>().ToDictionary(p => p.Name, p => p.Roles);
        var opened = app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null && (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Contains("GET"))
            .Where(e => e.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).OfType<string>().All(p => p == Spmis.Web.Shell.Permission.SignedIn || roles[p].Contains(role)))
            .Select(e => e.RoutePattern.RawText!.TrimStart('/')).Distinct().ToList();
        using var owner = app.Client(own);
        using var stranger = app.Client(other);
        var shown = 0;
        foreach (var pattern in opened)
        {
            if (!pattern.Contains('{', StringComparison.Ordinal))
            {
                using var list = await stranger.GetAsync(new Uri("/" + pattern, UriKind.Relative));
                var text = await list.Content.ReadAsStringAsync();
                marks.ShouldAllBe(m => !text.Contains(m), $"/{pattern}");
                foreach (var query in new[] { $"employer={whose}&number={whose}&agency={whose}&q={whose}", $"handler=Csv&employer={whose}&number={whose}&agency={whose}" })
                {
                    // Asked by name: a filter chooses among one's own and never beyond. A field of the filter may repeat what was asked, so that alone tells nothing.
                    using var named = await stranger.GetAsync(new Uri($"/{pattern}?{query}", UriKind.Relative));
                    var answer = await named.Content.ReadAsStringAsync();
                    marks.Where(m => m != whose).ShouldAllBe(m => !answer.Contains(m), $"/{pattern}?{query}");
                }

                using var mine = await owner.GetAsync(new Uri("/" + pattern, UriKind.Relative));
                var seen = await mine.Content.ReadAsStringAsync();
                shown += marks.Any(seen.Contains) ? 1 : 0;
                continue;
            }

            details.ShouldContainKey(pattern);
            if (details[pattern] is { Length: > 0 } path)
            {
                using var refused = await stranger.GetAsync(new Uri(path, UriKind.Relative));
                refused.IsSuccessStatusCode.ShouldBeFalse($"{path} of another");
                using var mine = await owner.GetAsync(new Uri(path, UriKind.Relative));
                mine.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path} of one's own");
            }
        }

        shown.ShouldBeGreaterThan(1, "lists that show their owner something");
    }
}
