using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Access;
using Spmis.Payments.Agencies;
using Spmis.Payments.Cycles;
using Spmis.Payments.PaymentRuns;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Payments;

public sealed class CycleKindTests
{
    private static readonly Actor Director = new("director-1", "Dora Director", [Roles.Supervisor], "HQ");

    [Fact]
    public async Task Cycles_OfEveryKind_PayTheirMonthsOnceAndDoNotOverlap()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(1, fromMonth: 202605);
        (await RefusalAsync(payroll, new() { Month = Payroll.July, Kind = CycleKind.Seasonal, ValueDate = new(2026, 7, 10) })).Field.ShouldBe("FromMonth");
        (await RefusalAsync(payroll, new() { Month = Payroll.July, Kind = CycleKind.Seasonal, FromMonth = new(2026, 8), ValueDate = new(2026, 7, 10) })).Code.ShouldBe("cycle.from");
        (await RefusalAsync(payroll, new() { Month = Payroll.July, FromMonth = new(2026, 6), ValueDate = new(2026, 7, 10) })).Code.ShouldBe("cycle.from");

        // A one-off pays its own month and no arrears; the cycle of two months then pays the rest, each month once.
        await payroll.ReleaseAsync((await payroll.PrepareAsync(await OpenAsync(payroll, new() { Month = new(2026, 6), Kind = CycleKind.OneOff, ValueDate = new(2026, 7, 8) }))).PaymentRunId);
        (await payroll.InstructionsAsync()).Select(i => (i.Month.Number, i.State)).ShouldBe([(6, "sent")]);
        await payroll.ReleaseAsync((await payroll.PrepareAsync(await OpenAsync(payroll, new() { Month = Payroll.July, Kind = CycleKind.TwoMonthly, ValueDate = new(2026, 7, 10) }))).PaymentRunId);
        (await payroll.InstructionsAsync()).Select(i => (i.Month.Number, i.Attempt, i.State)).ShouldBe([(5, 1, "sent"), (6, 1, "sent"), (7, 1, "sent")]);
        (await RefusalAsync(payroll, new() { Month = new(2026, 6), ValueDate = new(2026, 7, 10) })).Code.ShouldBe("cycle.overlaps");
        (await RefusalAsync(payroll, new() { Month = new(2026, 9), Kind = CycleKind.Seasonal, FromMonth = Payroll.July, ValueDate = new(2026, 9, 10) })).Code.ShouldBe("cycle.overlaps");
        await payroll.ReleaseAsync((await payroll.PrepareAsync(await OpenAsync(payroll, new() { Month = new(2026, 10), Kind = CycleKind.Seasonal, FromMonth = new(2026, 8), ValueDate = new(2026, 10, 12) }))).PaymentRunId);
        (await payroll.InstructionsAsync()).Select(i => i.Month.Number).ShouldBe([5, 6, 7, 8, 9, 10]);
        await payroll.PromisesHoldAsync();
    }

    [Fact]
    public async Task Calendar_WithHolidaysAndAgencies_ShowsWorkingDaysAndTheLatestRelease()
    {
        await using var payroll = await Payroll.StartAsync(today: new DateTime(2026, 7, 16, 8, 0, 0, DateTimeKind.Utc), settings: new Dictionary<string, string?> { ["Payments:PayDay"] = "25", ["Payments:Holidays"] = "2026-12-25" });
        await payroll.ChangeAgencyAsync("BANKA", s => s with { CutOff = new TimeOnly(15, 30), ValueDays = 2 });
        await OpenAsync(payroll, new() { Month = Payroll.July, ValueDate = new(2026, 7, 26) });

        var rows = await payroll.App.UseAsync<PaymentCalendar, IReadOnlyList<CalendarMonth>>(c => c.OfAsync(Payroll.July, 6, default));

        rows.Select(r => (r.Month.Number, r.ValueDate, r.MovedFrom, r.Cycle is not null)).ShouldBe(
        [
            (7, new(2026, 7, 24), new DateOnly(2026, 7, 26), true), (8, new(2026, 8, 25), null, false), (9, new(2026, 9, 25), null, false), (10, new(2026, 10, 23), new DateOnly(2026, 10, 25), false),
            (11, new(2026, 11, 25), null, false), (12, new(2026, 12, 24), new DateOnly(2026, 12, 25), false),
        ]);
        rows[0].ReleaseBy.Single(b => b.Agency == "BANKA").ShouldBe(new ReleaseBy("BANKA", new(2026, 7, 22), new TimeOnly(15, 30)));
        rows[0].ReleaseBy.Single(b => b.Agency == "MOMO").ShouldBe(new ReleaseBy("MOMO", new(2026, 7, 24), null));
        using var officer = payroll.App.Client(SpmisApp.Officer);
        var page = await officer.GetStringAsync("/payments/calendar", TestContext.Current.CancellationToken);
        page.ShouldContain("24 July 2026");
        page.ShouldContain("15:30");

        // What is due to creditors is listed for days that are over.
        (await officer.GetStringAsync("/payments/deductions?handler=Due", TestContext.Current.CancellationToken)).ShouldContain("Name a first and a last day that are over");
        (await officer.GetStringAsync("/payments/deductions?handler=Due&DueFrom=2026-07-01&DueTo=2026-07-16", TestContext.Current.CancellationToken)).ShouldContain("Name a first and a last day that are over");
        (await officer.GetStringAsync("/payments/deductions?handler=Due&DueFrom=2026-07-01&DueTo=2026-07-15", TestContext.Current.CancellationToken)).ShouldStartWith("creditor,account,order,award,payment_reference,month,amount,currency,paid_on,known_on");
    }

    [Fact]
    public async Task Approve_AboveTheLimits_NeedsAHigherRoleOrASecondApprover()
    {
        await using var payroll = await Payroll.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Payments:Limits:Approve:supervisor"] = "10000", ["Payments:Limits:SecondApproverAbove"] = "5000", ["Payments:Limits:Release:officer"] = "1000",
        });
        await payroll.PeopleAsync(3);
        var run = (await payroll.PrepareAsync()).PaymentRunId;
        await payroll.ApproveAsync(run);
        (await payroll.RunAsync(run)).ShouldSatisfyAllConditions(r => r.State.ShouldBe("prepared"), r => r.FirstApprovedBy.ShouldBe(SpmisApp.Supervisor.Name));
        (await Payroll.RefusalAsync(() => payroll.AskReleaseAsync(run))).Code.ShouldBe("payment-run.not-approved");
        (await Payroll.RefusalAsync(() => payroll.ApproveAsync(run))).Code.ShouldBe("proposal.own");
        await payroll.ApproveAsync(run, Director);
        (await payroll.RunAsync(run)).State.ShouldBe("approved");
        (await Payroll.RefusalAsync(() => payroll.AskReleaseAsync(run, SpmisApp.Supervisor))).Code.ShouldBe("payment-run.own-approval");
        (await Payroll.RefusalAsync(() => payroll.AskReleaseAsync(run, new Actor("officer-2", "Other Officer", [Roles.Officer], "HQ")))).Code.ShouldBe("payment-run.over-limit");
        await payroll.AskReleaseAsync(run);
        await payroll.ClearAsync(run);
        (await payroll.InstructionsAsync()).ShouldAllBe(i => i.State == "sent");

        // More people: no supervisor reaches so far, until somebody has put the limit up; cancelled, nobody is asked any longer.
        await payroll.TellAsync([.. Enumerable.Range(4, 4).Select(n => Payroll.Facts(n))]);
        await payroll.TellAsync([.. Enumerable.Range(4, 4).Select(n => Payroll.Award(n))]);
        var august = (await payroll.PrepareAsync(Payroll.July.Add(1))).PaymentRunId;
        (await Payroll.RefusalAsync(() => payroll.ApproveAsync(august))).Message.ShouldContain("up to 10,000 KES");
        (await Payroll.RefusalAsync(() => payroll.ApproveAsync(august, Director with { Roles = [Roles.Auditor, Roles.Supervisor] }))).Code.ShouldBe("payment-run.over-limit", "a role that approves nothing has no limit to lend");
        await payroll.App.UseAsync<CancelPaymentRun>(act => act.HandleAsync(august, SpmisApp.Change(reason: "too much"), default));
        await payroll.PromisesHoldAsync();
    }

    private static Task<Guid> OpenAsync(Payroll payroll, NewCycle cycle) => payroll.App.UseAsync<OpenCycle, Guid>(act => act.HandleAsync(cycle, SpmisApp.Change("cycles.open"), default));

    private static Task<Refused> RefusalAsync(Payroll payroll, NewCycle cycle) => Payroll.RefusalAsync(() => OpenAsync(payroll, cycle));
}
