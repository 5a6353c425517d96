using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Eligibility;
using Spmis.Values;

namespace Spmis.Contributions.Copies;

/// <summary>A copy of an award, kept by the version of its owner.</summary>
internal interface IAwardCopy
{
    Guid AwardId { get; }

    long Version { get; }
}

/// <summary>What copies of awards have in common: the newest version of the main component holds, and older copies give way to it.</summary>
internal static class AwardCopies
{
    private const string Main = "main";

    /// <summary>The awards of a message that are newer than their copies; older copies are deleted, and the new ones are the caller's to insert.</summary>
    public static async Task<List<AwardFacts>> NewerAsync<TCopy>(ContributionsDb db, AwardsDecided message, Func<AwardFacts, bool> kept, CancellationToken ct)
        where TCopy : class, IAwardCopy
    {
        var newest = message.Awards.Where(a => a.Component == Main && kept(a)).GroupBy(a => a.AwardId).Select(g => g.MaxBy(a => a.Version) ?? g.First()).ToList();
        var ids = newest.ConvertAll(a => a.AwardId);
        var known = await db.Set<TCopy>().AsNoTracking().Where(a => ids.Contains(a.AwardId)).ToDictionaryAsync(a => a.AwardId, a => a.Version, ct);
        var newer = newest.Where(a => !known.TryGetValue(a.AwardId, out var version) || version < a.Version).ToList();
        var replaced = newer.Where(a => known.ContainsKey(a.AwardId)).Select(a => a.AwardId).ToList();
        await db.Set<TCopy>().Where(a => replaced.Contains(a.AwardId)).ExecuteDeleteAsync(ct);
        return newer;
    }

    /// <summary>The last month that counts: the award's own, or the one before it is suspended; null until further notice.</summary>
    public static Month? LastMonth(AwardFacts award)
    {
        var last = new[] { award.ToMonth, award.SuspendedFromMonth is { } suspended ? Month.FromCode(suspended).Add(-1).Code : null }.Min();
        return last is { } code ? Month.FromCode(code) : null;
    }
}
