using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility.Awards;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Eligibility.Recalculations;

/// <summary>What the run needs.</summary>
/// <param name="RecalculationId">The recalculation.</param>
/// <param name="Reason">What the persons are told.</param>
public sealed record LoweringInput(long RecalculationId, string Reason);

/// <summary>Ends the awards that come to nothing and tells Payments the lower amounts of the others, five hundred awards at a time.</summary>
public sealed class TellLoweringWorker(EligibilityDb db) : IRunWorker
{
    /// <summary>The kind of run.</summary>
    public const string RunKind = "eligibility.tell-lowering";

    private const int Awards = 500;

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "awards.prepare";

    /// <inheritdoc />
    public bool MayStop => false;

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var input = run.InputAs<LoweringInput>();
        var r = await db.Recalculations.AsNoTracking().SingleAsync(x => x.Id == input.RecalculationId, ct);
        var after = run.Checkpoint ?? "";
        while (true)
        {
            var from = after;
            var rows = await LowerAwards.Reached(db, r).AsNoTracking().Where(d => string.Compare(d.AwardNumber, from) > 0).OrderBy(d => d.AwardNumber).Take(Awards).Select(d => new { d.AwardNumber, d.AwardId, d.NowMinor }).ToListAsync(ct);
            if (rows.Count == 0)
            {
                yield break;
            }

            after = rows[^1].AwardNumber;
            List<Guid> all = rows.ConvertAll(d => d.AwardId), ended = [.. rows.Where(d => d.NowMinor == 0).Select(d => d.AwardId)];
            yield return new RunChunk(after, (services, step, token) => TellAsync(services, (all, ended), (r.ThroughMonth, input.Reason), step, token));
        }
    }

    private static async Task TellAsync(IServiceProvider services, (List<Guid> All, List<Guid> Ended) awards, (Month Last, string Reason) end, RunStep step, CancellationToken ct)
    {
        var module = services.GetRequiredService<EligibilityDb>();
        var (last, reason) = end;
        await module.Awards.Where(a => awards.All.Contains(a.Id)).ExecuteUpdateAsync(s => s.SetProperty(a => a.Version, a => a.Version + 1), ct);
        // Nothing else ends here that ended by itself meanwhile.
        await module.Awards.Where(a => awards.Ended.Contains(a.Id) && (a.EndedAfter == null || a.EndedAfter > last))
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.EndedAfter, last).SetProperty(a => a.EndedBecause, reason).SetProperty(a => a.OpenKey, (string?)null), ct);
        var rows = await module.Awards.AsNoTracking().Where(a => awards.All.Contains(a.Id)).ToListAsync(ct);
        await module.PublishAwardsAsync(rows, ct);
        // A second award of the same person, stopped because of one that ended, goes on.
        await services.GetRequiredService<SettleOwners>().HandleAsync([.. rows.Where(a => awards.Ended.Contains(a.Id)).Select(a => a.PersonId)], step.Change, ct);
        module.RecordBulk(step.Change, nameof(Award), $"lowered to {rows.Max(a => a.Number)}", new { awards = rows.Count, ended = awards.Ended.Count, after = last.Code });
        step.Count(rows.Count, 0);
    }
}
