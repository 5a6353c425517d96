using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Returns;

/// <summary>Writes the refused lines as they were sent, each with its reasons: to be mended and filed again.</summary>
public sealed class DownloadRefused(FindReturns find, FileStore files)
{
    private const int Page = 1000;

    public async Task WriteAsync(Return filed, Stream target, CancellationToken ct)
    {
        var columns = ReturnFile.Format.Columns.Select(c => c.Name).ToList();
        await using var output = await CsvOutput.StartAsync(target, [.. columns, "line_before", "refused_because"], ct);
        if (filed.FileSha is null)
        {
            return;
        }

        await using var content = files.Open(filed.FileSha);
        var file = await TabularFile.OpenAsync(content, ReturnFile.Format, ct);
        await using var rows = file.ReadAsync(0, ct).GetAsyncEnumerator(ct);
        await foreach (var (line, reasons) in RefusedAsync(filed, ct))
        {
            // Both run in the order of the file.
            while (await rows.MoveNextAsync() && rows.Current.LineNumber < line)
            {
            }

            await output.RowAsync(ct, [.. columns.Select(c => rows.Current[c]), line, reasons]);
        }
    }

    private async IAsyncEnumerable<(long Line, string Reasons)> RefusedAsync(Return filed, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        for (long? after = 0; after is { } last;)
        {
            var page = await find.LinesAsync(filed, problemsOnly: true, last, Page, ct);
            after = page.Count == Page ? page[^1].Line.Line : null;
            foreach (var line in page.Where(l => l.Line.Verdict == LineVerdict.Refused))
            {
                yield return (line.Line.Line, string.Join(" ", line.Reasons.Where(r => r.Verdict == RunLine.RefusedVerdict).Select(r => r.Column is null ? r.Text : $"{r.Column}: {r.Text}")));
            }
        }
    }
}
