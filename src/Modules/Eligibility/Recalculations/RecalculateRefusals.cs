using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Rounds;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Runs;
using Spmis.Kernel.Secrets;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Eligibility.Recalculations;

/// <summary>Decides earlier refusals again on the facts of then, inside the run's transaction. Who is entitled now gets a decision and an award from then on, which waits for approval; Payments pays its past months.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages.</param>
/// <param name="make">Makes awards.</param>
/// <param name="keys">Seal what decisions on claims rest on.</param>
public sealed class RecalculateRefusals(EligibilityDb db, SchemeBook schemes, MakeAwards make, ColumnKeys keys)
{
    /// <summary>Decisions of a round on persons with numbers after one and up to another that did not say yes.</summary>
    public async Task OfRoundAsync(long id, long roundId, Reckoners reckoners, (string From, string To) range, RunStep step, CancellationToken ct)
    {
        var (from, to) = range;
        var r = await db.Recalculations.SingleAsync(x => x.Id == id, ct);
        var month = await db.Rounds.Where(x => x.Id == roundId).Select(x => x.Month).SingleAsync(ct);
        var rows = await db.Determinations.AsNoTracking().Where(d => d.RoundId == roundId && d.Outcome != Answer.Yes && string.Compare(d.PersonNumber, from) > 0 && string.Compare(d.PersonNumber, to) <= 0)
            .OrderBy(d => d.PersonNumber).ToListAsync(ct);
        var law = new LawByMonth(schemes, reckoners);
        await law.LoadAsync(r.Scheme, LawByMonth.FirstDays(month, r.ThroughMonth), ct);
        var text = law.On(month.First);
        var entitled = text is null ? [] : rows.Where(d => reckoners.Of(text.Rules).Of(d.Sheet).Outcome is Answer.Yes).ToList();
        var open = await InScopeAsync(r, entitled, step, ct);
        var ids = open.ConvertAll(d => d.PersonId);
        var held = await db.Awards.AsNoTracking().Where(a => a.Scheme == r.Scheme && ids.Contains(a.PersonId) && a.OpenKey != null).ToListAsync(ct);
        await EarlierMonthsAsync(r, law, held, open, month, ct);
        if (text is not null)
        {
            var holders = held.Select(a => a.PersonId).ToHashSet();
            await AwardAsync(r, text, [.. open.Where(d => !holders.Contains(d.PersonId))], null, step, ct);
        }

        r.Refusals += rows.Count;
        step.Count(rows.Count, 0);
    }

    /// <summary>Claims refused, with numbers after one and up to another.</summary>
    public async Task OfClaimsAsync(long id, Reckoners reckoners, (string From, string To) range, RunStep step, CancellationToken ct)
    {
        var (from, to) = range;
        var r = await db.Recalculations.SingleAsync(x => x.Id == id, ct);
        var claims = await db.Claims.Where(c => c.Scheme == r.Scheme && c.Outcome == Answer.No && c.EventOn >= r.FromMonth.First && string.Compare(c.Number, from) > 0 && string.Compare(c.Number, to) <= 0).OrderBy(c => c.Number).ToListAsync(ct);
        var ids = claims.ConvertAll(c => c.DeterminationId);
        var decided = await db.Determinations.AsNoTracking().Where(d => ids.Contains(d.Id)).ToListAsync(ct);
        var law = new LawByMonth(schemes, reckoners);
        await law.LoadAsync(r.Scheme, claims.Select(c => c.EventOn), ct);
        var entitled = decided.Where(d => law.On(d.DecidedFor) is { } text && reckoners.Of(text.Rules).Of(d.Sheet).Outcome is Answer.Yes).ToList();
        var open = await InScopeAsync(r, entitled, step, ct);
        foreach (var day in open.GroupBy(d => law.On(d.DecidedFor)))
        {
            await AwardAsync(r, day.Key ?? throw new InvalidOperationException("Decided by a text."), [.. day], claims.ToDictionary(c => c.Id), step, ct);
        }

        r.Refusals += claims.Count;
        step.Count(claims.Count, 0);
    }

    /// <summary>Those whom an award can be made for; who died or was merged meanwhile is left to a person, and said so.</summary>
    private async Task<List<Determination>> InScopeAsync(Recalculation r, List<Determination> entitled, RunStep step, CancellationToken ct)
    {
        var ids = entitled.Select(d => d.PersonId).Distinct().ToList();
        var inScope = (await RoundWorker.InScope(db).Where(p => ids.Contains(p.PersonId)).Select(p => p.PersonId).ToListAsync(ct)).ToHashSet();
        foreach (var gone in entitled.Where(d => !inScope.Contains(d.PersonId)))
        {
            step.Note(step.Run.Done + r.LeftOut + 1, "recalculation.person-gone", $"{gone.PersonNumber} would be entitled from {Month.Of(gone.DecidedFor)}, but the person died or the record was merged meanwhile. Look at it by hand.", number: gone.PersonNumber);
            r.LeftOut++;
        }

        return [.. entitled.Where(d => inScope.Contains(d.PersonId))];
    }

    /// <summary>Who got an award later on is owed the months before it.</summary>
    private async Task EarlierMonthsAsync(Recalculation r, LawByMonth law, List<Award> held, List<Determination> entitled, Month from, CancellationToken ct)
    {
        var ids = held.ConvertAll(a => a.Id);
        var pasts = await RecalculateAwards.PastsAsync(db, ids, ct);
        var kept = (await db.AwardDifferences.AsNoTracking().Where(d => d.RecalculationId == r.Id && ids.Contains(d.AwardId)).Select(d => new { d.AwardId, d.Month }).ToListAsync(ct)).Select(d => (d.AwardId, d.Month)).ToHashSet();
        var byPerson = entitled.ToDictionary(d => d.PersonId);
        List<AwardDifference> found = [];
        foreach (var award in held.Where(a => a.ApprovedAt is not null))
        {
            var decision = byPerson[award.PersonId];
            found.AddRange(Differences.Before(award, from, r.ThroughMonth, law.Monthly(decision.Sheet), pasts(award.Id))
                .Where(d => !kept.Contains((award.Id, d.Month))).Select(d => RecalculateAwards.Row(r.Id, award, decision.PersonNumber, d)));
        }

        await RecalculateAwards.KeepAsync(db, r, found, ct);
    }

    private async Task AwardAsync(Recalculation r, ApprovedScheme text, List<Determination> refused, Dictionary<Guid, Claim>? claims, RunStep step, CancellationToken ct)
    {
        var ids = refused.ConvertAll(d => d.PersonId);
        var persons = await db.Persons.AsNoTracking().Where(p => ids.Contains(p.PersonId)).ToDictionaryAsync(p => p.PersonId, ct);
        var decide = new Decide(text.Rules, r.AsKnownOn);
        var rows = refused.ConvertAll(d => Again(d, decide, text.Rules, persons[d.PersonId], claims, step));
        rows.ForEach(row => row.Seal(keys));
        await db.BulkInsertAsync(rows, ct);
        var made = await make.HandleAsync(rows, text.Branch, r.BatchId, step.Change, ct);
        r.Gained += made.Count;
        db.RecordBulk(step.Change, nameof(Determination), $"recalculation {r.Id}", new { entitled = rows.Count, awards = made.Count });
        await db.SaveAsync(step.Change, ct);
    }

    private static Determination Again(Determination refused, Decide decide, Scheme scheme, PersonCopy person, Dictionary<Guid, Claim>? claims, RunStep step)
    {
        var decision = decide.Explain(refused.Sheet);
        if (refused.ClaimId is not { } claimId || claims is null)
        {
            return Determination.Of(decision, scheme, person, refused.DecidedFor, step.Change);
        }

        var claim = claims[claimId];
        var row = Determination.Of(decision, scheme, person, refused.DecidedFor, step.Change, claimId: claimId, attempt: claim.Decisions + 1);
        (claim.Outcome, claim.DecidedAt, claim.DeterminationId, claim.Decisions) = (decision.Outcome, step.Change.Now, row.Id, claim.Decisions + 1);
        claim.Version++;
        return row;
    }
}
