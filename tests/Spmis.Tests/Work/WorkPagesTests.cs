using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Identity;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.Payments;
using Spmis.TestKit;

namespace Spmis.Tests.Work;

/// <summary>The pages over all modules: approvals, runs, messages, audit.</summary>
public sealed class WorkPagesTests : IAsyncLifetime
{
    private const string Act = "notes.pin";
    private const string OfficersAct = "notes.unpin";
    private const string LocalAct = "notes.frame"; // Decided in an office.
    private static readonly Actor Auditor = new("auditor-1", "Aya Auditor", [Roles.Auditor]);
    private static readonly Actor Bank = new("agency-1", "Bo of Bank A", [Roles.Agency], Agency: "BANKA");
    private static readonly Actor Shop = new("employer-1", "Cy of the shop", [Roles.Employer], Employer: "1000007");
    private SpmisApp app = null!; // Set before each test.

    public async ValueTask InitializeAsync() => app = await SpmisApp.StartAsync(configure: builder =>
    {
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { [$"Proposals:EscalateAfter:{OfficersAct}"] = "30" });
        builder.Services.AddKeyedScoped<IProposedAct, PinNote>($"{PaymentsModule.ModuleName}.{Act}").AddSingleton(new ProposedAct(PaymentsModule.ModuleName, Act, "payments.reconcile"))
        .AddKeyedScoped<IProposedAct, PinNote>($"{PaymentsModule.ModuleName}.{OfficersAct}").AddSingleton(new ProposedAct(PaymentsModule.ModuleName, OfficersAct, "payments.prepare"))
        .AddKeyedScoped<IProposedAct, PinNote>($"{PaymentsModule.ModuleName}.{LocalAct}").AddSingleton(new ProposedAct(PaymentsModule.ModuleName, LocalAct, "receipts.approve"));
    });

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task Proposal_OfAnother_IsShownWithBeforeAndAfterAndApproved()
    {
        var path = await ProposeAsync(SpmisApp.Officer);
        using var supervisor = app.Browser(SpmisApp.Supervisor);

        (await supervisor.GetStringAsync(new Uri("/", UriKind.Relative))).ShouldContain("Decide what others prepared");
        var page = await supervisor.GetStringAsync(new Uri(path, UriKind.Relative));
        page.ShouldContain("loose");
        page.ShouldContain("pinned");
        using var answer = await SpmisApp.PostFormAsync(supervisor, path, ("Decision", "approve"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var proposal = await app.UseAsync<PaymentsDb, Proposal>(db => db.Proposals.SingleAsync());
        (proposal.Approved, proposal.DecidedById).ShouldBe((true, SpmisApp.Supervisor.Id));
    }

    [Fact]
    public async Task Proposal_LeftLyingForDays_StandsOnTopInItsOfficeAndAbove_AndTheHistorySaysSoOnce()
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        async Task<long> LeaveAsync(string note, string office, double days, string act = LocalAct) => (await app.UseAsync<FourEyes, Proposal>(f => f.ProposeAsync(
            PaymentsModule.ModuleName, act, note, $"Pin {note}", new { Note = 1 }, SpmisApp.Change("notes.propose", SpmisApp.Officer with { Office = office }, now.AddDays(-days)), default))).Id;
        var old = await LeaveAsync("old", "NORTH", 5.1);
        var older = await LeaveAsync("older", "SOUTH", 9);
        await LeaveAsync("young", "NORTH", 4.9);
        await LeaveAsync("patient", "NORTH", 29, OfficersAct);
        var impatient = await LeaveAsync("impatient", "NORTH", 31, OfficersAct);
        async Task<string> PageAsync(Actor actor, string path = "/proposals")
        {
            using var browser = app.Browser(actor);
            return await browser.GetStringAsync(new Uri(path, UriKind.Relative));
        }

        // In order of what waits longest beyond its term; what is not overdue stands below, and nothing twice.
        var nation = await PageAsync(SpmisApp.Supervisor, "/proposals?all=true");
        string[] expected = ["Waiting too long", "Pin older", "Pin impatient", "Pin old<", "Waiting for a second person", "Pin young", "Pin patient"];
        expected.Select(text => nation.IndexOf(text, StringComparison.Ordinal)).ShouldBe(expected.Select(text => nation.IndexOf(text, StringComparison.Ordinal)).Order());
        expected.ShouldAllBe(text => nation.Split(text, StringSplitOptions.None).Length == 2);
        (await PageAsync(SpmisApp.Supervisor)).ShouldNotContain("Pin patient"); // Of an act that officers decide: not in a supervisor's own inbox.
        (await PageAsync(SpmisApp.Supervisor, "/")).ShouldContain("Decide what has waited too long");
        (await PageAsync(SpmisApp.Supervisor, $"/proposals/{PaymentsModule.ModuleName}/{old}")).ShouldContain("Overdue");

        // The office above sees it, the office beside does not, and the preparer is not asked to decide.
        var above = SpmisApp.Supervisor with { Office = "REGION", Offices = ["REGION", "NORTH"] };
        (await PageAsync(above)).ShouldContain("Pin old<");
        (await PageAsync(above, "/")).ShouldContain("Decide what has waited too long");
        var beside = SpmisApp.Supervisor with { Office = "EAST", Offices = ["EAST"] };
        (await PageAsync(beside)).ShouldNotContain("Waiting too long");
        (await PageAsync(beside, "/")).ShouldNotContain("Decide what has waited too long");

        // Noted once, also by two looks, and no more once it is decided.
        Task<int> LookAsync() => app.UseAsync<EscalateProposals, int>(act => app.UseAsync<PaymentsDb, int>(db => act.HandleAsync(db, now, default)));
        (await LookAsync(), await LookAsync()).ShouldBe((3, 0));
        var notes = await app.UseAsync<PaymentsDb, List<string>>(db => db.History.Where(h => h.Act == EscalateProposals.Act && h.Entity == nameof(Proposal)).Select(h => h.Subject).ToListAsync());
        notes.ShouldBe([$"{old}", $"{older}", $"{impatient}"], ignoreOrder: true);
        await app.UseAsync<FourEyes>(f => f.RejectAsync(PaymentsModule.ModuleName, old, SpmisApp.Change("proposals.reject", SpmisApp.Supervisor, reason: "too late"), default));
        (await PageAsync(above)).ShouldNotContain("Pin old<");
    }

    [Fact]
    public async Task Proposal_OfOneself_IsRefusedInWords()
    {
        var path = await ProposeAsync(SpmisApp.Supervisor);
        using var supervisor = app.Browser(SpmisApp.Supervisor);

        var page = await supervisor.GetStringAsync(new Uri(path, UriKind.Relative));
        page.ShouldContain("You prepared this.");
        page.ShouldNotContain("value=\"approve\"");
        using var forced = await SpmisApp.PostFormAsync(supervisor, path, ("Decision", "approve"));

        forced.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await forced.Content.ReadAsStringAsync()).ShouldContain("somebody else must decide it");
        (await app.UseAsync<PaymentsDb, Proposal>(db => db.Proposals.SingleAsync())).DecidedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Proposal_RejectedWithoutAReason_SaysSoBesideTheField()
    {
        var path = await ProposeAsync(SpmisApp.Officer);
        using var supervisor = app.Browser(SpmisApp.Supervisor);

        using var answer = await SpmisApp.PostFormAsync(supervisor, path, ("Decision", "reject"));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Say why you reject it");
    }

    [Fact]
    public async Task Proposal_DecidedByAnOfficer_IsForbidden()
    {
        var path = await ProposeAsync(SpmisApp.Supervisor);
        using var officer = app.Browser(SpmisApp.Officer);

        using var answer = await SpmisApp.PostFormAsync(officer, path, ("Decision", "approve"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Proposal_OfAnActThatOthersDecide_IsForbiddenAndNoTask()
    {
        var path = await ProposeAsync(SpmisApp.Officer, OfficersAct);
        using var supervisor = app.Browser(SpmisApp.Supervisor);

        (await supervisor.GetStringAsync(new Uri("/", UriKind.Relative))).ShouldNotContain("Decide what others prepared");
        (await supervisor.GetStringAsync(new Uri(path, UriKind.Relative))).ShouldNotContain("value=\"approve\"");
        using var forced = await SpmisApp.PostFormAsync(supervisor, path, ("Decision", "approve"));
        forced.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var id = long.Parse(path.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
        (await Should.ThrowAsync<Refused>(() => app.UseAsync<FourEyes>(f => f.ApproveAsync(PaymentsModule.ModuleName, id, SpmisApp.Change(actor: SpmisApp.Supervisor), default)))).Code.ShouldBe("proposal.not-allowed");
        (await Should.ThrowAsync<Refused>(() => app.UseAsync<FourEyes>(f => f.RejectAsync(PaymentsModule.ModuleName, id, SpmisApp.Change(actor: SpmisApp.Supervisor, reason: "no"), default)))).Code.ShouldBe("proposal.not-allowed");

        using var other = app.Browser(SpmisApp.Officer with { Id = "officer-2" });
        (await other.GetStringAsync(new Uri("/", UriKind.Relative))).ShouldContain("Decide what others prepared");
        using var approved = await SpmisApp.PostFormAsync(other, path, ("Decision", "approve"));
        approved.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task ProposedActs_OfEveryModule_NameAPermissionThatIsDeclared()
    {
        var permissions = app.Services.GetRequiredService<IReadOnlyList<Permission>>().Select(p => p.Name).ToHashSet();
        var acts = app.Services.GetServices<ProposedAct>().ToList();

        acts.Count.ShouldBeGreaterThan(7);
        acts.ShouldAllBe(a => permissions.Contains(a.Permission));
        foreach (var act in acts)
        {
            await app.UseAsync<IServiceProvider>(services => Task.FromResult(services.GetRequiredKeyedService<IProposedAct>($"{act.Module}.{act.Act}")));
        }
    }

    [Fact]
    public async Task Runs_OfAnAgencyOrEmployer_AreItsOwnOnly()
    {
        var own = await RunAsync("For Bank A", "BANKA");
        var other = await RunAsync("For Bank B", "BANKB");
        var everybodys = await RunAsync("For the office", null);
        using var bank = app.Browser(Bank);

        var list = await bank.GetStringAsync(new Uri("/runs", UriKind.Relative));
        list.ShouldContain("For Bank A");
        list.ShouldNotContain("For Bank B");
        list.ShouldNotContain("For the office");
        (await StatusAsync(bank, $"/runs/payments/{own}")).ShouldBe(HttpStatusCode.OK);
        foreach (var id in new[] { other, everybodys })
        {
            (await StatusAsync(bank, $"/runs/payments/{id}")).ShouldBe(HttpStatusCode.NotFound);
            (await StatusAsync(bank, $"/runs/payments/{id}/refused.csv")).ShouldBe(HttpStatusCode.NotFound);
        }

        using var shop = app.Browser(Shop);
        (await shop.GetStringAsync(new Uri("/runs", UriKind.Relative))).ShouldNotContain("For ");
        using var nobodys = app.Browser(Shop with { Employer = null });
        (await nobodys.GetStringAsync(new Uri("/runs", UriKind.Relative))).ShouldNotContain("For ");
        using var officer = app.Browser(SpmisApp.Officer);
        (await officer.GetStringAsync(new Uri("/runs", UriKind.Relative))).ShouldContain("For Bank B");
    }

    [Fact]
    public async Task Run_WithRefusedLines_ShowsAndDownloadsThemWithReasons()
    {
        var id = await RunAsync("Persons", null);
        using var officer = app.Browser(SpmisApp.Officer);

        var refused = await officer.GetStringAsync(new Uri($"/runs/payments/{id}", UriKind.Relative));
        refused.ShouldContain("not a date");
        refused.ShouldContain("?after=51.0");
        refused.ShouldNotContain("looks odd");
        (await officer.GetStringAsync(new Uri($"/runs/payments/{id}?verdict=refused&after=51.0", UriKind.Relative))).ShouldContain(">60</th>");
        (await officer.GetStringAsync(new Uri($"/runs/payments/{id}?verdict=noted", UriKind.Relative))).ShouldContain("looks odd");
        var lines = (await officer.GetStringAsync(new Uri($"/runs/payments/{id}/refused.csv", UriKind.Relative))).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(61);
        lines[1].ShouldContain("'=1+1");
    }

    [Fact]
    public async Task Run_ThatFailed_GoesOnByAPerson()
    {
        var id = await RunAsync("Broken", null, failed: true);
        using var officer = app.Browser(SpmisApp.Officer);

        (await officer.GetStringAsync(new Uri("/", UriKind.Relative))).ShouldContain("Look at runs that failed");
        using var answer = await SpmisApp.PostFormAsync(officer, $"/runs/payments/{id}", $"/runs/payments/{id}?handler=Resume");

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await app.UseAsync<PaymentsDb, bool>(db => db.History.AnyAsync(h => h.Act == "runs.resume" && h.Entity == "Run"))).ShouldBeTrue();
        using var auditor = app.Browser(Auditor);
        using var forbidden = await SpmisApp.PostFormAsync(auditor, $"/runs/payments/{id}", $"/runs/payments/{id}?handler=Resume");
        forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Run_OfAKindTheOfficerMayNotStart_IsStoppedByASupervisorOnly()
    {
        var id = await RunAsync("Another kind of work", null);
        await app.UseAsync<PaymentsDb>(db => db.WriteAsync(() => db.Runs.Where(r => r.Id == id).ExecuteUpdateAsync(s => s.SetProperty(r => r.LeaseUntil, new DateTime(2099, 1, 1, 0, 0, 0, DateTimeKind.Utc)).SetProperty(r => r.FinishedAt, (DateTime?)null)), default)); // Somebody is at it.
        using var officer = app.Browser(SpmisApp.Officer);

        (await officer.GetStringAsync(new Uri($"/runs/payments/{id}", UriKind.Relative))).ShouldNotContain("Stop this run");
        using var refused = await SpmisApp.PostFormAsync(officer, $"/runs/payments/{id}", $"/runs/payments/{id}?handler=Cancel");
        using var supervisor = app.Browser(SpmisApp.Supervisor);
        using var stopped = await SpmisApp.PostFormAsync(supervisor, $"/runs/payments/{id}", $"/runs/payments/{id}?handler=Cancel");

        ((int)refused.StatusCode, stopped.StatusCode).ShouldBe((422, HttpStatusCode.Redirect));
        (await app.UseAsync<PaymentsDb, string?>(db => db.Runs.Where(r => r.Id == id).Select(r => r.CancelledBy).SingleAsync())).ShouldBe(SpmisApp.Supervisor.Name);
    }

    [Fact]
    public async Task Audit_IsForAuditors_AndWalksAllModulesPageByPage()
    {
        for (var i = 0; i < 40; i++)
        {
            await app.UseAsync<PaymentsDb>(db => RecordAsync(db, i));
            await app.UseAsync<IdentityDb>(db => RecordAsync(db, i));
        }

        using var auditor = app.Browser(Auditor);
        HashSet<string> seen = [];
        var next = "/audit?act=audit-test.";
        while (next is not null)
        {
            var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await auditor.GetStringAsync(new Uri(next, UriKind.Relative)));
            var rows = page.QuerySelectorAll("tbody tr").Select(r => r.Children[3].TextContent.Trim()).ToList();
            rows.ShouldAllBe(r => seen.Add(r));
            next = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }

        seen.Count.ShouldBe(80);
        using var officer = app.Browser(SpmisApp.Officer);
        (await StatusAsync(officer, "/audit")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(officer, "/messages")).ShouldBe(HttpStatusCode.Forbidden);

        static async Task RecordAsync(ModuleDb db, int i)
        {
            db.RecordBulk(SpmisApp.Change("audit-test.write", now: SpmisApp.Now.AddSeconds(i / 3)), "Thing", $"{db.Module} thing {i}", new { i });
            await db.SaveAsync(SpmisApp.Change(), default);
        }
    }

    [Theory]
    [InlineData("/users")]
    [InlineData("/users/new")]
    [InlineData("/clients")]
    [InlineData("/proposals")]
    public async Task Page_OfTheOffice_IsClosedToAnEmployersUser(string path)
    {
        using var shop = app.Browser(Shop);

        (await StatusAsync(shop, path)).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Address_ThatLeadsNowhere_IsNotFound()
    {
        using var officer = app.Browser(SpmisApp.Officer);

        (await StatusAsync(officer, "/nowhere")).ShouldBe(HttpStatusCode.NotFound);
    }

    /// <summary>An administrator prepares by form that large events need two steps, a supervisor approves it, and two others decide the next event in their order, by API and page.</summary>
    [Fact]
    public async Task Policy_PreparedOnItsPage_ThenStepsByApiAndPage()
    {
        var admin = new Actor("admin-9", "Ada Admin", [Roles.Administrator]);
        var second = new Actor("supervisor-9", "Sue Second", [Roles.Supervisor]);
        using var administrator = app.Browser(admin);
        using var sam = app.Browser(SpmisApp.Supervisor);
        using var sue = app.Browser(second);
        using var officer = app.Browser(SpmisApp.Officer);
        const string page = "/proposals/policy/payments/payments.open-event";
        (await StatusAsync(officer, page)).ShouldBe(HttpStatusCode.OK);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        (string, string)[] form =
        [
            ("FromDay", today), ("LegalBasis", "Decree 12 of 1 June"), ("Bands[0].Kind", "Two"), ("Bands[1].Amount", "50000"), ("Bands[1].Currency", "kes"), ("Bands[1].Kind", "Steps"), ("Bands[1].Step1", "payments.emergencies"), ("Bands[1].Step2", "payments.release"),
        ];
        using (var wrong = await SpmisApp.PostFormAsync(administrator, page, [.. form.Where(f => f.Item1 is not "Bands[1].Currency")]))
        {
            var text = await wrong.Content.ReadAsStringAsync();
            text.ShouldContain("Write the currency as three letters.");
            text.ShouldContain("Decree 12 of 1 June");
        }

        using (var byOfficer = await SpmisApp.PostFormAsync(officer, page, form))
        {
            byOfficer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        using (var put = await SpmisApp.PostFormAsync(administrator, page, form))
        {
            put.StatusCode.ShouldBe(HttpStatusCode.Redirect, await put.Content.ReadAsStringAsync());
        }

        var change = await app.UseAsync<PaymentsDb, long>(db => db.Proposals.Where(p => p.Act == ChangePolicy.Act).Select(p => p.Id).SingleAsync());
        (await TextAsync(sam, $"/proposals/payments/{change}")).ShouldContain("From 50,000.00 KES: in 2 steps: payments.emergencies, then payments.release");
        using (var set = await SpmisApp.PostFormAsync(sam, $"/proposals/payments/{change}", ("Decision", "approve")))
        {
            set.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        (await TextAsync(administrator, "/proposals/policy")).ShouldContain("Decree 12 of 1 June");
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var id = (await app.UseAsync<Spmis.Payments.Emergencies.OpenEvent, Proposal>(act => act.ProposeAsync(
            new Spmis.Payments.Emergencies.NewEvent { Code = "FLOOD26", Name = "Flood", Currency = "KES", Ceiling = 60_000 }, SpmisApp.Change("payments.propose-emergency", SpmisApp.Officer, now), default))).Id;
        (await TextAsync(sue, "/proposals")).ShouldContain("Step 1 of 2");
        (await TextAsync(sam, "/api/payments/approvals")).ShouldContain("\"atStake\":[{\"currency\":\"KES\",\"minor\":6000000}]");
        (await DecideAsync(officer, "officer-key-1")).ShouldContain("proposal.own");
        (await DecideAsync(sam, "sam-key-0001")).ShouldContain("\"applied\":false,\"step\":1,\"steps\":2,\"next\":\"payments.release\"");
        (await DecideAsync(sam, "sam-key-0002")).ShouldContain("proposal.same-person");
        (await TextAsync(sam, "/api/payments/approvals")).ShouldBe("[]");
        (await TextAsync(sam, "/proposals")).ShouldNotContain("FLOOD26");
        (await TextAsync(sam, $"/proposals/payments/{id}")).ShouldContain("You decided a step of this.");
        (await TextAsync(sue, "/proposals")).ShouldContain("Step 2 of 2");
        (await app.UseAsync<PaymentsDb, int>(db => db.Set<Spmis.Payments.Emergencies.EmergencyEvent>().CountAsync())).ShouldBe(0);
        using var done = await SpmisApp.PostFormAsync(sue, $"/proposals/payments/{id}", ("Decision", "approve"));
        done.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await app.UseAsync<PaymentsDb, int>(db => db.Set<Spmis.Payments.Emergencies.EmergencyEvent>().CountAsync())).ShouldBe(1);
        (await TextAsync(sue, $"/proposals/payments/{id}")).ShouldContain(SpmisApp.Supervisor.Name);

        async Task<string> DecideAsync(HttpClient who, string key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/payments/approvals/{id}") { Content = new StringContent("{\"approve\":true}", System.Text.Encoding.UTF8, "application/json"), Headers = { { "Idempotency-Key", key } } };
            using var answer = await who.SendAsync(request);
            return await answer.Content.ReadAsStringAsync();
        }

        static Task<string> TextAsync(HttpClient who, string path) => who.GetStringAsync(new Uri(path, UriKind.Relative));
    }

    [Fact]
    public async Task Evidence_AddedOnThePage_IsInTheInbox_Downloaded_AndLookedAtBeforeApproval()
    {
        var path = await ProposeAsync(SpmisApp.Officer);
        using var officer = app.Browser(SpmisApp.Officer);
        using var supervisor = app.Browser(SpmisApp.Supervisor);
        using var administrator = app.Browser(new Actor("admin-9", "Ada", [Roles.Administrator]));
        (await officer.GetStringAsync(new Uri(path, UriKind.Relative))).ShouldContain($"{path}/evidence");
        var old = System.Text.RegularExpressions.Regex.Match(await supervisor.GetStringAsync(new Uri(path, UriKind.Relative)), "name=\"Hash\" value=\"([0-9a-f]{64})\"").Groups[1].Value;

        byte[] paper = [.. "%PDF-1.4 order 17 %%EOF"u8];
        using (var wrong = await UploadAsync(officer, [.. "no paper"u8]))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await wrong.Content.ReadAsStringAsync()).ShouldContain("neither PDF, JPEG nor PNG");
        }

        using (var added = await UploadAsync(officer, paper))
        {
            added.StatusCode.ShouldBe(HttpStatusCode.Redirect, await added.Content.ReadAsStringAsync());
        }

        using (var others = await supervisor.GetAsync(new Uri($"{path}/evidence", UriKind.Relative)))
        {
            others.StatusCode.ShouldNotBe(HttpStatusCode.OK); // Not the own one.
        }

        (await StatusAsync(administrator, $"{path}/evidence/1")).ShouldBe(HttpStatusCode.Forbidden);
        (await supervisor.GetStringAsync(new Uri("/proposals", UriKind.Relative))).ShouldContain("Pieces of evidence: 1");
        (await supervisor.GetByteArrayAsync(new Uri($"{path}/evidence/1", UriKind.Relative))).ShouldBe(paper);
        (await supervisor.GetByteArrayAsync(new Uri($"/api{path.Replace("/proposals/payments", "/payments/approvals", StringComparison.Ordinal)}/evidence/1", UriKind.Relative))).ShouldBe(paper);
        (await app.UseAsync<PaymentsDb, int>(db => db.History.CountAsync(h => h.Act == "proposals.evidence-read" && h.ActorId == SpmisApp.Supervisor.Id))).ShouldBe(2);

        var api = path.Replace("/proposals/payments", "/api/payments/approvals", StringComparison.Ordinal);
        (await SendAsync(app.Client(SpmisApp.Officer), $"{api}/evidence?text=Register%207", "", "evidence-key-1")).ShouldContain("\"number\":2,\"text\":\"Register 7\"");
        (await SendAsync(app.Client(SpmisApp.Supervisor), $"{api}/evidence?text=Mine", "", "evidence-key-2")).ShouldContain("evidence.not-yours");
        (await SendAsync(app.Client(SpmisApp.Supervisor), api, "{\"approve\":true}", "evidence-key-3")).ShouldContain("proposal.evidence-unseen");
        (await supervisor.GetStringAsync(new Uri("/api/payments/approvals", UriKind.Relative))).ShouldContain("\"name\":\"order.pdf\"");

        using var stale = await SpmisApp.PostFormAsync(supervisor, path, ("Decision", "approve"), ("Hash", old));
        stale.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var again = await stale.Content.ReadAsStringAsync();
        again.ShouldContain("Evidence was added");
        var now = System.Text.RegularExpressions.Regex.Match(again, "name=\"Hash\" value=\"([0-9a-f]{64})\"").Groups[1].Value;
        using var done = await SpmisApp.PostFormAsync(supervisor, path, ("Decision", "approve"), ("Hash", now));
        done.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        static async Task<string> SendAsync(HttpClient who, string address, string body, string key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Headers = { { "Idempotency-Key", key } } };
            using var answer = await who.SendAsync(request);
            return await answer.Content.ReadAsStringAsync();
        }

        async Task<HttpResponseMessage> UploadAsync(HttpClient browser, byte[] content)
        {
            var html = await browser.GetStringAsync(new Uri($"{path}/evidence", UriKind.Relative));
            using var form = new MultipartFormDataContent
            {
                { new StringContent(System.Text.RegularExpressions.Regex.Match(html, "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"").Groups[1].Value), "__RequestVerificationToken" },
                { new StringContent("Order 17"), "Text" }, { new ByteArrayContent(content), "Upload", "order.pdf" },
            };
            return await browser.PostAsync(new Uri($"{path}/evidence", UriKind.Relative), form);
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    private async Task<string> ProposeAsync(Actor by, string act = Act)
    {
        var proposal = await app.UseAsync<FourEyes, Proposal>(f => f.ProposeAsync(PaymentsModule.ModuleName, act, "note-1", "Pin note 1", new { Note = 1 }, SpmisApp.Change("notes.propose", by), default));
        return $"/proposals/{PaymentsModule.ModuleName}/{proposal.Id}";
    }

    private async Task<long> RunAsync(string title, string? scope, bool failed = false)
    {
        var run = Run.Of("test.run", title, title, new { }, SpmisApp.Change(), scope);
        run.FinishedAt = failed ? null : SpmisApp.Now;
        run.FailedAt = failed ? SpmisApp.Now : null;
        run.Refused = 60;
        await app.UseAsync<PaymentsDb>(async db =>
        {
            db.Runs.Add(run);
            await db.SaveAsync(SpmisApp.Change(), default);
            await db.BulkInsertAsync(
                [
                    .. Enumerable.Range(2, 59).Select(i => new RunLine { RunId = run.Id, Line = i, Verdict = RunLine.RefusedVerdict, Code = "date.unread", Column = "born", Value = "=1+1", Text = "This is not a date." }),
                    new RunLine { RunId = run.Id, Line = 60, Part = 1, Verdict = RunLine.RefusedVerdict, Code = "name.missing", Text = "There is no name." },
                    new RunLine { RunId = run.Id, Line = 70, Verdict = RunLine.NotedVerdict, Code = "odd", Text = "This looks odd." },
                ],
                default);
        });
        return run.Id;
    }

    private sealed class PinNote : IProposedAct
    {
        public Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct) => Task.FromResult<IReadOnlyList<ShownField>>([new("Note 1", "loose", "pinned")]);

        public Task ApplyAsync(string payload, Change change, CancellationToken ct) => Task.CompletedTask;
    }
}
