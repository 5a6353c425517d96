using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;
using Spmis.Kernel.Runs;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

/// <summary>Every page and API says who may; what is open to everybody is exactly this list.</summary>
public sealed class EndpointTests
{
    private static readonly string[] Anonymous =
    [
        "cards/verify", "connect/authorize", "connect/token", "day-work/v/{serial}", "error", "health/live", "health/ready", "invitation/{secret}", "openapi/{documentName}.json", "sign-in", "sign-in/code", "sign-in/outside", "sign-in/passkey", "sign-out", "sign-up", "sign-up/employer", "verify/clearance/{code?}",
    ];

    [Fact]
    public async Task Endpoints_AllDeclareAPermission_OrStandOnTheListOfOpenOnes()
    {
        await using var app = await SpmisApp.StartAsync();
        var known = app.Services.GetRequiredService<IReadOnlyList<Permission>>().Select(p => p.Name).Append(Spmis.Web.Shell.Permission.SignedIn).ToHashSet();
        var endpoints = app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().ToList();
        endpoints.Count.ShouldBeGreaterThan(Anonymous.Length);

        var open = endpoints.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(Path).Distinct().Order(StringComparer.Ordinal);
        open.ShouldBe(Anonymous);
        endpoints.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null && !e.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(a => a.Policy is { } policy && known.Contains(policy)))
            .Select(Path).ShouldBeEmpty("an endpoint names no permission, or one that nobody declared");
    }

    [Fact]
    public async Task Permissions_OfAllModules_AreDeclaredOnceAndGivenToRolesThatExist()
    {
        await using var app = await SpmisApp.StartAsync();
        var permissions = app.Services.GetRequiredService<IReadOnlyList<Permission>>();

        permissions.Select(p => p.Name).ShouldBeUnique();
        permissions.SelectMany(p => p.Roles).Except(Roles.ForUsers).ShouldBeEmpty();
        permissions.ShouldAllBe(p => p.Roles.Length > 0);
        await app.UseAsync<IEnumerable<IRunWorker>>(workers =>
        {
            workers.Count().ShouldBeGreaterThan(50);
            workers.Select(w => w.Permission).Distinct().Except(permissions.Select(p => p.Name)).ShouldBeEmpty("a job names a permission that nobody declared");
            return Task.CompletedTask;
        });
    }

    private static string Path(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.RawText?.TrimStart('/') ?? endpoint.DisplayName ?? "";
}
