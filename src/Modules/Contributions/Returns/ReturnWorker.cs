using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contributions.Profiles;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Returns;

/// <summary>Reads a large return, 1,000 lines a transaction.</summary>
public sealed class ReturnWorker(ContributionsDb db, ReadReturn reading) : IRunWorker
{
    private const string Read = "read";

    public string Kind => FileReturn.RunKind;

    public string Permission => "returns.file";

    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var id = run.InputAs<ReturnRunInput>().ReturnId;
        if (run.Checkpoint == Read)
        {
            yield break;
        }

        var filed = await db.Set<Return>().AsNoTracking().SingleAsync(r => r.Id == id, ct);
        var after = run.Checkpoint is null ? 0 : long.Parse(run.Checkpoint, CultureInfo.InvariantCulture);
        List<LineProblem> warnings = [];
        await foreach (var rows in reading.ChunksAsync(filed, after, warnings, ct))
        {
            yield return new RunChunk(rows[^1].Line.ToString(CultureInfo.InvariantCulture), (services, step, stop) => ApplyAsync(services, id, rows, step, stop));
        }

        yield return new RunChunk(Read, (services, step, stop) =>
        {
            step.Warn(warnings);
            return FinishAsync(services, id, step, stop);
        });
    }

    private static async Task ApplyAsync(IServiceProvider services, Guid id, IReadOnlyList<ProfileRow> rows, RunStep step, CancellationToken ct)
    {
        var db = services.GetRequiredService<ContributionsDb>();
        var filed = await db.Set<Return>().SingleAsync(r => r.Id == id, ct);
        await services.GetRequiredService<ReadReturn>().ChunkAsync(filed, step.Run, rows, step.Change, ct);
    }

    private static async Task FinishAsync(IServiceProvider services, Guid id, RunStep step, CancellationToken ct)
    {
        var db = services.GetRequiredService<ContributionsDb>();
        var filed = await db.Set<Return>().SingleAsync(r => r.Id == id, ct);
        ReadReturn.Finish(filed, step.Change);
        step.Run.Total = filed.Lines;
        await services.GetRequiredService<AssessReturn>().WhenReadyAsync(filed, step.Change, ct);
    }
}
