using System.Text.RegularExpressions;
using Shouldly;
using Spmis.Iso20022;
using Spmis.Iso20022.Statements;
using Spmis.Iso20022.Statuses;
using Xunit;

namespace Spmis.Tests.Iso20022;

/// <summary>The same files as other banks write them: every version, dialects' namespaces, prefixes, an envelope, no namespace at all.</summary>
public sealed class OtherBanksTests
{
    private const string Iso = "urn:iso:std:iso:20022:tech:xsd:";

    public static TheoryData<string> Dialects => new()
    {
        Iso + "{0}", "http://www.six-interbank-clearing.com/de/{0}.ch.02.xsd", "https://www.six-group.com/{0}.ch.03.xsd", "ISO:{0}:APC:STUZZA:payments:003", "urn:swift:xsd:{0}", "urn:swift:xsd:${0}",
    };

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Read_EveryVersionAndNamespace_GivesTheSame(string ns)
    {
        foreach (var version in Enumerable.Range(2, 12))
        {
            var (reader, lines) = await BankFiles.StatementsAsync(Statement(string.Format(null, ns, $"camt.053.001.{version:D2}"), version));
            (reader.Message.Kind, reader.Message.Version, reader.Kind).ShouldBe(("camt.053", $"{version:D2}", StatementKind.Statement));
            lines.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
                l => l.Problem.ShouldBeNull(), l => l.Entry!.Status.ShouldBe("BOOK"), l => l.Entry!.Amount.Minor.ShouldBe(885), l => l.Transaction!.DebtorName.ShouldBe("A Payer"), l => l.Transaction!.EndToEndId.ShouldBe("E1"));
            reader.Checks.ShouldHaveSingleItem().Outcome.ShouldBe(BalanceOutcome.Holds);
        }

        foreach (var version in Enumerable.Range(3, 12))
        {
            var (reader, lines) = await BankFiles.StatusesAsync(Report(string.Format(null, ns, $"pain.002.001.{version:D2}")));
            reader.Message.Version.ShouldBe($"{version:D2}");
            lines.ShouldHaveSingleItem().ShouldSatisfyAllConditions(l => l.OriginalEndToEndId.ShouldBe("E1"), l => l.Status.ShouldBe("RJCT"), l => l.ReasonCode.ShouldBe("AC04"), l => l.Problem.ShouldBeNull());
        }
    }

    [Fact]
    public async Task Read_PrefixesAnEnvelopeOrNoNamespace_GivesTheSame()
    {
        var plain = Report(Iso + "pain.002.001.10");
        var prefixed = Regex.Replace(plain.Replace(" xmlns=", " xmlns:p=", StringComparison.Ordinal), @"<(/?)(?=[A-Z])", "<$1p:");
        var enveloped = $"<BusMsg><AppHdr xmlns='{Iso}head.001.001.02'><BizMsgIdr>1</BizMsgIdr></AppHdr>{plain}</BusMsg>";
        var bare = Regex.Replace(plain, " xmlns='[^']+'", "");

        foreach (var (file, version) in new[] { (prefixed, "10"), (enveloped, "10"), (bare, MessageName.UnknownVersion) })
        {
            var (reader, lines) = await BankFiles.StatusesAsync(file);
            (reader.Message.Kind, reader.Message.Version).ShouldBe(("pain.002", version));
            lines.ShouldHaveSingleItem().OriginalEndToEndId.ShouldBe("E1");
        }
    }

    [Theory]
    [InlineData("camt053.v8.xml")]
    [InlineData("camt054.v8.xml")]
    [InlineData("postfinance-camt054-returns.xml")]
    public async Task Read_SharedSamplesUnderOtherVersions_GivesTheSameLines(string name)
    {
        var whole = BankFiles.Sample(name);
        var (_, lines) = await BankFiles.StatementsAsync(whole);
        foreach (var version in new[] { "06", "09", "11", "13" })
        {
            var (_, other) = await BankFiles.StatementsAsync(Regex.Replace(whole, @"(camt\.05[34]\.001\.)\d\d", "${1}" + version));
            other.Select(l => (l.Line, l.Entry?.Amount, l.Transaction?.EndToEndId, l.Problem)).ShouldBe(lines.Select(l => (l.Line, l.Entry?.Amount, l.Transaction?.EndToEndId, l.Problem)));
        }
    }

    [Fact]
    public async Task Read_ZerosBehindTheCents_AreNoMoreDecimals()
    {
        var (_, lines) = await BankFiles.StatementsAsync(Statement(Iso + "camt.053.001.02", 2).Replace(">8.85<", ">8.85000<", StringComparison.Ordinal));
        lines.ShouldHaveSingleItem().Entry!.Amount.Minor.ShouldBe(885);
    }

    // Up to version 04 names stand in the party itself, later in a choice; the status became a choice with 07.
    private static string Statement(string ns, int version) => $"""
        <Document xmlns='{ns}'><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId><CreDtTm>2026-03-01T10:00:00+03:00</CreDtTm></GrpHdr>
        <Stmt><Id>S1</Id><Acct><Id><IBAN>GB33BUKB20201555555555</IBAN></Id><Ccy>EUR</Ccy></Acct>{Balance("OPBD", "18.15")}{Balance("CLBD", "27.00")}
        <Ntry><Amt Ccy='EUR'>8.85</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>{(version < 7 ? "BOOK" : "<Cd>BOOK</Cd>")}</Sts><BookgDt><Dt>2026-03-01</Dt></BookgDt>
        <NtryDtls><TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs>{(version < 4 ? "" : "<Amt Ccy='EUR'>8.85</Amt><CdtDbtInd>CRDT</CdtDbtInd>")}
        <RltdPties><Dbtr>{(version < 5 ? "<Nm>A Payer</Nm>" : "<Pty><Nm>A Payer</Nm></Pty>")}</Dbtr></RltdPties></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>
        """;

    private static string Balance(string type, string amount) => $"<Bal><Tp><CdOrPrtry><Cd>{type}</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-01</Dt></Dt></Bal>";

    private static string Report(string ns) => $"""
        <Document xmlns='{ns}'><CstmrPmtStsRpt><GrpHdr><MsgId>1</MsgId><CreDtTm>2026-03-01T10:00:00</CreDtTm></GrpHdr>
        <OrgnlGrpInfAndSts><OrgnlMsgId>M</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>
        <OrgnlPmtInfAndSts><OrgnlPmtInfId>B</OrgnlPmtInfId><TxInfAndSts><OrgnlEndToEndId>E1</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts></OrgnlPmtInfAndSts>
        </CstmrPmtStsRpt></Document>
        """;
}
