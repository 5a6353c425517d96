using System.Net;
using System.Text;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.TestKit;
using static Spmis.Tests.Contributions.BankFile;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

public sealed class ContributionPagesTests
{
    private static readonly Actor Own = new("e1", "Own Employer", [Roles.Employer], Employer: Employer(1));
    private static readonly Actor Other = new("e2", "Other Employer", [Roles.Employer], Employer: Employer(2));

    [Fact]
    public async Task Pages_FromUploadToPaidMonth_WorkWithoutScript()
    {
        await using var world = await ContributionsWorld.StartAsync(2, 2);
        using var employer = world.App.Client(Own);
        using var officer = world.App.Client(SpmisApp.Officer);

        (await GetAsync(employer, "/")).Body!.TextContent.ShouldContain("File the return of");
        var filed = await PostAsync(employer, "/returns/new", File(Line(Worker(1), "9000"), Line(Worker(2), "\"12,50\"")), ("Month", "2026-03"), ("Kind", "Original"));
        filed.StatusCode.ShouldBe(HttpStatusCode.Redirect, await filed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var address = filed.Headers.Location!.ToString();

        var page = await GetAsync(employer, address);
        page.QuerySelectorAll("h1").Length.ShouldBe(1);
        page.Body!.TextContent.ShouldContain("has a comma");
        page.Body!.TextContent.ShouldContain("1,080.00 KES");
        var refused = await employer.GetStringAsync(address + "?handler=Refused", TestContext.Current.CancellationToken);
        refused.ShouldContain("refused_because");
        refused.ShouldContain(Worker(2));
        refused.ShouldNotContain(Worker(1));
        (await GetAsync(employer, address + "?all=true")).Body!.TextContent.ShouldContain("Worker 1");
        (await GetAsync(employer, address.Replace("/returns/", "/contributions/explain/") + "/2")).Body!.TextContent.ShouldContain("Kenya NSSF Act 2013");
        var reference = (await world.BillsAsync())[0].PaymentReference;
        (await GetAsync(employer, $"/bills/{reference}")).Body!.TextContent.ShouldContain("Nothing was paid yet");
        (await GetAsync(officer, $"/contributions/persons/{Worker(1)}")).Body!.TextContent.ShouldContain("Declared, not paid");

        var imported = await PostAsync(officer, "/receipts", await StatementAsync([Credit("B1", 108_000, structured: reference), Credit("B2", 900)]));
        imported.StatusCode.ShouldBe(HttpStatusCode.Redirect, await imported.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await world.App.SettleAsync();

        (await GetAsync(officer, imported.Headers.Location!.ToString())).Body!.TextContent.ShouldContain("held until somebody says whose it is");
        (await GetAsync(officer, "/receipts?held=true")).Body!.TextContent.ShouldContain("9.00 KES");
        (await GetAsync(employer, $"/bills/{reference}")).Body!.TextContent.ShouldContain("Paid");
        (await GetAsync(employer, $"/contributions/employers/{Employer(1)}")).Body!.TextContent.ShouldContain("0.00 KES");
        (await GetAsync(officer, $"/contributions/persons/{Worker(1)}")).Body!.TextContent.ShouldContain("Counts");
        (await GetAsync(officer, $"/fragments/contributions/person/{Worker(1)}")).QuerySelector("h1").ShouldBeNull();
        (await GetAsync(officer, "/returns?refused=true")).Body!.TextContent.ShouldContain(Employer(1));
        (await GetAsync(officer, "/bills?open=true")).Body!.TextContent.ShouldContain("There is no bill");
        (await GetAsync(officer, "/")).Body!.TextContent.ShouldContain("Find out whose money is held");
    }

    [Fact]
    public async Task New_WithFaults_SaysSoBesideTheFieldsAndKeepsWhatWasTyped()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        using var officer = world.App.Client(SpmisApp.Officer);

        var answer = await PostAsync(officer, "/returns/new", null, ("EmployerNumber", "4711"), ("Month", "March"), ("Kind", "Original"));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await ReadAsync(answer);
        page.QuerySelector<IHtmlInputElement>("#EmployerNumber").ShouldNotBeNull().Value.ShouldBe("4711");
        page.Body!.TextContent.ShouldContain("Choose the file with the workers' wages");
        (await (await PostAsync(officer, "/returns/new", "a,b\n1,2\n", ("EmployerNumber", Employer(1)), ("Month", "2026-03"), ("Kind", "Original"))).Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("employer_number");
        (await (await PostAsync(officer, "/returns/new", File(Line(Worker(1), "1")), ("EmployerNumber", "4711"), ("Month", "2026-03"), ("Kind", "Original"))).Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("check digits");
    }

    [Fact]
    public async Task Pages_OfAnotherEmployer_CannotBeSeen()
    {
        await using var world = await ContributionsWorld.StartAsync(1, 2);
        var filed = await world.FileAsync(File(Line(Worker(1), "9000")));
        var reference = (await world.BillsAsync())[0].PaymentReference;
        using var other = world.App.Client(Other);
        using var own = world.App.Client(Own);

        (await GetAsync(other, "/returns")).Body!.TextContent.ShouldNotContain(Employer(1));
        foreach (var path in new[] { $"/returns/{filed.ReturnId}", $"/returns/{filed.ReturnId}?handler=Refused", $"/bills/{reference}", $"/contributions/employers/{Employer(1)}", $"/contributions/explain/{filed.ReturnId}/2" })
        {
            (await other.GetAsync(path, TestContext.Current.CancellationToken)).IsSuccessStatusCode.ShouldBeFalse(path);
            (await own.GetAsync(path, TestContext.Current.CancellationToken)).IsSuccessStatusCode.ShouldBeTrue(path);
        }

        foreach (var path in new[] { "/receipts", $"/contributions/persons/{Worker(1)}", $"/fragments/contributions/person/{Worker(1)}" })
        {
            (await own.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }

        var forged = await PostAsync(own, "/returns/new", File(Line(Worker(1), "9000", employer: Employer(2), period: "2026-04")), ("EmployerNumber", Employer(2)), ("Month", "2026-04"), ("Kind", "Original"));
        forged.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await ReadAsync(forged)).Body!.TextContent.ShouldContain($"You file for employer {Employer(1)}", Case.Sensitive, "the user's own number is taken, whatever is sent");
    }

    [Fact]
    public async Task Pages_CheckFirst_ShowsVerdictsAndFilesNothing()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        using var employer = world.App.Client(Own);

        var found = await PostAsync(employer, "/returns/new", File(Line(Worker(1), "9000"), Line(Worker(1), "9000")), to: "/returns/new?handler=Check", ("Month", "2026-03"), ("Kind", "Original"), ("Profile", "spmis"));

        var page = await ReadAsync(found);
        var text = page.Body!.TextContent;
        found.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        page.QuerySelector("main form")!.GetAttribute("action").ShouldBe("/returns/new", "the next button files; it does not check once more");
        text.ShouldContain("Nothing was filed");
        text.ShouldContain("An earlier line of this file is of the same worker.");
        (await GetAsync(employer, "/returns")).Body!.TextContent.ShouldContain("No return was filed yet.");
        (await PostAsync(employer, "/returns/new", File(Line(Worker(1), "9000")), ("Month", "2026-03"), ("Kind", "Original"), ("Profile", "no-such"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await employer.GetByteArrayAsync("/returns/new?handler=Template&profile=ke-nssf-upload&form=xlsx", TestContext.Current.CancellationToken))[..2].ShouldBe("PK"u8.ToArray());
        (await employer.GetStringAsync("/returns/new?handler=Template", TestContext.Current.CancellationToken)).ShouldContain("employer_number,period,worker_number");
    }

    [Fact]
    public async Task Pages_HeldMoney_IsAssignedByOneAndApprovedByAnother()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        using var officer = world.App.Client(SpmisApp.Officer);
        using var supervisor = world.App.Client(SpmisApp.Supervisor);
        await world.FileAsync(File(Line(Worker(1), "9000")));
        await world.ImportAsync(await StatementAsync([Credit("B1", 108_000)]));
        var page = (await GetAsync(officer, "/receipts?held=true")).QuerySelector("td a[href^='/receipts/']")!.GetAttribute("href")!;

        (await PostAsync(officer, page, null, to: page + "?handler=Assign", ("To", Employer(1)))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "no reason was given");
        (await PostAsync(officer, page, null, to: page + "?handler=Assign", ("To", Employer(1)), ("Reason", "The payer called"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var proposal = (await GetAsync(officer, page)).QuerySelector("a[href^='/proposals/contributions/']")!.GetAttribute("href")!;
        (await PostAsync(supervisor, proposal, null, ("Decision", "approve"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await GetAsync(officer, page)).Body!.TextContent.ShouldContain("Moved to another payer");
        (await world.BillsAsync()).ShouldHaveSingleItem().Open.Minor.ShouldBe(0);
        await world.PromisesHoldAsync();
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

    /// <summary>Fetches the page for its token and cookies, then sends the form.</summary>
    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string? file, params (string Name, string Value)[] fields) => PostAsync(client, path, file, path, fields);

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string? file, string to, params (string Name, string Value)[] fields)
    {
        var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        if (answer.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            client.DefaultRequestHeaders.Remove("Cookie");
            client.DefaultRequestHeaders.Add("Cookie", string.Join("; ", cookies.Select(c => c.Split(';')[0])));
        }

        using var form = new MultipartFormDataContent();
        foreach (var input in (await ReadAsync(answer)).QuerySelectorAll<IHtmlInputElement>("main form[method=post] input[type=hidden]").DistinctBy(i => i.Name))
        {
            form.Add(new StringContent(input.Value), input.Name!);
        }

        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        if (file is not null)
        {
            form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(file)), "Upload", "upload.csv");
        }

        return await client.PostAsync(to, form, TestContext.Current.CancellationToken);
    }
}
