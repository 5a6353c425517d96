using System.Text;
using Shouldly;
using Spmis.Iso20022;
using Spmis.Iso20022.Transfers;
using Spmis.Values;
using Xunit;

namespace Spmis.Tests.Iso20022;

public sealed class CreditTransferTests
{
    private static readonly Currency Kes = Currency.Of("KES");

    private static readonly CreditTransferFile Head = new()
    {
        MessageId = "PR-2026-03-0001",
        CreatedAt = new DateTime(2026, 3, 25, 8, 0, 0, DateTimeKind.Utc),
        InitiatingParty = "Caisse de sécurité sociale",
        InitiatingPartyId = "SPMIS1",
    };

    private static CreditTransferBatch Batch(string id, int count, decimal sum) => new()
    {
        Id = id,
        ExecuteOn = new DateOnly(2026, 3, 28),
        DebtorName = "Social Security Fund",
        DebtorAccount = Account.Iban("DE75512108001245126199"),
        DebtorAgent = new() { Bic = "KCBLKENX" },
        CategoryPurpose = "PENS",
        BatchBooking = true,
        Count = count,
        Sum = sum,
    };

    private static CreditTransfer Transfer(int n) => new()
    {
        EndToEndId = $"PAY{n:D6}",
        Amount = new Money(100_050 + n, Kes),
        CreditorName = n % 2 == 0 ? "Zoë N'Diayé" : "Kwabena Ɔwusu-Ŋutasi",
        CreditorAccount = (n % 3) switch { 0 => Account.Iban("GB33BUKB20201555555555"), 1 => Account.Other("+254712345678", "MSISDN"), _ => null },
        CreditorAgent = n % 3 == 2 ? new() { MemberId = "0012", ClearingSystem = "KENCC", Name = "Posta Bank" } : new() { Bic = "KCBLKENX001" },
        Purpose = "SSBE",
        Remittance = "Pension March 2026",
        InstructionId = n % 2 == 0 ? null : $"I{n}",
    };

    private static async Task<byte[]> WriteAsync(CreditTransferVersion version, TextRule rule, CreditTransfer[] transfers, int? count = null)
    {
        var target = new MemoryStream();
        var batches = new[] { Batch("B1", count ?? transfers.Length, transfers.Sum(t => t.Amount.Major)), Batch("B2", 1, 1000.57m) };
        await WriteCreditTransfers.WriteAsync(target, version, Head, batches, b => BankFiles.Stream(b.Id == "B1" ? transfers : [Transfer(7)]), rule, CancellationToken.None);
        return target.ToArray();
    }

    [Theory]
    [InlineData(CreditTransferVersion.V03, TextRule.Latin, "pain.001.001.03")]
    [InlineData(CreditTransferVersion.V09, TextRule.Latin, "pain.001.001.09")]
    [InlineData(CreditTransferVersion.V09, TextRule.Unicode, "pain.001.001.09")]
    public async Task Write_SeveralBatches_FitsTheSchemaAndComesBack(CreditTransferVersion version, TextRule rule, string schema)
    {
        var transfers = Enumerable.Range(1, 500).Select(Transfer).ToArray();
        var file = await WriteAsync(version, rule, transfers);

        BankFiles.ShouldFitSchema(file, schema);
        (await WriteAsync(version, rule, transfers)).ShouldBe(file, "the same input gives the same bytes");
        var (reader, lines) = await BankFiles.TransfersAsync(Encoding.UTF8.GetString(file));
        reader.Message.ToString().ShouldBe(schema);
        reader.File.MessageId.ShouldBe(Head.MessageId);
        reader.File.CreatedAt.ShouldBe(Head.CreatedAt);
        reader.Problems.ShouldBeEmpty();
        lines.Count.ShouldBe(501);
        lines.ShouldAllBe(l => l.Problem == null);
        lines[0].Batch.ShouldBe(Batch("B1", 500, transfers.Sum(t => t.Amount.Major)));
        lines[0].Transfer.ShouldBe(transfers[0] with { CreditorName = rule == TextRule.Latin ? "Kwabena Owusu-Nutasi" : transfers[0].CreditorName });
        lines[1].Transfer!.CreditorName.ShouldBe(rule == TextRule.Latin ? "Zoe N'Diaye" : "Zoë N'Diayé");
        lines[500].Batch!.Id.ShouldBe("B2");
    }

    [Fact]
    public async Task Write_OtherCountThanAnnounced_IsRefused()
    {
        var refused = await Should.ThrowAsync<MessageRefused>(() => WriteAsync(CreditTransferVersion.V09, TextRule.Latin, [Transfer(1)], count: 2));
        refused.Code.ShouldBe("iso.totals");
        refused.Message.ShouldContain("had 1");
    }

    public static TheoryData<string, string, CreditTransfer> Unfit => new()
    {
        { "EndToEndId", "36 characters", Transfer(1) with { EndToEndId = new string('9', 36) } },
        { "EndToEndId", "no identifier", Transfer(1) with { EndToEndId = "/PAY" } },
        { "EndToEndId", "no identifier", Transfer(1) with { EndToEndId = "PAY//1" } },
        { "EndToEndId", "no identifier", Transfer(1) with { EndToEndId = "PAYÉ" } },
        { "InstdAmt", "more than 0", Transfer(1) with { Amount = Money.Zero(Kes) } },
        { "Cdtr/Nm", "U+0645", Transfer(1) with { CreditorName = "محمد" } },
        { "Cdtr/Nm", "141 characters", Transfer(1) with { CreditorName = new string('a', 141) } },
        { "Cdtr/Nm", "empty", Transfer(1) with { CreditorName = "  " } },
        { "RmtInf/Ustrd", "141", Transfer(1) with { Remittance = new string('ß', 70) + "a" } },
        { "Purp/Cd", "no purpose", Transfer(1) with { Purpose = "pension" } },
        { "CdtrAgt", "no BIC", Transfer(1) with { CreditorAgent = new() { Bic = "KCB" } } },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public async Task Write_UnfitPayment_IsToldBeforehandAndRefused(string field, string words, CreditTransfer transfer)
    {
        var problem = CheckCreditTransfer.Problems(transfer, CreditTransferVersion.V09, TextRule.Latin).ShouldHaveSingleItem();
        problem.Field.ShouldBe(field);
        problem.Text.ShouldContain(words);
        await Should.ThrowAsync<MessageRefused>(() => WriteAsync(CreditTransferVersion.V09, TextRule.Latin, [transfer]));
    }

    [Fact]
    public async Task Write_NameInAnotherScript_IsKeptWhereTheBankTakesUnicode()
    {
        var file = Encoding.UTF8.GetString(await WriteAsync(CreditTransferVersion.V09, TextRule.Unicode, [Transfer(1) with { CreditorName = "محمد العلي" }]));
        file.ShouldContain("<Nm>محمد العلي</Nm>");
    }

    [Fact]
    public async Task Read_TheSharedSample_FindsThatItsCountIsWrong()
    {
        var (reader, lines) = await BankFiles.TransfersAsync(BankFiles.Sample("pain.001.001.09.xml"));
        lines.Count.ShouldBe(5);
        lines[3].Transfer!.Amount.ShouldBe(new Money(17_500, Currency.Of("EUR")));
        lines[3].Line.ShouldBeGreaterThan(90);
        reader.Problems.ShouldHaveSingleItem().Text.ShouldBe("The file says it has 2 payments but has 5; it was cut or altered.");
    }

    [Fact]
    public async Task Read_OnePaymentWithoutReadableAmount_GivesOnlyThatOneAProblem()
    {
        var file = Encoding.UTF8.GetString(await WriteAsync(CreditTransferVersion.V09, TextRule.Latin, [Transfer(1), Transfer(2), Transfer(3)]))
            .Replace(">1000.52<", ">1000,52<", StringComparison.Ordinal);
        var (reader, lines) = await BankFiles.TransfersAsync(file);
        lines.Count(l => l.Transfer is not null).ShouldBe(3);
        lines[1].EndToEndId.ShouldBe("PAY000002");
        lines[1].Problem!.Text.ShouldContain("comma");
        reader.Problems.ShouldBeEmpty("the payment's own problem says enough");
    }

    [Theory]
    [InlineData("GB33BUKB20201555555555", null)]
    [InlineData("NO9386011117947", null)]
    [InlineData("MU17BOMM0101101030300200000MUR", null)]
    [InlineData("GB33BUKB20201555555556", "check digits")]
    [InlineData("GB3", "no IBAN")]
    [InlineData("gb33BUKB20201555555555", "no IBAN")]
    public void Iban_Checked_ByMod97(string iban, string? problem)
    {
        if (problem is null)
        {
            Iban.Problem(iban).ShouldBeNull();
        }
        else
        {
            Iban.Problem(iban)!.ShouldContain(problem);
        }
    }

    [Theory]
    [InlineData("Łukasz  Đặng\tNguyễn", "Lukasz Dang Nguyen")]
    [InlineData("Ça & là_bas; “oui”", "Ca + la-bas, 'oui'")]
    [InlineData("e\u0301cole", "ecole")]
    [InlineData("Ǿ", "O")]
    [InlineData("Amina Wanjiru (2)", "Amina Wanjiru (2)")]
    [InlineData(" Amina  Wanjiru ", "Amina Wanjiru")]
    [InlineData("Amina\tWanjiru", "Amina Wanjiru")]
    public void Fold_Latin_FollowsTheTable(string text, string folded)
    {
        BankText.Fold(text, TextRule.Latin, 140, out var result).ShouldBeNull();
        result.ShouldBe(folded);
    }

    [Theory]
    [InlineData("a\u0000b", TextRule.Unicode)]
    [InlineData("a\uFFFEb", TextRule.Unicode)]
    [InlineData("a\uD800b", TextRule.Unicode)]
    [InlineData("ሰላም", TextRule.Latin)]
    [InlineData("", TextRule.Latin)]
    [InlineData("  ", TextRule.Unicode)]
    [InlineData("😀", TextRule.Latin)]
    public void Fold_WhatCannotBeSent_IsRefused(string text, TextRule rule) => BankText.Fold(text, rule, 140, out _).ShouldNotBeNull();
}
