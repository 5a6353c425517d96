using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Returns;

/// <summary>Assesses a large return, 1,000 lines a transaction, and makes its bill in the last one.</summary>
public sealed class AssessWorker(ContributionsDb db) : IRunWorker
{
    private const string Done = "done";
    private const int ChunkLines = 1000;

    public string Kind => AssessReturn.RunKind;

    public string Permission => "returns.file";

    public bool MayStop => false;

    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var id = run.InputAs<ReturnRunInput>().ReturnId;
        if (run.Checkpoint == Done)
        {
            yield break;
        }

        var after = run.Checkpoint is null ? 0 : long.Parse(run.Checkpoint, CultureInfo.InvariantCulture);
        while (true)
        {
            var (from, to) = (after, await EndAsync(id, after, ct));
            if (to is null)
            {
                break;
            }

            after = to.Value;
            yield return new RunChunk(after.ToString(CultureInfo.InvariantCulture), async (services, step, stop) =>
            {
                var filed = await services.GetRequiredService<ContributionsDb>().Set<Return>().SingleAsync(r => r.Id == id, stop);
                await services.GetRequiredService<AssessReturn>().ChunkAsync(filed, from, step.Change, stop);
                step.Count(ChunkLines, 0);
            });
        }

        yield return new RunChunk(Done, (services, step, stop) => FinishAsync(services, id, step, stop));
    }

    private static async Task FinishAsync(IServiceProvider services, Guid id, RunStep step, CancellationToken ct)
    {
        var filed = await services.GetRequiredService<ContributionsDb>().Set<Return>().SingleAsync(r => r.Id == id, ct);
        var assessment = services.GetRequiredService<AssessReturn>();
        await assessment.FinishAsync(filed, step.Change, ct);
        (step.Run.Total, step.Run.Done, step.Run.Accepted) = (filed.Accepted, filed.Accepted, filed.Accepted);
        await assessment.FollowAsync(filed, step.Change, ct);
    }

    /// <summary>The last line of the next chunk.</summary>
    private async Task<long?> EndAsync(Guid id, long after, CancellationToken ct)
    {
        var lines = await db.Set<ReturnLine>().AsNoTracking()
            .Where(l => l.ReturnId == id && l.Line > after && (l.Verdict == LineVerdict.Accepted || l.Verdict == LineVerdict.Noted))
            .OrderBy(l => l.Line).Take(ChunkLines).Select(l => l.Line).ToListAsync(ct);
        return lines.Count == 0 ? null : lines[^1];
    }
}
