using Microsoft.Playwright;

namespace Spmis.Tests.Browser;

/// <summary>Forms as people without script fill them in: an error stands beside its field, and nothing typed is lost.</summary>
public sealed class FormTests(Portal portal)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RegisterPerson_WithABadDate_SaysSoBesideTheFieldAndKeepsWhatWasTyped(bool script)
    {
        await using var context = await portal.OpenAsync("officer", 360, script);
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(portal.Address, "/persons/register").ToString());
        Dictionary<string, string> typed = new()
        {
            ["Input.GivenName"] = "Zawadi Ñandú", ["Input.FamilyName"] = "O'Brien-Achebe", ["Input.NativeName"] = "زوادي", ["Input.BornOn"] = "31/02/1990", ["Input.Village"] = "Upper <Hill>",
        };
        foreach (var (field, text) in typed)
        {
            await page.FillAsync($"[name='{field}']", text);
        }

        await page.CheckAsync("[name='Input.Sex'][value=F]");
        var answer = await page.RunAndWaitForResponseAsync(() => page.Locator("main form[method=post] button").Last.ClickAsync(), r => r.Request is { Method: "POST", ResourceType: "document" });

        answer.Status.ShouldBe(422);
        (await page.TitleAsync()).ShouldStartWith("Error:");
        (await page.Locator("[name='Input.BornOn']").GetAttributeAsync("aria-invalid")).ShouldBe("true");
        foreach (var (field, text) in typed)
        {
            (await page.InputValueAsync($"[name='{field}']")).ShouldBe(text, field);
        }

        (await page.IsCheckedAsync("[name='Input.Sex'][value=F]")).ShouldBeTrue();
    }

    [Fact]
    public async Task RegisterPerson_WithoutScript_IsRegisteredAndFoundAgain()
    {
        await using var context = await portal.OpenAsync("officer", 1280, script: false);
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(portal.Address, "/persons/register").ToString());
        await page.FillAsync("[name='Input.GivenName']", "Quetzalli");
        await page.FillAsync("[name='Input.FamilyName']", "Xochitlanetzi");
        await page.FillAsync("[name='Input.BornOn']", "1991-04-05");

        await page.Locator("main form[method=post] button").Last.ClickAsync();
        await page.WaitForURLAsync(url => !url.EndsWith("/persons/register", StringComparison.Ordinal));
        (await page.Locator("main").InnerTextAsync()).ShouldContain("Xochitlanetzi", customMessage: page.Url);

        await page.GotoAsync(new Uri(portal.Address, "/persons?q=Xochitlanetzi").ToString());
        await Assertions.Expect(page.Locator("main a[href^='/persons/']").GetByText("Xochitlanetzi")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Portal_WithoutSession_LeadsToTheDoorAndBack()
    {
        await using var context = await portal.OpenAsync(null, 360, script: false);
        var page = await context.NewPageAsync();

        await page.GotoAsync(new Uri(portal.Address, "/persons").ToString());

        new Uri(page.Url).PathAndQuery.ShouldBe("/sign-in?returnUrl=%2Fpersons");
    }
}
