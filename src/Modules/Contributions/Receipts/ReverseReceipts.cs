using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Associations;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Plans;
using Spmis.Contributions.Record;
using Spmis.Contributions.Subsidies;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Receipts;

/// <summary>Takes payments back that the bank or the operator took back: what they paid is open again, what they counted for counts no more.</summary>
public sealed class ReverseReceipts(ContributionsDb db, AllocateMoney allocation, OwnContributions own, PayMembers members, FillPlans plans, SubsidisePayments subsidies)
{
    private const int InChunk = 1_000;

    internal async Task LinesAsync(StatementFile statement, IReadOnlyList<StatementMoney> lines, RunStep step, CancellationToken ct)
    {
        if (lines.Count == 0)
        {
            return;
        }

        var candidates = await CandidatesAsync(lines, ct);
        HashSet<Guid> taken = [];
        List<(Receipt Receipt, DateOnly On)> reversed = [];
        foreach (var line in lines)
        {
            var same = candidates.Where(r => r.Account == line.Account && r.AmountMinor == line.Amount.Minor && r.Currency == line.Amount.Currency.Code).ToList();
            var receipt = same.Find(r => line.Takes.Contains(r.Reference)) ?? same.Where(r => r.ReversedOn is null && !taken.Contains(r.Id) && r.Text is not null && line.Numbers.Any(n => r.Text.Contains(n, StringComparison.Ordinal))).MaxBy(r => r.BookedOn);
            if (receipt is null)
            {
                step.Note(line.Line, "reversal.unknown", "Money was taken back, but no payment of this amount was received under its references. If it is ours, look for the payment and tell the accountant.", "reference", line.Text, line.Reference);
            }
            else if (receipt.ReversedOn is not null || !taken.Add(receipt.Id))
            {
                step.Note(line.Line, "reversal.known", "This payment was taken back already.", reference: line.Reference);
            }
            else
            {
                statement.ReversedMinor += receipt.AmountMinor;
                reversed.Add((receipt, line.BookedOn));
                step.Accept(line.Line, line.Reference, receipt.Reference);
            }
        }

        await ReverseAsync(reversed, step.Change, ct);
    }

    /// <summary>Takes the receipts of payment notices back whose money the bank has booked.</summary>
    internal Task NoticesAsync(IEnumerable<Receipt> notices, Change change, CancellationToken ct) => ReverseAsync([.. notices.Select(n => (n, change.Today))], change, ct);

    internal async Task ReverseAsync(List<(Receipt Receipt, DateOnly On)> reversed, Change change, CancellationToken ct)
    {
        if (reversed.Count == 0)
        {
            return;
        }

        var all = await WithMovedAsync(reversed, ct);
        if (all.Any(r => r.Receipt.PersonId is not null || r.Receipt.DonorId is not null))
        {
            await SubsidyBook.HoldAllAsync(db, ct); // Before bills and records are touched, which others touch with donors held.
        }

        var moved = all.Where(r => r.Receipt is { SourceReceiptId: not null, Channel: not Channel.Subsidy }).ToLookup(r => r.Receipt.SourceReceiptId ?? default, r => r.Receipt.AmountMinor);
        List<(Guid ReceiptId, Bill Bill, long AmountMinor)> allocated = [];
        List<Contribution> counted = [];
        foreach (var chunk in all.Chunk(InChunk))
        {
            await ChunkAsync(chunk, moved, allocated, counted, change, ct);
        }

        await TakeOffAsync(allocated, counted, all.ToDictionary(r => r.Receipt.Id, r => r.On), change, ct);
        var again = await subsidies.TakenBackAsync([.. all.Select(r => r.Receipt)], counted, change, ct);
        await db.BulkInsertAsync(again, ct);
        await own.RecountAsync(again, change, ct);
        await allocation.ForEmployersAsync([.. all.Select(r => r.Receipt.EmployerId).OfType<Guid>()], change, ct);
        await plans.ForAsync(all.Select(r => r.Receipt.PersonId).OfType<Guid>(), change, ct);
        await members.TakenBackAsync(all.Where(r => r.Receipt is { PersonId: not null, AssociationId: not null }).ToDictionary(r => r.Receipt.Id, r => r.On), change, ct);
    }

    /// <summary>Posts the reversal of at most 1,000 receipts and marks them; what is to be taken off of bills and records is added to the lists.</summary>
    private async Task ChunkAsync((Receipt Receipt, DateOnly On)[] chunk, ILookup<Guid, long> moved, List<(Guid ReceiptId, Bill Bill, long AmountMinor)> allAllocated, List<Contribution> allCounted, Change change, CancellationToken ct)
    {
        var ids = chunk.Select(r => r.Receipt.Id).ToList();
        var allocated = (await (from a in db.Set<Allocation>().AsNoTracking() join b in db.Set<Bill>() on a.BillId equals b.Id where ids.Contains(a.ReceiptId) select new { a.ReceiptId, a.AmountMinor, Bill = b }).ToListAsync(ct))
            .GroupBy(a => (a.ReceiptId, a.Bill.Id)).Select(g => (g.Key.ReceiptId, g.First().Bill, AmountMinor: g.Sum(a => a.AmountMinor))).Where(a => a.AmountMinor > 0).ToLookup(a => a.ReceiptId);
        var counted = (await db.Set<Contribution>().AsNoTracking().Where(c => c.ReceiptId != null && ids.Contains(c.ReceiptId.Value) && !c.Reversal).ToListAsync(ct)).GroupBy(c => c.ReceiptId ?? default).ToDictionary(g => g.Key, Sum);
        var refunds = (await db.Set<Refund>().AsNoTracking().Where(r => ids.Contains(r.ReceiptId) && r.CancelledOn == null).ToListAsync(ct)).ToLookup(r => r.ReceiptId, r => r.AmountMinor);
        var book = new LedgerBook();
        foreach (var (receipt, on) in chunk)
        {
            // What was moved away goes back to nobody known, where the receipt it was moved from takes it.
            List<Side> sides = [receipt.Channel == Channel.Subsidy ? Side.Credit(Account.Donor, receipt.AmountMinor - receipt.RefundedMinor, receipt.Currency) with { DonorId = receipt.DonorId }
                : Side.Credit(receipt.SourceReceiptId is not null ? Account.SuspenseUnidentified : receipt.Channel == Channel.Notice ? Account.NoticedMoney : Account.Bank, receipt.AmountMinor, receipt.Currency)];
            sides.AddRange(moved[receipt.Id].Select(minor => Side.Debit(Account.SuspenseUnidentified, minor, receipt.Currency)));
            sides.AddRange(allocated[receipt.Id].Select(a => Side.Debit(Account.ReceivableEmployer, a.AmountMinor, receipt.Currency) with { EmployerId = a.Bill.EmployerId, Scheme = a.Bill.Scheme, Month = a.Bill.Month }));
            sides.AddRange(refunds[receipt.Id].Select(minor => Side.Debit(Account.RefundPayable, minor, receipt.Currency) with { EmployerId = receipt.EmployerId, PersonId = receipt.PersonId }));
            if (counted.TryGetValue(receipt.Id, out var c) && receipt.AllocatedMinor > 0)
            {
                sides.Add(Side.Debit(Account.ContributionIncome, receipt.AllocatedMinor, receipt.Currency) with { PersonId = receipt.PersonId, Scheme = c.Scheme, Month = c.Month });
            }

            if (receipt is { DonorId: { } donor, Channel: not Channel.Subsidy, AllocatedMinor: > 0 })
            {
                sides.Add(Side.Debit(Account.Donor, receipt.AllocatedMinor, receipt.Currency) with { DonorId = donor });
            }

            if (receipt.HeldMinor > 0)
            {
                sides.Add(HeldReceipt.From(receipt, receipt.HeldMinor));
            }

            book.Add(new Entry { Id = Guid.CreateVersion7(), Kind = EntryKind.Reversal, On = on, MadeAt = change.Now, SubjectId = receipt.Id, EmployerId = receipt.EmployerId, PersonId = receipt.PersonId, Reference = receipt.Reference }, sides);
        }

        foreach (var day in chunk.GroupBy(r => r.On, r => r.Receipt.Id))
        {
            var back = day.ToList();
            var hit = await db.Set<Receipt>().Where(r => back.Contains(r.Id) && r.ReversedOn == null).ExecuteUpdateAsync(s => s.SetProperty(r => r.AllocatedMinor, 0).SetProperty(r => r.RefundedMinor, r => r.AmountMinor).SetProperty(r => r.ReversedOn, day.Key), ct);
            if (hit != back.Count)
            {
                // Another process took one of them back since it was read: all of this is done again on what stands now, or not at all.
                throw new Refused("changed-meanwhile", "A payment was taken back by somebody else a moment ago. Repeat this; what is taken back already is left out then.");
            }

            await db.Set<Refund>().Where(r => back.Contains(r.ReceiptId) && r.CancelledOn == null).ExecuteUpdateAsync(s => s.SetProperty(r => r.CancelledOn, day.Key), ct);
        }

        await book.WriteAsync(db, ct);
        allAllocated.AddRange(allocated.SelectMany(a => a));
        allCounted.AddRange(counted.Values);
    }

    /// <summary>What a payment counts for, changes of the law included.</summary>
    private static Contribution Sum(IEnumerable<Contribution> ofOnePayment)
    {
        var rows = ofOnePayment.ToList();
        var c = rows[0];
        return new Contribution
        {
            PersonId = c.PersonId,
            DeclaredPersonId = c.DeclaredPersonId,
            Scheme = c.Scheme,
            Month = c.Month,
            ReceiptId = c.ReceiptId,
            BaseMinor = rows.Sum(r => r.BaseMinor),
            EmployeeMinor = rows.Sum(r => r.EmployeeMinor),
            EmployerMinor = rows.Sum(r => r.EmployerMinor),
        };
    }

    /// <summary>With the money moved from them to other payers, and from there on.</summary>
    private async Task<List<(Receipt Receipt, DateOnly On)>> WithMovedAsync(List<(Receipt Receipt, DateOnly On)> reversed, CancellationToken ct)
    {
        List<(Receipt Receipt, DateOnly On)> all = [.. reversed];
        for (var from = reversed; from.Count > 0;)
        {
            var on = from.ToDictionary(r => r.Receipt.Id, r => r.On);
            from = [];
            foreach (var ids in on.Keys.Chunk(InChunk))
            {
                from.AddRange((await db.Set<Receipt>().AsNoTracking().Where(r => r.SourceReceiptId != null && ids.Contains(r.SourceReceiptId.Value) && r.ReversedOn == null).ToListAsync(ct)).Select(r => (r, on[r.SourceReceiptId ?? default])));
            }

            all.AddRange(from);
        }

        return all;
    }

    private async Task TakeOffAsync(List<(Guid ReceiptId, Bill Bill, long AmountMinor)> allocated, List<Contribution> counted, Dictionary<Guid, DateOnly> on, Change change, CancellationToken ct)
    {
        await db.BulkInsertAsync([.. allocated.Select(a => new Allocation { ReceiptId = a.ReceiptId, BillId = a.Bill.Id, AmountMinor = -a.AmountMinor, On = on[a.ReceiptId] })], ct);
        await allocation.UpdateBillsAsync([.. allocated.Select(a => a.Bill.Id)], ct);
        List<Contribution> back = [.. counted.Select(c => new Contribution
        {
            PersonId = c.PersonId, DeclaredPersonId = c.DeclaredPersonId, Scheme = c.Scheme, Month = c.Month, ReceiptId = c.ReceiptId, Reversal = true,
            BaseMinor = -c.BaseMinor, EmployeeMinor = -c.EmployeeMinor, EmployerMinor = -c.EmployerMinor,
        })];
        await db.BulkInsertAsync(back, ct);
        await own.RecountAsync(back, change, ct);
    }

    /// <summary>Receipts that the lines may take back: by reference, or by what the payer quoted.</summary>
    private async Task<List<Receipt>> CandidatesAsync(IReadOnlyList<StatementMoney> lines, CancellationToken ct)
    {
        var references = lines.SelectMany(l => l.Takes).Distinct().ToList();
        var bills = lines.SelectMany(l => l.Numbers).Where(PaymentReference.IsValid).Distinct().ToList();
        var named = await db.Set<Bill>().AsNoTracking().Where(b => bills.Contains(b.PaymentReference)).Select(b => b.Id).ToListAsync(ct);
        var lists = await db.Set<MemberList>().AsNoTracking().Where(l => bills.Contains(l.PaymentReference)).Select(l => l.Id).ToListAsync(ct);
        return await db.Set<Receipt>().AsNoTracking().Where(r => references.Contains(r.Reference) || (r.NamedListId != null && lists.Contains(r.NamedListId.Value)) || (r.NamedBillId != null && named.Contains(r.NamedBillId.Value))).ToListAsync(ct);
    }
}
