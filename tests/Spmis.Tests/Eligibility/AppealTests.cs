using System.Net;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility;
using Spmis.Eligibility.Appeals;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Determinations;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Rules;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Eligibility;

/// <summary>Wrong decisions: withdrawn, decided against the rules, appealed against.</summary>
public sealed class AppealTests
{
    private static readonly Actor Second = SpmisApp.Supervisor with { Id = "supervisor-2", Name = "Sue Second" };

    [Fact]
    public async Task Withdraw_AnAwardOfWhichAMonthWasPaid_EndsItThereAndTheNextDecisionPaysTheRest()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var (claim, wrong) = await DecidedAsync(app, 5);
        await app.ApproveAllAsync(ApproveAwards.Act);
        var award = await AwardAsync(app, wrong);
        await app.UseAsync<EligibilityDb>(db =>
        {
            db.AwardMonths.Add(new AwardMonth { AwardId = award.Id, Component = Award.Main, Month = award.FromMonth, Attempt = 1, Outcome = "paid", AmountMinor = award.MonthlyMinor, On = new DateOnly(2026, 7, 1) });
            return db.SaveAsync(SpmisApp.Change(), default);
        });

        (await RefusedAsync(() => WithdrawAsync(app, wrong, null))).Code.ShouldBe("determination.no-reason");
        var proposal = await WithdrawAsync(app, wrong, "The pay of March was somebody else's.");
        (await RefusedAsync(() => app.ApproveAsync(proposal.Id, SpmisApp.Officer))).Code.ShouldBe("proposal.own");
        await app.ApproveAsync(proposal.Id);
        (await RefusedAsync(() => WithdrawAsync(app, wrong, "Again"))).Code.ShouldBe("determination.not-the-last");
        var again = await app.DecideAsync(claim);
        await app.ApproveAllAsync(ApproveAwards.Act);

        var (old, fresh) = (await AwardAsync(app, wrong), await AwardAsync(app, again));
        (old.EndedAfter, old.ToMonth).ShouldBe((award.FromMonth, award.FromMonth));
        (fresh.FromMonth, fresh.GrantedTo, fresh.State).ShouldBe((award.FromMonth.Add(1), award.GrantedTo, AwardState.InForce));
        var all = await app.UseAsync<EligibilityDb, List<Determination>>(db => db.Determinations.OrderBy(d => d.Attempt).ToListAsync());
        all.Select(d => (d.Id, d.Attempt)).ShouldBe([(wrong, 1), (again, 2)]);
        (await PageAsync(app, $"/determinations/{wrong}")).ShouldContain("This decision was withdrawn on 1 July 2026: The pay of March was somebody else's.");
        (await PageAsync(app, $"/determinations/{wrong}/letter")).ShouldContain("This decision was withdrawn on 1 July 2026");
        await RecheckAsync(app, 2);
    }

    [Fact]
    public async Task Withdraw_WhatWasNotApprovedYet_PaysNothingOfIt()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var (_, wrong) = await DecidedAsync(app, 5);

        await app.ApproveAsync((await WithdrawAsync(app, wrong, "Wrong person.")).Id);
        await app.ApproveAllAsync(ApproveAwards.Act);

        var award = await AwardAsync(app, wrong);
        (award.ToMonth < award.FromMonth, award.OpenKey).ShouldBe((true, null));
    }

    [Fact]
    public async Task Override_OfANo_BearsItsMarkAndReproducesWhatTheRulesSaid()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var (claim, no) = await DecidedAsync(app, 3);

        (await RefusedAsync(() => OverrideAsync(app, no, Answer.Yes, null, 3, "Hardship"))).Code.ShouldBe("override.amount");
        (await RefusedAsync(() => OverrideAsync(app, no, Answer.No, null, null, "Hardship"))).Code.ShouldBe("override.no-change");
        (await RefusedAsync(() => OverrideAsync(app, no, Answer.Yes, 9_000_00, 3, ""))).Code.ShouldBe("determination.no-reason");
        var proposal = await OverrideAsync(app, no, Answer.Yes, 9_000_00, 3, "The employer paid May late; the board of 30 June allows it.");
        proposal.ReadRule()!.Amounts.Single().Minor.ShouldBe(27_000_00);
        (await RefusedAsync(() => app.ApproveAsync(proposal.Id, SpmisApp.Supervisor))).Code.ShouldBe("proposal.own");
        await app.ApproveAsync(proposal.Id, Second);
        await app.SettleAsync();

        var made = await app.UseAsync<EligibilityDb, Determination>(db => db.Determinations.SingleAsync(d => d.Attempt == 2));
        (made.Outcome, made.MonthlyMinor, made.Overridden!.RuledOutcome, made.Overridden.PreparedBy, made.Overridden.ApprovedBy).ShouldBe((Answer.Yes, 9_000_00, Answer.No, "Sam Supervisor", "Sue Second"));
        (await AwardAsync(app, made.Id)).State.ShouldBe(AwardState.InForce);
        (await app.UseAsync<EligibilityDb, Claim>(db => db.Claims.SingleAsync())).Outcome.ShouldBe(Answer.Yes);
        var page = await PageAsync(app, $"/determinations/{made.Id}");
        page.ShouldContain("Two authorised persons decided this otherwise than the rules say: The employer paid May late");
        page.ShouldContain("The rules say: Not entitled. Prepared by Sam Supervisor, approved by Sue Second.");
        (await PageAsync(app, $"/determinations/{made.Id}/letter?language=es")).ShouldContain("Dos personas autorizadas decidieron distinto de las reglas: The employer paid May late");
        await RecheckAsync(app, 2);
        claim.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Override_ByAnOfficer_IsForbiddenOnPageAndApi()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var (_, no) = await DecidedAsync(app, 3);

        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/eligibility/determinations/{no}/override") { Content = new StringContent("""{"outcome":"yes","monthlyMinor":100,"reason":"x"}""", System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", "key-1001");

        (await app.Client(SpmisApp.Officer).SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await app.PageAsync($"/determinations/{no}")).QuerySelector("button[formaction*=Override]").ShouldBeNull();
        (await app.PageAsync($"/determinations/{no}", SpmisApp.Supervisor)).QuerySelector("button[formaction*=Override]").ShouldNotBeNull();
    }

    [Fact]
    public async Task Appeal_AgainstANo_ChangedByTheBoard_BecomesAnAward()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var (_, no) = await DecidedAsync(app, 3);

        var appeal = await RegisterAsync(app, no);
        (await RefusedAsync(() => RegisterAsync(app, no))).Code.ShouldBe("appeal.open-already");
        (await RefusedAsync(() => DecideAsync(app, appeal.Number, AppealOutcome.Changed, null))).Code.ShouldBe("appeal.nothing-instead");
        var proposal = await DecideAsync(app, appeal.Number, AppealOutcome.Changed, (Answer.Yes, 8_000_00, 3));
        await app.ApproveAsync(proposal.Id, Second);
        await app.SettleAsync();

        var made = await app.UseAsync<EligibilityDb, Determination>(db => db.Determinations.SingleAsync(d => d.Attempt == 2));
        (made.Outcome, made.Overridden!.AppealNumber).ShouldBe((Answer.Yes, appeal.Number));
        (await AwardAsync(app, made.Id)).MonthlyMinor.ShouldBe(8_000_00);
        var decided = await app.UseAsync<EligibilityDb, Appeal>(db => db.Appeals.SingleAsync());
        (decided.Outcome, decided.DecidedBy, decided.OpenKey).ShouldBe((AppealOutcome.Changed, "Sue Second", null));
        (await app.UseAsync<EligibilityDb, bool>(db => db.Withdrawals.AnyAsync(w => w.DeterminationId == no))).ShouldBeTrue();
        await RecheckAsync(app, 2);
    }

    [Fact]
    public async Task Appeal_WithItsEffectsSuspended_UpheldResumesTheAward()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var (_, yes) = await DecidedAsync(app, 5);
        await app.ApproveAllAsync(ApproveAwards.Act);
        var from = (await AwardAsync(app, yes)).FromMonth;

        var appeal = await RegisterAsync(app, yes, suspendFrom: from.Add(1));
        var during = await AwardAsync(app, yes);
        await app.ApproveAsync((await DecideAsync(app, appeal.Number, AppealOutcome.Upheld, null)).Id, Second);

        (during.State, during.SuspendedFrom).ShouldBe((AwardState.Suspended, from.Add(1)));
        during.SuspendedBecause.ShouldNotBeNull().ShouldContain(appeal.Number);
        (await AwardAsync(app, yes)).State.ShouldBe(AwardState.InForce);
    }

    [Fact]
    public async Task Appeal_SentBack_OpensTheClaimAgain()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var (claim, no) = await DecidedAsync(app, 3);

        var appeal = await RegisterAsync(app, no);
        await app.ApproveAsync((await DecideAsync(app, appeal.Number, AppealOutcome.SentBack, null)).Id, Second);
        var again = await app.DecideAsync(claim);

        (await app.UseAsync<EligibilityDb, Determination>(db => db.Determinations.SingleAsync(d => d.Id == again))).Attempt.ShouldBe(2);
        (await RefusedAsync(() => DecideAsync(app, appeal.Number, AppealOutcome.Upheld, null))).Code.ShouldBe("appeal.decided-already");
    }

    [Theory]
    [InlineData(0, "", null, null, "appeal.no-grounds", "grounds")]
    [InlineData(1, "Wrong", null, null, "appeal.day", "lodgedOn")]
    [InlineData(-1, "Wrong", null, null, "appeal.day", "lodgedOn")]
    [InlineData(0, "Wrong", "2026-07", null, "appeal.nothing-to-suspend", "suspendFrom")]
    public async Task Appeal_WithWrongInput_SaysWhatAndWhere(int days, string grounds, string? suspend, string? late, string code, string field)
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var (_, no) = await DecidedAsync(app, 3);

        var refused = await RefusedAsync(() => app.UseAsync<RegisterAppeal>(act => act.HandleAsync(
            new NewAppeal { DeterminationId = no, LodgedOn = DateOnly.FromDateTime(SpmisApp.Now).AddDays(days), Grounds = grounds, LateBecause = late, SuspendFrom = suspend is null ? null : Month.Parse(suspend) }, SpmisApp.Change(), default)));

        (refused.Code, refused.Field).ShouldBe((code, field));
        (await app.UseAsync<EligibilityDb, int>(db => db.Appeals.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Appeal_AfterTheLastDay_NeedsAReasonAndIsMarked()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var (_, no) = await DecidedAsync(app, 3);
        Task<Appeal> RegisterOnAsync(DateTime now, string? late) => app.UseAsync<RegisterAppeal, Appeal>(act => act.HandleAsync(
            new NewAppeal { DeterminationId = no, LodgedOn = DateOnly.FromDateTime(now), Grounds = "Wrong", LateBecause = late }, SpmisApp.Change(now: now), default));

        (await RefusedAsync(() => RegisterOnAsync(SpmisApp.Now.AddDays(61), null))).Code.ShouldBe("appeal.late");
        var late = await RegisterOnAsync(SpmisApp.Now.AddDays(61), "She was in hospital.");

        (late.IsLate, late.LodgeBy, late.DecideBy).ShouldBe((true, new DateOnly(2026, 8, 30), new DateOnly(2026, 11, 29)));
        (await PageAsync(app, $"/appeals/{late.Number}")).ShouldContain("She was in hospital.");
    }

    [Fact]
    public async Task AppealPages_FromRegistrationToApproval_WorkInEveryLanguage()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var (_, no) = await DecidedAsync(app, 3);
        var today = TimeProvider.System.GetUtcNow().Date;
        var registered = await app.SubmitAsync($"/appeals/new?determination={no}", SpmisApp.Officer, null, new Dictionary<string, string>
        {
            ["Grounds"] = "I worked in May too.", ["LodgedOn.Day"] = $"{today.Day}", ["LodgedOn.Month"] = $"{today.Month}", ["LodgedOn.Year"] = $"{today.Year}", ["LateBecause"] = "Test runs years later",
        });
        registered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var path = registered.Headers.Location!.OriginalString;
        (await app.SubmitAsync(path, SpmisApp.Officer, null, new Dictionary<string, string> { ["Reason"] = "Right" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await app.SubmitAsync(path, SpmisApp.Officer, null, new Dictionary<string, string> { ["Outcome"] = "SentBack", ["Reason"] = "May was paid late." })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        foreach (var page in new[] { path, "/appeals", "/appeals?decided=true", $"/appeals/new?determination={no}", $"/determinations/{no}", $"/determinations/{no}/letter?x=1" })
        {
            (await app.PageAsync(page + (page.Contains('?') ? "&" : "?") + "culture=ar")).Faults().ShouldBeEmpty(page);
        }

        (await app.SubmitAsync("/appeals", SpmisApp.Supervisor, "Approve")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await app.UseAsync<EligibilityDb, AppealOutcome?>(db => db.Appeals.Select(a => a.Outcome).SingleAsync())).ShouldBe(AppealOutcome.SentBack);
    }

    [Fact]
    public async Task DecisionLetter_InTheClaimantsLanguage_TellsAnswerReasonsFactsAndHowToAppeal()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var (claim, no) = await DecidedAsync(app, 3);
        await app.UseAsync<EligibilityDb>(db => db.Claims.ExecuteUpdateAsync(s => s.SetProperty(c => c.Language, "fr")));

        var french = await app.PageAsync($"/determinations/{no}/letter");
        var text = french.Body!.TextContent;

        french.DocumentElement.GetAttribute("lang").ShouldBe("fr");
        french.Faults().ShouldBeEmpty();
        text.ShouldContain("Person 1 n'a pas droit");
        text.ShouldContain("Pourquoi pas");
        text.ShouldContain("(Article : C102 Art. 51)");
        text.ShouldContain("la commission de recours de la caisse (exemple)");
        text.ShouldContain("Le dernier jour est le 30 août 2026.");
        text.ShouldContain("Registration 26");
        var pdf = await app.Client(SpmisApp.Officer).GetByteArrayAsync($"/determinations/{no}/letter?handler=Pdf");
        using var read = UglyToad.PdfPig.PdfDocument.Open(pdf);
        string.Join(' ', read.GetPages().SelectMany(p => p.GetWords()).Select(w => w.Text)).ShouldContain("Le dernier jour est le 30 août 2026.");
        var arabic = await app.PageAsync($"/determinations/{no}/letter?language=ar");
        arabic.DocumentElement.GetAttribute("dir").ShouldBe("rtl");
        arabic.Body!.TextContent.ShouldContain("لجنة التظلمات");
        claim.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task ClaimsQueue_PutsOverdueFirstThenRisksThenTheDayDue()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync([.. Enumerable.Range(1, 4).Select(n => Cases.Person(n, new DateOnly(1995, 1, 1)))]);
        var claims = new List<Claim>();
        for (var n = 1; n <= 4; n++)
        {
            claims.Add(await app.FileAsync(Cases.Number(n)));
        }

        // Due next year, due next year with a risk, due sooner next year, overdue.
        var next = TimeProvider.System.GetUtcNow().Year + 1;
        (DateOnly Due, int Risks)[] set = [(new(next, 6, 1), 0), (new(next, 6, 2), 1), (new(next, 5, 1), 0), (new(2026, 7, 1), 0)];
        await app.UseAsync<EligibilityDb>(async db =>
        {
            foreach (var (claim, (due, risks)) in claims.Zip(set))
            {
                await db.Claims.Where(c => c.Id == claim.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.DecideBy, due).SetProperty(c => c.RiskCount, risks));
            }
        });

        var page = await app.PageAsync("/claims");

        page.QuerySelectorAll("main tbody th a").Select(a => a.TextContent).ShouldBe([claims[3].Number, claims[1].Number, claims[2].Number, claims[0].Number]);
        page.QuerySelectorAll("main tbody tr")[0].TextContent.ShouldContain("Overdue");
        (await app.PageAsync("/")).Body!.TextContent.ShouldContain("Claims past the day by which the law wants them decided");
    }

    private static async Task<(string Claim, Guid Determination)> DecidedAsync(SpmisApp app, int months)
    {
        await app.ActivateShippedAsync();
        var person = Cases.Person(1, new DateOnly(1995, 1, 1));
        await app.RegisterAsync(person);
        await app.ContributeAsync(person.PersonId, months);
        var claim = await app.ClaimAsync(person.RegistrationNumber);
        return (claim.Number, await app.DecideAsync(claim.Number));
    }

    private static Task<Proposal> WithdrawAsync(SpmisApp app, Guid id, string? reason) => app.UseAsync<WithdrawDetermination, Proposal>(act => act.ProposeAsync(id, SpmisApp.Change(WithdrawDetermination.Act, reason: reason), default));

    private static Task<Proposal> OverrideAsync(SpmisApp app, Guid id, Answer outcome, long? minor, int? months, string reason) => app.UseAsync<OverrideDetermination, Proposal>(act =>
        act.ProposeAsync(id, outcome, minor, months, SpmisApp.Change(OverrideDetermination.Act, SpmisApp.Supervisor, reason: reason), default));

    private static Task<Appeal> RegisterAsync(SpmisApp app, Guid id, Month? suspendFrom = null) => app.UseAsync<RegisterAppeal, Appeal>(act => act.HandleAsync(
        new NewAppeal { DeterminationId = id, LodgedOn = DateOnly.FromDateTime(SpmisApp.Now), Grounds = "I worked in May too.", SuspendFrom = suspendFrom }, SpmisApp.Change("appeals.register"), default));

    private static Task<Proposal> DecideAsync(SpmisApp app, string number, AppealOutcome outcome, (Answer, long?, int?)? instead) => app.UseAsync<DecideAppeal, Proposal>(act =>
        act.ProposeAsync(number, outcome, instead, SpmisApp.Change(DecideAppeal.Act, reason: "The board has heard the person."), default));

    private static Task<Award> AwardAsync(SpmisApp app, Guid determination) => app.UseAsync<EligibilityDb, Award>(db => db.Awards.AsNoTracking().SingleAsync(a => a.DeterminationId == determination));

    private static async Task<string> PageAsync(SpmisApp app, string path) => (await app.PageAsync(path)).Body!.TextContent;

    private static async Task<Refused> RefusedAsync(Func<Task> act) => await Should.ThrowAsync<Refused>(act);

    private static async Task RecheckAsync(SpmisApp app, int decisions)
    {
        var found = await app.UseAsync<RecheckDeterminations, Rechecked>(act => act.HandleAsync(100, default));
        (found.Holds, found.Looked, found.Differ.Count).ShouldBe((true, decisions, 0));
    }
}
