using System.Buffers;
using System.Globalization;
using System.Text;
using Spmis.Values;

namespace Spmis.Kernel.Files;

/// <summary>
/// Writes a CSV download as a stream: UTF-8 with byte order mark (spreadsheets take it for Windows-1252 otherwise), commas, CR LF (RFC 4180).
/// Text that a spreadsheet would run as a formula is written with an apostrophe before it (CWE-1236); <see cref="TabularFile"/> takes it off again.
/// Line breaks inside text become blanks, because readers, ours among them, take a line for a record.
/// </summary>
public sealed class CsvOutput : IAsyncDisposable
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\";|\t");

    private readonly StreamWriter writer;
    private readonly int width;
    private readonly StringBuilder line = new();

    private CsvOutput(Stream target, int width)
    {
        this.width = width;
        writer = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), bufferSize: 64 * 1024, leaveOpen: true);
    }

    /// <summary>Starts a file with its header. The stream stays the caller's.</summary>
    public static async Task<CsvOutput> StartAsync(Stream target, IReadOnlyList<string> headings, CancellationToken ct)
    {
        var output = new CsvOutput(target, headings.Count);
        await output.RowAsync(ct, headings);
        return output;
    }

    /// <summary>Adds a line: text, numbers, dates, months, amounts, yes/no or null, one for each heading.</summary>
    /// <exception cref="ArgumentException">There are not as many values as headings, or one is of a kind that has no agreed writing.</exception>
    public async ValueTask RowAsync(CancellationToken ct, params IReadOnlyList<object?> values)
    {
        if (values.Count != width)
        {
            throw new ArgumentException($"{values.Count} values for {width} columns.", nameof(values));
        }

        line.Clear();
        for (var i = 0; i < width; i++)
        {
            line.Append(i == 0 ? "" : ",").Append(Write(values[i]));
        }

        line.Append("\r\n");
        await writer.WriteAsync(line, ct);
    }

    /// <summary>One text as it is written, quoted and guarded where it must be; for lines whose number of cells varies.</summary>
    public static string Cell(string text) => Write(text);

    /// <summary>Writes what is left; the stream stays open.</summary>
    public ValueTask DisposeAsync() => writer.DisposeAsync();

    private static string Write(object? value) => value switch
    {
        null => "",
        string text => Quote(FormulaGuard.PutOn(Flat(text))),
        Money money => money.ToPlain(),
        bool yes => yes ? "yes" : "no",
        Month or Currency or Guid => value.ToString()!, // These write themselves as files have them.
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime utc => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        int or long or short or decimal => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        Enum => Quote(value.ToString()!), // The name of the value.
        _ => throw new ArgumentException($"There is no agreed writing for {value.GetType().Name} in a CSV.", nameof(value)),
    };

    private static string Flat(string text) => text.ReplaceLineEndings(" ");

    private static string Quote(string text) => text.AsSpan().IndexOfAny(Special) < 0 && text.Trim() == text
        ? text
        : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
