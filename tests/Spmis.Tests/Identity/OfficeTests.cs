using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility;
using Spmis.Identity;
using Spmis.Identity.Clients;
using Spmis.Identity.Offices;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Registration;
using Spmis.Registration.Areas;
using Spmis.Registration.Imports;
using Spmis.Registration.Persons;
using Spmis.TestKit;
using Spmis.Tests.Registration;

namespace Spmis.Tests.Identity;

/// <summary>The tree of offices, the areas they serve, and who follows when either changes.</summary>
public sealed class OfficeTests
{
    private const string Tree = """
        code,name,level,parent
        KE,Kenya,country,
        KE-1,Siaya,district,KE
        KE-2,Kisumu,district,KE
        KE-21,Nyalenda,village,KE-2

        """;

    [Fact]
    public async Task Offices_OpenedServedMovedAndClosed_TheirPeopleAndRecordsFollowAtOnce()
    {
        await using var door = await Door.OpenAsync();
        var app = door.App;
        await OpenAsync(app, "HQ", null, nation: true);
        await OpenAsync(app, "NORTH", "HQ");
        await OpenAsync(app, "SOUTH", "HQ");
        await OpenAsync(app, "SOUTH-1", "SOUTH");
        await app.ImportedAsync(Tree, "areas.csv", ImportKind.Areas);
        await ServeAsync(app, "KE-1", "NORTH");
        await ServeAsync(app, "KE-2", "SOUTH-1");
        var otieno = (await app.RegisterAsync(new NewPerson { GivenName = "Otieno", FamilyName = "Okello", BornOn = new(1970, 1, 2), Area = "KE-1" })).Number;
        var amina = (await app.RegisterAsync(Registry.Amina with { District = null, Village = null, Area = "KE-21" })).Number;
        var nowhere = (await app.RegisterAsync(new NewPerson { GivenName = "Wambui", FamilyName = "Kamau", BornOn = new(1990, 5, 6), District = "Somewhere" })).Number;
        await app.SettleAsync();

        await door.UserAsync(new NewUser { UserName = "nora", DisplayName = "Nora", Roles = [Roles.Officer, Roles.Supervisor], Office = "north" });
        await door.UserAsync(new NewUser { UserName = "sam", DisplayName = "Sam", Roles = [Roles.Officer], Office = "SOUTH" });
        await door.UserAsync(new NewUser { UserName = "hana", DisplayName = "Hana", Roles = [Roles.Officer], Office = "HQ" });
        await door.UserAsync("free", Roles.Officer);
        using var nora = await door.SignedInAsync("nora");
        (await SeesAsync(nora, otieno, amina, nowhere)).ShouldBe([true, false, false]);
        using (var sam = await door.SignedInAsync("sam"))
        {
            (await SeesAsync(sam, otieno, amina, nowhere)).ShouldBe([false, true, false], "the branch lies under the south");
        }

        foreach (var name in new[] { "hana", "free" })
        {
            using var nation = await door.SignedInAsync(name);
            (await SeesAsync(nation, otieno, amina, nowhere)).ShouldBe([true, true, true]);
        }

        // A tree that changes, an area given away, an address corrected: each with the next request, without signing in again.
        await ChangeAsync(app, "SOUTH-1", "NORTH");
        (await SeesAsync(nora, otieno, amina)).ShouldBe([true, true]);
        await ChangeAsync(app, "SOUTH-1", "SOUTH");
        (await SeesAsync(nora, otieno, amina)).ShouldBe([true, false]);
        await ServeAsync(app, "KE-21", "NORTH");
        (await SeesAsync(nora, otieno, amina)).ShouldBe([true, true]);
        (await app.UseAsync<EligibilityDb, string?>(db => db.Persons.Where(p => p.RegistrationNumber == amina).Select(p => p.Office).SingleAsync())).ShouldBe("NORTH");
        await app.UseAsync<CorrectDetails>(act => act.HandleAsync(amina, null, Registry.Amina with { District = null, Village = null, Area = "KE-2" }, SpmisApp.Change("persons.correct", reason: "moved house"), default));
        (await SeesAsync(nora, otieno, amina)).ShouldBe([true, false], "handed over with the address");

        // Whoever comes to a desk without an address belongs to that desk's office.
        var actor = new Actor("nora", "Nora", [Roles.Officer], "NORTH") { Offices = ["NORTH"] };
        var come = await app.UseAsync<RegisterPerson, RegisteredPerson>(act => act.HandleAsync(new NewPerson { GivenName = "Zuhura", FamilyName = "Mrisho", BornOn = new(1961, 7, 8) }, [], SpmisApp.Change("persons.register", actor), default));
        (await SeesAsync(nora, come.Number)).ShouldBe([true]);

        // What concerns the country, and what a run would do without scope.
        using (var imports = await nora.GetAsync(new Uri("/areas/KE-1/office", UriKind.Relative)))
        {
            imports.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        nora.DefaultRequestHeaders.Add("Idempotency-Key", "a-round-of-nora");
        using (var round = await nora.PostAsJsonAsync(new Uri("/api/registration/duplicates/rounds", UriKind.Relative), new { full = true }))
        {
            (await round.Content.ReadAsStringAsync()).ShouldContain("office.nation-only");
        }

        await ProgramAsync(app, otieno, amina);
        await RefusalsAsync(app);
    }

    /// <summary>A program in its own name sees what its office sees.</summary>
    private static async Task ProgramAsync(SpmisApp app, string own, string other)
    {
        var secret = await app.UseAsync<RegisterClient, ClientSecret>(act => act.HandleAsync(new NewClient { Name = "Counter", Roles = [Roles.Officer], Scopes = ["registration"], Office = "NORTH" }, SpmisApp.Change(), default));
        using var http = app.Client();
        using var fields = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = secret.ClientId, ["client_secret"] = secret.Secret });
        using var answer = await http.PostAsync(new Uri("/connect/token", UriKind.Relative), fields);
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var seen = await http.GetAsync(new Uri($"/api/registration/persons/{own}", UriKind.Relative));
        seen.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var hidden = await http.GetAsync(new Uri($"/api/registration/persons/{other}", UriKind.Relative));
        (await hidden.Content.ReadAsStringAsync()).ShouldContain("person.unknown");
    }

    private static async Task RefusalsAsync(SpmisApp app)
    {
        async Task<string> CodeAsync(Func<Task> act) => (await act.ShouldThrowAsync<Refused>()).Code;
        (await CodeAsync(() => OpenAsync(app, "NORTH", null))).ShouldBe("office.code-taken");
        (await CodeAsync(() => OpenAsync(app, "no rth", null))).ShouldBe("office.code");
        (await CodeAsync(() => OpenAsync(app, "WEST", "NOWHERE"))).ShouldBe("office.parent-unknown");
        (await CodeAsync(() => ChangeAsync(app, "SOUTH", "SOUTH-1"))).ShouldBe("office.in-itself");
        (await CodeAsync(() => CloseAsync(app, "SOUTH"))).ShouldBe("office.has-offices");
        (await CodeAsync(() => CloseAsync(app, "NORTH"))).ShouldBe("office.has-people");
        (await CodeAsync(() => app.UseAsync<ChangeAreas>(act => act.ServeAsync("KE-1", "NOWHERE", DateOnly.FromDateTime(SpmisApp.Now), SpmisApp.Change(reason: "a decree"), default)))).ShouldBe("area.office-unknown");
        (await CodeAsync(() => app.UseAsync<CreateUser>(act => act.HandleAsync(new NewUser { UserName = "west", DisplayName = "West", Roles = [Roles.Officer], Office = "WEST", Person = "S-1" }, SpmisApp.Change(), default)))).ShouldBe("office.unknown");
        (await CodeAsync(() => app.UseAsync<ChangeOffices>(act => act.OpenAsync(new OfficeInput { Code = "EAST", Name = "East" }, SpmisApp.Change(actor: new Actor("n", "N", [Roles.Administrator], "NORTH") { Offices = ["NORTH"] }), default)))).ShouldBe("office.nation-only");
        await CloseAsync(app, "SOUTH-1");
        (await CodeAsync(() => app.UseAsync<ChangeOffices>(act => act.ChangeAsync(new OfficeInput { Code = "SOUTH-1", Name = "Again" }, 4, SpmisApp.Change(), default)))).ShouldBe("office.closed");
    }

    private static Task OpenAsync(SpmisApp app, string code, string? parent, bool nation = false) =>
        app.UseAsync<ChangeOffices>(act => act.OpenAsync(new OfficeInput { Code = code, Name = $"Office {code}", Parent = parent, Nation = nation }, SpmisApp.Change("offices.open"), default));

    private static async Task ChangeAsync(SpmisApp app, string code, string parent)
    {
        var version = await app.UseAsync<IdentityDb, long>(db => db.Offices.Where(o => o.Code == code).Select(o => o.Version).SingleAsync());
        await app.UseAsync<ChangeOffices>(act => act.ChangeAsync(new OfficeInput { Code = code, Name = $"Office {code}", Parent = parent }, version, SpmisApp.Change("offices.change"), default));
    }

    private static async Task CloseAsync(SpmisApp app, string code)
    {
        var version = await app.UseAsync<IdentityDb, long>(db => db.Offices.Where(o => o.Code == code).Select(o => o.Version).SingleAsync());
        await app.UseAsync<ChangeOffices>(act => act.CloseAsync(code, version, SpmisApp.Change("offices.close"), default));
    }

    private static async Task ServeAsync(SpmisApp app, string area, string office)
    {
        await app.SettleAsync();
        await app.UseAsync<ChangeAreas>(act => act.ServeAsync(area, office, DateOnly.FromDateTime(SpmisApp.Now), SpmisApp.Change("areas.serve", reason: "a decree"), default));
        await app.SettleAsync();
    }

    private static async Task<List<bool>> SeesAsync(HttpClient browser, params string[] numbers)
    {
        List<bool> seen = [];
        foreach (var number in numbers)
        {
            using var page = await browser.GetAsync(new Uri($"/persons/{number}", UriKind.Relative));
            page.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.NotFound);
            seen.Add(page.StatusCode == HttpStatusCode.OK);
        }

        return seen;
    }
}
