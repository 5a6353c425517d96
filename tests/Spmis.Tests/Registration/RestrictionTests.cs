using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Registration;
using Spmis.Eligibility;
using Spmis.Eligibility.Copies;
using Spmis.Identity;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Registration;
using Spmis.Registration.Duplicates;
using Spmis.Registration.Persons;
using Spmis.Registration.Restrictions;
using Spmis.TestKit;

namespace Spmis.Tests.Registration;

/// <summary>A restricted record: placed and lifted by two people, hidden from who lacks the permission, and never registered twice for it. The day is the clock's, as in requests.</summary>
public sealed class RestrictionTests
{
    private static readonly DateTime Clock = TimeProvider.System.GetUtcNow().UtcDateTime;
    private static readonly DateOnly Today = DateOnly.FromDateTime(Clock);
    private static readonly Actor Second = new("supervisor-2", "Sela Second", [Roles.Supervisor], "HQ");

    [Fact]
    public async Task Record_RestrictedByTwoPeople_IsANumberToOfficersAndAPersonToSupervisors()
    {
        await using var app = await SpmisApp.StartAsync();
        var number = (await app.RegisterAsync(Registry.Amina)).Number;
        await app.SettleAsync();

        using var sent = await SpmisApp.PostFormAsync(app.Browser(SpmisApp.Officer), $"/persons/{number}/restriction", $"/persons/{number}/restriction?handler=Restrict", ("Kind", "ProtectedPerson"), ("Reason", "Hides from her husband"), ("From", $"{Today:yyyy-MM-dd}"));
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync());
        (await GetAsync(app, SpmisApp.Officer, $"/persons/{number}")).Status.ShouldBe(HttpStatusCode.OK, "it waits still");
        var proposal = await app.UseAsync<RegistrationDb, Proposal>(db => db.Proposals.AsNoTracking().SingleAsync());
        (await Registry.RefusalAsync(() => app.ApproveAsync(proposal.Id, SpmisApp.Officer))).ShouldNotBeNull("the one who asked, and no supervisor");
        await ApproveAsync(app, proposal.Id);

        await HiddenAsync(app, number);
        await NotTwiceAsync(app, number);

        (await GetAsync(app, SpmisApp.Supervisor, $"/persons/{number}")).Text.ShouldContain("Restricted record");
        (await GetAsync(app, SpmisApp.Supervisor, $"/persons/{number}/history")).Text.ShouldContain("Record restricted");
        var own = new Actor("p-1", "Amina", [Roles.Person]) { PersonNumber = number };
        (await GetAsync(app, own, "/me")).Text.ShouldSatisfyAllConditions(t => t.ShouldContain("Amina"), t => t.ShouldContain("Access to your record is restricted since"));
        var reads = await app.UseAsync<IdentityDb, List<(string Actor, bool Restricted)>>(async db => [.. (await db.Reads.AsNoTracking().Where(r => r.Person == number).ToListAsync()).Select(r => (r.ActorId, r.Restricted))]);
        reads.ShouldContain((SpmisApp.Supervisor.Id, true));
        reads.ShouldContain((SpmisApp.Officer.Id, false), "from before it was restricted");
        var auditor = new Actor("auditor-1", "Ada Auditor", [Roles.Auditor]);
        (await GetAsync(app, auditor, "/reads?Restricted=true")).Text.ShouldContain(SpmisApp.Supervisor.Name);
        var met = await app.UseAsync<IdentityDb, List<string>>(db => db.Reads.Where(r => r.Restricted && r.ActorId == SpmisApp.Officer.Id).Select(r => r.Place).Distinct().ToListAsync());
        met.ShouldAllBe(p => p.StartsWith("api/registration/persons", StringComparison.Ordinal), "the desk check that met it, which told the number");
    }

    [Fact]
    public async Task Restriction_EndsByItsDate_AndIsLiftedByTwoPeople()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var number = (await app.RegisterAsync(Registry.Amina)).Number;
        (await Registry.RefusalAsync(() => ProposeAsync(app, number, Today.AddDays(-1)))).Code.ShouldBe("restriction.past");
        (await Registry.RefusalAsync(() => ProposeAsync(app, number, Today.AddDays(2), Today.AddDays(1)))).Code.ShouldBe("restriction.days");
        await RestrictAsync(app, number, Today.AddDays(1), Today.AddDays(2));
        (await GetAsync(app, SpmisApp.Officer, $"/persons/{number}")).Status.ShouldBe(HttpStatusCode.OK, "it begins tomorrow");
        (await Registry.RefusalAsync(() => ProposeAsync(app, number))).Code.ShouldBe("restriction.open-already");

        await DaysAsync(app, Today.AddDays(-2), Today);
        (await GetAsync(app, SpmisApp.Officer, $"/persons/{number}")).Status.ShouldBe(HttpStatusCode.Forbidden, "its last day");
        await DaysAsync(app, Today.AddDays(-2), Today.AddDays(-1));
        (await GetAsync(app, SpmisApp.Officer, $"/persons/{number}")).Status.ShouldBe(HttpStatusCode.OK, "it ended by its date");
        await RestrictAsync(app, number);
        (await GetAsync(app, SpmisApp.Officer, $"/persons/{number}")).Status.ShouldBe(HttpStatusCode.Forbidden, "another one took the place of the ended one");
        var open = await app.UseAsync<RegistrationDb, Restriction>(db => db.Set<Restriction>().AsNoTracking().SingleAsync(r => r.LiftedAt == null));
        await Should.ThrowAsync<Refused>(() => app.UseAsync<RegistrationDb>(async db =>
        {
            db.Add(new Restriction { Id = Guid.CreateVersion7(), PersonId = open.PersonId, Kind = RestrictionKind.Other, Reason = "x", From = Today, PlacedAt = Clock, PlacedBy = "x", OpenKey = open.OpenKey });
            await db.SaveAsync(At(), default);
        }));

        (await Registry.RefusalAsync(() => LiftAsync(app, number, SpmisApp.Supervisor, SpmisApp.Supervisor))).ShouldNotBeNull("one person alone");
        var waiting = await app.UseAsync<RegistrationDb, long>(async db => (await db.Proposals.AsNoTracking().SingleAsync(p => p.DecidedAt == null)).Id);
        await ApproveAsync(app, waiting, Second);
        (await GetAsync(app, SpmisApp.Officer, $"/persons/{number}")).Status.ShouldBe(HttpStatusCode.OK);
        (await Registry.RefusalAsync(() => LiftAsync(app, number, SpmisApp.Supervisor, Second))).Code.ShouldBe("restriction.none");
    }

    [Fact]
    public async Task Records_MadeOne_AreRestrictedTogether_AndApartEachByItsOwn()
    {
        await using var app = await SpmisApp.StartAsync();
        var (kept, other) = ((await app.RegisterAsync(Registry.Amina)).Number, (await app.RegisterAsync(new NewPerson { GivenName = "Zuhura", FamilyName = "Omar" })).Number);
        await RestrictAsync(app, other);
        await MergeAsync(app, kept, other);
        foreach (var number in new[] { kept, other })
        {
            (await GetAsync(app, SpmisApp.Officer, $"/persons/{number}")).Status.ShouldBe(HttpStatusCode.Forbidden);
            (await GetAsync(app, SpmisApp.Officer, $"/api/eligibility/persons/{number}")).Status.ShouldBe(HttpStatusCode.Forbidden);
        }

        await app.UseAsync<RecordDeath>(act => act.HandleAsync(kept, Today, At() with { Evidence = "certificate" }, default));
        (await GetAsync(app, SpmisApp.Officer, $"/persons/{kept}")).Status.ShouldBe(HttpStatusCode.Forbidden, "a death does not lift it");

        await UndoAsync(app, other);
        (await GetAsync(app, SpmisApp.Officer, $"/persons/{kept}")).Status.ShouldBe(HttpStatusCode.OK);
        (await GetAsync(app, SpmisApp.Officer, $"/persons/{other}")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Restriction_PlacedWhileTwoWereOne_StaysOnBothWhenTheyAreApart()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var (kept, other) = ((await app.RegisterAsync(Registry.Amina)).Number, (await app.RegisterAsync(new NewPerson { GivenName = "Zuhura", FamilyName = "Omar" })).Number);
        await MergeAsync(app, kept, other);
        await RestrictAsync(app, kept);
        await UndoAsync(app, other);
        foreach (var number in new[] { kept, other })
        {
            (await GetAsync(app, SpmisApp.Officer, $"/persons/{number}")).Status.ShouldBe(HttpStatusCode.Forbidden, "nobody can say whom it was to protect");
        }
    }

    [Fact]
    public async Task Message_TwiceOrLate_LeavesTheLatestWord()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var person = Guid.CreateVersion7();
        PersonsRestricted Told(long version, DateOnly? from) => new() { Persons = [new RestrictionFacts { PersonId = person, Number = "26000000197", From = from, Version = version }] };
        foreach (var (message, from) in new[] { (Told(2, null), (DateOnly?)null), (Told(1, Today), null), (Told(2, null), null), (Told(3, Today), Today), (Told(3, Today), Today) })
        {
            await app.UseAsync<IServiceProvider>(async services =>
            {
                var db = services.GetRequiredService<EligibilityDb>();
                await services.GetRequiredService<KeepRestricted>().HandleAsync(message, At(), default);
                await db.SaveAsync(At(), default);
            });
            (await app.UseAsync<EligibilityDb, RestrictedPerson>(db => db.Restricted.AsNoTracking().SingleAsync())).From.ShouldBe(from);
        }
    }

    private static async Task HiddenAsync(SpmisApp app, string number)
    {
        await app.SettleAsync();
        string[] told = ["Amina", "Wanjiru", "1988-03-27", "712345678", "712 345 678", "Nyalenda"];
        foreach (var path in new[] { $"/persons/{number}", $"/persons/{number}/history", $"/persons/{number}/cards", $"/persons/{number}/restriction", $"/contributions/persons/{number}", $"/eligibility/persons/{number}", $"/payments/persons/{number}", $"/api/registration/persons/{number}", $"/api/eligibility/persons/{number}", $"/api/payments/persons/{number}", $"/api/contributions/persons/{number}/record" })
        {
            var (status, text) = await GetAsync(app, SpmisApp.Officer, path);
            status.ShouldBe(HttpStatusCode.Forbidden, path);
            text.ShouldContain(path.StartsWith("/api/", StringComparison.Ordinal) ? RestrictedRecords.Code : "restricted record", Case.Insensitive, path);
            told.ShouldAllBe(t => !text.Contains(t, StringComparison.OrdinalIgnoreCase), path);
        }

        foreach (var (query, shown) in new[] { (number, true), ("23456781", true), ("Wanjiru", false), ("%2B254712345678", false) })
        {
            var (_, text) = await GetAsync(app, SpmisApp.Officer, $"/api/registration/persons?q={query}");
            text.Contains($"\"restricted\":true", StringComparison.Ordinal).ShouldBe(shown, query);
            told.ShouldAllBe(t => !text.Contains(t, StringComparison.OrdinalIgnoreCase), query);
        }

        (await GetAsync(app, SpmisApp.Officer, $"/persons?q={number}")).Text.ShouldContain("Ask the supervisor of");
        (await GetAsync(app, SpmisApp.Officer, "/proposals")).Text.ShouldNotContain(number);
    }

    private static async Task NotTwiceAsync(SpmisApp app, string number)
    {
        using var officer = app.Client(SpmisApp.Officer);
        var again = new { givenName = "Amina", middleName = "Hassan", familyName = "Wanjiru", sex = "F", bornOn = "1988-03-27", nationalId = "23456781", phone = "+254712345678", answers = new[] { new { number, answer = "different" } } };
        using var likely = await officer.PostAsJsonAsync(new Uri("/api/registration/persons/likely", UriKind.Relative), again);
        var text = await likely.Content.ReadAsStringAsync();
        text.ShouldSatisfyAllConditions(t => t.ShouldContain(number), t => t.ShouldContain("\"restricted\":true"), t => t.ShouldNotContain("Amina"));
        using var message = new HttpRequestMessage(HttpMethod.Post, "/api/registration/persons") { Content = JsonContent.Create(again), Headers = { { "Idempotency-Key", "restricted-again" } } };
        using var twice = await officer.SendAsync(message);
        (await twice.Content.ReadAsStringAsync()).ShouldContain("person.known-restricted");
        using var forged = new HttpRequestMessage(HttpMethod.Post, $"/api/registration/persons/{number}/death") { Content = JsonContent.Create(new { diedOn = "2026-01-01", evidence = "x" }), Headers = { { "Idempotency-Key", "restricted-death" } } };
        using var act = await officer.SendAsync(forged);
        act.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static Change At(Actor? actor = null, string? reason = null) => SpmisApp.Change(actor: actor, now: Clock, reason: reason);

    private static Task<Proposal> ProposeAsync(SpmisApp app, string number, DateOnly? from = null, DateOnly? until = null) =>
        app.UseAsync<ProposeRestriction, Proposal>(act => act.HandleAsync(number, new NewRestriction(RestrictionKind.Staff, from, until), At(reason: "Works here"), default));

    private static async Task RestrictAsync(SpmisApp app, string number, DateOnly? from = null, DateOnly? until = null) => await ApproveAsync(app, (await ProposeAsync(app, number, from, until)).Id);

    private static async Task LiftAsync(SpmisApp app, string number, Actor asks, Actor approves) =>
        await ApproveAsync(app, (await app.UseAsync<ProposeLifting, Proposal>(act => act.HandleAsync(number, At(asks, "No danger any more"), default))).Id, approves);

    private static async Task ApproveAsync(SpmisApp app, long proposal, Actor? by = null)
    {
        await app.UseAsync<FourEyes>(act => act.ApproveAsync(RegistrationModule.ModuleName, proposal, At(by ?? SpmisApp.Supervisor), default));
        await app.SettleAsync();
    }

    private static async Task MergeAsync(SpmisApp app, string into, string number) =>
        await ApproveAsync(app, (await app.UseAsync<ProposeMerge, Proposal>(act => act.HandleAsync(into, number, At(reason: "Same person"), default))).Id);

    private static async Task UndoAsync(SpmisApp app, string number) =>
        await ApproveAsync(app, (await app.UseAsync<ProposeUndo, Proposal>(act => act.HandleAsync(number, At(reason: "They are two"), default))).Id);

    /// <summary>Moves the days of what stands, as if time had passed.</summary>
    private static Task DaysAsync(SpmisApp app, DateOnly from, DateOnly until) => app.UseAsync<RegistrationDb>(async db =>
    {
        await db.Restricted.ExecuteUpdateAsync(s => s.SetProperty(r => r.From, from).SetProperty(r => r.Until, until));
        await db.Set<Restriction>().ExecuteUpdateAsync(s => s.SetProperty(r => r.From, from).SetProperty(r => r.Until, until));
    });

    private static async Task<(HttpStatusCode Status, string Text)> GetAsync(SpmisApp app, Actor actor, string path)
    {
        using var client = app.Client(actor);
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }
}
