using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Contributions;
using Spmis.Contracts.Registration;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Drafts;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.TestKit;
using Spmis.Values;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

/// <summary>The return written on a page or sent worker by worker, from the first filing to the correction.</summary>
public sealed class DraftTests
{
    private static readonly Actor Own = new("e1", "Own Employer", [Roles.Employer], Employer: Employer(1));
    private static readonly Actor Other = new("e2", "Other Employer", [Roles.Employer], Employer: Employer(2));
    private static readonly Month April = new(2026, 4);
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Form_FirstFilingNextMonthAndCorrection_GoTheWayOfAFile()
    {
        await using var world = await ContributionsWorld.StartAsync(3, 2);
        using var browser = world.App.Browser(Own);

        // The first filing: nobody is known, one worker has a number, one only a name.
        var first = await PageAsync(browser, "/returns/form?month=2026-03");
        first.QuerySelector("h1")!.TextContent.ShouldContain("Return of March 2026");
        var added = await SendAsync(browser, first, "/returns/form?month=2026-03&handler=Add", ("Rows[0].WorkerNumber", Worker(1)), ("Rows[0].Wage", "9000"));
        added.StatusCode.ShouldBe(HttpStatusCode.Redirect, await added.Content.ReadAsStringAsync(Ct));
        var second = await PageAsync(browser, "/returns/form?month=2026-03");
        var wrong = await SendAsync(browser, second, "/returns/form?month=2026-03", ("Rows[1].GivenName", "Nadia"), ("Rows[1].FamilyName", "Okoro"), ("Rows[1].BornOn", "1990-02-01"), ("Rows[1].Wage", "12,50"));
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var shown = await ReadAsync(wrong);
        shown.QuerySelector<IHtmlInputElement>("[name='Rows[1].Wage']")!.Value.ShouldBe("12,50");
        shown.QuerySelector("#Rows_1__Wage-error")!.TextContent.ShouldContain("has a comma");
        (await DraftAsync(world)).Lines.Select(l => l.Wage).ShouldBe(["9000", "12,50"], "what was typed is kept, right or wrong");
        var checkedOk = await SendAsync(browser, shown, "/returns/form?month=2026-03", ("Rows[1].Wage", "5000"));
        checkedOk.StatusCode.ShouldBe(HttpStatusCode.Redirect, await checkedOk.Content.ReadAsStringAsync(Ct));
        var check = await PageAsync(browser, checkedOk.Headers.Location!.ToString());
        check.Body!.TextContent.ShouldContain("14,000.00 KES");
        check.Body!.TextContent.ShouldContain("1,680.00 KES");
        check.Body!.TextContent.ShouldContain("The register will be asked");
        (await PageAsync(browser, check.QuerySelector("td a[href*='/returns/form/working']")!.GetAttribute("href")!)).Body!.TextContent.ShouldContain("Kenya NSSF Act 2013");
        var submitted = await SendAsync(browser, check, checkedOk.Headers.Location!.ToString());
        submitted.StatusCode.ShouldBe(HttpStatusCode.Redirect, await submitted.Content.ReadAsStringAsync(Ct));
        (await PageAsync(browser, submitted.Headers.Location!.ToString())).Body!.TextContent.ShouldContain("Asking the register");
        (await browser.GetAsync("/returns/form?month=2026-03", Ct)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "it is on its way");
        await world.AnswerMatchesAsync(l => new MatchVerdict { Line = l.Line, Outcome = "provisional", PersonId = PersonId(3), RegistrationNumber = Worker(3), Name = $"{l.GivenName} {l.FamilyName}" });
        (await world.BillsAsync()).ShouldHaveSingleItem().Amount.Minor.ShouldBe(168_000);
        (await PageAsync(browser, submitted.Headers.Location!.ToString())).QuerySelector("h1")!.TextContent.ShouldContain("Billed");

        // The next month begins with them; one left before it began.
        var april = await PageAsync(browser, "/returns/form?month=2026-04");
        april.Body!.TextContent.ShouldContain("those of March 2026");
        Wages(april).ShouldBe(["9000.00", "5000.00"]);
        var next = await SendAsync(browser, april, "/returns/form?month=2026-04", ("Rows[0].Wage", "10000"), ("Rows[1].LeftOn", "2026-03-20"));
        next.StatusCode.ShouldBe(HttpStatusCode.Redirect, await next.Content.ReadAsStringAsync(Ct));
        var toSubmit = await PageAsync(browser, next.Headers.Location!.ToString());
        var filed = await SendAsync(browser, toSubmit, next.Headers.Location!.ToString());
        filed.StatusCode.ShouldBe(HttpStatusCode.Redirect, await filed.Content.ReadAsStringAsync(Ct));
        await world.App.SettleAsync();
        (await world.BillsAsync()).Count.ShouldBe(2);
        var told = (await world.DbAsync(db => db.Outbox.AsNoTracking().Where(o => o.Contract == typeof(WorkersDeclared).FullName).Select(o => o.Payload).ToListAsync())).ConvertAll(p => JsonSerializer.Deserialize<WorkersDeclared>(p, Spmis.Kernel.Data.SpmisJson.Options)!); // Written by the module itself.
        told.SelectMany(t => t.Workers.Select(w => (t.Month, w.LeftOn))).ShouldContain((202603, new DateOnly(2026, 3, 20)), "the register ends the employment");

        // A correction starts from what was accepted and files only what changed; back again is another correction, not the same file.
        foreach (var (wage, due) in new[] { ("8000", -24_000L), ("10000", 24_000L), ("8000", -24_000L) })
        {
            var correct = await PageAsync(browser, "/returns/form?month=2026-04");
            correct.QuerySelector("h1")!.TextContent.ShouldContain("Correct the return");
            (await SendAsync(browser, correct, "/returns/form?month=2026-04")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "nothing changed");
            correct = await PageAsync(browser, "/returns/form?month=2026-04");
            var kept = await SendAsync(browser, correct, "/returns/form?month=2026-04", ("Rows[0].Wage", wage));
            var corrected = await SendAsync(browser, await PageAsync(browser, kept.Headers.Location!.ToString()), kept.Headers.Location!.ToString());
            var id = Guid.Parse(corrected.Headers.Location!.ToString().Split('/')[^1]);
            (await world.ReturnAsync(id)).DueMinor.ShouldBe(due);
        }

        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Form_TwoWindows_DoNotOverwriteEachOtherUnseen()
    {
        await using var world = await ContributionsWorld.StartAsync(2, 2);
        await world.FileAsync(File(Line(Worker(1), "9000"), Line(Worker(2), "7000")));
        using var browser = world.App.Browser(Own);
        var (one, two) = (await PageAsync(browser, "/returns/form?month=2026-04"), await PageAsync(browser, "/returns/form?month=2026-04"));

        (await SendAsync(browser, one, "/returns/form?month=2026-04&handler=Save", ("Rows[0].Wage", "9100"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var late = await SendAsync(browser, two, "/returns/form?month=2026-04&handler=Save", ("Rows[0].Wage", "9200"), ("Rows[2].WorkerNumber", "4711"), ("Rows[2].Wage", "1"));

        late.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await ReadAsync(late);
        page.Body!.TextContent.ShouldContain("saved in another window");
        page.Body!.TextContent.ShouldContain("Saved meanwhile: 9100");
        page.QuerySelector<IHtmlInputElement>("[name='Rows[0].Wage']")!.Value.ShouldBe("9200", "nothing typed is lost");
        page.QuerySelector<IHtmlInputElement>("[name='Rows[2].WorkerNumber']")!.Value.ShouldBe("4711");
        (await DraftAsync(world, April)).Lines[0].Wage.ShouldBe("9100");
        (await SendAsync(browser, page, "/returns/form?month=2026-04&handler=Save")).StatusCode.ShouldBe(HttpStatusCode.Redirect, "who has seen both may save");
        (await DraftAsync(world, April)).Lines.Select(l => l.Wage).ShouldBe(["9200", "7000.00", "1"]);

        // One open draft an employer and month, whatever comes at once; a nil return is one click and takes the draft with it.
        var at = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            try
            {
                return await SaveAsync(world, new Month(2026, 5), 0, $"{i}");
            }
            catch (Refused refused)
            {
                refused.Code.ShouldBe(SaveDraft.ChangedCode);
                return 0;
            }
        })));
        at.Count(v => v == 1).ShouldBe(1);
        var nil = await SendAsync(browser, await PageAsync(browser, "/returns/form?month=2026-05"), "/returns/form?month=2026-05&handler=Nil");
        nil.StatusCode.ShouldBe(HttpStatusCode.Redirect, await nil.Content.ReadAsStringAsync(Ct));
        (await PageAsync(browser, nil.Headers.Location!.ToString())).Body!.TextContent.ShouldContain("Nil");
        (await world.DbAsync(db => db.Set<ReturnDraft>().CountAsync(d => d.Open != null && d.Month == new Month(2026, 5)))).ShouldBe(0);

        // Another employer sees nothing of it.
        using var other = world.App.Browser(Other);
        (await PageAsync(other, $"/returns/form?month=2026-04&employer={Employer(1)}")).Body!.TextContent.ShouldNotContain(Worker(1), Case.Sensitive, "its own form is shown, whatever number is asked for");
        (await PageAsync(other, "/returns")).Body!.TextContent.ShouldNotContain("Drafts");
        (await PageAsync(browser, "/returns")).Body!.TextContent.ShouldContain("Drafts, not filed yet");
    }

    [Fact]
    public async Task Api_DraftPreviewSubmit_IsOnceAByKeyAndVersion()
    {
        await using var world = await ContributionsWorld.StartAsync(2, 2);
        using var client = world.App.Client(Own);
        var address = $"/api/contributions/drafts/{Employer(1)}/2026-03";
        object Body(int version, string wage) => new { version, workers = new[] { new { workerNumber = Worker(1), wage }, new { workerNumber = Worker(2), wage = "7000" } } };

        (await WriteAsync(client, HttpMethod.Put, address, "draft-key-1", Body(0, "x"))).GetProperty("version").GetInt32().ShouldBe(1);
        (await client.GetFromJsonAsync<JsonElement>(address + "/preview", Ct)).GetProperty("problems")[0].GetProperty("field").GetString().ShouldBe("wage");
        (await AnswerAsync(client, HttpMethod.Post, address + "/submit", "submit-key-0", new { version = 1 })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await AnswerAsync(client, HttpMethod.Put, address, "draft-key-0", new { version = 1, workers = new object?[] { null } })).StatusCode.ShouldBe(HttpStatusCode.BadRequest, "a worker that is nothing");
        (await AnswerAsync(client, HttpMethod.Put, address, "draft-key-2", Body(0, "9000"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest, "the first version was not seen");
        (await WriteAsync(client, HttpMethod.Put, address, "draft-key-3", Body(1, "9000"))).GetProperty("version").GetInt32().ShouldBe(2);
        (await WriteAsync(client, HttpMethod.Put, address, "draft-key-3", Body(1, "9000"))).GetProperty("version").GetInt32().ShouldBe(2, "the same key gives the same answer");
        var preview = await client.GetFromJsonAsync<JsonElement>(address + "/preview", Ct);
        (preview.GetProperty("due").GetString(), preview.GetProperty("dueOn").GetString(), preview.GetProperty("workers").GetArrayLength()).ShouldBe(("1920.00", "2026-04-09", 2));
        var id = (await WriteAsync(client, HttpMethod.Post, address + "/submit", "submit-key-1", new { version = 2 })).GetProperty("returnId").GetGuid();
        (await WriteAsync(client, HttpMethod.Post, address + "/submit", "submit-key-1", new { version = 2 })).GetProperty("returnId").GetGuid().ShouldBe(id);
        (await AnswerAsync(client, HttpMethod.Post, address + "/submit", "submit-key-2", new { version = 2 })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        // A correction names whom it changes; the others stay.
        (await client.GetFromJsonAsync<JsonElement>(address, Ct)).GetProperty("kind").GetString().ShouldBe("Correction");
        await WriteAsync(client, HttpMethod.Put, address, "draft-key-4", new { version = 0, workers = new[] { new { workerNumber = Worker(2), wage = "8000" } } });
        await WriteAsync(client, HttpMethod.Post, address + "/submit", "submit-key-3", new { version = 1 });
        (await world.BillsAsync()).Select(b => b.Amount.Minor).ShouldBe([192_000, 12_000]);
        (await world.DbAsync(db => db.Set<DraftLine>().CountAsync())).ShouldBe(0, "what was typed of people is not kept beside the return");
        using var other = world.App.Client(Other);
        ((int)(await other.GetAsync(address, Ct)).StatusCode).ShouldBeInRange(300, 499);
        ((int)(await AnswerAsync(other, HttpMethod.Put, address, "draft-key-9", Body(0, "1"))).StatusCode).ShouldBeInRange(300, 499);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public void Standing_OfReturns_IsDerived()
    {
        Return Filed(bool assessed, long accepted, long refused, string? slot = "original") => new()
        {
            Id = Guid.CreateVersion7(), EmployerId = default, EmployerNumber = "", Month = March, Scheme = "", Kind = ReturnKind.Original, Slot = slot, PackageHash = "", Currency = "KES", FiledAt = SpmisApp.Now, FiledBy = "", BillId = default,
            ReadAt = SpmisApp.Now, AssessedAt = assessed ? SpmisApp.Now : null, Accepted = accepted, Refused = refused,
        };
        Bill Owed(long paid) => new() { Id = default, Number = 1, PaymentReference = "", Kind = BillKind.Contributions, EmployerId = default, EmployerNumber = "", Scheme = "", Month = March, AmountMinor = 10, Currency = "KES", DueOn = default, IssuedAt = default, PackageHash = "", AllocatedMinor = paid };

        Standing.Of(Filed(false, 1, 0), null).ShouldBe(ReturnStanding.Submitted);
        Standing.Of(Filed(true, 0, 2), null).ShouldBe(ReturnStanding.Refused);
        Standing.Of(Filed(true, 0, 2, null), null).ShouldBe(ReturnStanding.Superseded);
        Standing.Of(Filed(true, 1, 1), Owed(0)).ShouldBe(ReturnStanding.AcceptedWithRefusals);
        Standing.Of(Filed(true, 1, 0), Owed(0)).ShouldBe(ReturnStanding.Billed);
        Standing.Of(Filed(true, 1, 0), Owed(4)).ShouldBe(ReturnStanding.PartPaid);
        Standing.Of(Filed(true, 1, 0), Owed(10)).ShouldBe(ReturnStanding.Paid);
        Standing.Of(Filed(true, 1, 0), null).ShouldBe(ReturnStanding.Assessed);
    }

    private static Task<int> SaveAsync(ContributionsWorld world, Month month, int version, string wage) => world.App.UseAsync<SaveDraft, int>(act => act.HandleAsync(
        new DraftInput { EmployerNumber = Employer(1), Month = month, Version = version, Rows = [new DraftRow { WorkerNumber = Worker(1), Wage = wage }] }, SpmisApp.Change("returns.draft", Own), default));

    private static async Task<(ReturnDraft Draft, List<DraftLine> Lines)> DraftAsync(ContributionsWorld world, Month? month = null)
    {
        var of = month ?? March;
        var draft = await world.DbAsync(db => db.Set<ReturnDraft>().AsNoTracking().SingleAsync(d => d.Month == of && d.Open != null));
        return (draft, await world.DbAsync(db => db.Set<DraftLine>().AsNoTracking().Where(l => l.DraftId == draft.Id).OrderBy(l => l.Line).ToListAsync()));
    }

    private static List<string> Wages(IDocument page) => [.. page.QuerySelectorAll<IHtmlInputElement>("td input[name$='.Wage']").Select(i => i.Value)];

    private static async Task<HttpResponseMessage> AnswerAsync(HttpClient client, HttpMethod method, string address, string key, object body)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative)) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, Ct);
    }

    private static async Task<JsonElement> WriteAsync(HttpClient client, HttpMethod method, string address, string key, object body)
    {
        var answer = await AnswerAsync(client, method, address, key, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Ct));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private static async Task<IDocument> PageAsync(HttpClient browser, string path)
    {
        var answer = await browser.GetAsync(new Uri(path, UriKind.Relative), Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path}: {await answer.Content.ReadAsStringAsync(Ct)}");
        return await ReadAsync(answer);
    }

    private static async Task<IDocument> ReadAsync(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync(Ct);
        return await BrowsingContext.New(Configuration.Default).OpenAsync(r => r.Content(html), Ct);
    }

    /// <summary>Sends the page's form as a browser would, with these fields typed over.</summary>
    private static async Task<HttpResponseMessage> SendAsync(HttpClient browser, IDocument page, string to, params (string Name, string Value)[] typed)
    {
        var fields = page.QuerySelectorAll<IHtmlInputElement>("main form[method=post] input").Where(i => i.Type != "checkbox" || i.IsChecked).ToDictionary(i => i.Name!, i => i.Value); // Every field has a name.
        foreach (var (name, value) in typed)
        {
            fields[name] = value;
        }

        using var content = new FormUrlEncodedContent(fields);
        return await browser.PostAsync(new Uri(to, UriKind.Relative), content, Ct);
    }
}
