using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Eligibility;
using Spmis.Contracts.Payments;
using Spmis.Contracts.Registration;
using Spmis.Eligibility;
using Spmis.Eligibility.Awards;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Eligibility;

public sealed class AwardTests
{
    private static readonly PersonFacts One = Cases.Person(1, new DateOnly(1950, 1, 1));
    private static readonly PersonFacts Two = Cases.Person(2, new DateOnly(1950, 1, 1));

    [Fact]
    public async Task Death_Recorded_EndsTheAwardAfterTheMonthOfDeath()
    {
        await using var app = await InForceAsync();

        await app.RegisterAsync(One with { DiedOn = new DateOnly(2026, 8, 3), Version = 2 });

        (await LastToldAsync(app, One.PersonId)).ToMonth.ShouldBe(202608);
        (await AwardAsync(app, 1)).State.ShouldBe(AwardState.Ended);
        await app.RegisterAsync(One with { Version = 3 });
        (await LastToldAsync(app, One.PersonId)).ToMonth.ShouldBeNull();
        (await AwardAsync(app, 1)).State.ShouldBe(AwardState.InForce);
    }

    [Fact]
    public async Task Merge_OfTwoPersonsWithAwards_MovesBothAndStopsTheSecond()
    {
        await using var app = await InForceAsync();
        await app.TellAsync(new PaymentsSettled { Payments = [Settled((await AwardAsync(app, 2)).Id, 202607, 1, "paid")] });

        var merge = Guid.CreateVersion7();
        await app.TellAsync(new PersonsMerged { MergeId = merge, SurvivorId = One.PersonId, MergedIds = [Two.PersonId] });

        var second = await AwardAsync(app, 2);
        (second.State, second.PersonId, second.DuplicateFrom).ShouldBe((AwardState.Duplicate, One.PersonId, Cases.July.Add(1)));
        var told = (await app.MessagesAsync<AwardsDecided>())[^1].Awards.Single(a => a.AwardId == second.Id);
        (told.BeneficiaryId, told.SuspendedFromMonth).ShouldBe((One.PersonId, 202608));
        (await AwardAsync(app, 1)).State.ShouldBe(AwardState.InForce);

        await app.TellAsync(new MergeUndone { MergeId = merge, SurvivorId = One.PersonId, MergedIds = [Two.PersonId] });
        second = await AwardAsync(app, 2);
        (second.State, second.PersonId, second.SuspendedFromMonth).ShouldBe((AwardState.InForce, Two.PersonId, null));
    }

    [Fact]
    public async Task Merge_ToldAfterItsUndoing_MovesNothing()
    {
        await using var app = await InForceAsync();
        var merge = Guid.CreateVersion7();

        await app.TellAsync(new MergeUndone { MergeId = merge, SurvivorId = One.PersonId, MergedIds = [Two.PersonId] });
        await app.TellAsync(new PersonsMerged { MergeId = merge, SurvivorId = One.PersonId, MergedIds = [Two.PersonId] });

        (await AwardAsync(app, 2)).PersonId.ShouldBe(Two.PersonId);
    }

    [Fact]
    public async Task End_OfTheFirstOfTwo_LetsTheSecondGoOn()
    {
        await using var app = await InForceAsync();
        await app.TellAsync(new PersonsMerged { MergeId = Guid.CreateVersion7(), SurvivorId = One.PersonId, MergedIds = [Two.PersonId] });

        await app.UseAsync<EndAward>(act => act.ProposeAsync(MakeAwards.NumberOf(1), Cases.July.Add(-1), SpmisApp.Change(reason: "Registered twice; the other award stays."), default));
        await app.ApproveAllAsync(EndAward.Act);

        (await AwardAsync(app, 1)).State.ShouldBe(AwardState.Ended);
        (await AwardAsync(app, 2)).State.ShouldBe(AwardState.InForce);
    }

    [Fact]
    public async Task Resume_OfASuspendedAward_NeedsASecondPerson()
    {
        await using var app = await InForceAsync();
        var number = MakeAwards.NumberOf(1);

        await app.UseAsync<SuspendAward>(act => act.HandleAsync(number, Cases.July, SpmisApp.Change(reason: "Life certificate is missing."), default));
        (await LastToldAsync(app, One.PersonId)).SuspendedFromMonth.ShouldBe(202607);
        var proposal = await app.UseAsync<ResumeAward, Proposal>(act => act.ProposeAsync(number, SpmisApp.Change(), default));
        (await Should.ThrowAsync<Refused>(() => app.ApproveAsync(proposal.Id, SpmisApp.Officer))).Code.ShouldBe("proposal.own");
        await app.ApproveAsync(proposal.Id);

        (await LastToldAsync(app, One.PersonId)).SuspendedFromMonth.ShouldBeNull();

        // Ended in a month to come it is paid until then; the next round makes no second one for the time after.
        await app.UseAsync<EndAward>(act => act.ProposeAsync(number, Cases.July.Add(2), SpmisApp.Change(reason: "Moves abroad in October."), default));
        await app.ApproveAllAsync(EndAward.Act);
        await app.RoundAsync(Cases.July.Add(1));
        (await app.UseAsync<EligibilityDb, int>(db => db.Awards.CountAsync(a => a.PersonId == One.PersonId))).ShouldBe(1);
    }

    [Fact]
    public async Task Suspend_WithoutReasonOrOutsideItsTime_IsRefused()
    {
        await using var app = await InForceAsync();

        (await Should.ThrowAsync<Refused>(() => app.UseAsync<SuspendAward>(act => act.HandleAsync(MakeAwards.NumberOf(1), Cases.July, SpmisApp.Change(), default)))).Field.ShouldBe("reason");
        (await Should.ThrowAsync<Refused>(() => app.UseAsync<SuspendAward>(act => act.HandleAsync(MakeAwards.NumberOf(1), new Month(2026, 1), SpmisApp.Change(reason: "x"), default)))).Field.ShouldBe("from");
    }

    [Theory]
    [InlineData(new[] { "1 paid", "1 returned", "2 paid" }, "2 paid")]
    [InlineData(new[] { "1 returned", "1 paid" }, "1 returned")]
    [InlineData(new[] { "2 paid", "1 rejected" }, "2 paid")]
    [InlineData(new[] { "1 rejected", "1 paid decided" }, "1 paid")]
    [InlineData(new[] { "1 paid", "1 returned", "1 paid decided" }, "1 paid")]
    [InlineData(new[] { "2 rejected", "1 paid decided" }, "2 rejected")]
    public async Task PaymentsSettled_InAnyOrder_KeepsHowTheMonthStands(string[] outcomes, string expected)
    {
        await using var app = await InForceAsync();
        var award = (await AwardAsync(app, 1)).Id;

        foreach (var outcome in outcomes)
        {
            await app.TellAsync(new PaymentsSettled { Payments = [Settled(award, 202607, outcome[0] - '0', outcome[2..].Split(' ')[0]) with { Decided = outcome.EndsWith("decided", StringComparison.Ordinal) }] });
        }

        var month = await app.UseAsync<EligibilityDb, AwardMonth>(db => db.AwardMonths.SingleAsync());
        $"{month.Attempt} {month.Outcome}".ShouldBe(expected);
    }

    [Fact]
    public async Task PaymentsSettled_OfAShareOfTheMonth_MakesItAPaidMonth()
    {
        await using var app = await InForceAsync();
        var award = (await AwardAsync(app, 1)).Id;

        await app.TellAsync(new PaymentsSettled { Payments = [Settled(award, 202607, 1, "rejected"), Settled(award, 202607, 1, "paid") with { Component = "main/1" }, Settled(award, 202608, 1, "paid") with { Component = "inc" }] });

        (await app.UseAsync<EligibilityDb, List<string>>(db => KeepPaidMonths.WholeMonths(db.AwardMonths).Select(m => m.Component).ToListAsync())).ShouldBe(["main/1"]);
    }

    [Fact]
    public async Task Clearance_Asked_NamesEveryAwardMessageOnce()
    {
        await using var app = await InForceAsync();
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        await app.TellAsync(new ClearanceAsked { PaymentRunId = first });
        await app.RegisterAsync(One with { DiedOn = new DateOnly(2026, 8, 3), Version = 2 });
        await app.TellAsync(new ClearanceAsked { PaymentRunId = second });

        var published = await app.UseAsync<EligibilityDb, List<Guid>>(db => db.Outbox.Where(o => o.Contract == typeof(AwardsDecided).FullName).OrderBy(o => o.Seq).Select(o => o.MessageId).ToListAsync());
        var answers = await app.MessagesAsync<Spmis.Contracts.Eligibility.ClearanceGiven>();
        answers.Single(a => a.PaymentRunId == first).MustHaveApplied.ShouldBe([published[0]]);
        answers.Single(a => a.PaymentRunId == second).MustHaveApplied.ShouldBe([published[1]]);
    }

    private static async Task<SpmisApp> InForceAsync()
    {
        var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync(One, Two);
        await app.RoundAsync();
        await app.ApproveAllAsync(ApproveAwards.Act);
        return app;
    }

    private static Task<Award> AwardAsync(SpmisApp app, int n) => app.UseAsync<EligibilityDb, Award>(db => db.Awards.SingleAsync(a => a.Number == MakeAwards.NumberOf(n)));

    private static async Task<AwardFacts> LastToldAsync(SpmisApp app, Guid person) => (await app.MessagesAsync<AwardsDecided>()).SelectMany(m => m.Awards).Last(a => a.BeneficiaryId == person);

    private static SettledPayment Settled(Guid award, int month, int attempt, string outcome) =>
        new() { AwardId = award, Component = "main", Month = month, Attempt = attempt, Outcome = outcome, AmountMinor = 2_000_00, Currency = "KES", On = new DateOnly(2026, 7, 20) };
}
