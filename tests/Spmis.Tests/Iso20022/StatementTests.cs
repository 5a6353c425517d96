using System.Text;
using Shouldly;
using Spmis.Iso20022;
using Spmis.Iso20022.Statements;
using Spmis.Iso20022.Statuses;
using Spmis.Values;
using Xunit;

namespace Spmis.Tests.Iso20022;

public sealed class StatementTests
{
    private static readonly Currency Kes = Currency.Of("KES");

    private static readonly Statement Account1 = new()
    {
        Id = "S-2026-03",
        Account = Account.Iban("GB33BUKB20201555555555"),
        Currency = Kes,
        OwnerName = "Social Security Fund",
        Agent = new() { Bic = "KCBLKENX" },
        From = new(2026, 3, 1),
        To = new(2026, 3, 31),
        SequenceNumber = 3,
        Balances = [new("OPBD", new(100_000, Kes), new(2026, 3, 1)), new("CLBD", new(-20_000, Kes), new(2026, 3, 31))],
    };

    private static EntryToWrite[] Entries() =>
    [
        new(
            new() { Amount = new(30_000, Kes), Direction = Direction.Credit, BookedOn = new(2026, 3, 10), ValueOn = new(2026, 3, 11), AgentReference = "R1", TransactionCode = "PMNT/RCDT/ESCT", Text = "Receipt" },
            [new() { Amount = new(30_000, Kes), Direction = Direction.Credit, EndToEndId = "E1", DebtorName = "Baraka Flour Mills", DebtorAccount = Account.Other("0110-22", "BBAN"), CreditorReference = "RF18539007547034", Remittance = new string('x', 139) + " and more", AgentReference = "T1" }]),
        new(
            new() { Amount = new(170_000, Kes), Direction = Direction.Debit, BookedOn = new(2026, 3, 28), ValueOn = new(2026, 3, 28), BatchId = "B1", TransactionCode = "PMNT/ICDT/ESCT" },
            [.. Enumerable.Range(1, 17).Select(i => new StatementTransaction { Amount = new(10_000, Kes), Direction = Direction.Debit, EndToEndId = $"P{i}", BatchId = "B1", CreditorName = "محمد" })]),
        new(
            new() { Amount = new(20_000, Kes), Direction = Direction.Credit, BookedOn = new(2026, 3, 30), TransactionCode = "PMNT/ICDT/RRTN" },
            [new() { Amount = new(20_000, Kes), Direction = Direction.Credit, EndToEndId = "P3", Return = new("AC04", "closed") }]),
        new(new() { Amount = new(5_000, Kes), Direction = Direction.Debit, Status = "PDNG", TransactionCode = "FEE" }, []),
    ];

    private static async Task<string> WriteAsync(StatementKind kind, params EntryToWrite[] entries)
    {
        var target = new MemoryStream();
        await WriteStatements.WriteAsync(target, kind, new("M1", new DateTime(2026, 4, 1, 0, 0, 0, DateTimeKind.Utc)), [Account1], _ => BankFiles.Stream(entries), CancellationToken.None);
        BankFiles.ShouldFitSchema(target.ToArray(), kind == StatementKind.Statement ? "camt.053.001.08" : "camt.054.001.08");
        return Encoding.UTF8.GetString(target.ToArray());
    }

    [Theory]
    [InlineData(StatementKind.Statement)]
    [InlineData(StatementKind.Notification)]
    public async Task Write_ReceiptsPaymentsAndReturns_FitsTheSchemaAndComesBack(StatementKind kind)
    {
        var entries = Entries();
        var (reader, lines) = await BankFiles.StatementsAsync(await WriteAsync(kind, entries));
        reader.Kind.ShouldBe(kind);
        reader.Problems.ShouldBeEmpty();
        lines.Count.ShouldBe(20);
        lines.ShouldAllBe(l => l.Problem == null);
        (lines[0].Statement with { Balances = [] }).ShouldBe(Account1 with { Balances = [] });
        lines[0].Entry.ShouldBe(entries[0].Entry);
        lines[0].Transaction.ShouldBe(entries[0].Transactions[0]);
        lines.Skip(1).Take(17).Select(l => l.Transaction).ShouldBe(entries[1].Transactions);
        lines.Skip(1).Take(17).Select(l => l.TransactionNumber).ShouldBe(Enumerable.Range(1, 17));
        lines[18].Transaction!.Return.ShouldBe(new StatusReason("AC04", "closed"));
        lines[19].Transaction.ShouldBeNull();
        lines[19].Entry!.TransactionCode.ShouldBe("FEE");
        lines[19].EntryNumber.ShouldBe(4);
        reader.Checks.Count.ShouldBe(kind == StatementKind.Statement ? 1 : 0);
        reader.Checks.ShouldAllBe(c => c.Outcome == BalanceOutcome.Holds);
    }

    [Fact]
    public async Task Read_AMissingEntry_FailsTheBalanceWithTheDifference()
    {
        var (reader, _) = await BankFiles.StatementsAsync(await WriteAsync(StatementKind.Statement, [.. Entries().Skip(1)]));
        var check = reader.Checks.ShouldHaveSingleItem();
        check.Outcome.ShouldBe(BalanceOutcome.Fails);
        check.Text.ShouldContain("300.00 KES");
        check.Debits.ShouldBe(new Money(170_000, Kes));
    }

    [Fact]
    public async Task Read_ReturnsOfASwissBank_GivesTheReason()
    {
        var (reader, lines) = await BankFiles.StatementsAsync(BankFiles.Sample("postfinance-camt054-returns.xml"));
        reader.Message.ToString().ShouldBe("camt.054.001.04");
        var line = lines.ShouldHaveSingleItem();
        line.Statement.Account.Number.ShouldBe("CH2909000000250094239");
        line.Entry!.Amount.ShouldBe(new Money(40_000, Currency.Of("CHF")));
        line.Entry.BookedOn.ShouldBe(new DateOnly(2019, 5, 20));
        line.Entry.Text!.ShouldStartWith("SAMMELGUTSCHRIFT");
        line.Transaction!.EndToEndId.ShouldBe("EndToEndId-004-01-01");
        line.Transaction.BatchId.ShouldBe("PmtInfId-004-01");
        line.Transaction.Return.ShouldBe(new StatusReason("AC01", "Kontonummer falsch"));
        line.Transaction.DebtorName.ShouldBe("Robert Schneider SA");
        line.Transaction.Remittance.ShouldBe("Kontouebertrag");
    }

    [Fact]
    public async Task Read_SamplesOfVersion08_GivesEveryTransaction()
    {
        var (statement, lines) = await BankFiles.StatementsAsync(BankFiles.Sample("camt053.v8.xml"));
        statement.Checks.ShouldHaveSingleItem().Outcome.ShouldBe(BalanceOutcome.NotAsked);
        statement.Checks[0].Text.ShouldContain("not of one currency");
        lines[0].Transaction!.EndToEndId.ShouldBe("MUELL/FINP/RA12345");
        lines[0].Transaction!.DebtorName.ShouldBe("NAME NAME");
        lines[0].Transaction!.DebtorAccount!.Number.ShouldBe("NL56AGDH9619008421");

        var (_, notified) = await BankFiles.StatementsAsync(BankFiles.Sample("camt054.v8.xml"));
        notified.Count.ShouldBeGreaterThanOrEqualTo(2);
        notified[0].Transaction!.CreditorReference.ShouldBe("ISR ref number V1");
        notified[0].Transaction!.Remittance.ShouldBe("Unstructured Remittance Information V1");
        notified[0].Transaction!.CreditorName.ShouldBe("Example Creditor 3 - V1");
        notified[1].Transaction!.InstructionId.ShouldBe("UXC06170000006PI00001II00002");
    }

    [Fact]
    public async Task Read_AHeadWithoutStatement_SaysSo()
    {
        var (reader, lines) = await BankFiles.StatementsAsync(BankFiles.Sample("camt053.v2.wrong.xml"));
        lines.ShouldBeEmpty();
        reader.Problems.ShouldHaveSingleItem().Code.ShouldBe("iso.no-statement");
    }

    private static string Old(string entries, string version = "camt.053.001.02") =>
        $"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:{version}'><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId><CreDtTm>2026-03-01T10:00:00</CreDtTm></GrpHdr><Stmt><Id>S</Id>"
        + "<Acct><Id><Othr><Id>0110</Id></Othr></Id></Acct>"
        + "<Bal><Tp><CdOrPrtry><Cd>PRCD</Cd></CdOrPrtry></Tp><Amt Ccy='XOF'>1000</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-01</Dt></Dt></Bal>"
        + "<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy='XOF'>1500.000</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-31</Dt></Dt></Bal>"
        + "<TxsSummry><TtlNtries><NbOfNtries>1</NbOfNtries></TtlNtries></TxsSummry>" + entries + "</Stmt></BkToCstmrStmt></Document>";

    private static string OldEntry(string amount, string details) =>
        $"<Ntry><Amt Ccy='XOF'>{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><DtTm>2026-03-05T23:30:00+03:00</DtTm></BookgDt><BkTxCd><Prtry><Cd>NTRF</Cd></Prtry></BkTxCd>{details}</Ntry>";

    [Fact]
    public async Task Read_Version02_TakesAmountsAndPartiesWhereThatVersionHasThem()
    {
        var (reader, lines) = await BankFiles.StatementsAsync(Old(OldEntry("+500", "<NtryDtls>"
            + "<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy='XOF'>200</Amt></TxAmt></AmtDtls><RltdPties><Dbtr><Nm>Awa</Nm></Dbtr></RltdPties></TxDtls>"
            + "<TxDtls><AmtDtls><InstdAmt><Amt Ccy='EUR'>0.46</Amt></InstdAmt><TxAmt><Amt Ccy='XOF'>300</Amt></TxAmt></AmtDtls><RmtInf><Strd><CdtrRefInf><Ref>B-77</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls>")));
        reader.Problems.ShouldBeEmpty();
        reader.Checks.ShouldHaveSingleItem().Outcome.ShouldBe(BalanceOutcome.Holds);
        lines.Select(l => l.Transaction!.Amount.Minor).ShouldBe([200, 300]);
        lines[0].Transaction!.EndToEndId.ShouldBeNull();
        lines[0].Transaction!.DebtorName.ShouldBe("Awa");
        lines[0].Entry!.BookedOn.ShouldBe(new DateOnly(2026, 3, 5), "the bank's own day, not that of UTC");
        lines[1].Transaction!.CreditorReference.ShouldBe("B-77");
    }

    [Theory]
    [InlineData("<TxDtls><Refs><EndToEndId>A</EndToEndId></Refs></TxDtls>", 1, 0)]
    [InlineData("<TxDtls><Refs><EndToEndId>A</EndToEndId></Refs></TxDtls><TxDtls><AmtDtls><TxAmt><Amt Ccy='XOF'>300</Amt></TxAmt></AmtDtls></TxDtls>", 2, 1)]
    public async Task Read_ATransactionWithoutAmount_TakesTheEntrysOnlyWhenAlone(string details, int count, int faults)
    {
        var (_, lines) = await BankFiles.StatementsAsync(Old(OldEntry("500", "<NtryDtls>" + details + "</NtryDtls>")));
        lines.Count.ShouldBe(count);
        lines.Count(l => l.Problem?.Code == "iso.amount-missing").ShouldBe(faults);
        if (faults == 0)
        {
            lines[0].Transaction!.Amount.Minor.ShouldBe(500);
        }
    }

    [Theory]
    [InlineData("500.5", "decimals")]
    [InlineData("-500", "sign")]
    [InlineData("5e2", "not an amount")]
    [InlineData("", "missing")]
    public async Task Read_AnEntryWithoutReadableAmount_HasAProblemAndNoBalanceIsClaimed(string amount, string words)
    {
        var (reader, lines) = await BankFiles.StatementsAsync(Old(OldEntry(amount, "")));
        lines.ShouldHaveSingleItem().Problem!.Text.ShouldContain(words);
        reader.Checks[0].Outcome.ShouldBe(BalanceOutcome.NotAsked);
        reader.Checks[0].Text.ShouldContain("could not be read");
    }

    [Fact]
    public async Task Read_TransactionsThatDoNotMakeTheEntry_AreNoted()
    {
        var (reader, _) = await BankFiles.StatementsAsync(Old(
            OldEntry("500", "<NtryDtls><TxDtls><AmtDtls><TxAmt><Amt Ccy='XOF'>499</Amt></TxAmt></AmtDtls></TxDtls></NtryDtls>") + OldEntry("1", "")));
        reader.Problems.Select(p => p.Code).ShouldBe(["iso.entry-sum", "iso.count"]);
    }
}
