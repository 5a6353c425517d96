using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Kernel;

/// <summary>Who must decide: by act and amount, one, two or ordered steps, and all the ways in which one person might be two.</summary>
public sealed class ApprovalPolicyTests
{
    private static readonly string[] ThreeSteps = ["notes.decide", "notes.sign", "notes.audit"];
    private static readonly Actor Paul = new("paul", "Paul Preparer", [Roles.Officer]);
    private static readonly Actor Ann = new("ann", "Ann", [Roles.Supervisor]);
    private static readonly Actor Bea = new("bea", "Bea", [Roles.Supervisor]);
    private static readonly Actor Cleo = new("cleo", "Cleo", [Roles.Auditor]);
    private static readonly Actor Admin = new("admin", "Ada", [Roles.Administrator]);
    private static readonly DateOnly Today = DateOnly.FromDateTime(SpmisApp.Change().Now);

    /// <summary>Alone below 100.00, two from 100.00, three steps from 1,000.00 ALD; euros from 5.00 by two and from 50.00 in two steps.</summary>
    private static readonly IReadOnlyList<ApprovalBand> Graded =
    [
        new() { Kind = ApprovalKind.One }, new() { Currency = "ALD", FromMinor = 100_00, Kind = ApprovalKind.Two }, new() { Currency = "ALD", FromMinor = 1_000_00, Kind = ApprovalKind.Steps, Steps = ThreeSteps },
        new() { Currency = "EUR", FromMinor = 5_00, Kind = ApprovalKind.Two }, new() { Currency = "EUR", FromMinor = 50_00, Kind = ApprovalKind.Steps, Steps = ["notes.decide", "notes.sign"] },
    ];

    [Theory]
    [InlineData("notes.pay", "ALD 0", 0)]
    [InlineData("notes.pay", "ALD 9999", 0)]
    [InlineData("notes.pay", "ALD 10000", 1)]
    [InlineData("notes.pay", "ALD 99999", 1)]
    [InlineData("notes.pay", "ALD 100000", 3)]
    [InlineData("notes.pay", "ALD 9000000000000000", 3)]
    [InlineData("notes.pay", "ALD -100000", 3)] // Less than nothing is as much the other way.
    [InlineData("notes.pay", "ALD 60000, ALD 40000", 3)] // Of one currency together.
    [InlineData("notes.pay", "EUR 499", 0)]
    [InlineData("notes.pay", "EUR 5000", 2)]
    [InlineData("notes.pay", "ALD 1, EUR 5000", 2)] // The strictest of several currencies.
    [InlineData("notes.pay", "ALD 100000, EUR 1", 3)]
    [InlineData("notes.pay", "USD 1", 3)] // A currency the policy does not name: as the highest.
    [InlineData("notes.pay", "ALD 1, USD 1", 3)]
    [InlineData("notes.pay", "", 3)] // Nobody knows how much.
    [InlineData("notes.spend", "ALD 1", 1)] // Not declared to be decided alone.
    [InlineData("notes.run", "ALD 100000", 1)] // Its own steps.
    public void Policy_ByActAndAmount_SaysHowManyDecide(string act, string amounts, int deciders)
    {
        var declared = new ProposedAct("notes", act, "notes.decide") { MayBeAlone = act == "notes.pay", OwnSteps = act == "notes.run", SaysAmount = true };
        var policy = new ApprovalPolicy { Act = act, FromDay = Today, LegalBasis = "Decree 1", ApprovedBy = "x", ApprovedAt = default, Bands = System.Text.Json.JsonSerializer.Serialize(Graded, SpmisJson.Options) };
        List<Money> atStake = [.. amounts.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(a => new Money(long.Parse(a[4..], System.Globalization.CultureInfo.InvariantCulture), Currency.Of(a[..3])))];

        ApprovalRules.Freeze(declared, policy, atStake).Steps.Count.ShouldBe(deciders);
        ApprovalRules.Freeze(declared, null, atStake).Steps.ShouldBe(["notes.decide"]);
    }

    [Fact]
    public async Task Policy_IsChangedByTwo_AndRefusesWhatWouldLowerIt()
    {
        await using var probe = await Probe.StartAsync();
        (await RefusedAsync(() => PrepareAsync(probe, "notes.pay", Graded, Today.AddDays(-1)))).ShouldBe("policy.past");
        (await RefusedAsync(() => PrepareAsync(probe, "notes.none", Graded))).ShouldBe("policy.act-unknown");
        (await RefusedAsync(() => PrepareAsync(probe, "notes.run", Graded))).ShouldBe("policy.own-steps");
        (await RefusedAsync(() => PrepareAsync(probe, "notes.spend", Graded))).ShouldBe("policy.alone");
        (await RefusedAsync(() => PrepareAsync(probe, "notes.rename", [Graded[1] with { Currency = null, FromMinor = 0 }, Graded[1]]))).ShouldBe("policy.amount");
        (await RefusedAsync(() => PrepareAsync(probe, "notes.pay", [Graded[1]]))).ShouldBe("policy.bands");
        (await RefusedAsync(() => PrepareAsync(probe, "notes.pay", [Graded[0], Graded[2], Graded[1]]))).ShouldBe("policy.order");
        (await RefusedAsync(() => PrepareAsync(probe, "notes.pay", [Graded[0], Graded[1], Graded[1] with { FromMinor = 200_00, Kind = ApprovalKind.One }]))).ShouldBe("policy.order");
        (await RefusedAsync(() => PrepareAsync(probe, "notes.pay", [new() { Kind = ApprovalKind.Steps }]))).ShouldBe("policy.steps");
        (await RefusedAsync(() => PrepareAsync(probe, "notes.pay", [new() { Kind = ApprovalKind.Steps, Steps = ["notes.write"] }]))).ShouldBe("policy.step-unknown"); // Nobody shows again who they are for it.

        var change = await PrepareAsync(probe, "notes.pay", Graded, Today.AddDays(1));
        (await RefusedAsync(() => probe.UseAsync<FourEyes, StepTaken>(f => f.ApproveAsync("notes", change, By(Admin), default)))).ShouldBe("proposal.own");
        (await RefusedAsync(() => probe.UseAsync<FourEyes, StepTaken>(f => f.ApproveAsync("notes", change, By(Ann with { Offices = ["NORTH"] }), default)))).ShouldBe("proposal.not-allowed");
        (await RefusedAsync(() => ApproveAsync(probe, change, Ann, days: 2))).ShouldBe("policy.past"); // Its day went by while it waited.
        await ApproveAsync(probe, change, Ann);

        (await probe.UseAsync<NotesDb, int>(db => db.History.CountAsync(h => h.Entity == nameof(ApprovalPolicy) && h.ActorId == Ann.Id))).ShouldBe(1);
        var note = await NoteAsync(probe, "a");
        var early = await PayAsync(probe, note, "b", 1);
        early.ReadRule()!.Kind.ShouldBe(ApprovalKind.Two); // Not yet in force.
        await probe.UseAsync<FourEyes>(f => f.RejectAsync("notes", early.Id, By(Ann, "wait for the decree"), default));
        (await PayAsync(probe, note, "b", 1, days: 1)).Approved.ShouldBe(true);
    }

    [Fact]
    public async Task Alone_IsDoneAtOnceAndStillRecorded_TwoByASecondPerson_StepsByThreeOthers()
    {
        await using var probe = await Probe.StartAsync();
        await SetAsync(probe, "notes.pay", Graded);

        var note = await NoteAsync(probe, "a0");
        var alone = await PayAsync(probe, note, "a1", 99_99);
        (await TextAsync(probe, note)).ShouldBe("a1");
        (alone.Approved, alone.DecidedById, alone.PreparedById, alone.OpenSubject, alone.DecisionReason).ShouldBe((true, FourEyes.ByPolicy, Paul.Id, null, "Decree 7 of 2026"));
        (await probe.UseAsync<NotesDb, int>(db => db.History.CountAsync(h => h.Entity == nameof(Proposal) && h.Act == "notes.pay"))).ShouldBe(1);
        (await RefusedAsync(() => ApproveAsync(probe, alone.Id, Ann))).ShouldBe("proposal.decided");

        var two = await PayAsync(probe, note, "a2", 100_00);
        (await TextAsync(probe, note)).ShouldBe("a1");
        (await ApproveAsync(probe, two.Id, Ann)).ShouldBe(new StepTaken(two.Id, true, true, 1, 1, null));
        (await TextAsync(probe, note)).ShouldBe("a2");

        var three = (await PayAsync(probe, note, "a3", 1_000_00)).Id;
        (await DueAsync(probe, Ann, Bea, Cleo, Paul)).ShouldBe("ann bea");
        (await ApproveAsync(probe, three, Ann)).ShouldBe(new StepTaken(three, true, false, 1, 3, "notes.sign"));
        (await TextAsync(probe, note)).ShouldBe("a2");
        (await DueAsync(probe, Ann, Bea, Cleo, Paul)).ShouldBe("bea cleo");
        (await ApproveAsync(probe, three, Bea)).ShouldBe(new StepTaken(three, true, false, 2, 3, "notes.audit"));
        (await DueAsync(probe, Ann, Bea, Cleo, Paul)).ShouldBe("cleo");
        (await ApproveAsync(probe, three, Cleo)).ShouldBe(new StepTaken(three, true, true, 3, 3, null));
        (await TextAsync(probe, note)).ShouldBe("a3");
        (await DueAsync(probe, Ann, Bea, Cleo, Paul)).ShouldBe("");
        var history = await probe.UseAsync<NotesDb, List<string>>(db => db.History.Where(h => h.Entity == nameof(ProposalStep) && h.Subject.StartsWith($"{three}/")).OrderBy(h => h.Seq).Select(h => $"{h.Subject} {h.ActorId} {h.Act}").ToListAsync());
        history.ShouldBe([$"{three}/1 ann proposals.step", $"{three}/2 bea proposals.step", $"{three}/3 cleo notes.pay"]);
    }

    [Fact]
    public async Task Steps_OnePersonIsNeverTwo()
    {
        await using var probe = await Probe.StartAsync();
        await SetAsync(probe, "notes.pay", [new() { Kind = ApprovalKind.Steps, Steps = ThreeSteps }]);
        var id = (await PayAsync(probe, await NoteAsync(probe, "a0"), "a1", 1)).Id;
        async Task<string> TryAsync(Actor actor) => await RefusedAsync(() => ApproveAsync(probe, id, actor));

        (await TryAsync(Paul with { Roles = [Roles.Supervisor] })).ShouldBe("proposal.own");
        (await TryAsync(new Actor("paul-2", "Paul again", [Roles.Supervisor]) { OtherIds = ["paul"] })).ShouldBe("proposal.own");
        (await TryAsync(Ann with { OtherIds = ["paul"], Delegated = [new DelegatedRole(Roles.Supervisor, "paul", "Paul")] })).ShouldBe("proposal.own");
        (await TryAsync(Cleo)).ShouldBe("proposal.not-allowed"); // The first step is a supervisor's, not hers.

        // Dan decides the first step in Ann's place.
        var dan = new Actor("dan", "Dan", [Roles.Officer, Roles.Supervisor]) { OtherIds = ["ann"], Delegated = [new DelegatedRole(Roles.Supervisor, "ann", "Ann")] };
        await ApproveAsync(probe, id, dan);
        (await probe.UseAsync<NotesDb, ProposalStep>(db => db.ProposalSteps.SingleAsync(s => s.ProposalId == id))).DecidedBy.ShouldBe("Dan for Ann");
        (await TryAsync(dan)).ShouldBe("proposal.same-person");
        (await TryAsync(new Actor("dan", "Dan", [Roles.Supervisor]))).ShouldBe("proposal.same-person"); // In his own right by now.
        (await TryAsync(new Actor("dan-2", "Dan again", [Roles.Supervisor]) { OtherIds = ["dan"] })).ShouldBe("proposal.same-person");
        (await TryAsync(Ann)).ShouldBe("proposal.same-person"); // In whose place it was.
        (await TryAsync(new Actor("eve", "Eve", [Roles.Supervisor]) { Delegated = [new DelegatedRole(Roles.Supervisor, "ann", "Ann")] })).ShouldBe("proposal.same-person"); // Another one in her place.
        (await TryAsync(new Actor("fay", "Fay", [Roles.Supervisor]) { Delegated = [new DelegatedRole(Roles.Supervisor, "dan", "Dan")] })).ShouldBe("proposal.same-person");
        await ApproveAsync(probe, id, Bea);
        (await TryAsync(Bea with { Roles = [Roles.Auditor] })).ShouldBe("proposal.same-person");
        (await TryAsync(new Actor("robot", "A program of Bea's", [Roles.Auditor]) { OtherIds = ["bea"] })).ShouldBe("proposal.same-person");
        await ApproveAsync(probe, id, Cleo);

        // The database refuses both even past the checks.
        foreach (var (step, who) in new[] { (1, "somebody-new"), (4, "bea") })
        {
            await Should.ThrowAsync<DbUpdateException>(() => probe.UseAsync<NotesDb>(db =>
            {
                db.ProposalSteps.Add(new ProposalStep { ProposalId = id, Step = step, Permission = "notes.decide", Approved = true, DecidedById = who, DecidedBy = who, DecidedAt = SpmisApp.Change().Now });
                return db.SaveChangesAsync();
            }));
        }
    }

    [Fact]
    public async Task Steps_DataOrRuleMovedInBetween_IsRefused_ThePolicyOfTheDayItWasPreparedStays_ARejectionEndsIt()
    {
        await using var probe = await Probe.StartAsync();
        await SetAsync(probe, "notes.pay", [new() { Kind = ApprovalKind.Steps, Steps = ThreeSteps }]);
        var note = await NoteAsync(probe, "b0");
        var id = (await PayAsync(probe, note, "b1", 5)).Id;
        await ApproveAsync(probe, id, Ann);

        await probe.UseAsync<NotesDb>(db => db.Notes.Where(n => n.Id == note).ExecuteUpdateAsync(s => s.SetProperty(n => n.Text, "moved")));
        (await RefusedAsync(() => ApproveAsync(probe, id, Bea))).ShouldBe("proposal.data-moved");
        await probe.UseAsync<NotesDb>(db => db.Notes.Where(n => n.Id == note).ExecuteUpdateAsync(s => s.SetProperty(n => n.Text, "b0")));
        PayNote.More["b1"] = 1; // As shown, but for more money.
        (await RefusedAsync(() => ApproveAsync(probe, id, Bea))).ShouldBe("proposal.data-moved");
        PayNote.More.TryRemove("b1", out _);
        var rule = await probe.UseAsync<NotesDb, string?>(db => db.Proposals.Where(p => p.Id == id).Select(p => p.Rule).SingleAsync());
        await RuleIsAsync(rule!.Replace(",\"notes.audit\"", "", StringComparison.Ordinal));
        (await RefusedAsync(() => ApproveAsync(probe, id, Bea))).ShouldBe("proposal.data-moved"); // A step cut out of the database.
        await RuleIsAsync(rule);
        await TakenIsAsync(2);
        (await RefusedAsync(() => ApproveAsync(probe, id, Cleo))).ShouldBe("proposal.data-moved"); // A step passed over in the database.
        await TakenIsAsync(1);

        await SetAsync(probe, "notes.pay", [new() { Kind = ApprovalKind.One }]);
        (await ApproveAsync(probe, id, Bea)).Applied.ShouldBeFalse();
        (await RefusedAsync(() => probe.UseAsync<FourEyes, StepTaken>(f => f.RejectAsync("notes", id, By(Ann, "I thought better of it"), default)))).ShouldBe("proposal.same-person");
        await probe.UseAsync<FourEyes>(f => f.RejectAsync("notes", id, By(Cleo, "not covered by the decree"), default));
        (await TextAsync(probe, note)).ShouldBe("b0");
        (await RefusedAsync(() => ApproveAsync(probe, id, new Actor("gus", "Gus", [Roles.Auditor])))).ShouldBe("proposal.decided");
        (await probe.UseAsync<NotesDb, List<bool>>(db => db.ProposalSteps.Where(s => s.ProposalId == id).OrderBy(s => s.Step).Select(s => s.Approved).ToListAsync())).ShouldBe([true, true, false]);

        async Task TakenIsAsync(int steps) => await probe.UseAsync<NotesDb>(db => db.Proposals.Where(p => p.Id == id).ExecuteUpdateAsync(s => s.SetProperty(p => p.StepsTaken, steps)));
        async Task RuleIsAsync(string to) => await probe.UseAsync<NotesDb>(db => db.Proposals.Where(p => p.Id == id).ExecuteUpdateAsync(s => s.SetProperty(p => p.Rule, to)));
    }

    [Fact]
    public async Task Steps_TwoAtOnce_OneCounts_AndEachStepWaitsItsOwnTime()
    {
        await using var probe = await Probe.StartAsync();
        await SetAsync(probe, "notes.pay", [new() { Kind = ApprovalKind.Steps, Steps = ["notes.decide", "notes.decide"] }]);
        var note = await NoteAsync(probe, "c0");
        var id = (await PayAsync(probe, note, "c1", 5)).Id;
        var terms = probe.App.Services.GetRequiredService<ProposalTerms>();
        async Task<DateTime?> OverdueAsync(int days)
        {
            var proposal = await probe.UseAsync<NotesDb, Proposal>(db => db.Proposals.AsNoTracking().SingleAsync(p => p.Id == id));
            var now = SpmisApp.Change().Now.AddDays(days);
            (await probe.UseAsync<NotesDb, int>(async db => await terms.Overdue(db.Proposals, now).Single().CountAsync(p => p.Id == id))).ShouldBe(terms.OverdueSince(proposal, now) is null ? 0 : 1);
            return terms.OverdueSince(proposal, now);
        }

        (await OverdueAsync(6)).ShouldNotBeNull();
        await probe.UseAsync<NotesDb>(async db => (await probe.App.Services.GetRequiredService<EscalateProposals>().HandleAsync(db, SpmisApp.Change().Now.AddDays(6), default)).ShouldBe(1));
        await ApproveAsync(probe, id, Ann, days: 3);
        (await OverdueAsync(6)).ShouldBeNull();
        (await OverdueAsync(9)).ShouldNotBeNull();
        foreach (var noted in new[] { 1, 0 })
        {
            await probe.UseAsync<NotesDb>(async db => (await probe.App.Services.GetRequiredService<EscalateProposals>().HandleAsync(db, SpmisApp.Change().Now.AddDays(9), default)).ShouldBe(noted));
        }

        var outcomes = await Task.WhenAll(new[] { Bea, new Actor("gus", "Gus", [Roles.Supervisor]), new Actor("hal", "Hal", [Roles.Supervisor]) }.Select(async actor =>
        {
            try
            {
                return (await ApproveAsync(probe, id, actor)).Applied ? "applied" : "step";
            }
            catch (Refused refused)
            {
                return refused.Code;
            }
        }));
        outcomes.Count(o => o == "applied").ShouldBe(1, string.Join(' ', outcomes));
        (await probe.UseAsync<NotesDb, int>(db => db.ProposalSteps.CountAsync(s => s.ProposalId == id))).ShouldBe(2);
        (await TextAsync(probe, note)).ShouldBe("c1");
    }

    private static async Task<string> DueAsync(Probe probe, params Actor[] actors)
    {
        List<string> due = [];
        foreach (var actor in actors)
        {
            if (await probe.UseAsync<IServiceProvider, int>(s => s.GetRequiredService<FourEyes>().DueFor(s.GetRequiredService<NotesDb>(), actor).CountAsync()) > 0)
            {
                due.Add(actor.Id);
            }
        }

        return string.Join(' ', due);
    }

    private static async Task SetAsync(Probe probe, string act, IReadOnlyList<ApprovalBand> bands) => await ApproveAsync(probe, await PrepareAsync(probe, act, bands), Ann);

    private static async Task<long> PrepareAsync(Probe probe, string act, IReadOnlyList<ApprovalBand> bands, DateOnly? from = null) => await probe.UseAsync<IServiceProvider, long>(async s =>
        (await s.GetRequiredKeyedService<ChangePolicy>("notes").ProposeAsync(new NewPolicy { Act = act, FromDay = from ?? Today, Bands = bands, LegalBasis = "Decree 7 of 2026" }, By(Admin), default)).Id);

    private static Task<StepTaken> ApproveAsync(Probe probe, long id, Actor actor, int days = 0) => probe.UseAsync<FourEyes, StepTaken>(f => f.ApproveAsync("notes", id, By(actor, null, days), default));

    private static Task<Proposal> PayAsync(Probe probe, Guid note, string text, long minor, int days = 0) => probe.UseAsync<FourEyes, Proposal>(f =>
        f.ProposeAsync("notes", "notes.pay", $"{note}", $"Pay {text}", new[] { $"{note}", text, minor.ToString(System.Globalization.CultureInfo.InvariantCulture), "ALD" }, By(Paul, null, days), default));

    private static async Task<Guid> NoteAsync(Probe probe, string text)
    {
        var note = new Note { Id = Guid.CreateVersion7(), Text = text };
        await probe.UseAsync<NotesDb>(db =>
        {
            db.Notes.Add(note);
            return db.SaveChangesAsync();
        });
        return note.Id;
    }

    private static Task<string> TextAsync(Probe probe, Guid note) => probe.UseAsync<NotesDb, string>(db => db.Notes.Where(n => n.Id == note).Select(n => n.Text).SingleAsync());

    private static async Task<string> RefusedAsync(Func<Task> act) => (await Should.ThrowAsync<Refused>(act)).Code;

    private static Change By(Actor actor, string? reason = null, int days = 0)
    {
        var change = SpmisApp.Change("test", actor, reason: reason);
        return change with { Now = change.Now.AddDays(days) };
    }
}
