using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;

namespace Spmis.Eligibility.Determinations;

/// <summary>Where the decisions are made.</summary>
/// <param name="RunId">The run; null when no claim waits.</param>
/// <param name="Waiting">Claims that wait.</param>
public sealed record DetermineStarted(long? RunId, int Waiting);

/// <summary>Decides all claims of a scheme that wait, in a run; the awards made are put up for approval together at its end.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages in force.</param>
public sealed class DetermineClaims(EligibilityDb db, SchemeBook schemes)
{
    /// <summary>Starts the run; one is under way for a scheme at most.</summary>
    public async Task<DetermineStarted> HandleAsync(string scheme, Change change, CancellationToken ct)
    {
        await SchemeOfClaims.CheckAsync(schemes, scheme, change.Today, ct);
        DetermineStarted? started = null;
        await db.WriteAsync(
            async () =>
            {
                var title = $"Claims of {scheme}";
                var open = await db.Runs.AsNoTracking().Where(r => r.Kind == DetermineWorker.RunKind && r.Title == title && r.FinishedAt == null && r.FailedAt == null).Select(r => (long?)r.Id).FirstOrDefaultAsync(ct);
                var waiting = await db.Claims.CountAsync(c => c.Scheme == scheme && c.Outcome == null && !c.Draft && c.ClosedAt == null, ct);
                if (open is not null || waiting == 0)
                {
                    started = new DetermineStarted(open, waiting);
                    return;
                }

                var batch = new AwardBatch { Scheme = scheme, Title = string.Create(CultureInfo.InvariantCulture, $"Awards of {scheme}, claims decided on {change.Today:yyyy-MM-dd}"), MadeAt = change.Now, MadeBy = change.Actor.Name };
                db.AwardBatches.Add(batch);
                await db.SaveAsync(change, ct);
                var run = Run.Of(DetermineWorker.RunKind, batch.Id.ToString(CultureInfo.InvariantCulture), title, new DetermineInput(scheme, batch.Id), change);
                db.Runs.Add(run);
                await db.SaveAsync(change, ct);
                started = new DetermineStarted(run.Id, waiting);
            },
            ct);
        return started ?? throw new InvalidOperationException("The transaction ended without an answer.");
    }
}

/// <summary>What the run needs.</summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="BatchId">Where its awards go.</param>
public sealed record DetermineInput(string Scheme, long BatchId);

/// <summary>Decides waiting claims in the order of their numbers.</summary>
public sealed class DetermineWorker(EligibilityDb db) : IRunWorker
{
    /// <summary>The kind of run.</summary>
    public const string RunKind = "eligibility.determine";

    private const int Claims = 500;
    private const string End = "end";

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "claims.determine";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var input = run.InputAs<DetermineInput>();
        var after = run.Checkpoint ?? "";
        while (after != End)
        {
            var from = after;
            var numbers = await db.Claims.AsNoTracking().Where(c => c.Scheme == input.Scheme && c.Outcome == null && !c.Draft && c.ClosedAt == null && string.Compare(c.Number, from) > 0)
                .OrderBy(c => c.Number).Select(c => c.Number).Take(Claims).ToListAsync(ct);
            after = numbers.Count == 0 ? End : numbers[^1];
            yield return numbers.Count > 0
                ? new RunChunk(after, async (services, step, token) =>
                {
                    var made = await services.GetRequiredService<DecideClaims>().HandleAsync(numbers, input.BatchId, step.Change, token);
                    step.Run.Total = step.Run.Done + made;
                    step.Count(made, 0);
                })
                : new RunChunk(End, (services, step, token) => services.GetRequiredService<ApproveAwards>().ProposeAsync(input.BatchId, step.Change, token));
        }
    }
}
