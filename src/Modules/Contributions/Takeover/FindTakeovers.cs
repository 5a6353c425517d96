using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;

namespace Spmis.Contributions.Takeover;

/// <summary>A year and kind of a batch.</summary>
/// <param name="Year">The year of the months.</param>
/// <param name="Kind">What is summed.</param>
/// <param name="Stated">By the old books; null where nobody stated it.</param>
/// <param name="Taken">Of the lines that are, or can be, taken over.</param>
/// <param name="Refused">Of the refused lines.</param>
public sealed record BatchTotal(int Year, TotalKind Kind, long? Stated, long Taken, long Refused);

/// <summary>Queries of batches.</summary>
public sealed class FindTakeovers(ContributionsDb db)
{
    private const int Most = 100;

    /// <summary>The latest first, before one.</summary>
    public async Task<List<TakeoverBatch>> ListAsync(long? before, int limit, CancellationToken ct) =>
        await WithRejectionsAsync(await db.Set<TakeoverBatch>().AsNoTracking().Where(b => before == null || b.Id < before).OrderByDescending(b => b.Id).Take(Math.Clamp(limit, 1, Most)).ToListAsync(ct), ct);

    /// <exception cref="Refused">There is none.</exception>
    public async Task<TakeoverBatch> ReadAsync(long id, CancellationToken ct) =>
        (await WithRejectionsAsync(await db.Set<TakeoverBatch>().AsNoTracking().Where(b => b.Id == id).ToListAsync(ct), ct)).SingleOrDefault() ?? throw new Refused("takeover.unknown", $"There is no takeover {id}.");

    private async Task<List<TakeoverBatch>> WithRejectionsAsync(List<TakeoverBatch> batches, CancellationToken ct)
    {
        var waiting = batches.Where(b => b is { CheckedAt: not null, ApprovedAt: null }).ToDictionary(b => ApproveTakeover.Subject(b.Id));
        var decided = await db.Proposals.AsNoTracking().Where(p => p.Act == ApproveTakeover.Act && waiting.Keys.Contains(p.Subject)).Select(p => new { p.Subject, p.Id, p.Approved }).ToListAsync(ct);
        foreach (var batch in decided.GroupBy(p => p.Subject))
        {
            waiting[batch.Key].Rejected = batch.MaxBy(p => p.Id)?.Approved == false;
        }

        return batches;
    }

    /// <summary>A batch by year and kind.</summary>
    public async Task<IReadOnlyList<BatchTotal>> TotalsAsync(long id, CancellationToken ct)
    {
        var stated = await db.Set<TakeoverTotal>().AsNoTracking().Where(t => t.BatchId == id).ToDictionaryAsync(t => (t.Year, t.Kind), t => t.Stated, ct);
        var sums = (await TakeoverSums.OfAsync(db, db.Set<TakeoverBatch>().Where(b => b.Id == id), ct)).ToLookup(s => (s.Year, s.Kind));
        return
        [
            .. stated.Keys.Concat(sums.Select(s => s.Key)).Distinct().OrderBy(k => k.Year).ThenBy(k => k.Kind)
                .Select(k => new BatchTotal(k.Year, k.Kind, stated.TryGetValue(k, out var told) ? told : null, sums[k].Where(s => !s.Refused).Sum(s => s.Sum), sums[k].Where(s => s.Refused).Sum(s => s.Sum))),
        ];
    }

    /// <summary>The old systems there are, at most a hundred.</summary>
    public Task<List<string>> SourcesAsync(CancellationToken ct) => db.Set<TakeoverBatch>().AsNoTracking().Where(b => b.UndoneAt == null).Select(b => b.Source).Distinct().OrderBy(s => s).Take(Most).ToListAsync(ct);
}
