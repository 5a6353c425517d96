using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Spmis.Tests.Browser;

/// <summary>A page as a user comes to it.</summary>
/// <param name="Name">For the test's name.</param>
/// <param name="User">Who looks; null before the door.</param>
/// <param name="Path">Where.</param>
/// <param name="Link">From there over the first link whose address matches.</param>
/// <param name="Press">Send its form unfilled, so that it comes back with errors.</param>
/// <param name="Status">What it answers with.</param>
internal sealed record Place(string Name, string? User, string Path, string? Link = null, bool Press = false, int Status = 200);

/// <summary>The pages that are walked.</summary>
internal static class Places
{
    private const string PersonLink = @"^/persons/\d+$";

    public static IReadOnlyList<Place> All { get; } =
    [
        new("sign in", null, "/sign-in"),
        new("sign in, refused", null, "/sign-in", Press: true, Status: 422),
        new("home of an officer", "officer", "/"),
        new("home of a supervisor", "supervisor", "/"),
        new("home of an employer", "employer", "/"),
        new("find a person", "officer", "/persons"),
        new("a person", "officer", "/persons", PersonLink),
        new("a person's history", "auditor", "/persons", @"^/persons/\d+/history$"),
        new("register a person", "officer", "/persons/register"),
        new("register a person, refused", "officer", "/persons/register", Press: true, Status: 422),
        new("possible duplicates", "officer", "/duplicates"),
        new("a possible duplicate", "officer", "/duplicates", "^/duplicates/[0-9a-f-]{36}$"),
        new("imports", "officer", "/registration/imports"),
        new("payments", "supervisor", "/payments"),
        new("a payment run", "supervisor", "/payments", "^/payments/runs/[0-9a-f-]{36}$"),
        new("a batch", "supervisor", "/payments/batches", @"^/payments/batches/\d+$"),
        new("users", "administrator", "/users"),
        new("a page that is not there", "officer", "/nothing-here", Status: 404),
    ];

    /// <summary>Goes there and returns the answer of the page itself.</summary>
    public static async Task<IResponse> GoAsync(this Place place, IPage page, Uri portal)
    {
        var path = place.Path;
        if (place.Link is not null)
        {
            path = await FindLinkAsync(place, page, portal);
        }

        var answer = await page.GotoAsync(new Uri(portal, path).ToString(), new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
        if (place.Press)
        {
            answer = await page.RunAndWaitForResponseAsync(() => page.Locator("main form[method=post] button:not([formaction])").First.ClickAsync(), r => r.Request is { Method: "POST", ResourceType: "document" });
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        }

        return answer.ShouldNotBeNull($"{place.Name}: no answer");
    }

    // A person's tabs are one click further than the list, so up to two clicks are taken.
    private static async Task<string> FindLinkAsync(Place place, IPage page, Uri portal)
    {
        await page.GotoAsync(new Uri(portal, place.Path).ToString());
        if (await FirstAsync(page, place.Link!) is { } found) // Only places with a link come here.
        {
            return found;
        }

        if (await FirstAsync(page, PersonLink) is { } person)
        {
            await page.GotoAsync(new Uri(portal, person).ToString());
            found = await FirstAsync(page, place.Link!); // As above.
        }
        else
        {
            found = null;
        }

        return found ?? throw new InvalidOperationException($"{place.Name}: no link on {place.Path} matches {place.Link}.");
    }

    private static async Task<string?> FirstAsync(IPage page, string pattern)
    {
        foreach (var link in await page.Locator("main a[href]").AllAsync())
        {
            if (await link.GetAttributeAsync("href") is { } href && Regex.IsMatch(href, pattern))
            {
                return href;
            }
        }

        return null;
    }
}
