using System.Text;
using Shouldly;
using Spmis.Iso20022;
using Spmis.Iso20022.Statements;
using Xunit;

namespace Spmis.Tests.Iso20022;

/// <summary>What a stranger, or a broken connection, can send instead of a bank file.</summary>
public sealed class StrangersXmlTests
{
    private const string Ns = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08";
    private const string Open = "<Document xmlns='" + Ns + "'><BkToCstmrDbtCdtNtfctn>";
    private const string Head = "<GrpHdr><MsgId>M</MsgId><CreDtTm>2026-03-01T10:00:00Z</CreDtTm></GrpHdr>";
    private const string Close = "</BkToCstmrDbtCdtNtfctn></Document>";

    public static TheoryData<string, string, string> Files => new()
    {
        { "xml.dtd", "document type", "<!DOCTYPE l [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>" + Open + Head + "<X>&b;</X>" + Close },
        { "xml.dtd", "document type", "<!DOCTYPE l SYSTEM \"http://127.0.0.1/x.dtd\">" + Open + Head + Close },
        { "xml.dtd", "document type", "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + Open + "&x;" + Close },
        { "xml.entity", "entity", Open + Head + "<X>&nbsp;</X>" + Close },
        { "xml.empty", "empty", "" },
        { "xml.not-xml", "no XML", "id,name\n1,2\n" },
        { "xml.not-xml", "no XML", "PK\u0003\u0004" },
        { "xml.broken", "line 1", Open + Head + "<A></B>" + Close },
        { "iso.wrong-root", "html", "<html><body>Sign in</body></html>" },
        { "iso.wrong-root", "GrpHdr", "<Document xmlns='" + Ns + "'><GrpHdr/></Document>" },
        { "iso.wrong-root", "nothing", "<Document xmlns='" + Ns + "'/>" },
        { "iso.no-namespace", "holds Sheet", "<Document><Sheet/></Document>" },
        { "iso.no-head", "GrpHdr", "<Document><BkToCstmrStmt/></Document>" },
        { "xml.second-document", "run together", Open + Head + Close + "<?xml version='1.0'?>" + Open + Head + Close },
        { "xml.second-document", "run together", Open + Head + Close + Open + Head + Close },
        { "xml.nul", "NUL bytes (line 1", Open + Head + "<A>\0</A>" + Close },
        { "iso.wrong-version", "This is camt.054.001.14; we read .02 .03 .04", (Open + Head + Close).Replace("001.08", "001.14", StringComparison.Ordinal) },
        { "iso.wrong-message", "This is pain.002.001.03 (status report); here camt.053 (bank statement) or camt.054 (booking notification) is expected", "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.002.001.03'/>" },
        { "iso.no-head", "GrpHdr", Open + Close },
        { "iso.no-id", "MsgId", Open + "<GrpHdr><CreDtTm>2026-03-01T10:00:00Z</CreDtTm></GrpHdr>" + Close },
        { "iso.date", "yesterday", Open + "<GrpHdr><MsgId>M</MsgId><CreDtTm>yesterday</CreDtTm></GrpHdr>" + Close },
        { "xml.too-deep", "deeper", Open + Head + string.Concat(Enumerable.Repeat("<A>", 100_000)) + Close },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Read_NotABankFile_IsRefusedWithWords(string code, string words, string file)
    {
        var refused = await Should.ThrowAsync<MessageRefused>(() => BankFiles.StatementsAsync(file));
        refused.Code.ShouldBe(code);
        refused.Message.ShouldContain(words);
    }

    [Fact]
    public async Task Read_AHalfUploadedFile_NamesLineAndColumnWhereverItBreaks()
    {
        var whole = Open + "\n" + Head + "\n<Ntfctn><Id>1</Id><Acct><Id><IBAN>GB33BUKB20201555555555</IBAN></Id></Acct>\n"
            + "<Ntry><Amt Ccy='KES'>5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls><TxDtls><Refs><EndToEndId>é</EndToEndId></Refs></TxDtls></NtryDtls></Ntry></Ntfctn>\n" + Close;
        (await BankFiles.StatementsAsync(whole)).Lines.ShouldHaveSingleItem().Problem.ShouldBeNull();
        var bytes = Encoding.UTF8.GetBytes(whole);
        for (var length = 4; length < bytes.Length; length++)
        {
            using var part = new MemoryStream(bytes, 0, length);
            var refused = await Should.ThrowAsync<MessageRefused>(async () =>
            {
                using var reader = await ReadStatements.OpenAsync(part, ReadLimits.Usual, CancellationToken.None);
                await BankFiles.ListAsync(reader.ReadAsync(CancellationToken.None));
            });
            refused.Code.ShouldBeOneOf(["xml.truncated", "xml.encoding"], $"after {length} bytes: {refused.InnerException?.Message}");
            refused.Line.ShouldBeGreaterThan(0);
        }
    }

    [Theory]
    [InlineData("<GrpHdr><MsgId>{0}</MsgId></GrpHdr>")]
    [InlineData("<GrpHdr A='{0}'/>")]
    [InlineData(Head + "<Ntfctn><Id>{0}</Id></Ntfctn>")]
    [InlineData(Head + "<Ntfctn><Ntry><NtryDtls><TxDtls><X>{0}</X></TxDtls></NtryDtls></Ntry></Ntfctn>")]
    public async Task Read_AnEndlessText_IsRefusedBeforeItIsHeld(string form)
    {
        var file = Open + form.Replace("{0}", new string('x', 3_000_000), StringComparison.Ordinal) + Close;
        var refused = await Should.ThrowAsync<MessageRefused>(() => BankFiles.StatementsAsync(file));
        refused.Code.ShouldBe("xml.record-too-large");
    }

    [Fact]
    public async Task Read_AFileLargerThanAllowed_IsRefused()
    {
        var entries = string.Concat(Enumerable.Repeat("<Ntry><Amt Ccy='KES'>1</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>", 10_000));
        var file = Open + Head + "<Ntfctn><Id>1</Id>" + entries + "</Ntfctn>" + Close;
        (await BankFiles.StatementsAsync(file)).Lines.Count.ShouldBe(10_000);
        (await Should.ThrowAsync<MessageRefused>(() => BankFiles.StatementsAsync(file, new ReadLimits { BytesPerFile = 200_000 }))).Code.ShouldBe("xml.too-large");
    }

    [Fact]
    public async Task Read_AnEnvelopeOrOlderEncoding_IsUnderstood()
    {
        var wrapped = "<?xml version='1.0'?><Msg xmlns='urn:bank'><AppHdr xmlns='urn:iso:std:iso:20022:tech:xsd:head.001.001.02'><BizMsgIdr>1</BizMsgIdr></AppHdr>" + Open + Head + Close + "</Msg>";
        (await BankFiles.StatementsAsync(wrapped)).Reader.File.MessageId.ShouldBe("M");

        var old = Encoding.Latin1.GetBytes("<?xml version='1.0' encoding='windows-1252'?>" + Open + Head.Replace("<MsgId>M", "<MsgId>é", StringComparison.Ordinal) + Close);
        using var reader = await ReadStatements.OpenAsync(new MemoryStream(old), ReadLimits.Usual, CancellationToken.None);
        reader.File.MessageId.ShouldBe("é");
    }

    [Fact]
    public async Task Read_WrongBytesForTheEncoding_SaysSo()
    {
        var file = Encoding.Latin1.GetBytes("<?xml version='1.0' encoding='UTF-8'?>" + Open + Head.Replace("<MsgId>M", "<MsgId>é", StringComparison.Ordinal) + Close);
        (await Should.ThrowAsync<MessageRefused>(() => ReadStatements.OpenAsync(new MemoryStream(file), ReadLimits.Usual, CancellationToken.None))).Code.ShouldBe("xml.encoding");
    }

    [Theory]
    [InlineData("urn:iso:std:iso:20022:tech:xsd:camt.053.001.08", "camt.053.001.08")]
    [InlineData("http://www.six-interbank-clearing.com/de/pain.002.001.03.ch.02.xsd", "pain.002.001.03.ch.02")]
    [InlineData("urn:swift:xsd:camt.054.001.02", "camt.054.001.02")]
    [InlineData("http://www.w3.org/1999/xhtml", null)]
    public void FromNamespace_FindsTheMessage(string ns, string? name) => MessageName.FromNamespace(ns)?.ToString().ShouldBe(name);
}
