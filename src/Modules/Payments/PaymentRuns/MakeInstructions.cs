using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Payments.Copies;
using Spmis.Payments.Cycles;
using Spmis.Payments.Deductions;
using Spmis.Payments.Emergencies;
using Spmis.Payments.Instructions;
using Spmis.Payments.Ledger;
using Spmis.Payments.Payees;
using Spmis.Values;

namespace Spmis.Payments.PaymentRuns;

/// <summary>
/// Makes the instructions of a range of awards: one for each month due up to the cycle's that has none yet, so arrears come as months of their own.
/// A month held in an earlier run is taken over once its reason or amount has changed; a rejected or returned one once somebody has asked for it.
/// </summary>
public sealed class MakeInstructions(PaymentsDb db, InstructionSeal seal, PostPayments ledger)
{
    /// <summary>Works on one chunk.</summary>
    internal async Task HandleAsync(Guid paymentRunId, AwardRange range, RunStep step, CancellationToken ct)
    {
        var paymentRun = await db.PaymentRuns.SingleAsync(r => r.Id == paymentRunId, ct);
        if (paymentRun.CancelledAt is not null)
        {
            throw new Refused("payment-run.cancelled", $"Payment run {paymentRun.Number} was cancelled by {paymentRun.CancelledBy}.");
        }

        var cycle = await db.Cycles.AsNoTracking().SingleAsync(c => c.Id == paymentRun.CycleId, ct);
        var due = Awards(cycle, range, await ListsAsync(cycle, ct));
        var awards = await due.OrderBy(a => a.AwardNumber).ThenBy(a => a.Component).ToListAsync(ct);
        var latest = await LatestAttemptsAsync(cycle, range, ct);
        var named = PayeeBook.Of(db, range.After, range.UpTo);
        var payees = await PayeeBook.ReadAsync(named, ct);
        var persons = due.Select(a => a.PayeeId).Union(due.Where(a => a.BeneficiaryId != a.PayeeId).Select(a => a.BeneficiaryId));
        var book = await PersonFactsBook.ReadAsync(db, payees.IsEmpty ? persons : persons.Union(named.Where(p => p.PersonId != null).Select(p => p.PersonId!.Value)), payees, step.Change.Now, ct); // Filtered to be there.
        var taken = await TakenAsync(due, cycle.Month, ct);
        var standing = await StandingAsync(cycle, range, ct);
        List<Instruction> made = [];
        List<LatestAttempt> takenOver = [];
        // Of awards that are, or were, shared out: what is paid of a month or on its way, by whichever component is the whole of it.
        var wholes = latest.SelectMany(l => l).Where(l => payees.Knows(l.AwardNumber) && IsWhole(l.Component) && l.Stands).ToLookup(l => (l.AwardNumber, l.Month));
        foreach (var award in awards)
        {
            foreach (var month in MonthsDue(award, cycle))
            {
                var parts = payees.For(award, month);
                var known = latest[(award.AwardNumber, award.Component, month)].ToList();
                var stands = IsWhole(award.Component) ? wholes[(award.AwardNumber, month)] : known.Where(l => l.Stands);
                // A share that is given to nobody any more and was not sent is in part 0 again.
                takenOver.AddRange(known.Where(l => l is { Part: > 0, Live: true } && !parts.Any(p => p.Part == l.Part) && l.MakesRoomFor(0, null)));
                var madeNow = 0L;
                foreach (var (part, share) in parts)
                {
                    var key = (award.AwardNumber, month, part);
                    var before = IsWhole(award.Component) && standing.TryGetValue(key, out var other) && other != award.Component ? $"{award.AwardNumber}, {other}" : null;
                    var facts = book.Facts(share, month) with
                    {
                        TakenBy = before ?? taken.GetValueOrDefault((award.AwardNumber, award.Component, month)),
                        AnySharesOver = payees.Knows(award.AwardNumber) && share.MonthlyMinor > award.MonthlyMinor - madeNow - stands.Where(l => l.Part != part || l.Component != award.Component).Sum(l => l.AmountMinor + l.WithheldMinor),
                    };
                    var hold = HoldRules.Of(facts);
                    var last = known.Find(l => l.Part == part);
                    if (last is not null && !last.MakesRoomFor(facts.AmountMinor, hold))
                    {
                        continue;
                    }

                    if (last is { Live: true })
                    {
                        takenOver.Add(last);
                    }

                    made.Add(Unsealed(paymentRun, facts, month, part, (last?.Attempt ?? 0) + 1, hold));
                    madeNow += hold is null ? share.MonthlyMinor : 0;
                    if (hold is null && IsWhole(award.Component))
                    {
                        standing.TryAdd(key, award.Component);
                    }
                }
            }
        }

        var (sealedOnes, withheld) = await WithholdAsync(made, [.. takenOver.Select(t => t.Id)], range, ct);
        await KeepAsync(paymentRun, sealedOnes, withheld, takenOver, range, step, ct);
    }

    /// <summary>
    /// Whether a component is the whole month of an award: <c>main</c>, or <c>low</c> and a number, by which Eligibility lowers an award and which takes the place of <c>main</c> from its month
    /// on. Of all of them one is paid for a month; every other component is added to it.
    /// </summary>
    internal static bool IsWhole(string component) => component == "main" || component.StartsWith("low", StringComparison.Ordinal);

    private static IEnumerable<Month> MonthsDue(AwardCopy award, Cycle cycle)
    {
        var last = award.ToMonth is { } to && to < cycle.Month ? to : cycle.Month;
        for (var month = cycle.Earliest is { } earliest && earliest > award.FromMonth ? earliest : award.FromMonth; month <= last; month = month.Add(1))
        {
            yield return month;
        }
    }

    /// <summary>Components of the lists that an emergency's cycle pays; null for any other cycle.</summary>
    private async Task<List<string>?> ListsAsync(Cycle cycle, CancellationToken ct) => cycle.Scheme.StartsWith(EmergencyEvent.SchemePrefix, StringComparison.Ordinal)
        ? [.. (await db.EmergencyLists.AsNoTracking().Where(l => l.CycleId == cycle.Id).ToListAsync(ct)).Select(l => l.Component)] : null;

    private IQueryable<AwardCopy> Awards(Cycle cycle, AwardRange range, List<string>? lists)
    {
        var awards = db.AwardCopies.AsNoTracking()
            .Where(a => string.Compare(a.AwardNumber, range.After) > 0 && string.Compare(a.AwardNumber, range.UpTo) <= 0 && a.FromMonth <= cycle.Month);
        // What is paid once for an emergency has its own cycle.
        return cycle.Scheme == Cycle.AllSchemes ? awards.Where(a => a.Branch != EmergencyEvent.Branch)
            : lists is null ? awards.Where(a => a.Scheme == cycle.Scheme)
            : awards.Where(a => a.Scheme == cycle.Scheme && lists.Contains(a.Component)); // Of an event's lists in one month each may have its own value date.
    }

    /// <summary>
    /// Months of these awards that another award of the same beneficiary and scheme has paid or ordered already, and its number: a decision may be withdrawn
    /// and made again while a payment by the first one is on its way. Whichever award is prepared first has the month.
    /// </summary>
    private async Task<Dictionary<(string, string, Month), string>> TakenAsync(IQueryable<AwardCopy> due, Month upTo, CancellationToken ct)
    {
        var others = due.Join(db.AwardCopies, a => new { a.BeneficiaryId, a.Scheme }, o => new { o.BeneficiaryId, o.Scheme }, (a, o) => new { a.AwardNumber, a.Component, Other = o.AwardNumber })
            .Where(x => x.Other != x.AwardNumber).Distinct();
        var rows = await others.Join(db.Instructions, x => x.Other, i => i.AwardNumber, (x, i) => new { x.AwardNumber, x.Component, i })
            .Where(x => x.Component == x.i.Component || ((x.Component == "main" || x.Component.StartsWith("low")) && (x.i.Component == "main" || x.i.Component.StartsWith("low")))) // As IsWhole.
            .Where(x => x.i.Month <= upTo && x.i.Live == true && (x.i.HoldCode == null || x.i.HoldCode == HoldReasons.AllWithheld) && x.i.RejectedOn == null && x.i.ReturnedOn == null && x.i.AmountMinor + x.i.WithheldMinor > 0)
            .Select(x => new { x.AwardNumber, x.Component, x.i.Month, Other = x.i.AwardNumber }).ToListAsync(ct);
        return rows.GroupBy(r => (r.AwardNumber, r.Component, r.Month)).ToDictionary(g => g.Key, g => g.Min(r => r.Other)!); // A group is never empty.
    }

    /// <summary>
    /// By which of an award's components that are the whole of a month each month stands: paid, on its way, withheld whole, or held by a person's decision. A month paid ahead as <c>main</c> is
    /// not paid again when the award is lowered before it begins.
    /// </summary>
    private async Task<Dictionary<(string AwardNumber, Month Month, int Part), string>> StandingAsync(Cycle cycle, AwardRange range, CancellationToken ct)
    {
        var rows = await db.Instructions.AsNoTracking()
            .Where(i => string.Compare(i.AwardNumber, range.After) > 0 && string.Compare(i.AwardNumber, range.UpTo) <= 0 && i.Month <= cycle.Month && (i.Component == "main" || i.Component.StartsWith("low"))
                && db.AwardCopies.Any(a => a.AwardNumber == i.AwardNumber && a.Component.StartsWith("low")) // All others have one such component.
                && i.Live == true && (i.HoldCode == null || i.HoldCode == HoldReasons.AllWithheld || i.HoldCode == HoldReasons.ByHand) && i.AmountMinor + i.WithheldMinor > 0)
            .Select(i => new { i.AwardNumber, i.Month, i.Part, i.Component }).ToListAsync(ct);
        return rows.GroupBy(r => (r.AwardNumber, r.Month, r.Part)).ToDictionary(g => g.Key, g => g.Min(r => r.Component)!); // A group is never empty.
    }

    private async Task<ILookup<(string, string, Month), LatestAttempt>> LatestAttemptsAsync(Cycle cycle, AwardRange range, CancellationToken ct)
    {
        var rows = await db.Instructions.AsNoTracking()
            .Where(i => string.Compare(i.AwardNumber, range.After) > 0 && string.Compare(i.AwardNumber, range.UpTo) <= 0 && i.Month <= cycle.Month)
            .Select(i => new LatestAttempt(
                i.Id, i.AwardNumber, i.Component, i.Month, i.Part, i.Attempt, i.Live, i.AmountMinor, i.WithheldMinor, i.Currency, i.Scheme, i.HoldCode, i.BatchId != null, i.LapsedAt != null, i.ReissueAskedAt != null,
                db.PaymentRuns.Any(r => r.Id == i.PaymentRunId && r.ReleasedAt != null)))
            .ToListAsync(ct);
        return rows.GroupBy(r => (r.AwardNumber, r.Component, r.Month, r.Part)).Select(g => g.MaxBy(r => r.Attempt)!).ToLookup(r => (r.AwardNumber, r.Component, r.Month)); // A group is never empty.
    }

    /// <summary>Withholds what orders ask of each award and month, the earliest first, and seals what is left.</summary>
    private async Task<(List<Instruction> Made, List<Withholding> Withheld)> WithholdAsync(List<Instruction> made, long[] takenOver, AwardRange range, CancellationToken ct)
    {
        var deductions = await DeductionBook.ReadAsync(db, range.After, range.UpTo, takenOver, ct);
        List<Instruction> kept = [];
        List<Withholding> withheld = [];
        foreach (var month in (deductions.IsEmpty ? [] : made).GroupBy(i => (i.AwardNumber, i.Month)).OrderBy(g => g.Key.AwardNumber, StringComparer.Ordinal).ThenBy(g => g.Key.Month))
        {
            var (payments, parts) = deductions.Withhold([.. month]);
            kept.AddRange(payments);
            withheld.AddRange(parts);
        }

        kept = deductions.IsEmpty ? made : kept;
        kept.ForEach(i => i.Seal = seal.Of(i));
        return (kept, withheld);
    }

    private static Instruction Unsealed(PaymentRun paymentRun, HoldFacts facts, Month month, int part, int attempt, Hold? hold)
    {
        var award = facts.Award;
        return new Instruction
        {
            PaymentRunId = paymentRun.Id, AwardId = award.AwardId, AwardNumber = award.AwardNumber, Component = award.Component, Month = month, Part = part, Attempt = attempt,
            Scheme = award.Scheme, Branch = award.Branch, BeneficiaryId = award.BeneficiaryId, PayeeId = award.PayeeId,
            PayeeNumber = facts.Payee?.RegistrationNumber ?? "", PayeeName = facts.Payee?.Name ?? "", Agency = facts.Address?.Agency, Account = facts.Address?.Account,
            AmountMinor = facts.AmountMinor, Currency = facts.Currency, Reference = PaymentReference.Of(award.AwardNumber, month, Instruction.Named(award.Component, part), attempt),
            HoldCode = hold?.Code, HoldNote = Cut(hold?.Note),
        };
    }

    private async Task KeepAsync(PaymentRun paymentRun, List<Instruction> made, List<Withholding> withheld, List<LatestAttempt> takenOver, AwardRange range, RunStep step, CancellationToken ct)
    {
        if (takenOver.Count > 0)
        {
            var ids = takenOver.Select(t => t.Id).ToList();
            foreach (var slice in ids.Chunk(1000))
            {
                await db.Instructions.Where(i => EF.Parameter(slice).Contains(i.Id)).ExecuteUpdateAsync(s => s.SetProperty(i => i.LapsedAt, step.Change.Now).SetProperty(i => i.Live, (bool?)null), ct);
            }

            await ledger.TakeBackAsync(takenOver.Select(t => new SchemeSum(t.Scheme, t.Currency, t.AmountMinor, t.WithheldMinor)), $"payment run {paymentRun.Number}", step.Change, ct);
        }

        made.ForEach(i => paymentRun.AddSeal(i.Seal));
        paymentRun.Count += made.Count;
        await db.BulkInsertAsync(made, ct);
        await db.BulkInsertAsync(withheld, ct);
        step.Count(made.Count, 0);
        var held = made.Count(i => i.HoldCode is not null);
        db.RecordBulk(step.Change, nameof(Instruction), $"payment run {paymentRun.Number}, {range}", new { Made = made.Count, Held = held, TakenOver = takenOver.Count, Minor = made.Sum(i => i.AmountMinor), Withheld = made.Sum(i => i.WithheldMinor) });
    }

    private static string? Cut(string? note) => note?.Length > 400 ? note[..399] + "…" : note;
}

/// <summary>How the newest attempt for a month stands.</summary>
internal sealed record LatestAttempt(
    long Id, string AwardNumber, string Component, Month Month, int Part, int Attempt, bool? Live, long AmountMinor, long WithheldMinor, string Currency, string Scheme, string? HoldCode, bool Sent, bool Lapsed, bool ReissueAsked, bool RunReleased)
{
    /// <summary>Sent, or withheld whole: it is, or may yet be, paid.</summary>
    public bool Stands => Live == true && (Sent || HoldCode is null or HoldReasons.AllWithheld);

    /// <summary>Whether this run makes a new attempt for the month.</summary>
    public bool MakesRoomFor(long amountMinor, Hold? hold) => Live == true
        ? RunReleased && !Sent && HoldCode is not null && HoldCode is not (HoldReasons.ByHand or HoldReasons.AllWithheld) && (hold?.Code != HoldCode || amountMinor != AmountMinor + WithheldMinor)
        : Lapsed || ReissueAsked;
}
