using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity;
using Spmis.Identity.SecondFactors;
using Spmis.Identity.SignIn;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.History;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

/// <summary>Codes of an app after the password, recovery codes, who must have them, and the way back in.</summary>
public sealed class SecondFactorTests : IAsyncLifetime
{
    private Door door = null!; // Set before each test.

    public async ValueTask InitializeAsync() => door = await Door.OpenAsync();

    public async ValueTask DisposeAsync() => await door.DisposeAsync();

    /// <summary>RFC 6238, appendix B (SHA-1), its last six digits.</summary>
    [Theory]
    [InlineData(59L, "287082")]
    [InlineData(1111111109L, "081804")]
    [InlineData(1111111111L, "050471")]
    [InlineData(1234567890L, "005924")]
    [InlineData(2000000000L, "279037")]
    [InlineData(20000000000L, "353130")]
    public void Totp_OfTheStandardsExamples_IsTheStandardsCode(long seconds, string code)
    {
        var key = Encoding.ASCII.GetBytes("12345678901234567890");
        var at = DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime;

        Totp.CodeAt(key, Totp.StepOf(at)).ShouldBe(code);
        Totp.Match(key, code, at, 0).ShouldBe(Totp.StepOf(at));
        Totp.Match(key, code, at.AddSeconds(30), 0).ShouldNotBeNull("a clock half a minute off");
        Totp.Match(key, code, at.AddSeconds(90), 0).ShouldBeNull("a code of long ago");
        Totp.Match(key, code, at, Totp.StepOf(at)).ShouldBeNull("a code taken already");
    }

    /// <summary>RFC 4648, 10, without padding.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Key_Spelt_IsBase32(string bytes, string spelt) => Totp.Spell(Encoding.ASCII.GetBytes(bytes)).ShouldBe(spelt);

    [Fact]
    public async Task SignIn_WithASecondFactor_NeedsACodeThatWorksOnce()
    {
        await door.UserAsync("sam", Roles.Supervisor);
        using var first = await door.SignedInAsync("sam");
        var (key, codes) = await door.EnrolAsync(first);
        codes.Count.ShouldBe(RecoveryCodeCount);

        using var browser = door.App.Browser();
        using var halfway = await SpmisApp.SignInAsync(browser, "sam", Door.Own, "?returnUrl=/proposals");
        halfway.Headers.Location!.ToString().ShouldBe("/sign-in/code?returnUrl=%2Fproposals");
        using var notYet = await browser.GetAsync(new Uri("/proposals", UriKind.Relative));
        notYet.Headers.Location!.PathAndQuery.ShouldStartWith("/sign-in?");
        using var replayed = await SpmisApp.PostFormAsync(browser, "/sign-in/code?returnUrl=%2Fproposals", ("Code", door.CodeOf(key)));
        replayed.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "the code with which it was set up was used");
        door.Time.On = TimeSpan.FromSeconds(31);
        using var entered = await SpmisApp.PostFormAsync(browser, "/sign-in/code?returnUrl=%2Fproposals", ("Code", door.CodeOf(key)));
        entered.Headers.Location!.ToString().ShouldBe("/proposals");
        using var inside = await browser.GetAsync(new Uri("/proposals", UriKind.Relative));
        inside.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task SignIn_WithARecoveryCode_WorksOnce()
    {
        await door.UserAsync("sam", Roles.Supervisor);
        using var first = await door.SignedInAsync("sam");
        var (_, codes) = await door.EnrolAsync(first);

        (await WithCodeAsync(codes[3].ToUpperInvariant().Replace("-", " ", StringComparison.Ordinal))).ShouldBe(HttpStatusCode.Redirect);
        (await WithCodeAsync(codes[3])).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await WithCodeAsync(codes[4])).ShouldBe(HttpStatusCode.Redirect);
        (await first.GetStringAsync(new Uri("/account/second-factor", UriKind.Relative))).ShouldContain($">{RecoveryCodeCount - 2}<");
    }

    [Fact]
    public async Task SignIn_WithWrongCodes_IsClosedForAWhile_WhateverThePassword()
    {
        var id = await door.UserAsync("sam", Roles.Supervisor);
        using var first = await door.SignedInAsync("sam");
        await door.EnrolAsync(first);

        // The right password each time must not wipe out the wrong codes.
        for (var i = 0; i < SpmisUser.TriesBeforeLock; i++)
        {
            (await WithCodeAsync("000000")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        (await door.App.UseAsync<IdentityDb, SpmisUser>(db => db.Users.SingleAsync(u => u.Id == id))).IsLocked(door.Time.GetUtcNow().UtcDateTime).ShouldBeTrue();
        using var browser = door.App.Browser();
        using var refused = await SpmisApp.SignInAsync(browser, "sam", Door.Own);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task SignIn_Halfway_IsOverWhenThePasswordChanged()
    {
        var id = await door.UserAsync("sam", Roles.Supervisor);
        using var first = await door.SignedInAsync("sam");
        var (key, _) = await door.EnrolAsync(first);
        using var browser = door.App.Browser();
        using var halfway = await SpmisApp.SignInAsync(browser, "sam", Door.Own);
        await door.App.UseAsync<ResetPassword, FirstPassword>(r => r.HandleAsync(id, SpmisApp.Change("users.reset-password"), default));
        door.Time.On = TimeSpan.FromSeconds(31);

        using var refused = await SpmisApp.PostFormAsync(browser, "/sign-in/code", ("Code", door.CodeOf(key)));

        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Roles_ThatNeedIt_OpenNothingElseUntilItIsSetUp()
    {
        await using var strict = await Door.OpenAsync(new() { ["SignIn:SecondFactorFor"] = "administrator supervisor" });
        await strict.UserAsync("sam", Roles.Supervisor);
        await strict.UserAsync("olive", Roles.Officer);
        using var supervisor = await strict.SignedInAsync("sam");
        using var officer = await strict.SignedInAsync("olive");

        using var sent = await supervisor.GetAsync(new Uri("/proposals", UriKind.Relative));
        sent.Headers.Location!.ToString().ShouldBe("/account/second-factor");
        using var api = await supervisor.GetAsync(new Uri("/api/registration/persons?q=a", UriKind.Relative));
        (await api.Content.ReadAsStringAsync()).ShouldContain("access.second-factor");
        using var free = await officer.GetAsync(new Uri("/proposals", UriKind.Relative));
        free.StatusCode.ShouldBe(HttpStatusCode.OK);
        var (key, _) = await strict.EnrolAsync(supervisor);
        using var open = await supervisor.GetAsync(new Uri("/proposals", UriKind.Relative));
        open.StatusCode.ShouldBe(HttpStatusCode.OK);
        strict.Time.On = TimeSpan.FromSeconds(31);
        using var kept = await SpmisApp.PostFormAsync(supervisor, "/account/second-factor", "/account/second-factor?handler=Remove", ("Code", strict.CodeOf(key)));
        (await kept.Content.ReadAsStringAsync()).ShouldContain("Your roles need a second factor");
    }

    [Fact]
    public async Task Enrolment_WithAWrongCodeOrPassword_KeepsTheKeyAndSetsNothingUp()
    {
        var id = await door.UserAsync("sam", Roles.Supervisor);
        using var browser = await door.SignedInAsync("sam");
        var page = await browser.GetStringAsync(new Uri("/account/second-factor", UriKind.Relative));
        var key = Door.KeyOn(page);

        using var wrongCode = await SpmisApp.SendFormAsync(browser, page, "/account/second-factor?handler=Enrol", ("Offer", Door.Hidden(page, "Offer")), ("Code", "123"), ("Password", Door.Own));
        var again = await wrongCode.Content.ReadAsStringAsync();
        again.ShouldContain("not the code that belongs to this key");
        Door.KeyOn(again).ShouldBe(key);
        using var wrongPassword = await SpmisApp.SendFormAsync(browser, again, "/account/second-factor?handler=Enrol", ("Offer", Door.Hidden(again, "Offer")), ("Code", door.CodeOf(key)), ("Password", "guessed"));
        (await wrongPassword.Content.ReadAsStringAsync()).ShouldContain("not your current password");
        (await door.App.UseAsync<IdentityDb, SpmisUser>(db => db.Users.SingleAsync(u => u.Id == id))).SecondFactorSince.ShouldBeNull();
    }

    [Fact]
    public async Task LostDevice_IsResetByAnAdministrator_AndTheHistorySaysSoWithoutTheKey()
    {
        var id = await door.UserAsync("sam", Roles.Supervisor);
        await door.UserAsync("ada", Roles.Administrator);
        using var lost = await door.SignedInAsync("sam");
        var (key, codes) = await door.EnrolAsync(lost);
        using var administrator = await door.SignedInAsync("ada");

        using var reset = await SpmisApp.PostFormAsync(administrator, $"/users/{id}", $"/users/{id}?handler=Factor");

        reset.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var ended = await lost.GetAsync(new Uri("/", UriKind.Relative));
        ended.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var withPassword = await door.SignedInAsync("sam");
        (await door.App.UseAsync<IdentityDb, int>(db => db.RecoveryCodes.CountAsync())).ShouldBe(0);
        var rows = await door.App.UseAsync<IdentityDb, List<HistoryRow>>(db => db.History.ToListAsync());
        rows.ShouldContain(r => r.Act == "users.reset-second-factor" && r.ActorName == "Name of ada" && r.Subject == id.ToString());
        rows.ShouldAllBe(r => !$"{r.Before}{r.After}".Contains("secondFactorKey") && !$"{r.Before}{r.After}".Contains("\"hash\"") && !$"{r.After}{r.Evidence}".Contains(codes[0]) && !$"{r.After}".Contains(Totp.Spell(key)));
    }

    [Fact]
    public async Task Reset_OfTheOwnFactor_IsRefused()
    {
        var id = await door.UserAsync("ada", Roles.Administrator);
        using var browser = await door.SignedInAsync("ada");
        await door.EnrolAsync(browser);
        var own = new Actor(id.ToString(), "ada", [Roles.Administrator]);

        (await Should.ThrowAsync<Refused>(() => door.App.UseAsync<ResetSecondFactor>(r => r.HandleAsync(id, SpmisApp.Change("users.reset-second-factor", own), default)))).Code.ShouldBe("user.own");
    }

    private const int RecoveryCodeCount = 10;

    private async Task<HttpStatusCode> WithCodeAsync(string code)
    {
        using var browser = door.App.Browser();
        using var halfway = await SpmisApp.SignInAsync(browser, "sam", Door.Own);
        halfway.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var answer = await SpmisApp.PostFormAsync(browser, "/sign-in/code", ("Code", code));
        return answer.StatusCode;
    }
}
