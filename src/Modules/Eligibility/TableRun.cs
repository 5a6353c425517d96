using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;

namespace Spmis.Eligibility;

/// <summary>Where an import is.</summary>
/// <param name="RunId">The run with its verdicts.</param>
/// <param name="SentBefore">The same file was sent before; nothing was done.</param>
public sealed record FileTaken(long RunId, bool SentBefore);

/// <summary>Files of lines, each with a verdict: kept by content, read by a run a thousand lines at a time, the same file once.</summary>
internal static class TableRun
{
    private const int Lines = 1_000;

    /// <summary>Keeps a file after a look at its heading.</summary>
    /// <exception cref="Refused">It is no such table.</exception>
    public static async Task<StoredFile> KeepAsync(FileStore files, (Stream Content, string Name, long? Length) input, TabularFormat format, CancellationToken ct)
    {
        var file = await files.SaveAsync(input.Content, input.Name, input.Length, ct);
        await using var content = files.Open(file.Sha256);
        await TabularFile.CheckAsync(content, format, ct);
        return file;
    }

    /// <summary>Starts a run unless there was one with its key.</summary>
    public static async Task<FileTaken> StartAsync(EligibilityDb db, Run run, Change change, CancellationToken ct)
    {
        if (await db.Runs.AsNoTracking().Where(r => r.Key == run.Key).Select(r => (long?)r.Id).SingleOrDefaultAsync(ct) is { } before)
        {
            return new FileTaken(before, true);
        }

        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
        return new FileTaken(run.Id, false);
    }

    /// <summary>The chunks of a file behind the run's checkpoint.</summary>
    public static async IAsyncEnumerable<RunChunk> ChunksAsync(
        FileStore files, string sha256, TabularFormat format, Run run, Func<IServiceProvider, IReadOnlyList<TabularRow>, RunStep, CancellationToken, Task> apply, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var content = files.Open(sha256);
        var table = await TabularFile.OpenAsync(content, format, ct);
        var after = run.Checkpoint is { } done ? long.Parse(done, CultureInfo.InvariantCulture) : 0;
        await foreach (var rows in table.ReadAsync(after, ct).Chunk(Lines).WithCancellation(ct))
        {
            yield return new RunChunk(rows[^1].LineNumber.ToString(CultureInfo.InvariantCulture), (services, step, token) => apply(services, rows, step, token));
        }

        if (table.Warnings.Count > 0 && after != TabularFile.BehindAll)
        {
            yield return RunChunk.OfWarnings(TabularFile.BehindAll.ToString(CultureInfo.InvariantCulture), table.Warnings);
        }
    }

    /// <summary>Refuses a line for all that is wrong with its values.</summary>
    public static void RefuseUnread(RunStep step, TabularRow row, RowFields fields, string? reference) =>
        step.Refuse(row.LineNumber, fields.Problems.Select(p => (p.Code, $"{p.Text} {p.Remedy}".Trim(), p.Column, p.Value)), reference);
}
