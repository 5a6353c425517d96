using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Copies;
using Spmis.Kernel.Acts;

namespace Spmis.Eligibility.Awards;

/// <summary>The month of death is the last one paid. A death taken back opens the award again.</summary>
/// <param name="db">The module's database.</param>
/// <param name="merges">Who a record is now.</param>
public sealed class EndAwardsOnDeath(EligibilityDb db, Merges merges)
{
    /// <summary>Applies the day of death, or that there is none, of persons whose day of death changed.</summary>
    public async Task HandleAsync(IReadOnlyDictionary<Guid, DateOnly?> died, Change change, CancellationToken ct)
    {
        if (died.Count == 0)
        {
            return;
        }

        var roots = await merges.RootsAsync([.. died.Keys], ct);
        var ids = died.Keys.Concat(roots.Values).Distinct().ToList();
        var awards = await db.Awards.Where(a => ids.Contains(a.PersonId) || ids.Contains(a.DecidedForId)).ToListAsync(ct);
        await SettleOwners.ApplyDeathsAsync(db, awards, ct);
        await db.PublishAwardsAsync([.. awards.Where(a => db.Entry(a).State == EntityState.Modified)], ct);
        await db.SaveAsync(change, ct);
    }
}
