using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Identity;
using Spmis.Identity.Clients;
using Spmis.Identity.Tokens;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.Proposals;
using Spmis.Payments;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

/// <summary>Requests that somebody made up: forged and foreign tokens, fields the form does not have, and one person pretending to be two.</summary>
public sealed class ForgedTests : IAsyncLifetime
{
    private const string Act = "notes.pin";
    private Door door = null!; // Set before each test.

    public async ValueTask InitializeAsync() => door = await Door.OpenAsync(
        configure: builder => builder.Services.AddKeyedScoped<IProposedAct, PinNote>($"{PaymentsModule.ModuleName}.{Act}").AddSingleton(new ProposedAct(PaymentsModule.ModuleName, Act, "payments.approve")),
        map: web =>
        {
            web.MapGet("/api/registration/probe", (CurrentActor current) => current.Actor).RequireAuthorization("users.read");
            web.MapPost("/api/payments/decide/{id:long}", async (long id, FourEyes fourEyes, CurrentActor current, CancellationToken ct) =>
            {
                await fourEyes.ApproveAsync(PaymentsModule.ModuleName, id, current.Change("proposals.decide"), ct);
                return new Dictionary<string, long> { ["id"] = id };
            }).Writes(PaymentsModule.ModuleName, "payments.approve");
        });

    public async ValueTask DisposeAsync() => await door.DisposeAsync();

    [Theory]
    [InlineData("as it is", true)]
    [InlineData("expired", false)]
    [InlineData("expired, with a later date", false)]
    [InlineData("another audience", false)]
    [InlineData("another issuer", false)]
    [InlineData("more roles, old signature", false)]
    [InlineData("alg none", false)]
    [InlineData("signed with the public key as a secret", false)]
    [InlineData("signed with a key of one's own", false)]
    [InlineData("typ of an identity token", false)]
    [InlineData("an id nobody issued", false)]
    public async Task Token_Forged_IsWorthNothing(string how, bool counts)
    {
        var client = await door.App.UseAsync<RegisterClient, ClientSecret>(r => r.HandleAsync(new NewClient { Name = "Statistics", Roles = [Roles.Auditor], Scopes = ["registration"] }, SpmisApp.Change(), default));
        var parts = (await TokenAsync(client)).Split('.');
        var (header, payload) = (Parse(parts[0]), Parse(parts[1]));
        var key = door.App.Services.GetRequiredService<TokenKeys>().Signing[0].Rsa;
        Func<byte[], byte[]> sign = data => key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var own = RSA.Create(2048);
        switch (how)
        {
            case "expired": door.Time.On = TimeSpan.FromMinutes(16); break; // Its dates are the server's own, by its id.
            case "expired, with a later date": (door.Time.On, payload["exp"]) = (TimeSpan.FromMinutes(16), payload["exp"]!.GetValue<long>() + 3600); break;
            case "another audience": payload["aud"] = "somebody-else"; break;
            case "another issuer": payload["iss"] = "https://elsewhere.example/"; break;
            case "more roles, old signature": payload["role"] = Roles.Administrator; sign = _ => WebEncoders.Base64UrlDecode(parts[2]); break;
            case "alg none": header["alg"] = "none"; sign = _ => []; break;
            case "signed with the public key as a secret":
                header["alg"] = "HS256";
                sign = data => HMACSHA256.HashData(Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()), data);
                break;
            case "signed with a key of one's own": sign = data => own.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1); break;
            case "typ of an identity token": header["typ"] = "JWT"; break;
            case "an id nobody issued": payload["oi_tkn_id"] = Guid.CreateVersion7().ToString(); break;
        }

        var body = $"{WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(header))}.{WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(payload))}";
        var token = $"{body}.{WebEncoders.Base64UrlEncode(sign(Encoding.ASCII.GetBytes(body)))}";
        using var answer = await CallAsync(HttpMethod.Get, "/api/registration/probe", token);

        answer.StatusCode.ShouldBe(counts ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, how);
    }

    [Fact]
    public async Task Fields_TheFormDoesNotHave_ChangeNothing()
    {
        var id = await door.UserAsync("ada", Roles.Administrator);
        using var browser = await door.SignedInAsync("ada");

        using var made = await SpmisApp.PostFormAsync(
            browser, "/users/new", ("UserName", "boris"), ("DisplayName", "Boris"), ("Staff", "S-9"), ("RoleNames", Roles.Officer),
            ("Id", id.ToString()), ("IsDemo", "true"), ("MustChangePassword", "false"), ("PasswordHash", "x"), ("SecondFactorSince", "2026-01-01"), ("Made.User.MustChangePassword", "false"), ("User.Roles", Roles.Administrator));
        made.StatusCode.ShouldBe(HttpStatusCode.OK);
        var saved = await door.App.UseAsync<IdentityDb, SpmisUser>(db => db.Users.SingleAsync(u => u.UserName == "boris"));
        (saved.IsDemo, saved.MustChangePassword, saved.SecondFactorSince, saved.Roles.Single().Role).ShouldBe((false, true, null, Roles.Officer));
        saved.Id.ShouldNotBe(id);
        using var own = await SpmisApp.PostFormAsync(browser, "/account", ("Current", Door.Own), ("Replacement", "nine herons over the delta"), ("Again", "nine herons over the delta"), ("RoleNames", Roles.Supervisor), ("Account.DisplayName", "Changed"));
        var ada = await door.App.UseAsync<IdentityDb, SpmisUser>(db => db.Users.SingleAsync(u => u.Id == id));
        (ada.DisplayName, ada.Roles.Single().Role).ShouldBe(("Name of ada", Roles.Administrator));
    }

    [Fact]
    public async Task Form_WithoutItsToken_IsRefused()
    {
        await door.UserAsync("ada", Roles.Administrator);
        using var browser = await door.SignedInAsync("ada");
        using var fields = new FormUrlEncodedContent(new Dictionary<string, string> { ["UserName"] = "boris", ["DisplayName"] = "Boris", ["RoleNames"] = Roles.Officer });

        using var answer = await browser.PostAsync(new Uri("/users/new", UriKind.Relative), fields);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Preparer_ApprovingByASecondAccount_IsRefused()
    {
        var first = await door.UserAsync(new NewUser { UserName = "olive", DisplayName = "Olive", Roles = [Roles.Officer], Person = "S-17" });
        await door.UserAsync(new NewUser { UserName = "olive2", DisplayName = "Olive as supervisor", Roles = [Roles.Supervisor], Person = "S-17" });
        await door.UserAsync(new NewUser { UserName = "sam", DisplayName = "Sam", Roles = [Roles.Supervisor], Person = "S-18" });
        var id = await ProposeAsync(first.ToString());
        var path = $"/proposals/payments/{id}";
        using var second = await door.SignedInAsync("olive2");
        using var other = await door.SignedInAsync("sam");

        (await second.GetStringAsync(new Uri(path, UriKind.Relative))).ShouldContain("You prepared this.");
        using var refused = await SpmisApp.PostFormAsync(second, path, ("Decision", "approve"));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var approved = await SpmisApp.PostFormAsync(other, path, ("Decision", "approve"));
        approved.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Preparer_ApprovingByAProgramOfTheirOwn_IsRefused_AndTheOtherWayRound()
    {
        var ada = await door.UserAsync("ada", Roles.Administrator, Roles.Supervisor);
        using var browser = await door.SignedInAsync("ada"); // Before the program is there: an open session must learn of it.
        var registrar = new Actor(ada.ToString(), "Ada", [Roles.Administrator]);
        var program = await door.App.UseAsync<RegisterClient, ClientSecret>(r => r.HandleAsync(
            new NewClient { Name = "Robot", Roles = [Roles.Supervisor], Scopes = ["payments"] }, SpmisApp.Change("clients.register", registrar), default));
        var token = await TokenAsync(program);

        using var byProgram = await CallAsync(HttpMethod.Post, $"/api/payments/decide/{await ProposeAsync(ada.ToString())}", token);
        (await byProgram.Content.ReadAsStringAsync()).ShouldContain("proposal.own");
        var fromProgram = await ProposeAsync(program.ClientId, "2");
        using var refused = await SpmisApp.PostFormAsync(browser, $"/proposals/payments/{fromProgram}", ("Decision", "approve"));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var byAnother = await CallAsync(HttpMethod.Post, $"/api/payments/decide/{await ProposeAsync("somebody-else", "3")}", token);
        byAnother.IsSuccessStatusCode.ShouldBeTrue(await byAnother.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Approval_OfWhatMovedSinceItWasShown_IsRefused()
    {
        await door.UserAsync("sam", Roles.Supervisor);
        var id = await ProposeAsync("somebody-else");
        PinNote.Now = "moved";
        using var browser = await door.SignedInAsync("sam");

        using var refused = await SpmisApp.PostFormAsync(browser, $"/proposals/payments/{id}", ("Decision", "approve"));

        PinNote.Now = "loose";
        (await refused.Content.ReadAsStringAsync()).ShouldContain("no longer what was shown");
    }

    private Task<long> ProposeAsync(string actorId, string subject = "1") => door.App.UseAsync<FourEyes, long>(async f =>
        (await f.ProposeAsync(PaymentsModule.ModuleName, Act, subject, "Pin it", new { subject }, SpmisApp.Change(Act, new Actor(actorId, "Preparer", [Roles.Officer])), default)).Id);

    private async Task<string> TokenAsync(ClientSecret secret)
    {
        using var http = door.App.Client();
        using var fields = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = secret.ClientId, ["client_secret"] = secret.Secret });
        using var answer = await http.PostAsync(new Uri("/connect/token", UriKind.Relative), fields);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    private async Task<HttpResponseMessage> CallAsync(HttpMethod method, string path, string token)
    {
        using var http = door.App.Client();
        using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        return await http.SendAsync(request);
    }

    private static JsonObject Parse(string part) => JsonNode.Parse(WebEncoders.Base64UrlDecode(part))!.AsObject();

    private sealed class PinNote : IProposedAct
    {
        /// <summary>The record as it stands; xunit runs the tests of one class one after another.</summary>
        public static string Now { get; set; } = "loose";

        public Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct) => Task.FromResult<IReadOnlyList<ShownField>>([new("Note", Now, "pinned")]);

        public Task ApplyAsync(string payload, Change change, CancellationToken ct) => Task.CompletedTask;
    }
}
