using Microsoft.EntityFrameworkCore;

namespace Spmis.Contributions.DayWork;

/// <summary>Counts workers' days of a year with all employers, so that no two employers at once pass the limit.</summary>
public sealed class WorkerDays(ContributionsDb db)
{
    private const string Series = "day-work-years";

    /// <summary>Takes one more day for each of at most 500 workers, in the open transaction.</summary>
    /// <returns>Whom it was taken for; the others have as many as the law allows.</returns>
    internal async Task<HashSet<Guid>> TakeAsync(string scheme, int year, IReadOnlyCollection<Guid> persons, int? most, CancellationToken ct)
    {
        await MissingAsync(scheme, year, persons, ct);
        var mark = Guid.CreateVersion7();
        var limit = most ?? int.MaxValue;
        await Of(scheme, year, persons).Where(y => y.Days < limit).ExecuteUpdateAsync(s => s.SetProperty(y => y.Days, y => y.Days + 1).SetProperty(y => y.Mark, mark), ct);
        return [.. await Of(scheme, year, persons).Where(y => y.Mark == mark).Select(y => y.PersonId).ToListAsync(ct)];
    }

    /// <summary>Gives days back that will not be worked.</summary>
    internal async Task GiveBackAsync(IEnumerable<(string Scheme, Guid PersonId, int Year)> days, CancellationToken ct)
    {
        foreach (var group in days.GroupBy(d => d).GroupBy(g => (g.Key.Scheme, g.Key.Year, Days: g.Count())))
        {
            var persons = group.Select(g => g.Key.PersonId).ToList();
            await Of(group.Key.Scheme, group.Key.Year, persons).ExecuteUpdateAsync(s => s.SetProperty(y => y.Days, y => y.Days - group.Key.Days), ct);
        }
    }

    /// <summary>Counts the days of some workers anew, after a merge or its undoing.</summary>
    /// <param name="members">To each person the record in use.</param>
    /// <param name="ct">Cancels.</param>
    internal async Task RecountAsync(IReadOnlyDictionary<Guid, Guid> members, CancellationToken ct)
    {
        var (persons, roots) = (members.Keys.ToList(), members.Values.Distinct().ToList());
        var days = (await db.Set<DayVoucher>().IgnoreQueryFilters().AsNoTracking().Where(v => v.PersonId != null && persons.Contains(v.PersonId.Value)).Select(v => new { v.PersonId, v.Scheme, v.Day }).ToListAsync(ct))
            .GroupBy(v => (Root: members[v.PersonId ?? default], v.Scheme, (v.Day ?? default).Year)).Select(g => new DayWorkYear { PersonId = g.Key.Root, Scheme = g.Key.Scheme, Year = g.Key.Year, Days = g.Count() }).ToList();
        await db.Set<DayWorkYear>().Where(y => persons.Contains(y.PersonId) || roots.Contains(y.PersonId)).ExecuteDeleteAsync(ct);
        await db.BulkInsertAsync(days, ct);
    }

    private IQueryable<DayWorkYear> Of(string scheme, int year, IReadOnlyCollection<Guid> persons) => db.Set<DayWorkYear>().Where(y => y.Scheme == scheme && y.Year == year && persons.Contains(y.PersonId));

    /// <summary>A worker's first day of a year needs its row; whoever makes such rows holds the series, so that two do not make the same.</summary>
    private async Task MissingAsync(string scheme, int year, IReadOnlyCollection<Guid> persons, CancellationToken ct)
    {
        for (var held = false; ; held = true)
        {
            var known = await Of(scheme, year, persons).Select(y => y.PersonId).ToListAsync(ct);
            var missing = persons.Except(known).ToList();
            if (missing.Count == 0)
            {
                return;
            }

            if (held)
            {
                await db.BulkInsertAsync([.. missing.Select(p => new DayWorkYear { PersonId = p, Scheme = scheme, Year = year })], ct);
                return;
            }

            await db.TakeNumbersAsync(Series, 0, ct);
        }
    }
}
