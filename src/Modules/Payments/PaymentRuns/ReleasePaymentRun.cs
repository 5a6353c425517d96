using Spmis.Contracts.Payments;
using Spmis.Kernel.Acts;
using Spmis.Payments.Clearance;
using Spmis.Payments.Funding;

namespace Spmis.Payments.PaymentRuns;

/// <summary>
/// Releases an approved payment run: asks Registration and Eligibility for clearance first. Once both have answered and all they name is applied here,
/// a run cuts the batches and writes the files.
/// </summary>
public sealed class ReleasePaymentRun(PaymentsDb db, ClearanceGate gate, ApprovalLimits limits, FundingFigures funding)
{
    /// <summary>The act's name, under which the release is recorded.</summary>
    public const string Act = "payments.release";

    /// <summary>Asks for the release. Asked again while it waits, it only looks again whether it is cleared.</summary>
    /// <exception cref="Refused">It is not approved, the same person prepared or approved it, or a funding account does not cover it.</exception>
    public async Task HandleAsync(Guid paymentRunId, Change change, CancellationToken ct) => await db.WriteAsync(
        async () =>
        {
            var run = await PaymentRunQueries.OneAsync(db, paymentRunId, ct);
            if (run.State is "releasing" or "released")
            {
                throw new Refused("payment-run.released", $"Payment run {run.Number} was released already by {run.ReleaseAskedBy}.");
            }

            if (run.State is not ("approved" or "waiting"))
            {
                throw new Refused("payment-run.not-approved", $"Payment run {run.Number} is {run.State}; only an approved one can be released.");
            }

            if (change.Actor.IsSamePersonAs(run.ApprovedById) || change.Actor.IsSamePersonAs(run.FirstApprovedById))
            {
                throw new Refused("payment-run.own-approval", $"You approved payment run {run.Number}; somebody else must release it.");
            }

            if (change.Actor.IsSamePersonAs(run.StartedById))
            {
                throw new Refused("payment-run.own-preparation", $"You prepared payment run {run.Number}; somebody else must release it.");
            }

            if (run.State == "approved")
            {
                await limits.CheckAsync(run.Id, ApprovalLimits.Release, change.Actor, ct);
                await funding.DemandAsync(run.Id, ct);
                (run.ReleaseAskedAt, run.ReleaseAskedById, run.ReleaseAskedBy) = (change.Now, change.Actor.Id, change.Actor.Name);
                run.Version++;
                db.Publish(new ClearanceAsked { PaymentRunId = run.Id });
                await db.SaveAsync(change, ct);
            }

            await gate.RecheckAsync(ct);
            await db.SaveAsync(change, ct);
        },
        ct);
}

/// <summary>What the run that releases needs.</summary>
internal sealed record ReleaseInput(Guid PaymentRunId);
