using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Spmis.Kernel.Data;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;

namespace Spmis.Registration.Imports;

/// <summary>Outcome of an import.</summary>
/// <param name="Warnings">What was odd about the file but did not stop it.</param>
public sealed record ImportOutcome(IReadOnlyList<string> Warnings);

/// <summary>Reads a stored file in chunks of lines, from behind the run's checkpoint, in memory that does not grow with it.</summary>
/// <param name="files">The store.</param>
public sealed class ImportFile(FileStore files)
{
    private const int LinesInChunk = 1_000;
    private const int MostWarnings = 12;

    internal async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, TabularFormat format, Func<IServiceProvider, RunStep, IReadOnlyList<TabularRow>, CancellationToken, Task> apply, [EnumeratorCancellation] CancellationToken ct)
    {
        var input = run.InputAs<ImportInput>();
        var lines = run.Total ?? await CountAsync(input.Sha256, ct);
        await using var content = files.Open(input.Sha256);
        var file = await TabularFile.OpenAsync(content, format, ct);
        List<TabularRow> rows = new(LinesInChunk);
        var last = long.Parse(run.Checkpoint ?? "1", CultureInfo.InvariantCulture);
        await foreach (var row in file.ReadAsync(last, ct))
        {
            rows.Add(row);
            last = row.LineNumber;
            if (rows.Count == LinesInChunk)
            {
                yield return Chunk(rows, lines, apply);
                rows = new(LinesInChunk);
            }
        }

        if (rows.Count > 0)
        {
            yield return Chunk(rows, lines, apply);
        }

        var outcome = JsonSerializer.Serialize(new ImportOutcome([.. Warnings(file)]), SpmisJson.Options);
        yield return new RunChunk(last.ToString(CultureInfo.InvariantCulture), (_, step, _) =>
        {
            (step.Run.Total, step.Run.Outcome) = (step.Run.Done, outcome);
            return Task.CompletedTask;
        });
    }

    /// <summary>How the line a column is in is refused.</summary>
    internal static void Refuse(RunStep step, long line, string? reference, IEnumerable<LineProblem> problems) =>
        step.Refuse(line, problems.Select(p => (p.Code, $"{p.Text} {p.Remedy}".Trim(), p.Column, p.Value)), reference);

    /// <summary>As many as the run's row has room for; a file of a thousand unknown columns needs no thousand sentences.</summary>
    private static IEnumerable<string> Warnings(TabularFile file) => file.Warnings.Count <= MostWarnings
        ? file.Warnings.Select(w => w.ToString())
        : [.. file.Warnings.Take(MostWarnings).Select(w => w.ToString()), $"{file.Warnings.Count - MostWarnings} more."];

    private static RunChunk Chunk(List<TabularRow> rows, long lines, Func<IServiceProvider, RunStep, IReadOnlyList<TabularRow>, CancellationToken, Task> apply) =>
        new(rows[^1].LineNumber.ToString(CultureInfo.InvariantCulture), (services, step, ct) =>
        {
            step.Run.Total = lines;
            return apply(services, step, rows, ct);
        });

    /// <summary>An estimate for the progress bar: line ends but the header's. The end of the run sets the true count.</summary>
    private async Task<long> CountAsync(string sha256, CancellationToken ct)
    {
        await using var content = files.Open(sha256);
        var buffer = new byte[128 * 1024];
        var ends = 0L;
        for (int read; (read = await content.ReadAsync(buffer, ct)) > 0;)
        {
            ends += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return Math.Max(ends - 1, 1);
    }
}
