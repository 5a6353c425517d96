using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

/// <summary>Asks every address of a process as an officer and as who only reads, and compares what of the marked numbers each is shown.</summary>
/// <param name="Wrong">Addresses that show a reader a mark, or leave out what the reader may see, in words.</param>
/// <param name="Masked">Patterns of the addresses where an officer sees a mark and the others see dots.</param>
internal sealed record MaskCrawl(IReadOnlyList<string> Wrong, IReadOnlySet<string> Masked)
{
    /// <param name="app">With the story told.</param>
    /// <param name="marks">The numbers nobody but officers may see in full.</param>
    /// <param name="paths">The addresses of a pattern, its places filled in; none to leave it out.</param>
    /// <param name="refusing">Patterns (and queries) that refuse readers with words instead of masking.</param>
    public static async Task<MaskCrawl> AskAsync(SpmisApp app, IReadOnlyList<string> marks, Func<string, IEnumerable<string>> paths, params IReadOnlyList<string> refusing)
    {
        var permissions = app.Services.GetRequiredService<IReadOnlyList<Permission>>().ToDictionary(p => p.Name);
        bool Opens(List<string> policies, params string[] roles) => policies.All(p => p == Spmis.Web.Shell.Permission.SignedIn || permissions[p].Roles.Intersect(roles).Any());
        var addresses = app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null && (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Contains("GET"))
            .Select(e => (Pattern: e.RoutePattern.RawText!.TrimStart('/'), Policies: e.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).OfType<string>().ToList())).DistinctBy(e => e.Pattern).ToList();
        using var officer = app.Client(new Actor("o-1", "Olga Officer", [Roles.Officer, Roles.Supervisor]));
        var readers = new[] { Roles.Auditor, Roles.Administrator }.ToDictionary(r => r, r => app.Client(new Actor($"{r}-7", r, [r])));
        List<string> wrong = [];
        HashSet<string> masked = [];
        foreach (var (pattern, policies) in addresses)
        {
            foreach (var path in paths(pattern).Where(p => !p.Contains('{', StringComparison.Ordinal)))
            {
                var full = Opens(policies, Roles.Officer, Roles.Supervisor) ? await TextAsync(officer, path) : (Status: HttpStatusCode.Forbidden, Text: "");
                foreach (var (role, client) in readers.Where(r => Opens(policies, r.Key)))
                {
                    var (status, text) = await TextAsync(client, path);
                    var told = marks.Where(m => !path.Contains(m, StringComparison.Ordinal)).ToList(); // What somebody looks for stands in the field they typed it in.
                    wrong.AddRange(told.Where(text.Contains).Select(m => $"{path} shows {m} to the {role}"));
                    if (told.Exists(full.Text.Contains) && text.Trim() != "[]") // Nothing waits for somebody who decides nothing.
                    {
                        var name = path.Split('?') is [_, var query] && query.StartsWith("handler=", StringComparison.Ordinal) ? $"{pattern}?{query.Split('&')[0]}" : pattern;
                        masked.Add(name);
                        var refuses = refusing.Contains(name);
                        wrong.AddRange((refuses ? status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest or HttpStatusCode.Forbidden : status == HttpStatusCode.OK) ? [] : [$"{path}: {(int)status} to the {role}"]);
                        wrong.AddRange(refuses || text.Contains(IdentifierMask.Dots, StringComparison.Ordinal) ? [] : [$"{path}: no dots for the {role}"]);
                    }
                }
            }
        }

        foreach (var client in readers.Values)
        {
            client.Dispose();
        }

        return new(wrong, masked);
    }

    /// <summary>An answer as text in which dots are dots.</summary>
    public static async Task<(HttpStatusCode Status, string Text)> TextAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Replace("\\u2022", "•", StringComparison.Ordinal));
    }
}
