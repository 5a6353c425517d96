using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Spmis.Tests.Browser;

/// <summary>Every page as somebody at a desk sees it.</summary>
public sealed class WidePageTests(Portal portal) : PageTests(portal, 1280, script: true, "en");

/// <summary>Every page as somebody with a telephone sees it, from right to left.</summary>
public sealed class NarrowPageTests(Portal portal) : PageTests(portal, 360, script: true, "ar");

/// <summary>Every page as somebody whose browser runs no script sees it, on a telephone and at a desk.</summary>
public sealed class ScriptlessPageTests(Portal portal) : PageTests(portal, 360, script: false, "en");

/// <summary>What every page of the portal keeps, wide and narrow, with script and without: WCAG 2.2 AA as far as axe sees it, and reach by keyboard. A class for each view, so that the views are walked side by side.</summary>
public abstract class PageTests(Portal portal, int width, bool script, string language)
{
    private const int Desk = 1280;

    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    /// <summary>The pages.</summary>
    public static TheoryData<string> Pages => new(Places.All.Select(p => p.Name));

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Pages))]
    public async Task Page_AsAUserSeesIt_KeepsThePortalsPromises(string name)
    {
        var place = Places.All.Single(p => p.Name == name);
        await using var context = await portal.OpenAsync(place.User, width, script, language);
        var page = await context.NewPageAsync();

        (await place.GoAsync(page, portal)).Status.ShouldBe(place.Status);

        await ShouldFitAsync(page, width);
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
        else
        {
            // The same page at a desk: without script nothing but the style changes with the window.
            await page.SetViewportSizeAsync(Desk, 900);
            await ShouldFitAsync(page, Desk);
            await ShouldBeReachableByTabAsync(page);
        }
    }

    private static async Task ShouldFitAsync(IPage page, int width) => (await page.EvaluateAsync<int>("innerWidth")).ShouldBe(width, "the page is wider than the window");

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
        List<string> reached = [];
        for (var presses = 0; reached.Count < count && presses < count * insideADate; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            var stop = await page.EvaluateAsync<string>("() => (document.activeElement?.getAttribute('data-stop') ?? -1) + (document.activeElement?.type === 'date' ? ' date' : '')");
            if (!stop.EndsWith(" date", StringComparison.Ordinal) || reached.Count == 0 || reached[^1] != stop)
            {
                reached.Add(stop);
            }
        }

        reached.Select(r => r.Split(' ')[0]).ShouldBe(Enumerable.Range(0, count).Select(i => $"{i}"), "Tab does not reach every control in the order of the page");
    }
}
