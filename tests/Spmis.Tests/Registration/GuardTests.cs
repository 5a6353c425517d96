using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.Registration;
using Spmis.Registration.Areas;
using Spmis.Registration.Changes;
using Spmis.Registration.Duplicates;
using Spmis.Registration.Facts;
using Spmis.Registration.Imports;
using Spmis.Registration.Persons;
using Spmis.TestKit;

namespace Spmis.Tests.Registration;

/// <summary>Ways around a second person, rows that a merge makes double, and bodies with holes. One host for all.</summary>
public sealed class GuardTests
{
    private const string Tree = """
        code,name,level,parent,from,until
        KE,Kenya,country,,,
        KE-1,Kisumu,district,KE,,
        KE-11,Nyalenda,ward,KE-1,,
        KE-111,Pamba,village,KE-11,,
        KE-12,Kolwa,ward,KE-1,,
        KE-121,Pamba,village,KE-12,,
        KE-122,Buoye,village,KE-12,,
        KE-123,Chiga,village,KE-12,2020-01-01,
        KE-124,Brief,village,KE-12,,2026-07-05

        """;

    private static readonly DateTime Later = SpmisApp.Now.AddDays(9);

    private static readonly Actor Auditor = new("auditor-1", "Ada Auditor", [Roles.Auditor]);

    [Fact]
    public async Task Register_WhereNumbersAndAddressesNeedASecondPerson_HasNoWayAroundAndNoDeadEnd()
    {
        await using var app = await SpmisApp.StartAsync(configure: b => b.Configuration["Registration:ApproveChanges"] = "identifiers,address");
        await app.ImportedAsync(Tree, "areas.csv", ImportKind.Areas);
        var person = (await app.RegisterAsync(Registry.Amina with { NationalId = null, Area = "KE-111", District = null, Village = null })).Number;
        await NumbersAsync(app, person);
        await AddressesAsync(app, person);
        await EndedAreaAsync(app);
        await ChainAsync(app, person);
        await SensitiveAsync(app, person);
        await HolesAsync(app, person);
        await TwinsAsync(app);
    }

    /// <summary>A number of the country's own office is no way around the request; other numbers are as before.</summary>
    private static async Task NumbersAsync(SpmisApp app, string person)
    {
        (await PostAsync(app, SpmisApp.Officer, $"persons/{person}/identifiers", new { type = "national-id", value = "44556677", verifiedBy = "document-seen" })).ShouldBe("change.needs-approval Value");
        (await app.ReadAsync(person)).ShouldSatisfyAllConditions(r => r.Person.NationalId.ShouldBeNull(), r => r.Identifiers.ShouldBeEmpty());
        (await PostAsync(app, SpmisApp.Officer, $"persons/{person}/identifiers", new { type = "national-id", value = "44556677", issuer = "Uganda", verifiedBy = "document-seen" })).ShouldBe("OK");
        (await app.ReadAsync(person)).ShouldSatisfyAllConditions(r => r.Person.NationalId.ShouldBeNull(), r => r.Identifiers.Single().Issuer.ShouldBe("Uganda"));
    }

    /// <summary>The code alone is an address too; who approves sees it, and what moved or ended meanwhile is not applied.</summary>
    private static async Task AddressesAsync(SpmisApp app, string person)
    {
        (await CorrectAsync(app, person, told => told with { Phone = "+254700000001" })).ShouldBe("");
        (await CorrectAsync(app, person, told => told with { Area = "KE-121" })).ShouldBe("change.needs-approval", "another village of the same names");
        (await CorrectAsync(app, person, told => told with { Village = "Hamlet by the mill" })).ShouldBe("area.contradicts", "the words would be lost");

        var supervisor = app.Browser(SpmisApp.Supervisor);
        var proposal = await AskAsync(app, person, "KE-121");
        (await supervisor.GetStringAsync($"/registration/proposals/{proposal}")).ShouldSatisfyAllConditions(p => p.ShouldContain("Kenya / Kisumu / Nyalenda / Pamba (KE-111)"), p => p.ShouldContain("Kenya / Kisumu / Kolwa / Pamba (KE-121)"));
        await supervisor.GetStringAsync("/registration/proposals");
        (await app.UseAsync<IdentityDb, List<string>>(db => db.Reads.Where(r => r.Person == person && r.Place.StartsWith("registration/proposals")).Select(r => r.Place).OrderBy(p => p).ToListAsync())).ShouldBe(["registration/proposals", "registration/proposals/{id:long}"]);
        await ChangeAreaAsync(app, act => act.RenameAsync("KE-12", "Kolwa East", new(2026, 6, 1), Why(), default));
        (await Registry.RefusalAsync(() => app.ApproveAsync(proposal))).Code.ShouldBe("proposal.data-moved");
        await RejectAsync(app, proposal);

        proposal = await AskAsync(app, person, "KE-124");
        (await Registry.RefusalAsync(() => ApproveAsync(app, proposal, Later))).Code.ShouldBe("area.ended");
        await RejectAsync(app, proposal);

        await app.ApproveAsync(await AskAsync(app, person, "KE-121"));
        (await app.ReadAsync(person)).ShouldSatisfyAllConditions(r => r.AreaCode.ShouldBe("KE-121"), r => r.Person.Phone.ShouldBe("+254700000001"));
    }

    /// <summary>Who lives in an area that ended can still be given another telephone.</summary>
    private static async Task EndedAreaAsync(SpmisApp app)
    {
        var person = (await app.RegisterAsync(new NewPerson { GivenName = "Baraka", FamilyName = "Odhiambo", BornOn = new(1960, 2, 3), Area = "KE-124" })).Number;
        (await CorrectAsync(app, person, told => told with { Phone = "+254700000002" }, Later)).ShouldBe("");
        (await app.ReadAsync(person)).ShouldSatisfyAllConditions(r => r.AreaCode.ShouldBe("KE-124"), r => r.Person.Phone.ShouldBe("+254700000002"));
    }

    /// <summary>A into B, B into C, and the run of the first ends last.</summary>
    private static async Task ChainAsync(SpmisApp app, string person)
    {
        await ChangeAreaAsync(app, act => act.MergeAsync("KE-121", "KE-122", new(2026, 6, 1), Why(), default));
        await ChangeAreaAsync(app, act => act.MergeAsync("KE-122", "KE-123", new(2026, 6, 2), Why(), default));
        (await app.ReadAsync(person)).AreaCode.ShouldBe("KE-123");
        await app.UseAsync<RegistrationDb>(async db =>
        {
            var first = await db.Set<Area>().Where(a => a.Code == "KE-121").Select(a => a.Id).SingleAsync();
            await db.Set<Person>().Where(p => p.Number == person).ExecuteUpdateAsync(set => set.SetProperty(p => p.AreaId, first));
            db.Runs.Add(Run.Of("areas.carry", "late", "Late", new { Code = "KE-122", From = first, MovedTo = Array.Empty<string>() }, Why()));
            await db.SaveAsync(Why(), default);
        });
        await app.SettleAsync();
        (await app.ReadAsync(person)).ShouldSatisfyAllConditions(r => r.AreaCode.ShouldBe("KE-123"), r => r.Person.Village.ShouldBe("Chiga"));
    }

    /// <summary>Who may not read sensitive facts does not read them in the report or between the lines of the history.</summary>
    private static async Task SensitiveAsync(SpmisApp app, string person)
    {
        (await CorrectAsync(app, person, told => told with { Disability = "walks with a stick" })).ShouldBe("");
        (await PostAsync(app, SpmisApp.Officer, $"persons/{person}/answers/residence", new { answeredOn = "2026-06-30", answers = new { residence = new[] { "citizen" }, migration = new[] { "none" } }, evidence = "Asylum file 9" })).ShouldBe("OK");
        (await PostAsync(app, SpmisApp.Officer, $"persons/{person}/answers/languages", new { answeredOn = "2026-06-30", answers = new { spoken = new[] { "am" } }, evidence = "Visit 3" })).ShouldBe("OK");
        foreach (var (reader, may) in new[] { (SpmisApp.Officer, true), (Auditor, false) })
        {
            var report = WebUtility.HtmlDecode(await app.Browser(reader).GetStringAsync($"/persons/{person}/report"));
            (report.Contains("walks with a stick", StringComparison.Ordinal), report.Contains(ReadFacts.Dots, StringComparison.Ordinal)).ShouldBe((may, !may));
            var history = await app.Browser(reader).GetStringAsync($"/persons/{person}/history");
            (history.Contains("Asylum file 9", StringComparison.Ordinal), history.Contains("Visit 3", StringComparison.Ordinal)).ShouldBe((may, true));
        }
    }

    /// <summary>What a page cannot leave out a body can: it is refused in words, not with 500.</summary>
    private static async Task HolesAsync(SpmisApp app, string person)
    {
        foreach (var (path, body) in new (string, object)[] { ("rename", new { name = "New", reason = "Decree" }), ("merge", new { into = "KE-11", reason = "Decree" }), ("split", new { parts = new[] { new { code = "A", name = "A" }, new { code = "B", name = "B" } }, reason = "Decree" }) })
        {
            (await PostAsync(app, SpmisApp.Supervisor, $"areas/KE-12/{path}", body)).ShouldBe("area.no-day on");
        }

        (await PostAsync(app, SpmisApp.Supervisor, "areas/KE-123/rename", new { name = "New", on = "2019-05-05", reason = "Decree" })).ShouldBe("area.before-it-began on");
        (await PostAsync(app, SpmisApp.Supervisor, "areas/KE-12/split", new { parts = new object?[] { null, null }, on = "2026-06-01", reason = "Decree" })).ShouldBe("area.parts parts");
        (await PostAsync(app, SpmisApp.Supervisor, "areas/KE-12/split", new { parts = new[] { new { code = "A", name = "A", takes = new string?[] { null } }, new { code = "B", name = "B", takes = new string?[] { "KE-123" } } }, on = "2026-06-01", reason = "Decree" })).ShouldBe("area.parts parts");
        (await PostAsync(app, SpmisApp.Supervisor, "areas/KE-12/split", new { parts = new[] { new { code = "A", name = "A" }, new { code = "B", name = "B" } }, on = "2026-06-01", reason = "Decree" })).ShouldBe("area.left-over parts");
        (await PostAsync(app, SpmisApp.Officer, $"persons/{person}/answers/languages", new { answeredOn = "2026-06-30", answers = new { spoken = new string?[] { null } } })).ShouldBe("form.no-answer spoken");
        (await PostAsync(app, SpmisApp.Officer, $"persons/{person}/answers/languages", new { answers = new { spoken = new[] { "am" } } })).ShouldBe("fact.no-date answeredOn");
        (await PostAsync(app, SpmisApp.Officer, $"persons/{person}/consents", new { purpose = "research", evidence = "Form 1" })).ShouldBe("fact.no-date on");
    }

    /// <summary>After a merge the survivor has the same number and the same consent twice; both go on being kept.</summary>
    private static async Task TwinsAsync(SpmisApp app)
    {
        var first = (await app.RegisterAsync(new NewPerson { GivenName = "Zawadi", FamilyName = "Achieng", BornOn = new(1980, 1, 1), NationalId = "77665544" })).Number;
        var second = (await app.RegisterAsync(new NewPerson { GivenName = "Zawadi", FamilyName = "Achieng", BornOn = new(1980, 1, 1), NationalId = "77665544" }, new LikelyDecision(first, LikelyAnswer.Unsure))).Number;
        List<Guid> consents = [];
        foreach (var number in new[] { first, second })
        {
            await app.UseAsync<RecordIdentifier>(act => act.HandleAsync(number, new NewIdentifier { Type = "passport", Value = "AB123456" }, SpmisApp.Change(), default));
            await app.UseAsync<RecordIdentifier>(act => act.HandleAsync(number, new NewIdentifier { Type = "national-id", Value = "77665544", Issuer = "Uganda" }, SpmisApp.Change(), default));
            consents.Add(await app.UseAsync<KeepConsents, Guid>(act => act.GiveAsync(number, "research", new(2026, 5, 1), With("Form"), default)));
        }

        await app.ApproveAsync((await app.UseAsync<ProposeMerge, Proposal>(act => act.HandleAsync(first, second, SpmisApp.Change(reason: "Same card"), default))).Id);

        (await CorrectAsync(app, first, told => told with { Phone = "+254700000003" })).ShouldBe("");
        await app.UseAsync<RecordIdentifier>(act => act.HandleAsync(first, new NewIdentifier { Type = "passport", Value = "AB123456", VerifiedBy = "document-seen" }, SpmisApp.Change(), default));
        await app.ApproveAsync(await AskAsync(app, first, ChangeKind.Identifiers, new NewPerson { NationalId = "77665544", NationalIdVerified = true }));
        var read = await app.ReadAsync(first);
        read.Person.NationalIdVerified.ShouldBeTrue();
        read.Identifiers.Where(i => i.VerifiedAt is not null).Select(i => (i.Type, i.Issuer)).Order().ShouldBe([("national-id", null), ("passport", null)]);

        (await Registry.RefusalAsync(() => app.UseAsync<KeepConsents>(act => act.GiveAsync(first, "research", new(2026, 6, 1), With("Form"), default)))).Code.ShouldBe("consent.given-already");
        await app.UseAsync<KeepConsents>(act => act.WithdrawAsync(first, consents[1], new(2026, 6, 1), With("Letter"), default));
        (await app.UseAsync<RegistrationDb, List<DateOnly?>>(db => db.Set<Consent>().Where(c => consents.Contains(c.Id)).Select(c => c.WithdrawnOn).ToListAsync())).ShouldBe([new(2026, 6, 1), new(2026, 6, 1)]);
        await app.UseAsync<KeepConsents>(act => act.GiveAsync(first, "research", new(2026, 6, 2), With("Form"), default));
    }

    private static Change Why() => SpmisApp.Change("areas.change", SpmisApp.Supervisor, reason: "Decree 5");

    private static Change With(string evidence) => SpmisApp.Change() with { Evidence = evidence };

    private static Task<long> AskAsync(SpmisApp app, string number, string area) => AskAsync(app, number, ChangeKind.Address, new NewPerson { Area = area });

    private static async Task<long> AskAsync(SpmisApp app, string number, ChangeKind kind, NewPerson told) =>
        (await app.UseAsync<RequestChange, RequestedChange>(act => act.HandleAsync(number, kind, told, SpmisApp.Change(reason: "Told so") with { Evidence = "Letter 1" }, default))).Proposal.ShouldNotBeNull();

    private static Task ApproveAsync(SpmisApp app, long proposal, DateTime at) => app.UseAsync<FourEyes>(act => act.ApproveAsync(RegistrationModule.ModuleName, proposal, SpmisApp.Change("proposals.approve", SpmisApp.Supervisor, at), default));

    private static Task RejectAsync(SpmisApp app, long proposal) => app.UseAsync<FourEyes>(act => act.RejectAsync(RegistrationModule.ModuleName, proposal, SpmisApp.Change("proposals.reject", SpmisApp.Supervisor, reason: "Again"), default));

    private static async Task ChangeAreaAsync(SpmisApp app, Func<ChangeAreas, Task> change)
    {
        await app.UseAsync(change);
        await app.SettleAsync();
    }

    /// <summary>Corrects what the record says, as the page would send it.</summary>
    /// <returns>Code of the refusal; empty when it was done.</returns>
    private static async Task<string> CorrectAsync(SpmisApp app, string number, Func<NewPerson, NewPerson> change, DateTime? at = null)
    {
        var record = await app.ReadAsync(number);
        var p = record.Person;
        var told = new NewPerson { GivenName = p.GivenName, MiddleName = p.MiddleName, FamilyName = p.FamilyName, Sex = p.Sex, BornOn = p.BornOn, BirthPrecision = p.BirthPrecision, NationalId = p.NationalId, NationalIdVerified = p.NationalIdVerified, Phone = p.Phone, Area = record.AreaCode, District = p.District, Village = p.Village };
        try
        {
            await app.UseAsync<CorrectDetails>(act => act.HandleAsync(number, null, change(told), SpmisApp.Change(reason: "As told", now: at), default));
            return "";
        }
        catch (Refused refused)
        {
            return refused.Code;
        }
    }

    /// <summary>Code and field of the refusal, or OK.</summary>
    private static async Task<string> PostAsync(SpmisApp app, Actor actor, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/registration/{path}") { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        using var answer = await app.Client(actor).SendAsync(request);
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            return "OK";
        }

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, await answer.Content.ReadAsStringAsync());
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return $"{problem.GetProperty("code").GetString()} {problem.GetProperty("field").GetString()}";
    }
}
