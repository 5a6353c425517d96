using System.Net;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Eligibility;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Payments;
using Spmis.Payments.Deductions;
using Spmis.Payments.Payouts;
using Spmis.Payments.Promises;
using Spmis.TestKit;

namespace Spmis.Tests.Payments;

public sealed class PayoutTests
{
    private static readonly DateOnly Day = DateOnly.FromDateTime(SpmisApp.Now);
    private static readonly DateTime Later = SpmisApp.Now.AddDays(2);

    /// <summary>Court order and recovery from withholding to the bank, with a payment that comes back after it was paid out.</summary>
    [Fact]
    public async Task Payout_FromWithheldToConfirmedAndTakenOffAgain_IsOnceAndInTheBooks()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(3);
        await payroll.SayAsync(new RecoveriesDecided
        {
            Recoveries = [new RecoveryFacts { RecoveryId = Guid.CreateVersion7(), AwardNumber = Payroll.AwardNumber(1), Scheme = "demo-old-age-grant", Reference = "DEBT-7", Currency = "KES", MonthlyMinor = 30_000, CeilingMinor = 100_000, FloorMinor = 0, Priority = 1, FromMonth = 202607, Version = 1 }],
        });
        await OrderAsync(payroll, 1, "E 1", 500);
        await OrderAsync(payroll, 2, "E 2", 300);
        await payroll.PayAsync();
        var first = await payroll.InstructionsAsync();
        await payroll.AnswerAsync("BANKA", (first[0].Reference, "PAID", "1200.00"), (first[1].Reference, "PAID", "1700.00"), (first[2].Reference, "PAID", "2000.00"));

        // Nothing before the day is over; then by creditor.
        (await Payroll.RefusalAsync(() => DueAsync(payroll, SpmisApp.Now))).Code.ShouldBe("payout.day");
        (await DueAsync(payroll, Later)).ShouldBe(["CourtOrder Court 2 80000", "Recovery demo-old-age-grant 1 30000"], ignoreOrder: true);
        var court = await PrepareAsync(payroll, DeductionKind.CourtOrder, "Court");
        (court.TotalMinor, court.Lines, court.State).ShouldBe((80_000, 2, "prepared"));
        (await Payroll.RefusalAsync(() => PrepareAsync(payroll, DeductionKind.CourtOrder, "Court"))).Code.ShouldBe("payout.nothing-due");

        // Cancelled, its lines are due again; the constraint keeps a line in one payout whatever the code does.
        (await Payroll.RefusalAsync(() => CancelAsync(payroll, court.Id, null))).Code.ShouldBe("payout.no-reason");
        await CancelAsync(payroll, court.Id, "wrong account");
        court = await PrepareAsync(payroll, DeductionKind.CourtOrder, "Court");
        await Should.ThrowAsync<DbUpdateException>(() => payroll.App.UseAsync<PaymentsDb>(async db =>
        {
            var line = await db.PayoutLines.AsNoTracking().FirstAsync(l => l.Live == true);
            db.PayoutLines.Add(new PayoutLine { PayoutId = line.PayoutId + 100, Reference = line.Reference, OrderId = line.OrderId, CameBack = line.CameBack, Scheme = line.Scheme, AmountMinor = line.AmountMinor, KnownAt = line.KnownAt });
            await db.SaveChangesAsync();
        }));

        var bank = new PayoutConfirmation { PaidFrom = "banka", BankReference = "FT-1" };
        (await Payroll.RefusalAsync(() => ConfirmAsync(payroll, court.Id, bank, SpmisApp.Officer))).Code.ShouldBe("payout.own");
        (await Payroll.RefusalAsync(() => ConfirmAsync(payroll, court.Id, bank with { BankReference = " " }))).Code.ShouldBe("payout.no-reference");
        (await Payroll.RefusalAsync(() => ConfirmAsync(payroll, court.Id, bank with { PaidFrom = "NOBODY" }))).Code.ShouldBe("agency.unknown");
        await ConfirmAsync(payroll, court.Id, bank);
        (await Payroll.RefusalAsync(() => ConfirmAsync(payroll, court.Id, bank))).Code.ShouldBe("payout.not-open");
        var back = await PrepareAsync(payroll, DeductionKind.Recovery, "demo-old-age-grant");
        await ConfirmAsync(payroll, back.Id, new PayoutConfirmation());
        (await BalanceAsync(payroll, "withheld/demo-old-age-grant")).ShouldBe(0);
        (await payroll.App.UseAsync<DeductionFigures, long>(async f => (await f.OfAsync(await payroll.App.UseAsync<PaymentsDb, List<DeductionOrder>>(db => db.DeductionOrders.AsNoTracking().ToListAsync()), default)).Sum(s => s.DueMinor))).ShouldBe(0);
        (await BalanceAsync(payroll, "bank/BANKA")).ShouldBe(-570_000);
        (await BalanceAsync(payroll, "expense/demo-old-age-grant")).ShouldBe(570_000);
        await VerifiedAsync(payroll);

        // The second comes back after the creditor had it: the next payout takes it off, and none is made while less than nothing is due.
        await payroll.AnswerAsync("BANKA", (first[1].Reference, "RETURNED", "1700.00"));
        await VerifiedAsync(payroll);
        (await payroll.App.UseAsync<DeductionFigures, long>(async f => (await f.OfAsync(await payroll.App.UseAsync<PaymentsDb, List<DeductionOrder>>(db => db.DeductionOrders.AsNoTracking().Where(o => o.Reference == "E 2").ToListAsync()), default)).Single().DueMinor)).ShouldBe(-30_000);
        (await Payroll.RefusalAsync(() => PrepareAsync(payroll, DeductionKind.CourtOrder, "Court"))).Code.ShouldBe("payout.below-nothing");
        await payroll.PayAsync(Payroll.July.Add(1));
        var august = (await payroll.InstructionsAsync()).Where(i => i.Month == Payroll.July.Add(1)).ToList();
        await payroll.AnswerAsync("BANKA", [.. august.Take(2).Select(i => (i.Reference, "PAID", i.Amount.ToPlain()))]);
        var second = await PrepareAsync(payroll, DeductionKind.CourtOrder, "Court");
        (second.TotalMinor, second.Lines).ShouldBe((50_000, 3)); // 500 and 300 of August, less the 300 that came back.
        (await Payroll.RefusalAsync(() => ConfirmAsync(payroll, second.Id, bank))).Code.ShouldBe("payout.reference-used");
        await ConfirmAsync(payroll, second.Id, bank with { BankReference = "FT-2" });
        await VerifiedAsync(payroll);
        await payroll.PromisesHoldAsync();

        // Pages and lists.
        using var officer = payroll.App.Client(SpmisApp.Officer);
        (await officer.GetStringAsync("/payments/payouts", TestContext.Current.CancellationToken)).ShouldContain(second.Number);
        (await officer.GetStringAsync($"/payments/payouts/{second.Id}", TestContext.Current.CancellationToken)).ShouldContain("came back");
        (await officer.GetStringAsync($"/payments/payouts/{second.Id}?handler=Lines", TestContext.Current.CancellationToken)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(4);
        (await officer.GetStringAsync($"/api/payments/payouts/{second.Id}/lines?limit=2", TestContext.Current.CancellationToken)).ShouldContain("\"next\":\"2\"");
        (await officer.GetAsync("/api/payments/payouts/999", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        // Somebody with the database in his hands makes a line more.
        await payroll.App.UseAsync<PaymentsDb>(db => db.PayoutLines.Where(l => l.PayoutId == second.Id && !l.CameBack).ExecuteUpdateAsync(s => s.SetProperty(l => l.AmountMinor, 90_000)));
        var broken = await payroll.App.UseAsync<VerifyPayments, PaymentsVerified>(v => v.HandleAsync(Day.AddDays(9), default));
        broken.Checks.Single(c => c.Check == "payouts-agree").Count.ShouldBe(3);
        broken.Checks.Single(c => c.Check == "books-balance").Holds().ShouldBeFalse();
    }

    private static async Task OrderAsync(Payroll payroll, int n, string reference, decimal monthly) => await payroll.AgreeAsync(await payroll.App.UseAsync<OrderDeduction, Proposal>(act => act.ProposeAsync(
        new() { AwardNumber = Payroll.AwardNumber(n), Reference = reference, Creditor = "Court", Monthly = monthly, FromMonth = Payroll.July.Code }, SpmisApp.Change("payments.propose-deduction"), default)));

    private static Task<List<string>> DueAsync(Payroll payroll, DateTime now) => payroll.App.UseAsync<PayoutFigures, List<string>>(async f => [.. (await f.DueAsync(Day, DateOnly.FromDateTime(now), 100, default)).Select(d => $"{d.Kind} {d.Creditor} {d.Lines} {d.Minor}")]);

    private static Task<Payout> PrepareAsync(Payroll payroll, DeductionKind kind, string creditor) => payroll.App.UseAsync<PreparePayout, Payout>(act => act.HandleAsync(
        new NewPayout { Kind = kind, Creditor = creditor, Currency = "KES", To = Day.AddDays(1) }, SpmisApp.Change("payments.prepare-payout", now: Later), default));

    private static Task ConfirmAsync(Payroll payroll, long id, PayoutConfirmation how, Actor? by = null) =>
        payroll.App.UseAsync<ConfirmPayout>(act => act.HandleAsync(id, how, SpmisApp.Change("payments.confirm-payout", by ?? SpmisApp.Supervisor, Later), default));

    private static Task CancelAsync(Payroll payroll, long id, string? why) => payroll.App.UseAsync<ConfirmPayout>(act => act.CancelAsync(id, SpmisApp.Change("payments.cancel-payout", now: Later, reason: why), default));

    private static Task<long> BalanceAsync(Payroll payroll, string account) => payroll.App.UseAsync<PaymentsDb, long>(db => db.Postings.Where(p => p.Account == account).SumAsync(p => p.AmountMinor));

    private static async Task VerifiedAsync(Payroll payroll) =>
        (await payroll.App.UseAsync<VerifyPayments, PaymentsVerified>(v => v.HandleAsync(Day.AddDays(9), default))).Checks.SelectMany(c => c.Violations).ShouldBeEmpty();
}

internal static class FindingsReading
{
    public static bool Holds(this Findings found) => found.Count == 0;
}
