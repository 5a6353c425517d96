using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity;
using Spmis.Identity.Accounts;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.History;
using Spmis.Registration;
using Spmis.Registration.Accounts;
using Spmis.Registration.Associations;
using Spmis.Registration.Employers;
using Spmis.TestKit;
using Spmis.Tests.Registration;

namespace Spmis.Tests.Identity;

/// <summary>Accounts of their own for persons and employers, by a code of the office; for staff by invitation.</summary>
public sealed class AccountTests : IAsyncLifetime
{
    private const string Chosen = "nine geese over the grey barn";
    private Door door = null!; // Set before each test.

    public async ValueTask InitializeAsync() => door = await Door.OpenAsync(new() { ["SignIn:TriesPerMinute"] = "1000" });

    public async ValueTask DisposeAsync() => await door.DisposeAsync();

    [Fact]
    public async Task Person_WithACodeOfTheDesk_OpensAnAccountThatSeesOnlyTheirs()
    {
        var amina = await door.App.RegisterAsync(Registry.Amina);
        await door.UserAsync("olive", Roles.Officer);
        using var officer = await door.SignedInAsync("olive");

        // Who has not seen papers gives no code; what the page shows is nowhere else.
        using var without = await SpmisApp.PostFormAsync(officer, $"/persons/{amina.Number}/account", ("Evidence", ""));
        without.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var given = await SpmisApp.PostFormAsync(officer, $"/persons/{amina.Number}/account", ("Evidence", "Identity card 23456781"));
        var code = Regex.Match(await given.Content.ReadAsStringAsync(), "[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}").Value;
        code.Length.ShouldBe(14);
        await door.App.SettleAsync();
        var rows = await door.App.UseAsync<RegistrationDb, List<HistoryRow>>(db => db.History.Where(h => h.Act == "accounts.offer").ToListAsync());
        rows.ShouldHaveSingleItem().Evidence.ShouldBe("Identity card 23456781");
        (await door.App.UseAsync<RegistrationDb, List<string>>(db => db.Outbox.Select(o => o.Payload).ToListAsync())).ShouldAllBe(p => !p.Contains(code));

        // Unknown number and wrong code: the same words.
        using var browser = door.App.Browser();
        var unknown = await WordsAsync(browser, "2699999963", code, "amina");
        (await WordsAsync(browser, amina.Number, "aaaa-bbbb-cccc", "amina")).ShouldBe(unknown);

        // The number as a card's picture carries it, the code as people type.
        var card = $"SPC1.0a1b2c3d.{System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes($"C1\u001f{amina.Number}\u001f20301231\u001fAmina"))}.x";
        using var weak = await SignUpAsync(browser, card, code, "amina", "password1234");
        weak.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "a common password; the code is not used up");
        using var opened = await SignUpAsync(browser, card, code.ToUpperInvariant().Replace("-", " ", StringComparison.Ordinal), "amina");
        opened.StatusCode.ShouldBe(HttpStatusCode.Redirect, await opened.Content.ReadAsStringAsync());
        (await browser.GetStringAsync(new Uri("/account", UriKind.Relative))).ShouldContain(amina.Number);
        using var others = await browser.GetAsync(new Uri($"/persons/{amina.Number}", UriKind.Relative));
        others.StatusCode.ShouldBe(HttpStatusCode.Forbidden, "the officers' page, even of oneself");
        (await WordsAsync(door.App.Browser(), amina.Number, code, "second")).ShouldBe(unknown, "a code works once");
        var user = await UserAsync("amina");
        (user.PersonNumber, user.DisplayName, user.MustChangePassword).ShouldBe((amina.Number, "Amina Hassan Wanjiru", false));
        user.Roles.Select(r => r.Role).ShouldBe([Roles.Person]);

        // A lost password: another code gives the account a new one, and sessions end.
        var again = await OfferAsync(amina.Number);
        using var back = await SignUpAsync(door.App.Browser(), amina.Number, again.Code, "whatever", "five brown hens in the rain");
        back.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var ended = await browser.GetAsync(new Uri("/account", UriKind.Relative));
        ended.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await door.App.UseAsync<IdentityDb, int>(db => db.Users.CountAsync(u => u.PersonNumber != null))).ShouldBe(1);
        (await door.App.UseAsync<IdentityDb, List<HistoryRow>>(db => db.History.ToListAsync())).ShouldAllBe(r => !$"{r.Before}{r.After}{r.Evidence}".Contains(code) && !$"{r.Before}{r.After}".Contains("codeHash"));
    }

    [Fact]
    public async Task Codes_GuessedOldOrOvertaken_OpenNothing()
    {
        var amina = await door.App.RegisterAsync(Registry.Amina);
        var first = await OfferAsync(amina.Number);
        var second = await OfferAsync(amina.Number);
        (await RefusedAsync(amina.Number, first.Code)).ShouldBe("account.proof", "a newer code ends the one before");
        for (var i = 1; i < AccountOffer.MostTries; i++)
        {
            (await RefusedAsync(amina.Number, "aaaa-bbbb-cccc")).ShouldBe("account.proof");
        }

        (await RefusedAsync(amina.Number, second.Code)).ShouldBe("account.proof", "five wrong ones, and the right one is dead too");
        var third = await OfferAsync(amina.Number);
        (await RefusedAsync(amina.Number, third.Code, SpmisApp.Change("accounts.open", now: third.ExpiresAt))).ShouldBe("account.proof", "run out");

        // Two by the same code at once: one account.
        var tries = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => RefusedAsync(amina.Number, third.Code, name: $"amina{i}")));
        tries.Count(t => t is null).ShouldBe(1);
        (await door.App.UseAsync<IdentityDb, int>(db => db.Users.CountAsync(u => u.PersonNumber == amina.Number))).ShouldBe(1);

        // A name that is taken keeps the code; a closed account stays closed.
        await door.UserAsync("taken", Roles.Officer);
        var employer = await door.App.UseAsync<RegisterEmployer, RegisteredEmployer>(act => act.HandleAsync(new NewEmployer { Name = "Kisumu Bakery", LegalForm = LegalForm.Company, Activity = "Bread", District = "Kisumu" }, SpmisApp.Change("employers.register"), default));
        var paper = await door.App.UseAsync<OfferAccount, OfferedAccount>(act => act.ToEmployerAsync(employer.Number, SpmisApp.Change("accounts.offer", now: door.Time.GetUtcNow().UtcDateTime), default));
        await door.App.SettleAsync();
        (await RefusedAsync(employer.Number, paper.Code, name: "taken")).ShouldBe("user.name-taken");
        (await RefusedAsync(employer.Number, paper.Code, name: "bakery")).ShouldBeNull();
        (await UserAsync("bakery")).Employer.ShouldBe(employer.Number);
        var closed = await door.App.UseAsync<IdentityDb, Guid>(db => db.Users.Where(u => u.PersonNumber == amina.Number).Select(u => u.Id).SingleAsync());
        await door.App.UseAsync<CloseUser>(c => c.HandleAsync(closed, SpmisApp.Change("users.close"), default));
        (await RefusedAsync(amina.Number, (await OfferAsync(amina.Number)).Code)).ShouldBe("sign-in.closed");
    }

    [Fact]
    public async Task Account_OfSomebodyWhoDied_IsClosedAtOnce_AndTheCodeToo()
    {
        var amina = await door.App.RegisterAsync(Registry.Amina);
        var first = await OfferAsync(amina.Number);
        using var browser = door.App.Browser();
        using var opened = await SignUpAsync(browser, amina.Number, first.Code, "amina");
        opened.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var second = await OfferAsync(amina.Number);

        await door.App.UseAsync<Spmis.Registration.Persons.RecordDeath>(act => act.HandleAsync(amina.Number, new DateOnly(2026, 6, 1), SpmisApp.Change("persons.death", reason: "Told by the family") with { Evidence = "Death certificate 7" }, default));
        await door.App.SettleAsync();

        using var ended = await browser.GetAsync(new Uri("/account", UriKind.Relative));
        ended.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await RefusedAsync(amina.Number, second.Code)).ShouldBe("account.proof");
        (await UserAsync("amina")).DisabledAt.ShouldNotBeNull();

        // A code whose message comes after that of the death opens nothing either, though no account was there to be closed; once the register took the death back it does.
        await door.App.UseAsync<IdentityDb>(db => db.AccountOffers.Where(o => o.Number == amina.Number).ExecuteUpdateAsync(s => s.SetProperty(o => o.EndedAt, door.Time.GetUtcNow().UtcDateTime)));
        await door.App.UseAsync<IdentityDb>(db => db.Users.Where(u => u.PersonNumber == amina.Number).ExecuteUpdateAsync(s => s.SetProperty(u => u.PersonNumber, (string?)null)));
        var late = Spmis.Kernel.Access.PaperCode.HashOf(amina.Number, "ABCD-EFGH-JKLM");
        await door.App.UseAsync<IdentityDb>(db =>
        {
            db.AccountOffers.Add(new AccountOffer { Id = Guid.CreateVersion7(), Role = Roles.Person, Number = amina.Number, Name = "Amina", CodeHash = late, ExpiresAt = door.Time.GetUtcNow().UtcDateTime.AddDays(5) });
            return db.SaveChangesAsync();
        });
        (await RefusedAsync(amina.Number, "ABCD-EFGH-JKLM", name: "amina-2")).ShouldBe("account.proof");
        await door.App.UseAsync<IdentityDb>(db => db.GonePersons.Where(g => g.Number == amina.Number && g.Gone).ExecuteUpdateAsync(s => s.SetProperty(g => g.Gone, false)));
        (await RefusedAsync(amina.Number, "ABCD-EFGH-JKLM", name: "amina-2")).ShouldBeNull();
    }

    [Fact]
    public async Task Association_WithACodeOfItsOffice_OpensAnAccountThatSeesItselfOnly()
    {
        var number = await door.App.UseAsync<RegisterAssociation, string>(act => act.HandleAsync(new NewAssociation { Name = "Mara Farmers", Kind = AssociationKind.Cooperative }, SpmisApp.Change("associations.register"), default));
        var other = await door.App.UseAsync<RegisterAssociation, string>(act => act.HandleAsync(new NewAssociation { Name = "Tana Weavers", Kind = AssociationKind.Union }, SpmisApp.Change("associations.register"), default));
        await door.App.SettleAsync();
        await door.UserAsync("olive", Roles.Officer);
        using var officer = await door.SignedInAsync("olive");
        (await officer.GetStringAsync(new Uri($"/associations/{number}", UriKind.Relative))).ShouldContain($"/associations/{number}/account");
        using var given = await SpmisApp.PostFormAsync(officer, $"/associations/{number}/account", ("Evidence", "Minutes that name the treasurer"));
        var code = Regex.Match(await given.Content.ReadAsStringAsync(), "[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}").Value;
        await door.App.SettleAsync();

        using var browser = door.App.Browser();
        using var opened = await SignUpAsync(browser, number, code, "treasurer");
        opened.StatusCode.ShouldBe(HttpStatusCode.Redirect, await opened.Content.ReadAsStringAsync());
        var user = await UserAsync("treasurer");
        (user.Association, user.Employer, user.PersonNumber, user.DisplayName).ShouldBe((number, null, null, "Mara Farmers"));
        user.Roles.Select(r => r.Role).ShouldBe([Roles.Association]);
        (await browser.GetStringAsync(new Uri("/account", UriKind.Relative))).ShouldContain(number);
        var own = await browser.GetStringAsync(new Uri("/association", UriKind.Relative));
        own.ShouldContain("Mara Farmers");
        own.ShouldNotContain(other);
        (await browser.GetStringAsync(new Uri("/association/payments", UriKind.Relative))).ShouldContain(number);
        foreach (var path in new[] { "/persons", "/associations", $"/associations/{number}", $"/contributions/associations/{other}", "/employers", "/users" })
        {
            using var closed = await browser.GetAsync(new Uri(path, UriKind.Relative));
            closed.IsSuccessStatusCode.ShouldBeFalse(path);
        }

        // By an administrator: the number is checked, goes with that role and no other, and is shown in the list of users.
        async Task<string?> CreateAsync(NewUser input) => (await Record.ExceptionAsync(() => door.App.UseAsync<CreateUser, FirstPassword>(c => c.HandleAsync(input, SpmisApp.Change("users.create"), default))) as Refused)?.Code;
        NewUser Of(string name, string? association, params string[] roles) => new() { UserName = name, DisplayName = name, Roles = roles, Association = association };
        (await CreateAsync(Of("one", null, Roles.Association))).ShouldBe("user.no-association");
        (await CreateAsync(Of("one", number, Roles.Officer))).ShouldBe("user.association-unused");
        (await CreateAsync(Of("one", number, Roles.Association, Roles.Officer))).ShouldBe("user.role-mixed");
        (await CreateAsync(Of("one", number[..^1] + (number[^1] == '0' ? '1' : '0'), Roles.Association))).ShouldBe("user.association");
        (await CreateAsync(Of("one", number, Roles.Association))).ShouldBeNull("several people act for one association");
        await door.UserAsync("ada", Roles.Administrator);
        using var administrator = await door.SignedInAsync("ada");
        (await administrator.GetStringAsync(new Uri("/users", UriKind.Relative))).ShouldContain(number);
        using var invited = await SpmisApp.PostFormAsync(administrator, "/users/new", "/users/new?handler=Invite", ("UserName", "clerk"), ("DisplayName", "Clara Clerk"), ("RoleNames", Roles.Association), ("Association", other));
        Link(await invited.Content.ReadAsStringAsync()).ShouldStartWith("/invitation/");
        (await UserAsync("clerk")).Association.ShouldBe(other);
        (await administrator.GetStringAsync(new Uri("/users/roles", UriKind.Relative))).ShouldContain("associations.own");
    }

    [Fact]
    public async Task Invitation_OpensOnce_UntilItIsWithdrawnOrOld()
    {
        await door.UserAsync("ada", Roles.Administrator);
        using var administrator = await door.SignedInAsync("ada");
        using var made = await SpmisApp.PostFormAsync(administrator, "/users/new", "/users/new?handler=Invite", ("UserName", "boris"), ("DisplayName", "Boris New"), ("Staff", "S-9"), ("RoleNames", Roles.Officer));
        var link = Link(await made.Content.ReadAsStringAsync());
        var id = (await UserAsync("boris")).Id;

        using var guest = door.App.Browser();
        (await guest.GetStringAsync(new Uri(link, UriKind.Relative))).ShouldContain("Boris New");
        (await guest.GetStringAsync(new Uri(link[..^1] + "0", UriKind.Relative))).ShouldContain("opens nothing any more");
        using var weak = await SpmisApp.PostFormAsync(guest, link, ("Password", "boris"), ("Again", "boris"));
        weak.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await weak.Content.ReadAsStringAsync()).ShouldContain("Boris New");

        // A new link ends the first; a withdrawn one opens nothing.
        using var renewed = await SpmisApp.PostFormAsync(administrator, $"/users/{id}", $"/users/{id}?handler=Invite");
        var second = Link(await renewed.Content.ReadAsStringAsync());
        (await guest.GetStringAsync(new Uri(link, UriKind.Relative))).ShouldContain("opens nothing any more");
        using var withdrawn = await SpmisApp.PostFormAsync(administrator, $"/users/{id}", $"/users/{id}?handler=Withdraw");
        withdrawn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await guest.GetStringAsync(new Uri(second, UriKind.Relative))).ShouldContain("opens nothing any more");

        var third = await door.App.UseAsync<InviteUser, InvitationLink>(i => i.AgainAsync(id, SpmisApp.Change("users.invite", now: door.Time.GetUtcNow().UtcDateTime), default));
        var path = $"/invitation/{third.Secret}";
        door.Time.On = TimeSpan.FromDays(4);
        (await guest.GetStringAsync(new Uri(path, UriKind.Relative))).ShouldContain("opens nothing any more");
        door.Time.On = TimeSpan.FromDays(2);

        // Who came in another way meanwhile is not got round by the link.
        foreach (var since in new[] { door.Time.GetUtcNow().UtcDateTime, (DateTime?)null })
        {
            await door.App.UseAsync<IdentityDb>(db => db.Users.Where(u => u.Id == id).ExecuteUpdateAsync(s => s.SetProperty(u => u.PasskeysSince, since)));
            (await guest.GetStringAsync(new Uri(path, UriKind.Relative))).Contains("opens nothing any more", StringComparison.Ordinal).ShouldBe(since is not null);
        }

        using var accepted = await SpmisApp.PostFormAsync(guest, path, ("Password", Chosen), ("Again", Chosen));
        accepted.Headers.Location!.ToString().ShouldBe("/");
        using var inside = await guest.GetAsync(new Uri("/persons", UriKind.Relative));
        inside.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await door.App.Browser().GetStringAsync(new Uri(path, UriKind.Relative))).ShouldContain("opens nothing any more");
        (await Should.ThrowAsync<Refused>(() => door.App.UseAsync<AcceptInvitation, SpmisUser>(a => a.HandleAsync(third.Secret, "another long enough one", SpmisApp.Change("invitations.accept"), default)))).Code.ShouldBe("invitation.over");
        (await Should.ThrowAsync<Refused>(() => door.App.UseAsync<InviteUser, InvitationLink>(i => i.AgainAsync(id, SpmisApp.Change("users.invite"), default)))).Code.ShouldBe("invitation.too-late");
    }

    [Fact]
    public async Task Offers_ForRecordsNobodyActsFor_AreRefused()
    {
        var amina = await door.App.RegisterAsync(Registry.Amina);
        await door.App.UseAsync<RegistrationDb>(db => db.Set<Spmis.Registration.Persons.Person>().Where(p => p.Number == amina.Number).ExecuteUpdateAsync(s => s.SetProperty(p => p.Provisional, true)));
        (await Should.ThrowAsync<Refused>(() => OfferAsync(amina.Number))).Code.ShouldBe("person.provisional");
        await door.App.UseAsync<RegistrationDb>(db => db.Set<Spmis.Registration.Persons.Person>().Where(p => p.Number == amina.Number).ExecuteUpdateAsync(s => s.SetProperty(p => p.Provisional, false).SetProperty(p => p.DiedOn, new DateOnly(2026, 1, 1))));
        (await Should.ThrowAsync<Refused>(() => OfferAsync(amina.Number))).Code.ShouldBe("person.dead");
        (await Should.ThrowAsync<Refused>(() => OfferAsync("2699999963"))).Code.ShouldBe("person.unknown");

        // By an administrator: the number is checked, of one person one account, and no other role beside it.
        async Task<string?> CreateAsync(NewUser input) => (await Record.ExceptionAsync(() => door.App.UseAsync<CreateUser, FirstPassword>(c => c.HandleAsync(input, SpmisApp.Change("users.create"), default))) as Refused)?.Code;
        NewUser Of(string name, string? number, params string[] roles) => new() { UserName = name, DisplayName = name, Roles = roles, PersonNumber = number };
        (await CreateAsync(Of("one", null, Roles.Person))).ShouldBe("user.no-personNumber");
        (await CreateAsync(Of("one", "2600000001", Roles.Person))).ShouldBe("user.person-number");
        (await CreateAsync(Of("one", amina.Number, Roles.Person, Roles.Officer))).ShouldBe("user.role-mixed");
        (await CreateAsync(Of("one", amina.Number, Roles.Officer))).ShouldBe("user.personNumber-unused");
        (await CreateAsync(Of("one", amina.Number, Roles.Person))).ShouldBeNull();
        (await CreateAsync(Of("two", amina.Number, Roles.Person))).ShouldBe("user.person-taken");
    }

    private static string Link(string page) => Regex.Match(page, "/invitation/[a-z2-9]{40}").Value;

    private static Task<HttpResponseMessage> SignUpAsync(HttpClient browser, string number, string code, string name, string password = Chosen) =>
        SpmisApp.PostFormAsync(browser, "/sign-up", ("Number", number), ("Code", code), ("UserName", name), ("Password", password), ("Again", password));

    private static async Task<string> WordsAsync(HttpClient browser, string number, string code, string name)
    {
        using var answer = await SignUpAsync(browser, number, code, name);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        return Regex.Match(await answer.Content.ReadAsStringAsync(), "Number and code do not fit[^<]*").Value is { Length: > 0 } words ? words : throw new InvalidOperationException("no words");
    }

    private async Task<OfferedAccount> OfferAsync(string number)
    {
        var offered = await door.App.UseAsync<OfferAccount, OfferedAccount>(act => act.ToPersonAsync(number, SpmisApp.Change("accounts.offer", now: door.Time.GetUtcNow().UtcDateTime), default));
        await door.App.SettleAsync();
        return offered;
    }

    private async Task<string?> RefusedAsync(string number, string code, Change? change = null, string name = "amina") =>
        (await Record.ExceptionAsync(() => door.App.UseAsync<OpenOwnAccount, SpmisUser>(open => open.HandleAsync(
            new OwnAccount { Number = number, Code = code, UserName = name, Password = Chosen }, change ?? SpmisApp.Change("accounts.open", now: door.Time.GetUtcNow().UtcDateTime), default))) is { } thrown
            ? thrown as Refused ?? throw thrown : null)?.Code;

    private Task<SpmisUser> UserAsync(string name) => door.App.UseAsync<IdentityDb, SpmisUser>(db => db.Users.AsNoTracking().SingleAsync(u => u.UserName == name));
}
