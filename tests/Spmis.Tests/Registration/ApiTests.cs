using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Registration;
using Spmis.Registration.Employers;
using Spmis.Registration.Persons;
using Spmis.TestKit;

namespace Spmis.Tests.Registration;

public sealed class ApiTests
{
    private static readonly object Amina = new { givenName = "Amina", familyName = "Wanjiru", bornOn = "1988-03", nationalId = "23456781", phone = "0712345678" };

    [Fact]
    public async Task PostPerson_SameKeyTwice_GivesTheSameAnswerAndOnePerson()
    {
        await using var app = await SpmisApp.StartAsync();

        var first = await PostAsync(app, "/api/registration/persons", Amina, "key-00000001");
        var second = await PostAsync(app, "/api/registration/persons", Amina, "key-00000001");

        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        (second.StatusCode, await second.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.Created, await first.Content.ReadAsStringAsync()));
        (await app.UseAsync<RegistrationDb, int>(db => db.Set<Person>().CountAsync())).ShouldBe(1);
        var record = await GetAsync(app, first.Headers.Location!.ToString());
        (record.GetProperty("details").GetProperty("bornOn").GetString(), record.GetProperty("version").GetInt64()).ShouldBe(("1988-03", 1));
    }

    [Fact]
    public async Task PostPerson_OtherBodyUnderAUsedKey_Is422()
    {
        await using var app = await SpmisApp.StartAsync();
        await PostAsync(app, "/api/registration/persons", Amina, "key-00000001");

        (await PostAsync(app, "/api/registration/persons", new { givenName = "Otieno" }, "key-00000001")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task PostPerson_Wrong_IsProblemDetailsWithCodeAndField()
    {
        await using var app = await SpmisApp.StartAsync();

        var answer = await PostAsync(app, "/api/registration/persons", new { givenName = "Amina", bornOn = "31/02/1990" }, "key-00000001");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("field").GetString().ShouldBe("BornOn");
        problem.GetProperty("code").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task PostPerson_ByWhomItIsNotFor_IsForbidden()
    {
        await using var app = await SpmisApp.StartAsync();
        var auditor = new Actor("auditor-1", "Ada Auditor", [Roles.Auditor]);

        (await PostAsync(app, "/api/registration/persons", Amina, "key-00000001", auditor)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await app.Client().GetAsync("/api/registration/persons?q=amina")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    /// <summary>Whoever knows a number does not by that put people into a household of another office.</summary>
    [Fact]
    public async Task Household_OfAnotherOffice_IsJoinedByNobodyElse()
    {
        await using var app = await SpmisApp.StartAsync();
        Actor Of(string office) => new($"officer-{office}", office, [Roles.Officer], office) { Offices = [office] };
        var first = (await (await PostAsync(app, "/api/registration/persons", Amina, "key-00000001", Of("NORTH"))).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("number").GetString();
        var household = new Spmis.Registration.Households.Household { Id = Guid.CreateVersion7(), Number = "70000018" };
        await app.UseAsync<RegistrationDb>(async db =>
        {
            db.Add(household);
            await db.SaveChangesAsync();
            await db.Set<Person>().Where(p => p.Number == first).ExecuteUpdateAsync(s => s.SetProperty(p => p.HouseholdId, household.Id));
        });
        object Member(int n, string number) => new { givenName = new[] { "", "Baraka", "Zawadi", "Kwame" }[n], familyName = new[] { "", "Otieno", "Mutua", "Mensah" }[n], bornOn = $"199{n}-04-0{n}", householdNumber = number };

        var refused = await PostAsync(app, "/api/registration/persons", Member(1, household.Number), "key-00000002", Of("SOUTH"));
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var told = await refused.Content.ReadFromJsonAsync<JsonElement>();
        var unknown = await (await PostAsync(app, "/api/registration/persons", Member(1, "70000026"), "key-00000003", Of("SOUTH"))).Content.ReadFromJsonAsync<JsonElement>();
        (told.GetProperty("code").GetString(), unknown.GetProperty("code").GetString()).ShouldBe(("household.unknown", "household.unknown"));
        (await app.UseAsync<RegistrationDb, int>(db => db.Set<Person>().CountAsync(p => p.HouseholdId == household.Id))).ShouldBe(1);
        (await PostAsync(app, "/api/registration/persons", Member(2, household.Number), "key-00000004", Of("NORTH"))).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await PostAsync(app, "/api/registration/persons", Member(3, household.Number), "key-00000005")).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task SearchLikelyAndCorrect_AtTheApi_Work()
    {
        await using var app = await SpmisApp.StartAsync();
        var number = (await (await PostAsync(app, "/api/registration/persons", Amina, "key-00000001")).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("number").GetString();

        (await GetAsync(app, "/api/registration/persons?q=wanjiru")).EnumerateArray().Single().GetProperty("number").GetString().ShouldBe(number);
        var likely = await (await PostAsync(app, "/api/registration/persons/likely", Amina, "")).Content.ReadFromJsonAsync<JsonElement>();
        likely.EnumerateArray().Single().GetProperty("reasons").GetArrayLength().ShouldBeGreaterThan(2);
        var request = new HttpRequestMessage(HttpMethod.Put, $"/api/registration/persons/{number}") { Content = JsonContent.Create(new { version = 1, reason = "certificate", details = new { givenName = "Amina", familyName = "Odhiambo" } }) };
        request.Headers.Add("Idempotency-Key", "key-00000002");
        (await app.Client(SpmisApp.Officer).SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task PostImport_Multipart_StartsOnceAndGivesVerdicts()
    {
        await using var app = await SpmisApp.StartAsync();
        var text = Registry.Header + Registry.Line("P1", "Amina", "Wanjiru") + Registry.Line("P2", "", "");

        var first = await UploadAsync(app, text, "key-00000001");
        await app.SettleAsync();
        var second = await UploadAsync(app, text, "key-00000002");

        var id = first.GetProperty("id").GetInt64();
        (second.GetProperty("id").GetInt64(), second.GetProperty("sentBefore").GetBoolean()).ShouldBe((id, true));
        var lines = await GetAsync(app, $"/api/registration/runs/{id}/lines?verdict=refused");
        lines.EnumerateArray().Single().GetProperty("code").GetString().ShouldBe("person.no-name");
    }

    [Fact]
    public async Task GetEmployers_ByAnEmployersUser_ShowsItsOwnOnly()
    {
        await using var app = await SpmisApp.StartAsync();
        var mine = await RegisterAsync(app, "Lakeside Mills");
        var other = await RegisterAsync(app, "Hilltop Tea");
        var user = new Actor("employer-1", "Emma Employer", [Roles.Employer], Employer: mine);

        var client = app.Client(user);
        (await client.GetFromJsonAsync<JsonElement>("/api/registration/employers")).EnumerateArray().Single().GetProperty("number").GetString().ShouldBe(mine);
        (await client.GetAsync($"/api/registration/employers/{other}")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.GetAsync("/api/registration/persons?q=amina")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<string> RegisterAsync(SpmisApp app, string name) =>
        (await app.UseAsync<RegisterEmployer, RegisteredEmployer>(act => act.HandleAsync(new NewEmployer { Name = name, LegalForm = LegalForm.Company }, SpmisApp.Change(), default))).Number;

    private static Task<JsonElement> GetAsync(SpmisApp app, string path) => app.Client(SpmisApp.Officer).GetFromJsonAsync<JsonElement>(path);

    private static Task<HttpResponseMessage> PostAsync(SpmisApp app, string path, object body, string key, Actor? actor = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (key.Length > 0)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return app.Client(actor ?? SpmisApp.Officer).SendAsync(request);
    }

    private static async Task<JsonElement> UploadAsync(SpmisApp app, string text, string key)
    {
        var form = new MultipartFormDataContent("fixed-boundary") { { new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "file", "persons.csv" } };
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/registration/imports/persons") { Content = form };
        request.Headers.Add("Idempotency-Key", key);
        var answer = await app.Client(SpmisApp.Officer).SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
