using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Evidence;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Secrets;
using Spmis.Rules;

namespace Spmis.Eligibility.Determinations;

/// <summary>Decides up to 1,000 claims of one scheme on what is known now, inside the open transaction: explanation for each, awards for those that say yes.</summary>
/// <param name="db">The module's database.</param>
/// <param name="sheets">What they are decided on.</param>
/// <param name="make">Makes awards.</param>
/// <param name="keys">Seal what they rest on.</param>
public sealed class DecideClaims(EligibilityDb db, ClaimSheets sheets, MakeAwards make, ColumnKeys keys)
{
    /// <summary>Decides the claims of these numbers that have no yes or no yet.</summary>
    /// <returns>How many were decided.</returns>
    public async Task<int> HandleAsync(IReadOnlyCollection<string> numbers, long batchId, Change change, CancellationToken ct)
    {
        var claims = await db.Claims.Where(c => numbers.Contains(c.Number) && (c.Outcome == null || c.Outcome == Answer.CannotTell) && !c.Draft && c.ClosedAt == null).OrderBy(c => c.Number).ToListAsync(ct);
        List<(Determination Row, ApprovedScheme Scheme)> made = [];
        foreach (var (claim, scheme, decide, person, sheet, _) in await sheets.OfAsync(claims, change.Today, ct))
        {
            var decision = decide.Explain(sheet);
            var row = Determination.Of(decision, scheme.Rules, person, claim.EventOn, change, claimId: claim.Id, attempt: claim.Decisions + 1);
            (claim.Outcome, claim.DecidedAt, claim.DeterminationId, claim.Decisions) = (decision.Outcome, change.Now, row.Id, claim.Decisions + 1);
            claim.OpenKey = decision.Outcome is Answer.CannotTell ? claim.OpenKey : null;
            ClaimRisks.Mark(claim, ClaimRisks.Contradiction, sheet.Evidence?.Any(e => e.State is EvidenceState.Contradicting) == true);
            ClaimRisks.Mark(claim, ClaimRisks.Provisional, person.Provisional);
            claim.Version++;
            made.Add((row, scheme));
        }

        await db.BulkInsertAsync([.. made.Select(m => m.Row.Seal(keys))], ct);
        foreach (var refused in claims.Where(c => c.CaseId is not null && c.Outcome is Answer.No))
        {
            await SurvivorCases.MarkAsync(db, refused.CaseId, refused.Id, ct);
        }

        foreach (var branch in made.Where(m => m.Row.Outcome is Answer.Yes).GroupBy(m => (m.Scheme.Branch, m.Scheme.Use)))
        {
            await make.HandleAsync([.. branch.Select(m => m.Row)], branch.Key.Branch, batchId, change, ct, byClaim: branch.Key.Use is SchemeUse.Claims);
        }

        db.RecordBulk(change, nameof(Determination), $"batch {batchId}", made.GroupBy(m => m.Row.Outcome).ToDictionary(g => g.Key.ToString(), g => g.Count()));
        await db.SaveAsync(change, ct);
        return made.Count;
    }
}
