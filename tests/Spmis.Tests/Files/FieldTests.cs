using System.Text;
using Shouldly;
using Spmis.Kernel.Files;
using Spmis.Values;
using Xunit;

namespace Spmis.Tests.Files;

public sealed class FieldTests
{
    [Theory]
    [InlineData("1990-02-28", null, null)]
    [InlineData("31/02/1990", "date.no-such-day", "Write 1990-02-28 if the last day of the month is meant.")]
    [InlineData("1990-02-31", "date.no-such-day", "Write 1990-02-28 if the last day of the month is meant.")]
    [InlineData("1992-02-30", "date.no-such-day", "Write 1992-02-29 if the last day of the month is meant.")]
    [InlineData("1990-13-01", "date.no-such-day", "Write year, month and day, such as 1990-02-28.")]
    [InlineData("28/02/1990", "date.form", "Write 1990-02-28.")]
    [InlineData("02.28.1990", "date.form", "Write 1990-02-28.")]
    [InlineData("03-04-1990", "date.form", "Write 1990-04-03 or 1990-03-04, whichever it is.")]
    [InlineData("4/4/1990", "date.form", "Write 1990-04-04.")]
    [InlineData("1990/2/28", "date.form", "Write 1990-02-28.")]
    [InlineData("19900228", "date.form", "Write 1990-02-28.")]
    [InlineData("1990-02-28T00:00:00", "date.form", "Write 1990-02-28.")]
    [InlineData("32932", "date.serial", "Format the column as text and write 1990-02-28 if that is the day.")]
    [InlineData("0090-02-28", "date.year", "Write the year with four digits, such as 1990-02-28.")]
    [InlineData("28/02/90", "date.form", "Write year, month and day, such as 1990-02-28.")]
    [InlineData("yesterday", "date.form", "Write year, month and day, such as 1990-02-28.")]
    [InlineData("00/00/0000", "date.no-such-day", "Write year, month and day, such as 1990-02-28.")]
    public void Day_Read_OrSaidHowToWriteIt(string text, string? code, string? remedy)
    {
        var problem = ReadDate.Day(text, out var day);
        problem?.Code.ShouldBe(code);
        problem?.Remedy.ShouldBe(remedy);
        (problem is null).ShouldBe(code is null);
        day.ShouldBe(code is null ? new DateOnly(1990, 2, 28) : default);
    }

    [Theory]
    [InlineData("1990", "1990-01-01", DatePrecision.Year)]
    [InlineData("1990-07", "1990-07-01", DatePrecision.Month)]
    [InlineData("1990-07-14", "1990-07-14", DatePrecision.Day)]
    [InlineData("1990-13", null, default(DatePrecision))]
    [InlineData("0000", null, default(DatePrecision))]
    public void Partial_Read_WithItsPrecision(string text, string? first, DatePrecision precision)
    {
        var problem = ReadDate.Partial(text, out var date);
        (problem is null).ShouldBe(first is not null);
        if (first is not null)
        {
            date.ShouldBe(new PartialDate(DateOnly.Parse(first, System.Globalization.CultureInfo.InvariantCulture), precision));
        }
    }

    [Theory]
    [InlineData("2026-03", null)]
    [InlineData("03/2026", "Write 2026-03.")]
    [InlineData("202603", "Write 2026-03.")]
    [InlineData("2026-13", "Write year and month, such as 2026-03.")]
    [InlineData("March", "Write year and month, such as 2026-03.")]
    public void Month_Read_OrSaidHowToWriteIt(string text, string? remedy)
    {
        ReadDate.Month(text, out var month)?.Remedy.ShouldBe(remedy);
        month.ShouldBe(remedy is null ? new Month(2026, 3) : default);
    }

    [Theory]
    [InlineData("12.50", null, null)]
    [InlineData("12,50", "money.comma", "'12,50' has a comma.")]
    [InlineData("-3", "money.sign", "'-3' has a sign.")]
    [InlineData("1e9", "money.exponent", "'1e9' is in scientific notation.")]
    [InlineData("1.234", "money.decimals", "'1.234' has more decimals than KES has (2).")]
    [InlineData("12345678901234567", "money.too-large", "'12345678901234567' is too large for an amount.")]
    [InlineData("12 50", "money.form", "'12 50' is not an amount.")]
    [InlineData("KES 5", "money.form", "'KES 5' is not an amount.")]
    public void Amount_Read_OrSaidWhatIsWrong(string text, string? code, string? words)
    {
        var problem = ReadField.Amount(text, Currency.Of("KES"), out var money);
        problem?.Code.ShouldBe(code);
        problem?.Text.ShouldBe(words);
        (problem is null).ShouldBe(code is null);
        money.Minor.ShouldBe(code is null ? 1250 : 0);
    }

    [Theory]
    [InlineData("ab-123/4.5", "AB12345", null)]
    [InlineData("٢٩٠٠٢٢٨", "2900228", null)]
    [InlineData("1.23457E+12", "", "id.spreadsheet")]
    [InlineData("A#1", "", "id.character")]
    [InlineData("--", "", "id.length")]
    public void Number_Cleaned_OrRefused(string text, string number, string? code)
    {
        var problem = ReadField.Number(text, out var read);
        (problem?.Code).ShouldBe(code);
        read.ShouldBe(number);
    }

    [Theory]
    [InlineData("+254 (712) 345-678", "+254712345678", null)]
    [InlineData("00221 77 123 45 67", "+221771234567", null)]
    [InlineData("0712345678", "0712345678", null)]
    [InlineData("0712345678 / 0722345678", "", "phone.character")]
    [InlineData("2.54713E+11", "", "phone.spreadsheet")]
    [InlineData("0712 or 0722", "", "phone.character")]
    [InlineData("123", "", "phone.length")]
    public void Phone_Cleaned_OrRefused(string text, string phone, string? code)
    {
        var problem = ReadField.Phone(text, out var read);
        (problem?.Code).ShouldBe(code);
        read.ShouldBe(phone);
    }

    [Theory]
    [InlineData("e\u0301", 5, "é", null)]
    [InlineData("a\u0007", 5, "", "text.character")]
    [InlineData("a\u202Eb", 5, "", "text.character")]
    [InlineData("abcdef", 5, "", "text.too-long")]
    [InlineData("😀😀😀😀😀", 5, "😀😀😀😀😀", null)]
    public void Text_Kept_OrRefusedNeverCut(string text, int maxLength, string kept, string? code)
    {
        var problem = ReadField.Text(text, maxLength, out var read);
        (problem?.Code).ShouldBe(code);
        read.ShouldBe(kept);
    }

    [Fact]
    public async Task Fields_OfOneLine_GatherEverythingWrong()
    {
        var format = new TabularFormat { Columns = [new("name"), new("born_on"), new("wage"), new("sex"), new("days"), new("id"), new("month")] };
        var file = await TabularFile.OpenAsync(new MemoryStream(Encoding.UTF8.GetBytes("name,born_on,wage,sex,days,id,month\n,31/02/1990,-3,x,32,A1B2,2026-03\n")), format, CancellationToken.None);
        await foreach (var row in file.ReadAsync(0, CancellationToken.None))
        {
            var fields = row.Fields();
            fields.Text("name", 100, required: true).ShouldBeNull();
            fields.Date("born_on").ShouldBeNull();
            fields.Money("wage", Currency.Of("KES")).ShouldBeNull();
            fields.Choice("sex", new Dictionary<string, int> { ["F"] = 1, ["M"] = 2 }).ShouldBeNull();
            fields.Integer("days", 0, 31).ShouldBeNull();
            fields.Number("id").ShouldBe("A1B2");
            fields.Month("month").ShouldBe(new Month(2026, 3));
            fields.Phone("phone").ShouldBeNull();
            fields.Refuse("id", "person.twice", "The number stands in line 1 too.", "Keep one.");
            fields.Problems.Select(p => (p.Column, p.Code)).ShouldBe(
                [("name", "value.missing"), ("born_on", "date.no-such-day"), ("wage", "money.sign"), ("sex", "choice.unknown"), ("days", "number.range"), ("id", "person.twice")]);
            fields.Problems[1].ToString().ShouldBe("Line 2, born_on: '31/02/1990' is not a date that exists. Write 1990-02-28 if the last day of the month is meant.");
            fields.Problems[3].Remedy.ShouldBe("Write one of F, M.");
            fields.Ok.ShouldBeFalse();
        }
    }
}
