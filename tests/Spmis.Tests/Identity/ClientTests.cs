using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Identity;
using Spmis.Identity.Clients;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

/// <summary>Programs at the API: client credentials, scopes, roles.</summary>
public sealed class ClientTests : IAsyncLifetime
{
    private SpmisApp app = null!; // Set before each test.
    private HttpClient http = null!; // Set before each test.

    public async ValueTask InitializeAsync()
    {
        app = await SpmisApp.StartAsync(realSignIn: true, map: web =>
        {
            web.MapGet("/api/registration/probe", (CurrentActor current) => current.Actor).RequireAuthorization("users.read");
            web.MapGet("/api/payments/probe", () => "paid").RequireAuthorization("users.read");
            web.MapGet("/api/registration/probe-manage", () => "managed").RequireAuthorization("users.manage");
        });
        http = app.Client();
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Token_OfAClient_ReachesItsModulesWithItsRolesOnly()
    {
        var secret = await RegisterAsync("Statistics office", [Roles.Auditor], ["registration"]);
        var token = await TokenAsync(secret);

        var actor = await GetAsync<Actor>("/api/registration/probe", token);
        actor.Id.ShouldBe(secret.ClientId);
        actor.Name.ShouldBe("Statistics office");
        actor.Roles.ShouldBe([Roles.Auditor]);
        await ShouldRefuseAsync("/api/payments/probe", token, HttpStatusCode.Forbidden, "access.scope");
        await ShouldRefuseAsync("/api/registration/probe-manage", token, HttpStatusCode.Forbidden, "access.forbidden");
    }

    [Theory]
    [InlineData("registration")]
    [InlineData("contributions")]
    [InlineData("eligibility")]
    [InlineData("payments")]
    public async Task Token_OfOneModule_ReachesNoEndpointOfAnother(string scope)
    {
        var token = await TokenAsync(await RegisterAsync("A ministry", [Roles.Officer, Roles.Supervisor, Roles.Auditor], [scope]));
        var endpoints = app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Select(e => (Path: "/" + e.RoutePattern.RawText?.TrimStart('/'), Methods: e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []))
            .Where(e => e.Path.StartsWith("/api/", StringComparison.Ordinal) && !e.Path.StartsWith($"/api/{scope}/", StringComparison.Ordinal)).ToList();
        endpoints.Count.ShouldBeGreaterThan(30);

        foreach (var (path, methods) in endpoints)
        {
            var filled = System.Text.RegularExpressions.Regex.Replace(path, @"\{[^}]*\}", m => m.Value.Contains(":guid", StringComparison.Ordinal) ? Guid.Empty.ToString() : "1");
            foreach (var address in new[] { filled, filled.Replace("/api/", "/API/", StringComparison.Ordinal) })
            {
                using var request = new HttpRequestMessage(new HttpMethod(methods[0]), address) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
                using var answer = await http.SendAsync(request);
                answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, address);
            }
        }
    }

    [Fact]
    public async Task Token_OfOneAct_OpensThatActAndNothingElseOfItsModule()
    {
        var token = await TokenAsync(await RegisterAsync("Payment files", [Roles.Officer, Roles.Supervisor], ["payments.batches"]));
        var endpoints = app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText?.TrimStart('/').StartsWith("api/payments/", StringComparison.Ordinal) == true && e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true && e.RoutePattern.Parameters.Count == 0)
            .Select(e => (Path: "/" + e.RoutePattern.RawText?.TrimStart('/'), Own: e.Metadata.GetOrderedMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>().Any(a => a.Policy == "payments.batches"))).ToList();
        (endpoints.Count(e => e.Own), endpoints.Count(e => !e.Own)).ShouldSatisfyAllConditions(c => c.Item1.ShouldBeGreaterThan(0), c => c.Item2.ShouldBeGreaterThan(3));
        foreach (var (path, own) in endpoints)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
            using var answer = await http.SendAsync(request);
            (answer.StatusCode == HttpStatusCode.Forbidden).ShouldBe(!own, path);
        }

        (await Should.ThrowAsync<Refused>(() => RegisterAsync("Typing error", [Roles.Officer], ["payments.batch"]))).Code.ShouldBe("client.unknown-act");
    }

    [Fact]
    public async Task Token_OfAnEmployersProgram_CarriesItsEmployer()
    {
        var secret = await app.UseAsync<RegisterClient, ClientSecret>(r => r.HandleAsync(
            new NewClient { Name = "Wages", Roles = [Roles.Employer], Scopes = ["registration"], Employer = "1000007" }, SpmisApp.Change(), default));

        var payload = JsonDocument.Parse(Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode((await TokenAsync(secret)).Split('.')[1])).RootElement;

        payload.GetProperty(SpmisClaims.Employer).GetString().ShouldBe("1000007");
        payload.GetProperty("role").GetString().ShouldBe(Roles.Employer);
    }

    [Fact]
    public async Task Token_ForAScopeTheClientLacks_IsNotGiven()
    {
        var secret = await RegisterAsync("Statistics office", [Roles.Auditor], ["registration"]);

        using var answer = await AskAsync(secret.ClientId, secret.Secret, "payments");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Token_WithAWrongSecret_IsNotGiven()
    {
        var secret = await RegisterAsync("Statistics office", [Roles.Auditor], ["registration"]);

        using var answer = await AskAsync(secret.ClientId, "guessed");

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Api_WithoutOrWithAForgedToken_SaysHowToGetOne()
    {
        var token = await TokenAsync(await RegisterAsync("Statistics office", [Roles.Auditor], ["registration"]));
        var parts = token.Split('.');
        var none = Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlEncode("""{"alg":"none","typ":"at+jwt"}"""u8);

        await ShouldRefuseAsync("/api/registration/probe", null, HttpStatusCode.Unauthorized, "access.sign-in");
        await ShouldRefuseAsync("/api/registration/probe", $"{none}.{parts[1]}.", HttpStatusCode.Unauthorized, "access.sign-in");
        await ShouldRefuseAsync("/api/registration/probe", $"{parts[0]}.{parts[1]}.{new string('A', parts[2].Length)}", HttpStatusCode.Unauthorized, "access.sign-in");
    }

    [Fact]
    public async Task Token_OfAClosedClient_IsWorthNothingAtOnce()
    {
        var secret = await RegisterAsync("Statistics office", [Roles.Auditor], ["registration"]);
        var token = await TokenAsync(secret);

        await app.UseAsync<CloseClient>(close => close.HandleAsync(secret.ClientId, SpmisApp.Change(), default));

        await ShouldRefuseAsync("/api/registration/probe", token, HttpStatusCode.Unauthorized, "access.sign-in");
        using var again = await AskAsync(secret.ClientId, secret.Secret);
        again.IsSuccessStatusCode.ShouldBeFalse();
    }

    [Fact]
    public async Task Token_OpensNoPage()
    {
        var token = await TokenAsync(await RegisterAsync("Statistics office", [Roles.Administrator], ["registration"]));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/users") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };

        using var answer = await http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Discovery_NamesTheKeysThatSignTheTokens()
    {
        var token = await TokenAsync(await RegisterAsync("Statistics office", [Roles.Auditor], ["registration"]));
        var discovered = await http.GetFromJsonAsync<JsonElement>(new Uri("/.well-known/openid-configuration", UriKind.Relative));
        var keys = await http.GetFromJsonAsync<JsonElement>(new Uri(discovered.GetProperty("jwks_uri").GetString()!));

        var header = JsonDocument.Parse(Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(token.Split('.')[0])).RootElement;
        keys.GetProperty("keys").EnumerateArray().Select(k => k.GetProperty("kid").GetString()).ShouldContain(header.GetProperty("kid").GetString());
        keys.GetRawText().ShouldNotContain("\"d\":");
    }

    [Fact]
    public async Task Secret_Renewed_LeavesTheOldOneItsDays_OrNone()
    {
        var old = await RegisterAsync("Statistics office", [Roles.Auditor], ["registration"]);
        (await RefusedAsync(31)).ShouldBe("client.days");
        var second = await RenewAsync(7);
        second.Secret.ShouldNotBe(old.Secret);
        await TokenAsync(second);
        await TokenAsync(old); // Both, meanwhile.
        await app.UseAsync<IdentityDb>(db => db.FormerSecrets.ExecuteUpdateAsync(s => s.SetProperty(f => f.ValidUntil, f => f.ValidUntil.AddDays(-8))));
        (await OpensAsync(old)).ShouldBeFalse("its days are over");
        var third = await RenewAsync(7);
        (await OpensAsync(second)).ShouldBeTrue();
        (await OpensAsync(old)).ShouldBeFalse("one before the present at most");
        var fourth = await RenewAsync(0);
        (await OpensAsync(third)).ShouldBeFalse("it leaked");
        (await OpensAsync(second)).ShouldBeFalse("a renewal ends the one before");
        (await OpensAsync(fourth)).ShouldBeTrue();
        var history = await app.UseAsync<IdentityDb, List<string?>>(db => db.History.Where(h => h.Act == "clients.renew-secret").Select(h => h.After).ToListAsync());
        history.ShouldNotBeEmpty();
        new[] { second.Secret, third.Secret, fourth.Secret }.ShouldAllBe(s => !string.Concat(history).Contains(s, StringComparison.Ordinal));
        await app.UseAsync<CloseClient>(act => act.HandleAsync(old.ClientId, SpmisApp.Change("clients.close"), default));
        (await RefusedAsync(1)).ShouldBe("client.closed");

        Task<ClientSecret> RenewAsync(int days) => app.UseAsync<RenewSecret, ClientSecret>(act => act.HandleAsync(old.ClientId, days, SpmisApp.Change("clients.renew-secret", now: TimeProvider.System.GetUtcNow().UtcDateTime), default));
        async Task<string> RefusedAsync(int days) => (await Should.ThrowAsync<Refused>(() => RenewAsync(days))).Code;
        async Task<bool> OpensAsync(ClientSecret secret)
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = secret.ClientId, ["client_secret"] = secret.Secret, ["scope"] = "registration" });
            using var answer = await http.PostAsync(new Uri("/connect/token", UriKind.Relative), form);
            return answer.IsSuccessStatusCode;
        }
    }

    private Task<ClientSecret> RegisterAsync(string name, string[] roles, string[] scopes) =>
        app.UseAsync<RegisterClient, ClientSecret>(r => r.HandleAsync(new NewClient { Name = name, Roles = roles, Scopes = scopes }, SpmisApp.Change(), default));

    private async Task<HttpResponseMessage> AskAsync(string id, string secret, string? scope = null)
    {
        var fields = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = id, ["client_secret"] = secret };
        if (scope is not null)
        {
            fields["scope"] = scope;
        }

        using var content = new FormUrlEncodedContent(fields);
        return await http.PostAsync(new Uri("/connect/token", UriKind.Relative), content);
    }

    private async Task<string> TokenAsync(ClientSecret secret)
    {
        using var answer = await AskAsync(secret.ClientId, secret.Secret);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    private async Task<T> GetAsync<T>(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var answer = await http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<T>())!;
    }

    private async Task ShouldRefuseAsync(string path, string? token, HttpStatusCode status, string code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        answer.StatusCode.ShouldBe(status);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe(code);
    }
}
