using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.DayWork;

/// <summary>Confirms days of work: the voucher is used, and its shares are the worker's contributions of the month.</summary>
public sealed class ConfirmDays(ContributionsDb db, Merges merges, AllocateMoney allocation, RecountYears recount, FindDayWork find)
{
    /// <summary>The act's name.</summary>
    public const string Act = "daywork.confirm";

    internal const string ByEmployer = "employer";
    internal const string ByOffice = "office";
    internal const string ByWorker = "worker";

    /// <summary>The employer, or an officer for it, confirms the days of these vouchers.</summary>
    /// <returns>How many days were confirmed now.</returns>
    /// <exception cref="Refused">One of them is not assigned, or its day has not come.</exception>
    public async Task<int> HandleAsync(string employerNumber, IReadOnlyCollection<string> serials, Change change, CancellationToken ct)
    {
        var employer = await find.EmployerAsync(employerNumber, change.Actor, ct);
        if (serials.Count is 0 or > AssignDays.Most)
        {
            throw new Refused("daywork.count", $"Choose 1 to {AssignDays.Most} days at a time.", "serials");
        }

        var confirmed = 0;
        await db.WriteAsync(
            async () =>
            {
                await allocation.HoldAsync([employer.EmployerId], ct);
                var vouchers = await db.Set<DayVoucher>().AsNoTracking().Where(v => v.EmployerId == employer.EmployerId && serials.Contains(v.Serial)).ToListAsync(ct);
                if (vouchers.Count < serials.Distinct(StringComparer.Ordinal).Count())
                {
                    throw new Refused("voucher.unknown", "One of these vouchers is not this employer's.", "serials");
                }

                vouchers.ForEach(v => Check(v, change));
                var open = vouchers.Where(v => v.State == DayVoucherState.Assigned).ToList();
                confirmed = open.Count;
                await ApplyAsync(open, change.Actor.Employer is null ? ByOffice : ByEmployer, change, ct);
                await db.SaveAsync(change, ct);
            },
            ct);
        return confirmed;
    }

    /// <summary>The worker confirms a day, with their own number.</summary>
    /// <exception cref="Refused">There is no such voucher of this worker, or its day has not come. Which of them it is, is not told to who does not know both.</exception>
    public async Task OwnAsync(string serial, string workerNumber, Change change, CancellationToken ct)
    {
        var employer = await db.Set<DayVoucher>().IgnoreQueryFilters().Where(v => v.Serial == serial).Select(v => (Guid?)v.EmployerId).SingleOrDefaultAsync(ct);
        var known = await find.WorkersAsync([workerNumber], ct);
        if (employer is not { } of || !known.TryGetValue(workerNumber, out var person))
        {
            throw Unknown();
        }

        await db.WriteAsync(
            async () =>
            {
                await allocation.HoldAsync([of], ct);
                var voucher = await db.Set<DayVoucher>().IgnoreQueryFilters().AsNoTracking().SingleAsync(v => v.Serial == serial, ct);
                var roots = await merges.RootsAsync([person, voucher.PersonId ?? default], ct);
                if (voucher.PersonId is not { } assigned || roots[assigned] != roots[person])
                {
                    throw Unknown();
                }

                Check(voucher, change);
                await ApplyAsync(voucher.State == DayVoucherState.Assigned ? [voucher] : [], ByWorker, change, ct);
                await db.SaveAsync(change, ct);
            },
            ct);

        static Refused Unknown() => new("voucher.unknown", "No voucher of this code is put to a day of this number. Compare both with the paper.", "number");
    }

    /// <summary>Assigned vouchers of one employer become contributions, in the open transaction that holds the employer.</summary>
    internal async Task ApplyAsync(IReadOnlyCollection<DayVoucher> vouchers, string by, Change change, CancellationToken ct)
    {
        if (vouchers.Count == 0)
        {
            return;
        }

        var ids = vouchers.Select(v => v.Id).ToList();
        var changed = await db.Set<DayVoucher>().IgnoreQueryFilters().Where(v => ids.Contains(v.Id) && v.State == DayVoucherState.Assigned)
            .ExecuteUpdateAsync(s => s.SetProperty(v => v.State, DayVoucherState.Used).SetProperty(v => v.UsedAt, change.Now).SetProperty(v => v.UsedBy, by), ct);
        if (changed != ids.Count)
        {
            throw new Refused("changed-meanwhile", "One of these days was changed by somebody else. Open the list again.");
        }

        await PostAsync(vouchers, used: true, change, ct);
        db.RecordBulk(change, nameof(DayVoucher), $"used, employer {vouchers.First().EmployerId:N}", new { by, serials = vouchers.Select(v => v.Serial) });
    }

    /// <summary>Contributions and ledger of used days, or with the opposite sign of days taken back; the caller gives the money back.</summary>
    internal async Task PostAsync(IReadOnlyCollection<DayVoucher> vouchers, bool used, Change change, CancellationToken ct)
    {
        var purchaseIds = vouchers.Select(v => v.PurchaseId).Distinct().ToList();
        var purchases = await db.Set<VoucherPurchase>().IgnoreQueryFilters().AsNoTracking().Where(p => purchaseIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        var roots = await merges.RootsAsync([.. vouchers.Select(PersonOf)], ct);
        var sign = used ? 1 : -1;
        await db.BulkInsertAsync([.. vouchers.Select(v => Contribution(v, purchases[v.PurchaseId]))], ct);
        var book = new LedgerBook();
        foreach (var group in vouchers.GroupBy(v => (v.PurchaseId, Month: Month.Of(v.Day ?? default))))
        {
            Post(book, purchases[group.Key.PurchaseId], group.Key.Month, group.Count(), used, change);
        }

        await book.WriteAsync(db, ct);
        foreach (var year in vouchers.GroupBy(v => (v.Scheme, (v.Day ?? default).Year)))
        {
            await recount.YearAsync([.. year.Select(v => roots[PersonOf(v)])], year.Key.Scheme, year.Key.Year, change, ct);
        }

        Contribution Contribution(DayVoucher v, VoucherPurchase p) => new()
        {
            PersonId = roots[PersonOf(v)], DeclaredPersonId = PersonOf(v), Scheme = v.Scheme, Month = Month.Of(v.Day ?? default), EmployerId = v.EmployerId, BillId = p.BillId, VoucherId = v.Id, Reversal = !used,
            BaseMinor = sign * p.BaseMinor, EmployeeMinor = sign * p.EmployeeMinor, EmployerMinor = sign * p.EmployerMinor,
        };
    }

    private static void Post(LedgerBook book, VoucherPurchase p, Month month, int count, bool used, Change change)
    {
        // Of a day taken back, what was contributions is again a voucher of no use, which the caller turns into money held.
        List<Side> sides = [new Side(used, Account.VouchersPrepaid, count * p.PriceMinor, p.Currency) { EmployerId = p.EmployerId, Scheme = p.Scheme }];
        if (p.EmployeeMinor + p.EmployerMinor > 0)
        {
            sides.Add(new Side(!used, Account.ContributionIncome, count * (p.EmployeeMinor + p.EmployerMinor), p.Currency) { EmployerId = p.EmployerId, Scheme = p.Scheme, Month = month });
        }

        if (p.TaxMinor > 0)
        {
            sides.Add(new Side(!used, Account.VoucherTax, count * p.TaxMinor, p.Currency) { EmployerId = p.EmployerId, Scheme = p.Scheme, Month = month });
        }

        book.Add(new Entry { Id = Guid.CreateVersion7(), Kind = EntryKind.VouchersUsed, On = change.Today, MadeAt = change.Now, SubjectId = p.Id, EmployerId = p.EmployerId, Reference = p.PaymentReference }, sides);
    }

    private static void Check(DayVoucher voucher, Change change)
    {
        if (voucher.State is not (DayVoucherState.Assigned or DayVoucherState.Used))
        {
            throw new Refused("daywork.not-assigned", $"Voucher {voucher.Serial} is put to no day any more; open the list again.", "serials");
        }

        if (voucher.Day > change.Today)
        {
            throw new Refused("daywork.day-ahead", $"{voucher.Day:yyyy-MM-dd} has not come; a day is confirmed when it was worked.", "day");
        }
    }

    private static Guid PersonOf(DayVoucher voucher) => voucher.PersonId ?? throw new InvalidOperationException($"Voucher {voucher.Id} is nobody's.");
}
