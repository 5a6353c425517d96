using Microsoft.EntityFrameworkCore;

namespace Spmis.Payments.Batches;

/// <summary>How many and how much.</summary>
public readonly record struct Tally(long Count, long Minor);

/// <summary>The reconciliation of a batch: what was ordered and what became of it.</summary>
public sealed record BatchReconciliation
{
    public required Tally Ordered { get; init; }

    /// <summary>Paid and not returned.</summary>
    public required Tally Paid { get; init; }

    public required Tally Rejected { get; init; }

    public required Tally Returned { get; init; }

    /// <summary>Sent, without an end so far.</summary>
    public required Tally Pending { get; init; }

    /// <summary>Answers that exclude each other and wait for a person.</summary>
    public required long Contradictions { get; init; }

    /// <summary>Nothing, at all times.</summary>
    public long DifferenceMinor => Ordered.Minor - Paid.Minor - Rejected.Minor - Returned.Minor - Pending.Minor;

    /// <summary>Nothing, at all times.</summary>
    public long DifferenceCount => Ordered.Count - Paid.Count - Rejected.Count - Returned.Count - Pending.Count;
}

/// <summary>Reconciles batches from the payments themselves, whenever it is asked.</summary>
public sealed class BatchFigures(PaymentsDb db)
{
    /// <summary>One batch.</summary>
    public async Task<BatchReconciliation> OfAsync(Batch batch, CancellationToken ct) => (await OfAsync([batch], ct))[batch.Id];

    /// <summary>Many batches with two queries.</summary>
    public async Task<IReadOnlyDictionary<long, BatchReconciliation>> OfAsync(IReadOnlyCollection<Batch> batches, CancellationToken ct)
    {
        var ids = batches.Select(b => (long?)b.Id).ToList();
        var sums = await db.Counted.AsNoTracking().Where(i => ids.Contains(i.BatchId))
            .GroupBy(i => new { i.BatchId, Returned = i.ReturnedOn != null, Rejected = i.RejectedOn != null, Paid = i.PaidOn != null })
            .Select(g => new { g.Key, Count = g.LongCount(), Minor = g.Sum(i => i.AmountMinor) }).ToListAsync(ct);
        var open = await db.Contradictions.AsNoTracking().Where(c => c.SettledAt == null && ids.Contains(c.BatchId)).GroupBy(c => c.BatchId).Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return batches.ToDictionary(b => b.Id, b =>
        {
            Tally Sum(Func<(bool Returned, bool Rejected, bool Paid), bool> which)
            {
                var mine = sums.Where(s => s.Key.BatchId == b.Id && which((s.Key.Returned, s.Key.Rejected, s.Key.Paid))).ToList();
                return new(mine.Sum(s => s.Count), mine.Sum(s => s.Minor));
            }

            return new BatchReconciliation
            {
                Ordered = new(b.Count, b.TotalMinor), Returned = Sum(s => s.Returned), Rejected = Sum(s => s.Rejected && !s.Returned),
                Paid = Sum(s => s.Paid && s is { Returned: false, Rejected: false }), Pending = Sum(s => s is { Paid: false, Rejected: false, Returned: false }),
                Contradictions = open.GetValueOrDefault(b.Id),
            };
        });
    }
}
