using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Spmis.Kernel.Files;
using Spmis.Values;
using Xunit;

namespace Spmis.Tests.Files;

public sealed class CsvOutputTests
{
    private static async Task<byte[]> WriteAsync(params object?[] values)
    {
        var target = new MemoryStream();
        await using (var output = await CsvOutput.StartAsync(target, [.. values.Select((_, i) => $"c{i}")], CancellationToken.None))
        {
            await output.RowAsync(CancellationToken.None, values);
        }

        return target.ToArray();
    }

    [Fact]
    public async Task Row_OfEveryKind_IsWrittenOneWay()
    {
        var bytes = await WriteAsync("a,b", "say \"x\"", null, 5, -5.25m, new Money(-150, Currency.Of("KES")), new Month(2026, 3), new DateOnly(2026, 3, 1), true, "two\nlines", DayOfWeek.Monday);
        bytes.ShouldBe([.. Encoding.UTF8.Preamble, .. "c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,c10\r\n\"a,b\",\"say \"\"x\"\"\",,5,-5.25,-1.50,2026-03,2026-03-01,yes,two lines,Monday\r\n"u8]);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")")]
    [InlineData("+254712345678")]
    [InlineData("-1+1")]
    [InlineData("@SUM(A1)")]
    [InlineData("  =1+1")]
    [InlineData("'=1+1")]
    [InlineData("''+1")]
    [InlineData("\t=1+1")]
    [InlineData("\r=1+1")]
    [InlineData("\n=1+1")]
    [InlineData(" \t@SUM(A1)")]
    public async Task Row_TextLikeAFormula_IsGuardedAndComesBack(string text)
    {
        var bytes = await WriteAsync(text, "x");
        Encoding.UTF8.GetString(bytes).Split("\r\n")[1].TrimStart('"').ShouldStartWith("'");
        (await BackAsync(bytes, 2))[0].Trim().ShouldBe(text.Trim());
    }

    [Fact]
    public void Cell_BeginningWithANull_IsGuarded() => CsvOutput.Cell("\0=1+1").ShouldBe("'\0=1+1");

    [Fact]
    public void Row_AnyText_ComesBack() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll<string[]>(texts =>
    {
        var given = texts.Select(t => string.Concat((t ?? "").Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && c is not ('\u2028' or '\u2029'))).Trim()).Prepend("first").ToArray();
        var back = BackAsync(WriteAsync([.. given]).GetAwaiter().GetResult(), given.Length).GetAwaiter().GetResult();
        return back.Select(b => b.Trim()).SequenceEqual(given);
    }));

    [Fact]
    public async Task Row_WrongWidthOrKind_IsAMistakeOfTheCaller()
    {
        await using var output = await CsvOutput.StartAsync(new MemoryStream(), ["a"], CancellationToken.None);
        await Should.ThrowAsync<ArgumentException>(() => output.RowAsync(CancellationToken.None, 1, 2).AsTask());
        await Should.ThrowAsync<ArgumentException>(() => output.RowAsync(CancellationToken.None, 1.5).AsTask());
    }

    private static async Task<string[]> BackAsync(byte[] bytes, int width)
    {
        var format = new TabularFormat { Columns = [.. Enumerable.Range(0, width).Select(i => new TabularColumn($"c{i}", true))] };
        var file = await TabularFile.OpenAsync(new MemoryStream(bytes), format, CancellationToken.None);
        await foreach (var row in file.ReadAsync(0, CancellationToken.None))
        {
            row.Problem.ShouldBeNull();
            return [.. Enumerable.Range(0, width).Select(i => row[$"c{i}"])];
        }

        return [];
    }
}
