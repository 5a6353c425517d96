using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Appeals;
using Spmis.Eligibility.Associations;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Debts;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Indexations;
using Spmis.Eligibility.LifeCertificates;
using Spmis.Eligibility.Recalculations;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;

namespace Spmis.Eligibility;

/// <summary>Decides what waits for a second person: whoever may approve awards does not by that approve a change of the law.</summary>
/// <param name="db">The module's database.</param>
/// <param name="fourEyes">Proposals.</param>
public sealed class Approvals(EligibilityDb db, FourEyes fourEyes)
{
    /// <summary>What <c>schemes.approve</c> covers.</summary>
    public static IReadOnlyList<string> OfSchemes { get; } = [ActivateScheme.Act];

    /// <summary>What <c>awards.approve</c> covers.</summary>
    public static IReadOnlyList<string> OfAwards { get; } = [ApproveAwards.Act, ResumeAward.Act, EndAward.Act, ApproveRecalculation.Act, LowerAwards.Act, OpenDebt.Act, PlanRecovery.Act, ReduceDebt.Act, ApproveIndexation.Act, ResumeAfterProof.Act];

    /// <summary>What <c>enrolments.approve</c> covers.</summary>
    public static IReadOnlyList<string> OfAgreements { get; } = [AgreeScheme.Act, EndAgreement.Act];

    /// <summary>What <c>determinations.approve</c> covers.</summary>
    public static IReadOnlyList<string> OfDecisions { get; } = [WithdrawDetermination.Act, OverrideDetermination.Act, DecideAppeal.Act];

    /// <summary>Approves a proposal for one of the acts.</summary>
    /// <exception cref="Refused">It is for another act, was prepared by the same person, is decided, or the data moved.</exception>
    public async Task<StepTaken> ApproveAsync(long id, IReadOnlyList<string> acts, Change change, CancellationToken ct)
    {
        await CheckAsync(id, acts, ct);
        return await fourEyes.ApproveAsync(EligibilityModule.ModuleName, id, change, ct);
    }

    /// <summary>Rejects a proposal for one of the acts, with the change's reason.</summary>
    /// <exception cref="Refused">It is for another act, was prepared by the same person, is decided, or no reason is given.</exception>
    public async Task<StepTaken> RejectAsync(long id, IReadOnlyList<string> acts, Change change, CancellationToken ct)
    {
        await CheckAsync(id, acts, ct);
        return await fourEyes.RejectAsync(EligibilityModule.ModuleName, id, change, ct);
    }

    /// <summary>What waits for one of the acts, oldest first.</summary>
    public Task<List<Proposal>> OpenAsync(IReadOnlyList<string> acts, CancellationToken ct, string? subject = null) =>
        db.Proposals.AsNoTracking().Where(p => p.DecidedAt == null && acts.Contains(p.Act) && (subject == null || p.Subject == subject)).OrderBy(p => p.Id).Take(100).ToListAsync(ct);

    private async Task CheckAsync(long id, IReadOnlyList<string> acts, CancellationToken ct)
    {
        if (!await db.Proposals.AnyAsync(p => p.Id == id && acts.Contains(p.Act), ct))
        {
            throw new Refused("proposal.unknown", $"There is no proposal {id} of this kind.");
        }
    }
}
