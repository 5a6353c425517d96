using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Rounds;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.TestKit;

namespace Spmis.Tests.Eligibility;

public sealed class PageTests
{
    [Fact]
    public async Task DeterminationPage_OfANo_TellsAnswerReasonAndWhatWouldChange()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        var person = Cases.Person(1, new DateOnly(1995, 1, 1));
        await app.RegisterAsync(person);
        await app.ContributeAsync(person.PersonId, 3);
        var claim = await app.ClaimAsync(person.RegistrationNumber, new DateOnly(2026, 7, 1));
        var id = await app.DecideAsync(claim.Number);

        var page = await GetAsync(app, $"/determinations/{id}", SpmisApp.Officer);

        var text = page.Body!.TextContent;
        text.ShouldContain("Person 1 is not entitled on 1 July 2026.");
        text.ShouldContain("Insured long enough: 3, at least 4 is needed");
        text.ShouldContain("1 more would be needed");
        text.ShouldContain("C102 Art. 51");
        text.ShouldContain("Contributions ke-nssf 2026, version 1");
        page.QuerySelectorAll("h1").Length.ShouldBe(1);
    }

    [Fact]
    public async Task DeterminationPage_OfARoundsNo_IsRebuiltFromWhatWasStored()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync(Cases.Person(1, new DateOnly(1956, 8, 1)));
        await app.RoundAsync();
        var id = await app.UseAsync<EligibilityDb, Guid>(db => db.Determinations.Select(d => d.Id).SingleAsync());

        var text = (await GetAsync(app, $"/determinations/{id}", SpmisApp.Officer)).Body!.TextContent;

        text.ShouldContain("Rebuilt just now");
        text.ShouldContain("Old enough: 69 years and 11 months, at least 70 years is needed");
    }

    [Fact]
    public async Task EveryPage_ForAnOfficerAndInArabic_IsDrawn()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        var person = Cases.Person(1, new DateOnly(1950, 1, 1));
        await app.RegisterAsync(person);
        await app.ContributeAsync(person.PersonId, 6);
        var round = await app.RoundAsync();
        await app.ApproveAllAsync(ApproveAwards.Act);
        var claim = await app.ClaimAsync(person.RegistrationNumber, new DateOnly(2026, 7, 1));
        var decision = await app.DecideAsync(claim.Number);
        string[] paths =
        [
            "/", "/schemes", "/schemes/new", "/schemes/1", "/schemes/1/conformity?SkilledWage=30000&LabourerWage=12000", "/schemes/2/conformity", "/schemes/3", "/eligibility/recalculations", "/eligibility/rounds", $"/eligibility/rounds/{round.RoundId}", $"/eligibility/rounds/{round.RoundId}?tab=no", "/claims", "/claims?state=all",
            "/claims/new", "/claims/import", $"/claims/{claim.Number}", $"/determinations/{decision}", "/awards", "/awards?show=duplicates", $"/awards/{MakeAwards.NumberOf(1)}", $"/eligibility/persons/{person.RegistrationNumber}",
        ];

        foreach (var path in paths)
        {
            (await GetAsync(app, path, SpmisApp.Officer)).QuerySelectorAll("h1").Length.ShouldBe(1, path);
            var arabic = await GetAsync(app, path + (path.Contains('?') ? "&" : "?") + "culture=ar", SpmisApp.Officer);
            arabic.DocumentElement.GetAttribute("dir").ShouldBe("rtl", path);
            arabic.Faults().ShouldBeEmpty(path);
        }
    }

    [Fact]
    public async Task RoundPage_ApprovedByAnotherPerson_PutsTheAwardsInForce()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync(Cases.Person(1, new DateOnly(1950, 1, 1)));
        var round = await app.RoundAsync();
        var path = $"/eligibility/rounds/{round.RoundId}";

        (await GetAsync(app, path, SpmisApp.Officer)).QuerySelectorAll("button[formaction*=Approve]").Length.ShouldBe(0);
        (await SubmitAsync(app, path, SpmisApp.Supervisor, "Approve")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await app.SettleAsync();

        (await app.UseAsync<EligibilityDb, bool>(db => db.Awards.AllAsync(a => a.ApprovedAt != null))).ShouldBeTrue();
    }

    [Fact]
    public async Task RoundPage_RejectedWithoutReason_SaysSo()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync(Cases.Person(1, new DateOnly(1950, 1, 1)));
        var round = await app.RoundAsync();

        var answer = await SubmitAsync(app, $"/eligibility/rounds/{round.RoundId}", SpmisApp.Supervisor, "Reject");

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Say why you reject it");
    }

    [Fact]
    public async Task NewClaimPage_WithAWrongNumber_SaysItBesideTheFieldAndKeepsWhatWasTyped()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        var form = new Dictionary<string, string>
        {
            ["PersonNumber"] = "2600000199", ["Scheme"] = Cases.Maternity, ["EventOn.Day"] = "1", ["EventOn.Month"] = "6", ["EventOn.Year"] = "2026", ["FiledOn.Day"] = "2", ["FiledOn.Month"] = "6", ["FiledOn.Year"] = "2026",
        };

        var answer = await SubmitAsync(app, "/claims/new", SpmisApp.Officer, null, form);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await ReadAsync(answer);
        page.Body!.TextContent.ShouldContain("check digits do not fit");
        page.QuerySelector<IHtmlInputElement>("input[name=PersonNumber]")!.Value.ShouldBe("2600000199");
    }

    [Theory]
    [InlineData("/claims")]
    [InlineData("/awards")]
    [InlineData("/schemes")]
    [InlineData("/api/eligibility/claims")]
    public async Task Pages_ForAnEmployer_AreForbidden(string path)
    {
        await using var app = await SpmisApp.StartAsync("eligibility");

        (await app.Client(new Actor("e-1", "Employer", [Roles.Employer], Employer: "E1")).GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Api_FileClaimTwiceUnderOneKey_TakesItOnce()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync(Cases.Person(1, new DateOnly(1995, 1, 1)));
        var body = $$"""{"personNumber":"{{Cases.Number(1)}}","scheme":"demo-maternity","eventOn":"2026-06-01","filedOn":"2026-06-10"}""";

        var first = await PostAsync(app, "/api/eligibility/claims", body, "key-0001");
        var second = await PostAsync(app, "/api/eligibility/claims", body, "key-0001");
        var again = await PostAsync(app, "/api/eligibility/claims", body, "key-0002");

        (first.StatusCode, second.StatusCode, again.StatusCode).ShouldBe((HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.BadRequest));
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        (await again.Content.ReadAsStringAsync()).ShouldContain("claim.filed-already");
        (await (await app.Client(SpmisApp.Officer).GetAsync("/api/eligibility/claims")).Content.ReadAsStringAsync()).ShouldContain(Claim.NumberOf(1));
    }

    [Fact]
    public async Task Api_AwardsApproverDecidingASchemeByItsNumber_IsRefused()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        var scheme = await app.UseAsync<EligibilityDb, long>(db => db.Proposals.Select(p => p.Id).FirstAsync());

        var answer = await PostAsync(app, $"/api/eligibility/awards/approvals/{scheme}", """{"approve":true}""", "key-0003", SpmisApp.Supervisor);

        (await answer.Content.ReadAsStringAsync()).ShouldContain("proposal.unknown");
    }

    [Fact]
    public async Task Api_OfARound_ListsDecisionsPageByPage()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync([.. Enumerable.Range(1, 5).Select(n => Cases.Person(n, new DateOnly(1990, 1, 1)))]);
        var round = await app.RoundAsync();
        var client = app.Client(SpmisApp.Officer);

        var first = await client.GetStringAsync($"/api/eligibility/rounds/{round.RoundId}/determinations?outcome=No&limit=3");
        var second = await client.GetStringAsync($"/api/eligibility/rounds/{round.RoundId}/determinations?outcome=No&limit=3&after={Cases.Number(3)}");

        first.ShouldContain($"\"next\":\"{Cases.Number(3)}\"");
        second.ShouldContain(Cases.Number(5));
        second.ShouldContain("\"next\":null");
    }

    private static async Task<HttpResponseMessage> PostAsync(SpmisApp app, string path, string json, string key, Actor? actor = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        return await app.Client(actor ?? SpmisApp.Officer).SendAsync(request);
    }

    private static async Task<IDocument> GetAsync(SpmisApp app, string path, Actor actor)
    {
        var answer = await app.Client(actor).GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return await ReadAsync(answer);
    }

    private static async Task<IDocument> ReadAsync(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync();
        return await BrowsingContext.New(Configuration.Default).OpenAsync(request => request.Content(html));
    }

    /// <summary>Fills the page's last form as a browser would, and submits it by the named handler.</summary>
    private static async Task<HttpResponseMessage> SubmitAsync(SpmisApp app, string path, Actor actor, string? handler, IReadOnlyDictionary<string, string>? values = null)
    {
        var client = app.Client(actor);
        var shown = await client.GetAsync(path);
        var page = await ReadAsync(shown);
        var form = page.QuerySelectorAll<IHtmlFormElement>("main form[method=post]").Single(f => handler is null || f.QuerySelector($"button[formaction*={handler}]") is not null);
        var fields = form.QuerySelectorAll<IHtmlInputElement>("input").Where(i => i.Type == "hidden").ToDictionary(i => i.Name ?? "", i => i.Value);
        foreach (var (name, value) in values ?? new Dictionary<string, string>())
        {
            fields[name] = value;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, handler is null ? path : $"{path}?handler={handler}") { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Cookie", string.Join("; ", shown.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Select(c => c.Split(';')[0]) : []));
        return await client.SendAsync(request);
    }
}
