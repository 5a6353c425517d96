using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Spmis.TestKit;

namespace Spmis.Tests.Payments;

public sealed class ApiTests
{
    [Fact]
    public async Task Api_TheWholeMonth_IsDoneOncePerKeyAndPaged()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(3);
        using var officer = payroll.App.Client(SpmisApp.Officer);
        using var supervisor = payroll.App.Client(SpmisApp.Supervisor);

        var cycle = (await DoAsync(officer, "/api/payments/cycles", new { month = "2026-07", valueDate = "2026-07-10" }, HttpStatusCode.Created)).GetProperty("id").GetGuid();
        (await DoAsync(officer, "/api/payments/cycles", new { month = "2026-13", valueDate = "2026-07-10" }, HttpStatusCode.BadRequest)).GetProperty("field").GetString().ShouldBe("month");
        await RefusesAsync(officer);
        var key = Guid.CreateVersion7().ToString();
        var first = await DoAsync(officer, "/api/payments/runs", new { cycleId = cycle }, HttpStatusCode.Created, key);
        var again = await DoAsync(officer, "/api/payments/runs", new { cycleId = cycle }, HttpStatusCode.Created, key);
        again.GetRawText().ShouldBe(first.GetRawText());
        await payroll.App.SettleAsync();
        var run = first.GetProperty("paymentRunId").GetGuid();

        (await officer.PostAsJsonAsync($"/api/payments/runs/{run}/approve", new { }, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await DoAsync(supervisor, $"/api/payments/runs/{run}/approve", new { }, HttpStatusCode.OK)).GetProperty("state").GetString().ShouldBe("approved");
        (await DoAsync(supervisor, $"/api/payments/runs/{run}/release", new { }, HttpStatusCode.BadRequest)).GetProperty("code").GetString().ShouldBe("payment-run.own-approval");
        (await DoAsync(officer, $"/api/payments/runs/{run}/release", new { }, HttpStatusCode.BadRequest)).GetProperty("code").GetString().ShouldBe("payment-run.own-preparation");
        using var cashier = payroll.App.Client(Payroll.Cashier);
        (await DoAsync(cashier, $"/api/payments/runs/{run}/release", new { }, HttpStatusCode.OK)).GetProperty("state").GetString().ShouldBe("waiting");
        await payroll.ClearAsync(run);

        var batches = await officer.GetFromJsonAsync<JsonElement>("/api/payments/batches", TestContext.Current.CancellationToken);
        var batch = batches.GetProperty("items")[0].GetProperty("id").GetInt64();
        var refs = (await payroll.InstructionsAsync()).Select(i => i.Reference).ToList();
        var csv = $"payment_reference,status,reason,amount,executed_on\n{refs[0]},PAID,,2000.00,2026-07-11\nNOBODYS,PAID,,1.00,2026-07-11\n";
        using var body = new StringContent(csv, Encoding.UTF8, "text/csv");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/payments/agencies/BANKA/answers?name=a.csv") { Content = body, Headers = { { "Idempotency-Key", "answer-0001" } } };
        var taken = await (await officer.SendAsync(request, TestContext.Current.CancellationToken)).Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        await payroll.App.SettleAsync();
        var lines = await officer.GetFromJsonAsync<JsonElement>($"/api/payments/answers/{taken.GetProperty("fileId").GetInt64()}/lines?verdict=refused", TestContext.Current.CancellationToken);
        lines.GetProperty("items").GetArrayLength().ShouldBe(1);
        var detail = await officer.GetFromJsonAsync<JsonElement>($"/api/payments/batches/{batch}", TestContext.Current.CancellationToken);
        detail.GetProperty("reconciliation").GetProperty("paid").GetProperty("count").GetInt64().ShouldBe(1);

        var page = await officer.GetFromJsonAsync<JsonElement>($"/api/payments/runs/{run}/payments?limit=2", TestContext.Current.CancellationToken);
        page.GetProperty("items").GetArrayLength().ShouldBe(2);
        var rest = await officer.GetFromJsonAsync<JsonElement>($"/api/payments/runs/{run}/payments?limit=2&after={page.GetProperty("next").GetString()}", TestContext.Current.CancellationToken);
        rest.GetProperty("items").GetArrayLength().ShouldBe(1);
        var runs = await officer.GetFromJsonAsync<JsonElement>($"/api/payments/runs?after={run}", TestContext.Current.CancellationToken);
        runs.GetProperty("items").GetArrayLength().ShouldBe(0);
        (await officer.GetFromJsonAsync<JsonElement>("/api/payments/cycles", TestContext.Current.CancellationToken)).GetProperty("items").GetArrayLength().ShouldBe(1);
        (await officer.GetFromJsonAsync<JsonElement>($"/api/payments/persons/{Payroll.Facts(1).RegistrationNumber}", TestContext.Current.CancellationToken)).GetProperty("items")[0].GetProperty("state").GetString().ShouldBe("paid");
    }

    /// <summary>Bad input is refused in words.</summary>
    private static async Task RefusesAsync(HttpClient officer)
    {
        (await officer.GetAsync("/api/payments/calendar?from=2999-06", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await officer.GetAsync("/api/payments/calendar?from=2998-12", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await DoAsync(officer, "/api/payments/cycles", new { month = "1900-01", valueDate = "1900-01-10", kind = "twoMonthly" }, HttpStatusCode.BadRequest)).GetProperty("code").GetString().ShouldBe("cycle.month");
        var order = new { awardNumber = Payroll.AwardNumber(1), reference = "E 1", creditor = "Court", monthly = 1e18m, floor = 0m, fromMonth = "2026-07" };
        (await DoAsync(officer, "/api/payments/deductions", order, HttpStatusCode.BadRequest)).GetProperty("code").GetString().ShouldBe("deduction.value");
        (await DoAsync(officer, "/api/payments/deductions", order with { awardNumber = null! }, HttpStatusCode.BadRequest)).GetProperty("code").GetString().ShouldBe("award.unknown");
        var agency = new { code = "POST", name = "The Post", format = "delimited", debtorName = "Fund", debtorAccount = "700200", layout = new { columns = "REF = reference" } };
        (await DoAsync(officer, "/api/payments/agencies", agency with { name = "" }, HttpStatusCode.BadRequest)).GetProperty("code").GetString().ShouldBe("agency.name");
        (await DoAsync(officer, "/api/payments/agencies", agency with { layout = new { columns = "" } }, HttpStatusCode.BadRequest)).GetProperty("code").GetString().ShouldBe("agency.layout-lacks");
    }

    private static async Task<JsonElement> DoAsync(HttpClient client, string path, object body, HttpStatusCode expected, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", key ?? Guid.CreateVersion7().ToString() } } };
        var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(expected, $"{path}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
