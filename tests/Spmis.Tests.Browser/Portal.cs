using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Spmis.Host;
using Spmis.Host.Demo;
using Spmis.Identity.Users;
using Spmis.TestKit;

namespace Spmis.Tests.Browser;

/// <summary>The real portal on a port of its own with a small demo month in it, and a browser. Users come in by the door.</summary>
public sealed class Portal : IAsyncLifetime
{
    private const int Persons = 300;
    private readonly string folder = Directory.CreateTempSubdirectory("spmis-portal-").FullName;
    private readonly Dictionary<string, string> sessions = [];
    private readonly SemaphoreSlim door = new(1, 1);
    private Dictionary<string, string> passwords = [];
    private WebApplication? app;
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Registration number of somebody with employments and contributions.</summary>
    public string Person { get; private set; } = "";

    /// <summary>Registration number of an employer with returns.</summary>
    public string Employer { get; private set; } = "";

    /// <summary>Nothing is started where there is no Chromium; each test then says so.</summary>
    public async ValueTask InitializeAsync()
    {
        if (Chromium.Path is null)
        {
            return;
        }

        await LoadDemoAsync();
        app = SpmisHost.Build(
            new Dictionary<string, string?> { ["Data"] = folder, ["Database:Provider"] = "Sqlite", ["Urls"] = "http://127.0.0.1:0" },
            builder => builder.Logging.ClearProviders());
        await SpmisHost.MigrateAsync(app.Services, default);
        await app.StartAsync();
        Address = new Uri(app.Urls.Single());
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var demo = new DemoContext(app.Services, DemoActors.Readers, new DemoOptions(0, 0, 0, folder), (_, _) => { });
            var employers = await demo.EmployersIssuedAsync(default);
            Employer = employers[0].Number;
            Person = await FirstAsync(demo.WorkersIssuedAsync(default));
            var users = await scope.ServiceProvider.GetRequiredService<CreateDemoUsers>().HandleAsync(employers[0].Number, SpmisApp.Change("demo.users"), default, Person);
            passwords = users.ToDictionary(u => u.UserName, u => u.Password);
        }

        playwright = await Playwright.CreateAsync();
        browser = await Chromium.LaunchAsync(playwright);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
        door.Dispose();
    }

    /// <summary>A window with nothing cached, signed in as a user of the demo (nobody when null).</summary>
    internal async Task<IBrowserContext> OpenAsync(string? user, int width, bool script, string culture = "en")
    {
        Assert.SkipWhen(Chromium.Path is null, "no Chromium: install Debian's package chromium, or name one in SPMIS_CHROMIUM");
        var state = user is null ? null : await SessionAsync(user);
        var context = await Browser.NewContextAsync(Window(width, script, state));
        await context.AddCookiesAsync([new Cookie { Name = CookieRequestCultureProvider.DefaultCookieName, Value = $"c={culture}|uic={culture}", Url = Address.ToString() }]);
        return context;
    }

    /// <summary>The address of a path, <c>{person}</c> in it being somebody's number.</summary>
    internal string At(string path) => new Uri(Address, path.Replace("{person}", Person, StringComparison.Ordinal).Replace("{employer}", Employer, StringComparison.Ordinal)).ToString();

    /// <summary>The password of a demo user.</summary>
    internal string PasswordOf(string user) => passwords[user];

    private IBrowser Browser => browser ?? throw new InvalidOperationException("The browser was not started.");

    private static BrowserNewContextOptions Window(int width, bool script, string? state) => new()
    {
        JavaScriptEnabled = script, StorageState = state, ViewportSize = new ViewportSize { Width = width, Height = 800 },
        // A narrow window is a telephone: the page's own viewport line counts, and what is too wide shrinks the page.
        IsMobile = width < 600, HasTouch = width < 600,
    };

    private async Task<string> SessionAsync(string user)
    {
        await door.WaitAsync();
        try
        {
            if (!sessions.TryGetValue(user, out var state))
            {
                await using var context = await Browser.NewContextAsync(Window(1280, script: false, null));
                var page = await context.NewPageAsync();
                await page.GotoAsync(new Uri(Address, "/sign-in").ToString());
                await page.FillAsync("[name=UserName]", user);
                await page.FillAsync("[name=Password]", passwords[user]);
                await page.PressAsync("[name=Password]", "Enter");
                await page.WaitForURLAsync(new Uri(Address, "/").ToString());
                sessions[user] = state = await context.StorageStateAsync();
            }

            return state;
        }
        finally
        {
            door.Release();
        }
    }

    private static async Task<string> FirstAsync(IAsyncEnumerable<Samples.Issued> issued)
    {
        await foreach (var one in issued)
        {
            return one.Number;
        }

        throw new InvalidOperationException("The demo registered nobody.");
    }

    private async Task LoadDemoAsync()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Spmis.Host.dll");
        var start = new ProcessStartInfo("dotnet", [program, "demo", "--persons", $"{Persons}", "--employers", "10", "--data", folder]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var demo = Process.Start(start) ?? throw new InvalidOperationException("The demo did not start.");
        var output = demo.StandardOutput.ReadToEndAsync();
        var errors = demo.StandardError.ReadToEndAsync();
        await demo.WaitForExitAsync();
        demo.ExitCode.ShouldBe(0, $"the demo month: {await errors}\n{await output}");
    }
}
