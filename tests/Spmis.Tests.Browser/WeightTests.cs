using Microsoft.Playwright;

namespace Spmis.Tests.Browser;

/// <summary>What every page of the portal costs who has nothing cached yet, and that it asks nobody else.</summary>
public sealed class WeightTests(Portal portal)
{
    private const long MostBytes = 20 * 1024;

    [Theory(Timeout = 300_000)]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task Page_OpenedCold_IsLightAndAsksNobodyElse(int width)
    {
        List<string> problems = [];
        foreach (var place in Places.All.Where(p => !p.Press))
        {
            await using var cold = await portal.OpenAsync(place.User, width, script: true);
            var page = await cold.NewPageAsync();
            var wire = await Wire.ListenAsync(page);
            await page.GotoAsync(await FindAsync(place, width), new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
            problems.AddRange(wire.Foreign(portal.Address).Select(url => $"{place.Name}: asks {url}"));
            if (wire.Bytes > MostBytes)
            {
                problems.Add($"{place.Name}: {wire.Bytes} bytes, {string.Join(", ", wire.Parts)}");
            }

            TestContext.Current.TestOutputHelper?.WriteLine($"{place.Name}: {wire.Bytes} bytes in {wire.Parts.Count} requests");
        }

        problems.ShouldBeEmpty();
    }

    private async Task<string> FindAsync(Place place, int width)
    {
        if (place.Link is null)
        {
            return portal.At(place.Path);
        }

        await using var context = await portal.OpenAsync(place.User, width, script: true);
        var page = await context.NewPageAsync();
        await place.GoAsync(page, portal);
        return page.Url;
    }
}
