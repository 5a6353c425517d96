using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Eligibility;
using Spmis.Contracts.Payments;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Payments;
using Spmis.Payments.Deductions;
using Spmis.Payments.Instructions;
using Spmis.Payments.Promises;
using Spmis.Payments.Reconciliation;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Payments;

public sealed class DeductionTests
{
    /// <summary>Gross, orders as asked/floor/left, net.</summary>
    public static TheoryData<long, string, long> Table => new()
    {
        { 200_000, "", 200_000 },
        { 200_000, "50000/0/-", 150_000 },
        { 200_000, "50000/160000/-", 160_000 }, // Only what the floor leaves.
        { 200_000, "50000/200000/-", 200_000 },
        { 200_000, "50000/0/30000", 170_000 }, // The last instalment.
        { 200_000, "25%/0/-", 150_000 },
        { 199_999, "33.33%/0/-", 133_340 }, // A share is rounded down.
        { 200_000, "25%/0/- 25%/0/-", 100_000 }, // Shares are of the gross, each.
        { 200_000, "50000/160000/- 50000/100000/-", 160_000 }, // What the first had to leave, the second may not take.
        { 200_000, "50000/100000/- 50000/160000/-", 150_000 }, // The second finds less than its own floor.
        { 200_000, "300000/0/-", 0 },
        { 0, "50000/0/-", 0 },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Of_Table(long gross, string orders, long net)
    {
        var all = Orders(orders);

        var taken = WithholdRules.Of(Payroll.July, gross, "KES", all, o => o.CeilingMinor);

        (gross - taken.Sum(t => t.AmountMinor)).ShouldBe(net);
    }

    /// <summary>Any gross, any orders: gross = net + deductions, no floor broken, no ceiling passed, and the order in which they are known changes nothing.</summary>
    [Fact]
    public void Of_AnyOrders_KeepFloorsAndCeilingsAndDoNotDependOnTheirOrder()
    {
        var order = from fixedAmount in Gen.Choose(0, 1).Select(n => n == 1)
                    from amount in Gen.Choose(1, 300_000)
                    from rate in Gen.Choose(1, 10_000)
                    from ceiling in Gen.Choose(-1, 200_000)
                    from floor in Gen.Choose(0, 250_000)
                    from priority in Gen.Choose(1, 3)
                    from ended in Gen.Choose(0, 9)
                    select (fixedAmount, amount, rate, ceiling, floor, priority, ended);
        var cases = from gross in Gen.Choose(0, 400_000) from orders in order.ListOf() from shuffled in Gen.Shuffle(Enumerable.Range(0, orders.Count)) select (gross, orders, shuffled);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var all = c.orders.Select((o, n) => Order(n + 1, o.fixedAmount ? o.amount : null, o.fixedAmount ? null : o.rate, o.ceiling < 0 ? null : o.ceiling, o.floor, o.priority, o.ended == 0)).ToList();
            var taken = WithholdRules.Of(Payroll.July, c.gross, "KES", all, o => o.CeilingMinor);
            var net = c.gross - taken.Sum(t => t.AmountMinor);
            net.ShouldBeInRange(0, c.gross);
            taken.ShouldAllBe(t => t.AmountMinor > 0 && t.AmountMinor <= t.Order.AskedMinor(c.gross) && net >= t.Order.FloorMinor && (t.Order.CeilingMinor == null || t.AmountMinor <= t.Order.CeilingMinor) && t.Order.EndedAt == null);
            WithholdRules.Of(Payroll.July, c.gross, "KES", c.shuffled.Select(n => all[n]), o => o.CeilingMinor).Select(t => (t.Order.Id, t.AmountMinor)).ShouldBe(taken.Select(t => (t.Order.Id, t.AmountMinor)));
            long[] components = [c.gross / 3, 0, c.gross - (c.gross / 3)];
            var parts = WithholdRules.Spread(components, taken);
            parts.Select((p, n) => components[n] - p.Sum(t => t.AmountMinor)).ShouldAllBe(rest => rest >= 0);
            parts.Sum(p => p.Sum(t => t.AmountMinor)).ShouldBe(c.gross - net);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Deductions_FromOrderToReturnedPayment_AddUpAndAreGivenBack()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(4);
        var recovery = new RecoveryFacts
        {
            RecoveryId = Guid.CreateVersion7(), AwardNumber = Payroll.AwardNumber(1), Scheme = "demo-old-age-grant", Reference = "DEBT-7", Currency = "KES", MonthlyMinor = 80_000, CeilingMinor = 100_000, FloorMinor = 50_000,
            Priority = 1, FromMonth = 202607, Version = 2,
        };
        await payroll.SayAsync(new RecoveriesDecided { Recoveries = [recovery] });
        await payroll.SayAsync(new RecoveriesDecided { Recoveries = [recovery with { MonthlyMinor = 1, Version = 1 }] }); // Came late.
        await OrderAsync(payroll, new() { AwardNumber = Payroll.AwardNumber(1), Reference = "E 12/2026", Creditor = "Family court", Percent = 50, Floor = 300, Priority = 2, FromMonth = Payroll.July.Code });
        await OrderAsync(payroll, new() { AwardNumber = Payroll.AwardNumber(2), Reference = "E 13/2026", Creditor = "Family court", Monthly = 5000, FromMonth = Payroll.July.Code });
        (await Payroll.RefusalAsync(() => OrderAsync(payroll, new() { AwardNumber = Payroll.AwardNumber(2), Reference = "E 13/2026", Creditor = "X", Monthly = 1, FromMonth = Payroll.July.Code }))).Code.ShouldBe("deduction.exists");

        var run = (await payroll.PrepareAsync()).PaymentRunId;
        var first = await payroll.InstructionsAsync();
        first.Select(i => (i.GrossMinor, i.WithheldMinor, i.AmountMinor, i.State)).ShouldBe(
            [(200_000, 150_000, 50_000, "prepared"), (200_000, 200_000, 0, "nothing"), (200_000, 0, 200_000, "prepared"), (200_000, 0, 200_000, "prepared")]); // 800 to the debt, 700 of the court's 1,000: 500 are left.
        await payroll.ReleaseAsync(run);
        await VerifiedAsync(payroll);
        await payroll.AnswerAsync("BANKA", (first[0].Reference, "PAID", "500.00"), (first[2].Reference, "PAID", "2000.00"), (first[3].Reference, "PAID", "2000.00"));
        await VerifiedAsync(payroll);
        (await DueAsync(payroll)).ShouldBe(["E 12/2026 70000", "E 13/2026 200000"]);
        (await BalanceAsync(payroll, "withheld/demo-old-age-grant")).ShouldBe(-350_000);

        // It comes back: what was withheld is given back with it, and the next run withholds anew.
        await payroll.AnswerAsync("BANKA", (first[0].Reference, "RETURNED", "500.00"));
        await VerifiedAsync(payroll);
        (await DueAsync(payroll)).ShouldBe(["E 12/2026 70000", "E 12/2026 -70000", "E 13/2026 200000"]);
        (await BalanceAsync(payroll, "reopened/demo-old-age-grant")).ShouldBe(-200_000);
        (await ToldAsync(payroll, recovery.RecoveryId)).ShouldBe(["paid 80000", "returned 80000"]);
        await payroll.App.UseAsync<ReissuePayment>(act => act.HandleAsync(first[0].Reference, SpmisApp.Change("payments.reissue"), default));
        await payroll.PayAsync(Payroll.July.Add(1));
        var second = await payroll.InstructionsAsync();
        second.Where(i => i.AwardNumber == Payroll.AwardNumber(1) && i.State == "sent").Select(i => (i.Month.Number, i.Attempt, i.WithheldMinor, i.AmountMinor)).ShouldBe(
            [(7, 2, 150_000, 50_000), (8, 1, 120_000, 80_000)]); // In August 200 of the debt are left; the court's thousand fits whole.
        await VerifiedAsync(payroll);
        await payroll.PromisesHoldAsync();
    }

    [Fact]
    public async Task Deduction_ChangedBeforeRelease_HoldsThePaymentAndTheNextRunPaysWhatIsRight()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(2);
        var run = (await payroll.PrepareAsync()).PaymentRunId;
        await payroll.ApproveAsync(run);
        var later = SpmisApp.Now.AddHours(1);
        await OrderAsync(payroll, new() { AwardNumber = Payroll.AwardNumber(1), Reference = "E 1", Creditor = "Court", Monthly = 100, FromMonth = Payroll.July.Code }, later);
        await payroll.AskReleaseAsync(run);
        await payroll.ClearAsync(run);

        (await payroll.InstructionsAsync()).Select(i => (i.HoldCode, i.WithheldMinor)).ShouldBe([(HoldReasons.DeductionChanged, 0), (null, 0)]);
        var next = await payroll.App.UseAsync<Spmis.Payments.PaymentRuns.PreparePaymentRun, Spmis.Payments.PaymentRuns.PaymentRunStarted>(async act => await act.HandleAsync(await payroll.OpenAsync(Payroll.July.Add(1)), SpmisApp.Change(now: later.AddHours(1)), default));
        await payroll.App.SettleAsync();
        (await payroll.InstructionsAsync()).Where(i => i.PaymentRunId == next.PaymentRunId).Select(i => (i.Month.Number, i.WithheldMinor, i.HoldCode)).ShouldBe([(7, 10_000, null), (8, 10_000, null), (8, 0, null)]);
        await VerifiedAsync(payroll);

        // Somebody with the database in his hands makes it less: the sums tell; the seal covers the payment, not its parts.
        await payroll.App.UseAsync<PaymentsDb>(db => db.Withholdings.ExecuteUpdateAsync(s => s.SetProperty(w => w.AmountMinor, 1)));
        var broken = await payroll.App.UseAsync<VerifyPayments, PaymentsVerified>(v => v.HandleAsync(new(2026, 7, 10), default));
        broken.Checks.Single(c => c.Check == "deductions-hold").Count.ShouldBe(2);
        broken.Checks.Single(c => c.Check == "seals-hold").Count.ShouldBe(0);
    }

    [Fact]
    public async Task Recovery_MovedOrReachedMeanwhile_WithholdsNeitherFromTheWrongAwardNorTwice()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(3);
        var later = SpmisApp.Now.AddHours(1);
        var moving = new RecoveryFacts
        {
            RecoveryId = Guid.CreateVersion7(), AwardNumber = Payroll.AwardNumber(1), Scheme = "demo-old-age-grant", Reference = "DEBT-1", Currency = "KES", MonthlyMinor = 80_000, CeilingMinor = 10_000_000, FloorMinor = 0, Priority = 1, FromMonth = 202607, Version = 1,
        };
        await TellAsync(SpmisApp.Now, moving, moving with { RecoveryId = Guid.CreateVersion7(), AwardNumber = Payroll.AwardNumber(3), Reference = "DEBT-3", CeilingMinor = 80_000 });
        var run = (await payroll.PrepareAsync()).PaymentRunId;
        await payroll.ApproveAsync(run);

        // Before release the debt moves to another award: both wait for the next run.
        await TellAsync(later, moving with { AwardNumber = Payroll.AwardNumber(2), Version = 2 });
        await payroll.AskReleaseAsync(run);
        await payroll.ClearAsync(run);
        var july = await payroll.InstructionsAsync();
        july.Select(i => (i.HoldCode, i.WithheldMinor)).ShouldBe([(HoldReasons.DeductionChanged, 80_000), (HoldReasons.DeductionChanged, 0), (null, 80_000)]);
        await payroll.AnswerAsync("BANKA", (july[2].Reference, "FAILED", "1200.00"));
        var next = await payroll.App.UseAsync<Spmis.Payments.PaymentRuns.PreparePaymentRun, Spmis.Payments.PaymentRuns.PaymentRunStarted>(async act => await act.HandleAsync(await payroll.OpenAsync(Payroll.July.Add(1)), SpmisApp.Change(now: later.AddHours(1)), default));
        await payroll.App.SettleAsync();
        await payroll.ReleaseAsync(next.PaymentRunId);
        (await payroll.InstructionsAsync()).Where(i => i.State == "sent").Select(i => (i.AwardNumber, i.Month.Number, i.WithheldMinor)).ShouldBe(
        [
            (Payroll.AwardNumber(1), 7, 0), (Payroll.AwardNumber(1), 8, 0), (Payroll.AwardNumber(2), 7, 80_000), (Payroll.AwardNumber(2), 8, 80_000), (Payroll.AwardNumber(3), 8, 80_000),
        ]);
        await VerifiedAsync(payroll);

        // July of the third was paid after all, and August has withheld the rest of the debt instead.
        await payroll.AnswerAsync("BANKA", (july[2].Reference, "PAID", "1200.00"));
        var open = await payroll.App.UseAsync<PaymentsDb, long>(db => db.Contradictions.Select(c => c.Id).SingleAsync());
        var change = SpmisApp.Change(reason: "the bank wrote so", actor: SpmisApp.Supervisor);
        (await Payroll.RefusalAsync(() => payroll.App.UseAsync<SettleContradiction>(act => act.HandleAsync(open, true, change, default)))).Code.ShouldBe("contradiction.ceiling");
        await payroll.App.UseAsync<SettleContradiction>(act => act.HandleAsync(open, false, change, default));
        await VerifiedAsync(payroll);

        async Task TellAsync(DateTime now, params RecoveryFacts[] recoveries)
        {
            await payroll.App.UseAsync<PaymentsDb>(async db =>
            {
                db.Publish(new RecoveriesDecided { Recoveries = recoveries });
                await db.SaveAsync(SpmisApp.Change("test.tell", now: now), default);
            });
            await payroll.App.SettleAsync();
        }
    }

    private static async Task OrderAsync(Payroll payroll, NewDeduction order, DateTime? now = null)
    {
        var proposal = await payroll.App.UseAsync<OrderDeduction, Proposal>(act => act.ProposeAsync(order, SpmisApp.Change("payments.propose-deduction", now: now), default));
        await payroll.App.UseAsync<FourEyes>(f => f.ApproveAsync("payments", proposal.Id, SpmisApp.Change("proposals.decide", SpmisApp.Supervisor, now), default));
    }

    private static async Task VerifiedAsync(Payroll payroll) =>
        (await payroll.App.UseAsync<VerifyPayments, PaymentsVerified>(v => v.HandleAsync(new(2026, 7, 10), default))).Checks.SelectMany(c => c.Violations).ShouldBeEmpty();

    private static Task<List<string>> DueAsync(Payroll payroll) => payroll.App.UseAsync<DeductionFigures, List<string>>(async f => await f.DueLines(new(2000, 1, 1), new(2900, 1, 1), new(2900, 1, 2)).Select(l => $"{l.OrderReference} {l.AmountMinor}").ToListAsync());

    private static Task<long> BalanceAsync(Payroll payroll, string account) => payroll.App.UseAsync<PaymentsDb, long>(db => db.Postings.Where(p => p.Account == account).SumAsync(p => p.AmountMinor));

    private static Task<List<string>> ToldAsync(Payroll payroll, Guid recovery) => payroll.App.UseAsync<PaymentsDb, List<string>>(async db =>
        [.. (await db.Outbox.AsNoTracking().Where(o => o.Contract.EndsWith("PaymentsSettled")).OrderBy(o => o.Seq).ToListAsync())
            .SelectMany(o => System.Text.Json.JsonSerializer.Deserialize<PaymentsSettled>(o.Payload, SpmisJson.Options)!.Payments).SelectMany(p => p.Recovered.Where(r => r.RecoveryId == recovery).Select(r => $"{p.Outcome} {r.AmountMinor}"))]);

    private static List<DeductionOrder> Orders(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((part, n) =>
    {
        var values = part.Split('/');
        var share = values[0].EndsWith('%');
        return Order(n + 1, share ? null : long.Parse(values[0], null), share ? (int)(decimal.Parse(values[0].TrimEnd('%'), System.Globalization.CultureInfo.InvariantCulture) * 100) : null, values[2] == "-" ? null : long.Parse(values[2], null), long.Parse(values[1], null), n + 1, false);
    })];

    private static DeductionOrder Order(long id, long? monthly, int? rate, long? ceiling, long floor, int priority, bool ended) => new()
    {
        Id = id, Kind = DeductionKind.CourtOrder, AwardNumber = "1", Reference = $"R{id}", Creditor = "C", Currency = "KES", MonthlyMinor = monthly, RateBasisPoints = rate, CeilingMinor = ceiling, FloorMinor = floor,
        Priority = priority, FromMonth = new(2026, 1), OrderedAt = SpmisApp.Now, OrderedBy = "x", ChangedAt = SpmisApp.Now, EndedAt = ended ? SpmisApp.Now : null,
    };
}
