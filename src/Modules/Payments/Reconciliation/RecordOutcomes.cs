using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Payments;
using Spmis.Kernel.Acts;
using Spmis.Payments.Deductions;
using Spmis.Payments.Emergencies;
using Spmis.Payments.Instructions;
using Spmis.Payments.Ledger;

namespace Spmis.Payments.Reconciliation;

/// <summary>An outcome to record.</summary>
internal sealed record NewOutcome(PaymentStanding Payment, OutcomeKind Kind, DateOnly On, Answer Answer);

/// <summary>Records outcomes of one agency, set-based: the append-only rows, the dated facts, the books, and the message to Eligibility.</summary>
public sealed class RecordOutcomes(PaymentsDb db, PostPayments ledger)
{
    private const int MessageRows = 1000;

    /// <param name="file">Where it was told.</param>
    /// <param name="taken">The outcomes.</param>
    /// <param name="change">Who and when.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="decided">A person decided so against what was told before.</param>
    internal async Task HandleAsync(StatusFile file, IReadOnlyList<NewOutcome> taken, Change change, CancellationToken ct, bool decided = false)
    {
        if (taken.Count == 0)
        {
            return;
        }

        await db.BulkInsertAsync([.. taken.Select(o => Row(file, o, change))], ct);
        foreach (var group in taken.Where(o => o.Kind != OutcomeKind.Accepted).GroupBy(o => (o.Kind, o.On)))
        {
            await MarkAsync(group.Key.Kind, group.Key.On, [.. group.Select(o => o.Payment.Id)], ct);
        }

        var settled = taken.Where(o => o.Kind != OutcomeKind.Accepted).ToList();
        await ledger.SettleAsync(
            file.Agency,
            [.. settled.GroupBy(o => (o.Kind, o.Payment.Scheme, o.Payment.Amount.Currency)).Select(g => new SettledSum(g.Key.Kind, g.Key.Scheme, g.Key.Currency.Code, g.Sum(o => o.Payment.Amount.Minor), g.Sum(o => o.Payment.WithheldMinor)))],
            $"status file {file.Id}", change, ct);
        await TellAsync(settled, decided, ct);
        db.RecordBulk(change, nameof(Instruction), $"status file {file.Id}, lines {taken.Min(o => o.Answer.Line)} to {taken.Max(o => o.Answer.Line)}", taken.GroupBy(o => o.Kind).ToDictionary(g => g.Key.ToString(), g => g.Count()));
    }

    /// <summary>Tells Eligibility how payments ended; it knows nothing of emergencies.</summary>
    internal Task TellAsync(IEnumerable<NewOutcome> settled, bool decided, CancellationToken ct) => PublishAsync([.. settled.Where(o => !o.Payment.Scheme.StartsWith(EmergencyEvent.SchemePrefix, StringComparison.Ordinal))], decided, ct);

    private static Outcome Row(StatusFile file, NewOutcome o, Change change) => new()
    {
        InstructionId = o.Payment.Id, Kind = o.Kind, On = o.On, ReasonCode = Cut(o.Answer.ReasonCode, 200), ReasonText = Cut(o.Answer.ReasonText, 400),
        At = change.Now, StatusFileId = file.Id, Line = o.Answer.Line,
    };

    private async Task MarkAsync(OutcomeKind kind, DateOnly on, List<long> ids, CancellationToken ct)
    {
        var rows = db.Instructions.Where(i => EF.Parameter(ids).Contains(i.Id));
        _ = kind switch
        {
            OutcomeKind.Paid => await rows.ExecuteUpdateAsync(s => s.SetProperty(i => i.PaidOn, on), ct),
            OutcomeKind.Rejected => await rows.ExecuteUpdateAsync(s => s.SetProperty(i => i.RejectedOn, on).SetProperty(i => i.Live, (bool?)null), ct),
            OutcomeKind.Returned => await rows.ExecuteUpdateAsync(s => s.SetProperty(i => i.ReturnedOn, on).SetProperty(i => i.Live, (bool?)null), ct),
            _ => throw new InvalidOperationException($"{kind} is no end."),
        };
    }

    private async Task PublishAsync(IReadOnlyList<NewOutcome> settled, bool decided, CancellationToken ct)
    {
        foreach (var chunk in settled.Chunk(MessageRows))
        {
            var recovered = await RecoveredParts.OfAsync(db, [.. chunk.Where(o => o.Payment.WithheldMinor > 0).Select(o => o.Payment.Reference)], ct);
            db.Publish(new PaymentsSettled
            {
                Payments = [.. chunk.Select(o => new SettledPayment
                {
                    AwardId = o.Payment.AwardId, Component = o.Payment.Component, Month = o.Payment.Month.Code, Attempt = o.Payment.Attempt,
                    Outcome = o.Kind switch { OutcomeKind.Paid => "paid", OutcomeKind.Rejected => "rejected", _ => "returned" },
                    AmountMinor = o.Payment.Amount.Minor + o.Payment.WithheldMinor, Recovered = [.. recovered[o.Payment.Reference]], Currency = o.Payment.Amount.Currency.Code, On = o.On, Decided = decided,
                })],
            });
        }
    }

    private static string? Cut(string? text, int length) => text?.Length > length ? text[..(length - 1)] + "…" : text;
}
