using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Payments.Deductions;
using Spmis.Payments.Instructions;
using Spmis.Payments.Ledger;
using Spmis.Payments.PaymentRuns;
using Spmis.Values;

namespace Spmis.Payments.Reconciliation;

/// <summary>Decides between two answers of an agency that exclude each other, once it has been asked which is true.</summary>
public sealed class SettleContradiction(PaymentsDb db, RecordOutcomes outcomes, PostPayments ledger)
{
    /// <summary>Keeps the earlier answer, or takes the later one.</summary>
    /// <exception cref="Refused">It is settled already, no reason was given, the payment was tried again meanwhile, or an order would have withheld more than its ceiling.</exception>
    public async Task HandleAsync(long contradictionId, bool takeLater, Change change, CancellationToken ct) => await db.WriteAsync(
        async () =>
        {
            var open = await db.Contradictions.SingleOrDefaultAsync(c => c.Id == contradictionId, ct) ?? throw new Refused("contradiction.unknown", "There is no such contradiction.");
            if (open.SettledAt is not null)
            {
                throw new Refused("contradiction.settled", $"This was settled already by {open.SettledBy}.");
            }

            if (string.IsNullOrWhiteSpace(change.Reason))
            {
                throw new Refused("contradiction.no-reason", "Say what the agency answered when it was asked.", "reason");
            }

            if (takeLater)
            {
                await TakeLaterAsync(open, change, ct);
            }

            (open.SettledAt, open.SettledBy, open.Decision) = (change.Now, change.Actor.Name, $"{(takeLater ? "taken" : "kept")}: {change.Reason}");
            await db.SaveAsync(change, ct);
        },
        ct);

    private async Task TakeLaterAsync(Contradiction open, Change change, CancellationToken ct)
    {
        var i = await db.Instructions.SingleAsync(x => x.Id == open.InstructionId, ct);
        if (i.State != open.Had switch { OutcomeKind.Paid => "paid", OutcomeKind.Returned => "returned", _ => "rejected" })
        {
            throw new Refused("contradiction.overtaken", $"Payment {i.Reference} is {i.State} by now, by a later answer or decision; keep the first answer here.");
        }

        var file = await db.StatusFiles.AsNoTracking().SingleAsync(f => f.Id == open.StatusFileId, ct);
        var payment = new PaymentStanding
        {
            Id = i.Id, Reference = i.Reference, Agency = i.Agency, BatchId = i.BatchId, Amount = i.Amount, WithheldMinor = i.WithheldMinor, Scheme = i.Scheme, AwardId = i.AwardId, Component = i.ComponentPart,
            Month = i.Month, Attempt = i.Attempt, HoldCode = i.HoldCode, Lapsed = false,
        };
        var answer = new Answer { Line = open.Line, Said = open.Said.ToString(), ReasonText = change.Reason };
        if (open.Had == OutcomeKind.Paid)
        {
            // Paid first and rejected later: the money is back, which is a returned payment.
            await outcomes.HandleAsync(file, [new NewOutcome(payment, OutcomeKind.Returned, open.On, answer)], change, ct);
            return;
        }

        var others = await db.Instructions.Where(n => n.AwardNumber == i.AwardNumber && n.Month == i.Month && n.Part == i.Part && n.Live == true).Select(n => n.Component).ToListAsync(ct);
        if (i.TakenUpIn is not null || others.Any(c => c == i.Component || (MakeInstructions.IsWhole(c) && MakeInstructions.IsWhole(i.Component))))
        {
            throw new Refused("contradiction.tried-again", $"{i.Month} of award {i.AwardNumber} was tried again after {i.Reference} was {i.State}; should both have been paid, have the later one recovered by the agency first.");
        }

        await CheckCeilingsAsync(i, ct);
        if (open.Had == OutcomeKind.Returned)
        {
            (i.ReturnedOn, i.Live, i.ReissueAskedAt) = (null, true, null); // Paid it was before it came back: that answer stands again.
            await db.SaveAsync(change, ct);
            await ledger.UndoReturnAsync(file.Agency, new SchemeSum(i.Scheme, i.Currency, i.AmountMinor, i.WithheldMinor), $"contradiction {open.Id}", change, ct);
            await outcomes.TellAsync([new NewOutcome(payment, OutcomeKind.Paid, open.On, answer)], decided: true, ct);
            return;
        }

        (i.RejectedOn, i.Live, i.ReissueAskedAt) = (null, true, null);
        await db.SaveAsync(change, ct);
        await ledger.UndoRejectionAsync(file.Agency, new SchemeSum(i.Scheme, i.Currency, i.AmountMinor, i.WithheldMinor), $"contradiction {open.Id}", change, ct);
        await outcomes.HandleAsync(file, [new NewOutcome(payment, OutcomeKind.Paid, open.On, answer)], change, ct, decided: true);
    }

    /// <summary>When it was rejected or came back, what it withheld was given back, and later months may have withheld it instead.</summary>
    private async Task CheckCeilingsAsync(Instruction i, CancellationToken ct)
    {
        var parts = i.WithheldMinor == 0 ? [] : await db.Withholdings.AsNoTracking().Where(w => w.Reference == i.Reference)
            .Join(db.DeductionOrders.Where(o => o.CeilingMinor != null), w => w.OrderId, o => o.Id, (w, o) => new { o.Id, o.Reference, Ceiling = o.CeilingMinor ?? 0, w.AmountMinor }).ToListAsync(ct);
        var ids = parts.Select(p => p.Id).ToList();
        var taken = ids.Count == 0 ? [] : await DeductionBook.TakenAsync(db, db.DeductionOrders.Where(o => ids.Contains(o.Id)), [], ct);
        foreach (var part in parts)
        {
            var all = taken.Where(t => t.Key.Order == part.Id).Sum(t => t.Value);
            if (all + part.AmountMinor > part.Ceiling)
            {
                Money Of(long minor) => new(minor, Currency.Of(i.Currency));
                throw new Refused(
                    "contradiction.ceiling",
                    $"{i.Reference} withheld {Of(part.AmountMinor)} for {part.Reference}, of which other payments have withheld {Of(all)} since; together that is more than its ceiling of {Of(part.Ceiling)}. Cancel the payment run that withheld it instead, if it is not released yet, or have the ceiling raised by whoever ordered it; leave this open until then.");
            }
        }
    }
}
