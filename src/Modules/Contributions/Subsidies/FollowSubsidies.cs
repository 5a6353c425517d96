using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spmis.Contributions.Record;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Contributions.Subsidies;

/// <summary>What the run needs.</summary>
/// <param name="On">The day.</param>
public sealed record SubsidyRunInput(DateOnly On);

/// <summary>Starts the run that covers months of awards, gives rewards and bills donors; one a day.</summary>
public sealed class FollowSubsidies(ContributionsDb db)
{
    public const string RunKind = "contributions.subsidies";

    /// <returns>The run; null when no programme was ever started, or the day had its run.</returns>
    public async Task<long?> HandleAsync(Change change, CancellationToken ct)
    {
        var run = Run.Of(RunKind, $"{change.Today:yyyy-MM-dd}", $"Subsidies of {change.Today:yyyy-MM-dd}", new SubsidyRunInput(change.Today), change);
        if (!await db.Set<SubsidyProgramme>().AnyAsync(ct) || await db.Runs.AnyAsync(r => r.Key == run.Key, ct))
        {
            return null;
        }

        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
        return run.Id;
    }
}

/// <summary>500 awards, or 500 persons, a transaction; then the donors. Executed again it changes nothing.</summary>
public sealed class SubsidiesWorker(ContributionsDb db) : IRunWorker
{
    private const int Chunk = 500;

    public string Kind => FollowSubsidies.RunKind;

    public string Permission => "subsidies.prepare";

    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var on = run.InputAs<SubsidyRunInput>().On;
        var done = (run.Checkpoint ?? "").Split(' ') is [var phase, var id, var last] ? (phase, long.Parse(id, System.Globalization.CultureInfo.InvariantCulture), Guid.Parse(last)) : ("a", 0L, Guid.Empty);
        var programmes = await db.Set<SubsidyProgramme>().AsNoTracking().Where(p => p.Kind == SubsidyKind.Cover || p.Kind == SubsidyKind.Reward).OrderBy(p => p.Id).ToListAsync(ct);
        foreach (var p in programmes.Where(p => done.Item1 == "a" && p.Id >= done.Item2))
        {
            var after = p.Id == done.Item2 ? done.Item3 : Guid.Empty;
            while (await NextAsync(p, after, ct) is { Count: > 0 } ids)
            {
                after = ids[^1];
                yield return new RunChunk($"a {p.Id} {after:N}", (services, step, stop) => p.Kind == SubsidyKind.Cover
                    ? services.GetRequiredService<CoverMonths>().ChunkAsync(p.Id, ids, on, step, stop)
                    : services.GetRequiredService<GiveRewards>().ChunkAsync(p.Id, ids, on, step, stop));
            }
        }

        if (done.Item1 == "a")
        {
            yield return new RunChunk($"z 0 {Guid.Empty:N}", (services, step, stop) => services.GetRequiredService<BillDonors>().HandleAsync(on, step, stop));
        }
    }

    private Task<List<Guid>> NextAsync(SubsidyProgramme p, Guid after, CancellationToken ct) => p.Kind == SubsidyKind.Cover
        ? db.Set<CoveredAward>().Where(a => a.BenefitScheme == p.BenefitScheme && a.AwardId > after).OrderBy(a => a.AwardId).Select(a => a.AwardId).Take(Chunk).ToListAsync(ct)
        : db.Set<ContributionYearRow>().Where(y => y.Scheme == p.Scheme && y.Year >= p.From.Year && y.PersonId > after).Select(y => y.PersonId).Distinct().OrderBy(y => y).Take(Chunk).ToListAsync(ct);
}

/// <summary>Looks every hour whether the day had its run.</summary>
public sealed partial class DueSubsidies(IServiceScopeFactory scopes, TimeProvider time, ILogger<DueSubsidies> log) : BackgroundService
{
    private static readonly TimeSpan LookEach = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEach, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<FollowSubsidies>().HandleAsync(new Change { Act = "subsidies.follow", Actor = Actor.System, Now = time.GetUtcNow().UtcDateTime }, stoppingToken);
            }
            catch (Exception failed) when (failed is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                NotFollowed(failed); // The next look is soon; another process may have been first.
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Subsidies could not be followed; it is tried again in an hour.")]
    private partial void NotFollowed(Exception failed);
}
