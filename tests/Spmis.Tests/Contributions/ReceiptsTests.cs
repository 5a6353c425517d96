using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Values;
using static Spmis.Tests.Contributions.BankFile;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

public sealed class ReceiptsTests
{
    private const long OneWorker = 108_000;

    [Fact]
    public async Task Import_PaymentOfTheBill_PaysItAndTheMonthCounts()
    {
        await using var world = await ContributionsWorld.StartAsync();
        var reference = await BillAsync(world);

        await world.ImportAsync(await StatementAsync([Credit("B1", OneWorker, structured: reference), Charge(500)]));

        (await world.BillsAsync()).ShouldHaveSingleItem().State.ShouldBe(BillState.Paid);
        (await world.YearAsync(1))!.InsuredMonths.ShouldBe(1 << 2);
        await world.PromisesHoldAsync();
    }

    [Theory]
    [InlineData("Contributions 2026-03 ref {0}")]
    [InlineData("{0}")]
    [InlineData("pay/{0}/march 2026")]
    [InlineData("our ref 12, yours {1}")]
    public async Task Import_ReferenceInTheText_IsFound(string text)
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        var reference = await BillAsync(world);
        var grouped = $"{reference[..3]} {reference[3..6]} {reference[6..9]} {reference[9..]}";

        await world.ImportAsync(await StatementAsync([Credit("B1", OneWorker, text: text.Replace("{0}", reference).Replace("{1}", grouped))]));

        (await world.BillsAsync()).ShouldHaveSingleItem().State.ShouldBe(BillState.Paid);
    }

    [Fact]
    public async Task Import_PartThenTooMuch_PaysOldestNextAndHoldsTheRest()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        var march = await BillAsync(world);
        await world.FileAsync(File(Line(Worker(1), "9000", period: "2026-02")), month: new Month(2026, 2));

        await world.ImportAsync(await StatementAsync([Credit("B1", 50_000, structured: march), Credit("B2", 300_000, structured: march, on: "2026-04-06")]));

        (await world.BillsAsync()).ShouldAllBe(b => b.State == BillState.Paid);
        var second = await ReceiptAsync(world, "B2");
        second.HeldMinor.ShouldBe(350_000 - (2 * OneWorker));
        await world.PromisesHoldAsync();

        // What is held goes to the next bill at once.
        await world.FileAsync(File(Line(Worker(1), "9000", period: "2026-04")), month: new Month(2026, 4));
        (await world.BillsAsync())[^1].State.ShouldBe(BillState.Paid);
        (await world.YearAsync(1))!.InsuredMonths.ShouldBe(0b1110);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Import_PartOfABill_LeavesTheMonthDeclaredNotPaid()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        var reference = await BillAsync(world);

        await world.ImportAsync(await StatementAsync([Credit("B1", 60_000, structured: reference)]));

        var bill = (await world.BillsAsync()).ShouldHaveSingleItem();
        (bill.State, bill.Open.Minor).ShouldBe((BillState.PartPaid, 48_000));
        (await world.YearAsync(1))!.InsuredMonths.ShouldBe(0);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Import_EmployerNumberOnly_PaysTheOldestBill()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        await BillAsync(world);

        await world.ImportAsync(await StatementAsync([Credit("B1", OneWorker, text: $"Contributions employer {Employer()}")]));

        (await world.BillsAsync()).ShouldHaveSingleItem().State.ShouldBe(BillState.Paid);
    }

    [Fact]
    public async Task Import_UnknownReference_IsHeldAndSaysSo()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        await BillAsync(world);

        var imported = await world.ImportAsync(await StatementAsync([Credit("B1", OneWorker, structured: "70000000199"), Credit("B2", 500)]));

        (await ReceiptAsync(world, "B1")).HeldMinor.ShouldBe(OneWorker);
        (await VerdictsAsync(world, imported)).ShouldAllBe(v => v.Code == "receipt.unidentified");
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Import_SameStatementTwice_ChangesNothing()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        var text = await StatementAsync([Credit("B1", OneWorker, structured: await BillAsync(world))]);
        var first = await world.ImportAsync(text);

        var second = await world.ImportAsync(text, "renamed");

        second.AlreadyImported.ShouldBeTrue();
        second.StatementId.ShouldBe(first.StatementId);
        (await world.DbAsync(db => db.Set<Receipt>().CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Import_NotificationThenStatement_CountsEachPaymentOnce()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        var credit = Credit("B1", OneWorker, structured: await BillAsync(world));

        await world.ImportAsync(await NotificationAsync([credit]));
        var statement = await world.ImportAsync(await StatementAsync([credit, Credit("B2", 700)]));

        (await world.DbAsync(db => db.Set<Receipt>().SumAsync(r => r.AmountMinor))).ShouldBe(OneWorker + 700);
        (await VerdictsAsync(world, statement)).Select(v => v.Code).ShouldContain("receipt.known");
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Import_BalancesThatDoNotFit_IsRefusedBeforeAnything()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        var text = await StatementAsync([Credit("B1", OneWorker)], closingMoved: 1);

        var refused = await Should.ThrowAsync<Refused>(() => world.ImportAsync(text));

        refused.Code.ShouldBe("statement.balance");
        (await world.DbAsync(db => db.Set<StatementFile>().CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Import_GapBetweenStatements_IsNoted()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        await world.ImportAsync(await StatementAsync([Credit("B1", 100)]));
        var later = (await StatementAsync([Credit("B2", 100)], "ST-3", opening: 900)).Replace("2026-04-01", "2026-05-01").Replace("2026-04-30", "2026-05-31");

        var imported = await world.ImportAsync(later);

        (await VerdictsAsync(world, imported)).Select(v => v.Code).ShouldContain("statement.gap");
    }

    [Fact]
    public async Task Import_ReversedPayment_OpensTheBillAndUncountsTheMonth()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        var reference = await BillAsync(world);
        await world.ImportAsync(await StatementAsync([Credit("B1", OneWorker + 900, structured: reference)]));

        await world.ImportAsync(await StatementAsync([Reversal("B1", OneWorker + 900)], "ST-2", opening: OneWorker + 900));

        (await world.BillsAsync()).ShouldHaveSingleItem().State.ShouldBe(BillState.Unpaid);
        (await world.YearAsync(1))!.InsuredMonths.ShouldBe(0);
        (await ReceiptAsync(world, "B1")).ReversedOn.ShouldBe(new DateOnly(2026, 4, 20));
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Import_MobileMoneyOfASelfEmployedWorker_CountsInTheMonthOfPayment()
    {
        await using var world = await ContributionsWorld.StartAsync(4);

        var imported = await world.ImportAsync(Mobile(
            Paid("M1", Worker(1), "1080.00"), Paid("M1", Worker(1), "1080.00"), Paid("M2", Worker(2), "20000"), Paid("M3", Worker(3), "1000"), Paid("M4", Worker(3), "80"),
            Paid("M5", Worker(4), "1080", "FAILED"), Paid("M6", Worker(4), "1080", "REVERSED"), Paid("M7", "", "500"), Paid("M8", Worker(1), "1e9"), Paid("M9", Worker(1), "\"1080,50\""), Paid("M10", Worker(1), "100", currency: "USD"), Paid("M11", Worker(1), "5", at: "yesterday")));

        (await world.YearAsync(1))!.BaseMinor.ShouldStartWith("0,0,900000,");
        (await world.YearAsync(1))!.InsuredMonths.ShouldBe(4);
        (await world.YearAsync(2))!.BaseMinor.ShouldStartWith("0,0,10800000,");
        (await ReceiptAsync(world, "M2")).HeldMinor.ShouldBe(2_000_000 - 1_296_000, "above the most of a month");
        (await world.YearAsync(3))!.BaseMinor.ShouldStartWith("0,0,900000,", Case.Sensitive, "two payments of a month are one contribution");
        (await world.YearAsync(4)).ShouldBeNull();
        (await VerdictsAsync(world, imported)).Where(v => v.Verdict == RunLine.RefusedVerdict).Select(v => v.Line).ShouldBe([10, 11, 12, 13]);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Import_MobileMoneyReversedLater_TakesTheMonthBack()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        await world.ImportAsync(Mobile(Paid("M1", Worker(1), "1080")));

        await world.ImportAsync(Mobile(Paid("M1", Worker(1), "1080", "REVERSED")));

        var year = (await world.YearAsync(1)).ShouldNotBeNull();
        (year.InsuredMonths, year.BaseMinor).ShouldBe((0, "0,0,0,0,0,0,0,0,0,0,0,0"));
        await world.PromisesHoldAsync();
    }

    [Theory]
    [InlineData("<a/>")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]><Document/>")]
    [InlineData("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt>")]
    [InlineData("transaction_id,amount\nM1,1\n")]
    [InlineData("")]
    public async Task Import_NoStatement_IsRefusedAndLeavesNothing(string text)
    {
        await using var world = await ContributionsWorld.StartAsync(1);

        (await Should.ThrowAsync<Refused>(() => world.ImportAsync(text))).Message.ShouldNotBeNullOrWhiteSpace();

        (await world.DbAsync(db => db.Runs.CountAsync())).ShouldBe(0);
    }

    private static async Task<string> BillAsync(ContributionsWorld world)
    {
        await world.FileAsync(File(Line(Worker(1), "9000")));
        return (await world.BillsAsync())[^1].PaymentReference;
    }

    private static Task<Receipt> ReceiptAsync(ContributionsWorld world, string reference) => world.DbAsync(db => db.Set<Receipt>().AsNoTracking().SingleAsync(r => r.Reference == reference));

    private static Task<List<RunLine>> VerdictsAsync(ContributionsWorld world, StatementImported imported) => world.DbAsync(db => db.RunLines.AsNoTracking().Where(l => l.RunId == imported.RunId).OrderBy(l => l.Line).ToListAsync());
}
