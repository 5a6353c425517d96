using System.Text;
using Shouldly;
using Spmis.Iso20022;
using Spmis.Iso20022.Codes;
using Spmis.Iso20022.Statuses;
using Spmis.Values;
using Xunit;

namespace Spmis.Tests.Iso20022;

public sealed class StatusReportTests
{
    private static readonly StatusReport Report = new()
    {
        MessageId = "ST-1",
        CreatedAt = new DateTime(2026, 3, 28, 15, 0, 0, DateTimeKind.Utc),
        OriginalMessageId = "PR-2026-03-0001",
        OriginalMessageName = "pain.001.001.09",
        OriginalCount = 3,
        OriginalSum = 3000.5m,
    };

    private static StatusLine Payment(string batch, string id, string status, params StatusReason[] reasons) => new()
    {
        Level = StatusLevel.Payment,
        OriginalBatchId = batch,
        OriginalEndToEndId = id,
        Status = status,
        Reasons = reasons,
        OriginalAmount = new Money(100_050, Currency.Of("KES")),
        AgentReference = "BANK-" + id,
    };

    [Theory]
    [InlineData(StatusReportVersion.V03, "pain.002.001.03")]
    [InlineData(StatusReportVersion.V10, "pain.002.001.10")]
    public async Task Write_AllLevels_FitsTheSchemaAndComesBack(StatusReportVersion version, string schema)
    {
        var words = string.Join(" ", Enumerable.Repeat("The account was closed in May.", 8));
        StatusLine[] lines =
        [
            new() { Level = StatusLevel.File, Status = "PART" },
            new() { Level = StatusLevel.Batch, OriginalBatchId = "B1", Status = "PART" },
            Payment("B1", "P1", "ACSC"),
            Payment("B1", "P2", "RJCT", new StatusReason("AC04", words), new StatusReason("BANK-77x", null)),
            new() { Level = StatusLevel.Batch, OriginalBatchId = "B2", Status = "RJCT", Reasons = [new("NARR", "No contract.")] },
            Payment("B3", "P3", "PDNG"),
        ];
        var target = new MemoryStream();
        await WriteStatusReport.WriteAsync(target, version, Report, BankFiles.Stream(lines), CancellationToken.None);

        BankFiles.ShouldFitSchema(target.ToArray(), schema);
        var (reader, read) = await BankFiles.StatusesAsync(Encoding.UTF8.GetString(target.ToArray()));
        reader.Report.ShouldBe(Report);
        read.Select(l => l with { Line = 0, Reasons = [] }).ShouldBe(lines.Select(l => l with { Reasons = [] }));
        read.Select(l => l.Words).ShouldBe(lines.Select(l => l.Words));
        read[3].ReasonCode.ShouldBe("AC04");
        read[3].Words.ShouldStartWith("AC04 (the account is closed): The account was closed in May.");
    }

    [Fact]
    public async Task Read_ASwissDialect_GivesTheRejectionWithItsReason()
    {
        var (reader, lines) = await BankFiles.StatusesAsync(BankFiles.Sample("postfinance-pain002.xml"));
        reader.Message.ToString().ShouldBe("pain.002.001.03.ch.02");
        reader.Report.OriginalMessageId.ShouldBe("MsgId-001");
        lines.Select(l => (l.Level, l.OriginalBatchId, l.OriginalEndToEndId, l.Status, l.ReasonCode)).ShouldBe(
        [
            (StatusLevel.Batch, "PmtInfId-001-03", null, "PART", null),
            (StatusLevel.Payment, "PmtInfId-001-03", "EndToEndId-001-03-04", "RJCT", "AC01"),
        ]);
        lines[1].Words.ShouldBe("AC01 (the account number is wrong or unknown): 1301813;Konto ungültig");
        lines.ShouldAllBe(l => l.Problem == null);
    }

    [Theory]
    [InlineData("<GrpSts>RJCT</GrpSts>", "<OrgnlPmtInfId>B</OrgnlPmtInfId>", "<OrgnlEndToEndId>P</OrgnlEndToEndId>", "RJCT", null)]
    [InlineData("", "<OrgnlPmtInfId>B</OrgnlPmtInfId><PmtInfSts>ACCP</PmtInfSts>", "<OrgnlEndToEndId>P</OrgnlEndToEndId>", "ACCP", null)]
    [InlineData("<GrpSts>ACCP</GrpSts>", "<OrgnlPmtInfId>B</OrgnlPmtInfId><PmtInfSts>PART</PmtInfSts>", "<OrgnlEndToEndId>P</OrgnlEndToEndId>", "", "iso.status-missing")]
    [InlineData("", "<OrgnlPmtInfId>B</OrgnlPmtInfId>", "<OrgnlEndToEndId>P</OrgnlEndToEndId><TxSts>DONE</TxSts>", "DONE", "iso.status-unknown")]
    [InlineData("", "<OrgnlPmtInfId>B</OrgnlPmtInfId>", "<TxSts>ACSC</TxSts>", "ACSC", "iso.no-id")]
    [InlineData("", "<OrgnlPmtInfId>B</OrgnlPmtInfId>", "<OrgnlInstrId>I</OrgnlInstrId><TxSts>ACSC</TxSts>", "ACSC", null)]
    public async Task Read_APayment_HasItsOwnStatusOrThatAboveIt(string file, string batch, string payment, string status, string? problem)
    {
        var (_, lines) = await BankFiles.StatusesAsync(
            "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.002.001.10'><CstmrPmtStsRpt><GrpHdr><MsgId>1</MsgId><CreDtTm>2026-03-01T10:00:00+03:00</CreDtTm></GrpHdr>"
            + $"<OrgnlGrpInfAndSts><OrgnlMsgId>M</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>{file}</OrgnlGrpInfAndSts>"
            + $"<OrgnlPmtInfAndSts>{batch}<TxInfAndSts>{payment}</TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>");
        lines[^1].Level.ShouldBe(StatusLevel.Payment);
        lines[^1].Status.ShouldBe(status);
        lines[^1].Problem?.Code.ShouldBe(problem);
        (lines[^1].Problem is null).ShouldBe(problem is null);
    }

    [Fact]
    public async Task Write_PaymentWithoutBatchOrOldStatus_IsRefused()
    {
        (await Should.ThrowAsync<MessageRefused>(() => WriteStatusReport.WriteAsync(new MemoryStream(), StatusReportVersion.V03, Report, BankFiles.Stream([Payment("B", "P", "ACCC")]), CancellationToken.None)))
            .Code.ShouldBe("iso.status");
        (await Should.ThrowAsync<MessageRefused>(() => WriteStatusReport.WriteAsync(new MemoryStream(), StatusReportVersion.V10, Report, BankFiles.Stream([Payment("B", "P", "ACSC") with { OriginalBatchId = null }]), CancellationToken.None)))
            .Code.ShouldBe("iso.no-id");
    }

    [Theory]
    [InlineData("AC01", null, "AC01 (the account number is wrong or unknown)")]
    [InlineData("MD07", "died 3 March", "MD07 (the recipient has died): died 3 March")]
    [InlineData("ZZ99", "odd", "ZZ99: odd")]
    [InlineData(null, "only words", "only words")]
    [InlineData(null, null, "")]
    public void Describe_AReason_GivesCodeMeaningAndWords(string? code, string? text, string words) => ReasonCodes.Describe(code, text).ShouldBe(words);

    [Theory]
    [InlineData("ACSC", PaymentOutcome.Paid)]
    [InlineData("ACCP", PaymentOutcome.UnderWay)]
    [InlineData("RJCT", PaymentOutcome.Rejected)]
    [InlineData("PART", PaymentOutcome.Partly)]
    [InlineData("????", PaymentOutcome.Unknown)]
    public void OutcomeOf_AStatus_IsOneOfFive(string status, PaymentOutcome outcome) => PaymentStatuses.OutcomeOf(status).ShouldBe(outcome);
}
