using System.Net;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity;
using Spmis.Identity.Reads;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.History;
using Spmis.Payments;
using Spmis.TestKit;

namespace Spmis.Tests.Work;

/// <summary>What an auditor takes out as a file: what the page shows by its filter, masked as the page is, safe for a spreadsheet, and itself on the record.</summary>
public sealed class AuditExportTests : IAsyncLifetime
{
    private static readonly Actor Auditor = new("auditor-1", "Audrey Auditor", [Roles.Auditor]);

    private SpmisApp app = null!; // Set before each test.

    public async ValueTask InitializeAsync()
    {
        app = await SpmisApp.StartAsync();
        await app.UseAsync<PaymentsDb>(async db =>
        {
            foreach (var (day, act) in new[] { (1, "export-test.one"), (2, "export-test.two"), (3, "export-test.three") })
            {
                var change = SpmisApp.Change(act, now: new DateTime(2026, 5, day, 23, 30, 0, DateTimeKind.Utc), reason: "=HYPERLINK(\"http://example\")") with { Evidence = $"letter {day}, 2026" };
                db.RecordBulk(change, "Thing", $"thing {day}", new { day });
                await db.SaveAsync(change, default);
            }
        });
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task History_AsAFile_IsWhatTheFilterMatchesAndIsOnTheRecord()
    {
        using var auditor = app.Browser(Auditor);

        var lines = await LinesAsync(auditor, "/audit?handler=Csv&Module=payments&Act=export-test.&FirstDay=2026-05-02&LastDay=2026-05-03");

        lines[0].ShouldStartWith("at,module,number,actor_id");
        lines.Count.ShouldBe(3, "the heading and the rows of two days");
        lines[1].ShouldContain(",export-test.three,");
        lines[2].ShouldStartWith("2026-05-02T23:30:00Z,payments,");
        lines[2].ShouldContain("\"'=HYPERLINK(\"\"http://example\"\")\",\"letter 2, 2026\"");
        lines[2].ShouldContain("day: 2");
        var entry = await app.UseAsync<PaymentsDb, HistoryRow>(db => db.History.SingleAsync(h => h.Act == "audit.export"));
        (entry.ActorId, entry.After!.Contains("export-test.", StringComparison.Ordinal)).ShouldBe((Auditor.Id, true)); // It has a summary.
        (await app.UseAsync<IdentityDb, int>(db => db.History.CountAsync(h => h.Act == "audit.export"))).ShouldBe(0, "only of what was taken out");
        var page = await auditor.GetStringAsync(new Uri("/audit?Act=export-test.&FirstDay=2026-05-02&LastDay=2026-05-02", UriKind.Relative));
        page.ShouldContain("letter 2, 2026");
        page.ShouldNotContain("letter 3, 2026");
    }

    [Fact]
    public async Task History_AsAFile_IsMaskedAsThePageAndRecordsWhomItNames()
    {
        using var officer = app.Browser(SpmisApp.Officer);
        (await SpmisApp.PostFormAsync(officer, "/persons/register", ("Input.GivenName", "Amina"), ("Input.FamilyName", "Wanjiru"), ("Input.BornOn", "1988-03-27"), ("Input.Sex", "F"), ("Input.NationalId", "77193551"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await app.SettleAsync();
        using var auditor = app.Browser(Auditor);

        var file = string.Join('\n', await LinesAsync(auditor, "/audit?handler=Csv&Module=registration&Act=persons.register"));

        file.ShouldContain("Wanjiru");
        file.ShouldNotContain("77193551");
        file.ShouldContain(IdentifierMask.Of("77193551")!); // There is a value.
        var registered = await app.UseAsync<Spmis.Registration.RegistrationDb, string>(db => db.Set<Spmis.Registration.Persons.Person>().Select(p => p.Number).SingleAsync());
        (await app.UseAsync<IdentityDb, bool>(db => db.Reads.AnyAsync(r => r.ActorId == Auditor.Id && r.Person == registered))).ShouldBeTrue();
    }

    [Fact]
    public async Task Reads_AsAFile_AreWhatTheFilterMatchesAndAreOnTheRecord()
    {
        await app.UseAsync<IdentityDb>(async db =>
        {
            db.Reads.AddRange(Enumerable.Range(1, 4).Select(day => new PersonRead { At = new DateTime(2026, 5, day, 23, 30, 0, DateTimeKind.Utc), ActorId = "u1", ActorName = "+Olive", Person = day == 4 ? "26000000999" : "26000000111", Place = "persons/{number}", Purpose = "registration" }));
            await db.SaveChangesAsync();
        });
        using var auditor = app.Browser(Auditor);

        var lines = await LinesAsync(auditor, "/reads?handler=Csv&Person=26000000111&Actor=u1&FirstDay=2026-05-02&LastDay=2026-05-04");

        lines.Count.ShouldBe(3, string.Join('\n', lines));
        lines[1].ShouldStartWith("2026-05-03T23:30:00Z,");
        lines[1].ShouldContain(",'+Olive,");
        (await app.UseAsync<IdentityDb, bool>(db => db.History.AnyAsync(h => h.Act == "reads.export" && h.ActorId == Auditor.Id && h.Subject == "26000000111"))).ShouldBeTrue();
        (await app.UseAsync<IdentityDb, bool>(db => db.Reads.AnyAsync(r => r.ActorId == Auditor.Id && r.Person == "26000000111"))).ShouldBeTrue("who asks about one person looks at that person");
    }

    [Theory]
    [InlineData("/audit?handler=Csv&FirstDay=31/02/2026")]
    [InlineData("/reads?handler=Csv&LastDay=tomorrow")]
    public async Task File_WithADayThatIsNone_IsThePageThatSaysSo(string path)
    {
        using var auditor = app.Browser(Auditor);

        using var answer = await auditor.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        answer.Content.Headers.ContentType?.MediaType.ShouldBe("text/html");
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("aria-invalid");
    }

    private static async Task<IReadOnlyList<string>> LinesAsync(HttpClient browser, string path)
    {
        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("text/csv");
        return (await answer.Content.ReadAsStringAsync()).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }
}
