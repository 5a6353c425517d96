using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Identity;
using Spmis.Kernel.Access;
using Spmis.Kernel.Proposals;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

/// <summary>What moves money or gives rights asks again who it is, and loses nothing that was typed.</summary>
public sealed class StepUpTests : IAsyncLifetime
{
    private static readonly (string, string)[] Typed = [("UserName", "boris"), ("DisplayName", "Bo \"B\" & Sons"), ("Staff", "S-9"), ("RoleNames", Roles.Officer), ("RoleNames", Roles.Auditor)];
    private Door door = null!; // Set before each test.

    public async ValueTask InitializeAsync() => door = await Door.OpenAsync(map: web => web.MapPost("/api/payments/probe", () => "paid").RequireAuthorization("payments.approve"));

    public async ValueTask DisposeAsync() => await door.DisposeAsync();

    [Fact]
    public async Task Form_AMinuteAfterTheSignIn_IsNotAsked()
    {
        await door.UserAsync("ada", Roles.Administrator);
        using var browser = await door.SignedInAsync("ada");

        using var made = await SpmisApp.PostFormAsync(browser, "/users/new", Typed);

        made.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Form_LongAfterTheSignIn_IsAskedAndThenSentOnWithAllThatWasTyped()
    {
        await door.UserAsync("ada", Roles.Administrator);
        using var browser = await door.SignedInAsync("ada");
        var page = await browser.GetStringAsync(new Uri("/users/new", UriKind.Relative));
        door.Time.On = TimeSpan.FromMinutes(16);

        using var asked = await SpmisApp.SendFormAsync(browser, page, "/users/new", Typed);
        asked.StatusCode.ShouldBe(HttpStatusCode.TemporaryRedirect);
        asked.Headers.Location!.ToString().ShouldBe("/sign-in/again?to=%2Fusers%2Fnew");

        // A browser repeats the body of a 307.
        using var shown = await SpmisApp.SendFormAsync(browser, page, "/sign-in/again?to=%2Fusers%2Fnew", Typed);
        var form = await shown.Content.ReadAsStringAsync();
        form.ShouldContain("Is it you?");
        var kept = Kept(form);
        kept.ShouldBe(Typed);
        using var wrong = await SpmisApp.SendFormAsync(browser, form, "/sign-in/again?to=%2Fusers%2Fnew", [.. kept, ("AgainProof", "guessed")]);
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Kept(await wrong.Content.ReadAsStringAsync()).ShouldBe(Typed);
        using var right = await SpmisApp.SendFormAsync(browser, form, "/sign-in/again?to=%2Fusers%2Fnew", [.. kept, ("AgainProof", Door.Own)]);
        right.StatusCode.ShouldBe(HttpStatusCode.TemporaryRedirect);
        right.Headers.Location!.ToString().ShouldBe("/users/new");
        using var done = await SpmisApp.SendFormAsync(browser, form, "/users/new", [.. kept, ("AgainProof", Door.Own)]);
        done.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await done.Content.ReadAsStringAsync()).ShouldNotContain(Door.Own);
        (await door.App.UseAsync<IdentityDb, string>(db => db.Users.Where(u => u.UserName == "boris").Select(u => u.DisplayName).SingleAsync())).ShouldBe("Bo \"B\" & Sons");
    }

    [Fact]
    public async Task Form_OfSomebodyWithASecondFactor_NeedsItsCode()
    {
        await door.UserAsync("ada", Roles.Administrator);
        using var browser = await door.SignedInAsync("ada");
        var (key, _) = await door.EnrolAsync(browser);
        var page = await browser.GetStringAsync(new Uri("/users/new", UriKind.Relative));
        door.Time.On = TimeSpan.FromMinutes(16);

        using var password = await SpmisApp.SendFormAsync(browser, page, "/sign-in/again?to=%2Fusers%2Fnew", [.. Typed, ("AgainProof", Door.Own)]);
        password.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var code = await SpmisApp.SendFormAsync(browser, page, "/sign-in/again?to=%2Fusers%2Fnew", [.. Typed, ("AgainProof", door.CodeOf(key))]);
        code.StatusCode.ShouldBe(HttpStatusCode.TemporaryRedirect);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    public async Task Again_WithAnAddressElsewhere_StaysInThePortal(string address)
    {
        await door.UserAsync("ada", Roles.Administrator);
        using var browser = await door.SignedInAsync("ada");
        var page = await browser.GetStringAsync(new Uri("/users/new", UriKind.Relative));

        using var answer = await SpmisApp.SendFormAsync(browser, page, $"/sign-in/again?to={Uri.EscapeDataString(address)}", ("AgainProof", Door.Own));

        answer.Headers.Location!.ToString().ShouldBe("/");
    }

    [Fact]
    public async Task Api_CalledByAPersonLongAfterTheSignIn_SaysSo_AndOthersAreForbidden()
    {
        await door.UserAsync("sam", Roles.Supervisor);
        await door.UserAsync("olive", Roles.Officer);
        using var supervisor = await door.SignedInAsync("sam");
        using var officer = await door.SignedInAsync("olive");
        using var fresh = await supervisor.PostAsync(new Uri("/api/payments/probe", UriKind.Relative), null);
        fresh.StatusCode.ShouldBe(HttpStatusCode.OK);
        door.Time.On = TimeSpan.FromMinutes(16);

        using var stale = await supervisor.PostAsync(new Uri("/api/payments/probe", UriKind.Relative), null);
        stale.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        stale.Headers.WwwAuthenticate.ToString().ShouldContain("insufficient_user_authentication");
        (await stale.Content.ReadAsStringAsync()).ShouldContain("access.step-up");
        using var forbidden = await officer.PostAsync(new Uri("/api/payments/probe", UriKind.Relative), null);
        forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Setting_OfZeroMinutes_AsksNever()
    {
        await using var lax = await Door.OpenAsync(new() { ["SignIn:StepUpMinutes"] = "0" });
        await lax.UserAsync("ada", Roles.Administrator);
        using var browser = await lax.SignedInAsync("ada");
        lax.Time.On = TimeSpan.FromMinutes(50);

        using var made = await SpmisApp.PostFormAsync(browser, "/users/new", Typed);

        made.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>Approving a merge moves no money; whatever else a second person decides does, or gives rights.</summary>
    [Fact]
    public void Acts_ThatASecondPersonDecides_AskAgain()
    {
        var permissions = door.App.Services.GetRequiredService<IReadOnlyList<Permission>>().ToDictionary(p => p.Name);

        door.App.Services.GetServices<ProposedAct>().Where(a => a.Module != "registration" && !permissions[a.Permission].StepUp).ShouldBeEmpty();
        permissions["payments.release"].StepUp.ShouldBeTrue();
        permissions["users.manage"].StepUp.ShouldBeTrue();
    }

    private static (string, string)[] Kept(string form) =>
        [.. Regex.Matches(form, "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">").Select(m => (m.Groups[1].Value, WebUtility.HtmlDecode(m.Groups[2].Value))).Where(f => f.Item1 is not ("form-key" or "__RequestVerificationToken"))];
}
