using Spmis.Contributions.Bills;
using static Spmis.Tests.Contributions.BankFile;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

public sealed class InterestTests
{
    private const long OneWorker = 108_000;
    private static readonly DateOnly EndOfApril = new(2026, 4, 30);
    private static readonly DateOnly EndOfMay = new(2026, 5, 31);

    // KE NSSF: 5 % for each month or part of a month after the 9th (due 2026-04-09).
    [Theory]
    [InlineData("2026-04-09", 0)]
    [InlineData("2026-04-10", 5_400)]
    [InlineData("2026-05-09", 5_400)]
    [InlineData("2026-05-10", 10_800)]
    public async Task Accrue_UnpaidBill_ChargesStartedMonths(string on, long minor)
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        await world.FileAsync(File(Line(Worker(1), "9000")));

        await world.AccrueAsync(DateOnly.Parse(on));

        (await InterestAsync(world)).Sum(b => b.Amount.Minor).ShouldBe(minor);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Accrue_SameDayTwice_ChargesOnce()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        await world.FileAsync(File(Line(Worker(1), "9000")));
        await world.AccrueAsync(EndOfApril);

        (await world.AccrueAsync(EndOfApril)).AlreadyAccrued.ShouldBeTrue();

        (await InterestAsync(world)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Accrue_PartPaidLate_ChargesEachPartForItsTimeAndThenStops()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        await world.FileAsync(File(Line(Worker(1), "9000")));
        var reference = (await world.BillsAsync())[0].PaymentReference;
        await world.ImportAsync(await StatementAsync([Credit("B1", 50_000, structured: reference, on: "2026-04-09"), Credit("B2", 20_000, structured: reference, on: "2026-04-20")]));

        await world.AccrueAsync(EndOfMay);

        // 200 late by one started month, 380 open for two: 10 + 38.
        (await InterestAsync(world)).ShouldHaveSingleItem().Amount.Minor.ShouldBe(1_000 + 3_800);
        await world.ImportAsync(await StatementAsync([Credit("B3", 38_000, structured: reference, on: "2026-06-02")], "ST-2", opening: 70_000));
        await world.AccrueAsync(new DateOnly(2026, 6, 30));
        await world.AccrueAsync(new DateOnly(2026, 12, 31));

        // The rest was paid within the second started month, so nothing is added.
        (await InterestAsync(world)).Sum(b => b.Amount.Minor).ShouldBe(4_800);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Accrue_PaymentInTimeTurnsUpLater_GivesTheInterestBack()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        await world.FileAsync(File(Line(Worker(1), "9000")));
        await world.AccrueAsync(EndOfApril);
        var reference = (await world.BillsAsync())[0].PaymentReference;
        await world.ImportAsync(await StatementAsync([Credit("B1", OneWorker, structured: reference, on: "2026-04-08")]));

        await world.AccrueAsync(EndOfMay);

        var bills = await world.BillsAsync();
        bills.ShouldAllBe(b => b.State == BillState.Paid);
        await world.PromisesHoldAsync();
    }

    private static async Task<List<BillItem>> InterestAsync(ContributionsWorld world) => [.. (await world.BillsAsync()).Where(b => b.Kind == BillKind.Interest)];
}
