using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Acts;
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
/// <param name="Batch">The batch it was ordered in.</param>
/// <param name="Days">Days of silence.</param>
/// <param name="AcceptedOn">When the agency accepted it, or null.</param>
public sealed record SilentPayment(Instruction Payment, Batch Batch, int Days, DateOnly? AcceptedOn);

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
    /// <param name="by">Who asks: an agency's user sees its own only; null for all.</param>
    /// <param name="atMost">So many batches.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<IReadOnlyList<SilentBatch>> BatchesAsync(DateOnly today, Actor? by, int atMost, CancellationToken ct)
    {
        var overdue = Overdue(today, by).Where(b => db.Counted.Any(i => i.BatchId == b.Id && i.PaidOn == null && i.RejectedOn == null && i.ReturnedOn == null));
        var batches = await overdue.OrderBy(b => b.ValueDate).ThenBy(b => b.Id).Take(atMost).ToListAsync(ct);
        var ids = batches.Select(b => (long?)b.Id).ToList();
        var open = db.Counted.AsNoTracking().Where(i => ids.Contains(i.BatchId) && i.PaidOn == null && i.RejectedOn == null && i.ReturnedOn == null);
        var sums = await open.GroupBy(i => i.BatchId).Select(g => new { g.Key, Count = g.LongCount(), Minor = g.Sum(i => i.AmountMinor), First = g.Min(i => i.Reference) }).ToListAsync(ct);
        var accepted = await open.Where(i => db.Outcomes.Any(o => o.InstructionId == i.Id && o.Kind == OutcomeKind.Accepted)).GroupBy(i => i.BatchId).Select(g => new { g.Key, Count = g.LongCount() }).ToListAsync(ct);
        return [.. batches.Join(sums, b => b.Id, s => s.Key, (b, s) =>
            new SilentBatch(b.Id, b.Number, b.Agency, b.Currency, Days(b, today), s.Count, s.Minor, accepted.SingleOrDefault(a => a.Key == b.Id)?.Count ?? 0, s.First ?? ""))];
    }

    /// <summary>Payments overdue, in the order in which they were made.</summary>
    /// <param name="today">The day it is.</param>
    /// <param name="by">Who asks: an agency's user sees its own only; null for all.</param>
    /// <param name="batchId">One batch's only, or null for all.</param>
    /// <param name="after">Goes on behind the payment with this id.</param>
    /// <param name="atMost">So many.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<IReadOnlyList<SilentPayment>> PaymentsAsync(DateOnly today, Actor? by, long? batchId, long after, int atMost, CancellationToken ct)
    {
        var batches = Overdue(today, by).Where(b => batchId == null || b.Id == batchId);
        var rows = await db.Instructions.AsNoTracking().Where(i => i.Id > after && i.PaidOn == null && i.RejectedOn == null && i.ReturnedOn == null)
            .Join(batches, i => i.BatchId, b => b.Id, (i, b) => new { Payment = i, Batch = b }).OrderBy(r => r.Payment.Id).Take(atMost)
            .Select(r => new { r.Payment, r.Batch, AcceptedOn = db.Outcomes.Where(o => o.InstructionId == r.Payment.Id && o.Kind == OutcomeKind.Accepted).Select(o => (DateOnly?)o.On).FirstOrDefault() }).ToListAsync(ct);
        return [.. rows.Select(r => new SilentPayment(r.Payment, r.Batch, Days(r.Batch, today), r.AcceptedOn))];
    }

    /// <summary>How many payments are overdue.</summary>
    public Task<long> CountAsync(DateOnly today, Actor? by, long? batchId, CancellationToken ct)
    {
        var batches = Overdue(today, by).Where(b => batchId == null || b.Id == batchId);
        return db.Counted.Where(i => i.PaidOn == null && i.RejectedOn == null && i.ReturnedOn == null && batches.Any(b => b.Id == i.BatchId)).LongCountAsync(ct);
    }

    /// <summary>Since how many days an answer could be there.</summary>
    public static int Days(Batch batch, DateOnly today)
    {
        var released = DateOnly.FromDateTime(batch.ReleasedAt ?? batch.CutAt);
        return today.DayNumber - (released > batch.ValueDate ? released : batch.ValueDate).DayNumber;
    }

    private IQueryable<Batch> Overdue(DateOnly today, Actor? by)
    {
        var due = today.AddDays(-WithinDays);
        var releasedBefore = due.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var seen = db.Batches.AsNoTracking();
        return (by is null ? seen : seen.VisibleTo(by)).Where(b => b.ReleasedAt != null && b.ClosedAt == null && b.ValueDate < due && b.ReleasedAt < releasedBefore);
    }
}
