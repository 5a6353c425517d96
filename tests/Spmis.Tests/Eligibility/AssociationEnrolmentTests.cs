using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Eligibility;
using Spmis.Eligibility.Associations;
using Spmis.Eligibility.Enrolments;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Eligibility;

/// <summary>Enrolment by membership of an association that has an agreement with a scheme.</summary>
public sealed class AssociationEnrolmentTests
{
    private const string Fund = "ke-nssf";
    private static readonly PersonFacts One = Cases.Person(1, new DateOnly(1980, 1, 1));
    private static readonly PersonFacts Two = Cases.Person(2, new DateOnly(1982, 2, 2));
    private static readonly PersonFacts Three = Cases.Person(3, new DateOnly(1983, 3, 3));
    private static readonly Guid Association = new("00000000-0000-7000-9000-000000000001");
    private static readonly string Number = CheckDigit.Append("6000001");

    [Fact]
    public async Task Members_OfAnAssociationWithAnAgreement_AreEnrolledWhileBothLast()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync(One, Two);
        await app.TellAsync(new AssociationsRecorded { Associations = [new AssociationFacts { AssociationId = Association, AssociationNumber = Number, Name = "Mara Farmers", Kind = "cooperative", Version = 1 }] });
        await app.TellAsync(Members(Member(1, One, "2026-01-10"), Member(2, Two, "2026-03-01", "2026-05-31"), Member(3, Three, "2026-03-01")));
        (await SpellsAsync(app, One)).ShouldBe("", "no agreement, no enrolment");

        (await Should.ThrowAsync<Refused>(() => ProposeAsync(app, "123", new DateOnly(2026, 2, 1)))).Code.ShouldBe("association.unknown");
        (await Should.ThrowAsync<Refused>(() => ProposeAsync(app, Number, new DateOnly(2026, 7, 2)))).Code.ShouldBe("agreement.ahead");
        var proposed = await ProposeAsync(app, Number, new DateOnly(2026, 2, 1));
        (await Should.ThrowAsync<Refused>(() => app.ApproveAsync(proposed.Id, SpmisApp.Officer with { Roles = [Spmis.Kernel.Access.Roles.Supervisor] }))).Code.ShouldBe("proposal.own");
        (await SpellsAsync(app, One)).ShouldBe("", "nobody is enrolled before a second person approves");
        await app.ApproveAsync(proposed.Id);
        await app.SettleAsync();
        var agreement = await app.UseAsync<EligibilityDb, Guid>(db => db.SchemeAgreements.Select(a => a.Id).SingleAsync());
        (await Should.ThrowAsync<Refused>(() => ProposeAsync(app, Number, new DateOnly(2026, 3, 1)))).Code.ShouldBe("agreement.overlaps");
        (await SpellsAsync(app, One)).ShouldBe("2026-02-01.. Association");
        (await SpellsAsync(app, Two)).ShouldBe("2026-03-01..2026-05-31 Association");

        // A person told after the membership; months contributed before the agreement stand beside it.
        await app.RegisterAsync(Three);
        (await SpellsAsync(app, Three)).ShouldBe("2026-03-01.. Association");
        await app.ContributeAsync(One.PersonId, 3);
        (await SpellsAsync(app, One)).ShouldBe("2026-01-01..2026-01-31 Employment 2026-02-01.. Association");
        var open = await app.UseAsync<EligibilityDb, Guid>(db => db.Enrolments.Where(e => e.PersonId == One.PersonId && e.EndOn == null).Select(e => e.Id).SingleAsync());
        (await Should.ThrowAsync<Refused>(() => app.UseAsync<Enrol>(act => act.EndAsync(open, new DateOnly(2026, 6, 1), SpmisApp.Change(reason: "left"), default)))).Code.ShouldBe("enrolment.by-association");

        // A merge puts the memberships of both records to one person, and its undoing gives them back.
        var merge = Guid.CreateVersion7();
        await app.TellAsync(new PersonsMerged { MergeId = merge, SurvivorId = One.PersonId, MergedIds = [Two.PersonId] });
        (await SpellsAsync(app, One)).ShouldBe("2026-01-01..2026-01-31 Employment 2026-02-01.. Association");
        await app.TellAsync(new MergeUndone { MergeId = merge, SurvivorId = One.PersonId, MergedIds = [Two.PersonId] });
        (await SpellsAsync(app, Two)).ShouldBe("2026-03-01..2026-05-31 Association");

        // The end of the membership, and of the agreement.
        await app.TellAsync(Members(Member(1, One, "2026-01-10", "2026-06-30", version: 2)));
        (await SpellsAsync(app, One)).ShouldBe("2026-01-01..2026-01-31 Employment 2026-02-01..2026-06-30 Association");
        (await Should.ThrowAsync<Refused>(() => EndAsync(app, agreement, new DateOnly(2026, 1, 31)))).Code.ShouldBe("agreement.end-outside");
        var end = await EndAsync(app, agreement, new DateOnly(2026, 4, 30));
        (await SpellsAsync(app, Two)).ShouldBe("2026-03-01..2026-05-31 Association", "nothing ends before a second person approves");
        await app.ApproveAsync(end.Id);
        (await Should.ThrowAsync<Refused>(() => EndAsync(app, agreement, new DateOnly(2026, 5, 1)))).Code.ShouldBe("agreement.ended");
        await app.SettleAsync();
        (await SpellsAsync(app, One)).ShouldBe("2026-01-01..2026-01-31 Employment 2026-02-01..2026-04-30 Association");
        (await SpellsAsync(app, Two)).ShouldBe("2026-03-01..2026-04-30 Association");
        await app.TellAsync(Members(Member(1, One, "2026-01-10", "2026-06-30", version: 3, reason: "error")));
        (await SpellsAsync(app, One)).ShouldBe("2026-01-01.. Employment");

        // The page says so in two languages.
        var page = await (await app.Client(SpmisApp.Supervisor).GetAsync(new Uri("/eligibility/agreements", UriKind.Relative))).DocumentAsync();
        page.Body!.TextContent.ShouldContain("Mara Farmers");
        page.Faults().ShouldBeEmpty();
        (await (await app.Client(SpmisApp.Supervisor).GetAsync(new Uri("/eligibility/agreements?culture=ar", UriKind.Relative))).DocumentAsync()).Faults().ShouldBeEmpty();
        (await app.SubmitAsync("/eligibility/agreements", SpmisApp.Supervisor, "Agree", new Dictionary<string, string> { ["Number"] = Number, ["Scheme"] = Fund, ["FromOn"] = "2026-06-01" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await app.SubmitAsync("/eligibility/agreements", SpmisApp.Supervisor, "Agree", new Dictionary<string, string> { ["Number"] = "99", ["Scheme"] = Fund, ["FromOn"] = "2026-06-01" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    /// <summary>Day by day: covered by a spell or an act exactly when a time or an act covers the day; no two spells touch the same day; any order gives the same.</summary>
    [Fact]
    public void AssociationSpells_OfGeneratedTimesAndActs_CoverEachDayOnce() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var first = new DateOnly(2026, 1, 1);
        DateOnly? End(DateOnly from) => random.Next(6) == 0 ? null : from.AddDays(random.Next(0, 60));
        var times = Enumerable.Range(0, random.Next(1, 7)).Select(_ => first.AddDays(random.Next(0, 200))).Select(d => new CoveredTime(d, End(d), null)).ToList();
        List<Spell> acts = [];
        for (var at = first.AddDays(random.Next(0, 80)); acts.Count < random.Next(0, 4) && acts is not [.., { EndOn: null }]; at = (acts[^1].EndOn ?? at).AddDays(random.Next(1, 60)))
        {
            acts.Add(new Spell(at, End(at)));
        }

        var spells = AssociationSpells.Of(times, acts).Select(s => s.Spell).ToList();

        AssociationSpells.Of(times.OrderBy(_ => random.Next()), acts.OrderBy(_ => random.Next())).Select(s => s.Spell).ShouldBe(spells, $"seed {seed}");
        for (var day = first; day < first.AddDays(400); day = day.AddDays(1))
        {
            static bool Covers(DateOnly from, DateOnly? to, DateOnly on) => from <= on && (to is null || on <= to);
            var expected = times.Any(t => Covers(t.FromOn, t.UntilOn, day)) && !acts.Any(a => Covers(a.StartOn, a.EndOn, day));
            spells.Count(s => Covers(s.StartOn, s.EndOn, day)).ShouldBe(expected ? 1 : 0, $"seed {seed}, {day:yyyy-MM-dd}");
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static AssociationMembersRecorded Members(params IReadOnlyList<AssociationMemberFacts> members) => new() { Members = members };

    private static AssociationMemberFacts Member(int id, PersonFacts person, string from, string? until = null, long version = 1, string? reason = null) => new()
    {
        MembershipId = new Guid($"00000000-0000-7000-9001-{id:D12}"), AssociationId = Association, PersonId = person.PersonId, Role = "member", From = DateOnly.ParseExact(from, "yyyy-MM-dd", null),
        Until = until is null ? null : DateOnly.ParseExact(until, "yyyy-MM-dd", null), EndReason = reason, Version = version,
    };

    private static Task<Proposal> ProposeAsync(SpmisApp app, string number, DateOnly from) => app.UseAsync<AgreeScheme, Proposal>(act => act.ProposeAsync(new NewAgreement(number, Fund, "Farmers", from), SpmisApp.Change(), default));

    private static Task<Proposal> EndAsync(SpmisApp app, Guid agreement, DateOnly last) => app.UseAsync<EndAgreement, Proposal>(act => act.ProposeAsync(agreement, last, SpmisApp.Change(), default));

    private static async Task<string> SpellsAsync(SpmisApp app, PersonFacts person)
    {
        var (spells, _) = await app.UseAsync<FindEnrolments, (IReadOnlyList<Enrolment>, ILookup<Guid, EnrolmentDependant>)>(find => find.OfAsync(person.PersonId, default));
        return string.Join(' ', spells.Where(s => s.Scheme == Fund).OrderBy(s => s.StartOn).Select(s => $"{s.StartOn:yyyy-MM-dd}..{s.EndOn:yyyy-MM-dd} {s.How}"));
    }
}
