using System.Net;
using System.Text;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.TestKit;

namespace Spmis.Tests.Payments;

public sealed class PagesTests
{
    private static readonly Actor BankA = new("agency-a", "Ana Agency", [Roles.Agency], Agency: "BANKA");
    private static readonly Actor BankB = new("agency-b", "Ben Agency", [Roles.Agency], Agency: "BANKB");

    [Fact]
    public async Task Pages_TheWholeMonth_WorkWithoutScript()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(3);
        await payroll.TellAsync(Payroll.Facts(4, agency: null));
        await payroll.TellAsync([Payroll.Award(4)]);
        using var officer = payroll.App.Client(SpmisApp.Officer);
        using var supervisor = payroll.App.Client(SpmisApp.Supervisor);

        var opened = await PostAsync(officer, "/payments", "Open", ("Month", "2026-07"), ("ValueDate", "2026-07-10"));
        opened.StatusCode.ShouldBe(HttpStatusCode.Redirect, await opened.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var page = await GetAsync(officer, "/payments");
        var cycle = page.QuerySelector("input[name=cycle]").ShouldNotBeNull().GetAttribute("value")!;
        var prepared = await PostAsync(officer, "/payments", "Prepare", ("cycle", cycle));
        var run = prepared.Headers.Location!.ToString();
        await payroll.App.SettleAsync();

        page = await GetAsync(officer, run);
        page.Body!.TextContent.ShouldContain("The payee has declared no bank account or wallet");
        page.QuerySelectorAll("h1").Length.ShouldBe(1);
        (await PostAsync(officer, run, "Approve")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var unreasoned = await PostAsync(supervisor, run, "Reject");
        unreasoned.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await GetAsync(supervisor, "/")).Body!.TextContent.ShouldContain("Approve payment run");
        (await PostAsync(supervisor, run, "Approve")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var own = await PostAsync(supervisor, run, "Release");
        (await own.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("somebody else must release it");
        (await PostAsync(officer, run, "Release")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "who prepared does not release");
        using var cashier = payroll.App.Client(Payroll.Cashier);
        (await PostAsync(cashier, run, "Release")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await GetAsync(officer, run)).Body!.TextContent.ShouldContain("Not answered yet: registration, eligibility.");
        await payroll.ClearAsync(Guid.Parse(run.Split('/')[^1]));
        (await GetAsync(officer, run)).Body!.TextContent.ShouldContain("released");

        var batch = (await payroll.BatchesAsync()).ShouldHaveSingleItem();
        await AnswerAsync(payroll, batch.Id);
        (await GetAsync(officer, $"/payments/persons/{Payroll.Facts(1).RegistrationNumber}")).Body!.TextContent.ShouldContain("paid");
        var person = $"/payments/persons/{Payroll.Facts(1).RegistrationNumber}";
        (await PostAsync(officer, person, "Verify")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync(officer, person, "Verify", ("Evidence", "letter of the bank"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await GetAsync(officer, "/")).Body!.TextContent.ShouldContain("Look at answers of BANKA");
        (await GetAsync(officer, $"/fragments/payments/person/{Payroll.Facts(1).RegistrationNumber}")).QuerySelector("h1").ShouldBeNull();
        (await GetAsync(supervisor, "/agencies")).Body!.TextContent.ShouldContain("Bank A");
        await payroll.PromisesHoldAsync();
    }

    [Fact]
    public async Task Batch_WithContradictoryAnswers_IsSettledByASupervisor()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(2);
        await payroll.PayAsync();
        var refs = (await payroll.InstructionsAsync()).Select(i => i.Reference).ToList();
        await payroll.AnswerAsync("BANKA", (refs[0], "PAID", "2000.00"), (refs[1], "PAID", "2000.00"));
        await payroll.AnswerAsync("BANKA", (refs[0], "FAILED", "2000.00"), (refs[1], "FAILED", "2000.00"));
        var path = $"/payments/batches/{(await payroll.BatchesAsync()).Single().Id}";
        using var supervisor = payroll.App.Client(SpmisApp.Supervisor);

        (await GetAsync(supervisor, "/")).Body!.TextContent.ShouldContain("Settle contradictory answers");
        (await PostAsync(supervisor, path, "Take", ("Reason", "they say so"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var choices = (await GetAsync(supervisor, path)).QuerySelectorAll("input[name=Contradiction]");
        choices.Length.ShouldBe(2);
        (await PostAsync(supervisor, path, "Take", ("Contradiction", choices[0].GetAttribute("value")!), ("Reason", "they say so"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await PostAsync(supervisor, path, "Close")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync(supervisor, path, "Keep", ("Contradiction", choices[1].GetAttribute("value")!), ("Reason", "they were wrong"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await PostAsync(supervisor, path, "Close")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await payroll.InstructionsAsync()).Select(i => i.State).ShouldBe(["returned", "paid"]);
        await payroll.PromisesHoldAsync();
    }

    [Fact]
    public async Task Agencies_ProposedTriedAndWithAFault_SaysSoBesideTheFieldAndKeepsWhatWasTyped()
    {
        await using var payroll = await Payroll.StartAsync();
        using var officer = payroll.App.Client(SpmisApp.Officer);
        using var supervisor = payroll.App.Client(SpmisApp.Supervisor);
        (string, string)[] form =
        [
            ("Code", "POST"), ("Name", "The Post"), ("Format", "Delimited"), ("Text", "Latin"), ("MaxPaymentsPerBatch", "0"), ("DebtorName", "Fund"), ("DebtorAccount", "1"), ("Separator", ";"), ("Decimals", "Point"),
            ("Days", "yyyy-MM-dd"), ("Encoding", "Utf8"), ("LineEnd", "Lf"), ("Extension", "csv"), ("ValueDays", "0"), ("Header", "true"), ("AnswerDays", "yyyy-MM-dd"), ("AnswerDecimals", "Point"),
            ("Columns", "REF = reference\nNAME = payee-name\nACC = account\nCCY = currency"), ("CutOff", "15:30"),
        ];

        var answer = await PostAsync(officer, "/agencies/edit", null, form);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await ReadAsync(answer);
        page.Body!.TextContent.ShouldContain("A file takes 1 to 1,000,000 payments.");
        page.QuerySelector<IHtmlInputElement>("#Name").ShouldNotBeNull().Value.ShouldBe("The Post");
        form[4] = ("MaxPaymentsPerBatch", "10");
        var lacks = await ReadAsync(await PostAsync(officer, "/agencies/edit", "Try", form));
        lacks.Body!.TextContent.ShouldContain("No column carries 'amount'");
        lacks.QuerySelector("#Columns").ShouldNotBeNull().TextContent.ShouldContain("REF = reference");
        form[^2] = ("Columns", "REF = reference\nNAME = payee-name\nACC = account\nSUM = amount\nCCY = currency");
        var tried = await ReadAsync(await PostAsync(officer, "/agencies/edit", "Try", form));
        tried.QuerySelector("#sample pre").ShouldNotBeNull().TextContent.ShouldContain("REF;NAME;ACC;SUM;CCY\n");
        tried.QuerySelector<IHtmlInputElement>("#CutOff").ShouldNotBeNull().Value.ShouldBe("15:30");
        (await PostAsync(officer, "/agencies/edit", null, form)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var link = (await GetAsync(supervisor, "/agencies")).QuerySelectorAll("a").Select(a => a.GetAttribute("href") ?? "").Single(h => h.StartsWith("/proposals/payments/", StringComparison.Ordinal));
        (await GetAsync(supervisor, link)).Body!.TextContent.ShouldContain("SUM = amount");
        (await PostAsync(supervisor, link, null, ("Decision", "approve"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await GetAsync(officer, "/agencies/POST")).Body!.TextContent.ShouldContain("Version 1");
        (await GetAsync(officer, "/agencies/edit/POST")).QuerySelector<IHtmlInputElement>("#Name").ShouldNotBeNull().Value.ShouldBe("The Post");
        (await PostAsync(officer, "/agencies/POST", null, ("Reason", ""))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync(officer, "/agencies/POST", null, ("Reason", "no contract"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Batches_OfAnotherAgency_CannotBeSeenFetchedOrAnswered()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(1);
        await payroll.PayAsync();
        var batch = (await payroll.BatchesAsync()).ShouldHaveSingleItem();
        using var other = payroll.App.Client(BankB);
        using var own = payroll.App.Client(BankA);

        (await GetAsync(other, "/payments/batches")).Body!.TextContent.ShouldNotContain(batch.Number);
        foreach (var path in new[] { $"/payments/batches/{batch.Id}", $"/payments/batches/{batch.Id}/file", $"/api/payments/batches/{batch.Id}", $"/api/payments/batches/{batch.Id}/file" })
        {
            (await other.GetAsync(path, TestContext.Current.CancellationToken)).IsSuccessStatusCode.ShouldBeFalse(path);
            (await own.GetAsync(path, TestContext.Current.CancellationToken)).IsSuccessStatusCode.ShouldBeTrue(path);
        }

        foreach (var path in new[] { "/payments", "/agencies", "/api/payments/runs", "/api/payments/agencies" })
        {
            (await own.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }
    }

    [Fact]
    public async Task Unanswered_AcceptedAndSilence_IsSeenByOfficeAndAgencyAndNobodyElse()
    {
        await using var payroll = await Payroll.StartAsync(today: new DateTime(2026, 7, 16, 8, 0, 0, DateTimeKind.Utc));
        await payroll.PeopleAsync(30);
        await payroll.PayAsync();
        var refs = (await payroll.InstructionsAsync()).Select(i => i.Reference).ToList();
        await payroll.AnswerAsync("BANKA", (refs[0], "PAID", "2000.00"), (refs[1], "PENDING", "2000.00"));
        var batch = (await payroll.BatchesAsync()).Single();
        using var officer = payroll.App.Client(SpmisApp.Officer);
        using var own = payroll.App.Client(BankA);
        using var other = payroll.App.Client(BankB);

        foreach (var client in new[] { officer, own })
        {
            (await GetAsync(client, "/")).Body!.TextContent.ShouldContain("29 overdue");
            (await GetAsync(client, "/payments/batches")).Body!.TextContent.ShouldContain("29 payments without an answer in time");
            (await GetAsync(client, $"/payments/batches/{batch.Id}")).Body!.TextContent.ShouldContain("No answer for 6 days about 29 payments");
            var page = await GetAsync(client, $"/payments/unanswered?batch={batch.Id}");
            page.QuerySelectorAll("tbody tr").Length.ShouldBe(25);
            page.QuerySelector("tbody tr")!.TextContent.ShouldContain(refs[1]);
            page.QuerySelector("tbody tr")!.TextContent.ShouldContain("11 July 2026");
            var next = page.QuerySelectorAll("a").Select(a => a.GetAttribute("href") ?? "").Single(h => h.Contains("after=", StringComparison.OrdinalIgnoreCase));
            (await GetAsync(client, next.StartsWith('?') ? "/payments/unanswered" + next : next)).QuerySelectorAll("tbody tr").Length.ShouldBe(4);
        }

        (await GetAsync(other, "/payments/batches")).Body!.TextContent.ShouldNotContain("without an answer");
        (await GetAsync(other, "/payments/unanswered")).Body!.TextContent.ShouldContain("Every payment was answered in time.");
    }

    private static async Task AnswerAsync(Payroll payroll, long batch)
    {
        using var agency = payroll.App.Client(BankA);
        var file = await agency.GetAsync($"/payments/batches/{batch}/file", TestContext.Current.CancellationToken);
        file.Content.Headers.ContentType!.MediaType.ShouldBe("application/xml");
        var refs = (await payroll.InstructionsAsync()).Select(i => i.Reference).ToList();
        var csv = $"payment_reference,status,reason,amount,executed_on\n{refs[0]},PAID,,2000.00,2026-07-11\n{refs[1]},PAID,,1999.99,2026-07-11\n";
        var path = $"/payments/batches/{batch}";
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(csv)), "File", "answer.csv" } };
        foreach (var (name, value) in await FormAsync(agency, path))
        {
            form.Add(new StringContent(value), name);
        }

        var sent = await agency.PostAsync(path + "?handler=Answer", form, TestContext.Current.CancellationToken);
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await payroll.App.SettleAsync();
        var page = await GetAsync(agency, sent.Headers.Location!.ToString());
        page.Body!.TextContent.ShouldContain("was ordered over 2,000.00 KES, not 1,999.99 KES");
    }

    private static async Task<IDocument> GetAsync(HttpClient client, string path)
    {
        var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path}: {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        return await ReadAsync(answer);
    }

    private static async Task<IDocument> ReadAsync(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return await BrowsingContext.New(Configuration.Default).OpenAsync(r => r.Content(html), TestContext.Current.CancellationToken);
    }

    /// <summary>The hidden fields every form of the page carries.</summary>
    private static async Task<Dictionary<string, string>> FormAsync(HttpClient client, string path)
    {
        var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path}: {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        if (answer.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            client.DefaultRequestHeaders.Remove("Cookie");
            client.DefaultRequestHeaders.Add("Cookie", string.Join("; ", cookies.Select(c => c.Split(';')[0])));
        }

        var token = (await ReadAsync(answer)).QuerySelectorAll("input[name=__RequestVerificationToken]").OfType<IHtmlInputElement>().FirstOrDefault();
        return token is null ? [] : new() { ["__RequestVerificationToken"] = token.Value };
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string? handler, params (string Name, string Value)[] fields)
    {
        var form = await FormAsync(client, path);
        using var content = new FormUrlEncodedContent([.. form, .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]);
        return await client.PostAsync(handler is null ? path : $"{path}?handler={handler}", content, TestContext.Current.CancellationToken);
    }
}
