using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Duende.IdentityModel.OidcClient;
using Duende.IdentityModel.OidcClient.Browser;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using Spmis.Host;
using Spmis.Identity;
using Spmis.Identity.Clients;
using Spmis.Identity.Offices;
using Spmis.Identity.Sessions;
using Spmis.Identity.Tokens;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.TestKit;
using Spmis.Tests.Registration;

namespace Spmis.Tests.Identity;

/// <summary>A program acts for a person: authorization code with PKCE, refresh with rotation, by a client library nobody here wrote (Duende.IdentityModel.OidcClient, certified).</summary>
public sealed class OidcTests : IAsyncLifetime
{
    private const string Back = "http://127.0.0.1:7890/back";
    private Door door = null!; // Set before each test.
    private ClientSecret client = null!; // Set before each test.
    private Guid olive;

    public async ValueTask InitializeAsync()
    {
        door = await Door.OpenAsync(map: web =>
        {
            web.MapGet("/api/registration/probe", (CurrentActor current) => current.Actor).RequireAuthorization("persons.read");
            web.MapGet("/api/payments/probe", () => "paid").RequireAuthorization("payments.read");
            web.MapPost("/api/registration/probe-money", () => "paid").RequireAuthorization("payments.approve");
        });
        await door.App.UseAsync<ChangeOffices>(act => act.OpenAsync(new OfficeInput { Code = "KSM", Name = "Kisumu", Nation = true }, SpmisApp.Change("offices.open"), default));
        olive = await door.UserAsync(new NewUser { UserName = "olive", DisplayName = "Olive", Roles = [Roles.Officer, Roles.Supervisor], Office = "KSM" });
        client = await RegisterAsync(Back);
    }

    public async ValueTask DisposeAsync() => await door.DisposeAsync();

    [Fact]
    public async Task Library_OfOthers_SignsAPersonIn_RefreshesAndCallsTheApi()
    {
        var oidc = new OidcClient(Options());

        var login = await oidc.LoginAsync(new LoginRequest());
        login.IsError.ShouldBeFalse($"{login.Error} {login.ErrorDescription}");
        login.User.FindFirst("sub")!.Value.ShouldBe(olive.ToString());
        login.User.FindFirst("name")!.Value.ShouldBe("Olive");
        var refreshed = await oidc.RefreshTokenAsync(login.RefreshToken);
        refreshed.IsError.ShouldBeFalse($"{refreshed.Error} {refreshed.ErrorDescription}");
        refreshed.RefreshToken.ShouldNotBe(login.RefreshToken);

        var actor = await (await CallAsync("/api/registration/probe", refreshed.AccessToken)).Content.ReadFromJsonAsync<Actor>();
        (actor!.Id, actor.Name, actor.Office).ShouldBe((olive.ToString(), "Olive", "KSM"));
        actor.Roles.ShouldBe([Roles.Officer, Roles.Supervisor], ignoreOrder: true);
        (await CallAsync("/api/payments/probe", refreshed.AccessToken)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, "the token's scope is another module");
    }

    [Fact]
    public async Task Person_ByAProgram_SeesTheOwnRecordInTheModulesOfTheToken_AndNothingElse()
    {
        var (amina, other) = (await door.App.RegisterAsync(Registry.Amina), await door.App.RegisterAsync(Registry.Amina with { GivenName = "Zuhura", FamilyName = "Kamau", BornOn = new(1961, 1, 2), NationalId = null, Phone = null }));
        await door.UserAsync(new NewUser { UserName = "amina", DisplayName = "Amina", Roles = [Roles.Person], PersonNumber = amina.Number });
        var login = await new OidcClient(Options("amina")).LoginAsync(new LoginRequest());
        login.IsError.ShouldBeFalse($"{login.Error} {login.ErrorDescription}");

        var own = await (await CallAsync("/api/registration/me", login.AccessToken)).Content.ReadFromJsonAsync<JsonElement>();
        (own.GetProperty("number").GetString(), own.GetProperty("name").GetString()).ShouldBe((amina.Number, "Amina Hassan Wanjiru"));
        foreach (var path in new[] { $"/api/registration/me?number={other.Number}", $"/api/registration/me/consents?number={other.Number}" })
        {
            using var mine = await CallAsync(path, login.AccessToken);
            mine.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await mine.Content.ReadAsStringAsync()).ShouldNotContain("Zuhura");
        }

        using var outside = await CallAsync("/api/contributions/me", login.AccessToken);
        outside.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await outside.Content.ReadAsStringAsync()).ShouldContain("access.scope");
        foreach (var path in new[] { $"/api/registration/persons/{other.Number}", $"/api/registration/persons/{amina.Number}", "/api/registration/probe" })
        {
            (await CallAsync(path, login.AccessToken)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }

        // An officer has no record of one's own here; who looked is on the record.
        var officer = await new OidcClient(Options()).LoginAsync(new LoginRequest());
        (await CallAsync("/api/registration/me", officer.AccessToken)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var reads = await door.App.UseAsync<IdentityDb, List<Spmis.Identity.Reads.PersonRead>>(db => db.Reads.AsNoTracking().ToListAsync());
        reads.ShouldAllBe(r => r.Person == amina.Number && r.Purpose == "own");
        reads.ShouldContain(r => r.Place == "api/registration/me");
    }

    [Fact]
    public async Task RefreshToken_UsedTwice_EndsTheWholeChain()
    {
        var oidc = new OidcClient(Options());
        var login = await oidc.LoginAsync(new LoginRequest());
        var second = await oidc.RefreshTokenAsync(login.RefreshToken);
        door.Time.On = TimeSpan.FromMinutes(2); // An answer lost on a slow line may be asked for again for half a minute.

        var stolen = await oidc.RefreshTokenAsync(login.RefreshToken);
        var owner = await oidc.RefreshTokenAsync(second.RefreshToken);

        stolen.Error.ShouldBe("invalid_grant");
        owner.Error.ShouldBe("invalid_grant");
    }

    [Theory]
    [InlineData("session")]
    [InlineData("password")]
    [InlineData("account")]
    [InlineData("client")]
    public async Task RefreshToken_AfterTheEndOf_IsWorthNothing(string ended)
    {
        var oidc = new OidcClient(Options());
        var login = await oidc.LoginAsync(new LoginRequest());
        await (ended switch
        {
            "session" => door.App.UseAsync<EndOtherSessions>(e => e.HandleAsync(olive, null, SpmisApp.Change("sessions.end"), default)),
            "password" => door.App.UseAsync<ResetPassword>(r => r.HandleAsync(olive, SpmisApp.Change("users.reset-password"), default)),
            "account" => door.App.UseAsync<CloseUser>(c => c.HandleAsync(olive, SpmisApp.Change("users.close"), default)),
            _ => door.App.UseAsync<CloseClient>(c => c.HandleAsync(client.ClientId, SpmisApp.Change("clients.close"), default)),
        });

        (await oidc.RefreshTokenAsync(login.RefreshToken)).IsError.ShouldBeTrue();
    }

    [Fact]
    public async Task Money_LongAfterTheSignIn_SendsTheProgramToAskThePersonAgain()
    {
        var login = await new OidcClient(Options()).LoginAsync(new LoginRequest());
        (await PostAsync("/api/registration/probe-money", login.AccessToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var refresh = login.RefreshToken;
        door.Time.On = TimeSpan.FromMinutes(16);
        var later = await new OidcClient(Options()).RefreshTokenAsync(refresh);

        var refused = await PostAsync("/api/registration/probe-money", later.AccessToken);

        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "a refresh is no sign-in");
        refused.Headers.WwwAuthenticate.ToString().ShouldContain("insufficient_user_authentication");
    }

    [Fact]
    public async Task Code_WithoutItsProofOrTwiceOrElsewhere_IsWorthNothing()
    {
        var verifier = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var challenge = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        using var browser = await door.SignedInAsync("olive");
        string Way(string more, string back = Back) => $"/connect/authorize?client_id={client.ClientId}&response_type=code&scope=registration&redirect_uri={Uri.EscapeDataString(back)}{more}";
        var proof = $"&code_challenge={challenge}&code_challenge_method=S256";

        (await LocationAsync(browser, Way(""))).ShouldNotContain("code=", Case.Sensitive, "without PKCE");
        (await LocationAsync(browser, Way("&code_challenge=abc&code_challenge_method=plain"))).ShouldNotContain("code=", Case.Sensitive, "a challenge in clear text");
        (await LocationAsync(browser, Way(proof, "https://elsewhere.example/"))).ShouldBe("", "an address nobody registered is never sent to");
        var code = QueryHelpers.ParseQuery(new Uri(await LocationAsync(browser, Way(proof))).Query)["code"].ToString();
        (await ExchangeAsync(code, "guessed-guessed-guessed-guessed-guessed-guessed")).ShouldBe(HttpStatusCode.BadRequest);
        var second = QueryHelpers.ParseQuery(new Uri(await LocationAsync(browser, Way(proof))).Query)["code"].ToString();
        (await ExchangeAsync(second, verifier)).ShouldBe(HttpStatusCode.OK);
        (await ExchangeAsync(second, verifier)).ShouldBe(HttpStatusCode.BadRequest, "a code works once");
    }

    [Fact]
    public async Task Prompt_OfNoneWithoutASession_AndLoginWithAnOldOne()
    {
        using var nobody = door.App.Browser();
        var way = $"/connect/authorize?client_id={client.ClientId}&response_type=code&scope=openid&redirect_uri={Uri.EscapeDataString(Back)}&code_challenge={new string('a', 43)}&code_challenge_method=S256";
        (await LocationAsync(nobody, way + "&prompt=none")).ShouldContain("error=login_required");
        using var browser = await door.SignedInAsync("olive");
        door.Time.On = TimeSpan.FromMinutes(5);

        (await LocationAsync(browser, way + "&prompt=login")).ShouldStartWith("/sign-in/again?to=");
        (await LocationAsync(browser, way + "&max_age=60")).ShouldStartWith("/sign-in/again?to=");
        (await LocationAsync(browser, way)).ShouldContain("code=");
    }

    [Theory]
    [InlineData("http://elsewhere.example/back")]
    [InlineData("https://ok.example/back#fragment")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/relative")]
    public async Task Client_WithAnAddressThatIsNotSafe_IsRefused(string address) =>
        (await Should.ThrowAsync<Refused>(() => RegisterAsync(address))).Code.ShouldBe("client.redirect");

    [Fact]
    public async Task Introspection_OfAToken_AnswersItsClientOnly()
    {
        var login = await new OidcClient(Options()).LoginAsync(new LoginRequest());
        var other = await RegisterAsync("https://other.example/back");

        (await IntrospectAsync(client, login.AccessToken)).GetProperty("active").GetBoolean().ShouldBeTrue();
        (await IntrospectAsync(other, login.AccessToken)).GetProperty("active").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Keys_Rotated_SignWithTheNewAndStillTakeTheOld()
    {
        var login = await new OidcClient(Options()).LoginAsync(new LoginRequest());
        var old = JsonDocument.Parse(WebEncoders.Base64UrlDecode(login.AccessToken.Split('.')[0])).RootElement.GetProperty("kid").GetString();

        var rotated = TokenKeys.Rotate(door.App.Services.GetRequiredService<SpmisDatabase>());

        rotated.ShouldNotBe(old);
        await using var identity = Other("identity");
        identity.Services.GetRequiredService<IOptions<OpenIddictServerOptions>>().Value.SigningCredentials.Select(c => c.Key.KeyId).ShouldBe([rotated, old]);
        await using var registration = Other("registration");
        registration.MapGet("/api/registration/probe", (CurrentActor current) => current.Actor.Name).RequireAuthorization("persons.read");
        await SpmisHost.MigrateAsync(registration.Services, default);
        await registration.StartAsync();
        using var call = new HttpRequestMessage(HttpMethod.Get, "/api/registration/probe") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", login.AccessToken) } };
        using var there = registration.GetTestClient();
        using var answer = await there.SendAsync(call);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        await registration.StopAsync();
    }

    private WebApplication Other(string modules) => SpmisHost.Build(
        new Dictionary<string, string?> { ["Data"] = modules == "identity" ? door.App.DataFolder : CopyKeys(), ["Modules"] = modules, ["SignIn:Issuer"] = "http://localhost/" },
        builder =>
        {
            builder.WebHost.UseTestServer();
            builder.Logging.ClearProviders();
        });

    // A process of its own with the same keys and no lock on the files of this one.
    private string CopyKeys()
    {
        var folder = Directory.CreateDirectory(Path.Combine(door.App.DataFolder, "other")).FullName;
        var keys = Directory.CreateDirectory(Path.Combine(folder, "keys"));
        Directory.GetFiles(Path.Combine(door.App.DataFolder, "keys")).ToList().ForEach(f => File.Copy(f, Path.Combine(keys.FullName, Path.GetFileName(f))));
        return folder;
    }

    private Task<ClientSecret> RegisterAsync(string back) => door.App.UseAsync<RegisterClient, ClientSecret>(r => r.HandleAsync(
        new NewClient { Name = "Field app", Roles = [], Scopes = ["registration"], RedirectUris = [back] }, SpmisApp.Change("clients.register"), default));

    private OidcClientOptions Options(string person = "olive") => new()
    {
        Authority = "http://localhost", ClientId = client.ClientId, ClientSecret = client.Secret, RedirectUri = Back, Scope = "openid offline_access registration", LoadProfile = false,
        Browser = new Person(door, person), BackchannelHandler = door.App.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>() is TestServer server ? server.CreateHandler() : null,
        Policy = { Discovery = { RequireHttps = false } },
    };

    private async Task<HttpResponseMessage> CallAsync(string path, string token)
    {
        using var http = door.App.Client();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await http.GetAsync(new Uri(path, UriKind.Relative));
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string token)
    {
        using var http = door.App.Client();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await http.PostAsync(new Uri(path, UriKind.Relative), null);
    }

    private async Task<HttpStatusCode> ExchangeAsync(string code, string verifier)
    {
        using var http = door.App.Client();
        using var fields = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code", ["client_id"] = client.ClientId, ["client_secret"] = client.Secret, ["code"] = code, ["code_verifier"] = verifier, ["redirect_uri"] = Back,
        });
        using var answer = await http.PostAsync(new Uri("/connect/token", UriKind.Relative), fields);
        return answer.StatusCode;
    }

    private async Task<JsonElement> IntrospectAsync(ClientSecret asking, string token)
    {
        using var http = door.App.Client();
        using var fields = new FormUrlEncodedContent(new Dictionary<string, string> { ["client_id"] = asking.ClientId, ["client_secret"] = asking.Secret, ["token"] = token });
        using var answer = await http.PostAsync(new Uri("/connect/introspect", UriKind.Relative), fields);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<string> LocationAsync(HttpClient browser, string path)
    {
        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative));
        return answer.Headers.Location?.OriginalString ?? "";
    }

    /// <summary>The person at the browser: follows the program's link, signs in, is sent on.</summary>
    private sealed class Person(Door door, string name) : IBrowser
    {
        public async Task<BrowserResult> InvokeAsync(BrowserOptions options, CancellationToken cancellationToken = default)
        {
            using var browser = door.App.Browser();
            var way = new Uri(options.StartUrl).PathAndQuery;
            var toDoor = await LocationAsync(browser, way);
            using var entered = await SpmisApp.SignInAsync(browser, name, Door.Own, toDoor[toDoor.IndexOf('?', StringComparison.Ordinal)..]);
            using var goOn = await browser.GetAsync(entered.Headers.Location, cancellationToken);
            var next = Regex.Match(goOn.Headers.GetValues("Refresh").Single(), "^0;url=(.*)$").Groups[1].Value;
            return new BrowserResult { Response = await LocationAsync(browser, next), ResultType = BrowserResultType.Success };
        }
    }
}
