using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Registration.Clearance;

namespace Spmis.Registration.Duplicates;

/// <summary>What an officer says of a case.</summary>
public enum ReviewAnswer
{
    /// <summary>One person: a merge is proposed, which a second person approves.</summary>
    Same,

    /// <summary>Two persons: closed for ever.</summary>
    Different,

    /// <summary>Cannot tell: stays open.</summary>
    Unsure,
}

/// <summary>An officer's answer to a case.</summary>
/// <param name="db">The register.</param>
/// <param name="merge">Proposes the merge.</param>
public sealed class ReviewDuplicate(RegistrationDb db, ProposeMerge merge)
{
    /// <summary>Records the answer.</summary>
    /// <param name="caseId">The case.</param>
    /// <param name="answer">What the officer says.</param>
    /// <param name="survivorNumber">For the same person: which record stays in use; null lets the rule choose.</param>
    /// <param name="change">Who, when and why.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The proposal that waits for a second person, when the answer is the same person.</returns>
    /// <exception cref="Refused">The case is settled already, or the records cannot be merged.</exception>
    public async Task<Proposal?> HandleAsync(Guid caseId, ReviewAnswer answer, string? survivorNumber, Change change, CancellationToken ct)
    {
        var found = await db.DuplicateCases.SingleOrDefaultAsync(c => c.Id == caseId, ct) ?? throw new Refused("duplicate.unknown", "There is no such case.");
        if (found.DecidedAt is not null)
        {
            throw new Refused("duplicate.decided", $"This case was settled already by {found.DecidedBy}.");
        }

        if (answer == ReviewAnswer.Same)
        {
            return await ProposeAsync(found, survivorNumber, change, ct);
        }

        if (answer == ReviewAnswer.Unsure)
        {
            (found.UnsureAt, found.Note) = (change.Now, change.Reason);
            found.Version++;
        }
        else
        {
            found.Settle(CaseDecision.Different, change.Now, change.Actor.Name, change.Reason);
            db.PublishForClearance(new DuplicatesSettled { Cases = [found.ToFacts()] });
        }

        await db.SaveAsync(change, ct);
        return null;
    }

    private async Task<Proposal> ProposeAsync(DuplicateCase found, string? survivorNumber, Change change, CancellationToken ct)
    {
        var now = await Survivors.OfAsync(db, [found.PersonAId, found.PersonBId], ct);
        var (a, b) = (now.GetValueOrDefault(found.PersonAId, found.PersonAId), now.GetValueOrDefault(found.PersonBId, found.PersonBId));
        var persons = await db.Persons.Where(p => p.Id == a || p.Id == b).ToListAsync(ct);
        if (persons.Count < 2)
        {
            throw new Refused("merge.same-record", "These two records were merged meanwhile.");
        }

        var (survivor, merged) = Survivorship.Choose(persons[0], persons[1]);
        var wanted = RegistrationDb.Digits(survivorNumber);
        if (wanted.Length > 0 && wanted == merged.Number)
        {
            (survivor, merged) = (merged, survivor);
        }

        return await merge.ProposeAsync(survivor, merged, found.Id, change, ct);
    }
}
