using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;
using Spmis.Host;
using Spmis.Identity.Clients;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

/// <summary>A process that does not host this module knows the same people and programs, by the keys both read.</summary>
public sealed class SplitTests
{
    [Fact]
    public async Task SessionAndToken_MadeInOneProcess_CountInAnother()
    {
        await using var identity = await SpmisApp.StartAsync("identity", realSignIn: true);
        await using var payments = SpmisHost.Build(
            new Dictionary<string, string?> { ["Data"] = identity.DataFolder, ["Modules"] = "payments", ["SignIn:Issuer"] = "http://localhost/" },
            builder =>
            {
                builder.WebHost.UseTestServer();
                builder.Logging.ClearProviders();
            });
        payments.MapGet("/api/payments/probe", (CurrentActor current) => current.Actor.Name).RequireAuthorization("payments.read");
        await SpmisHost.MigrateAsync(payments.Services, default);
        await payments.StartAsync();
        var user = (await identity.UseAsync<CreateDemoUsers, IReadOnlyList<DemoUser>>(demo => demo.HandleAsync("1000007", SpmisApp.Change(), default))).Single(u => u.UserName == "officer");
        using var browser = identity.Browser();
        using var entered = await SpmisApp.SignInAsync(browser, user.UserName, user.Password);
        var cookie = entered.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("spmis-session=", StringComparison.Ordinal)).Split(';')[0];
        var client = await identity.UseAsync<RegisterClient, ClientSecret>(r => r.HandleAsync(new NewClient { Name = "Ledger", Roles = [Roles.Auditor], Scopes = ["payments"] }, SpmisApp.Change(), default));
        using var fields = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = client.ClientId, ["client_secret"] = client.Secret });
        using var answer = await browser.PostAsync(new Uri("/connect/token", UriKind.Relative), fields);
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();

        using var there = payments.GetTestClient();
        using var page = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Cookie", cookie } } };
        using var home = await there.SendAsync(page);
        home.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await home.Content.ReadAsStringAsync()).ShouldContain("Ama Officer");
        using var call = new HttpRequestMessage(HttpMethod.Get, "/api/payments/probe") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var called = await there.SendAsync(call);
        called.StatusCode.ShouldBe(HttpStatusCode.OK, await called.Content.ReadAsStringAsync());
        using var nobody = await there.GetAsync(new Uri("/api/payments/probe", UriKind.Relative));
        nobody.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await payments.StopAsync();
    }

    [Fact]
    public async Task DemoUsers_MadeTwice_AreTheSamePeopleWithNewPasswords()
    {
        await using var app = await SpmisApp.StartAsync("identity", realSignIn: true);

        var first = await app.UseAsync<CreateDemoUsers, IReadOnlyList<DemoUser>>(demo => demo.HandleAsync("1000007", SpmisApp.Change(), default));
        var second = await app.UseAsync<CreateDemoUsers, IReadOnlyList<DemoUser>>(demo => demo.HandleAsync("1000007", SpmisApp.Change(), default));

        first.Count.ShouldBe(11);
        second.Select(u => u.Actor.Id).ShouldBe(first.Select(u => u.Actor.Id));
        second.Select(u => u.Password).Intersect(first.Select(u => u.Password)).ShouldBeEmpty();
        first.Single(u => u.UserName == "employer").Actor.Employer.ShouldBe("1000007");
        (await app.UseAsync<FirstAdministrator, FirstPassword?>(f => f.HandleAsync(SpmisApp.Change(), default))).ShouldNotBeNull("a demo user is nobody's administrator");
    }
}
