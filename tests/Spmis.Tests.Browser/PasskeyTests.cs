using Microsoft.Playwright;

namespace Spmis.Tests.Browser;

/// <summary>A passkey as the browser makes and shows it, with Chromium's virtual authenticator; relying parties have names, so the portal is called localhost here.</summary>
public sealed class PasskeyTests(Portal portal)
{
    private const string User = "supervisor2"; // Nobody else in this suite comes in as this one.

    [Fact(Timeout = 60_000)]
    public async Task Passkey_MadeInTheBrowser_SignsInConfirmsAndIsAskedForAfterThePassword()
    {
        await using var context = await portal.OpenAsync(null, 1280, script: true);
        var page = await context.NewPageAsync();
        var device = await page.Context.NewCDPSessionAsync(page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new { protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true, automaticPresenceSimulation = true },
        });
        await page.GotoAsync(At("/sign-in"));
        await PasswordAsync(page);
        await page.WaitForURLAsync(At("/"));

        await page.GotoAsync(At("/account/passkeys"));
        await page.FillAsync("[name=Name]", "Telephone");
        await page.ClickAsync("button[data-passkey]");
        await page.Locator("ul.codes").WaitForAsync();
        (await page.Locator("ul.codes li").CountAsync()).ShouldBe(10);
        await page.GotoAsync(At("/account/passkeys"));
        (await page.Locator("main tbody th").InnerTextAsync()).ShouldBe("Telephone");

        // Alone.
        await context.ClearCookiesAsync();
        await page.GotoAsync(At("/sign-in?returnUrl=/account/sessions"));
        await page.ClickAsync("button[data-passkey]");
        await page.WaitForURLAsync(At("/account/sessions"));

        // Once more, before what moves money.
        await page.GotoAsync(At("/sign-in/again?to=/account/passkeys"));
        await page.ClickAsync("button[data-passkey]");
        await page.WaitForURLAsync(At("/account/passkeys"));

        // After the password.
        await context.ClearCookiesAsync();
        await page.GotoAsync(At("/sign-in"));
        await PasswordAsync(page);
        await page.WaitForURLAsync(At("/sign-in/code"));
        await page.ClickAsync("button[data-passkey]");
        await page.WaitForURLAsync(At("/"));

        // Without a device the words appear, and nothing is sent.
        await context.ClearCookiesAsync();
        await device.SendAsync("WebAuthn.disable");
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new { protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true, automaticPresenceSimulation = true },
        });
        await page.GotoAsync(At("/sign-in"));
        await page.ClickAsync("button[data-passkey]");
        await page.Locator("#Passkey-words").WaitForAsync();
        page.Url.ShouldBe(At("/sign-in"));
    }

    private string At(string path) => new Uri(new UriBuilder(portal.Address) { Host = "localhost" }.Uri, path).ToString();

    private async Task PasswordAsync(IPage page)
    {
        await page.FillAsync("[name=UserName]", User);
        await page.FillAsync("[name=Password]", portal.PasswordOf(User));
        await page.PressAsync("[name=Password]", "Enter");
    }
}
