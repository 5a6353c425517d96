using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

/// <summary>Every route asked by every role and by nobody, and the answers compared with the declared permissions. What is declared nowhere fails.</summary>
public sealed class RouteMatrixTests
{
    [Fact]
    public async Task Routes_AskedByEveryRoleAndByNobody_OpenExactlyAsDeclared()
    {
        await using var app = await SpmisApp.StartAsync();
        var roles = app.Services.GetRequiredService<IReadOnlyList<Permission>>().ToDictionary(p => p.Name, p => p.Roles);
        var asked = app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(e => (Path: Fill(e.RoutePattern.RawText ?? ""), Policies: e.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).OfType<string>().ToList(), Methods: e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]))
            .DistinctBy(e => (e.Path, e.Methods[0])).ToList();
        asked.Count.ShouldBeGreaterThan(150);
        List<string> wrong = [.. asked.Where(e => e.Policies.Count == 0).Select(e => $"{e.Path} declares nothing")];

        foreach (var role in Roles.ForUsers.Prepend(""))
        {
            using var client = app.Client(role.Length == 0 ? null : new Actor($"{role}-9", role, [role], "HQ", role == Roles.Employer ? "1000007" : null, role == Roles.Agency ? "BANKA" : null) { PersonNumber = role == Roles.Person ? "2600000129" : null, Association = role == Roles.Association ? "600000195" : null });
            foreach (var (path, policies, methods) in asked)
            {
                var may = role.Length > 0 && policies.All(p => p == Spmis.Web.Shell.Permission.SignedIn || roles[p].Contains(role));
                using var request = new HttpRequestMessage(new HttpMethod(methods[0]), path);
                using var answer = await client.SendAsync(request);
                var opened = answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);
                if (opened != may || answer.StatusCode >= HttpStatusCode.InternalServerError)
                {
                    wrong.Add($"{methods[0]} {path} by {(role.Length == 0 ? "nobody" : role)}: {(int)answer.StatusCode}, declared {string.Join(", ", policies)}");
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    private static string Fill(string pattern) => "/" + Regex.Replace(pattern.TrimStart('/'), @"\{[^}]*\}", m => m.Value.Contains(":guid", StringComparison.Ordinal) ? Guid.Empty.ToString() : m.Value == "{module}" ? "payments" : "1");
}
