using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Spmis.Kernel.Acts;

namespace Spmis.Kernel.Files;

/// <summary>
/// Rows of an Excel workbook (XLSX), one held at a time; ExcelDataReader keeps only the workbook's table of texts. Read is the first visible sheet, and only one may hold anything.
/// A formula is not read: its kept result may be older than the cells it is made of. A hidden row is refused, because whoever sent the file may not have seen it.
/// </summary>
public static class SheetCells
{
    private const long MostUnpacked = 4L * 1024 * 1024 * 1024;
    // Excel's own limits (Microsoft, "Excel specifications and limits").
    private const int MostRows = 1_048_576;
    private const int MostColumns = 16_384;
    private const long MostTexts = 512L * 1024 * 1024;

    // ExcelDataReader asks for code page 1252 by its number, for old files.
    static SheetCells() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Whether the content is a packed file, as an Excel workbook is; the stream stands at its beginning again.</summary>
    public static bool IsWorkbook(Stream content)
    {
        Span<byte> start = stackalloc byte[4];
        var read = content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        content.Position = 0;
        return start[..read].SequenceEqual("PK\u0003\u0004"u8);
    }

    /// <summary>The rows that hold something.</summary>
    /// <param name="content">The workbook; stays the caller's.</param>
    /// <param name="open">Opens it once more.</param>
    /// <param name="ct">Stops the reading.</param>
    /// <exception cref="Refused">It is no workbook, is broken, unpacks to too much, or several sheets hold something.</exception>
    public static async IAsyncEnumerable<CellRow> ReadAsync(Stream content, Func<Stream> open, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        CheckSize(content);
        using var reader = Open(content);
        var sheet = Guarded(() => OnlySheet(reader));
        using var beside = Guarded(() => SheetFormulas.Open(open(), sheet));
        var line = 0;
        while (Guarded(reader.Read))
        {
            ct.ThrowIfCancellationRequested();
            if (++line > MostRows || reader.FieldCount > MostColumns)
            {
                throw new Refused("file.too-large", $"The sheet says that it has more than {MostRows} rows or {MostColumns} columns, which no Excel sheet has. Save it anew, or as CSV (UTF-8).", "file");
            }

            var cells = new string[reader.FieldCount];
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = Text(reader.GetValue(i)).Trim();
            }

            var (formulas, errors) = Guarded(() => beside.Of(line));
            if (errors.Count == 0 && Array.TrueForAll(cells, c => c.Length == 0))
            {
                continue;
            }

            var problem = errors.Count > 0
                ? new FieldProblem("cell.error", $"{string.Join(", ", errors)} {(errors.Count == 1 ? "shows" : "show")} an error.", "Mend the cell, then send the file again.")
                : reader.RowHeight <= 0 ? new FieldProblem("row.hidden", $"Row {line} is hidden, so nobody may have seen it.", "Show all rows and take filters off; then delete the row, or leave it visible.") : null;
            yield return new(line, string.Join(" | ", cells), cells, problem, formulas);
        }
    }

    private static IExcelDataReader Open(Stream content) =>
        Guarded(() => ExcelReaderFactory.CreateReader(content, new ExcelReaderConfiguration { LeaveOpen = true, FallbackEncoding = Encoding.UTF8 }));

    /// <summary>Whatever the libraries say of a damaged workbook becomes one refusal in words.</summary>
    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is ExcelReaderException or InvalidDataException or XmlException or FormatException or OverflowException)
        {
            throw Broken(e);
        }
    }

    private static Refused Broken(Exception e) => new("file.workbook-broken", $"The workbook cannot be read to its end; it may have been cut off on the way, or is protected by a password. ({e.Message})", "file");

    /// <summary>The number (from 0) of the one visible sheet that holds something; the reader stands before its first row.</summary>
    private static int OnlySheet(IExcelDataReader reader)
    {
        List<(int Number, string Name)> filled = [];
        var number = 0;
        do
        {
            if (reader.VisibleState == "visible" && reader.RowCount > 0)
            {
                filled.Add((number, reader.Name));
            }

            number++;
        }
        while (reader.NextResult());

        if (filled.Count != 1)
        {
            throw filled.Count == 0
                ? new Refused("file.empty", "The workbook has no visible sheet with anything in it.", "file")
                : new Refused("file.several-sheets", $"The workbook has several sheets with something in them ({string.Join(", ", filled.Select(f => f.Name))}); keep the one with the lines.", "file");
        }

        reader.Reset();
        for (var i = 0; i < filled[0].Number; i++)
        {
            reader.NextResult();
        }

        return filled[0].Number;
    }

    /// <summary>A small file may unpack to more than a machine holds.</summary>
    private static void CheckSize(Stream content)
    {
        try
        {
            using var zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.Entries.Sum(e => e.Length) > MostUnpacked || zip.Entries.Any(e => e.Name == "sharedStrings.xml" && e.Length > MostTexts))
            {
                throw new Refused("file.too-large", "The workbook unpacks to more than is read here; save it as CSV (UTF-8) and send that.", "file");
            }

            if (zip.GetEntry("xl/workbook.xml") is null && !zip.Entries.Any(e => e.Name == "workbook.xml"))
            {
                throw new Refused("file.not-workbook", "This is a packed file, but no Excel workbook (XLSX); unpack it and send what is inside.", "file");
            }
        }
        catch (InvalidDataException e)
        {
            throw Broken(e);
        }

        content.Position = 0;
    }

    /// <summary>As a file would write it: a day as 2026-03-01, a number with all its digits.</summary>
    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        DateTime at => at.TimeOfDay == TimeSpan.Zero ? at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        double number => Math.Abs(number) < 1e15 ? ((decimal)number).ToString("0.############", CultureInfo.InvariantCulture) : number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
