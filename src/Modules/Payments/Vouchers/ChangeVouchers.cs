using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Payments.Ledger;

namespace Spmis.Payments.Vouchers;

/// <summary>The work on a range of a batch's vouchers, set-based, with its entry in the books.</summary>
public sealed class ChangeVouchers(PaymentsDb db, VoucherNumbers numbers, PostPayments ledger)
{
    internal async Task HandleAsync(long batchId, VoucherInput input, int after, int upTo, RunStep step, CancellationToken ct)
    {
        var batch = await db.VoucherBatches.SingleAsync(b => b.Id == batchId, ct);
        var (now, what) = (step.Change.Now, $"vouchers {batch.Number}, {after + 1} to {upTo}");
        if (input.What == VoucherWorker.Make)
        {
            await MakeAsync(batch, input.Persons, after, upTo, ct);
            if (upTo == batch.Count)
            {
                batch.CreatedAt = now;
                batch.Version++;
            }
        }
        else
        {
            var open = db.Vouchers.Where(v => v.BatchId == batchId && v.Position > after && v.Position <= upTo && v.RedeemedAt == null && v.CancelledAt == null && v.ExpiredAt == null);
            var range = db.Vouchers.Where(v => v.BatchId == batchId && v.Position > after && v.Position <= upTo);
            // What bears the mark of this moment afterwards and did not before is what was changed: a voucher redeemed meanwhile is in one of the two, never in both.
            switch (input.What)
            {
                case VoucherWorker.Activate:
                    await ledger.VouchersActivatedAsync(
                        batch, await MarkedAsync(range.Where(v => v.ActivatedAt == now), () => open.Where(v => v.ActivatedAt == null).ExecuteUpdateAsync(s => s.SetProperty(v => v.ActivatedAt, now), ct), ct), what, step.Change, ct);
                    break;
                case VoucherWorker.Cancel:
                    await ledger.VouchersGivenUpAsync(
                        batch, await MarkedAsync(range.Where(v => v.ActivatedAt != null && v.CancelledAt == now), () => open.ExecuteUpdateAsync(s => s.SetProperty(v => v.CancelledAt, now), ct), ct), "voucher-cancelled", what, step.Change, ct);
                    break;
                case VoucherWorker.Expire:
                    await ledger.VouchersGivenUpAsync(
                        batch, await MarkedAsync(range.Where(v => v.ActivatedAt != null && v.ExpiredAt == now), () => open.ExecuteUpdateAsync(s => s.SetProperty(v => v.ExpiredAt, now), ct), ct), "voucher-expired", what, step.Change, ct);
                    break;
                default:
                    throw new InvalidOperationException($"Nobody does '{input.What}' to vouchers.");
            }
        }

        step.Run.Total = batch.Count;
        step.Count(upTo - after, 0);
        db.RecordBulk(step.Change, nameof(Voucher), what, new { input.What });
        await db.SaveAsync(step.Change, ct);
    }

    private static async Task<long> MarkedAsync(IQueryable<Voucher> marked, Func<Task> mark, CancellationToken ct)
    {
        var before = await marked.SumAsync(v => v.AmountMinor, ct);
        await mark();
        return await marked.SumAsync(v => v.AmountMinor, ct) - before;
    }

    private async Task MakeAsync(VoucherBatch batch, IReadOnlyList<Guid> persons, int after, int upTo, CancellationToken ct)
    {
        var secret = numbers.Open(batch);
        var made = Enumerable.Range(after + 1, upTo - after).Select(position => (Position: position, Salt: 0, Hash: numbers.HashOf(VoucherNumbers.Of(secret, position, 0)))).ToList();
        for (var salt = 1; ; salt++)
        {
            // Two numbers that are the same are not to be expected in the life of an installation; should it be, the later one is drawn again.
            var hashes = made.Select(m => m.Hash).ToList();
            var there = (await db.Vouchers.Where(v => hashes.Contains(v.Hash)).Select(v => v.Hash).ToListAsync(ct)).Select(Convert.ToHexString).ToHashSet();
            var again = made.GroupBy(m => Convert.ToHexString(m.Hash)).SelectMany(g => there.Contains(g.Key) ? g : g.Skip(1)).Select(m => m.Position).ToHashSet();
            if (again.Count == 0)
            {
                break;
            }

            made = [.. made.Select(m => again.Contains(m.Position) ? (m.Position, salt, numbers.HashOf(VoucherNumbers.Of(secret, m.Position, salt))) : m)];
        }

        await db.BulkInsertAsync([.. made.Select(m => new Voucher { BatchId = batch.Id, Position = m.Position, Hash = m.Hash, Salt = m.Salt, AmountMinor = batch.ValueMinor, PersonId = persons.Count >= m.Position ? persons[m.Position - 1] : null })], ct);
    }
}

/// <summary>Has a whole batch activated, cancelled or expired by a run.</summary>
public sealed class MoveVouchers(PaymentsDb db)
{
    /// <summary>Activates all: they are worth money from then on. Not by whom they were exported.</summary>
    /// <exception cref="Refused">They were not exported, or by the same person, or are active, cancelled or expired.</exception>
    public Task ActivateAsync(long batchId, Change change, CancellationToken ct) => StartAsync(batchId, VoucherWorker.Activate, change, batch =>
    {
        if (batch.State != "exported")
        {
            throw new Refused("voucher.state", $"The vouchers {batch.Number} are {batch.State}; they are activated once they were exported.");
        }

        if (change.Actor.IsSamePersonAs(batch.ExportedById))
        {
            throw new Refused("voucher.own-export", $"You exported the numbers of {batch.Number}; somebody else must activate them.");
        }

        (batch.ActivatedAt, batch.ActivatedBy) = (change.Now, change.Actor.Name);
    }, ct);

    /// <summary>Cancels all that were not redeemed.</summary>
    /// <exception cref="Refused">They are being made, cancelled or expired, or no reason was given.</exception>
    public Task CancelAsync(long batchId, Change change, CancellationToken ct) => StartAsync(batchId, VoucherWorker.Cancel, change, batch =>
    {
        if (batch.State is "making" or "cancelled" or "expired")
        {
            throw new Refused("voucher.state", $"The vouchers {batch.Number} are {batch.State}.");
        }

        if (string.IsNullOrWhiteSpace(change.Reason))
        {
            throw new Refused("voucher.no-reason", "Say why they are cancelled.", "reason");
        }

        (batch.CancelledAt, batch.CancelledBy) = (change.Now, change.Actor.Name);
    }, ct);

    /// <summary>Has what is left of batches expire whose last day is over.</summary>
    /// <returns>How many batches.</returns>
    public async Task<int> ExpireAsync(Change change, CancellationToken ct)
    {
        var today = change.Today;
        var due = await db.VoucherBatches.AsNoTracking().Where(b => b.ExpiresOn < today && b.CreatedAt != null && b.CancelledAt == null && b.ExpiredAt == null).OrderBy(b => b.Id).Select(b => b.Id).Take(100).ToListAsync(ct);
        foreach (var id in due)
        {
            await StartAsync(id, VoucherWorker.Expire, change, batch => batch.ExpiredAt = change.Now, ct);
        }

        return due.Count;
    }

    private async Task StartAsync(long batchId, string what, Change change, Action<VoucherBatch> mark, CancellationToken ct) => await db.WriteAsync(
        async () =>
        {
            var batch = await db.VoucherBatches.SingleOrDefaultAsync(b => b.Id == batchId, ct) ?? throw new Refused("voucher.batch-unknown", "There are no such vouchers.");
            mark(batch);
            batch.Version++;
            db.Runs.Add(Run.Of(VoucherWorker.RunKind, $"{batch.Number}:{what}", string.Create(CultureInfo.InvariantCulture, $"Vouchers {batch.Number}: {what}"), new VoucherInput(batch.Number, what, []), change));
            await db.SaveAsync(change, ct);
        },
        ct);
}
