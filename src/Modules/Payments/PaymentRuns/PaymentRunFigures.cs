using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Payments.Cycles;
using Spmis.Payments.Instructions;
using Spmis.Values;

namespace Spmis.Payments.PaymentRuns;

/// <summary>Sums of a payment run.</summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="Currency">The currency.</param>
/// <param name="Agency">The agency; null where there is no address.</param>
/// <param name="HoldCode">The reason for holding; null for what is to be sent.</param>
/// <param name="Count">Instructions.</param>
/// <param name="Minor">Minor units, deductions taken off.</param>
/// <param name="WithheldMinor">What deductions withhold, minor units.</param>
public sealed record RunSum(string Scheme, string Currency, string? Agency, string? HoldCode, long Count, long Minor, long WithheldMinor);

/// <summary>How a run differs from the cycle before.</summary>
/// <param name="IsFirst">There is no cycle before.</param>
/// <param name="New">Paid now, not then.</param>
/// <param name="Stopped">Paid then, not now.</param>
/// <param name="Changed">Another amount.</param>
/// <param name="Withheld">Of these, because something else is withheld.</param>
public sealed record RunDifference(bool IsFirst, long New, long Stopped, long Changed, long Withheld);

/// <summary>Control totals of a payment run, computed from its instructions whenever they are asked for.</summary>
public sealed class PaymentRunFigures(PaymentsDb db, ApprovalLimits limits)
{
    /// <summary>Sums by scheme, currency, agency and reason for holding.</summary>
    public async Task<IReadOnlyList<RunSum>> SumsAsync(Guid paymentRunId, CancellationToken ct) => await db.Counted.AsNoTracking()
        .Where(i => i.PaymentRunId == paymentRunId)
        .GroupBy(i => new { i.Scheme, i.Currency, i.Agency, i.HoldCode })
        .Select(g => new RunSum(g.Key.Scheme, g.Key.Currency, g.Key.Agency, g.Key.HoldCode, g.LongCount(), g.Sum(i => i.AmountMinor), g.Sum(i => i.WithheldMinor)))
        .ToListAsync(ct);

    /// <summary>The difference from the cycle a month earlier. A month held then counts as known: only its payment is new.</summary>
    public async Task<RunDifference> DifferenceAsync(Guid paymentRunId, CancellationToken ct)
    {
        var cycle = await db.PaymentRuns.Where(r => r.Id == paymentRunId).Join(db.Cycles.AsNoTracking(), r => r.CycleId, c => c.Id, (_, c) => c).SingleAsync(ct);
        var month = cycle.Month;
        var last = (cycle.FromMonth ?? month).Add(-1);
        var earlier = cycle.Kind == CycleKind.OneOff ? [] : await db.PaymentRuns.Where(r => r.ReleasedAt != null && r.Id != paymentRunId)
            .Join(db.Cycles.Where(c => c.Month == last && c.Kind != CycleKind.OneOff), r => r.CycleId, c => c.Id, (r, _) => r.Id).ToListAsync(ct);
        if (earlier.Count == 0)
        {
            return new RunDifference(true, 0, 0, 0, 0);
        }

        var now = db.Counted.Where(i => i.PaymentRunId == paymentRunId && i.Month == month);
        var then = db.Counted.Where(i => earlier.Contains(i.PaymentRunId) && i.Month == last);
        if (cycle.Scheme != Cycle.AllSchemes)
        {
            then = then.Where(i => i.Scheme == cycle.Scheme); // What another scheme paid has not stopped because this one does not pay it.
        }

        var begun = await now.LongCountAsync(i => !then.Any(t => t.AwardNumber == i.AwardNumber && t.Component == i.Component && t.Part == i.Part), ct);
        var stopped = await then.LongCountAsync(t => !db.Counted.Any(i => i.AwardNumber == t.AwardNumber && i.Component == t.Component && i.Part == t.Part && i.Month == month && i.LapsedAt == null), ct);
        var changed = await now.LongCountAsync(i => then.Any(t => t.AwardNumber == i.AwardNumber && t.Component == i.Component && t.Part == i.Part && t.AmountMinor != i.AmountMinor), ct);
        var withheld = await now.LongCountAsync(i => then.Any(t => t.AwardNumber == i.AwardNumber && t.Component == i.Component && t.Part == i.Part && t.AmountMinor != i.AmountMinor && t.WithheldMinor != i.WithheldMinor), ct);
        return new RunDifference(false, begun, stopped, changed, withheld);
    }

    /// <summary>What an approver sees; the same data give the same list.</summary>
    public async Task<IReadOnlyList<ShownField>> ShownAsync(Guid paymentRunId, CancellationToken ct)
    {
        var run = await db.PaymentRuns.AsNoTracking().SingleAsync(r => r.Id == paymentRunId, ct);
        var sums = await SumsAsync(paymentRunId, ct);
        List<ShownField> shown = [new("Payment run", null, run.Number), new("Payments in all", null, Count(sums.Sum(s => s.Count)))];
        shown.AddRange(sums.Where(s => s.HoldCode is null).GroupBy(s => (s.Scheme, s.Currency)).OrderBy(g => g.Key.Scheme, StringComparer.Ordinal).ThenBy(g => g.Key.Currency, StringComparer.Ordinal)
            .Select(g => new ShownField($"To pay, {g.Key.Scheme}", null, Line(g.Sum(s => s.Count), g.Sum(s => s.Minor), g.Key.Currency))));
        shown.AddRange(sums.Where(s => s.HoldCode is not null).GroupBy(s => (Code: s.HoldCode!, s.Currency)).OrderBy(g => g.Key.Code, StringComparer.Ordinal).ThenBy(g => g.Key.Currency, StringComparer.Ordinal) // Filtered to be there.
            .Select(g => new ShownField($"Held: {HoldReasons.Words(g.Key.Code)}", null, Line(g.Sum(s => s.Count), g.Sum(s => s.Minor), g.Key.Currency))));
        shown.AddRange(sums.Where(s => s.WithheldMinor > 0).GroupBy(s => s.Currency).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new ShownField("Withheld by deductions", null, $"{new Money(g.Sum(s => s.WithheldMinor), Currency.Of(g.Key))}")));
        if (await limits.NeedsTwoAsync(paymentRunId, ct))
        {
            shown.Add(new("Approvals needed", null, "2"));
        }

        var difference = await DifferenceAsync(paymentRunId, ct);
        shown.Add(new("Difference from the cycle before", null, difference.IsFirst ? "first cycle" : $"{Count(difference.New)} new, {Count(difference.Stopped)} stopped, {Count(difference.Changed)} with another amount, {Count(difference.Withheld)} of them by deductions"));
        shown.Add(new("Seal over all payments", null, Convert.ToHexStringLower(run.Seal)));
        return shown;
    }

    /// <summary>For the technical run's outcome.</summary>
    internal async Task<string> AsJsonAsync(Guid paymentRunId, CancellationToken ct)
    {
        var sums = await SumsAsync(paymentRunId, ct);
        return JsonSerializer.Serialize(
            new { Payments = sums.Sum(s => s.Count), ToPayMinor = sums.Where(s => s.HoldCode is null).Sum(s => s.Minor), Held = sums.Where(s => s.HoldCode is not null).Sum(s => s.Count) }, SpmisJson.Options);
    }

    private static string Count(long n) => n.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);

    private static string Line(long count, long minor, string currency) => $"{Count(count)} payments, {new Money(minor, Currency.Of(currency))}";
}
