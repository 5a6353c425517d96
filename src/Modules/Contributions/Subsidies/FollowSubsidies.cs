using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Spmis.Contributions.Clock;
using Spmis.Contributions.Record;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;
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
    public async Task<long?> HandleAsync(Change change, CancellationToken ct) => await db.Set<SubsidyProgramme>().AnyAsync(ct) ? await DailyRun.StartAsync(db, RunKind, "Subsidies of", day => new SubsidyRunInput(day), change, ct) : null;
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
public sealed class DueSubsidies(IServiceScopeFactory scopes, TimeProvider time, ILogger<DueSubsidies> log) : ClockedLook(scopes, time, log)
{
    /// <inheritdoc />
    protected override string Act => "subsidies.follow";

    /// <inheritdoc />
    protected override Task LookAsync(IServiceProvider services, Change change, CancellationToken ct) => services.GetRequiredService<FollowSubsidies>().HandleAsync(change, ct);
}
