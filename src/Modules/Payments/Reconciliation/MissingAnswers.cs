using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Spmis.Payments.Batches;
using Spmis.Payments.Instructions;

namespace Spmis.Payments.Reconciliation;

/// <summary>A batch whose agency owes answers.</summary>
/// <param name="BatchId">The batch.</param>
/// <param name="Number">Its number.</param>
/// <param name="Agency">Who owes them.</param>
/// <param name="Currency">Of the sum.</param>
/// <param name="Days">Days since the value date, or since the release where that came later.</param>
/// <param name="Count">Payments without an end.</param>
/// <param name="Minor">Their sum.</param>
/// <param name="Accepted">Of these, accepted and then silence.</param>
/// <param name="First">Reference of the first.</param>
public sealed record SilentBatch(long BatchId, string Number, string Agency, string Currency, int Days, long Count, long Minor, long Accepted, string First);

/// <summary>A payment nobody has told the end of.</summary>
/// <param name="Payment">The payment.</param>
/// <param name="AcceptedOn">When the agency accepted it, or null.</param>
public sealed record SilentPayment(Instruction Payment, DateOnly? AcceptedOn);

/// <summary>The alarm for answers that do not come: payments ordered, without an end for more than <c>Payments:AnswerWithinDays</c> days (5) after the value date. "Accepted" is no end.</summary>
public sealed class MissingAnswers(PaymentsDb db, IConfiguration configuration)
{
    private const int UsualDays = 5;

    /// <summary>Days an agency has to say what became of a payment.</summary>
    public int WithinDays { get; } = configuration["Payments:AnswerWithinDays"] is { Length: > 0 } text
        ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= 365 ? days : throw new InvalidOperationException($"Payments:AnswerWithinDays is '{text}'; write a number of days from 0 to 365.")
        : UsualDays;

    /// <summary>Batches with payments overdue, the oldest first.</summary>
    /// <param name="today">The day it is.</param>
    /// <param name="agency">One agency's only, or null for all.</param>
    /// <param name="atMost">So many batches.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<IReadOnlyList<SilentBatch>> BatchesAsync(DateOnly today, string? agency, int atMost, CancellationToken ct)
    {
        var overdue = Overdue(today).Where(b => (agency == null || b.Agency == agency) && db.Instructions.Any(i => i.BatchId == b.Id && i.PaidOn == null && i.RejectedOn == null && i.ReturnedOn == null));
        var batches = await overdue.OrderBy(b => b.ValueDate).ThenBy(b => b.Id).Take(atMost).ToListAsync(ct);
        var ids = batches.Select(b => (long?)b.Id).ToList();
        var open = db.Instructions.AsNoTracking().Where(i => ids.Contains(i.BatchId) && i.PaidOn == null && i.RejectedOn == null && i.ReturnedOn == null);
        var sums = await open.GroupBy(i => i.BatchId).Select(g => new { g.Key, Count = g.LongCount(), Minor = g.Sum(i => i.AmountMinor), First = g.Min(i => i.Reference) }).ToListAsync(ct);
        var accepted = await open.Where(i => db.Outcomes.Any(o => o.InstructionId == i.Id && o.Kind == OutcomeKind.Accepted)).GroupBy(i => i.BatchId).Select(g => new { g.Key, Count = g.LongCount() }).ToListAsync(ct);
        return [.. batches.Join(sums, b => b.Id, s => s.Key, (b, s) =>
            new SilentBatch(b.Id, b.Number, b.Agency, b.Currency, Days(b, today), s.Count, s.Minor, accepted.SingleOrDefault(a => a.Key == b.Id)?.Count ?? 0, s.First ?? ""))];
    }

    /// <summary>Payments of a batch without an end, in the order of its file; none while there is still time.</summary>
    public async Task<IReadOnlyList<SilentPayment>> PaymentsAsync(long batchId, DateOnly today, int atMost, CancellationToken ct)
    {
        if (!await Overdue(today).AnyAsync(b => b.Id == batchId, ct))
        {
            return [];
        }

        var rows = await db.Instructions.AsNoTracking().Where(i => i.BatchId == batchId && i.PaidOn == null && i.RejectedOn == null && i.ReturnedOn == null).OrderBy(i => i.Id).Take(atMost)
            .Select(i => new { Payment = i, AcceptedOn = db.Outcomes.Where(o => o.InstructionId == i.Id && o.Kind == OutcomeKind.Accepted).Select(o => (DateOnly?)o.On).FirstOrDefault() }).ToListAsync(ct);
        return [.. rows.Select(r => new SilentPayment(r.Payment, r.AcceptedOn))];
    }

    /// <summary>Since how many days an answer could be there.</summary>
    public static int Days(Batch batch, DateOnly today)
    {
        var released = DateOnly.FromDateTime(batch.ReleasedAt ?? batch.CutAt);
        return today.DayNumber - (released > batch.ValueDate ? released : batch.ValueDate).DayNumber;
    }

    private IQueryable<Batch> Overdue(DateOnly today)
    {
        var due = today.AddDays(-WithinDays);
        var releasedBefore = due.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        return db.Batches.AsNoTracking().Where(b => b.ReleasedAt != null && b.ClosedAt == null && b.ValueDate < due && b.ReleasedAt < releasedBefore);
    }
}
