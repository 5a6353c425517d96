using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

/// <summary>
/// A page is opened by one permission and its forms act by others, which stand in the handlers. Every form of every page is sent, with a good anti-forgery token, by roles that may read much and act little: what is not
/// forbidden must stand here with its reason.
/// </summary>
public sealed partial class FormHandlersTests
{
    private const string Own = "one's own account, which everybody signed in keeps";
    private const string OwnDayWork = "an employer's vouchers for day work";
    private const string OwnReturns = "an employer files its own returns";
    private const string OwnMembers = "an association asks the office about its own members, and files its own lists";
    private const string FieldsFirst = "what the form lacks is said first; the permission is asked for before anything is done";

    /// <summary>What everybody may.</summary>
    private static readonly Dictionary<string, string> Everybody = new()
    {
        ["account"] = Own,
        ["account/outside Link"] = Own,
        ["account/outside Remove"] = Own,
        ["account/passkeys Add"] = Own,
        ["account/passkeys Codes"] = Own,
        ["account/passkeys Remove"] = Own,
        ["account/second-factor Codes"] = Own,
        ["account/second-factor Enrol"] = Own,
        ["account/second-factor Remove"] = Own,
        ["account/sessions"] = Own,
        ["account/sessions Others"] = Own,
        ["sign-in/again"] = Own,
    };

    /// <summary>What the role may besides, or is refused otherwise: page and handler, and why.</summary>
    private static readonly Dictionary<string, Dictionary<string, string>> May = new()
    {
        [Roles.Auditor] = new()
        {
            ["contributions/associations/{number}"] = FieldsFirst,
            ["contributions/persons/{number}/credits"] = FieldsFirst,
            ["contributions/persons/{number}/credits TakeBack"] = FieldsFirst,
            ["contributions/takeovers"] = FieldsFirst,
            ["contributions/takeovers Check"] = FieldsFirst,
            ["delegations End"] = "a role lent by or to oneself; the act refuses all others",
            ["proposals/{module}/{id:long}"] = "which permission decides, the proposal says, and there is none with this number",
            ["proposals/{module}/{id:long}/evidence"] = "evidence of what oneself prepared; the act refuses all others",
        },
        [Roles.Employer] = new()
        {
            ["clearance"] = "an employer asks for its own certificate",
            ["day-work Assign"] = OwnDayWork,
            ["day-work Buy"] = OwnDayWork,
            ["day-work Cancel"] = OwnDayWork,
            ["day-work Confirm"] = OwnDayWork,
            ["day-work Release"] = OwnDayWork,
            ["day-work Upload"] = OwnDayWork,
            ["returns/form"] = OwnReturns,
            ["returns/form Add"] = OwnReturns,
            ["returns/form Drop"] = OwnReturns,
            ["returns/form Nil"] = OwnReturns,
            ["returns/form Save"] = OwnReturns,
            ["returns/form/check"] = OwnReturns,
            ["returns/new"] = OwnReturns,
            ["returns/new Check"] = OwnReturns,
        },
        [Roles.Association] = new()
        {
            ["association/members/new"] = OwnMembers,
            ["association/members/{id:guid}"] = OwnMembers,
            ["association/payments"] = OwnMembers,
            ["association/payments/new"] = OwnMembers,
            ["contributions/associations/{number}"] = OwnMembers,
            ["member-lists/{reference}"] = OwnMembers,
        },
        [Roles.Agency] = new()
        {
            ["payments/batches/{id:long} Answer"] = "an agency answers its own batches",
        },
    };

    [Theory]
    [InlineData(Roles.Auditor)]
    [InlineData(Roles.Employer)]
    [InlineData(Roles.Association)]
    [InlineData(Roles.Agency)]
    public async Task Forms_SentByWhoMayNotAct_AreForbidden(string role)
    {
        await using var app = await SpmisApp.StartAsync();
        using var browser = app.Browser(new Actor($"{role}-9", role, [role], null, role == Roles.Employer ? "1000007" : null, role == Roles.Agency ? "BANKA" : null) { Association = role == Roles.Association ? "600000195" : null });
        var token = Token().Match(await browser.GetStringAsync(new Uri("/", UriKind.Relative))).Groups[1].Value;
        token.ShouldNotBeEmpty();
        List<string> open = [];
        var sent = 0;
        foreach (var (path, handler) in await HandlersAsync(app))
        {
            using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
            using var answer = await browser.PostAsync(new Uri(Fill(path) + (handler.Length > 0 ? $"?handler={handler}" : ""), UriKind.Relative), form);
            sent++;
            if (answer.StatusCode != HttpStatusCode.Forbidden)
            {
                open.Add($"{path} {handler}".TrimEnd());
            }
        }

        sent.ShouldBeGreaterThan(100);
        open.Where(o => !Everybody.ContainsKey(o) && !May[role].ContainsKey(o)).ShouldBeEmpty("are not forbidden");
        Everybody.Keys.Concat(May[role].Keys).Except(open).ShouldBeEmpty("are forbidden, and need no reason any more");
        foreach (var module in app.Services.GetServices<IModule>())
        {
            await using var scope = app.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module.Name);
            (await db.History.Where(h => h.ActorId == $"{role}-9").Select(h => h.Act).ToListAsync()).ShouldBeEmpty($"nothing came of empty forms in {module.Name}");
        }
    }

    private static async Task<IReadOnlyList<(string Path, string Handler)>> HandlersAsync(SpmisApp app)
    {
        var loader = app.Services.GetRequiredService<PageLoader>();
        List<(string Path, string Handler)> found = [];
        foreach (var endpoint in app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
            {
                var compiled = await loader.LoadAsync(page, EndpointMetadataCollection.Empty);
                found.AddRange(compiled.HandlerMethods.Where(h => HttpMethods.IsPost(h.HttpMethod)).Select(h => (endpoint.RoutePattern.RawText ?? "", h.Name ?? "")));
            }
        }

        return [.. found.Distinct().Order()];
    }

    private static string Fill(string pattern) => "/" + Hole().Replace(pattern.TrimStart('/'), m => m.Value.Contains(":guid", StringComparison.Ordinal) ? Guid.Empty.ToString() : m.Value.StartsWith("{module", StringComparison.Ordinal) ? "payments" : "1");

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*value="([^"]+)""")]
    private static partial Regex Token();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Hole();
}
