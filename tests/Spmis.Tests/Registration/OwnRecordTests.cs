using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility;
using Spmis.Identity;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Registration;
using Spmis.Registration.Households;
using Spmis.Registration.Persons;
using Spmis.Registration.Restrictions;
using Spmis.TestKit;

namespace Spmis.Tests.Registration;

/// <summary>Staff neither work on the own record nor look it up as staff, nor act on the records of their household; whose record it is takes two people to change.</summary>
public sealed class OwnRecordTests
{
    private static readonly DateTime Clock = TimeProvider.System.GetUtcNow().UtcDateTime;

    [Fact]
    public async Task OwnRecord_IsRefusedInEveryModule_HiddenFromLists_AndNobodyElses()
    {
        await using var app = await SpmisApp.StartAsync();
        var number = (await app.RegisterAsync(Registry.Amina)).Number;
        var account = (await app.UseAsync<CreateUser, FirstPassword>(act => act.HandleAsync(new NewUser { UserName = "amina", DisplayName = "Amina of the office", Roles = [Roles.Supervisor], Person = "S-1", Holder = number }, SpmisApp.Change("users.create"), default))).User;
        await app.SettleAsync();
        account.Holder.ShouldBe(number);
        (await app.UseAsync<EligibilityDb, RestrictedPerson>(db => db.Restricted.SingleAsync())).From.ShouldBeNull(); // Known by every module, and restricted for nobody.
        var own = SpmisApp.Supervisor with { Id = account.Id.ToString(), Holder = number };

        foreach (var path in new[] { $"/persons/{number}", $"/persons/{number}/history", $"/eligibility/persons/{number}", $"/payments/persons/{number}", $"/contributions/persons/{number}", $"/api/registration/persons/{number}", $"/api/eligibility/persons/{number}" })
        {
            var (status, text) = await GetAsync(app, own, path);
            status.ShouldBe(HttpStatusCode.Forbidden, path);
            text.ShouldContain(path.StartsWith("/api/", StringComparison.Ordinal) ? RestrictedRecords.OwnCode : "ask a colleague", Case.Insensitive, path);
            (await GetAsync(app, SpmisApp.Officer, path)).Status.ShouldBe(HttpStatusCode.OK, path);
        }

        (await GetAsync(app, own, "/api/registration/persons?q=Wanjiru")).Text.ShouldNotContain("Wanjiru");
        (await GetAsync(app, SpmisApp.Officer, "/api/registration/persons?q=Wanjiru")).Text.ShouldContain("Wanjiru");
        using var client = app.Client(own);
        using var death = new HttpRequestMessage(HttpMethod.Post, $"/api/registration/persons/{number}/death") { Content = JsonContent.Create(new { diedOn = "2026-01-01", evidence = "x" }), Headers = { { "Idempotency-Key", "own-death" } } };
        using var act = await client.SendAsync(death);
        act.StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        // What waits about the own record is a colleague's too.
        await app.UseAsync<ProposeRestriction>(p => p.HandleAsync(number, new NewRestriction(RestrictionKind.Staff, null, null), SpmisApp.Change("persons.restrict", now: Clock, reason: "Works here"), default));
        (await GetAsync(app, own, "/proposals?all=true")).Text.ShouldNotContain(number);
        (await GetAsync(app, SpmisApp.Supervisor with { Id = "s-9" }, "/proposals?all=true")).Text.ShouldContain(number);
    }

    [Fact]
    public async Task Household_OfOnesOwn_MayBeSeenButNotActedOn()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var (amina, zuhura, stranger) = ((await app.RegisterAsync(Registry.Amina)).Number, (await app.RegisterAsync(new NewPerson { GivenName = "Zuhura", FamilyName = "Omar" })).Number, (await app.RegisterAsync(new NewPerson { GivenName = "Peter", FamilyName = "Otieno" })).Number);
        await app.UseAsync<RegistrationDb>(async db =>
        {
            var home = new Household { Id = Guid.CreateVersion7(), Number = "70000001" };
            db.Add(home);
            foreach (var person in await db.Set<Person>().Where(p => p.Number == amina || p.Number == zuhura).ToListAsync())
            {
                person.HouseholdId = home.Id;
            }

            await db.SaveChangesAsync();
        });
        var own = SpmisApp.Officer with { Holder = amina };
        (await GetAsync(app, own, $"/persons/{zuhura}")).Status.ShouldBe(HttpStatusCode.OK);
        using var client = app.Client(own);
        foreach (var (number, expected) in new[] { (zuhura, true), (stranger, false) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/registration/persons/{number}/death") { Content = JsonContent.Create(new { diedOn = "2026-01-01", evidence = "x" }), Headers = { { "Idempotency-Key", $"death-{number}" } } };
            using var answer = await client.SendAsync(request);
            (await answer.Content.ReadAsStringAsync()).Contains(RestrictedRecords.HouseholdCode, StringComparison.Ordinal).ShouldBe(expected, number);
        }
    }

    [Fact]
    public async Task Holder_IsNamedByOne_AndChangedByTwo()
    {
        await using var app = await SpmisApp.StartAsync();
        var (amina, zuhura) = ((await app.RegisterAsync(Registry.Amina)).Number, (await app.RegisterAsync(new NewPerson { GivenName = "Zuhura", FamilyName = "Omar" })).Number);
        var administrator = new Actor("admin-1", "Ada", [Roles.Administrator]);
        async Task<Guid> AccountAsync(string name, string role, string? employer = null) =>
            (await app.UseAsync<CreateUser, FirstPassword>(act => act.HandleAsync(new NewUser { UserName = name, DisplayName = name, Roles = [role], Person = employer is null ? $"S-{name}" : null, Employer = employer }, SpmisApp.Change("users.create"), default))).User.Id;
        var (officer, shop) = (await AccountAsync("olive", Roles.Officer), await AccountAsync("shop", Roles.Employer, "1000007"));
        Task<Proposal?> NameAsync(Guid id, string? number) => app.UseAsync<NameHolder, Proposal?>(act => act.HandleAsync(id, number, SpmisApp.Change("users.holder", administrator), default));

        (await Registry.RefusalAsync(() => NameAsync(shop, amina))).Code.ShouldBe("user.holder-unused");
        (await Registry.RefusalAsync(() => NameAsync(officer, "26000000001"))).Code.ShouldBe("user.person-number");
        (await Registry.RefusalAsync(() => NameAsync(officer, ""))).Code.ShouldBe("user.holder-same");
        using (var set = await SpmisApp.PostFormAsync(app.Browser(administrator), $"/users/{officer}", $"/users/{officer}?handler=Holder", ("Holder", amina)))
        {
            set.StatusCode.ShouldBe(HttpStatusCode.Redirect, await set.Content.ReadAsStringAsync());
        }

        var waits = (await NameAsync(officer, zuhura)).ShouldNotBeNull();
        (await HolderAsync()).ShouldBe(amina);
        (await Registry.RefusalAsync(() => app.UseAsync<FourEyes>(f => f.ApproveAsync("identity", waits.Id, SpmisApp.Change("proposals.decide", administrator with { Roles = [Roles.Supervisor] }), default)))).Code.ShouldBe("proposal.own");
        await app.UseAsync<FourEyes>(f => f.ApproveAsync("identity", waits.Id, SpmisApp.Change("proposals.decide", SpmisApp.Supervisor), default));
        (await HolderAsync()).ShouldBe(zuhura);

        Task<string?> HolderAsync() => app.UseAsync<IdentityDb, string?>(db => db.Users.Where(u => u.Id == officer).Select(u => u.Holder).SingleAsync());
    }

    private static async Task<(HttpStatusCode Status, string Text)> GetAsync(SpmisApp app, Actor actor, string path)
    {
        using var client = app.Client(actor);
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
