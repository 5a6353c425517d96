using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Indexations;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Eligibility.Recalculations;

/// <summary>Reckons the months of some awards again, inside the run's transaction, and keeps those that come out otherwise.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages.</param>
public sealed class RecalculateAwards(EligibilityDb db, SchemeBook schemes)
{
    /// <summary>The awards with numbers after one and up to another.</summary>
    public async Task HandleAsync(long id, Reckoners reckoners, (string From, string To) range, RunStep step, CancellationToken ct)
    {
        var (low, high) = range;
        var r = await db.Recalculations.SingleAsync(x => x.Id == id, ct);
        var rows = await (
            from a in db.Awards.AsNoTracking()
            join d in db.Determinations.AsNoTracking() on a.DeterminationId equals d.Id
            where a.Scheme == r.Scheme && a.LegacyNumber == null && a.ApprovedAt != null && d.Override == null && a.FromMonth <= r.ThroughMonth && string.Compare(a.Number, low) > 0 && string.Compare(a.Number, high) <= 0
            orderby a.Number
            select new { Award = a, d.PersonNumber, d.Id, d.ClaimId, d.Inputs, d.DecidedFor, Claimed = d.ClaimId != null }).ToListAsync(ct);
        var past = await PastsAsync(db, [.. rows.Select(x => x.Award.Id)], ct);
        var law = new LawByMonth(schemes, reckoners);
        await law.LoadAsync(r.Scheme, LawByMonth.FirstDays(r.FromMonth, r.ThroughMonth).Concat(rows.Where(x => x.Claimed).Select(x => x.DecidedFor)), ct);
        List<AwardDifference> found = [];
        foreach (var row in rows)
        {
            // A claim is decided by the text of its day: one before the change stays as it is.
            if (!row.Claimed || row.DecidedFor >= r.FromMonth.First)
            {
                var sheet = FactSheet.FromJson(Determination.OpenInputs(db.Keys, row.Id, row.ClaimId, row.Inputs));
                var now = row.Claimed ? law.Once(sheet, row.DecidedFor) : law.Monthly(sheet);
                found.AddRange(Differences.Of(row.Award, r.FromMonth, r.ThroughMonth, now, past(row.Award.Id)).Select(d => Row(id, row.Award, row.PersonNumber, d)));
            }
        }

        await KeepAsync(db, r, found, ct);
        r.Awards += rows.Count;
        step.Count(rows.Count, 0);
        db.RecordBulk(step.Change, nameof(AwardDifference), $"recalculation {id}, awards {low}..{high}", new { awards = rows.Count, months = found.Count, minor = found.Sum(d => d.DifferenceMinor) });
    }

    /// <summary>The row of a difference.</summary>
    internal static AwardDifference Row(long id, Award award, string personNumber, MonthDifference d) => new()
    {
        RecalculationId = id, AwardId = award.Id, Month = d.Month, AwardNumber = award.Number, PersonNumber = personNumber, Kind = d.Kind, WasMinor = d.WasMinor, NowMinor = d.NowMinor, DifferenceMinor = d.DifferenceMinor,
    };

    /// <summary>Keeps differences and adds them up.</summary>
    internal static async Task KeepAsync(EligibilityDb db, Recalculation r, List<AwardDifference> found, CancellationToken ct)
    {
        await db.BulkInsertAsync(found, ct);
        r.ArrearsMinor += found.Where(d => d.Kind == DifferenceKind.Arrears).Sum(d => d.DifferenceMinor);
        r.OverpaidMinor -= found.Where(d => d.Kind == DifferenceKind.Overpaid).Sum(d => d.DifferenceMinor);
    }

    /// <summary>What was paid and corrected before, by award; at most 1,000.</summary>
    internal static async Task<Func<Guid, AwardPast>> PastsAsync(EligibilityDb db, List<Guid> awards, CancellationToken ct)
    {
        var paid = (await KeepPaidMonths.WholeMonths(db.AwardMonths.AsNoTracking()).Where(m => awards.Contains(m.AwardId))
            .Select(m => new { m.AwardId, m.Month }).ToListAsync(ct)).Select(m => (m.AwardId, m.Month)).ToHashSet();
        var corrected = await (
            from d in db.AwardDifferences.AsNoTracking()
            join r in db.Recalculations.AsNoTracking() on d.RecalculationId equals r.Id
            where awards.Contains(d.AwardId) && d.DifferenceMinor != 0 && r.ApprovedAt != null
            select new { d.AwardId, d.RecalculationId, d.Month, d.Kind, d.DifferenceMinor, r.ThroughMonth }).ToListAsync(ct);
        var byAward = corrected.ToLookup(d => d.AwardId);
        var lowered = await Lowerings.OfAsync(db, awards, ct);
        // What a recalculation approved for its last month goes on from the next one, see Recalculation; a later lowering takes its place.
        long Corrected(Guid award, Month month) => byAward[award].Where(d => d.Month == month || (d.Month == d.ThroughMonth && d.Month < month && d.Kind == DifferenceKind.Arrears && !(lowered.In(award, month)?.RecalculationId > d.RecalculationId)))
            .Sum(d => d.DifferenceMinor);
        var raised = (await (
            from l in db.IndexationLines.AsNoTracking()
            join x in db.Indexations.AsNoTracking() on l.IndexationId equals x.Id
            where awards.Contains(l.AwardId) && l.ChangeMinor > 0 && x.ApprovedAt != null && x.Basis == IndexationBasis.Amount
            select new { l.AwardId, x.FromMonth, l.ChangeMinor }).ToListAsync(ct)).ToLookup(l => l.AwardId);
        // What the dated amount gave more is part of what was granted; what the rule `indexed` gave comes on top of the amount decided, and that alone is reckoned again.
        long Raised(Guid award, Month month) => raised[award].Where(l => l.FromMonth <= month && !(lowered.In(award, month)?.FromMonth > l.FromMonth)).Sum(l => l.ChangeMinor);
        return award => new AwardPast(month => Corrected(award, month) + Raised(award, month), month => lowered.In(award, month)?.MonthlyMinor, month => paid.Contains((award, month)));
    }
}
