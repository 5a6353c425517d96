using System.Text;
using System.Text.RegularExpressions;
using Spmis.Tests.Contributions;
using Spmis.Tests.Iso20022;

namespace Spmis.Tests.BadInput;

/// <summary>Bank statements and status reports that are broken, or dangerous, or of another bank's making.</summary>
public sealed class BadBankFilesTests
{
    private const string Bomb = "<!DOCTYPE l [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
    private const string Outside = "<!DOCTYPE l [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>";

    public static TheoryData<string> Kinds => ["bank", "agency-xml"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Send_ABrokenOrDangerousFile_ChangesNothingAndSaysWhere(string kind)
    {
        await using var importer = await Importer.StartAsync(kind);
        var good = await GoodAsync(importer, kind);
        (string What, byte[] File, string Code, string Words)[] files =
        [
            ("cut in the middle", Utf8(good[..(good.Length * 2 / 3)]), "xml.truncated", "sent to the end"),
            ("cut near the end", Utf8(good[..^5]), "xml.truncated", "line "),
            ("two run together", Utf8(good + good), "xml.second-document", "line "),
            ("an entity bomb", Utf8(good.Replace("<Document", Bomb + "<Document", StringComparison.Ordinal)), "xml.dtd", "line "),
            ("an outside entity", Utf8(good.Replace("<Document", Outside + "<Document", StringComparison.Ordinal).Replace("José", "&e;", StringComparison.Ordinal)), "xml.dtd", "line "),
            ("an unknown entity", Utf8(good.Replace("José", "&nbsp;", StringComparison.Ordinal)), "xml.entity", "line "),
            ("NUL bytes", Utf8(good.Replace("José", "Jos\0", StringComparison.Ordinal)), "xml.nul", "line "),
            ("another encoding than told", CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(good), "xml.encoding", "line "),
            ("another message", Utf8(Regex.Replace(good, @"(pain|camt)\.\d{3}\.001\.\d\d", "pacs.008.001.08")), "iso.wrong-message", "pacs.008"),
            ("a web page", Utf8("<html><body>Please sign in</body></html>"), "iso.wrong-root", "html"),
            ("Excel", "PK\u0003\u0004xl/workbook.xml"u8.ToArray(), "file.workbook", "XLSX"),
            ("empty", [], "file.empty", "sent to the end"),
        ];

        foreach (var (what, file, code, words) in files)
        {
            // What is found while reading on fails the run before its first line is applied.
            var outcome = await importer.SendAsync(file);
            var said = outcome.Refusal?.Message ?? outcome.Run?.Problem ?? "";
            said.ShouldContain(words, customMessage: $"{what}: {outcome}");
            (outcome.Refusal?.Code ?? code).ShouldBe(code, what);
            (outcome.Run?.State ?? "failed", outcome.Run?.Done ?? 0, outcome.Lines.Count).ShouldBe(("failed", 0, 0), what);
            said.Length.ShouldBeInRange(20, 500, what);
        }

        // The whole file, sent after all of these, is taken as if nothing had been.
        var whole = await importer.SendAsync(Utf8(good));
        (whole.Run?.State, whole.Run?.Accepted).ShouldBe(("finished", 2), whole.ToString());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Send_AnyEncoding_IsRead(string kind)
    {
        await using var importer = await Importer.StartAsync(kind);
        var good = await GoodAsync(importer, kind);
        string Says(string encoding) => Regex.Replace(good, "encoding=\"[^\"]+\"", $"encoding=\"{encoding}\"");
        byte[][] files =
        [
            [.. Encoding.UTF8.Preamble, .. Utf8(good)], [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Says("utf-16"))], [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Says("utf-16"))],
            Encoding.Unicode.GetBytes(Says("utf-16")), CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(Says("windows-1252")), Encoding.Latin1.GetBytes(Says("ISO-8859-1")),
        ];

        foreach (var file in files)
        {
            var outcome = await importer.SendAsync(file);
            (outcome.Run?.State, outcome.Run?.Accepted).ShouldBe(("finished", 2), outcome.ToString());
        }
    }

    [Fact]
    public async Task Send_AStatusReportNamingUnknownPayments_RefusesThoseAndTakesTheRest()
    {
        await using var importer = await Importer.StartAsync("agency-xml");
        var good = await GoodAsync(importer, "agency-xml");
        var second = importer.Good(2)["payment_reference"];

        var outcome = await importer.SendAsync(good.Replace(second, new string('u', 3_000), StringComparison.Ordinal));

        (outcome.Run?.Accepted, outcome.Run?.Refused).ShouldBe((1, 1));
        outcome.RefusedLines.ShouldHaveSingleItem().ShouldSatisfyAllConditions(l => l.Code.ShouldBe("reference.unknown"), l => l.Line.ShouldBe(5), l => l.Text!.Length.ShouldBeLessThan(500));
    }

    [Fact]
    public async Task Send_AmountsNoBankWrites_AreRefusedByLine()
    {
        await using var importer = await Importer.StartAsync("bank");
        var good = await GoodAsync(importer, "bank");
        foreach (var amount in new[] { "12,50", "1e3", "-3", "", "12.505", "99999999999999999999" })
        {
            // The balances are left out, or the proof of the whole statement would be what fails.
            var outcome = await importer.SendAsync(Regex.Replace(good, "<Bal>.*?</Bal>", "", RegexOptions.Singleline).Replace(">1080.00<", $">{amount}<", StringComparison.Ordinal));
            (outcome.Run?.Done, outcome.Run?.Refused).ShouldBe((2, 1), $"{amount}: {outcome}");
            outcome.RefusedLines.ShouldHaveSingleItem(amount).ShouldSatisfyAllConditions(l => l.Line.ShouldBe(1), l => l.Column.ShouldBe("Ntry/Amt"), l => l.Text!.ShouldContain("of the file"));
        }
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A file of two lines, both of them good, with an accent in it.</summary>
    private static async Task<string> GoodAsync(Importer importer, string kind) => kind == "bank"
        ? await BankFile.StatementAsync([BankFile.Credit("B1", 108_000, text: "José 1"), BankFile.Credit("B2", 1_000)])
        : $"""
          <?xml version="1.0" encoding="UTF-8"?>
          <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>1</MsgId><CreDtTm>2026-07-11T10:00:00Z</CreDtTm></GrpHdr>
          <OrgnlGrpInfAndSts><OrgnlMsgId>M</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>B</OrgnlPmtInfId>
          <TxInfAndSts><OrgnlEndToEndId>{importer.Good(1)["payment_reference"]}</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>José</AddtlInf></StsRsnInf></TxInfAndSts>
          <TxInfAndSts><OrgnlEndToEndId>{importer.Good(2)["payment_reference"]}</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts>
          </OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>
          """;
}
