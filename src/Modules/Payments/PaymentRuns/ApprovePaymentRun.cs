using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Payments.Ledger;

namespace Spmis.Payments.PaymentRuns;

/// <summary>What approval is about.</summary>
internal sealed record ApproveInput(Guid PaymentRunId);

/// <summary>Approves or rejects a prepared payment run, by somebody else than the preparer.</summary>
public sealed class ApprovePaymentRun(PaymentsDb db, FourEyes fourEyes)
{
    /// <summary>The proposed act's name.</summary>
    public const string Act = "payments.approve";

    /// <summary>Approves what was shown.</summary>
    /// <exception cref="Refused">The approver prepared it, it does not wait, or it changed since it was shown.</exception>
    public async Task HandleAsync(Guid paymentRunId, Change change, CancellationToken ct) =>
        await fourEyes.ApproveAsync(PaymentsModule.ModuleName, (await OpenAsync(paymentRunId, ct)).Id, change, ct);

    /// <summary>Rejects it with the reason in the change; the preparer mends and submits it again, or cancels it.</summary>
    /// <exception cref="Refused">No reason was given, or it does not wait.</exception>
    public async Task RejectAsync(Guid paymentRunId, Change change, CancellationToken ct) =>
        await fourEyes.RejectAsync(PaymentsModule.ModuleName, (await OpenAsync(paymentRunId, ct)).Id, change, ct);

    /// <summary>The subject of the second of two approvals.</summary>
    internal static string SecondSubject(Guid paymentRunId) => $"{paymentRunId}:2";

    private async Task<Proposal> OpenAsync(Guid paymentRunId, CancellationToken ct)
    {
        var (subject, second) = ($"{Act}:{paymentRunId}", $"{Act}:{SecondSubject(paymentRunId)}");
        return await db.Proposals.AsNoTracking().SingleOrDefaultAsync(p => p.OpenSubject == subject || p.OpenSubject == second, ct)
            ?? throw new Refused("payment-run.not-submitted", "This payment run does not wait for approval.");
    }
}

/// <summary>The approval itself: shows the figures, marks the run, books what is owed.</summary>
public sealed class ApprovedPaymentRun(PaymentsDb db, PaymentRunFigures figures, PostPayments ledger, ApprovalLimits limits, FourEyes fourEyes) : IProposedAct
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct) => await figures.ShownAsync(Read(payload), ct);

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var paymentRun = await PaymentRunQueries.OneAsync(db, Read(payload), ct);
        if (paymentRun.State != "prepared")
        {
            throw new Refused("payment-run.not-prepared", $"Payment run {paymentRun.Number} is {paymentRun.State}.");
        }

        if (await limits.CheckAsync(paymentRun.Id, ApprovalLimits.Approve, change.Actor, ct))
        {
            if (paymentRun.FirstApprovedAt is null)
            {
                await FirstOfTwoAsync(paymentRun, change, ct);
                return;
            }

            await RefuseKnownAsync(paymentRun, change, ct);
        }

        (paymentRun.ApprovedAt, paymentRun.ApprovedById, paymentRun.ApprovedBy) = (change.Now, change.Actor.Id, change.Actor.Name);
        paymentRun.Version++;
        await ledger.ApproveAsync(paymentRun, change, ct);
    }

    /// <summary>Marks the first approval and puts the run up for another person, who sees the same.</summary>
    private async Task FirstOfTwoAsync(PaymentRun run, Change change, CancellationToken ct)
    {
        (run.FirstApprovedAt, run.FirstApprovedById, run.FirstApprovedBy) = (change.Now, change.Actor.Id, change.Actor.Name);
        run.Version++;
        await fourEyes.ProposeAsync(
            PaymentsModule.ModuleName, ApprovePaymentRun.Act, ApprovePaymentRun.SecondSubject(run.Id), $"Approve payment run {run.Number} (second approver)", new ApproveInput(run.Id), change.As("payments.submit"), ct);
    }

    /// <summary>The second approver is neither the first nor anybody who put the run up.</summary>
    private async Task RefuseKnownAsync(PaymentRun run, Change change, CancellationToken ct)
    {
        var subject = run.Id.ToString();
        var known = await db.Proposals.AsNoTracking().Where(p => p.Act == ApprovePaymentRun.Act && p.Subject == subject).Select(p => p.PreparedById).ToListAsync(ct);
        if (known.Append(run.StartedById).Append(run.FirstApprovedById).Any(change.Actor.IsSamePersonAs))
        {
            throw new Refused("payment-run.same-approver", $"You prepared or approved payment run {run.Number} before; the second approver must be somebody else.");
        }
    }

    private static Guid Read(string payload) =>
        JsonSerializer.Deserialize<ApproveInput>(payload, SpmisJson.Options)?.PaymentRunId ?? throw new InvalidOperationException("The proposal names no payment run.");
}
