using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Rules;

namespace Spmis.Eligibility.Determinations;

/// <summary>Decides up to 1,000 claims of one scheme on what is known now, inside the open transaction: explanation for each, awards for those that say yes.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages.</param>
/// <param name="merges">Who a record is now.</param>
/// <param name="make">Makes awards.</param>
public sealed class DecideClaims(EligibilityDb db, SchemeBook schemes, Merges merges, MakeAwards make)
{
    /// <summary>Decides the claims of these numbers that have no yes or no yet.</summary>
    /// <returns>How many were decided.</returns>
    public async Task<int> HandleAsync(IReadOnlyCollection<string> numbers, long batchId, Change change, CancellationToken ct)
    {
        var claims = await db.Claims.Where(c => numbers.Contains(c.Number) && (c.Outcome == null || c.Outcome == Answer.CannotTell)).OrderBy(c => c.Number).ToListAsync(ct);
        var persons = await PersonsAsync(claims, ct);
        var ids = persons.Values.Select(p => p.PersonId).Distinct().ToList();
        var years = (await db.ContributionYears.AsNoTracking().Where(y => ids.Contains(y.PersonId)).ToListAsync(ct)).ToLookup(y => y.PersonId);
        var deciders = new Dictionary<string, (ApprovedScheme Scheme, Decide Decide)>(StringComparer.Ordinal);
        List<(Determination Row, string Branch)> made = [];
        foreach (var claim in claims)
        {
            var scheme = await schemes.OnAsync(claim.Scheme, claim.EventOn, ct);
            if (!deciders.TryGetValue(scheme.Rules.Hash, out var decider))
            {
                deciders[scheme.Rules.Hash] = decider = (scheme, new Decide(scheme.Rules, change.Today));
            }

            var person = persons[claim.PersonId];
            var asked = new Asked(claim.EventOn, $"Claim {claim.Number} ({claim.Source})", claim.FiledOn, claim.Given);
            var decision = decider.Decide.For(person, asked, years[person.PersonId]);
            var row = Determination.Of(decision, scheme.Rules, person, claim.EventOn, change, claimId: claim.Id, attempt: claim.Decisions + 1);
            (claim.Outcome, claim.DecidedAt, claim.DeterminationId, claim.Decisions) = (decision.Outcome, change.Now, row.Id, claim.Decisions + 1);
            claim.OpenKey = decision.Outcome is Answer.CannotTell ? claim.OpenKey : null;
            claim.Version++;
            made.Add((row, scheme.Branch));
        }

        await db.BulkInsertAsync([.. made.Select(m => m.Row)], ct);
        foreach (var branch in made.Where(m => m.Row.Outcome is Answer.Yes).GroupBy(m => m.Branch))
        {
            await make.HandleAsync([.. branch.Select(m => m.Row)], branch.Key, batchId, change, ct);
        }

        db.RecordBulk(change, nameof(Determination), $"batch {batchId}", made.GroupBy(m => m.Row.Outcome).ToDictionary(g => g.Key.ToString(), g => g.Count()));
        await db.SaveAsync(change, ct);
        return made.Count;
    }

    private async Task<Dictionary<Guid, PersonCopy>> PersonsAsync(List<Claim> claims, CancellationToken ct)
    {
        var roots = await merges.RootsAsync([.. claims.Select(c => c.PersonId)], ct);
        var ids = roots.Values.Distinct().ToList();
        var persons = await db.Persons.AsNoTracking().Where(p => ids.Contains(p.PersonId)).ToDictionaryAsync(p => p.PersonId, ct);
        return roots.ToDictionary(r => r.Key, r => persons.TryGetValue(r.Value, out var person) ? person
            : throw new InvalidOperationException($"Person {r.Value} was merged into, but is not known here yet; the run goes on when the message has arrived."));
    }
}
