using System.Net;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

/// <summary>A person's sessions: seen, and ended at once from anywhere.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private Door door = null!; // Set before each test.

    public async ValueTask InitializeAsync() => door = await Door.OpenAsync();

    public async ValueTask DisposeAsync() => await door.DisposeAsync();

    [Fact]
    public async Task List_ShowsEachDevice_AndEndsOneAtOnce()
    {
        await door.UserAsync("olive", Roles.Officer);
        using var office = await door.SignedInAsync("olive");
        using var phone = door.App.Browser();
        phone.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0");
        using var entered = await SpmisApp.SignInAsync(phone, "olive", Door.Own);
        var page = await office.GetStringAsync(new Uri("/account/sessions", UriKind.Relative));
        page.ShouldContain("Firefox, Android");

        using var ended = await SpmisApp.SendFormAsync(office, page, "/account/sessions", ("Session", Door.Hidden(page, "Session")));

        ended.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await InAsync(phone)).ShouldBeFalse();
        (await InAsync(office)).ShouldBeTrue();
        (await office.GetStringAsync(new Uri("/account/sessions", UriKind.Relative))).ShouldNotContain("Firefox, Android");
    }

    [Fact]
    public async Task Session_OfAnother_CannotBeEnded()
    {
        await door.UserAsync("olive", Roles.Officer);
        await door.UserAsync("mallory", Roles.Officer);
        using var olive = await door.SignedInAsync("olive");
        using var second = await door.SignedInAsync("olive");
        using var mallory = await door.SignedInAsync("mallory");
        var foreign = Door.Hidden(await olive.GetStringAsync(new Uri("/account/sessions", UriKind.Relative)), "Session");

        using var refused = await SpmisApp.PostFormAsync(mallory, "/account/sessions", ("Session", foreign));

        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await InAsync(second)).ShouldBeTrue();
    }

    [Fact]
    public async Task Others_AllEnded_ThisOneGoesOn()
    {
        await door.UserAsync("olive", Roles.Officer);
        using var here = await door.SignedInAsync("olive");
        using var there = await door.SignedInAsync("olive");
        using var elsewhere = await door.SignedInAsync("olive");

        using var ended = await SpmisApp.PostFormAsync(here, "/account/sessions", "/account/sessions?handler=Others");

        (await InAsync(here)).ShouldBeTrue();
        (await InAsync(there)).ShouldBeFalse();
        (await InAsync(elsewhere)).ShouldBeFalse();
    }

    [Fact]
    public async Task Password_Changed_EndsTheOthersAtOnce()
    {
        await door.UserAsync("olive", Roles.Officer);
        using var here = await door.SignedInAsync("olive");
        using var there = await door.SignedInAsync("olive");
        const string next = "nine herons over the wide delta";

        using var changed = await SpmisApp.PostFormAsync(here, "/account", ("Current", Door.Own), ("Replacement", next), ("Again", next));

        changed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await InAsync(here)).ShouldBeTrue();
        (await InAsync(there)).ShouldBeFalse();
    }

    [Fact]
    public async Task Cookie_CopiedBeforeSignOut_IsWorthNothingAfterwards()
    {
        await door.UserAsync("olive", Roles.Officer);
        using var browser = door.App.Browser();
        using var entered = await SpmisApp.SignInAsync(browser, "olive", Door.Own);
        using var thief = door.App.Client();
        thief.DefaultRequestHeaders.Add("Cookie", entered.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("spmis-session=", StringComparison.Ordinal)).Split(';')[0]);
        (await InAsync(thief)).ShouldBeTrue();

        using var left = await SpmisApp.PostFormAsync(browser, "/", "/sign-out");

        (await InAsync(thief)).ShouldBeFalse();
    }

    [Fact]
    public async Task Session_UsedAllDay_EndsAfterTwelveHours()
    {
        await door.UserAsync("olive", Roles.Officer);
        using var browser = await door.SignedInAsync("olive");
        for (var half = 1; half < 24; half++)
        {
            door.Time.On = TimeSpan.FromMinutes(30 * half); // Never an hour unused.
            (await InAsync(browser)).ShouldBeTrue($"after {30 * half} minutes");
        }

        door.Time.On = TimeSpan.FromMinutes((12 * 60) + 1);

        (await InAsync(browser)).ShouldBeFalse();
    }

    [Fact]
    public async Task Cookies_ByHttps_AreOfThisHostAloneAndGoAtTheEnd()
    {
        await door.UserAsync("olive", Roles.Officer);
        using var browser = door.App.Browser();
        browser.BaseAddress = new Uri("https://localhost");
        using var entered = await SpmisApp.SignInAsync(browser, "olive", Door.Own);
        var cookie = entered.Headers.GetValues("Set-Cookie").Single(c => c.Contains("spmis-session", StringComparison.Ordinal));
        cookie.ShouldStartWith("__Host-spmis-session=");
        var said = cookie.Split("; ").Skip(1).Select(p => p.ToLowerInvariant()).ToList();
        said.ShouldBe(["path=/", "secure", "samesite=lax", "httponly"], ignoreOrder: true);
        (await InAsync(browser)).ShouldBeTrue();
        var value = cookie.Split(';')[0];

        // A name without the promise is not taken where the promise can be kept; between our own processes, by http, the cookie that came by https is.
        (await WithAsync("https://localhost", value)).ShouldBeTrue();
        (await WithAsync("https://localhost", value["__Host-".Length..])).ShouldBeFalse();
        (await WithAsync("http://localhost", value)).ShouldBeTrue();

        using var left = await SpmisApp.PostFormAsync(browser, "/", "/sign-out");
        left.Headers.GetValues("Set-Cookie").ShouldContain(c => c.StartsWith("__Host-spmis-session=;", StringComparison.Ordinal));
        left.Headers.GetValues("Clear-Site-Data").ShouldHaveSingleItem().ShouldBe("\"cache\", \"storage\"");
        (await WithAsync("https://localhost", value)).ShouldBeFalse();
    }

    private async Task<bool> WithAsync(string origin, string cookie)
    {
        using var client = door.App.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(origin));
        request.Headers.Add("Cookie", cookie);
        using var home = await client.SendAsync(request);
        return home.StatusCode == HttpStatusCode.OK;
    }

    [Fact]
    public async Task Roles_Changed_HoldWithTheNextRequest()
    {
        var id = await door.UserAsync("olive", Roles.Officer);
        using var browser = await door.SignedInAsync("olive");
        using var forbidden = await browser.GetAsync(new Uri("/audit", UriKind.Relative));
        forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var version = (await door.App.UseAsync<Spmis.Identity.IdentityDb, SpmisUser?>(async db => await db.Users.FindAsync(id)))!.ConcurrencyStamp!;

        await door.App.UseAsync<ChangeUser>(c => c.HandleAsync(new UserChange { Id = id, Version = version, DisplayName = "Olive", Roles = [Roles.Auditor], Person = "S-1" }, SpmisApp.Change("users.change"), default));

        using var allowed = await browser.GetAsync(new Uri("/audit", UriKind.Relative));
        allowed.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<bool> InAsync(HttpClient browser)
    {
        using var home = await browser.GetAsync(new Uri("/", UriKind.Relative));
        return home.StatusCode == HttpStatusCode.OK;
    }
}
