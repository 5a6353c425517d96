using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Determinations;
using Spmis.Kernel.Acts;

namespace Spmis.Eligibility.Evidence;

/// <summary>Writes to the claimant what is still needed and by when, by the time limit of the package.</summary>
/// <param name="db">The module's database.</param>
/// <param name="sheets">What the claim needs.</param>
public sealed class AskForEvidence(EligibilityDb db, ClaimSheets sheets)
{
    /// <summary>Keeps the letter; the page prints it.</summary>
    /// <exception cref="Refused">No such claim, it is decided, or nothing is lacking.</exception>
    public async Task<EvidenceRequest> HandleAsync(string number, Change change, CancellationToken ct)
    {
        var claim = await ClaimQueries.ByNumberAsync(db, number, ct);
        ClaimQueries.NeedDecidable(claim, "letter");
        var sheet = (await sheets.OfAsync([claim], change.Today, ct))[0];

        // What came and was not looked at yet is the office's to do, not the claimant's.
        var lacking = (sheet.Sheet.Evidence ?? []).Where(e => e.State is EvidenceState.Missing or EvidenceState.Refused).Select(e => e.Name).ToList();
        if (lacking.Count == 0)
        {
            throw new Refused("evidence.nothing-lacking", $"Nothing is to be asked of the claimant: all that claim {number} needs has come.", "number");
        }

        var request = new EvidenceRequest
        {
            Id = Guid.CreateVersion7(), ClaimId = claim.Id, Sequence = await db.EvidenceRequests.CountAsync(r => r.ClaimId == claim.Id, ct) + 1, Kinds = string.Join(',', lacking),
            AskedOn = change.Today, AnswerBy = sheet.Scheme.Rules.Claims?.EvidenceWithin is { } days ? change.Today.AddDays(days) : null, AskedBy = change.Actor.Name,
        };
        db.EvidenceRequests.Add(request);
        await db.SaveAsync(change, ct);
        return request;
    }
}
