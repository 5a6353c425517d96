using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Spmis.Contributions.Clock;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Plans;

/// <summary>What the run needs.</summary>
/// <param name="On">The day.</param>
public sealed record PlanRunInput(DateOnly On);

/// <summary>Starts the run that looks at money held under plans: what can no longer be completed to a longer period buys single months. One a day.</summary>
public sealed class FollowPlans(ContributionsDb db)
{
    public const string RunKind = "contributions.plans";

    /// <returns>The run; null when nobody has a plan, or the day had its run.</returns>
    public async Task<long?> HandleAsync(Change change, CancellationToken ct) =>
        await db.Set<ContributionPlan>().AnyAsync(ct) ? await DailyRun.StartAsync(db, RunKind, "Contribution plans of", day => new PlanRunInput(day), change, ct) : null;
}

/// <summary>100 workers a transaction. Executed again it finds nothing left to do.</summary>
public sealed class PlansWorker(ContributionsDb db) : IRunWorker
{
    private const int Chunk = 100;

    public string Kind => FollowPlans.RunKind;

    public string Permission => May.ChoosePlans;

    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var after = Guid.TryParse(run.Checkpoint, out var done) ? done : Guid.Empty;
        while (await NextAsync(after, ct) is { Count: > 0 } persons)
        {
            after = persons[^1];
            yield return new RunChunk($"{after:N}", async (services, step, stop) =>
            {
                await services.GetRequiredService<FillPlans>().ChunkAsync(persons, step.Change, stop);
                step.Count(persons.Count, 0);
            });
        }
    }

    private Task<List<Guid>> NextAsync(Guid after, CancellationToken ct) =>
        db.Set<ContributionPlan>().Where(p => p.PersonId > after).Select(p => p.PersonId).Distinct().OrderBy(p => p).Take(Chunk).ToListAsync(ct);
}

/// <summary>Looks every hour whether the day had its run.</summary>
public sealed class DuePlans(IServiceScopeFactory scopes, TimeProvider time, ILogger<DuePlans> log) : ClockedLook(scopes, time, log)
{
    /// <inheritdoc />
    protected override string Act => "plans.follow";

    /// <inheritdoc />
    protected override Task LookAsync(IServiceProvider services, Change change, CancellationToken ct) => services.GetRequiredService<FollowPlans>().HandleAsync(change, ct);
}
