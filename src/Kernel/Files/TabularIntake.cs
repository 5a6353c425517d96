using System.Text;
using Spmis.Kernel.Acts;

namespace Spmis.Kernel.Files;

/// <summary>Keeps a table that came as text or as an Excel workbook (XLSX). A workbook is kept as it came, and beside it as the text it holds, a line for each row; importers read that, so every line has the number of its row.</summary>
public static class TabularIntake
{
    private const int MostNamed = 5;

    /// <summary>Keeps it; the same workbook twice is the same text.</summary>
    /// <param name="files">The store.</param>
    /// <param name="content">The file; stays the caller's.</param>
    /// <param name="name">The sender's name for it.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The text to be read.</returns>
    /// <exception cref="Refused">A workbook is broken, has several filled sheets, hidden rows, errors or formulas: nobody can say what their sender saw.</exception>
    public static async Task<StoredFile> SaveTableAsync(this FileStore files, Stream content, string name, CancellationToken ct)
    {
        var kept = await files.SaveAsync(content, name, null, ct);
        await using var book = files.Open(kept.Sha256);
        if (!SheetCells.IsWorkbook(book))
        {
            return kept;
        }

        await using var text = new FileStream(Path.GetTempFileName(), new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
        await using (var writer = new StreamWriter(text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true))
        {
            await WriteAsync(SheetCells.ReadAsync(book, () => files.Open(kept.Sha256), ct), writer, ct);
        }

        text.Position = 0;
        return await files.SaveAsync(text, name, null, ct);
    }

    private static async Task WriteAsync(IAsyncEnumerable<CellRow> rows, StreamWriter writer, CancellationToken ct)
    {
        var (written, width) = (0L, 0);
        await foreach (var row in rows.WithCancellation(ct))
        {
            if (row.Problem is { } problem)
            {
                throw new Refused(problem.Code, $"Row {row.Line}: {problem.Text} {problem.Remedy}", "file");
            }

            if (row.Formulas.Count > 0)
            {
                throw new Refused("cell.formula", $"{string.Join(", ", row.Formulas.Take(MostNamed).Select(f => f.Place))} holds a formula, whose result may be older than what it is made of. Paste the values over the formulas, then send the file again.", "file");
            }

            var filled = Array.FindLastIndex(row.Cells, c => c.Length > 0) + 1;
            width = width == 0 ? filled : width; // That of the header.
            for (; written < row.Line - 1; written++)
            {
                await writer.WriteAsync("\n");
            }

            var cells = row.Cells.Concat(Enumerable.Repeat("", Math.Max(0, width - row.Cells.Length))).Take(Math.Max(filled, width)).Select(CsvOutput.Cell);
            await writer.WriteAsync(string.Join(',', cells));
            await writer.WriteAsync("\n");
            written++;
        }
    }
}
