using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Copies;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Eligibility.Awards;

/// <summary>
/// Puts awards to the record in use and finds those that pay the same person twice. It always starts from the dated facts, so it may be repeated and the order of merges,
/// undoings, deaths and endings does not matter.
/// </summary>
/// <param name="db">The module's database.</param>
/// <param name="merges">Who a record is now.</param>
public sealed class SettleOwners(EligibilityDb db, Merges merges)
{
    /// <summary>Settles the awards of these records and of everybody they were or are merged with.</summary>
    public async Task HandleAsync(IReadOnlyCollection<Guid> touched, Change change, CancellationToken ct)
    {
        var now = await merges.RootsAsync(touched, ct);
        var ids = touched.Concat(now.Values).Distinct().ToList();
        var awards = await db.Awards.IgnoreQueryFilters().Where(a => ids.Contains(a.PersonId) || ids.Contains(a.DecidedForId)).ToListAsync(ct);
        if (awards.Count == 0)
        {
            return;
        }

        var roots = await merges.RootsAsync([.. awards.Select(a => a.DecidedForId)], ct);
        foreach (var award in awards.Where(a => roots[a.DecidedForId] != a.PersonId))
        {
            award.PersonId = roots[award.DecidedForId];
            award.Changed();
        }

        // The others of the same persons, who may now stand beside these.
        var (owners, have) = (awards.Select(a => a.PersonId).Distinct().ToList(), awards.Select(a => a.Id).ToList());
        awards.AddRange(await db.Awards.IgnoreQueryFilters().Where(a => owners.Contains(a.PersonId) && !have.Contains(a.Id)).ToListAsync(ct));
        await ApplyDeathsAsync(awards, ct);
        await StopSecondsAsync(awards, ct);
        await FreeKeysAsync(awards, ct);
        await db.PublishAwardsAsync([.. awards.Where(a => db.Entry(a).State == EntityState.Modified)], ct);
        await db.SaveAsync(change, ct);
    }

    private async Task ApplyDeathsAsync(List<Award> awards, CancellationToken ct)
    {
        // A death recorded on any of the records of a person is that person's death.
        var ids = awards.SelectMany(a => new[] { a.PersonId, a.DecidedForId }).Distinct().ToList();
        var died = await db.Persons.IgnoreQueryFilters().AsNoTracking().Where(p => ids.Contains(p.PersonId)).Select(p => new { p.PersonId, p.DiedOn }).ToDictionaryAsync(p => p.PersonId, p => p.DiedOn, ct);
        foreach (var award in awards)
        {
            var day = died.GetValueOrDefault(award.PersonId) ?? died.GetValueOrDefault(award.DecidedForId);
            if (award.DiedOn != day)
            {
                award.DiedOn = day;
                award.Changed();
            }
        }
    }

    private async Task StopSecondsAsync(IReadOnlyList<Award> awards, CancellationToken ct)
    {
        foreach (var group in awards.GroupBy(a => (a.PersonId, a.Scheme)))
        {
            List<Award> kept = [];
            foreach (var award in group.Where(a => !a.IsEnded).OrderBy(a => a.ApprovedAt is null).ThenBy(a => a.Number, StringComparer.Ordinal))
            {
                var rival = kept.FirstOrDefault(k => k.Overlaps(award));
                if (rival is null)
                {
                    kept.Add(award);
                }

                if (award.DuplicateOfId != rival?.Id)
                {
                    award.DuplicateOfId = rival?.Id;
                    award.DuplicateFrom = rival is null ? null : await FirstUnpaidAsync(award, ct);
                    award.Changed();
                }
            }

            foreach (var award in group.Where(a => a.IsEnded && a.DuplicateOfId is not null))
            {
                (award.DuplicateOfId, award.DuplicateFrom) = (null, null);
                award.Changed();
            }
        }
    }

    /// <summary>Keys change hands between awards: first all that move are freed, then given.</summary>
    private async Task FreeKeysAsync(IReadOnlyList<Award> awards, CancellationToken ct)
    {
        var moving = awards.Where(a => db.Entry(a).Property(x => x.OpenKey).IsModified).Select(a => a.Id).ToList();
        if (moving.Count > 0)
        {
            await db.Awards.IgnoreQueryFilters().Where(a => moving.Contains(a.Id)).ExecuteUpdateAsync(s => s.SetProperty(a => a.OpenKey, (string?)null), ct);
        }
    }

    private async Task<Month> FirstUnpaidAsync(Award award, CancellationToken ct)
    {
        var paid = await db.AwardMonths.AsNoTracking().Where(m => m.AwardId == award.Id && m.Outcome == KeepPaidMonths.Paid).Select(m => m.Month).ToListAsync(ct);
        return paid.Count == 0 ? award.FromMonth : paid.Max().Add(1);
    }
}
