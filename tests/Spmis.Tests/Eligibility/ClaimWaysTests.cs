using System.Net;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Evidence;
using Spmis.Eligibility.Schemes;
using Spmis.Contracts.Contributions;
using Spmis.Kernel.Acts;
using Spmis.Rules;
using Spmis.TestKit;

namespace Spmis.Tests.Eligibility;

public sealed class ClaimWaysTests
{
    private const string Survivors = "demo-survivors";
    private const string Pension = "demo-pension";

    private static readonly DateOnly Died = new(2026, 6, 20);

    [Theory]
    [InlineData("2012-06-01", null, ClaimChannel.Desk, null, "claim.under-age", "channel")]
    [InlineData("2012-06-01", null, ClaimChannel.Representative, null, "claim.nobody-named", "broughtBy")]
    [InlineData("2012-06-01", null, ClaimChannel.Representative, "The mother, Jane", null, null)]
    [InlineData("1995-01-01", null, ClaimChannel.Employer, "12345", "claim.employer-number", "broughtBy")]
    [InlineData("1995-01-01", null, ClaimChannel.Event, null, "claim.channel", "channel")]
    [InlineData("1995-01-01", "2026-06-22", ClaimChannel.Desk, null, "claim.claimant-dead", "personNumber")]
    [InlineData("1995-01-01", "2026-06-10", ClaimChannel.Desk, null, "claim.after-death", "personNumber")]
    [InlineData("2026-06-25", null, ClaimChannel.Desk, null, "claim.before-birth", "eventOn")]
    public async Task File_ByWhomItMayNotBe_SaysWhatAndWhere(string born, string? died, ClaimChannel channel, string? by, string? code, string? field)
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync(Cases.Person(1, DateOnly.Parse(born, null), diedOn: died is null ? null : DateOnly.Parse(died, null)));
        var input = new NewClaim { PersonNumber = Cases.Number(1), Scheme = Cases.Maternity, EventOn = new DateOnly(2026, 6, 20), FiledOn = new DateOnly(2026, 6, 25), Channel = channel, BroughtBy = by };

        var refused = await RefusedAsync(() => FileAsync(app, input));

        (refused?.Code, refused?.Field).ShouldBe((code, field));
    }

    [Theory]
    [InlineData("claim.relation", "spouse", null)]
    [InlineData("relatives.told", "anything the package does not ask for", null)]
    [InlineData("claim.relation", "cousin", "claim.no-relation")]
    [InlineData("person.birth", "1950-01-01", "claim.fact-known")]
    [InlineData("contributions", "480", "claim.fact-known")]
    public async Task File_FactsThatTheRegisterTells_AreRefusedAtTheCounter(string name, string value, string? code)
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await ActivateAsync(app, Survivors, "survivors");
        await app.RegisterAsync(Cases.Person(1, new DateOnly(1995, 1, 1)), Cases.Person(2, new DateOnly(1990, 1, 1), diedOn: Died));
        var widow = Widow(1, Cases.Number(2));
        var facts = new Dictionary<string, string>(widow.Facts) { [name] = value };

        ((await RefusedAsync(() => FileAsync(app, widow with { Facts = facts })))?.Code).ShouldBe(code);
    }

    /// <summary>A fact that cannot be read was taken, and failed the claim when it was decided.</summary>
    [Theory]
    [InlineData("claim.wage", "5000000.50", null)]
    [InlineData("claim.wage", "5 000 000", "claim.fact-form")]
    [InlineData("claim.wage", "1e9", "claim.fact-form")]
    [InlineData("person.works_again", "no", null)]
    [InlineData("person.works_again", "maybe", "claim.fact-form")]
    [InlineData("claim.month_of_benefit", "2", null)]
    [InlineData("claim.month_of_benefit", "1.5", "claim.fact-form")]
    [InlineData("person.insured_since", "2020-02-30", "claim.fact-form")]
    public void Facts_AreOfTheKindThePackageAsksFor(string name, string value, string? code) =>
        (ClaimFacts.ProblemOf(new Dictionary<string, string> { [name] = value }, SchemePackage.Load(Path.Combine(Repository.Root, "src", "Modules", "Eligibility", "Packages", "id-jkp")))?.Code).ShouldBe(code);

    [Fact]
    public async Task File_TooLate_IsTakenWithAReasonAndMarked()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync(Cases.Person(1, new DateOnly(1995, 1, 1)));
        var input = new NewClaim { PersonNumber = Cases.Number(1), Scheme = Cases.Maternity, EventOn = new DateOnly(2025, 6, 25), FiledOn = new DateOnly(2026, 6, 26) };

        (await RefusedAsync(() => FileAsync(app, input)))!.Code.ShouldBe("claim.late");
        (await RefusedAsync(() => FileAsync(app, input with { FiledOn = new DateOnly(2026, 6, 25) }))).ShouldBeNull();
        await app.RegisterAsync(Cases.Person(2, new DateOnly(1995, 1, 1)));
        var late = await FileAsync(app, input with { PersonNumber = Cases.Number(2), LateBecause = "In hospital", Channel = ClaimChannel.Employer, BroughtBy = Values.CheckDigit.Append("8000001"), Language = "fr" });

        (late.LateBecause, late.Risks, late.RiskCount, late.DecideBy, late.Language).ShouldBe(("In hospital", "late", 1, new DateOnly(2026, 7, 26), "fr"));
        late.Source.ShouldStartWith("brought by employer 8000001");
    }

    [Fact]
    public async Task File_GrantOfRounds_IsTakenUnlessThePersonHasIt()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync(Cases.Person(1, new DateOnly(1950, 1, 1)));
        var input = new NewClaim { PersonNumber = Cases.Number(1), Scheme = Cases.Grant, EventOn = new DateOnly(2026, 6, 20), FiledOn = new DateOnly(2026, 6, 25) };

        var claim = await FileAsync(app, input);
        await app.BringAsync(claim.Number, "proof_of_age");
        await app.BringAsync(claim.Number, "residence");
        await app.DecideAsync(claim.Number);
        var again = await RefusedAsync(() => FileAsync(app, input with { EventOn = new DateOnly(2026, 6, 21) }));
        await app.RoundAsync();

        again!.Code.ShouldBe("claim.award-open");
        var awards = await app.UseAsync<EligibilityDb, List<Spmis.Eligibility.Awards.Award>>(db => db.Awards.ToListAsync());
        awards.Count.ShouldBe(1, "the round gives no second award to who has one by a claim");
    }

    [Fact]
    public async Task CloseAndConfirm_OfAClaimTakenBack_OpensTheSameClaimAgain()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync(Cases.Person(1, new DateOnly(1995, 1, 1)));
        var claim = await app.FileAsync(Cases.Number(1));
        Task CloseAsync(string? reason) => app.UseAsync<CloseClaim>(act => act.HandleAsync(claim.Number, SpmisApp.Change("claims.close", reason: reason), default));

        (await RefusedAsync(() => CloseAsync(null)))!.Code.ShouldBe("claim.no-reason");
        await CloseAsync("She took it back.");
        (await RefusedAsync(() => app.DecideAsync(claim.Number)))!.Code.ShouldBe("claim.closed");
        (await RefusedAsync(() => app.FileAsync(Cases.Number(1))))!.Code.ShouldBe("claim.closed-already");
        var other = await app.FileAsync(Cases.Number(1), new DateOnly(2026, 6, 1));
        (await RefusedAsync(() => ConfirmAsync(app, claim.Number, new DateOnly(2026, 6, 30))))!.Code.ShouldBe("claim.open-already");
        await app.UseAsync<CloseClaim>(act => act.HandleAsync(other.Number, SpmisApp.Change(reason: "Filed twice."), default));
        foreach (var nobody in new[] { ClaimChannel.File, ClaimChannel.Event })
        {
            // A file's sender vouches for papers: nobody at the desk may say it came so.
            (await RefusedAsync(() => app.UseAsync<ConfirmClaim, Claim>(act => act.HandleAsync(new Confirmation { Number = claim.Number, FiledOn = new DateOnly(2026, 6, 30), Channel = nobody }, SpmisApp.Change("claims.confirm"), default))))!.Code.ShouldBe("claim.channel");
        }

        await ConfirmAsync(app, claim.Number, new DateOnly(2026, 6, 30));

        var found = await app.UseAsync<EligibilityDb, Claim>(db => db.Claims.SingleAsync(c => c.Number == claim.Number));
        (found.ClosedAt, found.FiledOn, found.Decidable).ShouldBe((null, new DateOnly(2026, 6, 30), true));
    }

    [Fact]
    public async Task Death_OfAnInsuredPerson_OpensACaseOnceAndFallsAwayWhenTakenBack()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await ActivateAsync(app, Survivors, "survivors");
        var insured = Cases.Person(1, new DateOnly(1970, 1, 1), "M");
        await app.RegisterAsync(insured, Cases.Person(2, new DateOnly(1972, 1, 1), "M", diedOn: Died));
        await app.ContributeAsync(insured.PersonId, 6);

        await app.RegisterAsync(insured with { DiedOn = Died, Version = 2 });
        await app.RegisterAsync(insured with { DiedOn = Died, Version = 2 });
        var cases = await CasesAsync(app);
        (cases.Single().InsuredNumber, cases[0].DiedOn, cases[0].FellAwayAt).ShouldBe((insured.RegistrationNumber, Died, null));
        (await app.PageAsync($"/claims/cases/{cases[0].Number}")).Faults().ShouldBeEmpty();

        await app.RegisterAsync(insured with { Version = 3 });
        (await CasesAsync(app)).Single().FellAwayAt.ShouldNotBeNull();
        await app.RegisterAsync(Cases.Person(3, new DateOnly(1975, 1, 1)));
        (await RefusedAsync(() => FileAsync(app, Widow(3, insured.RegistrationNumber))))!.Code.ShouldBe("claim.insured-alive");
    }

    [Fact]
    public async Task Survivors_TwoWidows_ShareInOneCaseAndSeeEachOther()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await ActivateAsync(app, Survivors, "survivors");
        var insured = Cases.Person(1, new DateOnly(1970, 1, 1), "M");
        await app.RegisterAsync(insured, Cases.Person(2, new DateOnly(1975, 1, 1)), Cases.Person(3, new DateOnly(1978, 1, 1)));
        await app.ContributeAsync(insured.PersonId, 5);
        await app.RegisterAsync(insured with { DiedOn = Died, Version = 2 });

        var first = await FileAsync(app, Widow(2, insured.RegistrationNumber));
        var alone = await DecidedAsync(app, first);
        var second = await FileAsync(app, Widow(3, insured.RegistrationNumber));
        var shared = await DecidedAsync(app, second);

        (alone.Outcome, alone.MonthlyMinor, shared.Outcome, shared.MonthlyMinor).ShouldBe((Answer.Yes, 6_000_00, Answer.Yes, 3_000_00));
        (first.CaseId, second.CaseId).ShouldBe(((await CasesAsync(app)).Single().Id, first.CaseId));
        (await app.UseAsync<EligibilityDb, string?>(db => db.Claims.Where(c => c.Id == first.Id).Select(c => c.Risks).SingleAsync())).ShouldBe("case-changed");
        (await app.PageAsync($"/determinations/{shared.Id}")).QuerySelector($"main a[href='/claims/{first.Number}']").ShouldNotBeNull();
        (await app.PageAsync($"/claims/{first.Number}")).Body!.TextContent.ShouldContain("Another survivor came");
        (await app.PageAsync("/claims?state=cases")).Faults().ShouldBeEmpty();
        foreach (var id in new[] { alone.Id, shared.Id })
        {
            (await app.UseAsync<ReproduceDetermination, Reproduced>(act => act.HandleAsync(id, default))).Differs.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("", "spouse", "2026-06-20", "claim.no-insured", "insuredNumber")]
    [InlineData("alive", "spouse", "2026-06-20", "claim.insured-alive", "insuredNumber")]
    [InlineData("self", "spouse", "2026-06-20", "claim.own-survivor", "insuredNumber")]
    [InlineData("dead", "cousin", "2026-06-20", "claim.no-relation", "relation")]
    [InlineData("dead", "spouse", "2026-06-19", "claim.event-not-death", "eventOn")]
    [InlineData("2600000199", "spouse", "2026-06-20", "person.unknown", "insuredNumber")]
    public async Task Survivors_WithWrongInput_AreToldWhatAndWhere(string insured, string relation, string eventOn, string code, string field)
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await ActivateAsync(app, Survivors, "survivors");
        await app.RegisterAsync(Cases.Person(1, new DateOnly(1970, 1, 1), "M", diedOn: Died), Cases.Person(2, new DateOnly(1975, 1, 1)), Cases.Person(3, new DateOnly(1975, 1, 1)));
        var number = insured switch { "alive" => Cases.Number(3), "self" => Cases.Number(2), "dead" => Cases.Number(1), _ => insured };

        var refused = await RefusedAsync(() => FileAsync(app, Widow(2, number, relation) with { EventOn = DateOnly.Parse(eventOn, null) }));

        (refused?.Code, refused?.Field).ShouldBe((code, field));
    }

    [Fact]
    public async Task OpenDueClaims_WhoReachedTheAge_GetADraftOnTheDayHoweverLateTheLook()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await UploadPensionAsync(app);
        // Sixty on 1 June, on 15 June, on 2 July, and long ago; the last one without contributions.
        DateOnly[] born = [new(1966, 6, 1), new(1966, 6, 15), new(1966, 7, 2), new(1950, 1, 1), new(1966, 6, 15)];
        var persons = born.Select((b, i) => Cases.Person(i + 1, b)).ToArray();
        await app.RegisterAsync(persons);
        foreach (var person in persons.Take(4))
        {
            await app.ContributeAsync(person.PersonId, 5);
        }

        var first = await DueAsync(app, new DateOnly(2026, 6, 10), new DateOnly(2026, 5, 31));
        var second = await DueAsync(app, new DateOnly(2026, 7, 1), null);
        var again = await DueAsync(app, new DateOnly(2026, 7, 1), null);

        (first.Count, second.Count).ShouldBe((1, 1));
        again.ShouldBe(second);
        var drafts = await app.UseAsync<EligibilityDb, List<Claim>>(db => db.Claims.OrderBy(c => c.Number).ToListAsync());
        drafts.Select(c => (c.PersonNumber, c.EventOn, c.Draft, c.Channel)).ShouldBe(
            [(persons[0].RegistrationNumber, new DateOnly(2026, 6, 1), true, ClaimChannel.Event), (persons[1].RegistrationNumber, new DateOnly(2026, 6, 15), true, ClaimChannel.Event)]);
        (await RefusedAsync(() => app.DecideAsync(drafts[0].Number)))!.Code.ShouldBe("claim.draft");
        var confirmed = await app.SubmitAsync($"/claims/{drafts[0].Number}", SpmisApp.Officer, "Confirm", new Dictionary<string, string> { ["FiledOn.Day"] = "30", ["FiledOn.Month"] = "6", ["FiledOn.Year"] = "2026" });
        confirmed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await DecidedAsync(app, drafts[0], [])).Outcome.ShouldBe(Answer.Yes);
        (await app.PageAsync("/claims?state=drafts")).Body!.TextContent.ShouldContain(drafts[1].Number);
    }

    [Fact]
    public async Task Certificates_ThatContradictEachOther_BlockAYesUntilOneIsSettled()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await UploadPensionAsync(app, "least_age: 18 years\n  evidence:\n    medical: {label: Medical certificate, certificate: yes}");
        await app.RegisterAsync(Cases.Person(1, new DateOnly(1950, 1, 1)));
        var claim = await FileAsync(app, new NewClaim { PersonNumber = Cases.Number(1), Scheme = Pension, EventOn = new DateOnly(2026, 6, 20), FiledOn = new DateOnly(2026, 6, 25) });
        var (june, july) = (new DateOnly(2026, 6, 1), new DateOnly(2026, 7, 1));

        var able = await app.BringAsync(claim.Number, "medical", certificate: (june, july, 0));
        await app.BringAsync(claim.Number, "medical", certificate: (july.AddDays(1), null, 60));
        var apart = await DecidedAsync(app, claim, []);
        await app.UseAsync<EligibilityDb>(async db => { await db.Awards.ExecuteDeleteAsync(); await db.Claims.ExecuteUpdateAsync(s => s.SetProperty(c => c.Outcome, (Answer?)null).SetProperty(c => c.OpenKey, Claim.KeyOf(Pension, claim.PersonId))); });
        var unable = await app.BringAsync(claim.Number, "medical", certificate: (june.AddDays(14), null, 60));
        var blocked = await DecidedAsync(app, claim, []);
        (await app.PageAsync($"/claims/{claim.Number}/evidence/{unable.Id}")).Body!.TextContent.ShouldContain("Certificates contradict each other");
        (await RefusedAsync(() => SettleAsync(app, unable.Id, null)))!.Code.ShouldBe("evidence.no-reason");
        await SettleAsync(app, unable.Id, "The board saw the person on 15 June.");
        var settled = await DecidedAsync(app, claim, []);

        apart.Outcome.ShouldBe(Answer.Yes);
        (blocked.Outcome, settled.Outcome).ShouldBe((Answer.CannotTell, Answer.Yes));
        blocked.MissingFacts.ShouldBe(["evidence:medical"]);
        var aside = await app.UseAsync<EligibilityDb, EvidenceItem>(db => db.Evidence.SingleAsync(e => e.Id == able.Id));
        (aside.SetAsideBecause, aside.Accepted).ShouldBe(("The board saw the person on 15 June.", true));
        (await app.UseAsync<ReproduceDetermination, Reproduced>(act => act.HandleAsync(blocked.Id, default))).Differs.ShouldBeEmpty();
    }

    private static NewClaim Widow(int person, string insured, string relation = "spouse") => new()
    {
        PersonNumber = Cases.Number(person), Scheme = Survivors, EventOn = Died, FiledOn = new DateOnly(2026, 6, 30), InsuredNumber = insured, Facts = new Dictionary<string, string> { ["claim.relation"] = relation },
    };

    private static Task<Claim> FileAsync(SpmisApp app, NewClaim input) => app.UseAsync<FileClaim, Claim>(act => act.HandleAsync(input, SpmisApp.Change("claims.file"), default));

    private static Task<Claim> ConfirmAsync(SpmisApp app, string number, DateOnly day) => app.UseAsync<ConfirmClaim, Claim>(act => act.HandleAsync(new Confirmation { Number = number, FiledOn = day }, SpmisApp.Change("claims.confirm"), default));

    private static Task SettleAsync(SpmisApp app, Guid item, string? reason) => app.UseAsync<SettleCertificates>(act => act.HandleAsync(item, SpmisApp.Change("evidence.settle", reason: reason), default));

    private static Task<List<SurvivorCase>> CasesAsync(SpmisApp app) => app.UseAsync<EligibilityDb, List<SurvivorCase>>(db => db.SurvivorCases.AsNoTracking().ToListAsync());

    private static async Task<Determination> DecidedAsync(SpmisApp app, Claim claim, string[]? evidence = null)
    {
        foreach (var kind in evidence ?? ["death_certificate", "marriage_certificate"])
        {
            await app.BringAsync(claim.Number, kind);
        }

        var id = await app.DecideAsync(claim.Number);
        return await app.UseAsync<EligibilityDb, Determination>(db => db.Determinations.AsNoTracking().SingleAsync(d => d.Id == id));
    }

    private static async Task<IReadOnlyList<long>> DueAsync(SpmisApp app, DateOnly through, DateOnly? since)
    {
        var runs = await app.UseAsync<OpenDueClaims, IReadOnlyList<long>>(act => act.HandleAsync(through, since, SpmisApp.Change(OpenDueWorker.RunKind), default));
        await app.SettleAsync();
        return runs;
    }

    private static async Task<Refused?> RefusedAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (Refused refused)
        {
            return refused;
        }
    }

    private static async Task ActivateAsync(SpmisApp app, string scheme, string branch)
    {
        var kept = await app.UploadAsync(ShippedPackages.All().Single(p => p.Scheme == scheme).Files, branch);
        await app.ActivateAsync(kept.PackageId, new DateOnly(2024, 1, 1));
    }

    /// <summary>An invented pension at sixty that opens claims by itself.</summary>
    private static async Task UploadPensionAsync(SpmisApp app, string claims = "opens: reached\n  decide_within: 30 days")
    {
        var yaml = $$$"""
            scheme: {{{Pension}}}
            version: 1.0.0
            currency: KES
            facts:
              person.birth: date
              person.alive: bool
              claim.date: date
              contributions: {list: record, fields: {month: month, base: money, insured: bool}}
            rules:
              reached: age_at(person.birth, claim.date) >= 60 years
              months: 1200
              eligible: {all: [{id: old, is: reached}, {id: alive, is: person.alive}, {id: any, is: count(contributions where record.insured) >= 0}]}
              amount: 1000 KES
            outputs: {eligible: {en: Entitled}, amount: {en: Amount}, months: {en: Months}}
            tests: [tests/a.csv]
            claims:
              {{{claims}}}
            """;
        var files = new Dictionary<string, string> { ["scheme.yaml"] = yaml, ["tests/a.csv"] = "case,person.birth,person.alive,claim.date,contributions,=eligible\nsixty,1966-01-01,yes,2026-01-01,month=2025-01..2025-02 base=100 insured=yes,yes\n" };
        var kept = await app.UploadAsync(files, "old-age");
        await app.ActivateAsync(kept.PackageId, new DateOnly(2024, 1, 1));
    }
}
