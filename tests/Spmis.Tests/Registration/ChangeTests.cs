using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Acts;
using Spmis.Registration;
using Spmis.Registration.Changes;
using Spmis.Registration.Imports;
using Spmis.Registration.Persons;
using Spmis.TestKit;

namespace Spmis.Tests.Registration;

public sealed class ChangeTests
{
    [Fact]
    public async Task Change_OfWhatNeedsASecondPerson_WaitsShowsBeforeAndAfterAndIsAppliedOnce()
    {
        await using var app = await SpmisApp.StartAsync(configure: b => Set(b, ("Registration:ApproveChanges", "name, birth-date,identifiers"), ("Registration:RecertifyMonths", "12")));
        var person = await app.RegisterAsync(Registry.Amina);
        var officer = app.Browser(SpmisApp.Officer);
        var before = (await app.ReadAsync(person.Number)).Person;

        // The way around is closed; what needs nobody else is applied at once.
        (await Registry.RefusalAsync(() => CorrectAsync(app, before, told => told with { FamilyName = "Odhiambo" }))).ShouldSatisfyAllConditions(r => r.Code.ShouldBe("change.needs-approval"), r => r.Field.ShouldBe("GivenName"));
        await CorrectAsync(app, before, told => told with { Phone = "+254 700 000 001" });
        (await SpmisApp.PostFormAsync(officer, $"/persons/{person.Number}/change/address", ("Input.District", "Siaya"), ("Input.Village", "Ugunja"), ("Evidence", "Letter 1"), ("Reason", "Moved"))).Headers.Location!.ToString().ShouldBe($"/persons/{person.Number}");
        (await app.ReadAsync(person.Number)).Person.District.ShouldBe("Siaya");

        // Evidence and reason, and something that changes.
        (await RefusedAsync(app, person.Number, new NewPerson { GivenName = "Amina", FamilyName = "Odhiambo" }, evidence: "")).ShouldBe("change.no-evidence");
        (await RefusedAsync(app, person.Number, new NewPerson { GivenName = "Amina", FamilyName = "Odhiambo" }, reason: "")).ShouldBe("person.no-reason");
        (await RefusedAsync(app, person.Number, new NewPerson { GivenName = "Amina", MiddleName = "Hassan", FamilyName = "Wanjiru" })).ShouldBe("change.nothing");
        (await RefusedAsync(app, person.Number, new NewPerson())).ShouldBe("person.no-name");

        // Asked on the page, decided by somebody else who sees before and after.
        var asked = await SpmisApp.PostFormAsync(officer, $"/persons/{person.Number}/change/name", ("Input.GivenName", "Amina"), ("Input.MiddleName", "Hassan"), ("Input.FamilyName", "Odhiambo"), ("Evidence", "Marriage 44"), ("Reason", "Married"));
        var at = asked.Headers.Location!.ToString();
        at.ShouldStartWith("/registration/proposals/");
        (await app.ReadAsync(person.Number)).Person.FamilyName.ShouldBe("Wanjiru");
        (await RefusedAsync(app, person.Number, new NewPerson { GivenName = "Amina", FamilyName = "Okello" })).ShouldBe("proposal.open-already");
        (await app.Browser(SpmisApp.Supervisor).GetStringAsync(at)).ShouldSatisfyAllConditions(p => p.ShouldContain("Wanjiru"), p => p.ShouldContain("Odhiambo"), p => p.ShouldContain("Marriage 44"));
        (await SpmisApp.PostFormAsync(officer, at, at + "?handler=Approve")).StatusCode.ShouldNotBe(HttpStatusCode.Redirect);
        (await app.ReadAsync(person.Number)).Person.FamilyName.ShouldBe("Wanjiru");
        (await SpmisApp.PostFormAsync(app.Browser(SpmisApp.Supervisor), at, at + "?handler=Approve")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await app.ReadAsync(person.Number)).Person.ShouldSatisfyAllConditions(p => p.FamilyName.ShouldBe("Odhiambo"), p => p.District.ShouldBe("Siaya"), p => p.Phone.ShouldBe("+254700000001"));
        (await officer.GetStringAsync($"/persons/{person.Number}/history")).ShouldSatisfyAllConditions(p => p.ShouldContain("Changed on request"), p => p.ShouldContain("Marriage 44"));

        // By the API: a verified number of somebody else is refused when it is applied; a record that moved needs a new request.
        var other = await app.RegisterAsync(new NewPerson { GivenName = "Otieno", BornOn = new(1970, 1, 1), NationalId = "99887766", NationalIdVerified = true });
        var client = app.Client(SpmisApp.Officer);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/registration/persons/{other.Number}/changes") { Content = JsonContent.Create(new { kind = "birth-date", details = new { bornOn = "1971-02" }, reason = "Wrong year", evidence = "Birth certificate 5" }) };
        request.Headers.Add("Idempotency-Key", "change-00001");
        var answer = await (await client.SendAsync(request)).Content.ReadFromJsonAsync<JsonElement>();
        answer.GetProperty("applied").GetBoolean().ShouldBeFalse();
        await CorrectAsync(app, (await app.ReadAsync(other.Number)).Person, told => told with { Disability = "none" });
        // The route of merges does not decide it: its own asks the supervisor to show again who they are.
        (await DecideAsync(app, $"/api/registration/proposals/{answer.GetProperty("proposal").GetInt64()}/decision", "change-00002")).ShouldContain("proposal.unknown");
        (await DecideAsync(app, $"/api/registration/changes/{answer.GetProperty("proposal").GetInt64()}/decision", "change-00003")).ShouldContain("approved");
        (await app.ReadAsync(other.Number)).Person.ShouldSatisfyAllConditions(p => p.BornOn.ShouldBe(new DateOnly(1971, 2, 1)), p => p.NationalIdVerified.ShouldBeTrue(), p => p.Disability.ShouldBe("none"));
        (await client.GetFromJsonAsync<JsonElement>($"/api/registration/persons/{other.Number}/changes"))[0].GetProperty("state").GetString().ShouldBe("approved");

        // Due dates: a whole area by a run, one by one, and confirmed with evidence.
        await app.ImportedAsync("code,name,level,parent\nKE,Kenya,country,\nKE-1,Siaya,district,KE\nKE-11,Ugunja,village,KE-1\n", "areas.csv", ImportKind.Areas);
        await app.SettleAsync();
        await app.UseAsync<Recertify>(act => act.SetForAreaAsync("KE-1", new(2026, 9, 1), SpmisApp.Change(reason: "Yearly"), default));
        await app.UseAsync<Recertify>(act => act.SetAsync(other.Number, new(2026, 8, 1), SpmisApp.Change(reason: "Doubt"), default));
        await app.SettleAsync();
        (await DueAsync(app, null, new(2026, 10, 1))).ShouldBe([other.Number, person.Number]);
        (await DueAsync(app, "Siaya", new(2026, 10, 1))).ShouldBe([person.Number]);
        (await DueAsync(app, null, new(2026, 8, 31))).ShouldBe([other.Number]);
        (await officer.GetStringAsync("/registration/due?by=2026-10-01")).ShouldContain($"/persons/{person.Number}/confirm");
        (await Registry.RefusalAsync(() => app.UseAsync<Recertify>(act => act.SetAsync(other.Number, new(2026, 6, 1), SpmisApp.Change(reason: "x"), default)))).Code.ShouldBe("recertify.past");
        await app.UseAsync<Recertify>(act => act.ConfirmAsync(person.Number, SpmisApp.Change() with { Evidence = "Visit 8" }, default));
        (await DueAsync(app, "Siaya", new(2026, 10, 1))).ShouldBeEmpty();
        (await DueAsync(app, "Siaya", new(2027, 7, 1))).ShouldBe([person.Number]);
    }

    [Fact]
    public void Setting_ThatNamesNoKind_IsRefused() =>
        Should.Throw<InvalidOperationException>(() => new ChangeKinds(new ConfigurationBuilder().AddInMemoryCollection([new("Registration:ApproveChanges", "name,shoe-size")]).Build())).Message.ShouldContain("shoe-size");

    private static async Task<string> DecideAsync(SpmisApp app, string path, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(new { approve = true }) };
        request.Headers.Add("Idempotency-Key", key);
        return await (await app.Client(SpmisApp.Supervisor).SendAsync(request)).Content.ReadAsStringAsync();
    }

    private static void Set(WebApplicationBuilder builder, params (string Key, string Value)[] settings)
    {
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }
    }

    private static async Task<string> RefusedAsync(SpmisApp app, string number, NewPerson told, string reason = "Married", string evidence = "Marriage 44") =>
        (await Registry.RefusalAsync(() => app.UseAsync<RequestChange>(act => act.HandleAsync(number, ChangeKind.Name, told, SpmisApp.Change(reason: reason) with { Evidence = evidence }, default)))).Code;

    private static Task CorrectAsync(SpmisApp app, Person p, Func<NewPerson, NewPerson> change) => app.UseAsync<CorrectDetails>(act => act.HandleAsync(
        p.Number, null,
        change(new NewPerson { GivenName = p.GivenName, MiddleName = p.MiddleName, FamilyName = p.FamilyName, Sex = p.Sex, BornOn = p.BornOn, BirthPrecision = p.BirthPrecision, NationalId = p.NationalId, NationalIdVerified = p.NationalIdVerified, Phone = p.Phone, District = p.District, Village = p.Village }),
        SpmisApp.Change(reason: "As told"), default));

    private static async Task<IEnumerable<string>> DueAsync(SpmisApp app, string? area, DateOnly by) =>
        (await app.UseAsync<Recertify, IReadOnlyList<DueLine>>(act => act.DueAsync(area, by, new(2026, 7, 1), default))).Select(d => d.Person.Number);
}
