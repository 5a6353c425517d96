using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Spmis.Host;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;

namespace Spmis.TestKit;

/// <summary>The real host on a real, empty database: every module, relay, consumer and job. Only the user, the time of a change and the network are the test's.</summary>
public sealed class SpmisApp : IAsyncDisposable
{
    /// <summary>Business time of the tests' changes.</summary>
    public static readonly DateTime Now = new(2026, 7, 1, 9, 0, 0, DateTimeKind.Utc);

    /// <summary>An officer who prepares.</summary>
    public static readonly Actor Officer = new("officer-1", "Olive Officer", [Roles.Officer], "HQ");

    /// <summary>A supervisor who approves.</summary>
    public static readonly Actor Supervisor = new("supervisor-1", "Sam Supervisor", [Roles.Supervisor], "HQ");

    private readonly WebApplication app;
    private readonly TestDatabase database;
    private readonly RateLimits limits;

    private SpmisApp(WebApplication app, TestDatabase database, RateLimits limits) => (this.app, this.database, this.limits) = (app, database, limits);

    /// <summary>The host's services.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>The data folder of this app.</summary>
    public string DataFolder => database.Folder;

    /// <summary>Where hosts started by this test write their log; nowhere by default. Never disposed, see <see cref="StartAsync"/>.</summary>
    public static AsyncLocal<ILoggerFactory?> LogTo { get; } = new();

    /// <summary>Starts the host with all modules, or the named ones, on a fresh database of the provider under test.</summary>
    /// <param name="modules">The modules.</param>
    /// <param name="configure">Last changes.</param>
    /// <param name="realSignIn">Users come in by the door (<see cref="SignInAsync"/>) instead of by the test's header.</param>
    /// <param name="map">Endpoints of the test's own.</param>
    public static async Task<SpmisApp> StartAsync(string modules = "all", Action<WebApplicationBuilder>? configure = null, bool realSignIn = false, Action<WebApplication>? map = null)
    {
        var database = await TestDatabase.CreateAsync();
        var settings = new Dictionary<string, string?>(database.Settings) { ["Modules"] = modules, ["SignIn:RequestsPerMinute"] = "1000000" }; // A test asks for every page at once.
        var limits = new RateLimits();
        var app = SpmisHost.Build(settings, builder =>
        {
            builder.Services.AddSingleton<IStartupFilter>(limits);
            builder.WebHost.UseTestServer();
            builder.Logging.ClearProviders();
            if (!realSignIn)
            {
                builder.AddTestUsers();
            }

            // Hangfire keeps the logger factory of the host started last in a static; one that is never disposed lets hosts come and go side by side.
            builder.Services.Replace(ServiceDescriptor.Singleton(LogTo.Value ?? NullLoggerFactory.Instance));
            configure?.Invoke(builder);
        });
        map?.Invoke(app);
        if (!database.IsMigrated)
        {
            await SpmisHost.MigrateAsync(app.Services, default);
        }

        await app.StartAsync();
        return new SpmisApp(app, database, limits);
    }

    /// <summary>A change by the officer at <see cref="Now"/>, or by another actor or at another time.</summary>
    public static Change Change(string act = "test", Actor? actor = null, DateTime? now = null, string? reason = null) =>
        new() { Act = act, Actor = actor ?? Officer, Now = now ?? Now, Reason = reason };

    /// <summary>Uses a service (an act, a database) in a scope of its own.</summary>
    public async Task<TResult> UseAsync<TService, TResult>(Func<TService, Task<TResult>> use)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>Uses a service (an act, a database) in a scope of its own.</summary>
    public async Task UseAsync<TService>(Func<TService, Task> use)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>Waits until every message is delivered and every run has ended, in all modules.</summary>
    /// <param name="atMost">How long; a minute by default.</param>
    /// <param name="failuresAllowed">The test means a run or a message to fail.</param>
    /// <exception cref="TimeoutException">It did not happen in time; says what is still open.</exception>
    public async Task SettleAsync(TimeSpan? atMost = null, bool failuresAllowed = false)
    {
        var until = TimeProvider.System.GetUtcNow() + (atMost ?? TimeSpan.FromSeconds(60));
        await Settle.WaitAsync(
            Services,
            open =>
            {
                if (TimeProvider.System.GetUtcNow() > until)
                {
                    throw new TimeoutException($"{open.Messages} messages are not delivered; {string.Join("; ", open.Runs.Select(r => $"run {r.Id} {r.Key} is {r.State}"))}");
                }
            },
            CancellationToken.None,
            failuresAllowed ? DateTime.MaxValue : null);
    }

    /// <summary>A browser or client without script, following no redirects by itself, signed in as the actor (nobody when null).</summary>
    public HttpClient Client(Actor? actor = null)
    {
        var client = app.GetTestClient();
        if (actor is not null)
        {
            client.ActAs(actor);
        }

        return client;
    }

    /// <summary>The same with a memory for cookies, without which no form can be sent.</summary>
    public HttpClient Browser(Actor? actor = null)
    {
        var browser = new HttpClient(new CookieContainerHandler { InnerHandler = app.GetTestServer().CreateHandler() }) { BaseAddress = new Uri("http://localhost") };
        if (actor is not null)
        {
            browser.ActAs(actor);
        }

        return browser;
    }

    /// <summary>Goes in by the real door.</summary>
    /// <returns>The answer to the sign-in form: a redirect when it opened.</returns>
    public static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string userName, string password, string query = "") =>
        await PostFormAsync(browser, "/sign-in" + query, ("UserName", userName), ("Password", password));

    /// <summary>Fetches a page, fills its form and sends it, with the form's own hidden fields.</summary>
    /// <param name="browser">From <see cref="Browser"/>.</param>
    /// <param name="path">The page.</param>
    /// <param name="fields">What is typed and chosen.</param>
    public static async Task<HttpResponseMessage> PostFormAsync(HttpClient browser, string path, params (string Name, string Value)[] fields) => await PostFormAsync(browser, path, path, fields);

    /// <summary>Fetches a page and sends one of its forms to the address that form names.</summary>
    public static async Task<HttpResponseMessage> PostFormAsync(HttpClient browser, string page, string to, params (string Name, string Value)[] fields)
    {
        return await SendFormAsync(browser, await browser.GetStringAsync(new Uri(page, UriKind.Relative)), to, fields);
    }

    /// <summary>Sends one of the forms of a page already fetched.</summary>
    public static async Task<HttpResponseMessage> SendFormAsync(HttpClient browser, string html, string to, params (string Name, string Value)[] fields)
    {
        var token = Regex.Match(html, "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
        using var content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)).Append(KeyValuePair.Create("__RequestVerificationToken", token)));
        return await browser.PostAsync(new Uri(to, UriKind.Relative), content);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        limits.End();
        await app.DisposeAsync();
        await database.DisposeAsync();
    }
}
