using System.Net;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Registration;
using Spmis.Registration.Associations;
using Spmis.Registration.Restrictions;
using Spmis.TestKit;
using Spmis.Tests.Eligibility;
using Spmis.Tests.Identity;
using static Spmis.Tests.Registration.Registry;

namespace Spmis.Tests.Registration;

/// <summary>What an association sees of its members and asks the office for; the office decides.</summary>
public sealed class OwnAssociationTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Members_OfTheOwnAssociation_AreFoundAndTakenOut_AndNothingOfTheirLivesIsShown()
    {
        await using var app = await SpmisApp.StartAsync();
        var story = await AssociationStory.TellAsync(app);
        var members = await TextAsync(app, story.Own, "/association/members");
        members.ShouldContain("Amina Hassan Wanjiru");
        members.ShouldNotContain("Wanja Kamau");
        (await TextAsync(app, story.Own, "/association/members?q=wanjiru")).ShouldContain("Amina Hassan Wanjiru");
        (await TextAsync(app, story.Own, $"/association/members?q={story.Member}")).ShouldContain("Amina Hassan Wanjiru");
        (await TextAsync(app, story.Own, "/association/members?q=kamau")).ShouldContain("No member matches.");
        (await TextAsync(app, story.Own, $"/association/members?q={story.OtherMember}")).ShouldContain("No member matches.");
        var csv = await TextAsync(app, story.Own, "/association/members?handler=Csv");
        csv.ShouldContain($"{story.Member},Amina Hassan Wanjiru,");
        csv.ShouldNotContain("Wanja");
        var one = await TextAsync(app, story.Own, $"/association/members/{story.Membership}");
        foreach (var text in new[] { members, csv, one, await TextAsync(app, story.Own, "/association/agreements"), await TextAsync(app, story.Own, "/association/agreements?handler=Csv") })
        {
            foreach (var hidden in new[] { "23456781", "712 345", "254712345678", "1988", "Nyalenda" })
            {
                text.ShouldNotContain(hidden, Case.Sensitive, "is no matter of the association");
            }
        }

        (await TextAsync(app, story.Own, "/association/agreements")).ShouldContain("Amina Hassan Wanjiru");
        (await TextAsync(app, story.Own, $"/association/agreements?q={story.OtherMember}")).ShouldContain("No member like this is enrolled by membership.");

        // Staff's pages of persons and associations are not its; a program that acts for it has the same, its own only.
        foreach (var path in new[] { $"/persons/{story.Member}", $"/associations/{story.Number}", $"/api/registration/associations/{story.Number}/members", $"/eligibility/agreements?association={story.Number}" })
        {
            (await app.Client(story.Own).GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }

        (await TextAsync(app, story.Own, "/api/registration/association/members")).ShouldContain(story.Member);
        (await TextAsync(app, story.Own, "/api/eligibility/association/enrolments")).ShouldContain(story.Member);
        (await TextAsync(app, story.Other, "/api/registration/association/members")).ShouldNotContain(story.Member);

        // A restricted record is no secret to the own association, which is no staff.
        var change = SpmisApp.Change(now: TimeProvider.System.GetUtcNow().UtcDateTime, reason: "In danger");
        var restricted = await app.UseAsync<ProposeRestriction, Proposal>(act => act.HandleAsync(story.Member, new NewRestriction(RestrictionKind.ProtectedPerson, null, null), change, default));
        await app.UseAsync<FourEyes>(act => act.ApproveAsync(RegistrationModule.ModuleName, restricted.Id, change with { Actor = SpmisApp.Supervisor }, default));
        await app.SettleAsync();
        foreach (var path in new[] { "/association/members", $"/member-lists/{story.List}", "/association/agreements" })
        {
            (await TextAsync(app, story.Own, path)).ShouldContain("Amina Hassan Wanjiru", Case.Sensitive, path);
        }

        (await TextAsync(app, SpmisApp.Officer, $"/associations/{story.Number}")).ShouldNotContain("Amina Hassan Wanjiru");
        (await TextAsync(app, SpmisApp.Officer, $"/member-lists/{story.List}")).ShouldNotContain("Amina Hassan Wanjiru");
        foreach (var culture in new[] { "en", "fr", "ar", "es", "pt" })
        {
            foreach (var path in new[] { "/association", "/association/members", $"/association/members/{story.Membership}", "/association/members/new", "/association/agreements" })
            {
                using var answer = await app.Client(story.Own).GetAsync($"{path}?culture={culture}", Ct);
                (await answer.DocumentAsync()).Faults().ShouldBeEmpty($"{path} {culture}");
            }
        }
    }

    [Fact]
    public async Task Changes_AskedForByTheAssociation_AreTheOfficesToDecide()
    {
        await using var app = await SpmisApp.StartAsync();
        var story = await AssociationStory.TellAsync(app);

        // Joining: the number checks, a name and a paper are given; whether anybody has the number is not told.
        using (var typo = await JoinAsync(app, story.Own, story.OtherMember[..^1] + (story.OtherMember[^1] == '0' ? '1' : '0'), "Wanja Kamau"))
        {
            typo.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        using (var bare = await JoinAsync(app, story.Own, story.OtherMember, "Wanja Kamau", ""))
        {
            (await bare.Content.ReadAsStringAsync(Ct)).ShouldContain("Name the paper");
        }

        using (var asked = await JoinAsync(app, story.Own, story.OtherMember, "Kamau Wanja"))
        {
            asked.StatusCode.ShouldBe(HttpStatusCode.Redirect, await asked.Content.ReadAsStringAsync(Ct));
        }

        using (var nobody = await JoinAsync(app, story.Own, Spmis.Values.CheckDigit.Append("269999999"), "No Body"))
        {
            nobody.StatusCode.ShouldBe(HttpStatusCode.Redirect, "the same answer as for somebody");
        }

        using (var already = await JoinAsync(app, story.Own, story.Member, "Amina"))
        {
            already.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        (await TextAsync(app, story.Own, "/association/members")).ShouldNotContain("Wanja", Case.Sensitive, "nobody is enrolled by asking");
        (await TextAsync(app, story.Own, "/association")).ShouldContain("Waiting");
        (await TextAsync(app, story.Other, "/association")).ShouldNotContain("Waiting");
        var waiting = await app.UseAsync<RegistrationDb, List<Proposal>>(db => db.Proposals.AsNoTracking().Where(p => p.Act == AdmitMember.Act).OrderBy(p => p.Id).ToListAsync());
        waiting.Count.ShouldBe(2);
        waiting[0].Shown.ShouldContain("yes");
        waiting[1].Shown.ShouldContain("nobody has this number");
        (await Should.ThrowAsync<Refused>(() => app.ApproveAsync(waiting[0].Id, story.Own))).Code.ShouldBe("proposal.own");
        (await Should.ThrowAsync<Refused>(() => app.ApproveAsync(waiting[0].Id, story.Other))).Code.ShouldBe("proposal.not-allowed");
        await app.ApproveAsync(waiting[0].Id, SpmisApp.Officer);
        (await Should.ThrowAsync<Refused>(() => app.ApproveAsync(waiting[1].Id, SpmisApp.Officer))).Code.ShouldBe("person.unknown");
        (await TextAsync(app, story.Own, "/association/members")).ShouldContain("Wanja Kamau");
        (await TextAsync(app, SpmisApp.Officer, $"/proposals/registration/{waiting[1].Id}")).ShouldContain("No Body");

        // Leaving: another association's membership is unknown; the office ends it.
        (await Should.ThrowAsync<Refused>(() => app.UseAsync<AskForMembership>(act => act.ToDismissAsync(story.Membership, null, "left", Ask(story.Other), Ct)))).Code.ShouldBe("member.unknown");
        (await Should.ThrowAsync<Refused>(() => app.UseAsync<AskForMembership>(act => act.ToDismissAsync(story.Membership, new DateOnly(2025, 1, 1), "left", Ask(story.Own), Ct)))).Code.ShouldBe("member.until");
        using (var left = await app.SubmitAsync($"/association/members/{story.Membership}", story.Own, values: new Dictionary<string, string> { ["Reason"] = "left", ["Until.Year"] = "2026", ["Until.Month"] = "06", ["Until.Day"] = "30", ["Until"] = "2026-06-30", ["Evidence"] = "Page 7" }))
        {
            left.StatusCode.ShouldBe(HttpStatusCode.Redirect, await left.Content.ReadAsStringAsync(Ct));
        }

        (await Should.ThrowAsync<Refused>(() => app.UseAsync<AskForMembership>(act => act.ToDismissAsync(story.Membership, null, "left", Ask(story.Own), Ct)))).Code.ShouldBe("proposal.open-already");
        var end = await app.UseAsync<RegistrationDb, Proposal>(db => db.Proposals.AsNoTracking().SingleAsync(p => p.Act == DismissMember.Act));
        await app.ApproveAsync(end.Id, SpmisApp.Officer);
        (await TextAsync(app, story.Own, "/association/members?past=true")).ShouldContain("Amina Hassan Wanjiru");

        // A closed association asks for nothing more, and gets no code.
        await app.UseAsync<CloseAssociation>(act => act.HandleAsync(story.OtherNumber, null, SpmisApp.Change("associations.close", reason: "Dissolved"), default));
        await app.SettleAsync();
        (await Should.ThrowAsync<Refused>(() => app.UseAsync<AskForMembership>(act => act.ToAdmitAsync(new WantedMember { Person = story.Member, Name = "Amina" }, Ask(story.Other), Ct)))).Code.ShouldBe("association.closed");
        (await Should.ThrowAsync<Refused>(() => app.UseAsync<Spmis.Registration.Accounts.OfferAccount>(act => act.ToAssociationAsync(story.OtherNumber, SpmisApp.Change("accounts.offer"), Ct)))).Code.ShouldBe("association.closed");
        (await TextAsync(app, story.Other, "/association")).ShouldContain("Dissolved");
    }

    private static Change Ask(Actor actor) => SpmisApp.Change("associations.ask", actor) with { Evidence = "Page 7" };

    private static Task<HttpResponseMessage> JoinAsync(SpmisApp app, Actor actor, string number, string name, string evidence = "Page 7 of the register of members") =>
        app.SubmitAsync("/association/members/new", actor, values: new Dictionary<string, string> { ["Person"] = number, ["Name"] = name, ["MemberNumber"] = "M77", ["From.Year"] = "2026", ["From.Month"] = "5", ["From.Day"] = "1", ["From"] = "2026-05-01", ["Evidence"] = evidence });

    private static async Task<string> TextAsync(SpmisApp app, Actor actor, string path)
    {
        using var answer = await app.Client(actor).GetAsync(path, Ct);
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path}: {text}");
        return text;
    }
}
