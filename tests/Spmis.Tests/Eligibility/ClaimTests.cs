using System.Text;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Eligibility;
using Spmis.Eligibility;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Determinations;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Rules;
using Spmis.TestKit;

namespace Spmis.Tests.Eligibility;

public sealed class ClaimTests
{
    [Fact]
    public async Task Determine_EnoughInsuredMonths_AwardsThreeMonthsWithTheWorking()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var (person, claim) = await ClaimantAsync(app, 6);

        // Confined in July, so that January to June lie before the leave.
        var id = await app.DecideAsync(claim.Number);

        var decision = await app.UseAsync<EligibilityDb, Determination>(db => db.Determinations.SingleAsync(d => d.Id == id));
        (decision.Outcome, decision.MonthlyMinor, decision.Months).ShouldBe((Answer.Yes, 14_000_00, 3));
        decision.Sheet.Lists.Single().Rows.Count.ShouldBe(6);
        decision.Sheet.Facts.Single(f => f.Name == "person.sex").Source.ShouldContain("Registration");
        Decide.ReadExplanations(decision.ExplanationText!).Select(e => e.Key).ShouldBe(["eligible", "amount", "months"]);
        await app.ApproveAllAsync(ApproveAwards.Act);
        var told = (await app.MessagesAsync<AwardsDecided>()).Single().Awards.Single();
        (told.BeneficiaryId, told.FromMonth, told.ToMonth, told.MonthlyMinor, told.Branch).ShouldBe((person, 202607, 202609, 14_000_00, "maternity"));
    }

    [Fact]
    public async Task Determine_OneInsuredMonthShort_SaysNoAndWhatIsShort()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var (_, claim) = await ClaimantAsync(app, 3);

        var id = await app.DecideAsync(claim.Number);

        var decision = await app.UseAsync<EligibilityDb, Determination>(db => db.Determinations.SingleAsync(d => d.Id == id));
        decision.Outcome.ShouldBe(Answer.No);
        Decide.ReadExplanations(decision.ExplanationText!).Single().Value.WhatWouldChange().Single().Gap.ShouldBe("1");
        (await Should.ThrowAsync<Refused>(() => app.DecideAsync(claim.Number))).Code.ShouldBe("claim.decided-already");
        (await app.UseAsync<EligibilityDb, int>(db => db.Awards.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Determine_OfAProvisionalPerson_CannotTellUntilSheWasSeen()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        var person = Cases.Person(1, new DateOnly(1995, 1, 1), provisional: true);
        await app.RegisterAsync(person);
        await app.ContributeAsync(person.PersonId, 6);
        var claim = await app.ClaimAsync(person.RegistrationNumber, new DateOnly(2026, 7, 1), new DateOnly(2026, 6, 30));

        await app.DecideAsync(claim.Number);
        await app.RegisterAsync(person with { Provisional = false, Version = 2 });
        await app.DecideAsync(claim.Number);

        var decisions = await app.UseAsync<EligibilityDb, List<Determination>>(db => db.Determinations.OrderBy(d => d.Attempt).ToListAsync());
        decisions.Select(d => d.Outcome).ShouldBe([Answer.CannotTell, Answer.Yes]);
        decisions[0].MissingFacts.ShouldBe(["person.alive", "person.sex"]);
    }

    [Fact]
    public async Task Reproduce_AfterFactsAndLawMovedOn_GivesTheSameBytes()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var (person, claim) = await ClaimantAsync(app, 6);
        await app.RegisterAsync(Cases.Person(2, new DateOnly(1990, 1, 1)));
        var id = await app.DecideAsync(claim.Number);
        await app.RoundAsync();
        await app.ContributeAsync(person, 2, version: 2);

        var decided = await app.UseAsync<EligibilityDb, List<Guid>>(db => db.Determinations.Select(d => d.Id).ToListAsync());
        foreach (var one in decided)
        {
            var again = await app.UseAsync<ReproduceDetermination, Reproduced>(act => act.HandleAsync(one, default));
            again.Same.ShouldBeTrue();
            (again.Stored ?? again.Rebuilt).ShouldBe(again.Rebuilt);
        }

        decided.Count.ShouldBe(3);
        decided.ShouldContain(id);
    }

    [Fact]
    public async Task File_TheSameEventAgain_IsRefusedNamingTheFirst()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var (_, claim) = await ClaimantAsync(app, 6);

        (await Should.ThrowAsync<Refused>(() => app.ClaimAsync(Cases.Number(1), new DateOnly(2026, 7, 1)))).Message.ShouldContain(claim.Number);
        (await Should.ThrowAsync<Refused>(() => app.ClaimAsync(Cases.Number(1), new DateOnly(2026, 6, 11)))).Code.ShouldBe("claim.open-already");
    }

    [Theory]
    [InlineData("26000001", "2026-06-20", "2026-06-25", "person.unknown", "personNumber")]
    [InlineData("", "2026-06-20", "2026-07-25", "claim.filed-ahead", "filedOn")]
    [InlineData("", "1990-01-01", "2026-06-25", "scheme.not-in-force", "scheme")]
    [InlineData("", "2027-06-20", "2026-06-25", "claim.event-ahead", "eventOn")]
    public async Task File_WithImpossibleInput_SaysWhatAndWhere(string number, string eventOn, string filedOn, string code, string field)
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync(Cases.Person(1, new DateOnly(1995, 1, 1)));

        var refused = await Should.ThrowAsync<Refused>(() => app.ClaimAsync(number.Length == 0 ? Cases.Number(1) : number, DateOnly.Parse(eventOn, null), DateOnly.Parse(filedOn, null)));

        (refused.Code, refused.Field).ShouldBe((code, field));
    }

    [Fact]
    public async Task Import_OfAFileWithBadLines_GivesEachLineItsVerdictAndTheSameFileOnlyOnce()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync(Cases.Person(1, new DateOnly(1995, 1, 1)), Cases.Person(2, new DateOnly(1995, 1, 1)));
        var file = $"worker_number,confinement_date,filed_on\n{Cases.Number(1)},2026-06-01,2026-06-10\n{Cases.Number(2)},31/02/2026,2026-06-10\n{Cases.Number(3)},2026-06-01,2026-06-10\n{Cases.Number(1)},2026-06-02,2026-06-10\n";

        var first = await ImportAsync(app, file);
        await app.SettleAsync();
        var again = await ImportAsync(app, file);
        await app.SettleAsync();

        again.ShouldBe(new ImportStarted(first.RunId, true));
        var lines = await app.UseAsync<EligibilityDb, List<RunLine>>(db => db.RunLines.Where(l => l.RunId == first.RunId).OrderBy(l => l.Line).ToListAsync());
        lines.Select(l => (l.Line, l.Verdict, l.Column)).ShouldBe([(2, "accepted", null), (3, "refused", "confinement_date"), (4, "refused", "worker_number"), (5, "refused", "worker_number")]);
        lines.Where(l => l.Verdict == "refused").ShouldAllBe(l => l.Text != null && l.Code != null);
        lines[0].Number.ShouldBe(Claim.NumberOf(1));
    }

    [Fact]
    public async Task DetermineClaims_OfAll_DecidesEachOnceAndPutsTheAwardsUpTogether()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        var persons = Enumerable.Range(1, 12).Select(n => Cases.Person(n, new DateOnly(1995, 1, 1))).ToArray();
        await app.RegisterAsync(persons);
        foreach (var person in persons)
        {
            await app.ContributeAsync(person.PersonId, 6);
            await app.ClaimAsync(person.RegistrationNumber, new DateOnly(2026, 7, 1));
        }

        var started = await DetermineAsync(app);
        await app.SettleAsync();
        var again = await DetermineAsync(app);
        await app.ApproveAllAsync(ApproveAwards.Act);

        (started.Waiting, again).ShouldBe((12, new DetermineStarted(null, 0)));
        (await app.MessagesAsync<AwardsDecided>()).Single().Awards.Select(a => a.AwardNumber).ShouldBe(Enumerable.Range(1, 12).Select(n => MakeAwards.NumberOf(n)));
        (await app.UseAsync<EligibilityDb, int>(db => db.Determinations.CountAsync(d => d.Explanation != null))).ShouldBe(12);
    }

    private static async Task<(Guid Person, Claim Claim)> ClaimantAsync(SpmisApp app, int insuredMonths)
    {
        await app.ActivateShippedAsync();
        var person = Cases.Person(1, new DateOnly(1995, 1, 1));
        await app.RegisterAsync(person);
        await app.ContributeAsync(person.PersonId, insuredMonths);
        return (person.PersonId, await app.ClaimAsync(person.RegistrationNumber, new DateOnly(2026, 7, 1)));
    }

    private static Task<DetermineStarted> DetermineAsync(SpmisApp app) => app.UseAsync<DetermineClaims, DetermineStarted>(act => act.HandleAsync(Cases.Maternity, SpmisApp.Change("claims.determine"), default));

    private static Task<ImportStarted> ImportAsync(SpmisApp app, string text) => app.UseAsync<ImportClaims, ImportStarted>(act =>
        act.HandleAsync(new ClaimsFile { Content = new MemoryStream(Encoding.UTF8.GetBytes(text)), Name = "maternity.csv", Scheme = Cases.Maternity }, SpmisApp.Change("claims.import"), default));
}
