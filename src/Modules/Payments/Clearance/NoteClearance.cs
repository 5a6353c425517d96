using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;

namespace Spmis.Payments.Clearance;

/// <summary>Takes Registration's answer.</summary>
public sealed class NoteRegistrationClearance(PaymentsDb db, ClearanceGate gate) : Consumer<PaymentsDb, Contracts.Registration.ClearanceGiven>
{
    internal const string Answerer = "registration";

    /// <inheritdoc />
    public override Task HandleAsync(Contracts.Registration.ClearanceGiven message, Change change, CancellationToken ct) =>
        NoteClearance.ApplyAsync(db, gate, Answerer, message.PaymentRunId, message.MustHaveApplied, change, ct);
}

/// <summary>Takes Eligibility's answer.</summary>
public sealed class NoteEligibilityClearance(PaymentsDb db, ClearanceGate gate) : Consumer<PaymentsDb, Contracts.Eligibility.ClearanceGiven>
{
    internal const string Answerer = "eligibility";

    /// <inheritdoc />
    public override Task HandleAsync(Contracts.Eligibility.ClearanceGiven message, Change change, CancellationToken ct) =>
        NoteClearance.ApplyAsync(db, gate, Answerer, message.PaymentRunId, message.MustHaveApplied, change, ct);
}

internal static class NoteClearance
{
    public static async Task ApplyAsync(PaymentsDb db, ClearanceGate gate, string answerer, Guid paymentRunId, IReadOnlyList<Guid> mustHaveApplied, Change change, CancellationToken ct)
    {
        if (!await db.PaymentRuns.AnyAsync(r => r.Id == paymentRunId, ct) || await db.ClearanceAnswers.AnyAsync(c => c.PaymentRunId == paymentRunId && c.Module == answerer, ct))
        {
            return; // A second answer says nothing new: the first named all that was published before the question.
        }

        db.ClearanceAnswers.Add(new ClearanceAnswer { PaymentRunId = paymentRunId, Module = answerer, GivenAt = change.Now, Named = mustHaveApplied.Count });
        var known = await db.ClearanceMessages.Where(c => c.PaymentRunId == paymentRunId).Select(c => c.MessageId).ToListAsync(ct);
        await db.BulkInsertAsync([.. mustHaveApplied.Distinct().Except(known).Select(id => new ClearanceMessage { PaymentRunId = paymentRunId, MessageId = id })], ct);
        await gate.RecheckAsync(ct);
    }
}
