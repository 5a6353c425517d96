using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Receipts;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using static Spmis.Tests.Contributions.BankFile;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

public sealed class Mt940Tests
{
    private const long OneWorker = 108_000;

    [Fact]
    public async Task Import_Mt940_PaysTheBillAndLeavesChargesAlone()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        var reference = await BillAsync(world);

        var imported = await world.ImportAsync(Statement("0,", "1075,00", [$":61:2604050405C1080,00NTRFNONREF//B1\n:86:?00CREDIT?20CONTRIBUTIONS {reference[..6]}?21{reference[6..]}?32ACME LTD", ":61:260430D5,00NCHGNONREF//B2\n:86:CHARGES"]));

        (await world.BillsAsync()).ShouldHaveSingleItem().State.ShouldBe(BillState.Paid);
        var receipt = await world.DbAsync(db => db.Set<Receipt>().AsNoTracking().SingleAsync());
        (receipt.Account, receipt.Reference, receipt.Payer, receipt.BookedOn).ShouldBe(("0100000001", "B1", "ACME LTD", new DateOnly(2026, 4, 5)));
        (await VerdictsAsync(world, imported)).ShouldContain(v => v.Code == "entry.debit");
        await world.PromisesHoldAsync();
    }

    [Theory]
    [InlineData("{1:F01BANKKENAXXX0000000000}{2:I940BANKKENAXXXXN}{4:\n", "\n-}")]
    [InlineData("", "\n-")]
    [InlineData("\r\n", "")]
    public async Task Import_Mt940_WithOrWithoutEnvelope_IsRecognised(string before, string behind)
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        var reference = await BillAsync(world);

        // The reference is broken by the end of the line.
        await world.ImportAsync(before + Statement("10,", "1090,", [$":61:2604050405C1080,NTRFNONREF//B1\n:86:PAYMENT FOR MARCH {reference[..5]}\n{reference[5..]}"]) + behind);

        (await world.BillsAsync()).ShouldHaveSingleItem().State.ShouldBe(BillState.Paid);
    }

    [Fact]
    public async Task Import_Mt940_ReversedCredit_TakesThePaymentBack()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        var reference = await BillAsync(world);
        await world.ImportAsync(Statement("0,", "1080,", [$":61:2604050405C1080,00NTRF{reference}//B1"]));

        await world.ImportAsync(Statement("1080,", "0,", [":61:2604200420RC1080,00NTRFNONREF//B1"], "2/1", "260430", "260520"));

        (await world.BillsAsync()).ShouldHaveSingleItem().State.ShouldBe(BillState.Unpaid);
        await world.PromisesHoldAsync();
    }

    public static TheoryData<string, string, string> Broken => new()
    {
        { Statement("0,", "1080,01", [":61:2604050405C1080,00NTRFNONREF//B1"]), "statement.balance", "1,080.01" },
        { Statement("0,", "1080,", [":61:2604050405C1080.00NTRFNONREF//B1"]), "statement.mt940-line", "Line 5" },
        { Statement("0,", "1080,", [":61:2604050405C1080,00NTRFNONREF//B1"]).Split(":62F:")[0], "statement.cut-off", "closing balance" },
        { ":20:X\n:25:1\n:28C:1\n:61:2604050405C1080,00NTRFNONREF\n", "statement.mt940-order", "opening balance" },
        { ":20:X\n:28C:1\n:60F:C260401KES0,\n", "statement.mt940-order", ":25:" },
        { ":20:X\n:25:1\n:28C:1\n:60F:C26O401KES0,\n", "statement.mt940-balance", "Line 4" },
        { Statement("0,", "5,", [":61:260405C5,NTRFNONREF"]).Replace(":62F:", ":62M:") + Statement("6,", "6,", [], "1/2").Replace(":60F:", ":60M:"), "statement.balance", "a page is missing" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Import_BrokenMt940_IsRefusedWithItsLineAndLeavesNothing(string text, string code, string words)
    {
        await using var world = await ContributionsWorld.StartAsync(1);

        var refused = await Should.ThrowAsync<Refused>(() => world.ImportAsync(text));

        refused.Code.ShouldBe(code);
        refused.Message.ShouldContain(words);
        (await world.DbAsync(db => db.Set<StatementFile>().CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Import_PagesOfOneStatement_AreOneInTheChain()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        var pages = Statement("0,", "5,", [":61:260405C5,NTRFNONREF//B1"]).Replace(":62F:", ":62M:") + Statement("5,", "9,", [":61:260406C4,NTRFNONREF//B2"], "1/2").Replace(":60F:", ":60M:");

        await world.ImportAsync(pages);

        var balance = await world.DbAsync(db => db.Set<AccountBalance>().AsNoTracking().SingleAsync());
        (balance.OpeningMinor, balance.ClosingMinor).ShouldBe((0, 900));
        (await world.DbAsync(db => db.Set<Receipt>().SumAsync(r => r.AmountMinor))).ShouldBe(900);
    }

    [Fact]
    public async Task Import_GapsInTheChain_AreNotedAcrossFormsAndWhateverComesFirst()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        await world.ImportAsync(await StatementAsync([Credit("B1", 500)]));
        var third = await world.ImportAsync(Statement("9,", "10,", [":61:260605C1,NTRFNONREF//B3"], "3/1", "260531", "260630"));
        (await VerdictsAsync(world, third)).Count(v => v.Code == "statement.gap").ShouldBe(1);

        // May closes with 8.00, so between it and June another one is missing.
        var second = await world.ImportAsync(Statement("5,", "8,", [":61:260505C3,NTRFNONREF//B2"], "2/1", "260430", "260531"));

        (await VerdictsAsync(world, second)).Where(v => v.Code == "statement.gap").ShouldHaveSingleItem().Text!.ShouldContain("closed with 800 minor units");
    }

    [Fact]
    public async Task Import_SamePaymentInMt940AndCamt_CountsOnce()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        await world.ImportAsync(await StatementAsync([Credit("B1", OneWorker)]));

        var again = await world.ImportAsync(Statement("0,", "1080,", [":61:2604050405C1080,00NTRFNONREF//B1"]));

        (await VerdictsAsync(world, again)).ShouldContain(v => v.Code == "receipt.known");
        (await world.DbAsync(db => db.Set<Receipt>().CountAsync())).ShouldBe(1);
        await world.PromisesHoldAsync();
    }

    private static string Statement(string opening, string closing, IEnumerable<string> entries, string number = "1/1", string from = "260401", string to = "260430") =>
        string.Join('\n', new[] { ":20:STMT", ":25:BANKKENA/0100000001", $":28C:{number}", $":60F:C{from}KES{opening}" }.Concat(entries).Append($":62F:C{to}KES{closing}").Append(":64:C260430KES0,")) + "\n";

    private static async Task<string> BillAsync(ContributionsWorld world)
    {
        await world.FileAsync(File(Line(Worker(1), "9000")));
        return (await world.BillsAsync())[^1].PaymentReference;
    }

    private static Task<List<RunLine>> VerdictsAsync(ContributionsWorld world, StatementImported imported) => world.DbAsync(db => db.RunLines.AsNoTracking().Where(l => l.RunId == imported.RunId).OrderBy(l => l.Line).ToListAsync());
}
