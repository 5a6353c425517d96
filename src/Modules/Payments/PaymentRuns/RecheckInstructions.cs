using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Payments.Copies;
using Spmis.Payments.FinancialAddresses;
using Spmis.Payments.Instructions;
using Spmis.Payments.Payees;

namespace Spmis.Payments.PaymentRuns;

/// <summary>The last look before the money leaves: nothing was changed since it was sealed, and nobody died, was merged, suspended or put under review since.</summary>
public sealed class RecheckInstructions(PaymentsDb db, InstructionSeal seal)
{
    /// <summary>Looks at a range of a run's instructions and holds what must no longer be paid.</summary>
    internal async Task HandleAsync(Guid paymentRunId, long after, long upTo, RunStep step, CancellationToken ct)
    {
        var run = await PaymentRunQueries.OneAsync(db, paymentRunId, ct);
        var range = db.Instructions.AsNoTracking().Where(i => i.PaymentRunId == paymentRunId && i.Id > after && i.Id <= upTo);
        var rows = await range.OrderBy(i => i.Id).Select(InstructionSeal.Sealed).ToListAsync(ct);
        foreach (var row in rows)
        {
            if (!seal.Holds(row))
            {
                throw new Refused("instruction.tampered", $"Payment {row.Reference} of run {run.Number} is no longer what was prepared: its seal does not fit. Nothing was released; have the database looked into, and cancel the run.");
            }

            run.CheckedSeal = PaymentRun.Combine(run.CheckedSeal, row.Seal);
        }

        run.CheckedCount += rows.Count;
        var toSend = range.Where(i => i.HoldCode == null || i.HoldCode == HoldReasons.AllWithheld); // What is withheld whole is spent too.
        await HoldAsync(run.StartedAt, toSend, $"payment run {run.Number}, instructions {after + 1} to {upTo}", step, ct);
        step.Count(rows.Count, 0);
    }

    /// <summary>An agency was changed while the run was looked at: looks once more at those of its payments that are not in a batch yet, by what is in force now.</summary>
    internal async Task AgainAsync(Guid paymentRunId, string agency, long after, long upTo, RunStep step, CancellationToken ct) => await HoldAsync(
        (await PaymentRunQueries.OneAsync(db, paymentRunId, ct)).StartedAt,
        db.Instructions.AsNoTracking().Where(i => i.PaymentRunId == paymentRunId && i.Id > after && i.Id <= upTo && i.Agency == agency && i.HoldCode == null && i.BatchId == null && i.LapsedAt == null),
        $"{agency}, instructions {after + 1} to {upTo}, once more", step, ct);

    private async Task HoldAsync(DateTime preparedFrom, IQueryable<Instruction> toSend, string what, RunStep step, CancellationToken ct)
    {
        var unchanged = Unchanged(db, toSend, preparedFrom, step.Change.Now);
        var changed = toSend.Where(i => !unchanged.Contains(i.Id));
        var held = await HeldNowAsync(await changed.OrderBy(i => i.Id).ToListAsync(ct), changed, step, ct);
        foreach (var reason in held.GroupBy(h => h.Hold))
        {
            var ids = reason.Select(h => h.Id).ToList();
            await db.Instructions.Where(i => EF.Parameter(ids).Contains(i.Id)).ExecuteUpdateAsync(s => s.SetProperty(i => i.HoldCode, reason.Key.Code).SetProperty(i => i.HoldNote, reason.Key.Note), ct);
        }

        if (held.Count > 0)
        {
            db.RecordBulk(step.Change, nameof(Instruction), what, new { HeldBeforeRelease = held.GroupBy(h => h.Hold.Code).ToDictionary(g => g.Key, g => g.Count()) });
        }
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

    /// <summary>
    /// Payments about which nothing is other than when they were prepared, as the database can tell by itself: what let them pass then lets them pass now. The rules look at all others,
    /// so that a condition too many here costs time only. What is the same for all is asked once, and a beneficiary who is the payee is asked for once.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="range">Payments of one run.</param>
    /// <param name="preparedFrom">When that run's preparing began.</param>
    /// <param name="now">The time of the release.</param>
    private static IQueryable<long> Unchanged(PaymentsDb db, IQueryable<Instruction> range, DateTime preparedFrom, DateTime now)
    {
        var agencies = db.Agencies.Where(a => a.ClosedAt == null && a.ChangedAt <= preparedFrom).Select(a => a.Code);
        return range
            .Where(i => db.AwardCopies.Any(a => a.AwardNumber == i.AwardNumber && a.Component == i.Component && a.MonthlyMinor == i.AmountMinor + i.WithheldMinor && a.Currency == i.Currency
                && a.PayeeId == i.PayeeId && a.BeneficiaryId == i.BeneficiaryId && a.FromMonth <= i.Month && (a.ToMonth == null || a.ToMonth >= i.Month) && a.SuspendedFromMonth == null))
            .Where(i => !db.DeductionOrders.Any(o => o.AwardNumber == i.AwardNumber && o.ChangedAt > preparedFrom))
            .Where(i => !db.NamedPayees.Any(p => p.AwardNumber == i.AwardNumber))
            .Where(i => i.WithheldMinor == 0 || !db.Withholdings.Any(w => w.Reference == i.Reference && db.DeductionOrders.Any(o => o.Id == w.OrderId && o.ChangedAt > preparedFrom)))
            .Where(i => db.Payees.Any(p => p.PersonId == i.PayeeId && p.Name == i.PayeeName && p.DiedOn == null && p.MergedIntoId == null))
            .Where(i => agencies.Contains(i.Agency!)) // Null is in no list.
            .Where(i => db.FinancialAddresses.Any(f => f.CurrentOf == i.PayeeId && f.Agency == i.Agency && f.Account == i.Account && (f.Scheme == i.Scheme || (f.Scheme == FinancialAddress.Usual && !db.FinancialAddresses.Any(o => o.CurrentOf == i.PayeeId && o.Scheme == i.Scheme)))
                && f.ObjectedAt == null && (f.PayableFrom == null || f.PayableFrom <= now || f.VerifiedAt != null) && (f.VerifiedAt != null || (f.Source != FinancialAddress.ToldByProgram && f.Source != FinancialAddress.ToldByMapper && !db.NameChecks.Any(n => n.PersonId == f.PersonId && n.Differs)))))
            .Where(i => !db.Merges.Any(m => !m.Undone && m.MergedId == i.PayeeId)
                && !db.OpenDuplicates.Any(d => !d.Settled && d.PersonId == i.PayeeId) && !db.OpenDuplicates.Any(d => !d.Settled && d.OtherPersonId == i.PayeeId))
            .Where(i => i.BeneficiaryId == i.PayeeId || (db.Payees.Any(p => p.PersonId == i.BeneficiaryId && p.DiedOn == null && p.MergedIntoId == null) && !db.Merges.Any(m => !m.Undone && m.MergedId == i.BeneficiaryId)
                && !db.OpenDuplicates.Any(d => !d.Settled && d.PersonId == i.BeneficiaryId) && !db.OpenDuplicates.Any(d => !d.Settled && d.OtherPersonId == i.BeneficiaryId)))
            .Select(i => i.Id);
    }

    private async Task<List<(long Id, Hold Hold)>> HeldNowAsync(IReadOnlyList<Instruction> rows, IQueryable<Instruction> range, RunStep step, CancellationToken ct)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var now = range.Join(db.AwardCopies.AsNoTracking(), i => new { i.AwardNumber, i.Component }, a => new { a.AwardNumber, a.Component }, (_, a) => a);
        Dictionary<(string, string), AwardCopy> awards = [];
        foreach (var award in await now.ToListAsync(ct))
        {
            awards[(award.AwardNumber, award.Component)] = award; // An award with arrears comes once for each month.
        }

        var named = db.NamedPayees.Where(p => range.Any(i => i.AwardNumber == p.AwardNumber));
        var payees = await PayeeBook.ReadAsync(named, ct);
        var persons = range.Select(i => i.PayeeId).Union(range.Select(i => i.BeneficiaryId)).Union(now.Select(a => a.PayeeId)).Union(now.Select(a => a.BeneficiaryId));
        var book = await PersonFactsBook.ReadAsync(db, payees.IsEmpty ? persons : persons.Union(named.Where(p => p.PersonId != null).Select(p => p.PersonId!.Value)), payees, step.Change.Now, ct); // Filtered to be there.
        // An order that now is another award's was withheld here all the same.
        var moved = (await range.Where(i => db.DeductionOrders.Any(o => (o.AwardNumber == i.AwardNumber || (i.WithheldMinor > 0 && db.Withholdings.Any(w => w.Reference == i.Reference && w.OrderId == o.Id)))
            && db.PaymentRuns.Any(r => r.Id == i.PaymentRunId && o.ChangedAt > r.StartedAt))).Select(i => i.Id).ToListAsync(ct)).ToHashSet();
        List<(long, Hold)> held = [];
        foreach (var row in rows)
        {
            if (payees.For(awards[(row.AwardNumber, row.Component)], row.Month).SingleOrDefault(p => p.Part == row.Part) is not { } due)
            {
                held.Add((row.Id, new(HoldReasons.PayeeChanged))); // It is shared out no longer.
                continue;
            }

            var facts = book.Facts(due.Award, row.Month);
            if ((PayeeChanged(row, facts.Award, payees) ?? Changed(row, facts.Award) ?? HoldRules.Of(facts) ?? (moved.Contains(row.Id) ? new Hold(HoldReasons.DeductionChanged) : null) ?? AddressChanged(row, facts)) is { } hold)
            {
                held.Add((row.Id, hold));
            }
        }

        return held;
    }

    private static Hold? PayeeChanged(Instruction row, AwardCopy award, PayeeBook payees) => award.PayeeId != row.PayeeId && payees.Knows(row.AwardNumber) ? new(HoldReasons.PayeeChanged) : null;

    private static Hold? Changed(Instruction row, AwardCopy award) =>
        award.MonthlyMinor != row.GrossMinor || award.Currency != row.Currency || award.PayeeId != row.PayeeId || award.BeneficiaryId != row.BeneficiaryId
        || row.Month < award.FromMonth || (award.ToMonth is { } to && row.Month > to)
            ? new(HoldReasons.AwardChanged)
            : null;

    private static Hold? AddressChanged(Instruction row, HoldFacts facts) =>
        facts.Address?.Agency != row.Agency || facts.Address?.Account != row.Account ? new(HoldReasons.AddressChanged) : null;
}
