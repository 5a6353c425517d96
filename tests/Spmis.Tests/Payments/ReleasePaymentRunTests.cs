using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Payments;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Data;
using Spmis.Kernel.Runs;
using Spmis.Payments;
using Spmis.Payments.Clearance;
using Spmis.Payments.Instructions;
using Spmis.Payments.PaymentRuns;
using Spmis.TestKit;
using RegistrationClearance = Spmis.Contracts.Registration.ClearanceGiven;
using EligibilityClearance = Spmis.Contracts.Eligibility.ClearanceGiven;

namespace Spmis.Tests.Payments;

public sealed class ReleasePaymentRunTests
{
    [Fact]
    public async Task Approve_OnesOwnRun_IsRefused()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(3);
        var run = (await payroll.PrepareAsync()).PaymentRunId;

        (await Payroll.RefusalAsync(() => payroll.ApproveAsync(run, SpmisApp.Officer))).Code.ShouldBe("proposal.own");
        (await Payroll.RefusalAsync(() => payroll.AskReleaseAsync(run))).Code.ShouldBe("payment-run.not-approved");
        (await payroll.RunAsync(run)).State.ShouldBe("prepared");

        await payroll.ApproveAsync(run);
        (await Payroll.RefusalAsync(() => payroll.AskReleaseAsync(run, SpmisApp.Supervisor))).Code.ShouldBe("payment-run.own-approval");
        (await payroll.RunAsync(run)).State.ShouldBe("approved");
        await payroll.PromisesHoldAsync();
    }

    [Fact]
    public async Task Approve_AfterAPaymentWasHeld_IsRefusedUntilItIsPutUpAgain()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(2);
        var run = (await payroll.PrepareAsync()).PaymentRunId;
        var reference = (await payroll.InstructionsAsync())[0].Reference;
        await payroll.App.UseAsync<HoldPayment>(act => act.HoldAsync(reference, SpmisApp.Change("payments.hold", reason: "asked by the court"), default));

        (await Payroll.RefusalAsync(() => payroll.ApproveAsync(run))).Code.ShouldBe("proposal.data-moved");
        await payroll.App.UseAsync<ApprovePaymentRun>(act => act.RejectAsync(run, SpmisApp.Change("payments.reject", SpmisApp.Supervisor, reason: "one is held now"), default));
        await payroll.App.UseAsync<SubmitPaymentRun, long>(act => act.HandleAsync(run, SpmisApp.Change("payments.submit"), default));
        await payroll.ReleaseAsync(run);

        (await payroll.InstructionsAsync()).Select(i => i.State).ShouldBe(["held", "sent"]);
        await payroll.App.UseAsync<HoldPayment>(act => act.LetGoAsync(reference, SpmisApp.Change("payments.let-go", reason: "the court agrees"), default));
        await payroll.PayAsync(Payroll.July.Add(1));
        (await payroll.InstructionsAsync()).Select(i => i.State).ShouldBe(["lapsed", "sent", "sent", "sent", "sent"]);
        await payroll.PromisesHoldAsync();
    }

    [Fact]
    public async Task Release_BeforeAllMessagesAreApplied_WaitsAndThenHoldsWhatTheySay()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(3);
        var run = (await payroll.PrepareAsync()).PaymentRunId;
        await payroll.ApproveAsync(run);
        await payroll.AskReleaseAsync(run);

        // Registration names a merge that is still under way.
        var merge = new PersonsMerged { MergeId = Payroll.Person(901), SurvivorId = Payroll.Person(1), MergedIds = [Payroll.Person(2)] };
        var underWay = Guid.CreateVersion7();
        await payroll.SayAsync(new EligibilityClearance { PaymentRunId = run, MustHaveApplied = [] });
        (await MissingAsync(payroll, run)).Unanswered.ShouldBe(["registration"]);
        await payroll.SayAsync(new RegistrationClearance { PaymentRunId = run, MustHaveApplied = [underWay] });
        (await payroll.RunAsync(run)).State.ShouldBe("waiting");
        (await MissingAsync(payroll, run)).Missing.ShouldBe(1);

        await ArriveAsync(payroll, underWay, merge);

        (await payroll.RunAsync(run)).State.ShouldBe("released");
        (await payroll.InstructionsAsync()).Select(i => (i.State, i.HoldCode)).ShouldBe([("sent", null), ("held", HoldReasons.Merged), ("sent", null)]);
        (await payroll.BatchesAsync()).ShouldHaveSingleItem().Count.ShouldBe(2);
        await payroll.PromisesHoldAsync();
    }

    [Fact]
    public async Task Release_DeathAddressAndAmountSinceApproval_AreHeld()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(5);
        var run = (await payroll.PrepareAsync()).PaymentRunId;
        await payroll.ApproveAsync(run);
        await payroll.TellAsync(Payroll.Facts(1, version: 2) with { DiedOn = new(2026, 7, 1) }, Payroll.Facts(2, "MOMO", version: 2));
        await payroll.TellAsync(Payroll.Award(3, minor: 1, version: 2), Payroll.Award(4, version: 2) with { SuspendedFromMonth = 202607 });

        await payroll.AskReleaseAsync(run);
        await payroll.ClearAsync(run);

        (await payroll.InstructionsAsync()).Select(i => i.HoldCode).ShouldBe([HoldReasons.PayeeDead, HoldReasons.AddressCooling, HoldReasons.AwardChanged, HoldReasons.AwardSuspended, null]);
        await payroll.PromisesHoldAsync();
    }

    [Theory]
    [InlineData("amount")]
    [InlineData("account")]
    [InlineData("removed")]
    public async Task Release_AnInstructionChangedBehindTheBack_ReleasesNothing(string what)
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(3);
        var run = (await payroll.PrepareAsync()).PaymentRunId;
        await payroll.ApproveAsync(run);
        var victim = (await payroll.InstructionsAsync())[1].Id;
        await payroll.App.UseAsync<PaymentsDb, int>(db => what switch
        {
            "amount" => db.Instructions.Where(i => i.Id == victim).ExecuteUpdateAsync(s => s.SetProperty(i => i.AmountMinor, 9_999_999)),
            "account" => db.Instructions.Where(i => i.Id == victim).ExecuteUpdateAsync(s => s.SetProperty(i => i.Account, "666")),
            _ => db.Instructions.Where(i => i.Id == victim).ExecuteDeleteAsync(),
        });

        await payroll.AskReleaseAsync(run);
        await Payroll.RefusalAsync(() => payroll.ClearAsync(run));

        var technical = await payroll.App.UseAsync<PaymentsDb, Run>(db => db.Runs.AsNoTracking().SingleAsync(r => r.Kind == "payments.release"));
        technical.State.ShouldBe("failed");
        technical.Problem!.ShouldContain("Nothing was released");
        (await payroll.BatchesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Release_Twice_IsRefusedAndAsksOnce()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(1);
        var run = await payroll.PayAsync();

        (await Payroll.RefusalAsync(() => payroll.AskReleaseAsync(run))).Code.ShouldBe("payment-run.released");
        (await payroll.App.UseAsync<PaymentsDb, int>(db => db.Outbox.CountAsync(o => o.Contract == typeof(ClearanceAsked).FullName))).ShouldBe(1);
        (await Payroll.RefusalAsync(() => payroll.App.UseAsync<CancelPaymentRun>(act => act.HandleAsync(run, SpmisApp.Change(reason: "late"), default)))).Code.ShouldBe("payment-run.too-late");
    }

    private static Task<(IReadOnlyList<string> Unanswered, int Missing)> MissingAsync(Payroll payroll, Guid run) =>
        payroll.App.UseAsync<ClearanceGate, (IReadOnlyList<string>, int)>(gate => gate.MissingAsync(run, default));

    /// <summary>A message that was published elsewhere under this id.</summary>
    private static async Task ArriveAsync<T>(Payroll payroll, Guid id, T message)
        where T : class
    {
        await payroll.App.UseAsync<PaymentsDb>(async db =>
        {
            db.Outbox.Add(new Spmis.Kernel.Messages.OutboxRow { MessageId = id, Contract = typeof(T).FullName!, Payload = System.Text.Json.JsonSerializer.Serialize(message, SpmisJson.Options), Now = SpmisApp.Now });
            await db.SaveChangesAsync();
        });
        await payroll.App.SettleAsync();
    }
}
