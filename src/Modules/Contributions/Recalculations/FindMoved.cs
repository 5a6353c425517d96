using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Contributions.Returns;
using Spmis.Values;

namespace Spmis.Contributions.Recalculations;

/// <summary>
/// Finds differences whose record is no longer what they were reckoned on: a correction or late return came, a payment was counted or taken back,
/// records were merged. Such a difference is never posted.
/// </summary>
public sealed class FindMoved(ContributionsDb db)
{
    private const int Page = 500;

    /// <summary>Whether one of all differences moved.</summary>
    internal async Task<bool> AnyAsync(Recalculation r, CancellationToken ct)
    {
        for (long after = 0; ;)
        {
            var from = after;
            var page = await db.Set<AssessmentDifference>().AsNoTracking().Where(d => d.RecalculationId == r.Id && d.Id > from).OrderBy(d => d.Id).Take(Page).ToListAsync(ct);
            if (page.Count == 0)
            {
                return false;
            }

            if ((await OfAsync(r, page, ct)).Count > 0)
            {
                return true;
            }

            after = page[^1].Id;
        }
    }

    /// <summary>Which of at most 1,000 differences moved.</summary>
    internal async Task<HashSet<long>> OfAsync(Recalculation r, IReadOnlyCollection<AssessmentDifference> differences, CancellationToken ct)
    {
        var sums = await SumsAsync(r, differences, ct);
        var corrected = await CorrectedAsync(r, differences, ct);
        var gone = await GoneAsync(differences, ct);
        return [.. differences.Where(d => d.Kind != DifferenceKind.ByHand && (
                sums.GetValueOrDefault((d.PersonId, d.EmployerId, d.Month)) != (d.MonthWasMinor, d.MonthWasBaseMinor)
                || (d.EmployerId is { } employer && (corrected.Contains((employer, d.Month, d.DeclaredPersonId)) || corrected.Contains((employer, d.Month, null))))
                || (d.ReceiptId is { } receipt && gone.Contains(receipt)))).Select(d => d.Id)];
    }

    /// <summary>Says of differences that they were not posted.</summary>
    internal async Task LeaveOutAsync(Recalculation r, IReadOnlyCollection<AssessmentDifference> differences, CancellationToken ct)
    {
        foreach (var ids in differences.Select(d => d.Id).Chunk(Page))
        {
            await db.Set<AssessmentDifference>().Where(d => ids.Contains(d.Id)).ExecuteUpdateAsync(s => s.SetProperty(d => d.LeftOut, true), ct);
        }

        r.LeftOut += differences.Count;
    }

    /// <summary>What the months come to today.</summary>
    private async Task<Dictionary<(Guid, Guid?, Month), (long Minor, long BaseMinor)>> SumsAsync(Recalculation r, IReadOnlyCollection<AssessmentDifference> differences, CancellationToken ct)
    {
        var persons = differences.Select(d => d.PersonId).Distinct().ToList();
        var (first, last) = (differences.Min(d => d.Month), differences.Max(d => d.Month));
        return (await db.Set<Contribution>().AsNoTracking().Where(c => persons.Contains(c.PersonId) && c.Scheme == r.Scheme && c.VoucherId == null && c.Month >= first && c.Month <= last)
            .GroupBy(c => new { c.PersonId, c.EmployerId, c.Month }).Select(g => new { g.Key, Minor = g.Sum(c => c.EmployeeMinor + c.EmployerMinor), Base = g.Sum(c => c.BaseMinor) }).ToListAsync(ct))
            .ToDictionary(g => (g.Key.PersonId, g.Key.EmployerId, g.Key.Month), g => (g.Minor, g.Base));
    }

    /// <summary>Employers' months with a return on its way, whoever it names; and workers named by a correction filed since, even if it changed no contribution.</summary>
    private async Task<HashSet<(Guid, Month, Guid?)>> CorrectedAsync(Recalculation r, IReadOnlyCollection<AssessmentDifference> differences, CancellationToken ct)
    {
        var employers = differences.Select(d => d.EmployerId).OfType<Guid>().Distinct().ToList();
        var (first, last) = (differences.Min(d => d.Month), differences.Max(d => d.Month));
        var returns = await db.Set<Return>().AsNoTracking()
            .Where(x => employers.Contains(x.EmployerId) && x.Scheme == r.Scheme && x.Month >= first && x.Month <= last && x.Slot != null && x.Slot != LawReturn.SlotOf(r.Id))
            .Where(x => (x.AssessedAt == null && !db.Runs.Any(run => run.Id == x.RunId && run.FailedAt != null)) || (x.RunId > r.RunId && x.Kind == ReturnKind.Correction))
            .Select(x => new { x.Id, x.EmployerId, x.Month, x.AssessedAt }).ToListAsync(ct);
        HashSet<(Guid, Month, Guid?)> found = [.. returns.Where(x => x.AssessedAt is null).Select(x => (x.EmployerId, x.Month, (Guid?)null))];
        var (ids, persons) = (returns.Where(x => x.AssessedAt is not null).ToDictionary(x => x.Id), differences.Select(d => d.DeclaredPersonId).Distinct().ToList());
        foreach (var part in ids.Keys.Chunk(Page))
        {
            (await db.Set<ReturnLine>().AsNoTracking().Where(l => part.Contains(l.ReturnId) && l.PersonId != null && persons.Contains(l.PersonId.Value)).Select(l => new { l.ReturnId, l.PersonId }).ToListAsync(ct))
                .ForEach(l => found.Add((ids[l.ReturnId].EmployerId, ids[l.ReturnId].Month, l.PersonId)));
        }

        return found;
    }

    /// <summary>Payments taken back, or given back in part, so that they cannot count for as much as was reckoned.</summary>
    private async Task<HashSet<Guid>> GoneAsync(IReadOnlyCollection<AssessmentDifference> differences, CancellationToken ct)
    {
        var reckoned = differences.Where(d => d.ReceiptId is not null).ToDictionary(d => d.ReceiptId ?? default, d => d.WageMinor);
        return [.. (await db.Set<Receipt>().AsNoTracking().Where(x => reckoned.Keys.Contains(x.Id)).Select(x => new { x.Id, x.ReversedOn, Available = x.AmountMinor - x.RefundedMinor }).ToListAsync(ct))
            .Where(x => x.ReversedOn is not null || x.Available != reckoned[x.Id]).Select(x => x.Id)];
    }
}

/// <summary>Differences that can be posted.</summary>
internal static class PostableDifferences
{
    public static IQueryable<AssessmentDifference> Postable(this ContributionsDb db, long id) => db.Set<AssessmentDifference>().AsNoTracking().Where(d => d.RecalculationId == id && d.Kind != DifferenceKind.ByHand);
}
