using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.TestKit;
using static Spmis.Tests.Contributions.BankFile;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

public sealed class ContributionsApiTests
{
    private static readonly Actor Own = new("e1", "Own", [Roles.Employer], Employer: Employer(1));
    private static readonly Actor Other = new("e2", "Other", [Roles.Employer], Employer: Employer(2));

    [Fact]
    public async Task Api_FromReturnToRecord_AnswersAndKeepsEmployersApart()
    {
        await using var world = await ContributionsWorld.StartAsync(2, 2);
        var client = world.App.Client(Own);

        var filed = await PostAsync(client, "/api/contributions/returns", File(Line(Worker(1), "9000"), Line(Worker(2), "-1")), "key-12345678", ("employerNumber", Employer(1)), ("month", "2026-03"), ("kind", "original"));

        filed.StatusCode.ShouldBe(HttpStatusCode.OK);
        var id = (await filed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("returnId").GetGuid();
        var again = await PostAsync(client, "/api/contributions/returns", File(Line(Worker(1), "9000"), Line(Worker(2), "-1")), "key-12345678", ("employerNumber", Employer(1)), ("month", "2026-03"), ("kind", "original"));
        (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("returnId").GetGuid().ShouldBe(id);
        var ret = await client.GetFromJsonAsync<JsonElement>($"/api/contributions/returns/{id}");
        (ret.GetProperty("due").GetString(), ret.GetProperty("refused").GetInt64()).ShouldBe(("1080.00", 1));
        var lines = await client.GetFromJsonAsync<JsonElement>($"/api/contributions/returns/{id}/lines?problems=true");
        lines[0].GetProperty("reasons")[0].GetProperty("column").GetString().ShouldBe("wage");
        (await client.GetStringAsync($"/api/contributions/returns/{id}/lines/2/working")).ShouldContain("ke-nssf");
        var bill = (await client.GetFromJsonAsync<JsonElement>("/api/contributions/bills"))[0];
        bill.GetProperty("amount").GetString().ShouldBe("1080.00");

        var stranger = world.App.Client(Other);
        (await stranger.GetAsync($"/api/contributions/returns/{id}")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await stranger.GetStringAsync("/api/contributions/bills")).ShouldBe("[]");
        (await stranger.GetAsync($"/api/contributions/employers/{Employer(1)}/account")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await stranger.GetAsync($"/api/contributions/persons/{Worker(1)}/record")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await stranger.GetAsync("/api/contributions/receipts")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var officer = world.App.Client(SpmisApp.Officer);
        var reference = bill.GetProperty("paymentReference").GetString();
        (await PostAsync(officer, "/api/contributions/statements", await StatementAsync([Credit("B1", 108_000, structured: reference)]), "key-statement")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await world.App.SettleAsync();
        var record = await officer.GetFromJsonAsync<JsonElement>($"/api/contributions/persons/{Worker(1)}/record");
        record.GetProperty("months")[0].GetProperty("standing").GetString().ShouldBe("Counts");
        var account = await officer.GetFromJsonAsync<JsonElement>($"/api/contributions/employers/{Employer(1)}/account");
        (account.GetProperty("balance").GetString(), account.GetProperty("lines").GetArrayLength()).ShouldBe(("0.00", 2));
        (await officer.GetFromJsonAsync<JsonElement>("/api/contributions/receipts"))[0].GetProperty("allocated").GetString().ShouldBe("1080.00");
        (await officer.PostAsJsonAsync("/api/contributions/interest", new { })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Api_BadMonth_SaysWhichField()
    {
        await using var world = await ContributionsWorld.StartAsync(1);

        var answer = await PostAsync(world.App.Client(Own), "/api/contributions/returns", "x", "key-87654321", ("employerNumber", Employer(1)), ("month", "March"), ("kind", "original"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("field").GetString().ShouldBe("month");
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string address, string file, string key, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent("fixed-boundary") { { new ByteArrayContent(Encoding.UTF8.GetBytes(file)), "file", "file.csv" } };
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = form };
        request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request);
    }
}
