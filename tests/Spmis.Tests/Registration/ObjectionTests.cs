using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Registration;
using Spmis.Registration.Duplicates;
using Spmis.Registration.Facts;
using Spmis.Registration.Objections;
using Spmis.Registration.Persons;
using Spmis.TestKit;

namespace Spmis.Tests.Registration;

/// <summary>The right to object: taken in once, answered in time by somebody else, and seen by the person.</summary>
public sealed class ObjectionTests
{
    private static readonly DateOnly Day = new(2026, 7, 1);

    [Fact]
    public async Task Person_ObjectsInTheOwnAccount_AndReadsTheAnswerAndItsGround()
    {
        await using var app = await SpmisApp.StartAsync();
        var number = (await app.RegisterAsync(Registry.Amina)).Number;
        await app.SettleAsync();
        var own = Of(number);

        using var none = await SpmisApp.PostFormAsync(app.Browser(own), "/me/objections", ("Purpose", "benefits"));
        none.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "no reason");
        using var sent = await SpmisApp.PostFormAsync(app.Browser(own), "/me/objections", ("Purpose", "benefits"), ("Reason", "Nobody asked me"));
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync());
        using var twice = await SpmisApp.PostFormAsync(app.Browser(own), "/me/objections", ("Purpose", "benefits"), ("Reason", "Again"));
        twice.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "one waits already");
        var filed = (await AllAsync(app)).ShouldHaveSingleItem();
        (filed.ByThePerson, filed.Purpose, filed.DueOn, filed.State).ShouldBe((true, "benefits", filed.ReceivedOn.AddDays(30), "waiting"));

        (await TextAsync(app, SpmisApp.Officer, "/")).ShouldContain("href=\"/objections\"");
        (await TextAsync(app, SpmisApp.Officer, "/objections")).ShouldContain("Amina Hassan Wanjiru");
        using var barred = await SpmisApp.PostFormAsync(app.Browser(SpmisApp.Supervisor), $"/objections/{filed.Id}", ("Decision", "rejected"), ("Answer", "The law asks for it"));
        barred.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "no ground");
        using var answered = await SpmisApp.PostFormAsync(app.Browser(SpmisApp.Supervisor), $"/objections/{filed.Id}", ("Decision", "rejected"), ("Ground", "Social Assistance Act, art. 12"), ("Answer", "The law asks for it"));
        answered.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answered.Content.ReadAsStringAsync());

        foreach (var path in new[] { "/me/objections", "/me/report" })
        {
            (await TextAsync(app, own, path)).ShouldSatisfyAllConditions(t => t.ShouldContain("Social Assistance Act, art. 12"), t => t.ShouldContain("The law asks for it"), t => t.ShouldContain("Rejected"));
        }

        (await TextAsync(app, SpmisApp.Officer, $"/persons/{number}/history")).ShouldContain("Objection answered");
        (await TextAsync(app, SpmisApp.Officer, "/")).ShouldNotContain("href=\"/objections\"");
        (await TextAsync(app, SpmisApp.Officer, "/objections?settled=true")).ShouldContain("Amina Hassan Wanjiru");
    }

    [Fact]
    public async Task Desk_TakesOneIn_SomebodyElseUpholdsIt_AndTheUseStops()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var number = (await app.RegisterAsync(Registry.Amina)).Number;
        await app.UseAsync<KeepConsents, Guid>(act => act.GiveAsync(number, "research", Day, Told("consents.give"), default));

        (await Registry.RefusalAsync(() => FileAsync(app, number, "research", SpmisApp.Change(reason: "No")))).Code.ShouldBe("objection.no-evidence");
        (await Registry.RefusalAsync(() => FileAsync(app, number, "everything", Told()))).Code.ShouldBe("objection.purpose");
        (await Registry.RefusalAsync(() => FileAsync(app, number, "research", Told(), Day.AddDays(1)))).Code.ShouldBe("fact.date");
        var consented = await FileAsync(app, number, "research", Told());
        (await Registry.RefusalAsync(() => DecideAsync(app, consented, true, SpmisApp.Officer))).Code.ShouldBe("objection.own");
        (await Registry.RefusalAsync(() => app.UseAsync<DecideObjection>(act => act.HandleAsync(consented, new ObjectionAnswer(null, null, "x"), SpmisApp.Change(actor: SpmisApp.Supervisor), default)))).Code.ShouldBe("objection.no-decision");
        await DecideAsync(app, consented, true);
        (await Registry.RefusalAsync(() => DecideAsync(app, consented, true))).Code.ShouldBe("objection.settled");
        var consent = await app.UseAsync<RegistrationDb, Consent>(db => db.Set<Consent>().AsNoTracking().SingleAsync());
        (consent.WithdrawnOn, consent.OpenKey).ShouldBe((Day, null));
        consent.WithdrawnEvidence.ShouldBe("Objection of 2026-07-01, upheld by Sam Supervisor");
        (await app.ReadAsync(number)).Stopped.ShouldBeEmpty("it stopped with the consent");

        var lawful = await FileAsync(app, number, "comparison", Told());
        await DecideAsync(app, lawful, true);
        (await app.ReadAsync(number)).Stopped.ShouldBe([new StoppedUse("comparison", Day)]);
        (await TextAsync(app, SpmisApp.Officer, $"/persons/{number}")).ShouldContain("Comparing with other records");
        await app.UseAsync<FileObjection>(act => act.WithdrawAsync(number, lawful, SpmisApp.Change("objections.withdraw"), default));
        (await app.ReadAsync(number)).Stopped.ShouldBeEmpty();
        (await Registry.RefusalAsync(() => app.UseAsync<FileObjection>(act => act.WithdrawAsync(number, lawful, SpmisApp.Change("objections.withdraw"), default)))).Code.ShouldBe("objection.settled");
    }

    [Fact]
    public async Task Objection_FiledTwiceAtOnce_IsOneByConstraint()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var number = (await app.RegisterAsync(Registry.Amina)).Number;
        await FileAsync(app, number, "benefits", Told());
        await FileAsync(app, number, "payments", Told());
        var first = (await AllAsync(app))[0];
        (await Registry.RefusalAsync(() => app.UseAsync<RegistrationDb>(async db =>
        {
            db.Add(new Objection { Id = Guid.CreateVersion7(), PersonId = first.PersonId, Purpose = first.Purpose, Reason = "x", ByThePerson = true, ReceivedOn = Day, DueOn = Day, RecordedAt = SpmisApp.Now, RecordedBy = "x", RecordedById = "x", OpenKey = first.OpenKey });
            await db.SaveAsync(SpmisApp.Change(), default);
        }))).Code.ShouldBe("exists-already");
    }

    [Fact]
    public async Task Merge_TakesObjectionsAlong_AndItsUndoingGivesThemBack()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var survivor = (await app.RegisterAsync(Registry.Amina)).Number;
        var merged = (await app.RegisterAsync(Registry.Amina with { GivenName = "Wanja", MiddleName = null, FamilyName = "Kamau", BornOn = new(1990, 5, 5), NationalId = "45678123", Phone = "+254 733 111 222", Village = "Kondele" })).Number;
        await FileAsync(app, survivor, "benefits", Told());
        await FileAsync(app, merged, "benefits", Told());
        await FileAsync(app, merged, "payments", Told());
        await app.ApproveAsync((await app.UseAsync<ProposeMerge, Proposal>(act => act.HandleAsync(survivor, merged, SpmisApp.Change(reason: "the same"), default))).Id);

        (await OfAsync(app, survivor)).Count.ShouldBe(3);
        (await OfAsync(app, merged)).ShouldBeEmpty();
        (await Registry.RefusalAsync(() => FileAsync(app, survivor, "payments", Told()))).Code.ShouldBe("objection.open-already");
        (await Registry.RefusalAsync(() => FileAsync(app, merged, "payments", Told()))).Code.ShouldBe("person.merged");
        await DecideAsync(app, (await OfAsync(app, survivor)).Single(o => o.Purpose == "payments").Id, true);
        (await app.ReadAsync(survivor)).Stopped.ShouldHaveSingleItem();

        await app.ApproveAsync((await app.UseAsync<ProposeUndo, Proposal>(act => act.HandleAsync(merged, SpmisApp.Change(reason: "two after all"), default))).Id);
        (await OfAsync(app, survivor)).ShouldHaveSingleItem().Purpose.ShouldBe("benefits");
        (await OfAsync(app, merged)).Select(o => o.Purpose).Order().ShouldBe(["benefits", "payments"]);
        (await app.ReadAsync(merged)).Stopped.ShouldHaveSingleItem();
        var open = await app.UseAsync<RegistrationDb, List<Objection>>(db => db.Set<Objection>().AsNoTracking().Where(o => o.OpenKey != null).ToListAsync());
        open.ShouldAllBe(o => o.OpenKey == $"{o.PersonId:N}:{o.Purpose}");
    }

    [Fact]
    public async Task List_IsPagedByTheDayOfTheAnswer_AndTellsWhatIsOverdue()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var number = (await app.RegisterAsync(Registry.Amina)).Number;
        var days = new[] { 0, -40, -40, -2 };
        foreach (var (purpose, days1) in Objection.Purposes.Zip(days))
        {
            await FileAsync(app, number, purpose, Told(), Day.AddDays(days1));
        }

        List<Objection> seen = [];
        for (Guid? after = null; ;)
        {
            var page = await app.UseAsync<ReadObjections, IReadOnlyList<ObjectionLine>>(act => act.HandleAsync(true, after, 1, default));
            if (page.Count == 0)
            {
                break;
            }

            seen.Add(page[0].Objection);
            after = page[0].Objection.Id;
        }

        seen.Count.ShouldBe(4);
        seen.Select(o => o.DueOn).ShouldBe(seen.Select(o => o.DueOn).Order());
        (await app.UseAsync<ReadObjections, (int, int)>(act => act.CountAsync(Day, default))).ShouldBe((4, 2));
    }

    [Fact]
    public async Task Api_OfAPerson_ConcernsTheOwnRecordOnly()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var number = (await app.RegisterAsync(Registry.Amina)).Number;
        var other = (await app.RegisterAsync(Registry.Amina with { GivenName = "Wanja", MiddleName = null, FamilyName = "Kamau", BornOn = new(1990, 5, 5), NationalId = "45678123", Phone = "+254 733 111 222", Village = "Kondele" })).Number;
        (await PostAsync(app, Of(number), "/api/registration/me/objections", new { purpose = "statistics", reason = "I do not want it" })).ShouldBe(HttpStatusCode.OK);
        (await PostAsync(app, Of(number), "/api/registration/me/objections", new { purpose = "statistics", reason = "Again" })).ShouldBe(HttpStatusCode.BadRequest);
        var filed = (await AllAsync(app)).ShouldHaveSingleItem();
        (await TextAsync(app, Of(number), "/api/registration/me/objections")).ShouldContain(filed.Id.ToString());
        (await TextAsync(app, Of(other), "/api/registration/me/objections")).ShouldNotContain(filed.Id.ToString());
        (await PostAsync(app, Of(other), $"/api/registration/me/objections/{filed.Id}/withdrawal", new { })).ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(app, SpmisApp.Officer, $"/api/registration/objections/{filed.Id}/decision", new { upheld = true, answer = "Yes" })).ShouldBe(HttpStatusCode.Forbidden);
        (await PostAsync(app, SpmisApp.Supervisor, $"/api/registration/objections/{filed.Id}/decision", new { upheld = true, answer = "Yes" })).ShouldBe(HttpStatusCode.OK);
        (await PostAsync(app, Of(number), $"/api/registration/me/objections/{filed.Id}/withdrawal", new { })).ShouldBe(HttpStatusCode.OK);
        (await TextAsync(app, SpmisApp.Supervisor, "/api/registration/objections?state=settled")).ShouldContain("withdrawn");
    }

    [Fact]
    public void Term_ThatIsNone_IsRefusedAtTheStart() =>
        Should.Throw<InvalidOperationException>(() => new ObjectionTerm(new ConfigurationBuilder().AddInMemoryCollection([new("Registration:ObjectionDays", "0")]).Build())).Message.ShouldContain("ObjectionDays");

    private static Change Told(string act = "objections.file") => SpmisApp.Change(act, reason: "I do not want it") with { Evidence = "Letter of 1 July" };

    private static Task<Guid> FileAsync(SpmisApp app, string number, string purpose, Change change, DateOnly? on = null) => app.UseAsync<FileObjection, Guid>(act => act.HandleAsync(number, purpose, on ?? Day, change, default));

    private static Task DecideAsync(SpmisApp app, Guid id, bool upheld, Actor? by = null) =>
        app.UseAsync<DecideObjection>(act => act.HandleAsync(id, new ObjectionAnswer(upheld, null, "We stop it"), SpmisApp.Change("objections.decide", by ?? SpmisApp.Supervisor), default));

    private static Task<IReadOnlyList<Objection>> OfAsync(SpmisApp app, string number) => app.UseAsync<ReadObjections, IReadOnlyList<Objection>>(act => act.OfAsync(number, default));

    private static Task<List<Objection>> AllAsync(SpmisApp app) => app.UseAsync<RegistrationDb, List<Objection>>(db => db.Set<Objection>().AsNoTracking().OrderBy(o => o.Id).ToListAsync());

    private static Actor Of(string number) => new($"person-{number}", "Amina", [Roles.Person]) { PersonNumber = number };

    private static async Task<HttpStatusCode> PostAsync(SpmisApp app, Actor actor, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", Guid.CreateVersion7().ToString() } } };
        using var answer = await app.Client(actor).SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task<string> TextAsync(SpmisApp app, Actor actor, string path)
    {
        using var answer = await app.Client(actor).GetAsync(new Uri(path, UriKind.Relative));
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path}: {text}");
        return text;
    }
}
