using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Registration;
using Spmis.Eligibility;
using Spmis.Kernel.Acts;
using Spmis.Registration;
using Spmis.Registration.Areas;
using Spmis.Registration.Employers;
using Spmis.Registration.Imports;
using Spmis.Registration.Persons;
using Spmis.TestKit;

namespace Spmis.Tests.Registration;

public sealed class AreaTests
{
    private const string Tree = """
        code,name,level,parent,from,until
        KE,Kenya,,,,
        KE-1,Nyanza,,KE,,
        KE-11,Kisumu,,KE-1,,
        KE-12,Siaya,,KE-1,,
        KE-11-A,Nyalenda,,KE-11,,
        KE-11-B,Kondélé,village,KE-11,,
        KE-12-A,Ugunja,village,KE-12,,
        KE-12-B,Nyalenda,village,KE-12,,
        KE-13,Old Homa,,KE-1,1990-01-01,2013-03-03

        """;

    [Fact]
    public async Task Areas_ImportedSearchedAndChanged_CarryTheirPeopleAndTellTheOtherModules()
    {
        await using var app = await SpmisApp.StartAsync();
        var before = await app.RegisterAsync(Registry.Amina with { District = " KISUMU", Village = "kondele" });
        var vague = await app.RegisterAsync(new NewPerson { GivenName = "Otieno", FamilyName = "Okello", BornOn = new(1970, 1, 2), District = "Kisumu", Village = "Nowhere" });

        // The tree: levels named by the setting where the file is silent; bad lines spoil no other.
        var run = await app.ImportedAsync(Tree + "KE-99,Orphan,,KE-98,,\nKE-11,Kisumo,,KE-1,,\nKE-11,Kisumu,,KE-1,,\nke 5,Bad,,KE,,\nKE-14,Late,,KE,2020-01-01,2019-01-01\n", "areas.csv", ImportKind.Areas);
        (run.State, run.Accepted, run.Refused).ShouldBe(("finished", 10, 4));
        (await app.LinesAsync(run.Id)).Where(l => l.Verdict != "accepted").Select(l => (l.Line, l.Code)).ShouldBe([(11L, "area.no-parent"), (12, "area.code-taken"), (13, "area.same"), (14, "area.code"), (15, "area.dates")]);
        (await AreaAsync(app, "KE-11")).Area.Level.ShouldBe("district");
        (await AreaAsync(app, "KE-11-A")).Area.Level.ShouldBe("ward");

        // Positions come with the same file or later, both coordinates or none; the other modules are told down to the districts.
        var points = await app.ImportedAsync("code,name,level,parent,latitude,longitude\nKE-11,Kisumu,,KE-1,-0.1022,34.7617\nKE-11,Kisumu,,KE-1,-0.1022,34.7617\nKE-12,Siaya,,KE-1,91,34\nKE-12,Siaya,,KE-1,0.06,\n", "points.csv", ImportKind.Areas);
        (points.Accepted, points.Refused).ShouldBe((2, 2)); // One of them noted as known.
        (await app.LinesAsync(points.Id)).Where(l => l.Verdict != "accepted").Select(l => (l.Line, l.Column, l.Code)).ShouldBe([(3L, null, "area.same"), (4, "latitude", "area.degrees"), (5, "longitude", "area.half-a-position")]);
        await app.SettleAsync();
        var told = (await app.PublishedAsync<AreasRecorded>())[^1].Areas;
        told.Select(a => a.Code).ShouldBe(["KE", "KE-1", "KE-11", "KE-12", "KE-13"], ignoreOrder: true);
        told.Where(a => a.Latitude is not null).Select(a => (a.Code, a.District, a.Latitude, a.Longitude, a.Version)).ShouldBe([("KE-11", true, -0.1022m, 34.7617m, 1L)]);

        // Who was registered in free words is mapped where exactly one place fits, and keeps the words.
        await app.SettleAsync();
        var mapped = await app.ReadAsync(before.Number);
        (mapped.AreaCode, mapped.Person.District, mapped.Person.Village).ShouldBe(("KE-11-B", "KISUMU", "kondele"));
        (await app.ReadAsync(vague.Number)).AreaCode.ShouldBeNull();

        // At the desk: code, or name path with levels left out; other modules are told the district as ever.
        var halima = await app.RegisterAsync(new NewPerson { GivenName = "Halima", FamilyName = "Noor", BornOn = new(1991, 5, 6), Area = "Siaya / Nyalenda" });
        var record = await app.ReadAsync(halima.Number);
        (record.AreaCode, record.Person.District, record.Person.Village).ShouldBe(("KE-12-B", "Siaya", "Nyalenda"));
        (await app.PublishedAsync<PersonsRecorded>())[^1].Persons.Single().District.ShouldBe("Siaya");
        (await RefusedAsync(app, "Kisumi")).ShouldContain("Kisumu (KE-11)");
        (await RefusedAsync(app, "Nyalenda")).ShouldContain("Kenya / Nyanza / Kisumu / Nyalenda");
        (await RefusedAsync(app, "Old Homa")).ShouldContain("ended on 2013-03-03");
        (await RefusedAsync(app, "KE-11-A", "Siaya")).ShouldContain("lies in Kisumu");

        // From a file.
        var persons = await app.ImportedAsync("reference,given_name,family_name,birth_date,district,area\nP1,Zawadi,Achieng,1980-01-01,,ke-11-a\nP2,Baraka,Odhiambo,1981-01-01,,KE-11-Z\nP3,Nia,Were,1982-01-01,Siaya,KE-11\n");
        (await app.LinesAsync(persons.Id)).Select(l => (l.Verdict, l.Column, l.Code)).ShouldBe([("accepted", null, null), ("refused", "area", "area.unknown"), ("refused", "district", "area.contradicts")]);
        (await app.LinesAsync(persons.Id))[1].Text!.ShouldContain("KE-11-A");
        var employers = await app.ImportedAsync("reference,name,legal_form,area\nE1,Lakeside Mills,company,Kisumu\nE2,Hill Mills,company,Kisuma\n", "employers.csv", ImportKind.Employers);
        (employers.Accepted, employers.Refused).ShouldBe((1, 1));

        // Search within an area, with and without a name.
        (await SearchAsync(app, null, "KE-11")).Select(p => p.Name).Order().ShouldBe(["Amina Hassan Wanjiru", "Zawadi Achieng"]);
        (await SearchAsync(app, "amina", "KE-12")).ShouldBeEmpty();
        (await SearchAsync(app, "amina", "Nyanza")).Single().Number.ShouldBe(before.Number);

        // Renamed: everybody inside has the new word, also in the other modules; the old name is still understood.
        await ChangeAsync(app, act => act.RenameAsync("KE-11", "Kisumu City", new(2026, 6, 1), Why(), default));
        record = await app.ReadAsync(before.Number);
        (record.Person.District, record.Person.Village).ShouldBe(("Kisumu City", "Kondélé"));
        (await app.PublishedAsync<EmployersRecorded>())[^1].Employers.Single().District.ShouldBe("Kisumu City");
        (await app.ReadAsync((await app.RegisterAsync(new NewPerson { GivenName = "Imani", Area = "Kisumu / Kondele" })).Number)).AreaCode.ShouldBe("KE-11-B");

        // Merged: what lies in it and who lives there moves.
        await ChangeAsync(app, act => act.MergeAsync("KE-12", "KE-11", new(2026, 6, 1), Why(), default));
        record = await app.ReadAsync(halima.Number);
        (record.AreaCode, record.Person.District).ShouldBe(("KE-12-B", "Kisumu City"));
        (await AreaAsync(app, "KE-12-B")).Above.Select(a => a.Code).ShouldBe(["KE", "KE-1", "KE-11"]);
        (await RefusedAsync(app, "KE-12")).ShouldContain("Kisumu City (KE-11)");

        // Split: the areas inside go where the parts say, all of them.
        (await Registry.RefusalAsync(() => ChangeAsync(app, act => act.SplitAsync("KE-11", [new("KE-15", "East") { Takes = ["KE-11-A"] }, new("KE-16", "West") { Takes = ["KE-11-B"] }], new(2026, 6, 2), Why(), default)))).Code.ShouldBe("area.left-over");
        await ChangeAsync(app, act => act.SplitAsync("KE-11", [new("KE-15", "East") { Takes = ["KE-11-A", "KE-12-A"] }, new("ke-16", "West") { Takes = ["KE-11-B", "KE-12-B"] }], new(2026, 6, 2), Why(), default));
        (await app.ReadAsync(halima.Number)).Person.District.ShouldBe("West");
        (await app.PublishedAsync<PersonsRecorded>()).SelectMany(m => m.Persons).Last(p => p.RegistrationNumber == halima.Number).District.ShouldBe("West");
        (await AreaAsync(app, "KE-11")).Successors.Select(s => s.Code).ShouldBe(["KE-15", "KE-16"]);
        (await Registry.RefusalAsync(() => ChangeAsync(app, act => act.RenameAsync("KE-15", "Far East", new(2027, 1, 1), Why(), default)))).Code.ShouldBe("area.day-to-come");
    }

    [Fact]
    public async Task Pages_OfAreas_AreBrowsedAndChangedByWhoMay()
    {
        await using var app = await SpmisApp.StartAsync();
        await app.ImportedAsync(Tree, "areas.csv", ImportKind.Areas);
        var officer = app.Browser(SpmisApp.Officer);

        (await officer.GetStringAsync("/areas")).ShouldContain("/areas/KE\"");
        (await officer.GetStringAsync("/areas?q=kond")).ShouldContain("/areas/KE-11-B\"");
        var page = new HtmlParser().ParseDocument(await officer.GetStringAsync("/areas/KE-11"));
        page.QuerySelectorAll("tbody tr").Length.ShouldBe(2);
        page.QuerySelector("a[href='/areas/KE-11/change']").ShouldBeNull("an officer reads");
        (await officer.GetAsync("/areas/KE-11/change")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var supervisor = app.Browser(SpmisApp.Supervisor);
        var wrong = await SpmisApp.PostFormAsync(supervisor, "/areas/KE-11/change", ("What", "merge"), ("Into", "Siaja"), ("On", "2026-06-01"), ("Reason", "Decree 5"));
        (wrong.StatusCode, (await wrong.Content.ReadAsStringAsync()).Contains("Siaya (KE-12)", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.UnprocessableEntity, true));
        (await SpmisApp.PostFormAsync(supervisor, "/areas/KE-11/change", ("What", "split"), ("Parts", "KE-15; East; KE-11-A\nKE-16; West; KE-11-B"), ("On", "2026-06-01"), ("Reason", "Decree 5"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await officer.GetStringAsync("/areas/KE-11")).ShouldContain("/areas/KE-16\"");
        (await (await officer.GetAsync("/persons?area=Kisimu")).Content.ReadAsStringAsync()).ShouldContain("no area");
        var answer = await officer.GetFromJsonAsync<JsonElement>("/api/registration/areas/KE-15");
        answer.GetProperty("inside")[0].GetProperty("code").GetString().ShouldBe("KE-11-A");
    }

    /// <summary>A register whose areas are older than the telling of areas: they are told once, at the first start after.</summary>
    [Fact]
    public async Task Areas_NeverTold_AreToldAtTheStartOnce()
    {
        await using var app = await SpmisApp.StartAsync();
        var start = new TellAreasAtStart(app.Services.GetRequiredService<IServiceScopeFactory>(), TimeProvider.System);
        await start.StartAsync(default);
        (await RunsAsync(app)).ShouldBeEmpty("there is no area");
        await app.ImportedAsync(Tree, "areas.csv", ImportKind.Areas);
        await app.UseAsync<RegistrationDb>(db => db.Runs.Where(r => r.Kind == "areas.tell").ExecuteDeleteAsync());

        await start.StartAsync(default);
        await start.StartAsync(default);
        await app.SettleAsync();

        (await RunsAsync(app)).ShouldBe(["areas.tell:start"]);
        (await app.UseAsync<EligibilityDb, int>(db => db.Areas.CountAsync())).ShouldBeGreaterThan(0);

        static Task<List<string>> RunsAsync(SpmisApp app) => app.UseAsync<RegistrationDb, List<string>>(db => db.Runs.Where(r => r.Kind == "areas.tell").Select(r => r.Key).ToListAsync());
    }

    private static Change Why() => SpmisApp.Change("areas.change", SpmisApp.Supervisor, reason: "Decree 5");

    private static Task<AreaRecord> AreaAsync(SpmisApp app, string code) => app.UseAsync<BrowseAreas, AreaRecord>(act => act.ReadAsync(code, default));

    private static Task<IReadOnlyList<PersonLine>> SearchAsync(SpmisApp app, string? text, string area) => app.UseAsync<SearchPersons, IReadOnlyList<PersonLine>>(act => act.HandleAsync(text, 25, default, area));

    private static async Task<string> RefusedAsync(SpmisApp app, string area, string? district = null) =>
        (await Registry.RefusalAsync(() => app.RegisterAsync(new NewPerson { GivenName = "Nobody", Area = area, District = district }))).Message;

    private static async Task ChangeAsync(SpmisApp app, Func<ChangeAreas, Task> change)
    {
        await app.UseAsync(change);
        await app.SettleAsync();
    }
}
