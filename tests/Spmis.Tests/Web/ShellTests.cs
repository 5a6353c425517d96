using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shouldly;
using Spmis.Kernel.Acts;
using Spmis.Web;
using Spmis.Web.Home;
using Spmis.Web.Menu;
using Spmis.Web.Shell;
using Xunit;

namespace Spmis.Tests.Web;

/// <summary>The shell alone, without any module: what every page of the portal stands in.</summary>
public sealed class ShellTests : IAsyncLifetime
{
    private WebApplication app = null!; // set before each test
    private HttpClient client = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSpmisWeb(builder.Configuration);
        builder.Services.AddRazorPages().AddApplicationPart(typeof(WebModule).Assembly);
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, SignedIn>("test", null);
        builder.Services.AddAuthorizationBuilder().AddPolicy("may", p => p.RequireAssertion(_ => true)).AddPolicy("may-not", p => p.RequireAssertion(_ => false));
        builder.Services.AddMenu(new MenuItem("Persons & households", "/persons", "may", 10), new MenuItem("Secret", "/secret", "may-not", 20));
        builder.Services.AddScoped<IHomeTasks, SomeTasks>();
        builder.Services.AddScoped<IHomeTasks, BrokenTasks>();
        app = builder.Build();
        app.UseSpmisWeb();
        app.MapRazorPages();
        app.MapGet("/boom", string () => throw new InvalidOperationException("an inner detail"));
        app.MapGet("/refused", string () => throw new Refused("person.unknown", "No person has the number <12>."));
        app.MapGet("/forbidden", () => Results.StatusCode(StatusCodes.Status403Forbidden));
        await app.StartAsync();
        client = app.GetTestClient();
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task Home_OfAUser_ShowsWhatTheUserMaySee()
    {
        var page = await PageAsync("/");
        page.QuerySelectorAll("nav.menu a").Select(a => a.TextContent).ShouldBe(["Home", "Persons & households"]);
        page.QuerySelector("[aria-current=page]")!.TextContent.ShouldBe("Home");
        page.QuerySelectorAll(".tasks a").Select(a => a.TextContent).ShouldBe(["Resolve <7> duplicates"]);
        page.QuerySelectorAll(".stat bdi").Select(a => a.TextContent).ShouldBe(["12,408"]);
        page.QuerySelectorAll("h1").Length.ShouldBe(1);
        page.QuerySelector(".notice")!.TextContent.ShouldContain("Tests cannot be shown just now");
    }

    [Theory]
    [InlineData("en", "ltr", "Home")]
    [InlineData("fr", "ltr", "Accueil")]
    [InlineData("ar", "rtl", "الرئيسية")]
    [InlineData("es", "ltr", "Inicio")]
    [InlineData("pt", "ltr", "Início")]
    public async Task Language_ByAddress_IsShownAndKept(string language, string direction, string home)
    {
        using var answer = await client.GetAsync(new Uri($"/?culture={language}", UriKind.Relative));
        var page = Parse(await answer.Content.ReadAsStringAsync());
        page.DocumentElement.GetAttribute("lang").ShouldBe(language);
        page.DocumentElement.GetAttribute("dir").ShouldBe(direction);
        page.QuerySelector("nav.menu a")!.TextContent.ShouldBe(home);
        var names = Cultures.Names.ToDictionary(n => n.Code, n => n.Name);
        page.QuerySelector(".lang summary")!.TextContent.Trim().ShouldEndWith(names[language]);
        page.QuerySelectorAll(".lang a").Select(a => $"{a.GetAttribute("lang")} {a.TextContent}").ShouldBe(names.Where(n => n.Key != language).Select(n => $"{n.Key} {n.Value}"));
        answer.Headers.GetValues("Set-Cookie").ShouldContain(c => c.Contains($"c%3D{language}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("es-MX,es;q=0.9,en;q=0.8", "es")]
    [InlineData("pt-AO", "pt")]
    [InlineData("sw", "en")]
    public async Task Language_OfTheBrowser_IsUsedWhereThePortalSpeaksIt(string asked, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Accept-Language", asked);
        using var answer = await client.SendAsync(request);
        Parse(await answer.Content.ReadAsStringAsync()).DocumentElement.GetAttribute("lang").ShouldBe(language);
    }

    [Theory]
    [InlineData("/nowhere", HttpStatusCode.NotFound, "Page not found")]
    [InlineData("/forbidden", HttpStatusCode.Forbidden, "You may not see this page")]
    [InlineData("/refused", HttpStatusCode.NotFound, "No person has the number <12>.")]
    [InlineData("/boom", HttpStatusCode.InternalServerError, "Reference number:")]
    public async Task Failure_OfAPage_IsAPageThatSaysWhatToDo(string path, HttpStatusCode status, string says)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        answer.StatusCode.ShouldBe(status);
        var page = Parse(await answer.Content.ReadAsStringAsync());
        page.QuerySelector("main")!.TextContent.ShouldContain(says);
        page.Body!.TextContent.ShouldNotContain("an inner detail");
    }

    [Fact]
    public async Task Failure_OfAnApi_IsNoPage()
    {
        using var answer = await client.GetAsync(new Uri("/api/nowhere", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/nowhere")]
    [InlineData("/boom")]
    public async Task Headers_OfEveryPage_ForbidWhatThePortalNeverDoes(string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldNotContain("unsafe");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var html = await answer.Content.ReadAsStringAsync();
        html.ShouldNotContain("style=\"");
        html.ShouldNotContain("<script>");
    }

    private async Task<IHtmlDocument> PageAsync(string path) => Parse(await client.GetStringAsync(new Uri(path, UriKind.Relative)));

    private static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private sealed class SomeTasks : IHomeTasks
    {
        public Task<IReadOnlyList<HomeTask>> TasksAsync(ClaimsPrincipal user, CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<HomeTask>>([new("Resolve <7> duplicates", "/duplicates", "7 open", Permission: "may"), new("Secret", "/secret", "1", Permission: "may-not")]);

        public Task<IReadOnlyList<HomeStat>> StatsAsync(ClaimsPrincipal user, CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<HomeStat>>([new("12,408", "workers registered"), new("1", "secret", Permission: "may-not")]);
    }

    private sealed class BrokenTasks : IHomeTasks
    {
        public Task<IReadOnlyList<HomeTask>> TasksAsync(ClaimsPrincipal user, CancellationToken ct) => throw new InvalidOperationException("its database is away");
    }

    private sealed class SignedIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
            Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "A. Banda")], "test")), "test")));
    }
}
