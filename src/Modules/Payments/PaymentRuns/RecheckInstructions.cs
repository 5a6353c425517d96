using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Payments.Copies;
using Spmis.Payments.Instructions;

namespace Spmis.Payments.PaymentRuns;

/// <summary>The last look before the money leaves: nothing was changed since it was sealed, and nobody died, was merged, suspended or put under review since.</summary>
public sealed class RecheckInstructions(PaymentsDb db, InstructionSeal seal)
{
    /// <summary>Looks at a range of a run's instructions and holds what must no longer be paid.</summary>
    internal async Task HandleAsync(Guid paymentRunId, long after, long upTo, RunStep step, CancellationToken ct)
    {
        var run = await PaymentRunQueries.OneAsync(db, paymentRunId, ct);
        var rows = await db.Instructions.AsNoTracking().Where(i => i.PaymentRunId == paymentRunId && i.Id > after && i.Id <= upTo).OrderBy(i => i.Id).ToListAsync(ct);
        foreach (var row in rows)
        {
            if (!seal.Holds(row))
            {
                throw new Refused("instruction.tampered", $"Payment {row.Reference} of run {run.Number} is no longer what was prepared: its seal does not fit. Nothing was released; have the database looked into, and cancel the run.");
            }

            run.CheckedSeal = PaymentRun.Combine(run.CheckedSeal, row.Seal);
        }

        run.CheckedCount += rows.Count;
        var held = await HeldNowAsync([.. rows.Where(r => r.HoldCode is null)], ct);
        foreach (var reason in held.GroupBy(h => h.Hold))
        {
            var ids = reason.Select(h => h.Id).ToList();
            await db.Instructions.Where(i => ids.Contains(i.Id)).ExecuteUpdateAsync(s => s.SetProperty(i => i.HoldCode, reason.Key.Code).SetProperty(i => i.HoldNote, reason.Key.Note), ct);
        }

        if (held.Count > 0)
        {
            db.RecordBulk(step.Change, nameof(Instruction), $"payment run {run.Number}, instructions {after + 1} to {upTo}", new { HeldBeforeRelease = held.GroupBy(h => h.Hold.Code).ToDictionary(g => g.Key, g => g.Count()) });
        }

        step.Count(rows.Count, 0);
    }

    /// <summary>All were seen, and no other.</summary>
    internal async Task AllSeenAsync(Guid paymentRunId, CancellationToken ct)
    {
        var run = await PaymentRunQueries.OneAsync(db, paymentRunId, ct);
        if (run.CheckedCount != run.Count || !run.CheckedSeal.SequenceEqual(run.Seal))
        {
            throw new Refused("payment-run.tampered", $"Payment run {run.Number} was approved with {run.Count} payments and now holds {run.CheckedCount}, or others than those. Nothing was released; have the database looked into, and cancel the run.");
        }
    }

    private async Task<List<(long Id, Hold Hold)>> HeldNowAsync(IReadOnlyList<Instruction> rows, CancellationToken ct)
    {
        var numbers = rows.Select(r => r.AwardNumber).Distinct().ToList();
        var awards = await db.AwardCopies.AsNoTracking().Where(a => numbers.Contains(a.AwardNumber)).ToDictionaryAsync(a => (a.AwardNumber, a.Component), ct);
        var book = await PersonFactsBook.ReadAsync(db, rows.SelectMany(r => new[] { r.PayeeId, r.BeneficiaryId }).Concat(awards.Values.Select(a => a.PayeeId)), ct);
        List<(long, Hold)> held = [];
        foreach (var row in rows)
        {
            var facts = book.Facts(awards[(row.AwardNumber, row.Component)], row.Month);
            if ((Changed(row, facts.Award) ?? HoldRules.Of(facts) ?? AddressChanged(row, facts)) is { } hold)
            {
                held.Add((row.Id, hold));
            }
        }

        return held;
    }

    private static Hold? Changed(Instruction row, AwardCopy award) =>
        award.MonthlyMinor != row.AmountMinor || award.Currency != row.Currency || award.PayeeId != row.PayeeId || award.BeneficiaryId != row.BeneficiaryId
        || row.Month < award.FromMonth || (award.ToMonth is { } to && row.Month > to)
            ? new(HoldReasons.AwardChanged)
            : null;

    private static Hold? AddressChanged(Instruction row, HoldFacts facts) =>
        facts.Address?.Agency != row.Agency || facts.Address?.Account != row.Account ? new(HoldReasons.AddressChanged) : null;
}
