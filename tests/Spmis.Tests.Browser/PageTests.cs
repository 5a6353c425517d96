using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Spmis.Tests.Browser;

/// <summary>What every page of the portal keeps, wide and narrow, with script and without: WCAG 2.2 AA as far as axe sees it, reach by keyboard, weight, nothing from elsewhere.</summary>
public sealed class PageTests(Portal portal)
{
    private const long MostBytes = 20 * 1024;

    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    /// <summary>Page, width, script, language.</summary>
    public static TheoryData<string, int, bool, string> Views
    {
        get
        {
            var views = new TheoryData<string, int, bool, string>();
            foreach (var place in Places.All)
            {
                views.Add(place.Name, 1280, true, "en");
                views.Add(place.Name, 360, true, "ar");
                views.Add(place.Name, 360, false, "en");
            }

            return views;
        }
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Views))]
    public async Task Page_AsAUserSeesIt_KeepsThePortalsPromises(string name, int width, bool script, string language)
    {
        var place = Places.All.Single(p => p.Name == name);
        await using var context = await portal.OpenAsync(place.User, width, script, language);
        var page = await context.NewPageAsync();

        (await place.GoAsync(page, portal)).Status.ShouldBe(place.Status);

        (await page.EvaluateAsync<int>("innerWidth")).ShouldBe(width, "the page is wider than the window");
        (await page.TitleAsync()).ShouldNotBeNullOrWhiteSpace();
        (await page.Locator("h1").CountAsync()).ShouldBe(1);
        (await page.Locator("h1").InnerTextAsync()).ShouldNotBeNullOrWhiteSpace();
        (await page.Locator("html").GetAttributeAsync("lang")).ShouldBe(language);
        await ShouldBeReachableByTabAsync(page);
        // axe works with timers, which a page without script never fires: there the server's HTML, which is the same, was judged by the views with script.
        if (script)
        {
            await ShouldPassAxeAsync(page);
        }
    }

    [Theory(Timeout = 300_000)]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task Page_OpenedCold_IsLightAndAsksNobodyElse(int width)
    {
        List<string> problems = [];
        foreach (var place in Places.All.Where(p => !p.Press))
        {
            await using var context = await portal.OpenAsync(place.User, width, script: true);
            var path = await FindAsync(context, place);
            await using var cold = await portal.OpenAsync(place.User, width, script: true);
            var page = await cold.NewPageAsync();
            var wire = await Wire.ListenAsync(page);
            await page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
            problems.AddRange(wire.Foreign(portal.Address).Select(url => $"{place.Name}: asks {url}"));
            if (wire.Bytes > MostBytes)
            {
                problems.Add($"{place.Name}: {wire.Bytes} bytes, {string.Join(", ", wire.Parts)}");
            }

            TestContext.Current.TestOutputHelper?.WriteLine($"{place.Name}: {wire.Bytes} bytes in {wire.Parts.Count} requests");
        }

        problems.ShouldBeEmpty();
    }

    private async Task<string> FindAsync(IBrowserContext context, Place place)
    {
        var page = await context.NewPageAsync();
        await place.GoAsync(page, portal);
        return page.Url;
    }

    private static async Task ShouldPassAxeAsync(IPage page)
    {
        var result = await page.RunAxe(Rules);
        result.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}").ShouldBeEmpty();
        result.Passes.Length.ShouldBeGreaterThan(10, "axe looked at nothing");
    }

    // Every control is reached by Tab, in the order of the document. A group of radio buttons is one stop; the browser's own date field has several inside.
    private static async Task ShouldBeReachableByTabAsync(IPage page)
    {
        const string mark = """
            () => {
              const seen = new Set();
              const stops = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')]
                .filter(e => !e.disabled && e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true }));
              const groups = e => e.type === 'radio' ? (document.querySelector(`input[name="${CSS.escape(e.name)}"]:checked`) ?? stops.find(s => s.name === e.name)) === e : true;
              const kept = stops.filter(groups);
              kept.forEach((e, i) => e.setAttribute('data-stop', i));
              document.activeElement?.blur();
              window.getSelection()?.removeAllRanges();
              return kept.length;
            }
            """;
        var count = await page.EvaluateAsync<int>(mark);
        await page.EvaluateAsync("() => { document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex'); }");
        const int insideADate = 4;
        List<int> reached = [];
        for (var presses = 0; reached.Count < count && presses < count * insideADate; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            var (stop, date) = (await page.EvaluateAsync<int>("() => Number(document.activeElement?.getAttribute('data-stop') ?? -1)"), await page.EvaluateAsync<bool>("() => document.activeElement?.type === 'date'"));
            if (!date || reached.Count == 0 || reached[^1] != stop)
            {
                reached.Add(stop);
            }
        }

        reached.ShouldBe(Enumerable.Range(0, count), "Tab does not reach every control in the order of the page");
    }
}
