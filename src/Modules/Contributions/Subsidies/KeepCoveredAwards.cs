using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Eligibility;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;
using Spmis.Values;

namespace Spmis.Contributions.Subsidies;

/// <summary>Keeps the awards of social assistance, by version: their months may be covered by a programme that begins later. The nightly run covers them.</summary>
public sealed class KeepCoveredAwards(ContributionsDb db) : Consumer<ContributionsDb, AwardsDecided>
{
    private const string Assistance = "social-assistance";

    public override async Task HandleAsync(AwardsDecided message, Change change, CancellationToken ct)
    {
        var newest = message.Awards.Where(a => a.Component == "main" && a.Branch == Assistance).GroupBy(a => a.AwardId).Select(g => g.MaxBy(a => a.Version) ?? g.First()).ToList();
        var ids = newest.ConvertAll(a => a.AwardId);
        var known = await db.Set<CoveredAward>().AsNoTracking().Where(a => ids.Contains(a.AwardId)).ToDictionaryAsync(a => a.AwardId, a => a.Version, ct);
        var changed = newest.Where(a => !known.TryGetValue(a.AwardId, out var version) || version < a.Version).ToList();
        var replaced = changed.Where(a => known.ContainsKey(a.AwardId)).Select(a => a.AwardId).ToList();
        await db.Set<CoveredAward>().Where(a => replaced.Contains(a.AwardId)).ExecuteDeleteAsync(ct);
        await db.BulkInsertAsync([.. changed.Select(Of)], ct);
    }

    private static CoveredAward Of(AwardFacts a)
    {
        var last = new[] { a.ToMonth, a.SuspendedFromMonth is { } suspended ? Month.FromCode(suspended).Add(-1).Code : null }.Min();
        return new CoveredAward { AwardId = a.AwardId, AwardNumber = a.AwardNumber, PersonId = a.BeneficiaryId, BenefitScheme = a.Scheme, From = Month.FromCode(a.FromMonth), To = last is { } code ? Month.FromCode(code) : null, Version = a.Version };
    }
}
