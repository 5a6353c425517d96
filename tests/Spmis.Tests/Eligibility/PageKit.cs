using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Spmis.Kernel.Acts;
using Spmis.TestKit;

namespace Spmis.Tests.Eligibility;

/// <summary>Reads pages and fills forms as a browser without script would.</summary>
internal static class PageKit
{
    public static async Task<IDocument> PageAsync(this SpmisApp app, string path, Actor? actor = null)
    {
        var answer = await app.Client(actor ?? SpmisApp.Officer).GetAsync(path);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, path);
        return await answer.DocumentAsync();
    }

    public static async Task<IDocument> DocumentAsync(this HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync();
        return await BrowsingContext.New(Configuration.Default).OpenAsync(request => request.Content(html));
    }

    /// <summary>Fills the form that has a button of the handler (or the only one without) and sends it, files included.</summary>
    public static async Task<HttpResponseMessage> SubmitAsync(this SpmisApp app, string path, Actor actor, string? handler = null, IReadOnlyDictionary<string, string>? values = null, (string Field, string Name, byte[] Content)? file = null)
    {
        var client = app.Client(actor);
        var shown = await client.GetAsync(path);
        var page = await shown.DocumentAsync();
        var form = page.QuerySelectorAll<IHtmlFormElement>("main form[method=post]").First(f => handler is null ? f.QuerySelector("button[formaction]") is null : f.QuerySelector($"button[formaction*={handler}]") is not null);
        var fields = form.QuerySelectorAll<IHtmlInputElement>("input").Where(i => i.Type == "hidden").ToDictionary(i => i.Name ?? "", i => i.Value);
        foreach (var (name, value) in values ?? new Dictionary<string, string>())
        {
            fields[name] = value;
        }

        using var content = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            content.Add(new StringContent(value), name);
        }

        if (file is { } sent)
        {
            content.Add(new ByteArrayContent(sent.Content), sent.Field, sent.Name);
        }

        var action = form.QuerySelector($"button[formaction*={handler ?? "none"}]")?.GetAttribute("formaction") ?? form.GetAttribute("action");
        using var request = new HttpRequestMessage(HttpMethod.Post, string.IsNullOrEmpty(action) ? path : action) { Content = content };
        request.Headers.Add("Cookie", string.Join("; ", shown.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Select(c => c.Split(';')[0]) : []));
        return await client.SendAsync(request);
    }

    /// <summary>What a screen reader trips over: labels, headings in order, links and buttons with words, tables with captions and head cells, ids once.</summary>
    public static IReadOnlyList<string> Faults(this IDocument page)
    {
        List<string> faults = [];
        void Each(string selector, Func<IElement, bool> wrong, string what) => faults.AddRange(page.QuerySelectorAll(selector).Where(wrong).Select(e => $"{what}: {e.OuterHtml}"));
        if (page.QuerySelectorAll("h1").Length != 1 || string.IsNullOrWhiteSpace(page.Title) || string.IsNullOrEmpty(page.DocumentElement.GetAttribute("lang")))
        {
            faults.Add("title, language or the one h1 is missing");
        }

        Each("main a[href], main button", e => string.IsNullOrWhiteSpace(e.TextContent), "no words");
        Each("main input:not([type=hidden]), main select, main textarea", e => (e.Id is null || page.QuerySelector($"label[for='{e.Id}']") is null) && e.Closest("label") is null, "no label");
        Each("main table", e => string.IsNullOrWhiteSpace(e.QuerySelector("caption")?.TextContent) || e.QuerySelector("thead th, th[scope=row]") is null, "no caption or head");
        Each("main th", e => string.IsNullOrWhiteSpace(e.TextContent), "empty head cell");
        Each("main [style]", _ => true, "inline style");
        faults.AddRange(page.QuerySelectorAll("[id]").GroupBy(e => e.Id).Where(g => g.Count() > 1).Select(g => $"id twice: {g.Key}"));
        var levels = page.QuerySelectorAll("main h1, main h2, main h3, main h4").Select(h => h.TagName[1] - '0').ToList();
        faults.AddRange(levels.Zip(levels.Skip(1)).Where(p => p.Second > p.First + 1).Select(p => $"heading {p.First} is followed by {p.Second}"));
        return faults;
    }
}
