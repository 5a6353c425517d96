using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Spmis.Host;
using Spmis.Identity.Clients;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.TestKit;

namespace Spmis.Tests.Servers.Oidc;

/// <summary>A client library nobody here wrote, in another language (npm's openid-client), signs a person in against the real server over the network.</summary>
public sealed class OpenIdClientTests
{
    private const string Package = "openid-client@6";
    private const string Back = "http://127.0.0.1:7891/back";
    private const string Own = "seven boats on the quiet lake";

    [Fact]
    public async Task OpenIdClient_ForAPerson_GetsTokensRefreshesAndCallsTheApi()
    {
        var folder = Directory.CreateTempSubdirectory("spmis-oidc-").FullName;
        await InstallAsync(folder);
        await using var app = SpmisHost.Build(new Dictionary<string, string?> { ["Data"] = Path.Combine(folder, "data") }, builder =>
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
        });
        await SpmisHost.MigrateAsync(app.Services, default);
        var client = await PrepareAsync(app.Services);
        await app.StartAsync(TestContext.Current.CancellationToken);
        var address = app.Urls.Single();

        using var program = Start("node", ["client.mjs", address, client.ClientId, client.Secret, Back, $"{address}/api/registration/persons?q=Nobody"], folder);
        var way = await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        way.ShouldNotBeNull(await EndedAsync(program));
        await program.StandardInput.WriteLineAsync(await PersonAsync(new Uri(address), new Uri(way)));
        var outcome = await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

        outcome.ShouldNotBeNull(await EndedAsync(program));
        var said = JsonDocument.Parse(outcome).RootElement;
        said.GetProperty("name").GetString().ShouldBe("Olive");
        said.GetProperty("rotated").GetBoolean().ShouldBeTrue();
        said.GetProperty("active").GetBoolean().ShouldBeTrue();
        said.GetProperty("status").GetInt32().ShouldBe(200);
        said.GetProperty("again").GetString().ShouldBe("invalid_grant", "a code works once");
        await app.StopAsync(CancellationToken.None);
    }

    private static async Task<ClientSecret> PrepareAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var made = await scope.ServiceProvider.GetRequiredService<CreateUser>().HandleAsync(new NewUser { UserName = "olive", DisplayName = "Olive", Roles = [Roles.Officer], Person = "S-1" }, SpmisApp.Change("users.create"), default);
        await scope.ServiceProvider.GetRequiredService<ChangePassword>().HandleAsync(made.User.Id, made.Password, Own, SpmisApp.Change("users.change-password"), default);
        return await scope.ServiceProvider.GetRequiredService<RegisterClient>().HandleAsync(
            new NewClient { Name = "Field app", Roles = [], Scopes = ["registration"], RedirectUris = [Back] }, SpmisApp.Change("clients.register"), default);
    }

    /// <summary>The person: follows the link, signs in, is sent on, and arrives at an address where nobody listens.</summary>
    private static async Task<string> PersonAsync(Uri portal, Uri way)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        using var browser = new HttpClient(handler) { BaseAddress = portal };
        using var toDoor = await browser.GetAsync(way);
        using var entered = await SpmisApp.SignInAsync(browser, "olive", Own, new Uri(portal, toDoor.Headers.Location!).Query);
        using var goOn = await browser.GetAsync(new Uri(portal, entered.Headers.Location!));
        using var sent = await browser.GetAsync(new Uri(portal, Regex.Match(goOn.Headers.GetValues("Refresh").Single(), "^0;url=(.*)$").Groups[1].Value));
        return sent.Headers.Location!.ToString();
    }

    private static async Task InstallAsync(string folder)
    {
        File.Copy(Path.Combine(Repository.Root, "tests", "Spmis.Tests.Servers", "Oidc", "client.mjs"), Path.Combine(folder, "client.mjs"));
        try
        {
            using var npm = Start("npm", ["install", Package, "--no-audit", "--no-fund", "--prefix", folder], folder);
            await npm.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (npm.ExitCode != 0)
            {
                Assert.Skip($"npm cannot fetch {Package}");
            }
        }
        catch (Win32Exception)
        {
            Assert.Skip("no Node");
        }
    }

    private static Process Start(string program, IEnumerable<string> arguments, string folder) =>
        Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })
        ?? throw new InvalidOperationException($"{program} did not start.");

    private static async Task<string> EndedAsync(Process program) => program.HasExited ? await program.StandardError.ReadToEndAsync() : "still running";
}
