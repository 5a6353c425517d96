using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Evidence;
using Spmis.Identity;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Registration;
using Spmis.Registration.Changes;
using Spmis.Registration.Accounts;
using Spmis.Registration.Facts;
using Spmis.TestKit;
using Spmis.Tests.Contributions;
using Spmis.Tests.Eligibility;
using Spmis.Tests.Payments;
using Spmis.Tests.Registration;

namespace Spmis.Tests.Identity;

/// <summary>What a person reaches in the own account, and that it is never another's. A new address fails until it stands here.</summary>
public sealed class MyPagesTests
{
    private static readonly string[] Reached =
    [
        "", "account", "account/outside", "account/passkeys", "account/second-factor", "account/sessions", "api/contributions/me", "api/contributions/me/day-work", "api/contributions/me/day-work/{serial}", "api/contributions/me/plan", "api/eligibility/me", "api/eligibility/me/claims/{number}/confirmation", "api/eligibility/me/claims/{number}/declining", "api/eligibility/me/statement", "api/payments/me", "api/payments/me/addresses", "api/payments/me/addresses/{id:long}/objection", "api/registration/me", "api/registration/me/consents", "api/registration/me/objections", "api/registration/me/objections/{id:guid}/withdrawal", "api/registration/me/photo", "fragments/contributions/me", "fragments/eligibility/me", "fragments/identity/me", "fragments/payments/me",
        "me", "me/claims", "me/claims/new", "me/claims/{number}", "me/claims/{number}/letter", "me/claims/{number}/papers/{kind}", "me/consents", "me/contributions", "me/correct/{kind?}", "me/day-work", "me/objections", "me/payments", "me/photo", "me/plan", "me/report", "me/statement",
        "sign-in/again", "sign-in/go-on",
    ];

    [Fact]
    public async Task Person_ReachesTheOwnPagesOnly_AndNothingOfAnotherStandsOnThem()
    {
        await using var app = await SpmisApp.StartAsync();
        await app.ActivateShippedAsync();
        var (amina, wanja) = await TwoAsync(app);
        var (own, other) = (Of(amina), Of(wanja));
        var roles = app.Services.GetRequiredService<IReadOnlyList<Permission>>().ToDictionary(p => p.Name, p => p.Roles);
        var opened = app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Where(e => e.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).OfType<string>().All(p => p == Spmis.Web.Shell.Permission.SignedIn || roles[p].Contains(Roles.Person)))
            .Select(e => e.RoutePattern.RawText!.TrimStart('/')).Distinct().Order(StringComparer.Ordinal);
        opened.ShouldBe(Reached.Order(StringComparer.Ordinal));

        // A maternity claim, filed by herself.
        using var filed = await app.SubmitAsync("/me/claims/new", own, values: new Dictionary<string, string> { ["Scheme"] = Cases.Maternity, ["EventOn.Year"] = "2026", ["EventOn.Month"] = "6", ["EventOn.Day"] = "20", ["EventOn"] = "2026-06-20", ["PersonNumber"] = wanja, ["Input.PersonNumber"] = wanja, ["LateBecause"] = "I was at my mother's." });
        filed.StatusCode.ShouldBe(HttpStatusCode.Redirect, await filed.Content.ReadAsStringAsync());
        var claim = (await app.UseAsync<EligibilityDb, List<Claim>>(db => db.Claims.AsNoTracking().ToListAsync())).ShouldHaveSingleItem();
        (claim.PersonNumber, claim.Channel).ShouldBe((amina, ClaimChannel.Person));
        filed.Headers.Location!.ToString().ShouldBe($"/me/claims/{claim.Number}");

        var piece = await app.UseAsync<ClaimSheets, string>(async sheets => (await sheets.OfAsync([claim], new DateOnly(2026, 6, 25), default))[0].Sheet.Evidence![0].Name);
        await PhotoStory.TakeAsync(app.Client(SpmisApp.Officer), amina, PhotoStory.Picture(SixLabors.ImageSharp.Color.Teal, 400, 500), "Form 1");
        foreach (var route in Reached.Where(r => r.Contains("me", StringComparison.Ordinal) && r is not "account/passkeys" && !r.EndsWith("objection", StringComparison.Ordinal) && !r.EndsWith("withdrawal", StringComparison.Ordinal) && !r.EndsWith("{serial}", StringComparison.Ordinal) && !r.StartsWith("api/eligibility/me/claims", StringComparison.Ordinal))) // Which are sent, never fetched.
        {
            var path = "/" + route.Replace("{number}", claim.Number, StringComparison.Ordinal).Replace("/{kind?}", "/name", StringComparison.Ordinal).Replace("{kind}", piece, StringComparison.Ordinal);
            foreach (var query in new string[] { "", $"?number={wanja}&Number={wanja}&PersonNumber={wanja}" })
            {
                using var mine = await app.Client(own).GetAsync(new Uri($"{path}{query}", UriKind.Relative));
                var text = await mine.Content.ReadAsStringAsync();
                mine.StatusCode.ShouldBe(route.EndsWith("letter", StringComparison.Ordinal) ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.OK, $"{path}{query}: {text}");
                text.Replace($"umber={wanja}", "", StringComparison.Ordinal).ShouldNotContain(wanja); // The links to other languages repeat the address.
                text.ShouldNotContain("Wanja Kamau");
            }

            if (route.Contains("{number}", StringComparison.Ordinal))
            {
                using var stranger = await app.Client(other).GetAsync(new Uri(path, UriKind.Relative));
                stranger.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
                (await stranger.Content.ReadAsStringAsync()).ShouldNotContain(amina);
            }
        }

        (await TextAsync(app, own, "/me")).ShouldSatisfyAllConditions(t => t.ShouldContain("Amina Hassan Wanjiru"), t => t.ShouldContain("src=\"/me/photo\""));
        using (var hers = await app.Client(other).GetAsync(new Uri("/me/photo", UriKind.Relative)))
        {
            hers.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "who has none sees none");
        }

        (await TextAsync(app, own, "/me/claims")).ShouldContain(claim.Number);
        (await TextAsync(app, own, "/")).ShouldContain($"/me/claims/{claim.Number}");
        (await TextAsync(app, other, "/")).ShouldNotContain(claim.Number);
        (await TextAsync(app, other, "/me/claims")).ShouldNotContain(claim.Number);

        // A paper: only to an own claim, and nothing of another's is kept.
        using var brought = await app.SubmitAsync($"/me/claims/{claim.Number}/papers/{piece}", own, values: new Dictionary<string, string> { ["IssuedOn"] = "2026-06-21", ["Issuer"] = "Kisumu hospital", ["FromDay"] = "2026-06-20", ["DegreePercent"] = "100" }, file: ("Upload", "scan.pdf", "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"u8.ToArray()));
        using (var token = await app.Client(other).GetAsync(new Uri("/me/correct/name", UriKind.Relative)))
        using (var sent = new HttpRequestMessage(HttpMethod.Post, $"/me/claims/{claim.Number}/papers/{piece}"))
        {
            var page = await token.DocumentAsync();
            var fields = new MultipartFormDataContent { { new StringContent(page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!), "__RequestVerificationToken" }, { new ByteArrayContent("%PDF-1.4\n%%EOF"u8.ToArray()), "Upload", "scan.pdf" } };
            sent.Content = fields;
            sent.Headers.Add("Cookie", string.Join("; ", token.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0])));
            using var refused = await app.Client(other).SendAsync(sent);
            refused.IsSuccessStatusCode.ShouldBeFalse();
            refused.StatusCode.ShouldNotBe(HttpStatusCode.Redirect);
            refused.StatusCode.ShouldNotBe(HttpStatusCode.BadRequest, "the form's token was good");
        }

        brought.StatusCode.ShouldBe(HttpStatusCode.Redirect, await brought.Content.ReadAsStringAsync());
        (await app.UseAsync<EligibilityDb, List<EvidenceItem>>(db => db.Evidence.AsNoTracking().ToListAsync())).ShouldHaveSingleItem().ReceivedBy.ShouldBe(own.Name);

        // The decision, once there is one.
        await app.UseAsync<DetermineClaim, Guid>(act => act.HandleAsync(claim.Number, SpmisApp.Change("claims.determine"), default));
        (await TextAsync(app, own, $"/me/claims/{claim.Number}/letter")).ShouldContain(amina);
        using var letter = await app.Client(other).GetAsync(new Uri($"/me/claims/{claim.Number}/letter", UriKind.Relative));
        letter.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // A claim that an event opened: shown with what it needs, declined, claimed after all; by nobody else.
        var due = new DateOnly(2026, 6, 28);
        await app.UseAsync<EligibilityDb>(async db =>
        {
            var before = await db.Claims.AsNoTracking().SingleAsync();
            await db.Claims.ExecuteUpdateAsync(s => s.SetProperty(c => c.OpenKey, (string?)null), default); // As if that one were decided.
            db.Claims.Add(new Claim
            {
                Id = Guid.CreateVersion7(), Number = Claim.NumberOf(99), PersonId = before.PersonId, PersonNumber = before.PersonNumber, Scheme = Cases.Maternity, EventOn = due, FiledOn = due, Facts = "{}", Source = "opened by itself", RecordedAt = SpmisApp.Now,
                Channel = ClaimChannel.Event, Draft = true, OpenKey = Claim.KeyOf(Cases.Maternity, before.PersonId), Version = 1,
            }.Seal(db.Keys!)); // The host has keys.
            await db.SaveAsync(SpmisApp.Change("test"), default);
        });
        var opened99 = $"/me/claims/{Claim.NumberOf(99)}";
        (await TextAsync(app, own, opened99)).ShouldContain("It is decided and paid only if you claim it");
        using (var strange = await app.Client(other).GetAsync(new Uri(opened99, UriKind.Relative)))
        {
            strange.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        (await Should.ThrowAsync<Refused>(() => app.UseAsync<AnswerDueClaim, Claim>(act => act.ConfirmAsync(Claim.NumberOf(99), null, null, SpmisApp.Change("claims.confirm", other), default)))).Code.ShouldBe("claim.unknown");
        (await Should.ThrowAsync<Refused>(() => app.UseAsync<AnswerDueClaim>(act => act.DeclineAsync(claim.Number, null, SpmisApp.Change("claims.close", own), default)))).Code.ShouldBe("claim.not-by-event");
        using var declined = await app.SubmitAsync(opened99, own, "Decline", new Dictionary<string, string> { ["Because"] = "My husband claims" });
        declined.StatusCode.ShouldBe(HttpStatusCode.Redirect, await declined.Content.ReadAsStringAsync());
        (await app.UseAsync<EligibilityDb, Claim>(db => db.Claims.AsNoTracking().SingleAsync(c => c.Draft))).ClosedBecause.ShouldBe("Declined by the claimant in the own account: My husband claims");
        var api = $"/api/eligibility{opened99}";
        (await SendAsync(app, other, $"{api}/confirmation")).ShouldBe((HttpStatusCode.BadRequest, "claim.unknown"));
        using var confirmed = await app.SubmitAsync(opened99 + "?culture=fr", own, "Confirm", new Dictionary<string, string> { ["LateBecause"] = "I was away" });
        confirmed.StatusCode.ShouldBe(HttpStatusCode.Redirect, await confirmed.Content.ReadAsStringAsync());
        var taken = await app.UseAsync<EligibilityDb, Claim>(db => db.Claims.AsNoTracking().SingleAsync(c => c.EventOn == due));
        (taken.Draft, taken.ClosedAt, taken.Channel).ShouldBe((false, null, ClaimChannel.Person));
        (await SendAsync(app, own, $"{api}/declining")).ShouldBe((HttpStatusCode.BadRequest, "claim.not-by-event"));
        (await TextAsync(app, own, opened99)).ShouldNotContain("It is decided and paid only if you claim it");

        // Whoever looks at the own record is on the record as such.
        var reads = await app.UseAsync<IdentityDb, List<Spmis.Identity.Reads.PersonRead>>(db => db.Reads.AsNoTracking().ToListAsync());
        reads.Where(r => r.ActorId == own.Id).ShouldAllBe(r => r.Person == amina && r.Purpose == "own");
        reads.Where(r => r.ActorId == own.Id).Select(r => r.Place).Distinct().ShouldContain("me/statement");
        reads.Where(r => r.ActorId == other.Id).ShouldAllBe(r => r.Person == wanja);

        // A person's account that is tied to nobody sees nothing, and the role with another role neither.
        foreach (var nobody in new[] { new Actor("p9", "Nobody", [Roles.Person]), own with { Id = "p8", Roles = [Roles.Person, Roles.Employer] } })
        {
            using var refused = await app.Client(nobody).GetAsync(new Uri("/me", UriKind.Relative));
            refused.IsSuccessStatusCode.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Person_AsksForACorrectionAndConsents_AndTheOfficeDecides()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var (amina, wanja) = await TwoAsync(app);
        var (own, other) = (Of(amina), Of(wanja));

        using var asked = await app.SubmitAsync("/me/correct/name", own, values: new Dictionary<string, string> { ["Input.GivenName"] = "Aminah", ["Input.MiddleName"] = "Hassan", ["Input.FamilyName"] = "Wanjiru", ["Evidence"] = "Birth certificate 12", ["Reason"] = "One letter is missing", ["Number"] = wanja });
        asked.StatusCode.ShouldBe(HttpStatusCode.Redirect, await asked.Content.ReadAsStringAsync());
        using var number = await app.SubmitAsync("/me/correct/identifiers", own, values: new Dictionary<string, string> { ["Input.NationalId"] = "34567812", ["Input.NationalIdVerified"] = "true", ["Evidence"] = "Identity card", ["Reason"] = "New card" });
        var waiting = await app.UseAsync<RegistrationDb, List<Proposal>>(db => db.Proposals.AsNoTracking().OrderBy(p => p.Id).ToListAsync());
        waiting.ShouldAllBe(p => p.Act == ChangePerson.Act && p.Subject.StartsWith(amina + ":") && p.PreparedById == own.Id && p.DecidedAt == null);
        waiting.ShouldAllBe(p => !p.Payload.Contains("\"nationalIdVerified\":true"));
        (await app.ReadAsync(amina)).Person.GivenName.ShouldBe("Amina", "nobody puts the own record right alone");
        (await TextAsync(app, own, "/me/correct")).ShouldContain("Waiting");
        (await TextAsync(app, other, "/me/correct")).ShouldNotContain("Waiting");

        // Who handed out the code could have asked in the person's place.
        var desk = new Actor("desk", "Dan Desk", [Roles.Officer, Roles.Supervisor]);
        await app.UseAsync<OfferAccount>(o => o.ToPersonAsync(amina, SpmisApp.Change("accounts.offer", desk), default));
        (await Should.ThrowAsync<Refused>(() => app.ApproveAsync(waiting[0].Id, desk))).Code.ShouldBe("change.own-code");
        (await Should.ThrowAsync<Refused>(() => app.ApproveAsync(waiting[0].Id, new Actor("other", "Dan's other account", [Roles.Supervisor]) { OtherIds = ["desk"] }))).Code.ShouldBe("change.own-code");
        await Registry.ApproveAsync(app, waiting[0].Id);
        (await app.ReadAsync(amina)).Person.GivenName.ShouldBe("Aminah");

        using var given = await ConsentAsync(app, own, "Give", "research");
        given.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var consent = (await ConsentsAsync(app, amina)).ShouldHaveSingleItem();
        (consent.Purpose, consent.Evidence).ShouldBe(("research", "in the own account"));
        using var foreign = await ConsentAsync(app, other, "Withdraw", consent.Id.ToString());
        foreign.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "another's consent");
        (await ConsentsAsync(app, amina))[0].WithdrawnOn.ShouldBeNull();
        using var unknown = await ConsentAsync(app, own, "Give", "everything");
        unknown.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var withdrawn = await ConsentAsync(app, own, "Withdraw", consent.Id.ToString());
        withdrawn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await ConsentsAsync(app, amina))[0].WithdrawnOn.ShouldNotBeNull();
    }

    [Fact]
    public async Task Person_SeesTheOwnMonths_AndNobodyElses()
    {
        await using var world = await ContributionsWorld.StartAsync(2);
        await world.FileAsync(ContributionsWorld.File(ContributionsWorld.Line(ContributionsWorld.Worker(1), "9000"), ContributionsWorld.Line(ContributionsWorld.Worker(2), "7777")));
        await world.App.SettleAsync();
        foreach (var path in new[] { "/me/contributions", "/fragments/contributions/me", $"/me/contributions?number={ContributionsWorld.Worker(2)}&Number={ContributionsWorld.Worker(2)}" })
        {
            var text = await TextAsync(world.App, Of(ContributionsWorld.Worker(1)), path);
            text.ShouldContain("9,000");
            text.ShouldNotContain("7,777");
            text.Replace($"umber={ContributionsWorld.Worker(2)}", "", StringComparison.Ordinal).ShouldNotContain(ContributionsWorld.Worker(2)); // The links to other languages repeat the address.
            text.ShouldNotContain("href=\"/bills/");
        }

        (await TextAsync(world.App, Of(ContributionsWorld.Worker(2)), "/me/contributions")).ShouldContain("7,777");
    }

    [Fact]
    public async Task Person_SeesTheOwnPayments_AndNobodyElses()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(2);
        await payroll.PayAsync();
        var instructions = await payroll.InstructionsAsync();
        var (one, two) = (Payroll.Facts(1), Payroll.Facts(2));
        var (mine, others) = (instructions.Single(i => i.PayeeId == one.PersonId).Reference, instructions.Single(i => i.PayeeId == two.PersonId).Reference);
        foreach (var path in new[] { "/me/payments", "/fragments/payments/me", $"/me/payments?number={two.RegistrationNumber}&Number={two.RegistrationNumber}" })
        {
            var text = await TextAsync(payroll.App, Of(one.RegistrationNumber), path);
            text.ShouldContain(mine);
            text.ShouldNotContain(others);
            text.ShouldNotContain(one.PayAccount!, Case.Insensitive, "an account is masked");
        }

        (await TextAsync(payroll.App, Of(two.RegistrationNumber), "/me/payments")).ShouldContain(others);

        // Whoever sees an account that is not theirs says so; of another's account nobody can.
        var addresses = await payroll.App.UseAsync<Spmis.Payments.PaymentsDb, Dictionary<Guid, long>>(db => db.FinancialAddresses.ToDictionaryAsync(a => a.PersonId, a => a.Id));
        using var person = payroll.App.Client(Of(one.RegistrationNumber));
        foreach (var (of, status) in new[] { (two.PersonId, HttpStatusCode.BadRequest), (one.PersonId, HttpStatusCode.OK) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/payments/me/addresses/{addresses[of]}/objection") { Content = JsonContent.Create(new { reason = "not my account" }), Headers = { { "Idempotency-Key", $"object-{of}" } } };
            using var answer = await person.SendAsync(request, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(status);
        }

        (await TextAsync(payroll.App, Of(one.RegistrationNumber), "/me/payments")).ShouldContain("Said to be wrong");
        (await payroll.App.UseAsync<Spmis.Payments.PaymentsDb, int>(db => db.FinancialAddresses.CountAsync(a => a.ObjectedAt != null))).ShouldBe(1);
    }

    private static Actor Of(string number) => new($"person-{number}", $"Person {number}", [Roles.Person]) { PersonNumber = number };

    private static async Task<(string Amina, string Wanja)> TwoAsync(SpmisApp app)
    {
        var amina = await app.RegisterAsync(Registry.Amina with { BornOn = new(1995, 1, 1) });
        var wanja = await app.RegisterAsync(Registry.Amina with { GivenName = "Wanja", MiddleName = null, FamilyName = "Kamau", BornOn = new(1990, 5, 5), NationalId = "45678123", Phone = "+254 733 111 222", Village = "Kondele" });
        await app.SettleAsync();
        return (amina.Number, wanja.Number);
    }

    private static async Task<(HttpStatusCode Status, string? Code)> SendAsync(SpmisApp app, Actor actor, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = System.Net.Http.Json.JsonContent.Create(new Spmis.Eligibility.Api.MyAnswer(null)), Headers = { { "Idempotency-Key", Guid.CreateVersion7().ToString() } } };
        using var answer = await app.Client(actor).SendAsync(request);
        return (answer.StatusCode, System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString());
    }

    private static async Task<string> TextAsync(SpmisApp app, Actor actor, string path)
    {
        using var answer = await app.Client(actor).GetAsync(new Uri(path, UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path}: {text}");
        return text;
    }

    private static Task<HttpResponseMessage> ConsentAsync(SpmisApp app, Actor actor, string field, string value) =>
        SpmisApp.PostFormAsync(app.Browser(actor), "/me/consents", (field, value));

    private static Task<List<Consent>> ConsentsAsync(SpmisApp app, string number) => app.UseAsync<RegistrationDb, List<Consent>>(db =>
        db.Set<Consent>().AsNoTracking().Where(c => db.Set<Spmis.Registration.Persons.Person>().Any(p => p.Id == c.PersonId && p.Number == number)).ToListAsync());
}
