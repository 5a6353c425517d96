using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Eligibility;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Data;
using Spmis.Kernel.Runs;
using Spmis.Payments;
using Spmis.Payments.Instructions;
using Spmis.Payments.PaymentRuns;
using Spmis.TestKit;

namespace Spmis.Tests.Payments;

public sealed class PreparePaymentRunTests
{
    [Fact]
    public async Task Prepare_ArrearsAndEndingAward_MakesOneInstructionAMonth()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.TellAsync(Payroll.Facts(1), Payroll.Facts(2), Payroll.Facts(3));
        await payroll.TellAsync(Payroll.Award(1, 202605), Payroll.Award(2, 202606) with { ToMonth = 202606 }, Payroll.Award(3, 202608));

        var run = await payroll.PrepareAsync();

        var made = await payroll.InstructionsAsync();
        made.Select(i => (i.AwardNumber, i.Month.Code, i.Attempt, i.State)).ShouldBe(
        [
            (Payroll.AwardNumber(1), 202605, 1, "prepared"), (Payroll.AwardNumber(1), 202606, 1, "prepared"), (Payroll.AwardNumber(1), 202607, 1, "prepared"),
            (Payroll.AwardNumber(2), 202606, 1, "prepared"),
        ]);
        made[0].PayeeName.ShouldBe(Payroll.Facts(1).Name);
        made[0].Account.ShouldBe("401000000001");
        var paymentRun = await payroll.RunAsync(run.PaymentRunId);
        (paymentRun.State, paymentRun.Count).ShouldBe(("prepared", 4));
        await payroll.PromisesHoldAsync();
    }

    [Fact]
    public async Task Prepare_WhatCannotBePaid_IsHeldAndSeen()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.TellAsync(
            Payroll.Facts(1, agency: null), Payroll.Facts(2) with { DiedOn = new(2026, 6, 1) }, Payroll.Facts(3), Payroll.Facts(4), Payroll.Facts(5), Payroll.Facts(6), Payroll.Facts(7, "NOBANK"), Payroll.Facts(8));
        await payroll.TellAsync([.. Enumerable.Range(1, 8).Select(n => n switch
        {
            5 => Payroll.Award(5) with { SuspendedFromMonth = 202606 },
            6 => Payroll.Award(6, minor: 0),
            _ => Payroll.Award(n),
        })]);
        await payroll.SayAsync(new DuplicatesOpened { Cases = [new(Payroll.Person(900), Payroll.Person(3), Payroll.Person(77))] });
        await payroll.SayAsync(new PersonsMerged { MergeId = Payroll.Person(901), SurvivorId = Payroll.Person(8), MergedIds = [Payroll.Person(4)] });

        await payroll.PrepareAsync();

        (await payroll.InstructionsAsync()).Select(i => i.HoldCode).ShouldBe(
        [
            HoldReasons.NoAddress, HoldReasons.PayeeDead, HoldReasons.DuplicateOpen, HoldReasons.Merged, HoldReasons.AwardSuspended, HoldReasons.ZeroAmount, HoldReasons.AgencyUnknown, null,
        ]);
    }

    [Fact]
    public async Task Prepare_MessagesOutOfOrder_EndsTheSame()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.SayAsync(new DuplicatesSettled { Cases = [new(Payroll.Person(900), Payroll.Person(1), Payroll.Person(77))] });
        await payroll.SayAsync(new DuplicatesOpened { Cases = [new(Payroll.Person(900), Payroll.Person(1), Payroll.Person(77))] });
        await payroll.SayAsync(new MergeUndone { MergeId = Payroll.Person(901), SurvivorId = Payroll.Person(8), MergedIds = [Payroll.Person(1)] });
        await payroll.SayAsync(new PersonsMerged { MergeId = Payroll.Person(901), SurvivorId = Payroll.Person(8), MergedIds = [Payroll.Person(1)] });
        await payroll.TellAsync(Payroll.Award(1, minor: 300, version: 2));
        await payroll.TellAsync(Payroll.Award(1, minor: 200, version: 1));
        await payroll.TellAsync(Payroll.Facts(1, account: "22", version: 2));
        await payroll.TellAsync(Payroll.Facts(1, account: "11", version: 1));

        await payroll.PrepareAsync();

        var only = await payroll.OnlyAsync();
        (only.HoldCode, only.AmountMinor, only.Account).ShouldBe((null, 300, "22"));
    }

    [Fact]
    public async Task Prepare_FiveThousandAwardsTwice_PaysOnce()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(5000);
        var cycle = await payroll.OpenAsync();
        var run = await payroll.PrepareAsync(cycle);

        // The same technical run again, from the start: what a second worker would do that knows nothing of the first.
        await payroll.App.UseAsync<PaymentsDb, int>(db => db.Runs.Where(r => r.Id == run.RunId).ExecuteUpdateAsync(s => s.SetProperty(r => r.FinishedAt, (DateTime?)null).SetProperty(r => r.Checkpoint, (string?)null)));
        await payroll.App.Services.GetRequiredKeyedService<IRunExecutor>("payments").ExecuteAsync(run.RunId, default);

        (await payroll.InstructionsAsync()).Count.ShouldBe(5000);
        var paymentRun = await payroll.RunAsync(run.PaymentRunId);
        paymentRun.Count.ShouldBe(5000);
        await payroll.ReleaseAsync(run.PaymentRunId);
        var again = await payroll.PrepareAsync(cycle);
        (await payroll.RunAsync(again.PaymentRunId)).Count.ShouldBe(0);
        (await payroll.InstructionsAsync()).Count.ShouldBe(5000);
        await payroll.PromisesHoldAsync();
    }

    [Fact]
    public async Task Insert_SecondLiveInstructionForAMonth_IsRefusedByTheDatabase()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(1);
        await payroll.PrepareAsync();
        var first = await payroll.OnlyAsync();

        foreach (var (attempt, live) in new (int, bool?)[] { (1, null), (2, true) })
        {
            await payroll.App.UseAsync<PaymentsDb>(async db =>
            {
                db.Instructions.Add(new Instruction
                {
                    PaymentRunId = first.PaymentRunId, AwardId = first.AwardId, AwardNumber = first.AwardNumber, Component = first.Component, Month = first.Month, Attempt = attempt, Live = live,
                    Scheme = first.Scheme, Branch = first.Branch, BeneficiaryId = first.BeneficiaryId, PayeeId = first.PayeeId, PayeeNumber = "", PayeeName = "", AmountMinor = 1, Currency = "KES", Reference = $"other-{attempt}",
                });
                var broken = await Should.ThrowAsync<DbUpdateException>(() => db.SaveChangesAsync());
                UniqueViolation.Is(broken).ShouldBeTrue();
            });
        }
    }

    [Fact]
    public async Task Prepare_WhileARunOfTheCycleIsOpen_IsRefused()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(1);
        var cycle = await payroll.OpenAsync();
        var run = await payroll.PrepareAsync(cycle);

        (await Payroll.RefusalAsync(() => payroll.PrepareAsync(cycle))).Code.ShouldBe("payment-run.open");
        (await Payroll.RefusalAsync(() => payroll.OpenAsync())).Code.ShouldBe("cycle.exists");

        await payroll.App.UseAsync<CancelPaymentRun>(act => act.HandleAsync(run.PaymentRunId, SpmisApp.Change("payments.cancel", reason: "wrong month"), default));
        await payroll.PrepareAsync(cycle);
        (await payroll.InstructionsAsync()).Select(i => (i.Attempt, i.State)).ShouldBe([(1, "lapsed"), (2, "prepared")]);
    }

    [Fact]
    public async Task Prepare_NextMonthWithAHeldOne_TakesItOverOnceTheReasonIsGone()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.TellAsync(Payroll.Facts(1), Payroll.Facts(2, agency: null), Payroll.Facts(3, agency: null));
        await payroll.TellAsync(Payroll.Award(1), Payroll.Award(2), Payroll.Award(3));
        await payroll.PayAsync();
        await payroll.TellAsync(Payroll.Facts(2, version: 2));

        var august = await payroll.PayAsync(Payroll.July.Add(1));

        var rows = await payroll.InstructionsAsync();
        rows.Where(i => i.AwardNumber == Payroll.AwardNumber(2)).Select(i => (i.Month.Number, i.Attempt, i.State)).ShouldBe([(7, 1, "lapsed"), (7, 2, "sent"), (8, 1, "sent")]);
        rows.Where(i => i.AwardNumber == Payroll.AwardNumber(3)).Select(i => (i.Month.Number, i.Attempt, i.State)).ShouldBe([(7, 1, "held"), (8, 1, "held")]);
        var difference = await payroll.App.UseAsync<PaymentRunFigures, RunDifference>(f => f.DifferenceAsync(august, default));
        difference.ShouldBe(new RunDifference(false, 0, 0, 0, 0));
        await payroll.PromisesHoldAsync();
    }

    [Fact]
    public async Task Difference_OfOneSchemesRun_CountsNothingOfAnothers()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.TellAsync(Payroll.Facts(1), Payroll.Facts(2));
        await payroll.TellAsync(Payroll.Award(1), Payroll.Award(2) with { Scheme = "demo-maternity", Branch = "maternity" });
        foreach (var scheme in new[] { "demo-old-age-grant", "demo-maternity" })
        {
            var run = (await payroll.PrepareAsync(await payroll.OpenAsync(scheme: scheme))).PaymentRunId;
            await payroll.ReleaseAsync(run);
        }

        var august = (await payroll.PrepareAsync(await payroll.OpenAsync(Payroll.July.Add(1), "demo-old-age-grant"))).PaymentRunId;

        (await payroll.App.UseAsync<PaymentRunFigures, RunDifference>(f => f.DifferenceAsync(august, default))).ShouldBe(new RunDifference(false, 0, 0, 0, 0));
    }

    [Fact]
    public async Task Prepare_AnAwardDecidedAgainWhileThePaymentIsOnItsWay_HoldsTheMonth()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(1);
        await payroll.PayAsync();
        var first = await payroll.OnlyAsync();

        // The decision was withdrawn and made again: the first award ends before its month, the second begins with it.
        await payroll.TellAsync([Payroll.Award(1, version: 2) with { ToMonth = 202606 }]);
        await payroll.TellAsync([Payroll.Award(2, minor: 250_000) with { BeneficiaryId = Payroll.Person(1), PayeeId = Payroll.Person(1) }]);
        await payroll.PayAsync(Payroll.July.Add(1));

        var second = (await payroll.InstructionsAsync()).Where(i => i.AwardNumber == Payroll.AwardNumber(2)).ToList();
        second.Select(i => (i.Month, i.HoldCode, i.HoldNote)).ShouldBe([(Payroll.July, HoldReasons.MonthTaken, first.AwardNumber), (Payroll.July.Add(1), null, null)]);

        // The bank could not pay the first one, so the month is free for the second.
        await payroll.AnswerAsync("BANKA", (first.Reference, "FAILED", "2000.00"));
        await payroll.PayAsync(Payroll.July.Add(2));

        (await payroll.InstructionsAsync()).Where(i => i.Month == Payroll.July).Select(i => (i.AwardNumber, i.State)).ShouldBe(
            [(Payroll.AwardNumber(1), "rejected"), (Payroll.AwardNumber(2), "lapsed"), (Payroll.AwardNumber(2), "sent")], ignoreOrder: true);
        await payroll.PromisesHoldAsync();
    }

    [Fact]
    public async Task Prepare_AMonthPaidAheadAsTheWhole_IsNotPaidAgainByWhatLowersItNorByAnotherAward()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(2);
        await payroll.SayAsync(new RecoveriesDecided
        {
            Recoveries = [new() { RecoveryId = Guid.CreateVersion7(), AwardNumber = Payroll.AwardNumber(2), Scheme = "demo-old-age-grant", Reference = "DEBT-2", Currency = "KES", RateBasisPoints = 10_000, CeilingMinor = 1_000_000, FloorMinor = 0, Priority = 1, FromMonth = 202607, ToMonth = 202607, Version = 1 }],
        });
        await payroll.PayAsync();
        var august = Payroll.July.Add(1);
        await payroll.PayAsync(august);

        // Lowered from August, which is paid already; and a second award of each person from July.
        await payroll.TellAsync([Payroll.Award(1, version: 2) with { ToMonth = 202607 }, Payroll.Award(1, 202608, 150_000) with { Component = "low1", ToMonth = 202609 }, Payroll.Award(1, 202608, 10_000) with { Component = "inc1" }]);
        await payroll.TellAsync([.. new[] { 1, 2 }.Select(n => Payroll.Award(n + 10, minor: 250_000) with { BeneficiaryId = Payroll.Person(n), PayeeId = Payroll.Person(n), Component = n == 1 ? "low1" : "main", ToMonth = 202607 })]);
        await payroll.PayAsync(august.Add(1));

        var all = await payroll.InstructionsAsync();
        all.Where(i => i.AwardNumber == Payroll.AwardNumber(1)).Select(i => (i.Component, i.Month.Number, i.State, i.HoldCode)).ShouldBe(
            [("main", 7, "sent", null), ("main", 8, "sent", null), ("low1", 8, "held", HoldReasons.MonthTaken), ("inc1", 8, "sent", null), ("low1", 9, "sent", null), ("inc1", 9, "sent", null)], ignoreOrder: true);
        all.Single(i => i is { HoldCode: HoldReasons.MonthTaken, Month.Number: 8 }).HoldNote.ShouldBe($"{Payroll.AwardNumber(1)}, main");
        all.Where(i => i.AwardNumber == Payroll.AwardNumber(2)).Select(i => i.State).ShouldBe(["nothing", "sent", "sent"]);
        all.Where(i => i.AwardNumber == Payroll.AwardNumber(11) || i.AwardNumber == Payroll.AwardNumber(12)).Select(i => (i.HoldCode, i.HoldNote)).ShouldBe(
            [(HoldReasons.MonthTaken, Payroll.AwardNumber(1)), (HoldReasons.MonthTaken, Payroll.AwardNumber(2))], "paid as another component of the whole, or withheld whole");

        // The bank could not pay August: what lowers it is paid, once.
        await payroll.AnswerAsync("BANKA", (all.Single(i => i.AwardNumber == Payroll.AwardNumber(1) && i is { Component: "main", Month.Number: 8 }).Reference, "FAILED", "2000.00"));
        await payroll.PayAsync(august.Add(2));
        (await payroll.InstructionsAsync()).Where(i => i.AwardNumber == Payroll.AwardNumber(1) && i is { Month.Number: 8, Component: not "inc1" }).Select(i => (i.Component, i.State)).ShouldBe(
            [("main", "rejected"), ("low1", "lapsed"), ("low1", "sent")], ignoreOrder: true);
        await payroll.PromisesHoldAsync();
    }
}
