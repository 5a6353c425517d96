using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity;
using Spmis.Identity.Passkeys;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Kernel.History;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

/// <summary>Passkeys at the door and before what moves money, and everything that only looks like one.</summary>
public sealed class PasskeyTests : IAsyncLifetime
{
    private Door door = null!; // Set before each test.

    public async ValueTask InitializeAsync() => door = await Door.OpenAsync(new() { ["SignIn:SecondFactorFor"] = "administrator" });

    public async ValueTask DisposeAsync() => await door.DisposeAsync();

    [Fact]
    public async Task Passkey_FromRegistrationToRemoval_OpensAloneAndConfirms()
    {
        var id = await door.UserAsync("ada", Roles.Administrator);
        using var first = await door.SignedInAsync("ada");
        using var device = new Authenticator();
        using (var kept = await first.GetAsync(new Uri("/users", UriKind.Relative)))
        {
            kept.Headers.Location!.ToString().ShouldBe("/account/second-factor");
        }

        using var made = await device.RegisterAsync(first, "My telephone");
        var codes = Regex.Matches(await made.Content.ReadAsStringAsync(), "<li><bdi>([a-z0-9-]{29})</bdi>").Select(m => m.Groups[1].Value).ToList();
        codes.Count.ShouldBe(10);
        using (var open = await first.GetAsync(new Uri("/users", UriKind.Relative)))
        {
            open.StatusCode.ShouldBe(HttpStatusCode.OK, "a passkey is the second factor that the role needs");
        }

        // Alone: no password, no code.
        device.Count++;
        using var browser = door.App.Browser();
        using var entered = await device.SignInAsync(browser);
        entered.Headers.Location!.ToString().ShouldBe("/");
        (await browser.GetStringAsync(new Uri("/account/passkeys", UriKind.Relative))).ShouldContain("My telephone");

        // After the password: asked for, and a recovery code stands in for it once.
        using var other = door.App.Browser();
        using var halfway = await SpmisApp.SignInAsync(other, "ada", Door.Own);
        halfway.Headers.Location!.ToString().ShouldBe("/sign-in/code");
        (await other.GetStringAsync(new Uri("/sign-in/code", UriKind.Relative))).ShouldContain("data-passkey=\"/sign-in/passkey?handler=Question\"");
        using var byCode = await SpmisApp.PostFormAsync(other, "/sign-in/code", ("Code", codes[0]));
        byCode.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        // Before what gives rights.
        door.Time.On = TimeSpan.FromMinutes(16);
        var page = await browser.GetStringAsync(new Uri("/users/new", UriKind.Relative));
        using var asked = await SpmisApp.SendFormAsync(browser, page, "/users/new", ("UserName", "boris"));
        asked.StatusCode.ShouldBe(HttpStatusCode.TemporaryRedirect);
        using var shown = await SpmisApp.SendFormAsync(browser, page, "/sign-in/again?to=%2Fusers%2Fnew", ("UserName", "boris"));
        (await shown.Content.ReadAsStringAsync()).ShouldContain("name=\"AgainPasskey\"");
        device.Count++;
        var question = await Authenticator.AskAsync(browser, "/account/passkeys?handler=Question&again=true");
        var answer = device.Signed(question);
        using var right = await SpmisApp.SendFormAsync(browser, page, "/sign-in/again?to=%2Fusers%2Fnew", ("UserName", "boris"), ("AgainPasskey", answer));
        right.StatusCode.ShouldBe(HttpStatusCode.TemporaryRedirect);
        right.Headers.Location!.ToString().ShouldBe("/users/new");
        using var twice = await SpmisApp.SendFormAsync(browser, page, "/sign-in/again?to=%2Fusers%2Fnew", ("UserName", "boris"), ("AgainPasskey", answer));
        twice.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "an answer counts once");

        // The last factor of somebody who must have one stays; a second one may go.
        var passkey = (await door.App.UseAsync<IdentityDb, List<Passkey>>(db => db.Passkeys.ToListAsync())).ShouldHaveSingleItem();
        using var stays = await SpmisApp.PostFormAsync(browser, "/account/passkeys", "/account/passkeys?handler=Remove", ("Id", passkey.Id.ToString()));
        (await stays.Content.ReadAsStringAsync()).ShouldContain("Your roles need a second factor");
        using var spare = new Authenticator();
        using var second = await spare.RegisterAsync(browser, "Key in the safe");
        second.StatusCode.ShouldBe(HttpStatusCode.Redirect, "recovery codes are there already");
        using var gone = await SpmisApp.PostFormAsync(browser, "/account/passkeys", "/account/passkeys?handler=Remove", ("Id", passkey.Id.ToString()));
        gone.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        device.Count++;
        using var removed = await device.SignInAsync(door.App.Browser());
        removed.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);

        var rows = await door.App.UseAsync<IdentityDb, List<HistoryRow>>(db => db.History.Where(h => h.Entity == nameof(Passkey)).OrderBy(h => h.Seq).ToListAsync());
        rows.Select(r => r.Act).Where(a => a.StartsWith("passkeys.", StringComparison.Ordinal)).ShouldBe(["passkeys.add", "passkeys.add", "passkeys.remove"]);
        rows.ShouldAllBe(r => r.ActorId == id.ToString());
        rows.ShouldAllBe(r => !$"{r.Before}{r.After}".Contains("publicKey"));
    }

    [Fact]
    public async Task Proofs_WrongInOneThing_OpenNothing()
    {
        await door.UserAsync("olive", Roles.Officer);
        await door.UserAsync("omar", Roles.Officer);
        using var olive = await door.SignedInAsync("olive");
        using var omar = await door.SignedInAsync("omar");
        using var device = new Authenticator { Count = 7 };
        using var others = new Authenticator { Count = 7 };
        (await device.RegisterAsync(olive, "Telephone")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await others.RegisterAsync(omar, "Telephone")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var browser = door.App.Browser();

        async Task<HttpStatusCode> TryAsync(Func<System.Text.Json.JsonElement, string> answer)
        {
            var asked = await Authenticator.AskAsync(browser, "/sign-in/passkey?handler=Question");
            using var sent = await SpmisApp.PostFormAsync(browser, "/sign-in/passkey", ("Passkey", answer(asked)));
            return sent.StatusCode;
        }

        async Task RefusedAsync(string why, Func<System.Text.Json.JsonElement, string> answer) => (await TryAsync(answer)).ShouldBe(HttpStatusCode.UnprocessableEntity, why);

        device.Count = 8;
        device.Origin = "https://spmis.example.com";
        await RefusedAsync("signed for another origin", q => device.Signed(q));
        device.Origin = "http://localhost";
        await RefusedAsync("of another question", q => device.Signed(q, challenge: "c29tZXRoaW5nIGVsc2U"));
        device.Verifies = false;
        await RefusedAsync("nobody was asked for finger or PIN", q => device.Signed(q));
        device.Verifies = true;
        device.Count = 6;
        await RefusedAsync("the counter went backwards: a copy", q => device.Signed(q));
        device.Count = 7;
        await RefusedAsync("the counter stood still", q => device.Signed(q));
        device.Count = 9;
        var handle = device.UserHandle;
        device.UserHandle = others.UserHandle;
        await RefusedAsync("says it is somebody else", q => device.Signed(q));
        device.UserHandle = handle;
        using var stranger = new Authenticator { UserHandle = handle };
        await RefusedAsync("a device nobody registered", q => stranger.Signed(q));
        device.Host = "spmis.example.com";
        await RefusedAsync("a proof for another relying party", q => device.Signed(q));
        device.Host = "localhost";
        foreach (var nonsense in new[] { "", "{", "[]", "{}", "{\"state\":1}", "{\"state\":\"x\",\"credential\":{}}", new string('x', 30_000) })
        {
            await RefusedAsync("nonsense", _ => nonsense);
        }

        await RefusedAsync("a state with nothing in its credential", q => $"{{\"state\":\"{q.GetProperty("state").GetString()}\",\"credential\":{{}}}}");

        // A question asked of a signed-in person is none of the door's, and one person's is not another's.
        var again = await Authenticator.AskAsync(olive, "/account/passkeys?handler=Question&again=true");
        await RefusedAsync("asked for another purpose", _ => device.Signed(again));
        var ofOmar = await Authenticator.AskAsync(omar, "/account/passkeys?handler=Question&again=true");
        async Task<HttpStatusCode> ConfirmAsync(string answer) =>
            (await SpmisApp.PostFormAsync(olive, "/sign-in/again?to=/", "/sign-in/again?to=/", ("AgainPasskey", answer))).StatusCode;
        (await ConfirmAsync(device.Signed(ofOmar))).ShouldBe(HttpStatusCode.UnprocessableEntity, "another's question");
        others.Count = 8;
        (await ConfirmAsync(others.Signed(await Authenticator.AskAsync(olive, "/account/passkeys?handler=Question&again=true")))).ShouldBe(HttpStatusCode.UnprocessableEntity, "another's passkey");

        // Too late, then right, then the same again: in time but used.
        var old = await Authenticator.AskAsync(browser, "/sign-in/passkey?handler=Question");
        door.Time.On = TimeSpan.FromMinutes(6);
        await RefusedAsync("too late", _ => device.Signed(old));
        var question = await Authenticator.AskAsync(browser, "/sign-in/passkey?handler=Question");
        var right = device.Signed(question);
        using var entered = await SpmisApp.PostFormAsync(door.App.Browser(), "/sign-in/passkey", ("Passkey", right));
        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await RefusedAsync("used already", _ => right);

        // Devices that share a key count nothing: there the used question alone refuses.
        using var synced = new Authenticator { Count = 0 };
        (await synced.RegisterAsync(omar, "Shared")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var once = synced.Signed(await Authenticator.AskAsync(browser, "/sign-in/passkey?handler=Question"));
        using var first = await SpmisApp.PostFormAsync(door.App.Browser(), "/sign-in/passkey", ("Passkey", once));
        first.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await RefusedAsync("used already, without a counter", _ => once);

        // A closed account stays closed.
        var id = await door.App.UseAsync<IdentityDb, Guid>(db => db.Users.Where(u => u.UserName == "olive").Select(u => u.Id).SingleAsync());
        await door.App.UseAsync<CloseUser>(c => c.HandleAsync(id, SpmisApp.Change("users.close"), default));
        device.Count = 20;
        await RefusedAsync("the account is closed", q => device.Signed(q));
    }

    [Fact]
    public async Task Registration_OfWhatIsNotOnes_IsRefused_AndAnAdministratorTakesALostDeviceAway()
    {
        var id = await door.UserAsync("olive", Roles.Officer);
        await door.UserAsync("omar", Roles.Officer);
        using var olive = await door.SignedInAsync("olive");
        using var omar = await door.SignedInAsync("omar");
        using var device = new Authenticator();

        var ofOmar = await Authenticator.AskAsync(omar, "/account/passkeys?handler=Question");
        (await AddAsync(olive, device.Made(ofOmar))).ShouldBe(HttpStatusCode.UnprocessableEntity, "another's question");
        device.Origin = "https://spmis.example.com";
        (await AddAsync(olive, device.Made(await Authenticator.AskAsync(olive, "/account/passkeys?handler=Question")))).ShouldBe(HttpStatusCode.UnprocessableEntity, "another origin");
        device.Origin = "http://localhost";
        device.Verifies = false;
        (await AddAsync(olive, device.Made(await Authenticator.AskAsync(olive, "/account/passkeys?handler=Question")))).ShouldBe(HttpStatusCode.UnprocessableEntity, "nobody asked for finger or PIN");
        device.Verifies = true;
        var mine = device.Made(await Authenticator.AskAsync(olive, "/account/passkeys?handler=Question"));
        (await AddAsync(olive, mine)).ShouldBe(HttpStatusCode.OK);
        (await AddAsync(olive, mine)).ShouldBe(HttpStatusCode.UnprocessableEntity, "registered already");
        (await AddAsync(omar, device.Made(await Authenticator.AskAsync(omar, "/account/passkeys?handler=Question")))).ShouldBe(HttpStatusCode.UnprocessableEntity, "one device, one account");

        // Long after the sign-in, adding and removing ask again.
        door.Time.On = TimeSpan.FromMinutes(16);
        using var spare = new Authenticator();
        (await AddAsync(olive, spare.Made(await Authenticator.AskAsync(olive, "/account/passkeys?handler=Question")))).ShouldBe(HttpStatusCode.TemporaryRedirect);

        await door.App.UseAsync<Spmis.Identity.SecondFactors.ResetSecondFactor>(r => r.HandleAsync(id, SpmisApp.Change("users.reset-second-factor"), default));
        (await door.App.UseAsync<IdentityDb, int>(db => db.Passkeys.CountAsync())).ShouldBe(0);
        (await door.App.UseAsync<IdentityDb, int>(db => db.RecoveryCodes.CountAsync())).ShouldBe(0);
        using var withPassword = await door.SignedInAsync("olive");
    }

    private static async Task<HttpStatusCode> AddAsync(HttpClient browser, string passkey)
    {
        using var answer = await SpmisApp.PostFormAsync(browser, "/account/passkeys", "/account/passkeys?handler=Add", ("Name", $"Device {Guid.CreateVersion7():N}"), ("Passkey", passkey));
        return answer.StatusCode;
    }
}
