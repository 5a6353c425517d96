using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility.Appeals;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Debts;
using Spmis.Identity;
using Spmis.Identity.Reads;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.TestKit;
using Spmis.Tests.Registration;
using Spmis.Values;

namespace Spmis.Tests.Identity;

/// <summary>Who looked at whose data is on the record, with the work it was for, before anything is shown.</summary>
public sealed class ReadTests : IAsyncLifetime
{
    private static readonly Actor Auditor = new("auditor-1", "Aya Auditor", [Roles.Auditor]);
    private static readonly Actor Bank = new("agency-1", "Bo of Bank A", [Roles.Agency], Agency: "BANKA");
    private SpmisApp app = null!; // Set before each test.
    private string number = "";

    public async ValueTask InitializeAsync()
    {
        app = await SpmisApp.StartAsync();
        number = (await app.RegisterAsync(Registry.Amina)).Number;
        await app.SettleAsync();
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    [Theory]
    [InlineData("/persons/{0}", "persons/{number}", "registration")]
    [InlineData("/persons?q=Wanjiru", "persons", "registration")]
    [InlineData("/persons/{0}/history", "persons/{number}/history", "registration")]
    [InlineData("/persons/{0}/report", "persons/{number}/report", "report")]
    [InlineData("/api/registration/persons/{0}", "api/registration/persons/{number}", "registration")]
    [InlineData("/api/registration/persons?q=Wanjiru", "api/registration/persons", "registration")]
    [InlineData("/eligibility/persons/{0}", "eligibility/persons/{number}", "eligibility")]
    [InlineData("/contributions/persons/{0}", "contributions/persons/{number}", "contributions")]
    [InlineData("/fragments/payments/person/{0}", "fragments/payments/person/{number}", "payments")]
    public async Task Look_AtAPerson_IsOnTheRecord(string path, string place, string purpose)
    {
        using var officer = app.Browser(SpmisApp.Officer);

        using var answer = await officer.GetAsync(new Uri(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, number), UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var read = (await ReadsAsync()).Single();
        (read.ActorId, read.Office, read.Person, read.Place, read.Purpose).ShouldBe((SpmisApp.Officer.Id, "HQ", number, place, purpose));
    }

    [Fact]
    public async Task Look_ByAskingWhoIsLikely_IsOnTheRecord()
    {
        using var officer = app.Client(SpmisApp.Officer);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/registration/persons/likely")
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { Registry.Amina.GivenName, Registry.Amina.MiddleName, Registry.Amina.FamilyName, bornOn = $"{Registry.Amina.BornOn:yyyy-MM-dd}", Registry.Amina.NationalId, Registry.Amina.District, Registry.Amina.Village }),
        };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());

        using var answer = await officer.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        (await answer.Content.ReadAsStringAsync()).ShouldContain(number);
        (await ReadsAsync()).Select(r => (r.ActorId, r.Person)).ShouldBe([(SpmisApp.Officer.Id, number)]);
    }

    [Fact]
    public async Task Look_ThatWasRefusedOrFoundNobody_IsNoRead()
    {
        using var bank = app.Browser(Bank);
        using var officer = app.Browser(SpmisApp.Officer);

        using var refused = await bank.GetAsync(new Uri($"/persons/{number}", UriKind.Relative));
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var nobody = await officer.GetAsync(new Uri("/persons/2600000000", UriKind.Relative));
        nobody.StatusCode.ShouldNotBe(HttpStatusCode.OK);
        using var other = await officer.GetAsync(new Uri("/", UriKind.Relative));

        (await ReadsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Look_ThatCannotBeRecorded_ShowsNothing()
    {
        using var officer = app.Browser(SpmisApp.Officer);
        await app.UseAsync<IdentityDb>(async db =>
        {
            var table = db.Model.FindEntityType(typeof(PersonRead))!; // Mapped.
            var name = string.Join('.', new[] { table.GetSchema(), table.GetTableName() }.OfType<string>().Select(n => db.Database.IsSqlServer() ? $"[{n}]" : $"\"{n}\""));
#pragma warning disable EF1002 // The model's own name.
            await db.Database.ExecuteSqlRawAsync($"DROP TABLE {name}");
#pragma warning restore EF1002
        });

        string shown;
        try
        {
            using var answer = await officer.GetAsync(new Uri($"/persons/{number}", UriKind.Relative));
            shown = await answer.Content.ReadAsStringAsync();
            answer.StatusCode.ShouldNotBe(HttpStatusCode.OK);
        }
        catch (Exception e) when (e is not ShouldAssertException)
        {
            shown = ""; // The connection broke before anything was sent.
        }

        shown.ShouldNotContain("Wanjiru");
    }

    [Fact]
    public async Task Auditor_FindsWhoLooked_AndIsOnTheRecordToo()
    {
        using var officer = app.Browser(SpmisApp.Officer);
        using var auditor = app.Browser(Auditor);
        await officer.GetStringAsync(new Uri($"/persons/{number}", UriKind.Relative));
        await auditor.GetStringAsync(new Uri($"/persons/{number}", UriKind.Relative));

        var page = await auditor.GetStringAsync(new Uri($"/reads?person={number}", UriKind.Relative));
        page.ShouldContain("Olive Officer");
        page.ShouldContain("Aya Auditor");
        page.ShouldContain(">Audit<");
        (await auditor.GetStringAsync(new Uri("/reads?actor=officer-1", UriKind.Relative))).ShouldContain(number);
        (await auditor.GetStringAsync(new Uri("/reads?person=2600000000", UriKind.Relative))).ShouldContain("No entry matches");
        using var closed = await officer.GetAsync(new Uri("/reads", UriKind.Relative));
        closed.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Report_ToThePerson_TellsWhatIsHeldAndWhoLooked_OnThePageAndAsAFile()
    {
        using var officer = app.Browser(SpmisApp.Officer);
        await officer.GetStringAsync(new Uri($"/persons/{number}", UriKind.Relative));

        var page = await officer.GetStringAsync(new Uri($"/persons/{number}/report", UriKind.Relative));
        page.ShouldContain("23456781");
        page.ShouldContain("Who looked cannot be shown just now", Case.Sensitive, "a test server has no address to fetch parts from: the gap is said");
        (await officer.GetStringAsync(new Uri($"/fragments/identity/person/{number}", UriKind.Relative))).ShouldContain("Olive Officer");
        using var file = await officer.GetAsync(new Uri($"/persons/{number}/report?asFile=true", UriKind.Relative));
        file.Content.Headers.ContentDisposition!.FileName.ShouldBe($"report-{number}.html");
        var held = await file.Content.ReadAsStringAsync();
        held.ShouldContain("Nyalenda");
        held.ShouldNotContain("<nav");
    }

    /// <summary>Persons of any year are told by their numbers in a text, and what else has eleven digits is nobody.</summary>
    [Theory]
    [InlineData(2026)]
    [InlineData(2029)]
    [InlineData(2030)]
    [InlineData(2039)]
    public void Numbers_InTexts_AreOfPersonsOfAnyYearAndOfNobodyElse(int year)
    {
        var person = CheckDigit.Append($"{year % 100:D2}0000001");
        var wrong = $"{person[..10]}{(person[10] - '0' + 1) % 10}";
        string[] others = [SurvivorCase.NumberOf(1), SurvivorCase.NumberOf(10_000_001), Claim.NumberOf(1), Spmis.Eligibility.Awards.MakeAwards.NumberOf(1), Appeal.NumberOf(1), Debt.NumberOf(1)];
        var shown = new PersonsShown();

        shown.AddNamed([$"Ends the award of {person}, number={person}; not {wrong}, 1{person} or {person}0", .. others, .. others.Select(o => $"Case ({o})."), null, ""]);

        shown.Numbers.ShouldBe([person]);
    }

    [Fact]
    public async Task File_OfManyPersons_IsOnTheRecordBeforeItLeaves()
    {
        List<int> parts = [];
        var given = 0;
        var shown = new PersonsShown { Recording = numbers => Task.Run(() => parts.Add(numbers.Count)) };

        await foreach (var _ in shown.InPartsAsync(Enumerable.Range(0, 2_500).ToAsyncEnumerable(), n => $"{n}"))
        {
            (++given).ShouldBeLessThanOrEqualTo(parts.Sum());
        }

        parts.ShouldBe([PersonsShown.InPart, PersonsShown.InPart, 500]);
        shown.Numbers.ShouldBeEmpty();
    }

    /// <summary>A new page of a person must have the address that is recorded, or be thought about here.</summary>
    [Fact]
    public void Addresses_OfPersons_AreAllRecorded() => app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        .Select(e => e.RoutePattern.RawText ?? "").Where(p => p.Contains("person", StringComparison.OrdinalIgnoreCase) && p.Contains('{', StringComparison.Ordinal)).Distinct()
        .Where(p => !RecordReads.NamesPerson(p)).ShouldBeEmpty();

    private Task<List<PersonRead>> ReadsAsync() => app.UseAsync<IdentityDb, List<PersonRead>>(db => db.Reads.AsNoTracking().OrderBy(r => r.Id).ToListAsync());
}
