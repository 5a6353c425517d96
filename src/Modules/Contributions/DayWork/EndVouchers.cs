using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Kernel.Acts;

namespace Spmis.Contributions.DayWork;

/// <summary>Ends vouchers that were not used: given back, never paid, or expired. Their money is credited to the employer, first to their own bill, then to the oldest, the rest held; or kept, where the package says so of expired ones.</summary>
public sealed class EndVouchers(ContributionsDb db, Merges merges, AllocateMoney allocation, RecountBills recount, FindDayWork find, WorkerDays days)
{
    /// <summary>The account under which their money is credited.</summary>
    internal const string CreditAccount = "day-voucher";

    /// <summary>The act's names.</summary>
    public const string CancelAct = "daywork.cancel";
    public const string ReleaseAct = "daywork.release";

    /// <summary>Gives vouchers of a purchase back that are put to no day.</summary>
    /// <param name="reference">Payment reference of the purchase.</param>
    /// <param name="count">How many; all that are left when null.</param>
    /// <param name="change">Who and when.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>How many ended.</returns>
    /// <exception cref="Refused">So many are not left, or the package pays nothing back of what is paid.</exception>
    public async Task<int> CancelAsync(string reference, int? count, Change change, CancellationToken ct)
    {
        var purchase = await find.PurchaseAsync(reference, change.Actor, ct);
        var ended = 0;
        await db.WriteAsync(
            async () =>
            {
                await allocation.HoldAsync([purchase.EmployerId], ct);
                if (!purchase.Refunded && await db.Set<Bill>().AnyAsync(b => b.Id == purchase.BillId && b.PaidOn != null, ct))
                {
                    throw new Refused("voucher.not-refunded", "By the package, vouchers that are paid are not paid back.", "count");
                }

                var left = await db.Set<DayVoucher>().AsNoTracking().Where(v => v.PurchaseId == purchase.Id && v.State == DayVoucherState.Alive).OrderBy(v => v.Id).ToListAsync(ct);
                if (count is < 1 || left.Count == 0 || count > left.Count)
                {
                    throw new Refused("voucher.count", $"{left.Count} vouchers of this purchase are put to no day; no more can be given back.", "count");
                }

                ended = count ?? left.Count;
                await ApplyAsync([.. left.Take(ended)], DayVoucherState.Cancelled, change, ct);
                await db.SaveAsync(change, ct);
            },
            ct);
        return ended;
    }

    /// <summary>Takes vouchers off days that have not come; they are alive again.</summary>
    /// <exception cref="Refused">One of them is not assigned to a day ahead.</exception>
    public async Task ReleaseAsync(string employerNumber, IReadOnlyCollection<string> serials, Change change, CancellationToken ct)
    {
        var employer = await find.EmployerAsync(employerNumber, change.Actor, ct);
        if (serials.Count is 0 or > AssignDays.Most)
        {
            throw new Refused("daywork.count", $"Choose 1 to {AssignDays.Most} days at a time.", "serials");
        }

        await db.WriteAsync(
            async () =>
            {
                await allocation.HoldAsync([employer.EmployerId], ct);
                var vouchers = await db.Set<DayVoucher>().AsNoTracking().Where(v => v.EmployerId == employer.EmployerId && serials.Contains(v.Serial)).ToListAsync(ct);
                if (vouchers.Count < serials.Distinct(StringComparer.Ordinal).Count() || vouchers.Any(v => v.State != DayVoucherState.Assigned || v.Day <= change.Today))
                {
                    throw new Refused("daywork.not-ahead", "A day is called off before it comes. Of a day that has come, leave the voucher unconfirmed; of a confirmed one, ask the office.", "serials");
                }

                await GiveBackAsync(vouchers, DayVoucherState.Alive, change, ct);
                db.RecordBulk(change, nameof(DayVoucher), $"released, employer {employer.EmployerId:N}", new { vouchers = vouchers.Select(v => new { v.Serial, v.PersonId, v.Day }) });
                await db.SaveAsync(change, ct);
            },
            ct);
    }

    /// <summary>Ends at most 500 vouchers, in the open transaction that holds their employers.</summary>
    internal async Task ApplyAsync(IReadOnlyList<DayVoucher> vouchers, DayVoucherState state, Change change, CancellationToken ct)
    {
        if (vouchers.Count == 0)
        {
            return;
        }

        await GiveBackAsync(vouchers, state, change, ct);
        var ids = vouchers.Select(v => v.PurchaseId).Distinct().ToList();
        var purchases = await db.Set<VoucherPurchase>().IgnoreQueryFilters().AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        var book = new LedgerBook();
        List<Receipt> credits = [];
        foreach (var group in vouchers.GroupBy(v => v.PurchaseId))
        {
            var p = purchases[group.Key];
            var minor = group.Count() * p.PriceMinor;
            var kept = state == DayVoucherState.Expired && !p.Refunded;
            var undone = await UndoWriteOffs.OfAsync(db, db.Set<Bill>().Where(b => b.Id == p.BillId), minor, change, ct);
            List<Side> sides = [Side.Debit(Account.VouchersPrepaid, minor, p.Currency) with { EmployerId = p.EmployerId, Scheme = p.Scheme }];
            if (undone > 0)
            {
                sides.Add(Side.Credit(Account.WrittenOff, undone, p.Currency) with { EmployerId = p.EmployerId, Scheme = p.Scheme });
            }

            if (minor > undone)
            {
                sides.Add(Side.Credit(kept ? Account.VouchersKept : Account.SuspenseEmployer, minor - undone, p.Currency) with { EmployerId = p.EmployerId, Scheme = kept ? p.Scheme : null });
            }

            book.Add(new Entry { Id = Guid.CreateVersion7(), Kind = EntryKind.VouchersReturned, On = change.Today, MadeAt = change.Now, SubjectId = p.Id, EmployerId = p.EmployerId, Reference = p.PaymentReference }, sides);
            if (!kept && minor > undone)
            {
                credits.Add(new Receipt
                {
                    Id = Guid.CreateVersion7(), Channel = Channel.Correction, Account = CreditAccount, Reference = $"{group.First().Id:N}", BookedOn = change.Today, AmountMinor = minor - undone, Currency = p.Currency, EmployerId = p.EmployerId, NamedBillId = p.BillId,
                    Text = $"{group.Count()} vouchers of {p.PaymentReference}",
                });
            }
        }

        await db.BulkInsertAsync(credits, ct);
        await book.WriteAsync(db, ct);
        db.RecordBulk(change, nameof(DayVoucher), $"{state}", new { count = vouchers.Count, serials = vouchers.Select(v => v.Serial) });
        var employers = vouchers.Select(v => v.EmployerId).Distinct().ToList();
        await allocation.ForEmployersAsync(employers, change, ct);
        await recount.ForEmployersAsync(employers, change, ct);
    }

    /// <summary>Takes vouchers off their days and gives the workers their days of the year back.</summary>
    internal async Task GiveBackAsync(IReadOnlyList<DayVoucher> vouchers, DayVoucherState state, Change change, CancellationToken ct)
    {
        var ids = vouchers.Select(v => v.Id).ToList();
        var ended = state == DayVoucherState.Alive ? (DateTime?)null : change.Now;
        await db.Set<DayVoucher>().IgnoreQueryFilters().Where(v => ids.Contains(v.Id))
            .ExecuteUpdateAsync(s => s.SetProperty(v => v.State, state).SetProperty(v => v.PersonId, (Guid?)null).SetProperty(v => v.Day, (DateOnly?)null).SetProperty(v => v.AssignedAt, (DateTime?)null).SetProperty(v => v.EndedAt, ended), ct);
        var roots = await merges.RootsAsync([.. vouchers.Select(v => v.PersonId).OfType<Guid>()], ct);
        await days.GiveBackAsync(vouchers.Where(v => v is { PersonId: not null, Day: not null }).Select(v => (v.Scheme, roots[v.PersonId ?? default], (v.Day ?? default).Year)), ct);
    }
}
