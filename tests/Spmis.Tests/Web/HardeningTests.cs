using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.TestKit;

namespace Spmis.Tests.Web;

/// <summary>What a scanner tries first: headers of every kind of answer, other methods, foreign hosts, rubbish in addresses and bodies.</summary>
public sealed partial class HardeningTests
{
    private static readonly Actor Everybody = new("everybody", "Everybody", Roles.OfStaff);
    private static readonly string[] Always = ["Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Headers_OfEveryKindOfAnswer_AreThere()
    {
        await using var app = await SpmisApp.StartAsync(realSignIn: true);
        using var nobody = app.Client();
        var css = Regex.Match(await nobody.GetStringAsync(new Uri("/sign-in", UriKind.Relative), Ct), "href=\"(/[^\"]+\\.css[^\"]*)\"").Groups[1].Value;
        (string Kind, HttpRequestMessage Request, HttpStatusCode Status)[] asked =
        [
            ("page", new(HttpMethod.Get, "/sign-in"), HttpStatusCode.OK),
            ("page without body", new(HttpMethod.Head, "/sign-in"), HttpStatusCode.OK),
            ("redirect", new(HttpMethod.Get, "/persons"), HttpStatusCode.Redirect),
            ("static file", new(HttpMethod.Get, css), HttpStatusCode.OK),
            ("no such page, which nobody is told", new(HttpMethod.Get, "/nowhere"), HttpStatusCode.Redirect),
            ("no such endpoint, which nobody is told", new(HttpMethod.Get, "/api/nowhere"), HttpStatusCode.Unauthorized),
            ("endpoint without a token", new(HttpMethod.Get, "/api/registration/persons/1"), HttpStatusCode.Unauthorized),
            ("form without its token", new(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent([]) }, HttpStatusCode.BadRequest),
            ("another method", new(HttpMethod.Put, "/sign-in"), HttpStatusCode.MethodNotAllowed),
            ("health", new(HttpMethod.Get, "/health/live"), HttpStatusCode.OK),
            ("description", new(HttpMethod.Get, "/openapi/v1.json"), HttpStatusCode.OK),
            ("discovery", new(HttpMethod.Get, "/.well-known/openid-configuration"), HttpStatusCode.OK),
            ("token refused", new(HttpMethod.Post, "/connect/token") { Content = new FormUrlEncodedContent([new("grant_type", "password")]) }, HttpStatusCode.BadRequest),
        ];
        foreach (var (kind, request, status) in asked)
        {
            using var answer = await nobody.SendAsync(request, Ct);
            request.Dispose();
            answer.StatusCode.ShouldBe(status, kind);
            foreach (var name in Always)
            {
                answer.Headers.Contains(name).ShouldBeTrue($"{kind} has no {name}");
            }

            answer.Headers.GetValues("Content-Security-Policy").Single().ShouldNotContain("unsafe", Case.Insensitive, kind);
            answer.Headers.Contains("X-Powered-By").ShouldBeFalse(kind);
        }

        app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.AddServerHeader.ShouldBeFalse();
    }

    /// <summary>The values themselves: a header that is there and says nothing protects nobody.</summary>
    [Fact]
    public async Task Headers_OfAPage_SayExactlyThis()
    {
        await using var app = await SpmisApp.StartAsync(realSignIn: true);
        using var nobody = app.Client();
        using var plain = await nobody.GetAsync(new Uri("http://localhost/sign-in"), Ct);
        using var safe = await nobody.GetAsync(new Uri("https://localhost/sign-in"), Ct);

        Dictionary<string, string> said = new()
        {
            ["Content-Security-Policy"] = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            ["X-Content-Type-Options"] = "nosniff",
            ["X-Frame-Options"] = "DENY",
            ["Referrer-Policy"] = "same-origin",
            ["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            ["Cross-Origin-Opener-Policy"] = "same-origin",
            ["Cross-Origin-Resource-Policy"] = "same-origin",
        };
        Always.ShouldBe(said.Keys, ignoreOrder: true);
        foreach (var (name, value) in said)
        {
            plain.Headers.GetValues(name).ShouldHaveSingleItem().ShouldBe(value, name);
            safe.Headers.GetValues(name).ShouldHaveSingleItem().ShouldBe(value, name);
        }

        safe.Headers.GetValues("Strict-Transport-Security").ShouldHaveSingleItem().ShouldBe("max-age=31536000; includeSubDomains");
        plain.Headers.Contains("Strict-Transport-Security").ShouldBeFalse("a browser must pass it over there");
    }

    /// <summary>Every address by somebody signed in: the headers, nothing kept on the disk of a shared computer, and no answer breaks.</summary>
    [Fact]
    public async Task Answers_OfEveryAddress_AreKeptByNobody()
    {
        await using var app = await SpmisApp.StartAsync();
        using var client = app.Client(Everybody);
        List<string> wrong = [];
        foreach (var path in Gets(app).Select(e => Fill(e.RoutePattern.RawText ?? "", "1")))
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Ct);
            wrong.AddRange(Always.Where(h => !answer.Headers.Contains(h)).Select(h => $"{path} ({(int)answer.StatusCode}): no {h}"));
            if (answer.Headers.CacheControl?.NoStore != true && !Kept.Contains(path))
            {
                wrong.Add($"{path} ({(int)answer.StatusCode}): {answer.Headers.CacheControl}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    /// <summary>Public keys, which others fetch often.</summary>
    private static readonly string[] Kept = ["/api/payments/g2p-connect/.well-known/jwks.json"];

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    [InlineData("FOO")]
    public async Task Pages_ByOtherMethods_AreNotAllowed(string method)
    {
        await using var app = await SpmisApp.StartAsync();
        using var client = app.Client(Everybody);
        List<string> wrong = [];
        foreach (var path in Gets(app).Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is not null).Select(e => Fill(e.RoutePattern.RawText ?? "", "1")))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Add("X-HTTP-Method-Override", "GET");
            using var answer = await client.SendAsync(request, Ct);
            if (answer.StatusCode != HttpStatusCode.MethodNotAllowed)
            {
                wrong.Add($"{method} {path}: {(int)answer.StatusCode}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    /// <summary>No word in an address breaks a page: it is not found, refused, or passed over.</summary>
    [Theory]
    [InlineData("'\"><script>alert(1)</script>")]
    [InlineData("-9223372036854775809")]
    [InlineData("9223372036854775807")]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    [InlineData("a%00b%0d%0aSet-Cookie:x=y")]
    [InlineData("٣٠٠٠-١٣-٤٥")]
    public async Task Addresses_WithRubbish_BreakNothing(string rubbish)
    {
        await using var app = await SpmisApp.StartAsync();
        using var client = app.Client(Everybody);
        var names = AppDomain.CurrentDomain.GetAssemblies().Where(a => a.GetName().Name?.StartsWith("Spmis.", StringComparison.Ordinal) == true).SelectMany(a => a.GetTypes()).Where(t => t.IsSubclassOf(typeof(PageModel)))
            .SelectMany(t => t.GetProperties().Select(p => (p, Bind: (BindPropertyAttribute?)Attribute.GetCustomAttribute(p, typeof(BindPropertyAttribute)))).Where(x => x.Bind?.SupportsGet == true).Select(x => x.Bind!.Name ?? x.p.Name))
            .Concat(["after", "before", "limit", "verdict", "from", "to", "month", "q", "handler", "culture", "id", "code", "act", "take"]).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var word = rubbish.Contains('%', StringComparison.Ordinal) ? rubbish : Uri.EscapeDataString(rubbish);
        var query = string.Join('&', names.Select(n => $"{n}={word}"));
        List<string> wrong = [];
        foreach (var endpoint in Gets(app))
        {
            // In the query, each name twice, and in the path, where servers refuse a null before it comes here.
            var path = Fill(endpoint.RoutePattern.RawText ?? "", "1");
            foreach (var address in new[] { $"{path}?{query}&{query}", Fill(endpoint.RoutePattern.RawText ?? "", word.Replace("%00", "", StringComparison.Ordinal)) }.Distinct())
            {
                using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Ct);
                var text = answer.Content.Headers.ContentType?.MediaType == "text/html" ? await answer.Content.ReadAsStringAsync(Ct) : ""; // A refusal in JSON repeats what it refuses.
                if (answer.StatusCode >= HttpStatusCode.InternalServerError || text.Contains("<script>alert", StringComparison.Ordinal) || answer.Headers.TryGetValues("Set-Cookie", out var set) && set.Any(c => c.StartsWith("x=", StringComparison.Ordinal)))
                {
                    wrong.Add($"{path} by {(address.Length > 300 ? "query" : address)}: {(int)answer.StatusCode}");
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    /// <summary>A body that is not JSON is refused at the door, whatever it calls itself; a foreign form cannot be taken for one.</summary>
    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/jsonp")]
    public async Task Bodies_OfAnotherKind_AreNotTakenForJson(string kind)
    {
        await using var app = await SpmisApp.StartAsync();
        using var client = app.Client(Everybody);
        List<string> wrong = [];
        foreach (var endpoint in app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText?.TrimStart('/').StartsWith("api/", StringComparison.Ordinal) == true && e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("POST") == true
                && e.Metadata.GetMetadata<Microsoft.AspNetCore.Http.Metadata.IAcceptsMetadata>()?.ContentTypes.Contains("application/json") == true))
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("{}"));
            content.Headers.ContentType = new MediaTypeHeaderValue(kind);
            using var request = new HttpRequestMessage(HttpMethod.Post, Fill(endpoint.RoutePattern.RawText ?? "", "1")) { Content = content };
            request.Headers.Add("Idempotency-Key", $"{Guid.CreateVersion7()}");
            using var answer = await client.SendAsync(request, Ct);
            if (answer.StatusCode is not (HttpStatusCode.UnsupportedMediaType or HttpStatusCode.Forbidden))
            {
                wrong.Add($"{endpoint.RoutePattern.RawText}: {(int)answer.StatusCode}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    /// <summary>By setting, a portal answers under its own name only; and what a client says of the way it came is not believed without a proxy.</summary>
    [Fact]
    public async Task Host_ThatIsNotTheSettings_IsRefused()
    {
        await using var app = await SpmisApp.StartAsync(configure: builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["AllowedHosts"] = "portal.example" }));
        using var client = app.Client();
        async Task<HttpStatusCode> AskAsync(string host)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
            request.Headers.Host = host;
            using var answer = await client.SendAsync(request, Ct);
            return answer.StatusCode;
        }

        (await AskAsync("portal.example")).ShouldBe(HttpStatusCode.OK);
        (await AskAsync("evil.example")).ShouldBe(HttpStatusCode.BadRequest);
        (await AskAsync("portal.example.evil.example")).ShouldBe(HttpStatusCode.BadRequest);
        using var open = new HttpRequestMessage(HttpMethod.Get, "/persons");
        open.Headers.Host = "portal.example";
        open.Headers.Add("X-Forwarded-Host", "evil.example");
        using var redirect = await client.SendAsync(open, Ct);
        $"{redirect.Headers.Location}".ShouldNotContain("evil.example");
    }

    private static IEnumerable<RouteEndpoint> Gets(SpmisApp app) => app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        .Where(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Contains("GET")).DistinctBy(e => e.RoutePattern.RawText);

    private static string Fill(string pattern, string value) => "/" + Place().Replace(pattern.TrimStart('/'), m => m.Value.Contains(":guid", StringComparison.Ordinal) ? $"{Guid.Empty}" : m.Value == "{module}" ? "payments" : m.Value == "{documentName}" ? "v1" : value);

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Place();
}
