using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Recalculations;

/// <summary>What the run needs.</summary>
/// <param name="RecalculationId">The recalculation.</param>
public sealed record RecalculateInput(long RecalculationId);

/// <summary>Reckons the workers of a scheme again in the order of their numbers, a hundred a transaction, and puts what comes out up for a second person. Checkpoints: the last number; <c>end</c>.</summary>
public sealed class RecalculateWorker(ContributionsDb db, ReadAssessments assessments) : IRunWorker
{
    public const string RunKind = "contributions.recalculate";
    private const string End = "end";

    public string Kind => RunKind;

    public string Permission => "assessments.recalculate";

    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var id = run.InputAs<RecalculateInput>().RecalculationId;
        var scope = AssessmentScope.Of(await db.Set<Recalculation>().AsNoTracking().SingleAsync(r => r.Id == id, ct));
        if (run.Checkpoint == End)
        {
            yield break;
        }

        await foreach (var (from, to) in assessments.RangesAsync(scope, run.Checkpoint ?? "", ct))
        {
            yield return new RunChunk(to, (services, step, stop) => services.GetRequiredService<ReckonAgain>().HandleAsync(id, (from, to), step, stop));
        }

        yield return new RunChunk(End, (services, step, stop) => services.GetRequiredService<ApproveRecalculation>().FinishAsync(id, step, stop));
    }
}
