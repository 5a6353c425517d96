using System.Text;

namespace Spmis.Tests.BadInput;

/// <summary>Every importer of tables is given every kind of bad file: a clear message with line and column, the rest of the file taken, nothing half done.</summary>
public sealed class BadTablesTests
{
    private static readonly Encoding Western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    public static TheoryData<string> Kinds => [.. Importer.OfTables];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Send_WhatIsNoSuchTable_IsRefusedAsAWholeAndLeavesNoRun(string kind)
    {
        await using var importer = await Importer.StartAsync(kind);
        var (good, required) = (importer.File(importer.Good(1), importer.Good(2)), importer.Columns.Required);
        var takesXml = kind is "mobile-money" or "agency-csv";
        (string What, byte[] File, string Code, string Words)[] files =
        [
            ("a column missing", Utf8(string.Join('\n', good.Split('\n').Select((l, n) => n == 0 ? l.Replace(required, "something_else", StringComparison.Ordinal) : l))), "file.column-missing", required),
            ("a column twice", Utf8(importer.Header + "," + required + "\n"), "file.column-twice", required),
            ("Excel, new", "PK\u0003\u0004xl/workbook.xml"u8.ToArray(), kind is "returns" or "persons" or "employers" ? "file.workbook-broken" : "file.workbook", kind is "returns" or "persons" or "employers" ? "cut off" : "CSV"), // These may be workbooks; this one is none.
            ("Excel, old", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], "file.workbook", "CSV"),
            ("empty", [], "file.empty", "sent to the end"),
            ("a byte order mark alone", [0xEF, 0xBB, 0xBF], "file.empty", "sent to the end"),
            ("blank lines", Utf8("\n \n"), "file.empty", "sent to the end"),
            ("UTF-16 without a mark", Encoding.Unicode.GetBytes(good), "file.utf16-without-mark", "UTF-8"),
            ("zeros", new byte[5_000], "file.not-text", "no text"),
            ("a web page", Utf8("<html><body>Please sign in</body></html>"), takesXml ? "iso.wrong-root" : "file.markup", takesXml ? "html" : "web page"),
            ("one line without end", Utf8(new string('x', 100_000)), "file.no-lines", "65536 bytes"),
            ("a SWIFT statement", Utf8(":20:X\n:25:1\n"), kind is "mobile-money" ? "statement.cut-off" : "file.mt940", kind is "mobile-money" ? "closing balance" : "camt.053"), // Receipts read MT940; this one has no end.
        ];
        var runs = await importer.RunsAsync();

        foreach (var (what, file, code, words) in files)
        {
            var outcome = await importer.SendAsync(file);
            outcome.Refusal.ShouldNotBeNull(what);
            outcome.Refusal.Code.ShouldBe(code, what);
            outcome.Refusal.Message.ShouldContain(words, customMessage: what);
            outcome.Refusal.Message.Length.ShouldBeInRange(20, 500, what);
        }

        (await importer.RunsAsync()).ShouldBe(runs);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Send_AnyEncodingAndLineEnd_IsTheSameTable(string kind)
    {
        await using var importer = await Importer.StartAsync(kind);
        Func<string, byte[]>[] ways =
        [
            Utf8, t => [.. Encoding.UTF8.Preamble, .. Utf8(t)], t => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(t)], t => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(t)],
            t => Utf8(t.Replace("\n", "\r\n", StringComparison.Ordinal)), t => Utf8(t.Replace('\n', '\r')), t => Utf8(t.Replace(',', ';')), t => Utf8(t.Replace(',', '\t')),
        ];

        foreach (var way in ways)
        {
            var outcome = await importer.SendAsync(way(importer.File(importer.Good(1), importer.Good(2))));
            (outcome.Run?.State, outcome.Run?.Accepted, outcome.Run?.Refused).ShouldBe(("finished", 2, 0), outcome.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Send_ASpoiledLine_IsRefusedByNameAndSpoilsNoOther(string kind)
    {
        await using var importer = await Importer.StartAsync(kind);
        var first = importer.Header.Split(',')[0];
        (string What, Func<string> File, int Line, string Code)[] files =
        [
            ("NUL bytes", () => importer.File(importer.Line(1, (first, "a\0b")), importer.Good(2)), 2, "line.nul"),
            ("an open quotation mark", () => importer.File(importer.Line(1, (first, "\"abc")), importer.Good(2)), 2, "line.quote-open"),
            ("a value too many", () => importer.File(importer.Line(1, (first, "1,2")), importer.Good(2)), 2, "line.values"),
            ("a line too long", () => importer.File(importer.Line(1, (first, new string('x', 200_000))), importer.Good(2)), 2, "line.too-long"),
            ("a file sent half", () => importer.File(importer.Good(1), importer.Good(2))[..(importer.Header.Length + importer.File(importer.Good(1)).Length - importer.Header.Length + 4)], 3, "line.values"),
        ];

        foreach (var (what, make, line, code) in files)
        {
            var outcome = await importer.SendAsync(make());
            (outcome.Run?.State, outcome.Run?.Accepted, outcome.Run?.Refused).ShouldBe(("finished", 1, 1), $"{what}: {outcome}");
            outcome.RefusedLines.ShouldHaveSingleItem(what).ShouldSatisfyAllConditions(l => l.Line.ShouldBe(line), l => l.Code.ShouldBe(code), l => l.Text!.Length.ShouldBeInRange(20, 400), l => (l.Value ?? "").ShouldNotContain("\0"));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Send_AnyValueTooLongOrUnprintable_IsRefusedByItsColumnOrLeftOut(string kind)
    {
        await using var importer = await Importer.StartAsync(kind);
        foreach (var column in importer.Header.Split(','))
        {
            foreach (var value in new[] { new string('x', 500), "a\u0001b" })
            {
                var outcome = await importer.SendAsync(importer.File(importer.Good(1), importer.Line(2, (column, value))));
                outcome.Run?.State.ShouldBe("finished", column);

                // What a payer wrote is no reason to refuse the money.
                if (kind == "mobile-money" && column is "payer_phone" or "payer_name" or "reference")
                {
                    outcome.Run?.Refused.ShouldBe(0, column);
                    continue;
                }

                outcome.RefusedLines.ShouldNotBeEmpty(column);
                outcome.RefusedLines.ShouldAllBe(l => l.Line == 3 && l.Column == column && l.Text!.Length < 300 && l.Value!.Length <= 60 && !l.Value.Contains('\u0001'));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Send_TheSameFileAgain_IsTheFirstRun(string kind)
    {
        await using var importer = await Importer.StartAsync(kind);
        var file = importer.File(importer.Good(1));

        var first = await importer.SendAsync(file);
        importer.SendAsTheOneBefore();
        var second = await importer.SendAsync(file);

        second.Run.ShouldNotBeNull().Id.ShouldBe(first.Run.ShouldNotBeNull().Id);
        second.Run.Accepted.ShouldBe(1);
    }

    [Theory]
    [InlineData("persons", "reference", "import.reference-taken")]
    [InlineData("employers", "reference", "import.reference-taken")]
    [InlineData("returns", "worker_number", "line.worker-twice")]
    [InlineData("claims", "worker_number", "claim.filed-already")]
    public async Task Send_AKeyTwice_TakesTheFirstAndNamesTheSecond(string kind, string column, string code)
    {
        await using var importer = await Importer.StartAsync(kind);

        var outcome = await importer.SendAsync(importer.File(importer.Good(1), importer.Good(1)));

        outcome.Run?.Accepted.ShouldBe(1);
        outcome.RefusedLines.ShouldHaveSingleItem().ShouldSatisfyAllConditions(l => l.Line.ShouldBe(3), l => l.Column.ShouldBe(column), l => l.Code.ShouldBe(code), l => l.Value.ShouldBe(importer.Good(1, before: 1)[column]));
    }

    [Theory]
    [InlineData("mobile-money", "receipt.known")]
    [InlineData("agency-csv", "answer.repeated")]
    public async Task Send_MoneyTwice_CountsItOnceAndSaysSo(string kind, string code)
    {
        await using var importer = await Importer.StartAsync(kind);

        var outcome = await importer.SendAsync(importer.File(importer.Good(1), importer.Good(1)));

        outcome.Lines.Single(l => l.Code is not null).ShouldSatisfyAllConditions(l => l.Line.ShouldBe(3), l => l.Verdict.ShouldBe("noted"), l => l.Code.ShouldBe(code));
    }

    private static readonly (string Kind, string Column, string Value, string Remedy)[] Values =
    [
        ("persons", "birth_date", "31/02/1990", "1990-02-28"), ("persons", "birth_date", "03/04/1990", "1990-04-03 or 1990-03-04"),
        ("employers", "workers", "1e9", "whole number"), ("employers", "workers", "-3", "0 to 1000000"),
        ("returns", "birth_date", "31/02/1990", "1990-02-28"), ("returns", "wage", "1e9", "write 1000000000"), ("returns", "wage", "\"12,50\"", "with a point"), ("returns", "wage", "-3", "has a sign"),
        ("returns", "period", "03/2023", "Write 2023-03"), ("returns", "start_date", "2023-02-31", "2023-02-28"),
        ("claims", "confinement_date", "31/02/1990", "1990-02-28"), ("claims", "worker_number", "2600000001", "check digits"),
        ("mobile-money", "amount", "1e9", "write 1000000000"), ("mobile-money", "amount", "\"12,50\"", "with a point"), ("mobile-money", "amount", "-3", "has a sign"),
        ("mobile-money", "completed_at", "31/02/1990", "2026-03-31T17:05:00Z"), ("mobile-money", "currency", "EUR", "KES"),
        ("agency-csv", "amount", "1e9", "write 1000000000"), ("agency-csv", "amount", "\"12,50\"", "with a point"), ("agency-csv", "amount", "-3", "has a sign"), ("agency-csv", "executed_on", "31/02/1990", "1990-02-28"),
        ("agency-csv", "payment_reference", "UNKNOWN-0000001", "check digits"), ("agency-csv", "status", "GONE", "PAID"), ("agency-csv", "agency", "NOBODY", "the file is MOMO's"), ("agency-csv", "currency", "KESS", "3"),
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Send_ABadValue_IsRefusedWithItsColumnAndTheRemedy(string kind)
    {
        await using var importer = await Importer.StartAsync(kind);
        foreach (var (_, column, value, remedy) in Values.Where(v => v.Kind == kind))
        {
            var outcome = await importer.SendAsync(importer.File(importer.Line(1, (column, value)), importer.Good(2)));

            (outcome.Run?.Accepted, outcome.Run?.Refused).ShouldBe((1, 1), outcome.ToString());
            outcome.RefusedLines.ShouldHaveSingleItem().ShouldSatisfyAllConditions(l => l.Line.ShouldBe(2), l => l.Column.ShouldBe(column), l => l.Value.ShouldBe(value.Trim('"')), l => l.Text!.ShouldContain(remedy));
        }
    }

    [Theory]
    [InlineData("returns", "family_name")]
    [InlineData("agency-csv", "reason")]
    [InlineData("mobile-money", "payer_name")]
    public async Task Send_OddButReadable_IsTakenWithWarningsBesideTheVerdicts(string kind, string column)
    {
        await using var importer = await Importer.StartAsync(kind);
        var text = importer.File(importer.Good(1), importer.Line(2, (column, "Núñez"))).TrimEnd('\n');
        text = string.Join('\n', text.Split('\n').Select((l, n) => l + (n == 0 ? ",shoe size" : ",41")));

        var outcome = await importer.SendAsync(Western.GetBytes(text));

        (outcome.Run?.Accepted, outcome.Run?.Refused).ShouldBe((2, 0), outcome.ToString());
        outcome.Lines.Where(l => l.Code?.StartsWith("file.", StringComparison.Ordinal) == true).Select(l => (l.Line, l.Verdict, l.Code))
            .ShouldBe([(1, "noted", "file.column-unknown"), (3, "noted", "file.encoding"), (3, "noted", "file.no-line-end")]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Send_ALengthThatIsNotTheFiles_IsRefused(string kind)
    {
        await using var importer = await Importer.StartAsync(kind);
        if (kind is "persons" or "employers")
        {
            return; // Their upload has the length checked by the form reader.
        }

        var runs = await importer.RunsAsync();
        var bytes = Utf8(importer.File(importer.Good(1)));
        (await importer.SendAsync(new MemoryStream(bytes[..^5]), bytes.Length)).Refusal.ShouldNotBeNull().Code.ShouldBe("file.incomplete");
        (await importer.RunsAsync()).ShouldBe(runs);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
