using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.TestKit;
using static Spmis.Tests.Contributions.BankFile;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

public sealed class HeldMoneyTests
{
    private const long OneWorker = 108_000;

    [Fact]
    public async Task Assign_UnknownPaymentToABill_PaysItOnceApprovedBySomebodyElse()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        var (reference, receipt) = (await BillAsync(world), await ReceiveAsync(world, "B1", OneWorker + 500));

        var proposal = await AssignAsync(world, receipt, reference);
        (await Should.ThrowAsync<Refused>(() => DecideAsync(world, proposal.Id, SpmisApp.Officer))).Code.ShouldBe("proposal.own");
        (await world.BillsAsync()).ShouldHaveSingleItem().State.ShouldBe(BillState.Unpaid);
        await DecideAsync(world, proposal.Id);

        (await world.BillsAsync()).ShouldHaveSingleItem().State.ShouldBe(BillState.Paid);
        (await world.YearAsync(1))!.InsuredMonths.ShouldBe(1 << 2);
        var moved = await world.DbAsync(db => db.Set<Receipt>().AsNoTracking().SingleAsync(r => r.SourceReceiptId == receipt));
        (moved.EmployerId, moved.HeldMinor).ShouldBe((world.EmployerId(), 500));
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Decide_OverTheApi_AnswersWithNothingAndDoesIt()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        var (reference, receipt) = (await BillAsync(world), await ReceiveAsync(world, "B1", OneWorker));
        var proposal = await AssignAsync(world, receipt, reference);
        using var supervisor = world.App.Client(SpmisApp.Supervisor);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/contributions/receipts/proposals/{proposal.Id}") { Content = System.Net.Http.Json.JsonContent.Create(new { approve = true }) };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());

        (await supervisor.SendAsync(request)).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);

        (await world.BillsAsync()).ShouldHaveSingleItem().State.ShouldBe(BillState.Paid);
    }

    [Fact]
    public async Task Assign_ToASelfEmployedWorker_CountsTheMonth()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        var receipt = await ReceiveAsync(world, "B1", OneWorker, on: "2026-03-15");

        await DecideAsync(world, (await AssignAsync(world, receipt, Worker(1))).Id);

        (await world.YearAsync(1))!.InsuredMonths.ShouldBe(4);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Reverse_PaymentThatWasMovedAndRefunded_TakesAllOfItBack()
    {
        await using var world = await ContributionsWorld.StartAsync(1, 2);
        var reference = await BillAsync(world);
        await world.ImportAsync(await StatementAsync([Credit("B1", OneWorker + 900, text: $"employer {Employer(2)}")]));
        var receipt = await world.DbAsync(db => db.Set<Receipt>().Where(r => r.Reference == "B1").Select(r => r.Id).SingleAsync());
        await DecideAsync(world, (await AssignAsync(world, receipt, reference)).Id, approve: false);
        await DecideAsync(world, (await AssignAsync(world, receipt, reference, "1080")).Id);
        await DecideAsync(world, (await RefundAsync(world, receipt, "4.00")).Id);
        (await world.BillsAsync()).ShouldHaveSingleItem().State.ShouldBe(BillState.Paid);
        (await BalanceAsync(world, Account.RefundPayable)).ShouldBe(-400);
        await world.PromisesHoldAsync();

        await world.ImportAsync(await StatementAsync([Reversal("B1", OneWorker + 900)], "ST-2", opening: OneWorker + 900));

        (await world.BillsAsync()).ShouldHaveSingleItem().State.ShouldBe(BillState.Unpaid);
        (await BalanceAsync(world, Account.RefundPayable)).ShouldBe(0);
        (await world.DbAsync(db => db.Set<Receipt>().AllAsync(r => r.ReversedOn != null))).ShouldBeTrue();
        (await world.YearAsync(1))!.InsuredMonths.ShouldBe(0);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Refund_MoreThanIsHeld_IsRefusedAlsoWhenTheMoneyWentElsewhereMeanwhile()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        var (reference, receipt) = (await BillAsync(world), await ReceiveAsync(world, "B1", OneWorker));
        (await Should.ThrowAsync<Refused>(() => RefundAsync(world, receipt, "1080.01"))).Code.ShouldBe("amount.above-held");
        (await Should.ThrowAsync<Refused>(() => RefundAsync(world, receipt, "0"))).Code.ShouldBe("amount.zero");
        (await Should.ThrowAsync<Refused>(() => RefundAsync(world, receipt, "-5"))).Code.ShouldBe("amount.form");
        var refund = await RefundAsync(world, receipt, "1000");
        refund.ReadRule()!.Amounts.Single().Minor.ShouldBe(100_000);
        (await Should.ThrowAsync<Refused>(() => RefundAsync(world, receipt, "10"))).Code.ShouldBe("proposal.open-already");
        await DecideAsync(world, (await AssignAsync(world, receipt, reference, "500")).Id);

        var moved = await Should.ThrowAsync<Refused>(() => DecideAsync(world, refund.Id));

        moved.Code.ShouldBe("proposal.data-moved");
        (await world.DbAsync(db => db.Set<Refund>().CountAsync())).ShouldBe(0);
        await world.PromisesHoldAsync();
    }

    [Theory]
    [InlineData("123", "receipt.payee-unknown")]
    [InlineData("", "receipt.payee-unknown")]
    public async Task Assign_ToNobodyKnown_IsRefused(string to, string code)
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        var receipt = await ReceiveAsync(world, "B1", OneWorker);

        (await Should.ThrowAsync<Refused>(() => AssignAsync(world, receipt, to))).Code.ShouldBe(code);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task History_WithAllocationsAndRefunds_BalancesAtEachStepAndNeverGivesMoreThanItHas(int seed)
    {
        var random = new Random(seed);
        await using var world = await ContributionsWorld.StartAsync(3, 2);
        string[] references = [.. Enumerable.Range(1, 10).Select(i => $"P{i}")];
        var payments = references.Select((r, i) => Credit(r, random.Next(1, 40) * 10_000L, text: random.Next(3) switch { 0 => "no idea", 1 => $"employer {Employer(1)}", _ => $"employer {Employer(2)}" }, on: $"2026-04-{i + 1:D2}")).ToList();
        await world.ImportAsync(await NotificationAsync(payments));
        List<Func<Task>> steps =
        [
            .. Enumerable.Range(1, 3).Select(m => new Func<Task>(() => world.FileAsync(File(Line(Worker(1), $"{random.Next(1, 99)}000", period: $"2026-0{m}")), month: new Values.Month(2026, m)))),
            .. references.Select(r => new Func<Task>(() => TryAsync(async () => await DecideAsync(world, (await AssignAsync(world, await IdAsync(world, r), random.Next(2) == 0 ? Employer(1) : Worker(random.Next(2, 4)), $"{random.Next(1, 3000)}")).Id)))),
            .. references.Select(r => new Func<Task>(() => TryAsync(async () => await DecideAsync(world, (await RefundAsync(world, await IdAsync(world, r), $"{random.Next(1, 3000)}")).Id)))),
            .. payments.Where(_ => random.Next(3) == 0).Select((p, i) => new Func<Task>(async () => await world.ImportAsync(await NotificationAsync([Reversal(p.Entry.AgentReference!, p.Entry.Amount.Minor)], $"RV-{i}")))),
        ];
        foreach (var step in steps.OrderBy(_ => random.Next()).ToList())
        {
            await step();
            await world.App.SettleAsync();
            await world.PromisesHoldAsync();
        }

        (await world.DbAsync(db => db.Set<Entry>().CountAsync(e => e.Kind == EntryKind.Assignment || e.Kind == EntryKind.Refund))).ShouldBeGreaterThan(0);
    }

    /// <summary>Many of the random acts ask for more than is there.</summary>
    private static async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Refused refused)
        {
            refused.Code.ShouldBeOneOf("amount.above-held", "receipt.nothing-held", "receipt.payee-same");
        }
    }

    private static Task<Guid> IdAsync(ContributionsWorld world, string reference) => world.DbAsync(db => db.Set<Receipt>().Where(r => r.Reference == reference).Select(r => r.Id).SingleAsync());

    private static Task<long> BalanceAsync(ContributionsWorld world, Account account) => world.DbAsync(db => db.Set<Posting>().Where(p => p.Account == account).SumAsync(p => p.DebitMinor - p.CreditMinor));

    private static Task<Proposal> AssignAsync(ContributionsWorld world, Guid receipt, string to, string? amount = null) =>
        world.App.UseAsync<AssignReceipt, Proposal>(act => act.ProposeAsync(receipt, to, amount, SpmisApp.Change(AssignReceipt.Act, reason: "Seen on the payer's slip"), default));

    private static Task<Proposal> RefundAsync(ContributionsWorld world, Guid receipt, string amount) =>
        world.App.UseAsync<RefundReceipt, Proposal>(act => act.ProposeAsync(receipt, amount, "A Payer", "0200000002", SpmisApp.Change(RefundReceipt.Act, reason: "Paid by mistake"), default));

    private static Task DecideAsync(ContributionsWorld world, long proposal, Actor? by = null, bool approve = true) =>
        world.App.UseAsync<DecideReceipt, bool>(async act =>
        {
            await act.HandleAsync(proposal, approve, SpmisApp.Change("receipts.approve", by ?? SpmisApp.Supervisor, reason: approve ? null : "Not ours"), default);
            return true;
        });

    private static async Task<Guid> ReceiveAsync(ContributionsWorld world, string reference, long minor, string on = "2026-04-05")
    {
        await world.ImportAsync(await StatementAsync([Credit(reference, minor, on: on)]));
        return await IdAsync(world, reference);
    }

    private static async Task<string> BillAsync(ContributionsWorld world)
    {
        await world.FileAsync(File(Line(Worker(1), "9000")));
        return (await world.BillsAsync())[^1].PaymentReference;
    }
}
