using System.Net;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Clearance;
using Spmis.Contributions.Returns;
using Spmis.Contributions.Risks;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.TestKit;
using Spmis.Values;
using UglyToad.PdfPig;
using static Spmis.Tests.Contributions.BankFile;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

/// <summary>Clearance certificates that anybody can verify, and the list of employers worth a look.</summary>
public sealed class ClearanceTests
{
    private static readonly Actor Own = new("e1", "Own Employer", [Roles.Employer], Employer: Employer(1));
    private static readonly DateTime May5 = new(2026, 5, 5, 9, 0, 0, DateTimeKind.Utc);
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clearance_IssuedVerifiedAndNoLongerTrue_IsAskedOfTheBooks()
    {
        await using var world = await ContributionsWorld.StartAsync(1, 2);
        (await RefusedAsync(() => IssueAsync(world, Own, May5))).ShouldBe("clearance.nothing-filed");
        await world.FileAsync(File(Line(Worker(1), "9000")));
        (await RefusedAsync(() => IssueAsync(world, Own, May5))).ShouldBe("clearance.overdue");
        await world.ImportAsync(await StatementAsync([Credit("B1", 108_000, structured: (await world.BillsAsync())[0].PaymentReference)]));
        (await RefusedAsync(() => IssueAsync(world, Own with { Employer = Employer(2) }, May5))).ShouldBe("employer.unknown");

        var issued = await IssueAsync(world, Own, May5);
        (await IssueAsync(world, SpmisApp.Officer, May5)).Id.ShouldBe(issued.Id, "one a day");
        CheckDigit.IsValid(issued.Number).ShouldBeTrue();
        issued.ValidThrough.ShouldBe(new DateOnly(2026, 8, 3));
        (await StateAsync(world, issued, new DateOnly(2026, 5, 6))).ShouldBe(ClearanceState.Valid);
        (await StateAsync(world, issued, new DateOnly(2026, 5, 20))).ShouldBe(ClearanceState.NoLongerTrue, "the return of April is overdue by then");
        (await StateAsync(world, issued, new DateOnly(2026, 8, 4))).ShouldBe(ClearanceState.Expired);

        // Whoever has the code sees what is printed, without signing in; nothing else, and nothing without the code.
        using var anybody = world.App.Client();
        var shown = await anybody.GetStringAsync($"/verify/clearance/{issued.Code}", Ct);
        shown.ShouldContain(issued.Number);
        shown.ShouldContain("Employer 1");
        shown.ShouldNotContain(Employer(1));
        shown.ShouldNotContain("KES");
        (await anybody.GetStringAsync($"/verify/clearance/{issued.Number}", Ct)).ShouldContain("No certificate has this code");
        ((int)(await anybody.GetAsync($"/clearance/{issued.Number}", Ct)).StatusCode).ShouldBeInRange(300, 499);

        // Page and PDF, with the code in both.
        using var employer = world.App.Client(Own);
        (await employer.GetStringAsync($"/clearance/{issued.Number}/print", Ct)).ShouldContain("<svg");
        using (var pdf = PdfDocument.Open(await employer.GetByteArrayAsync($"/clearance/{issued.Number}/print?handler=Pdf&language=fr", Ct)))
        {
            var page = pdf.GetPage(1);
            page.Text.ShouldContain(issued.Number);
            page.Text.ShouldContain("Attestation");
            page.Paths.Count.ShouldBeGreaterThan(0, "the QR code is drawn");
        }

        using var other = world.App.Client(Own with { Id = "e2", Employer = Employer(2) });
        ((int)(await other.GetAsync($"/clearance/{issued.Number}", Ct)).StatusCode).ShouldBeInRange(300, 499);
        ((int)(await other.GetAsync($"/clearance/{issued.Number}/print", Ct)).StatusCode).ShouldBeInRange(300, 499);

        using var supervisor = world.App.Browser(SpmisApp.Supervisor);
        (await SpmisApp.PostFormAsync(supervisor, $"/clearance/{issued.Number}", ("Reason", ""))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SpmisApp.PostFormAsync(supervisor, $"/clearance/{issued.Number}", ("Reason", "Issued by mistake"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await anybody.GetStringAsync($"/verify/clearance/{issued.Code}", Ct)).ShouldContain("was withdrawn");
        (await IssueAsync(world, Own, May5)).Number.ShouldNotBe(issued.Number, "after a withdrawal another may be issued");
    }

    [Fact]
    public async Task Risks_OfAMonth_AreFoundOnceAndHandedOver()
    {
        await using var world = await ContributionsWorld.StartAsync(12, 5);
        string[] Lines(int employer, string period, int workers, Func<int, string> wage) => [.. Enumerable.Range(1, workers).Select(i => Line(Worker(i), wage(i), Employer(employer), period))];
        foreach (var (employer, march, april) in new (int, string[], string[]?)[]
        {
            (1, Lines(1, "2026-03", 4, i => $"{9000 + i}"), null),
            (2, Lines(2, "2026-03", 10, i => $"{9000 + i}"), Lines(2, "2026-04", 5, i => $"{9000 + i}")),
            (3, Lines(3, "2026-03", 4, i => $"{9000 + i}"), Lines(3, "2026-04", 4, i => $"{5000 + i}")),
            (4, Lines(4, "2026-03", 10, i => "9000"), Lines(4, "2026-04", 10, i => i < 10 ? "9000" : "20000")),
            (5, Lines(5, "2026-03", 4, i => $"{9000 + i}"), Lines(5, "2026-04", 4, i => "x")),
        })
        {
            await world.FileAsync(File(march), employer: Employer(employer));
            if (april is not null)
            {
                await world.FileAsync(File(april), month: new Month(2026, 4), employer: Employer(employer));
            }
        }

        // Nothing of the fifth's return held; mended as a supplementary one the month came all the same.
        await world.FileAsync(File(Lines(5, "2026-04", 4, i => $"{9000 + i}")), ReturnKind.Supplementary, new Month(2026, 4), Employer(5));
        (await RefusedAsync(() => LookAsync(world, new Month(2026, 7)))).ShouldBe("risks.month");
        (await RefusedAsync(() => LookAsync(world, new Month(1900, 6)))).ShouldBe("risks.month");
        (await RefusedAsync(() => LookAsync(world, new Month(2020, 1)))).ShouldBe("scheme.not-in-force");
        await LookAsync(world, new Month(2026, 4));
        await LookAsync(world, new Month(2026, 4), SpmisApp.Now.AddDays(1));
        var found = await world.DbAsync(db => db.Set<Risk>().AsNoTracking().OrderBy(r => r.EmployerNumber).ToListAsync());
        found.Select(r => (r.EmployerNumber, r.Kind, r.Before, r.Now)).ShouldBe(
        [
            (Employer(1), RiskKind.NotFiled, 4, 0), (Employer(2), RiskKind.WorkersDropped, 10, 5), (Employer(3), RiskKind.WagesDropped, 900_250, 500_250), (Employer(4), RiskKind.WagesAtFloor, 10, 9),
        ], ignoreOrder: true);

        using var officer = world.App.Browser(SpmisApp.Officer);
        (await officer.GetStringAsync("/risks", Ct)).ShouldContain("5 workers instead of 10");
        var id = found.Single(r => r.Kind == RiskKind.WorkersDropped).Id;
        (await SpmisApp.PostFormAsync(officer, $"/risks/{id}", ("Note", ""))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SpmisApp.PostFormAsync(officer, $"/risks/{id}", ("Note", "Visit the workshop"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await officer.GetStringAsync("/risks?status=HandedOver", Ct)).ShouldContain(Employer(2));
        (await officer.GetStringAsync("/risks", Ct)).ShouldNotContain(Employer(2));
        using var employer2 = world.App.Client(Own);
        (await employer2.GetAsync("/risks", Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static Task<ClearanceCertificate> IssueAsync(ContributionsWorld world, Actor actor, DateTime now) => world.App.UseAsync<IssueClearance, ClearanceCertificate>(i => i.HandleAsync(Employer(1), SpmisApp.Change("clearance.issue", actor, now), Ct));

    private static Task<ClearanceState> StateAsync(ContributionsWorld world, ClearanceCertificate certificate, DateOnly on) => world.App.UseAsync<VerifyClearance, ClearanceState>(async v => (await v.ByCodeAsync(certificate.Code, on, Ct)).ShouldNotBeNull().State);

    private static async Task LookAsync(ContributionsWorld world, Month month, DateTime? now = null)
    {
        await world.App.UseAsync<StartRisks, long>(s => s.HandleAsync(null, month, SpmisApp.Change("risks.look", now: now), Ct));
        await world.App.SettleAsync();
    }

    private static async Task<string> RefusedAsync(Func<Task> act) => (await Should.ThrowAsync<Refused>(act)).Code;
}
