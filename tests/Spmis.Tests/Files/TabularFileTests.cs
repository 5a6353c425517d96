using System.Text;
using Shouldly;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Xunit;

namespace Spmis.Tests.Files;

public sealed class TabularFileTests
{
    private static readonly TabularFormat Persons = new()
    {
        Columns = [new("number", true, "member no"), new("family_name", true, "surname", "nom"), new("born_on", true, "date of birth"), new("phone")],
    };

    private static async Task<(TabularFile File, List<TabularRow> Rows)> ReadAsync(byte[] bytes, TabularFormat? format = null, long afterLine = 0)
    {
        var file = await TabularFile.OpenAsync(new TrickleStream(bytes), format ?? Persons, CancellationToken.None);
        var rows = new List<TabularRow>();
        await foreach (var row in file.ReadAsync(afterLine, CancellationToken.None))
        {
            rows.Add(row);
        }

        return (file, rows);
    }

    private static Task<(TabularFile File, List<TabularRow> Rows)> ReadAsync(string text, TabularFormat? format = null, long afterLine = 0) =>
        ReadAsync(Encoding.UTF8.GetBytes(text), format, afterLine);

    public static TheoryData<string, byte[], bool> Encodings => new()
    {
        { "UTF-8", Encoding.UTF8.GetBytes(Accented), false },
        { "UTF-8 with mark", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Accented)], false },
        { "UTF-16 LE", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Accented)], false },
        { "UTF-16 BE", [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Accented)], false },
        { "Windows-1252", CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(Accented), true },
    };

    private const string Accented = "number;family_name;born_on\r\n1;Diouf;1990-02-28\r\n2;Ndiayé – Œuvre;1991-03-01\r\n";

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Read_AnyEncoding_GivesTheSameNames(string name, byte[] bytes, bool warned)
    {
        var (file, rows) = await ReadAsync(bytes);
        rows.Select(r => r["family_name"]).ShouldBe(["Diouf", "Ndiayé – Œuvre"], name);
        file.Delimiter.ShouldBe(';');
        file.Warnings.Count(w => w is { Code: "file.encoding", Line: 3 }).ShouldBe(warned ? 1 : 0);
    }

    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    [InlineData("|")]
    public async Task Read_AnyDelimiterHeadingAndLineEnd_FindsTheColumns(string delimiter)
    {
        foreach (var end in new[] { "\n", "\r\n", "\r" })
        {
            var text = string.Join(end, "Date-of Birth,SURNAME,Member No.,,shoe size", "1990-01-02,\"O'Neill \"\"Pat\"\", Jr\", 77 ,,", "", "1990-01-03,B,78,,41", "").Replace(",", delimiter, StringComparison.Ordinal)
                .Replace("\"\"" + delimiter + " Jr", "\"\", Jr", StringComparison.Ordinal);
            var (file, rows) = await ReadAsync(text);
            rows.Select(r => (r.LineNumber, r["number"], r["family_name"], r["born_on"], r["phone"])).ShouldBe(
                [(2, "77", "O'Neill \"Pat\", Jr", "1990-01-02", ""), (4, "78", "B", "1990-01-03", "")]);
            file.Warnings.ShouldHaveSingleItem().Text.ShouldContain("'shoe size' is not known");
            rows[0].Has("phone").ShouldBeFalse();
        }
    }

    public static TheoryData<string, string, byte[]> Refusals => new()
    {
        { "file.empty", "empty", [] },
        { "file.empty", "no line", "\n  \n\r\n"u8.ToArray() },
        { "file.workbook", "Excel", "PK\u0003\u0004rest"u8.ToArray() },
        { "file.workbook", "Excel", [0xD0, 0xCF, 0x11, 0xE0, 0xA1] },
        { "file.not-text", "PDF", "%PDF-1.7"u8.ToArray() },
        { "file.not-text", "no text", [1, 2, 3, 0, 5, 6, 7, 8, 9, 10] },
        { "file.not-text", "no text", new byte[3_000] },
        { "file.mt940", "camt.053", ":20:STARTUMSE\n:25:10020030/1234567\n"u8.ToArray() },
        { "file.markup", "XML", "\n <?xml version='1.0'?>"u8.ToArray() },
        { "file.utf16-without-mark", "UTF-16", Encoding.Unicode.GetBytes("number,family_name,born_on\n1,A,1990-01-01\n") },
        { "file.column-missing", "lacks born_on", "number,family_name\n1,A\n"u8.ToArray() },
        { "file.column-missing", "born_on (did you mean 'bron_on'?)", "number,family_name,bron_on\n"u8.ToArray() },
        { "file.column-missing", "number (did you mean 'membr no'?), family_name, born_on", "membr no\n"u8.ToArray() },
        { "file.column-missing", "one column only", "number:family_name:born_on\n"u8.ToArray() },
        { "file.column-twice", "Columns 2 and 4 ('surname', 'Nom') are both family_name", "number,surname,born_on,Nom\n"u8.ToArray() },
        { "file.header", "not closed", "number,\"family_name,born_on\n"u8.ToArray() },
        { "file.no-lines", "65536 bytes", Encoding.UTF8.GetBytes(new string('x', 70_000)) },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Open_NoTable_IsRefusedWithWords(string code, string words, byte[] bytes)
    {
        var refused = await Should.ThrowAsync<Refused>(() => ReadAsync(bytes));
        refused.Code.ShouldBe(code);
        refused.Message.ShouldContain(words);
        refused.Field.ShouldBe("file");
    }

    [Fact]
    public async Task Read_SpoiledLines_SpoilNoOther()
    {
        var text = "number,family_name,born_on\n1,A,x\n2,\"B,x\n3,\"C\"d,x\n4,D\n5,E,x,\n6,F\0,x\n" + new string('7', 100_000) + "\n8,5\" pipe,x\n9,I,";
        var (_, rows) = await ReadAsync(text);
        rows.Select(r => (r.LineNumber, r.Problem?.Code)).ShouldBe(
        [
            (2, null), (3, "line.quote-open"), (4, "line.quote-inside"), (5, "line.values"), (6, "line.values"), (7, "line.nul"), (8, "line.too-long"), (9, null), (10, null),
        ]);
        rows[7]["family_name"].ShouldBe("5\" pipe");
        rows[6].Problem!.ToString().ShouldBe("Line 8: The line has 100000 bytes; 65536 are allowed. Look for a missing line end, or for a quotation mark that took several lines for one.");
        rows[6].Raw.Length.ShouldBe(200);
        rows[3].Fields().Problems.ShouldHaveSingleItem().Code.ShouldBe("line.values");
    }

    [Fact]
    public async Task Read_ALastLineCutOff_SaysSo()
    {
        var (_, rows) = await ReadAsync("number,family_name,born_on\n1,A,x\n2,B");
        rows[1].Problem!.Text.ShouldContain("cut off");

        var (file, whole) = await ReadAsync("number,family_name,born_on\n1,A,x\n2,B,199");
        whole[1].Problem.ShouldBeNull();
        file.Warnings.ShouldHaveSingleItem().ShouldSatisfyAllConditions(w => w.Line.ShouldBe(3), w => w.Code.ShouldBe("file.no-line-end"));
    }

    [Fact]
    public async Task Read_AnAmountWithACommaBeforeBlankColumns_ShiftsNothing()
    {
        var (_, rows) = await ReadAsync("number,family_name,born_on,phone\n1,A,12,50,\n");
        rows.ShouldHaveSingleItem().Problem!.Text.ShouldStartWith("The line has 5 values, the header 4.");
    }

    [Fact]
    public async Task Read_AHeaderAlone_IsNoticed()
    {
        var (file, rows) = await ReadAsync("number,family_name,born_on\n\n");
        rows.ShouldBeEmpty();
        file.Warnings.ShouldHaveSingleItem().Code.ShouldBe("file.no-lines");
        (await Should.ThrowAsync<Refused>(() => TabularFile.CheckAsync(new MemoryStream("number,family_name,born_on\n"u8.ToArray()), Persons, CancellationToken.None))).Code.ShouldBe("file.no-lines");
    }

    [Fact]
    public async Task Read_SpoiledValues_AreShownWithoutWhatNoDatabaseKeeps()
    {
        var (_, rows) = await ReadAsync("number,family_name,born_on\n1,A\0B,1990-01-01\n2,C,1990-01-01\n");
        rows[0].Problem!.Value.ShouldBe("1,A\uFFFDB,1990-01-01");
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(1, 100)]
    [InlineData(51, 50)]
    [InlineData(101, 0)]
    [InlineData(999, 0)]
    public async Task Read_AfterALine_GivesOnlyTheRest(long afterLine, int left)
    {
        var (_, rows) = await ReadAsync("number,family_name,born_on\r\n" + string.Concat(Enumerable.Range(2, 100).Select(n => $"{n},A,x\r\n")), null, afterLine);
        rows.Count.ShouldBe(left);
        rows.ShouldAllBe(r => r["number"] == r.LineNumber.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Read_WithoutHeaderOrWithExcelsFirstLine_IsUnderstood()
    {
        var (_, rows) = await ReadAsync("1|A|1990|\n2|B|1991|\n", Persons with { HasHeader = false });
        rows.Select(r => (r.LineNumber, r["number"])).ShouldBe([(1, "1"), (2, "2")]);
        var (file, told) = await ReadAsync("sep=;\nnumber;family_name;born_on\n1;A;x\n");
        told.ShouldHaveSingleItem().LineNumber.ShouldBe(3);
        file.Delimiter.ShouldBe(';');
    }

    [Fact]
    public async Task Read_ALineOfAGigabyte_HoldsOneChunkOnly()
    {
        using var endless = new RepeatedStream("number,family_name,born_on\n"u8.ToArray(), 1L << 30, "\n2,B,x\n"u8.ToArray());
        var file = await TabularFile.OpenAsync(endless, Persons, CancellationToken.None);
        var before = GC.GetTotalAllocatedBytes();
        var rows = new List<TabularRow>();
        await foreach (var row in file.ReadAsync(0, CancellationToken.None))
        {
            rows.Add(row);
        }

        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(512 * 1024 * 1024, "other tests running beside this one allocate too");
        rows.Select(r => r.Problem?.Code).ShouldBe(["line.too-long", null]);
        rows[1].LineNumber.ShouldBe(3);
    }

    [Fact]
    public async Task Read_Twice_IsAMistakeOfTheCaller()
    {
        var (file, _) = await ReadAsync("number,family_name,born_on\n");
        await Should.ThrowAsync<InvalidOperationException>(async () => await file.ReadAsync(0, CancellationToken.None).GetAsyncEnumerator(CancellationToken.None).MoveNextAsync());
    }

    [Fact]
    public async Task Read_DamagedFiles_ReadsOrRefuses()
    {
        var random = new Random(4180);
        for (var i = 0; i < 500; i++)
        {
            var bytes = Encoding.UTF8.GetBytes("number,family_name,born_on\r\n1,\"A \"\"B\"\"\",1990-01-01\r\n2,Ndiayé,1990-02-31\r\n3,C,\r\n");
            for (var changes = random.Next(1, 5); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)(random.Next(3) == 0 ? random.Next(256) : "\",;\r\n\t |\0'"[random.Next(10)]);
            }

            try
            {
                var (_, rows) = await ReadAsync(bytes);
                rows.ForEach(r => _ = (r.Fields().Date("born_on"), r.Fields().Number("number"), r.Fields().Phone("family_name"), r.Fields().Text("family_name", 5)));
            }
            catch (Refused refused)
            {
                refused.Message.Length.ShouldBeInRange(10, 500);
            }
        }
    }
}
