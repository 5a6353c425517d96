using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;

namespace Spmis.Payments.PaymentRuns;

/// <summary>Puts a prepared payment run up for approval; prepare does it by itself, a person again after a rejection.</summary>
public sealed class SubmitPaymentRun(PaymentsDb db, FourEyes fourEyes, PaymentRunFigures figures)
{
    /// <summary>Puts it up again, by the person whose name then stands as its preparer.</summary>
    /// <exception cref="Refused">It is not waiting for anybody's decision.</exception>
    public async Task<long> HandleAsync(Guid paymentRunId, Change change, CancellationToken ct)
    {
        var paymentRun = await PaymentRunQueries.OneAsync(db, paymentRunId, ct);
        if (paymentRun.State != "prepared")
        {
            throw new Refused("payment-run.not-prepared", $"Payment run {paymentRun.Number} is {paymentRun.State}; only a prepared one can be put up for approval.");
        }

        return await ProposeAsync(paymentRun, change, ct);
    }

    internal async Task AfterPreparingAsync(Guid paymentRunId, RunStep step, CancellationToken ct)
    {
        var paymentRun = await PaymentRunQueries.OneAsync(db, paymentRunId, ct);
        if (paymentRun.PreparedAt is not null)
        {
            return; // A run done again from its start: it was put up already.
        }

        paymentRun.PreparedAt = step.Change.Now;
        step.Run.Total = step.Run.Done;
        await db.SaveAsync(step.Change, ct);
        step.Run.Outcome = await figures.AsJsonAsync(paymentRunId, ct);
        if (paymentRun.Count > 0)
        {
            await ProposeAsync(paymentRun, step.Change, ct);
        }
    }

    private async Task<long> ProposeAsync(PaymentRun paymentRun, Change change, CancellationToken ct)
    {
        // Put up again after a rejection, it may not be what the first of two approvers saw.
        var second = $"{ApprovePaymentRun.Act}:{ApprovePaymentRun.SecondSubject(paymentRun.Id)}";
        if (await db.Proposals.AnyAsync(p => p.OpenSubject == second, ct))
        {
            throw new Refused("proposal.open-already", $"Payment run {paymentRun.Number} waits for its second approver.");
        }

        (paymentRun.FirstApprovedAt, paymentRun.FirstApprovedById, paymentRun.FirstApprovedBy) = (null, null, null);
        var proposal = await fourEyes.ProposeAsync(
            PaymentsModule.ModuleName, ApprovePaymentRun.Act, paymentRun.Id.ToString(), $"Approve payment run {paymentRun.Number}", new ApproveInput(paymentRun.Id), change.As("payments.submit"), ct);
        return proposal.Id;
    }
}
