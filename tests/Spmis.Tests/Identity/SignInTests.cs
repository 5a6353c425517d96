using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Identity;
using Spmis.Identity.SignIn;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.History;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

public sealed class SignInTests : IAsyncLifetime
{
    private const string Own = "seven boats on the quiet lake";
    private SpmisApp app = null!; // Set before each test.

    public async ValueTask InitializeAsync() => app = await SpmisApp.StartAsync(realSignIn: true);

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task Portal_WithoutASession_SendsToTheDoorAndBack()
    {
        var (user, _) = await UserAsync("officer", Roles.Officer);
        using var browser = app.Browser();

        using var sent = await browser.GetAsync(new Uri("/?x=1", UriKind.Relative));
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        sent.Headers.Location!.PathAndQuery.ShouldBe("/sign-in?returnUrl=%2F%3Fx%3D1");
        using var back = await SpmisApp.SignInAsync(browser, user, Own, sent.Headers.Location.Query);
        back.Headers.Location!.ToString().ShouldBe("/?x=1");
        (await browser.GetStringAsync(new Uri("/", UriKind.Relative))).ShouldContain("Name of officer");
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("javascript:alert(1)")]
    public async Task SignIn_WithAReturnAddressElsewhere_StaysInThePortal(string address)
    {
        var (user, _) = await UserAsync("officer", Roles.Officer);
        using var browser = app.Browser();

        using var answer = await SpmisApp.SignInAsync(browser, user, Own, $"?returnUrl={Uri.EscapeDataString(address)}");

        answer.Headers.Location!.ToString().ShouldBe("/");
    }

    [Fact]
    public async Task SignIn_WithAWrongPasswordOrAnUnknownName_SaysTheSameAndKeepsTheName()
    {
        await UserAsync("officer", Roles.Officer);
        using var browser = app.Browser();

        using var wrong = await SpmisApp.SignInAsync(browser, "officer", "not this one");
        using var unknown = await SpmisApp.SignInAsync(browser, "nobody-here", "not this one");

        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        unknown.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await wrong.Content.ReadAsStringAsync();
        page.ShouldContain("The user name or the password is not right.");
        page.ShouldContain("value=\"officer\"");
        page.ShouldNotContain("not this one");
        (await unknown.Content.ReadAsStringAsync()).ShouldContain("The user name or the password is not right.");
    }

    [Fact]
    public async Task SignIn_AfterFiveWrongPasswords_IsClosedForAWhileEachTimeLonger()
    {
        var (user, _) = await UserAsync("officer", Roles.Officer);
        var at = SpmisApp.Now;
        for (var i = 0; i < SpmisUser.TriesBeforeLock; i++)
        {
            (await TryAsync(user, "wrong", at)).ShouldBe("sign-in.wrong");
        }

        (await TryAsync(user, Own, at.AddSeconds(59))).ShouldBe("sign-in.wrong");
        (await TryAsync(user, "wrong", at.AddSeconds(61))).ShouldBe("sign-in.wrong");
        (await TryAsync(user, Own, at.AddSeconds(61 + 119))).ShouldBe("sign-in.wrong");
        (await TryAsync(user, Own, at.AddSeconds(61 + 121))).ShouldBeNull();
    }

    [Fact]
    public async Task SignIn_WrongPasswordsSideBySide_AreAllCounted()
    {
        var (user, _) = await UserAsync("officer", Roles.Officer);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TryAsync(user, "wrong", SpmisApp.Now)));

        var saved = await app.UseAsync<IdentityDb, SpmisUser>(db => db.Users.SingleAsync());
        saved.AccessFailedCount.ShouldBe(SpmisUser.TriesBeforeLock);
        saved.IsLocked(SpmisApp.Now).ShouldBeTrue();
    }

    [Fact]
    public async Task SignIn_OfAClosedAccount_IsRefusedAndItsSessionEnds()
    {
        var (user, id) = await UserAsync("officer", Roles.Officer);
        await app.UseAsync<CloseUser>(close => close.HandleAsync(id, SpmisApp.Change("users.close"), default));

        (await TryAsync(user, Own, SpmisApp.Now)).ShouldBe("sign-in.closed");
        (await TryAsync(user, "wrong", SpmisApp.Now)).ShouldBe("sign-in.wrong");
    }

    [Fact]
    public async Task FirstStart_MakesOneAdministratorWhoMustChooseAPassword()
    {
        var made = await app.UseAsync<FirstAdministrator, FirstPassword?>(f => f.HandleAsync(SpmisApp.Change(), default));
        (await app.UseAsync<FirstAdministrator, FirstPassword?>(f => f.HandleAsync(SpmisApp.Change(), default))).ShouldBeNull();
        using var browser = app.Browser();

        using var entered = await SpmisApp.SignInAsync(browser, "admin", made!.Password, "?returnUrl=/users");
        entered.Headers.Location!.ToString().ShouldBe("/account");
        using var elsewhere = await browser.GetAsync(new Uri("/users", UriKind.Relative));
        elsewhere.Headers.Location!.ToString().ShouldBe("/account");
        using var weak = await SpmisApp.PostFormAsync(browser, "/account", ("Current", made.Password), ("Replacement", "Password2026!"), ("Again", "Password2026!"));
        (await weak.Content.ReadAsStringAsync()).ShouldContain("easy to guess");
        using var changed = await SpmisApp.PostFormAsync(browser, "/account", ("Current", made.Password), ("Replacement", Own), ("Again", Own));
        changed.Headers.Location!.ToString().ShouldBe("/");
        using var users = await browser.GetAsync(new Uri("/users", UriKind.Relative));
        users.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task SignOut_EndsTheSession()
    {
        var (user, _) = await UserAsync("officer", Roles.Officer);
        using var browser = app.Browser();
        using var entered = await SpmisApp.SignInAsync(browser, user, Own);

        using var left = await SpmisApp.PostFormAsync(browser, "/", "/sign-out");

        left.Headers.Location!.ToString().ShouldBe("/sign-in");
        using var home = await browser.GetAsync(new Uri("/", UriKind.Relative));
        home.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Session_CookieOnly_IsKeptFromScriptsAndForeignPages()
    {
        var (user, _) = await UserAsync("officer", Roles.Officer);
        using var browser = app.Browser();

        using var entered = await SpmisApp.SignInAsync(browser, user, Own);

        var cookie = entered.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("spmis-session=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=lax", Case.Insensitive);
    }

    [Fact]
    public async Task SignIn_TooOftenFromOneAddress_IsToldToWait()
    {
        await using var limited = await SpmisApp.StartAsync("identity", builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["SignIn:TriesPerMinute"] = "2" }), realSignIn: true);
        using var browser = limited.Browser();
        for (var i = 0; i < 2; i++)
        {
            using var allowed = await SpmisApp.SignInAsync(browser, "a", "b");
            allowed.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        using var refused = await SpmisApp.SignInAsync(browser, "a", "b");

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        (await refused.Content.ReadAsStringAsync()).ShouldContain("Too many tries");
    }

    [Fact]
    public async Task History_OfUsersAndSignIns_HoldsNoSecret()
    {
        var (user, id) = await UserAsync("officer", Roles.Officer);
        await TryAsync(user, Own, SpmisApp.Now);
        await TryAsync(user, "wrong", SpmisApp.Now);
        var reset = await app.UseAsync<ResetPassword, FirstPassword>(r => r.HandleAsync(id, SpmisApp.Change("users.reset-password"), default));

        var rows = await app.UseAsync<IdentityDb, List<HistoryRow>>(db => db.History.ToListAsync());
        rows.Select(r => r.Act).ShouldBe(["users.create", "users.create", "users.change-password", "users.sign-in", "users.password-wrong", "users.reset-password"]);
        var saved = await app.UseAsync<IdentityDb, SpmisUser>(db => db.Users.SingleAsync());
        foreach (var secret in new[] { Own, reset.Password, saved.PasswordHash!, saved.SecurityStamp!, "passwordHash", "securityStamp" })
        {
            rows.ShouldAllBe(r => !$"{r.Before}{r.After}{r.Reason}{r.Evidence}".Contains(secret));
        }
    }

    private async Task<string?> TryAsync(string user, string password, DateTime at)
    {
        try
        {
            await app.UseAsync<SignInUser, SpmisUser>(s => s.HandleAsync(user, password, SpmisApp.Change("users.sign-in", SignInUser.Nobody, at), default));
            return null;
        }
        catch (Refused refused)
        {
            return refused.Code;
        }
    }

    private async Task<(string UserName, Guid Id)> UserAsync(string name, string role)
    {
        var made = await app.UseAsync<CreateUser, FirstPassword>(create => create.HandleAsync(new NewUser { UserName = name, DisplayName = $"Name of {name}", Roles = [role], Person = $"S-{name}" }, SpmisApp.Change("users.create"), default));
        await app.UseAsync<ChangePassword, SpmisUser>(change => change.HandleAsync(made.User.Id, made.Password, Own, SpmisApp.Change("users.change-password"), default));
        return (name, made.User.Id);
    }
}
