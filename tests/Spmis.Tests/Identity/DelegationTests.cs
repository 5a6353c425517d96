using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Identity.Delegations;
using Spmis.Identity.Offices;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Registration;
using Spmis.Registration.Duplicates;
using Spmis.Registration.Persons;
using Spmis.TestKit;
using Spmis.Tests.Registration;

namespace Spmis.Tests.Identity;

/// <summary>Roles lent from day to day: held at once, by both names, never by who prepared, and over with their last day.</summary>
public sealed class DelegationTests
{
    [Fact]
    public async Task Roles_LentForSomeDays_DecideInTheGiversPlaceAndNeverWhatGiverOrHolderPrepared()
    {
        await using var door = await Door.OpenAsync();
        var app = door.App;
        foreach (var (code, parent) in new[] { ("NORTH", (string?)null), ("NORTH-1", "NORTH"), ("SOUTH", null) })
        {
            await app.UseAsync<ChangeOffices>(act => act.OpenAsync(new OfficeInput { Code = code, Name = code, Parent = parent }, SpmisApp.Change("offices.open"), default));
        }

        var sue = await door.UserAsync(new NewUser { UserName = "sue", DisplayName = "Sue", Roles = [Roles.Officer, Roles.Supervisor], Office = "NORTH", Person = "S-1" });
        var dan = await door.UserAsync(new NewUser { UserName = "dan", DisplayName = "Dan", Roles = [Roles.Officer], Office = "NORTH-1" });
        await door.UserAsync(new NewUser { UserName = "sue2", DisplayName = "Sue again", Roles = [Roles.Officer], Office = "NORTH", Person = "S-1" });
        await door.UserAsync(new NewUser { UserName = "far", DisplayName = "Far", Roles = [Roles.Officer], Office = "SOUTH" });
        await door.UserAsync("free", Roles.Officer);
        using var sueAt = await door.SignedInAsync("sue");
        using var danAt = await door.SignedInAsync("dan");

        // What each of three prepared, in the office of Dan: only a stranger's may be decided by Dan for Sue.
        var (bySue, byDan, byOther) = (await ProposedAsync(app, Of(sue, "Sue"), 1), await ProposedAsync(app, Of(dan, "Dan"), 2), await ProposedAsync(app, Of(Guid.CreateVersion7(), "Ola"), 3));
        (await DecideAsync(danAt, byOther)).ShouldBe(HttpStatusCode.Forbidden);

        var today = DateOnly.FromDateTime(door.Time.GetUtcNow().UtcDateTime);
        using (var lent = await LendAsync(sueAt, "dan", Roles.Supervisor, today, today.AddDays(1)))
        {
            lent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await lent.Content.ReadAsStringAsync());
        }

        (await DecideAsync(danAt, byDan)).ShouldBe(HttpStatusCode.UnprocessableEntity, "Dan prepared it");
        (await DecideAsync(danAt, bySue)).ShouldBe(HttpStatusCode.UnprocessableEntity, "Sue prepared it, and Dan stands in her place");
        (await DecideAsync(danAt, byOther)).ShouldBe(HttpStatusCode.Redirect);
        var decided = await app.UseAsync<RegistrationDb, Proposal>(db => db.Proposals.SingleAsync(p => p.Id == byOther));
        (decided.Approved, decided.DecidedBy, decided.DecidedById).ShouldBe((true, "Dan for Sue", dan.ToString()));
        (await app.UseAsync<RegistrationDb, string>(db => db.History.Where(h => h.Act == MergePersons.Act && h.Entity == nameof(Person)).Select(h => h.ActorName).FirstAsync())).ShouldBe("Dan for Sue");
        (await sueAt.GetStringAsync(new Uri("/delegations", UriKind.Relative))).ShouldContain("Dan");

        // What may not be lent, and to whom not.
        foreach (var (holder, role, words) in new[]
        {
            ("sue2", Roles.Officer, "another one of yours"), ("far", Roles.Supervisor, "offices that you do not"), ("free", Roles.Supervisor, "offices that you do not"), ("nobody", Roles.Supervisor, "no open account"),
            ("dan", Roles.Auditor, "in your own right"), ("dan", Roles.Officer, "holds these roles already"),
        })
        {
            using var refused = await LendAsync(sueAt, holder, role, today, today);
            (await refused.Content.ReadAsStringAsync()).ShouldContain(words, Case.Insensitive, $"{holder} {role}");
        }

        using (var past = await LendAsync(sueAt, "dan", Roles.Supervisor, today.AddDays(-1), today))
        {
            (await past.Content.ReadAsStringAsync()).ShouldContain("gone by");
        }

        using (var onward = await danAt.GetAsync(new Uri("/delegations", UriKind.Relative)))
        {
            (await onward.Content.ReadAsStringAsync()).ShouldNotContain("name=\"Holder\"", Case.Sensitive, "lent roles are not lent on");
        }

        // Over with the last day, in the middle of a session; and ended before it.
        var waiting = await ProposedAsync(app, Of(Guid.CreateVersion7(), "Ola"), 4);
        door.Time.On += TimeSpan.FromDays(2);
        using var danLater = await door.SignedInAsync("dan");
        (await DecideAsync(danLater, waiting)).ShouldBe(HttpStatusCode.Forbidden);
        using var sueLater = await door.SignedInAsync("sue");
        today = today.AddDays(2);
        using (var again = await LendAsync(sueLater, "dan", Roles.Supervisor, today, today.AddDays(5)))
        {
            again.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        (await danLater.GetAsync(new Uri($"/proposals/registration/{waiting}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await sueLater.GetStringAsync(new Uri("/delegations", UriKind.Relative));
        using (var ended = await SpmisApp.SendFormAsync(sueLater, page, "/delegations?handler=End", ("Delegation", Door.Hidden(page, "Delegation"))))
        {
            ended.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        (await DecideAsync(danLater, waiting)).ShouldBe(HttpStatusCode.Forbidden);

        // Begins at midnight, in the middle of a session.
        var midnight = door.Time.GetUtcNow().UtcDateTime.Date.AddDays(1);
        door.Time.On += midnight.AddMinutes(-10) - door.Time.GetUtcNow().UtcDateTime;
        using var sueNight = await door.SignedInAsync("sue");
        using var danNight = await door.SignedInAsync("dan");
        using (var tomorrow = await LendAsync(sueNight, "dan", Roles.Supervisor, DateOnly.FromDateTime(midnight), DateOnly.FromDateTime(midnight)))
        {
            tomorrow.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        (await DecideAsync(danNight, waiting)).ShouldBe(HttpStatusCode.Forbidden);
        door.Time.On += TimeSpan.FromMinutes(20);
        (await DecideAsync(danNight, waiting)).ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Delegation_WhereTheSettingAsks_WaitsForAThirdPerson()
    {
        await using var door = await Door.OpenAsync(new() { ["SignIn:ApproveDelegations"] = "true" });
        var (sue, dan, third) = (await door.UserAsync("sue", Roles.Supervisor), await door.UserAsync("dan", Roles.Officer), await door.UserAsync("third", Roles.Supervisor));
        var today = DateOnly.FromDateTime(door.Time.GetUtcNow().UtcDateTime);
        var now = door.Time.GetUtcNow().UtcDateTime;
        var proposal = await door.App.UseAsync<GiveDelegation, Proposal?>(act => act.HandleAsync(
            new NewDelegation { GiverId = sue, Holder = "dan", Roles = [Roles.Supervisor], FromDay = today, ToDay = today, Reason = "leave" }, SpmisApp.Change(GiveDelegation.Act, new Actor(sue.ToString(), "Sue", [Roles.Supervisor]), now), default));
        async Task ApproveAsync(Guid who) => await door.App.UseAsync<FourEyes>(f => f.ApproveAsync("identity", proposal!.Id, SpmisApp.Change("proposals.decide", new Actor(who.ToString(), "Somebody", [Roles.Supervisor]), now), default));

        (await ((Func<Task>)(() => ApproveAsync(sue))).ShouldThrowAsync<Refused>()).Code.ShouldBe("proposal.own");
        (await ((Func<Task>)(() => ApproveAsync(dan))).ShouldThrowAsync<Refused>()).Code.ShouldBe("delegation.own");
        (await HeldAsync(door, dan, today)).ShouldBe(0);
        await ApproveAsync(third);
        (await HeldAsync(door, dan, today)).ShouldBe(1);
        (await HeldAsync(door, dan, today.AddDays(1))).ShouldBe(0);
        await door.App.UseAsync<CloseUser>(act => act.HandleAsync(sue, SpmisApp.Change("users.close"), default));
        (await HeldAsync(door, dan, today)).ShouldBe(0, "a closed account lends nothing");
    }

    private static Actor Of(Guid id, string name) => new(id.ToString(), name, [Roles.Officer], "NORTH-1");

    private static Task<int> HeldAsync(Door door, Guid holder, DateOnly day) => door.App.UseAsync<DelegatedRoles, int>(async held =>
        (await held.OfAsync(await door.App.UseAsync<Spmis.Identity.IdentityDb, SpmisUser>(db => db.Users.AsNoTracking().SingleAsync(u => u.Id == holder)), day, default)).Count);

    /// <summary>A merge of two persons of the branch.</summary>
    private static async Task<long> ProposedAsync(SpmisApp app, Actor by, int n)
    {
        var bound = by with { Offices = ["NORTH-1"] };
        async Task<string> RegisterAsync(string name) => (await app.UseAsync<RegisterPerson, RegisteredPerson>(act => act.HandleAsync(new NewPerson { GivenName = name, FamilyName = $"{"abcdefgh"[n]}{"mnopqrst"[n]}umba", BornOn = new(1960 + n, n, n) }, [], SpmisApp.Change("persons.register", bound), default))).Number;
        var (one, other) = (await RegisterAsync("Zawadi"), await RegisterAsync("Kiptoo"));
        return (await app.UseAsync<ProposeMerge, Proposal>(act => act.HandleAsync(one, other, SpmisApp.Change("persons.merge.propose", bound, reason: "the same"), default))).Id;
    }

    private static async Task<HttpStatusCode> DecideAsync(HttpClient browser, long proposal)
    {
        using var answer = await SpmisApp.PostFormAsync(browser, $"/proposals/registration/{proposal}", ("Decision", "approve"));
        return answer.StatusCode;
    }

    private static Task<HttpResponseMessage> LendAsync(HttpClient browser, string holder, string role, DateOnly from, DateOnly to) => SpmisApp.PostFormAsync(
        browser, "/delegations", ("Holder", holder), ("RoleNames", role), ("FromDay", $"{from:yyyy-MM-dd}"), ("ToDay", $"{to:yyyy-MM-dd}"), ("Reason", "leave"));
}
