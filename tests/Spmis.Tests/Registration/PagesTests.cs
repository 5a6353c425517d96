using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Registration;
using Spmis.Registration.Duplicates;
using Spmis.Registration.Persons;
using Spmis.TestKit;

namespace Spmis.Tests.Registration;

public sealed class PagesTests
{
    [Fact]
    public async Task Register_WithErrors_ShowsThemBesideTheFieldsAndKeepsWhatWasTyped()
    {
        await using var app = await SpmisApp.StartAsync();

        var (status, page) = await PostAsync(app, "/persons/register", new() { ["Input.GivenName"] = "Am1na", ["Input.FamilyName"] = "Wanjiru", ["Input.BornOn"] = "31/02/1990", ["Input.Village"] = "Nyalenda" });

        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Value(page, "Input.GivenName").ShouldBe("Am1na");
        Value(page, "Input.BornOn").ShouldBe("31/02/1990");
        Value(page, "Input.Village").ShouldBe("Nyalenda");
        page.QuerySelector("[name='Input.GivenName']")!.GetAttribute("aria-invalid").ShouldBe("true");
        page.QuerySelector("[name='Input.BornOn']")!.GetAttribute("aria-invalid").ShouldBe("true");
        page.Title!.ShouldStartWith("Error");
        (await app.UseAsync<RegistrationDb, int>(db => db.Set<Person>().CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Register_SomebodyKnown_ShowsTheLikelyOneWithReasonsThenRegistersOnTheOfficersWord()
    {
        await using var app = await SpmisApp.StartAsync();
        var known = await app.RegisterAsync(Registry.Amina);
        var typed = new Dictionary<string, string> { ["Input.GivenName"] = "Aminah", ["Input.FamilyName"] = "Wanjiru", ["Input.BornOn"] = "1988-03-27", ["Input.Phone"] = "0712345678", ["Input.District"] = "Kisumu", ["Input.Village"] = "Nyalenda" };

        var (_, shown) = await PostAsync(app, "/persons/register", new(typed));

        shown.QuerySelector($"a[href='/persons/{known.Number}']")!.TextContent.ShouldContain("Amina Hassan Wanjiru");
        shown.QuerySelectorAll("section.card li").Length.ShouldBeGreaterThan(2);
        Value(shown, "Input.GivenName").ShouldBe("Aminah");
        Value(shown, "Answers[0].Number").ShouldBe(known.Number);
        (await app.UseAsync<RegistrationDb, int>(db => db.Set<Person>().CountAsync())).ShouldBe(1);

        typed["Answers[0].Number"] = known.Number;
        typed["Answers[0].Answer"] = "different";
        var (status, _) = await PostAsync(app, "/persons/register", typed);

        status.ShouldBe(HttpStatusCode.Redirect);
        (await app.UseAsync<RegistrationDb, int>(db => db.Set<Person>().CountAsync())).ShouldBe(2);
    }

    [Fact]
    public async Task FindAndRecord_OfARegisteredPerson_ShowHerOnEveryPage()
    {
        await using var app = await SpmisApp.StartAsync();
        var person = await app.RegisterAsync(Registry.Amina);

        (await GetAsync(app, "/persons?q=wanjiru")).QuerySelector($"a[href='/persons/{person.Number}']").ShouldNotBeNull();
        var record = await GetAsync(app, $"/persons/{person.Number}");
        record.QuerySelectorAll("h1").Length.ShouldBe(1);
        record.Body!.TextContent.ShouldContain("Nyalenda, Kisumu");
        record.QuerySelector($"a[href='/contributions/persons/{person.Number}']").ShouldNotBeNull();
        var history = await GetAsync(app, $"/persons/{person.Number}/history");
        history.QuerySelector("ol.timeline")!.TextContent.ShouldContain("Registered");
        (await app.Client(SpmisApp.Officer).GetAsync("/persons/26000000199")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task CorrectAndDeath_FromThePages_ChangeTheRecord()
    {
        await using var app = await SpmisApp.StartAsync();
        var person = await app.RegisterAsync(Registry.Amina);

        var (status, page) = await PostAsync(app, $"/persons/{person.Number}/correct", new() { ["Input.FamilyName"] = "Odhiambo" });
        (status, page.Body!.TextContent.Contains("Say why", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.UnprocessableEntity, true));
        (await PostAsync(app, $"/persons/{person.Number}/correct", new() { ["Input.FamilyName"] = "Odhiambo", ["Reason"] = "Certificate 44" })).Status.ShouldBe(HttpStatusCode.Redirect);
        (await PostAsync(app, $"/persons/{person.Number}/death", new() { ["DiedOn.Day"] = "3", ["DiedOn.Month"] = "6", ["DiedOn.Year"] = "2026", ["Evidence"] = "Certificate 9" })).Status.ShouldBe(HttpStatusCode.Redirect);

        var record = (await app.ReadAsync(person.Number)).Person;
        (record.Name, record.DiedOn).ShouldBe(("Amina Hassan Odhiambo", new DateOnly(2026, 6, 3)));
        (await GetAsync(app, $"/persons/{person.Number}/history")).QuerySelector("ol.timeline")!.TextContent.ShouldContain("Odhiambo");
    }

    [Fact]
    public async Task Duplicates_ReviewedAndApprovedInThePortal_AreMerged()
    {
        await using var app = await SpmisApp.StartAsync();
        var first = await app.RegisterAsync(Registry.Amina);
        var second = await app.RegisterAsync(Registry.Amina with { GivenName = "Aminah" }, new LikelyDecision(first.Number, LikelyAnswer.Unsure));
        var id = await app.UseAsync<RegistrationDb, Guid>(db => db.Set<DuplicateCase>().Select(c => c.Id).SingleAsync());

        (await GetAsync(app, "/duplicates")).QuerySelector($"a[href='/duplicates/{id}']").ShouldNotBeNull();
        (await GetAsync(app, $"/duplicates/{id}")).QuerySelectorAll("table tbody tr").Length.ShouldBeGreaterThan(10);
        (await PostAsync(app, $"/duplicates/{id}", new() { ["Answer"] = "" })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync(app, $"/duplicates/{id}", new() { ["Answer"] = "Same", ["Reason"] = "Seen together with her card" })).Status.ShouldBe(HttpStatusCode.Redirect);
        var proposal = await app.UseAsync<RegistrationDb, long>(db => db.Proposals.Select(p => p.Id).SingleAsync());
        (await GetAsync(app, $"/registration/proposals/{proposal}")).QuerySelector("form button[formaction*='Approve']").ShouldBeNull("the preparer does not decide");
        (await PostAsync(app, $"/registration/proposals/{proposal}?handler=Approve", new(), SpmisApp.Supervisor)).Status.ShouldBe(HttpStatusCode.Redirect);

        (await app.ReadAsync(second.Number)).MergedIntoNumber.ShouldBe(first.Number);
        (await GetAsync(app, $"/persons/{second.Number}")).QuerySelector($"a[href='/persons/{first.Number}']").ShouldNotBeNull();
    }

    [Fact]
    public async Task Import_Uploaded_ShowsVerdictsAndGivesTheRefusedLinesAsAFile()
    {
        await using var app = await SpmisApp.StartAsync();
        var client = app.Client(SpmisApp.Officer);
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in await FieldsAsync(app, client, "/registration/imports"))
        {
            form.Add(new StringContent(value), name);
        }

        form.Add(new StringContent("persons"), "Kind");
        form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(Registry.Header + Registry.Line("P1", "Amina", "Wanjiru") + Registry.Line("P2", "=cmd", "", "31/02/1990"))), "File", "people.csv");

        var answer = await client.PostAsync("/registration/imports", form);
        await app.SettleAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        var path = answer.Headers.Location!.ToString();
        var page = await GetAsync(app, path);
        page.QuerySelectorAll("tbody tr").Length.ShouldBe(1);
        page.Body!.TextContent.ShouldContain("birth_date");
        var csv = await app.Client(SpmisApp.Officer).GetStringAsync(path + "?handler=Refused");
        csv.ShouldContain("3,P2,birth_date,31/02/1990");
        (await GetAsync(app, "/registration/imports")).QuerySelector($"a[href='{path}']").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("/employers")]
    [InlineData("/employers/register")]
    [InlineData("/persons/register")]
    [InlineData("/registration/proposals")]
    [InlineData("/")]
    public async Task Page_ForAnOfficer_HasOneHeadingAndNoScriptNeed(string path)
    {
        await using var app = await SpmisApp.StartAsync();

        (await GetAsync(app, path)).QuerySelectorAll("h1").Length.ShouldBe(1);
    }

    private static async Task<IDocument> GetAsync(SpmisApp app, string path, Actor? actor = null)
    {
        var answer = await app.Client(actor ?? SpmisApp.Officer).GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return await ParseAsync(answer);
    }

    /// <summary>Opens the form, fills in these fields over what stands there, and sends it as a browser without script would.</summary>
    private static async Task<(HttpStatusCode Status, IDocument Page)> PostAsync(SpmisApp app, string path, Dictionary<string, string> typed, Actor? actor = null)
    {
        var client = app.Client(actor ?? SpmisApp.Officer);
        var fields = await FieldsAsync(app, client, path.Split('?')[0]);
        foreach (var (name, value) in typed)
        {
            fields[name] = value;
        }

        var answer = await client.PostAsync(path, new FormUrlEncodedContent(fields));
        return (answer.StatusCode, await ParseAsync(answer));
    }

    private static async Task<Dictionary<string, string>> FieldsAsync(SpmisApp app, HttpClient client, string path)
    {
        var answer = await client.GetAsync(path);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            client.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        }

        var form = (await ParseAsync(answer)).QuerySelectorAll("form[method=post]").Last(f => f.QuerySelector("[name=__RequestVerificationToken]") is not null && f.GetAttribute("action")?.Contains("sign-out", StringComparison.Ordinal) != true);
        return form.QuerySelectorAll("input[name], select[name], textarea[name]").Where(f => f.GetAttribute("type") is not ("file" or "radio" or "checkbox") || f.HasAttribute("checked"))
            .GroupBy(f => f.GetAttribute("name")!).ToDictionary(g => g.Key, g => g.First() is AngleSharp.Html.Dom.IHtmlSelectElement select ? select.Value ?? "" : g.First() is AngleSharp.Html.Dom.IHtmlTextAreaElement area ? area.Value : g.First().GetAttribute("value") ?? "");
    }

    private static async Task<IDocument> ParseAsync(HttpResponseMessage answer) => await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());

    private static string? Value(IDocument page, string name) => page.QuerySelector($"[name='{name}']")?.GetAttribute("value");
}
