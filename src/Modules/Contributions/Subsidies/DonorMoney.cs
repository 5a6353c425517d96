using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Subsidies;

/// <summary>Donors' money that comes in, and that of theirs which nobody's month takes any more.</summary>
public sealed class DonorMoney(ContributionsDb db)
{
    /// <summary>Of receipts about to be inserted: those of donors are taken to their accounts; in another currency they are held.</summary>
    internal async Task ReceivedAsync(IReadOnlyCollection<Receipt> receipts, CancellationToken ct)
    {
        foreach (var payer in receipts.Where(r => r.DonorId is not null).GroupBy(r => r.DonorId ?? default).OrderBy(g => g.Key))
        {
            var donor = await db.Set<Donor>().AsNoTracking().SingleAsync(d => d.Id == payer.Key, ct);
            var money = payer.Where(r => r.Currency == donor.Currency).ToList();
            money.ForEach(r => r.AllocatedMinor = r.AmountMinor);
            var minor = money.Sum(r => r.AmountMinor);
            await db.Set<Donor>().Where(d => d.Id == donor.Id).ExecuteUpdateAsync(s => s.SetProperty(d => d.ReceivedMinor, d => d.ReceivedMinor + minor), ct);
        }
    }

    /// <summary>Holds the donors whose money comes; all donors where, in the same transaction, people or associations pay to whose contributions donors add, or payments are taken back. Before any of it is touched.</summary>
    internal async Task HoldAsync(IReadOnlyCollection<Receipt> received, bool reversals, CancellationToken ct)
    {
        var donors = received.Select(r => r.DonorId).OfType<Guid>().ToHashSet();
        if (reversals || received.Any(r => r.AssociationId is not null) || (donors.Count > 0 && received.Any(r => r.PersonId is not null)))
        {
            await SubsidyBook.HoldAllAsync(db, ct);
            return;
        }

        await SubsidyBook.HoldAsync(db, donors, ct);
    }

    /// <summary>What a change of the law leaves over of donors' receipts is not the worker's: it goes back to the donor.</summary>
    internal async Task SweepAsync(IReadOnlyCollection<Guid> receipts, Change change, CancellationToken ct)
    {
        var ledger = new LedgerBook();
        foreach (var ids in receipts.Order().Chunk(500))
        {
            var over = await db.Set<Receipt>().AsNoTracking().Where(r => ids.Contains(r.Id) && r.Channel == Channel.Subsidy && (r.Account == SubsidisePayments.Account || r.Account == CoverMonths.Account) && r.AmountMinor > r.AllocatedMinor + r.RefundedMinor).ToListAsync(ct);
            if (over.Count == 0)
            {
                continue;
            }

            var some = over.ConvertAll(r => r.Id);
            var shares = await db.Set<SubsidyShare>().AsNoTracking().Where(s => s.ReceiptId != null && some.Contains(s.ReceiptId.Value) && !s.Reversal).ToDictionaryAsync(s => s.ReceiptId ?? default, ct);
            await db.BulkInsertAsync([.. over.Select(r => (Receipt: r, Share: shares[r.Id])).Select(x => new SubsidyShare
            {
                ProgrammeId = x.Share.ProgrammeId, PersonId = x.Share.PersonId, DeclaredPersonId = x.Share.DeclaredPersonId, Scheme = x.Share.Scheme, Month = x.Share.Month, AmountMinor = -x.Receipt.HeldMinor, On = change.Today,
            })], ct);
            await SubsidyBook.CountAsync(db, over.Select(r => (shares[r.Id].ProgrammeId, -r.HeldMinor)), ct);
            over.ForEach(r => ledger.Add(
                new Entry { Id = Guid.CreateVersion7(), Kind = EntryKind.Subsidy, On = change.Today, MadeAt = change.Now, SubjectId = r.Id, PersonId = r.PersonId, Reference = r.Reference },
                Side.Debit(Account.SuspenseWorker, r.HeldMinor, r.Currency) with { PersonId = r.PersonId },
                Side.Credit(Account.Donor, r.HeldMinor, r.Currency) with { DonorId = r.DonorId }));
            await db.Set<Receipt>().Where(r => some.Contains(r.Id)).ExecuteUpdateAsync(s => s.SetProperty(r => r.RefundedMinor, r => r.AmountMinor - r.AllocatedMinor), ct);
        }

        await ledger.WriteAsync(db, ct);
    }
}
