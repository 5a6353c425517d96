using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Ledger;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Receipts;

/// <summary>Puts money held for employers to their open bills, set-based, in the open transaction.</summary>
public sealed class AllocateMoney(ContributionsDb db)
{
    private const int MostIds = 500;

    /// <summary>Does it for these employers.</summary>
    public async Task ForEmployersAsync(IReadOnlyCollection<Guid> employers, Change change, CancellationToken ct)
    {
        foreach (var chunk in employers.Distinct().Order().Chunk(MostIds))
        {
            await ChunkAsync(chunk, change, ct);
        }
    }

    /// <summary>Holds employers to the end of the transaction, so that of two who put money to their bills at once the second sees what the first did. A running number, if one is needed, is taken before.</summary>
    internal async Task HoldAsync(IReadOnlyCollection<Guid> employers, CancellationToken ct) =>
        await db.Set<EmployerCopy>().IgnoreQueryFilters().Where(e => employers.Contains(e.EmployerId)).ExecuteUpdateAsync(s => s.SetProperty(e => e.Version, e => e.Version), ct);

    /// <summary>Sums up the allocations of bills and says since when those that are complete are paid; where that changed, months wait to be counted anew.</summary>
    internal async Task UpdateBillsAsync(IReadOnlyCollection<Guid> bills, CancellationToken ct)
    {
        foreach (var ids in bills.Distinct().Order().Chunk(MostIds))
        {
            await db.Set<Bill>().Where(b => ids.Contains(b.Id))
                .ExecuteUpdateAsync(s => s.SetProperty(b => b.AllocatedMinor, b => db.Set<Allocation>().Where(a => a.BillId == b.Id).Sum(a => a.AmountMinor)), ct);
            await db.Set<Bill>().Where(b => ids.Contains(b.Id) && b.AllocatedMinor >= b.AmountMinor && b.PaidOn == null)
                .ExecuteUpdateAsync(s => s.SetProperty(b => b.PaidOn, b => db.Set<Allocation>().Where(a => a.BillId == b.Id && a.AmountMinor > 0).Max(a => (DateOnly?)a.On)).SetProperty(b => b.Uncounted, b => b.Uncounted + 1), ct);
            await db.Set<Bill>().Where(b => ids.Contains(b.Id) && b.AllocatedMinor < b.AmountMinor && b.PaidOn != null)
                .ExecuteUpdateAsync(s => s.SetProperty(b => b.PaidOn, (DateOnly?)null).SetProperty(b => b.InterestClosed, false).SetProperty(b => b.Uncounted, b => b.Uncounted + 1), ct);
        }
    }

    private async Task ChunkAsync(Guid[] employers, Change change, CancellationToken ct)
    {
        await HoldAsync(employers, ct);
        var money = await db.Set<Receipt>().AsNoTracking()
            .Where(r => r.EmployerId != null && employers.Contains(r.EmployerId.Value) && r.AmountMinor > r.AllocatedMinor + r.RefundedMinor)
            .Select(r => new HeldMoney(r.Id, r.EmployerId ?? default, r.Currency, r.BookedOn, r.Reference, r.AmountMinor - r.AllocatedMinor - r.RefundedMinor, r.NamedBillId)).ToListAsync(ct);
        if (money.Count == 0)
        {
            return;
        }

        var payers = money.Select(m => m.EmployerId).Distinct().ToList();
        var bills = await db.Set<Bill>().AsNoTracking().Where(b => payers.Contains(b.EmployerId) && b.PaidOn == null)
            .Select(b => new { Open = new OpenBill(b.Id, b.EmployerId, b.Currency, b.DueOn, b.PaymentReference, b.AmountMinor - b.AllocatedMinor), b.Scheme, b.Month }).ToListAsync(ct);
        var shares = Allocator.Allocate(bills.Select(b => b.Open), money);
        if (shares.Count == 0)
        {
            return;
        }

        var about = bills.ToDictionary(b => b.Open.Id, b => (b.Scheme, b.Month));
        await db.BulkInsertAsync([.. shares.Select(s => new Allocation { ReceiptId = s.Money.Id, BillId = s.Bill.Id, AmountMinor = s.AmountMinor, On = s.Money.BookedOn })], ct);
        var book = new LedgerBook();
        shares.ForEach(s => Post(book, s, about[s.Bill.Id].Scheme, about[s.Bill.Id].Month, change));
        await book.WriteAsync(db, ct);
        await UpdateBillsAsync([.. shares.Select(s => s.Bill.Id)], ct);
        foreach (var ids in shares.Select(s => s.Money.Id).Distinct().Order().Chunk(MostIds))
        {
            await db.Set<Receipt>().Where(r => ids.Contains(r.Id))
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.AllocatedMinor, r => db.Set<Allocation>().Where(a => a.ReceiptId == r.Id).Sum(a => a.AmountMinor)), ct);
        }

        db.RecordBulk(change, nameof(Allocation), $"{employers.Length} employers", new { allocations = shares.Count, minor = shares.Sum(s => s.AmountMinor) });
    }

    private static void Post(LedgerBook book, Share share, string scheme, Month month, Change change) => book.Add(
        new Entry { Id = Guid.CreateVersion7(), Kind = EntryKind.Allocation, On = share.Money.BookedOn, MadeAt = change.Now, SubjectId = share.Bill.Id, EmployerId = share.Bill.EmployerId, Reference = share.Bill.Reference },
        Side.Debit(Account.SuspenseEmployer, share.AmountMinor, share.Bill.Currency) with { EmployerId = share.Bill.EmployerId },
        Side.Credit(Account.ReceivableEmployer, share.AmountMinor, share.Bill.Currency) with { EmployerId = share.Bill.EmployerId, Scheme = scheme, Month = month });
}
