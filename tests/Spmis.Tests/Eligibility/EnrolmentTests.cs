using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Contributions;
using Spmis.Contracts.Registration;
using Spmis.Eligibility;
using Spmis.Eligibility.Enrolments;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Eligibility;

public sealed class EnrolmentTests
{
    private const string Fund = "ke-nssf";
    private static readonly PersonFacts One = Cases.Person(1, new DateOnly(1980, 1, 1));
    private static readonly PersonFacts Two = Cases.Person(2, new DateOnly(1982, 2, 2));

    /// <summary>Months and recorded spells, and the spells derived beside them.</summary>
    [Theory]
    [InlineData("2026-03 2026-01 2026-02", "", "2026-01-01..")]
    [InlineData("2026-01", "2025-06-15..", "")]
    [InlineData("2026-01 2026-05", "2026-02-01..2026-03-31", "2026-01-01..2026-01-31 2026-05-01..")]
    [InlineData("2026-03 2026-04", "2026-01-01..2026-03-15", "2026-04-01..")] // A month covered in part is covered.
    [InlineData("2025-01 2026-09", "2025-06-01..2025-12-31 2026-03-01..2026-06-30", "2025-01-01..2025-05-31 2026-09-01..")]
    [InlineData("", "2026-01-01..", "")]
    public void DeriveSpells_OfMonthsAndActs_FillsTheTimesBetween(string months, string acts, string expected) =>
        Words(DeriveSpells.Of(months.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(m => Month.Parse(m)), Spells(acts))).ShouldBe(expected);

    [Fact]
    public void DeriveSpells_OfGeneratedMonthsInAnyOrder_CoverEachOnceAndTouchNoAct() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var months = Enumerable.Range(0, random.Next(1, 40)).Select(_ => new Month(2020, 1).Add(random.Next(0, 60))).ToList();
        var acts = new List<Spell>();
        for (var at = new DateOnly(2020, 1, 1).AddDays(random.Next(0, 400)); acts.Count < random.Next(0, 4); at = acts[^1].EndOn!.Value.AddDays(random.Next(1, 300)))
        {
            acts.Add(new Spell(at, at.AddDays(random.Next(0, 300))));
        }

        var derived = DeriveSpells.Of(months, acts);
        var shuffled = DeriveSpells.Of(months.OrderBy(_ => random.Next()), acts.OrderBy(_ => random.Next()));

        shuffled.ShouldBe(derived, $"seed {seed}");
        var all = derived.Concat(acts).OrderBy(s => s.StartOn).ToList();
        all.Zip(all.Skip(1)).ShouldAllBe(p => p.First.EndOn != null && p.First.EndOn < p.Second.StartOn, $"seed {seed}");
        months.ShouldAllBe(m => all.Any(s => s.StartOn <= m.Last && (s.EndOn == null || s.EndOn >= m.First)), $"seed {seed}");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public async Task Months_Recorded_OpenASpellAndItsCorrectionTakesItBack()
    {
        await using var app = await ReadyAsync();

        await app.ContributeAsync(One.PersonId, 3);
        (await SpellsAsync(app)).ShouldBe("2026-01-01..");
        await app.TellAsync(Year(One.PersonId, 2025, 1 << 10)); // November 2025, told late.
        (await SpellsAsync(app)).ShouldBe("2025-11-01..");
        await app.TellAsync(Year(One.PersonId, 2025, 0, version: 2));
        (await SpellsAsync(app)).ShouldBe("2026-01-01..");
    }

    [Fact]
    public async Task End_OfADerivedSpell_StandsAndLaterMonthsOpenANewOne()
    {
        await using var app = await ReadyAsync();
        await app.ContributeAsync(One.PersonId, 3);
        var spell = await app.UseAsync<EligibilityDb, Enrolment>(db => db.Enrolments.SingleAsync());

        (await Should.ThrowAsync<Refused>(() => EndAsync(app, spell.Id, new DateOnly(2025, 12, 31)))).Code.ShouldBe("enrolment.end-outside");
        (await Should.ThrowAsync<Refused>(() => EndAsync(app, spell.Id, new DateOnly(2026, 4, 30), reason: " "))).Code.ShouldBe("enrolment.no-reason");
        await EndAsync(app, spell.Id, new DateOnly(2026, 4, 30));
        await app.ContributeAsync(One.PersonId, 6, version: 2);

        (await SpellsAsync(app)).ShouldBe("2026-01-01..2026-04-30 2026-05-01..");
        (await Should.ThrowAsync<Refused>(() => EndAsync(app, spell.Id, new DateOnly(2026, 4, 30)))).Code.ShouldBe("enrolment.ended-already");
    }

    [Fact]
    public async Task Enrol_Voluntarily_HasItsWaitingPeriodAndGivesWayToNoSecond()
    {
        await using var app = await ReadyAsync(waitingMonths: 6);

        var made = await EnrolAsync(app, One, Fund, new DateOnly(2026, 3, 15));
        (made.WaitingUntil, made.CountsFrom, made.How).ShouldBe((new DateOnly(2026, 9, 14), new DateOnly(2026, 3, 15), EnrolledBy.Voluntary));
        await app.ContributeAsync(One.PersonId, 6);
        (await SpellsAsync(app)).ShouldBe("2026-01-01..2026-03-14 2026-03-15..");
        (await Should.ThrowAsync<Refused>(() => EnrolAsync(app, One, Fund, new DateOnly(2026, 6, 1)))).Code.ShouldBe("enrolment.overlaps");

        // One person in several schemes.
        await EnrolAsync(app, One, Cases.Maternity, new DateOnly(2026, 3, 15));
        (await app.UseAsync<EligibilityDb, int>(db => db.Enrolments.Select(e => e.Scheme).Distinct().CountAsync())).ShouldBe(2);
    }

    [Fact]
    public async Task Transfer_ToAnotherScheme_LosesNoMonthOfMembership()
    {
        await using var app = await ReadyAsync(waitingMonths: 6);
        var old = await EnrolAsync(app, One, Cases.Maternity, new DateOnly(2026, 1, 10));

        var made = await TransferAsync(app, old.Id, Fund, new DateOnly(2026, 5, 1));

        (made.CountsFrom, made.WaitingUntil, made.TransferredFromId).ShouldBe((new DateOnly(2026, 1, 10), new DateOnly(2026, 7, 9), old.Id));
        var ended = await app.UseAsync<EligibilityDb, Enrolment>(db => db.Enrolments.SingleAsync(e => e.Id == old.Id));
        (ended.EndOn, ended.EndedBecause).ShouldBe((new DateOnly(2026, 4, 30), "Transferred to ke-nssf."));
        (await Should.ThrowAsync<Refused>(() => TransferAsync(app, made.Id, Fund, new DateOnly(2026, 6, 1)))).Code.ShouldBe("enrolment.same-scheme");

        // Nothing half done: the old spell goes on when the new one cannot begin.
        (await Should.ThrowAsync<Refused>(() => TransferAsync(app, made.Id, "no-such", new DateOnly(2026, 6, 1)))).Code.ShouldBe("scheme.not-in-force");
        (await app.UseAsync<EligibilityDb, DateOnly?>(db => db.Enrolments.Where(e => e.Id == made.Id).Select(e => e.EndOn).SingleAsync())).ShouldBeNull();
    }

    [Theory]
    [InlineData("1979-12-31", "enrolment.before-birth")]
    [InlineData("2027-12-31", "enrolment.ahead")]
    [InlineData("2020-01-01", "scheme.not-in-force")]
    public async Task Enrol_OnAWrongDay_IsRefused(string day, string code)
    {
        await using var app = await ReadyAsync();

        (await Should.ThrowAsync<Refused>(() => EnrolAsync(app, One, Fund, DateOnly.ParseExact(day, "yyyy-MM-dd", null)))).Code.ShouldBe(code);
    }

    [Fact]
    public async Task Dependants_AreCoveredOnceAndEndWithTheSpell()
    {
        await using var app = await ReadyAsync();
        await app.RegisterAsync(Cases.Person(3, new DateOnly(2015, 5, 5), diedOn: new DateOnly(2026, 1, 1)));
        var spell = await EnrolAsync(app, One, Fund, new DateOnly(2026, 1, 1));
        Task<EnrolmentDependant> CoverAsync(string number, string from = "2026-02-01", string relation = "spouse") => app.UseAsync<CoverDependant, EnrolmentDependant>(act =>
            act.HandleAsync(new NewDependant(spell.Id, number, relation, DateOnly.ParseExact(from, "yyyy-MM-dd", null)), SpmisApp.Change(), default));

        await CoverAsync(Two.RegistrationNumber);

        (await Should.ThrowAsync<Refused>(() => CoverAsync(Two.RegistrationNumber))).Code.ShouldBe("dependant.covered-already");
        (await Should.ThrowAsync<Refused>(() => CoverAsync(One.RegistrationNumber))).Code.ShouldBe("dependant.self");
        (await Should.ThrowAsync<Refused>(() => CoverAsync(Cases.Number(3), relation: "child"))).Code.ShouldBe("dependant.dead");
        (await Should.ThrowAsync<Refused>(() => CoverAsync(Two.RegistrationNumber, relation: "friend"))).Code.ShouldBe("dependant.relation");
        (await Should.ThrowAsync<Refused>(() => CoverAsync(Two.RegistrationNumber, from: "2025-12-01"))).Code.ShouldBe("dependant.before-spell");
        await EndAsync(app, spell.Id, new DateOnly(2026, 6, 30));
        (await app.UseAsync<EligibilityDb, DateOnly?>(db => db.EnrolmentDependants.Select(d => d.ToOn).SingleAsync())).ShouldBe(new DateOnly(2026, 6, 30));
    }

    [Fact]
    public async Task Merge_AndItsUndoing_WithSpellsOnBothPersons_LeaveEachItsOwn()
    {
        await using var app = await ReadyAsync();
        await app.ContributeAsync(One.PersonId, 3);
        await EnrolAsync(app, Two, Fund, new DateOnly(2026, 2, 1));
        var merge = Guid.CreateVersion7();

        await app.TellAsync(new PersonsMerged { MergeId = merge, SurvivorId = One.PersonId, MergedIds = [Two.PersonId] });

        // The recorded spell of the merged record covers the person: what was derived ends before it.
        (await SpellsAsync(app)).ShouldBe("2026-01-01..2026-01-31 2026-02-01..");
        await app.TellAsync(new MergeUndone { MergeId = merge, SurvivorId = One.PersonId, MergedIds = [Two.PersonId] });
        (await SpellsAsync(app)).ShouldBe("2026-01-01..");
        (await SpellsAsync(app, Two)).ShouldBe("2026-02-01..");
    }

    [Fact]
    public async Task Page_EnrolsAndIsDrawnInArabic()
    {
        await using var app = await ReadyAsync();
        var path = $"/eligibility/persons/{One.RegistrationNumber}/enrolments";

        (await app.SubmitAsync(path, SpmisApp.Officer, "Enrol", new Dictionary<string, string> { ["Scheme"] = Fund, ["StartOn"] = "2026-03-01", ["How"] = "Association", ["Category"] = "Market traders" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await app.SubmitAsync(path, SpmisApp.Officer, "Enrol", new Dictionary<string, string> { ["Scheme"] = Fund, ["StartOn"] = "2026-04-01", ["How"] = "Voluntary" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);

        var page = await (await app.Client(SpmisApp.Officer).GetAsync(path)).DocumentAsync();
        page.Body!.TextContent.ShouldContain("Market traders");
        page.Faults().ShouldBeEmpty();
        (await (await app.Client(SpmisApp.Officer).GetAsync(path + "?culture=ar")).DocumentAsync()).Faults().ShouldBeEmpty();
        (await (await app.Client(SpmisApp.Officer).GetAsync($"/api/eligibility/persons/{One.RegistrationNumber}/enrolments")).Content.ReadAsStringAsync()).ShouldContain("Market traders");
    }

    private static async Task<SpmisApp> ReadyAsync(int waitingMonths = 0)
    {
        var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        if (waitingMonths > 0)
        {
            var files = Cases.Changed(Fund);
            files["scheme.yaml"] = System.Text.RegularExpressions.Regex.Replace(files["scheme.yaml"], "version: [0-9.]+", "version: 9.0.0")
                .Replace("\nrules:\n", $"\nrules:\n  enrolment:\n    waiting_months: {waitingMonths}\n", StringComparison.Ordinal).Replace("\noutputs:\n", "\noutputs:\n  enrolment.waiting_months: {en: Waiting period in months}\n", StringComparison.Ordinal);
            await app.ActivateAsync((await app.UploadAsync(files, null)).PackageId, new DateOnly(2026, 1, 1));
        }

        await app.RegisterAsync(One, Two);
        return app;
    }

    private static ContributionMonthsRecorded Year(Guid person, int year, int insured, long version = 1) => new()
    {
        Years = [new ContributionYear { PersonId = person, Scheme = Fund, Year = year, Currency = "KES", InsuredMonths = insured, Version = version, BaseMinor = [.. Enumerable.Range(0, 12).Select(m => (insured & (1 << m)) != 0 ? 20_000_00L : 0)] }],
    };

    private static Task<Enrolment> EnrolAsync(SpmisApp app, PersonFacts person, string scheme, DateOnly from) => app.UseAsync<Enrol, Enrolment>(act =>
        act.HandleAsync(new NewEnrolment { PersonNumber = person.RegistrationNumber, Scheme = scheme, StartOn = from, How = EnrolledBy.Voluntary }, SpmisApp.Change("enrolments.record"), default));

    private static Task EndAsync(SpmisApp app, Guid id, DateOnly day, string reason = "Left the country.") => app.UseAsync<Enrol>(act => act.EndAsync(id, day, SpmisApp.Change("enrolments.end", reason: reason), default));

    private static Task<Enrolment> TransferAsync(SpmisApp app, Guid id, string scheme, DateOnly from) => app.UseAsync<Enrol, Enrolment>(act => act.TransferAsync(id, scheme, from, SpmisApp.Change("enrolments.transfer"), default));

    private static async Task<string> SpellsAsync(SpmisApp app, PersonFacts? person = null)
    {
        var (spells, _) = await app.UseAsync<FindEnrolments, (IReadOnlyList<Enrolment>, ILookup<Guid, EnrolmentDependant>)>(find => find.OfAsync((person ?? One).PersonId, default));
        return Words(spells.Where(s => s.Scheme == Fund).OrderBy(s => s.StartOn).Select(s => new Spell(s.StartOn, s.EndOn)));
    }

    private static string Words(IEnumerable<Spell> spells) => string.Join(' ', spells.Select(s => $"{s.StartOn:yyyy-MM-dd}..{s.EndOn:yyyy-MM-dd}"));

    private static IEnumerable<Spell> Spells(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => t.Split(".."))
        .Select(p => new Spell(DateOnly.ParseExact(p[0], "yyyy-MM-dd", null), p[1].Length == 0 ? null : DateOnly.ParseExact(p[1], "yyyy-MM-dd", null)));
}
