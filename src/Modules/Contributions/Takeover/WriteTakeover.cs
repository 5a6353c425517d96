using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Contributions.Takeover;

/// <summary>Downloads: the refused lines to be mended and sent again, and the reconciliation.</summary>
public sealed class WriteTakeover(ContributionsDb db, FileStore files, ReconcileTakeover reconcile, PersonsShown shown)
{
    private const int Page = 500;

    /// <summary>The refused lines in the template's columns, with the line they stood in and the reasons; these two columns are passed over when the file comes back.</summary>
    public async Task RefusedAsync(TakeoverBatch batch, Stream target, CancellationToken ct)
    {
        var names = TakeoverFile.FormatOf(batch.Kind).Columns.Select(c => c.Name).ToList();
        await using var output = await CsvOutput.StartAsync(target, [.. names, "line_before", "refused_because"], ct);
        await using var rows = TakeoverFile.ReadAsync(batch.Kind, () => files.Open(batch.Sha), 0, [], ct).GetAsyncEnumerator(ct);
        for (long after = 0; await LinesAsync(batch.Id, after, ct) is { Count: > 0 } lines; after = lines[^1])
        {
            var reasons = (await db.RunLines.AsNoTracking().Where(l => (l.RunId == batch.RunId || l.RunId == batch.PostRunId) && lines.Contains(l.Line) && l.Verdict == RunLine.RefusedVerdict).OrderBy(l => l.Part).ToListAsync(ct)).ToLookup(l => l.Line);
            List<IReadOnlyList<object?>> page = [];
            foreach (var line in lines)
            {
                while (await rows.MoveNextAsync() && rows.Current.LineNumber < line)
                {
                    // Lines that were taken over.
                }

                var words = string.Join(" ", reasons[line].Select(r => r.Column is null ? r.Text : $"{r.Column}: {r.Text}"));
                page.Add([.. names.Select(n => (object?)rows.Current[n]), line, words]);
            }

            shown.AddNamed(page.SelectMany(row => row).OfType<string>());
            await shown.RecordAsync();
            foreach (var row in page)
            {
                await output.RowAsync(ct, row);
            }
        }
    }

    /// <summary>The reconciliation as CSV.</summary>
    public async Task ReconciliationAsync(string source, Stream target, CancellationToken ct)
    {
        var found = await reconcile.HandleAsync(source, ct);
        await using var output = await CsvOutput.StartAsync(target, ["source", "year", "kind", "currency", "old_books", "held_here", "not_posted_yet", "refused", "refused_lines", "unexplained"], ct);
        foreach (var y in found.Years)
        {
            string Plain(long sum) => ControlTotals.Plain(y.Kind, sum, Currency.Of(y.Currency));
            await output.RowAsync(ct, source, y.Year, ControlTotals.Word(y.Kind), y.Currency, Plain(y.Old), Plain(y.Held), Plain(y.Waiting), Plain(y.Refused), y.RefusedLines, Plain(y.Unexplained));
        }
    }

    private Task<List<long>> LinesAsync(long id, long after, CancellationToken ct) => db.Set<TakeoverLine>().AsNoTracking().Where(l => l.BatchId == id && l.Refused && l.Line > after).OrderBy(l => l.Line).Select(l => l.Line).Take(Page).ToListAsync(ct);
}
