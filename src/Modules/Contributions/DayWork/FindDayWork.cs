using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.DayWork;

/// <summary>A purchase with what became of its vouchers: bought = alive + assigned + used + expired + cancelled + taken back.</summary>
public sealed record PurchaseShown(VoucherPurchase Purchase, BillState Bill, long OpenMinor, int Alive, int Assigned, int Used, int Expired, int Cancelled, int TakenBack)
{
    /// <summary>Its vouchers can be put to days.</summary>
    public bool Live => Bill == BillState.Paid;
}

/// <summary>A worker's day.</summary>
public sealed record DayShown(string Serial, DateOnly Day, DayVoucherState State, string? UsedBy, string? WorkerNumber, string? WorkerName, string EmployerName, DateOnly ExpiresOn);

/// <summary>Where an employer stands.</summary>
/// <param name="Ready">Paid vouchers put to no day.</param>
/// <param name="Unpaid">Vouchers whose bill is open.</param>
/// <param name="ToConfirm">Days that have come and wait to be confirmed.</param>
/// <param name="UsedThisYear">Days confirmed this year.</param>
public sealed record DayWorkStand(int Ready, int Unpaid, int ToConfirm, int UsedThisYear);

/// <summary>Finds employers, purchases, vouchers and days.</summary>
public sealed class FindDayWork(ContributionsDb db, Merges merges, PersonsShown shown)
{
    public const int Most = 500;

    /// <exception cref="Refused">There is none, or it is another's.</exception>
    public async Task<EmployerCopy> EmployerAsync(string? number, Actor actor, CancellationToken ct)
    {
        var digits = string.Concat((number ?? "").Where(char.IsAsciiDigit));
        if (actor.Employer is { } own && own != digits)
        {
            throw new Refused("access.other-employer", $"You may act for employer {own} only.", "employer");
        }

        return await db.Set<EmployerCopy>().AsNoTracking().SingleOrDefaultAsync(e => e.EmployerNumber == digits, ct)
            ?? throw new Refused("employer.unknown", $"There is no employer {number}. Check the number; its last two digits catch most slips.", "employer");
    }

    /// <exception cref="Refused">There is none, or it is another's.</exception>
    public async Task<VoucherPurchase> PurchaseAsync(string reference, Actor actor, CancellationToken ct) =>
        await db.Set<VoucherPurchase>().AsNoTracking().SingleOrDefaultAsync(p => p.PaymentReference == reference && (actor.Employer == null || p.EmployerNumber == actor.Employer), ct)
            ?? throw new Refused("voucher.no-purchase", $"There is no purchase {reference}, or it is another employer's.", "reference");

    /// <summary>An employer's purchases, the latest first.</summary>
    public async Task<IReadOnlyList<PurchaseShown>> PurchasesAsync(Guid employer, int limit, CancellationToken ct)
    {
        var rows = await (from p in db.Set<VoucherPurchase>().AsNoTracking() where p.EmployerId == employer join b in db.Set<Bill>() on p.BillId equals b.Id orderby p.BoughtAt descending, p.Id select new { Purchase = p, Bill = b }).Take(Math.Clamp(limit, 1, Most)).ToListAsync(ct);
        var ids = rows.ConvertAll(r => r.Purchase.Id);
        var counts = (await db.Set<DayVoucher>().AsNoTracking().Where(v => ids.Contains(v.PurchaseId)).GroupBy(v => new { v.PurchaseId, v.State }).Select(g => new { g.Key.PurchaseId, g.Key.State, Count = g.Count() }).ToListAsync(ct)).ToDictionary(g => (g.PurchaseId, g.State), g => g.Count);
        return [.. rows.Select(r =>
        {
            int Of(DayVoucherState state) => counts.GetValueOrDefault((r.Purchase.Id, state));
            return new PurchaseShown(r.Purchase, r.Bill.State, r.Bill.OpenMinor, Of(DayVoucherState.Alive), Of(DayVoucherState.Assigned), Of(DayVoucherState.Used), Of(DayVoucherState.Expired), Of(DayVoucherState.Cancelled), Of(DayVoucherState.TakenBack));
        })];
    }

    /// <summary>Where an employer stands on a day.</summary>
    public async Task<DayWorkStand> StandAsync(Guid employer, DateOnly today, CancellationToken ct)
    {
        var alive = from v in db.Set<DayVoucher>() where v.EmployerId == employer && v.State == DayVoucherState.Alive join p in db.Set<VoucherPurchase>() on v.PurchaseId equals p.Id join b in db.Set<Bill>() on p.BillId equals b.Id select b.PaidOn != null && b.WrittenOffMinor == 0;
        var january = new DateOnly(today.Year, 1, 1);
        var days = db.Set<DayVoucher>().Where(v => v.EmployerId == employer);
        return new DayWorkStand(await alive.CountAsync(ready => ready, ct), await alive.CountAsync(ready => !ready, ct), await days.CountAsync(v => v.State == DayVoucherState.Assigned && v.Day <= today, ct), await days.CountAsync(v => v.State == DayVoucherState.Used && v.Day >= january, ct));
    }

    /// <summary>Days of an employer, by day and worker: of one day, or those to be confirmed and those ahead.</summary>
    public async Task<IReadOnlyList<DayShown>> DaysAsync(Guid employer, DateOnly? day, int limit, CancellationToken ct)
    {
        var rows = db.Set<DayVoucher>().AsNoTracking().Where(v => v.EmployerId == employer && v.Day != null);
        rows = day is { } on ? rows.Where(v => v.Day == on) : rows.Where(v => v.State == DayVoucherState.Assigned);
        return await ShowAsync(rows.OrderBy(v => v.Day).ThenBy(v => v.Serial).Take(Math.Clamp(limit, 1, Most)), ct);
    }

    /// <summary>Vouchers of a day behind one, by their serials, however many there are.</summary>
    public Task<IReadOnlyList<DayShown>> PageAsync(Guid employer, DateOnly day, string after, int limit, CancellationToken ct) =>
        ShowAsync(db.Set<DayVoucher>().AsNoTracking().Where(v => v.EmployerId == employer && v.Day == day && string.Compare(v.Serial, after) > 0).OrderBy(v => v.Serial).Take(Math.Clamp(limit, 1, Most)), ct);

    /// <summary>A worker's own days, the latest first.</summary>
    public async Task<IReadOnlyList<DayShown>> OwnAsync(string workerNumber, CancellationToken ct)
    {
        var known = await WorkersAsync([workerNumber], ct);
        var members = await merges.MembersAsync([.. known.Values], ct);
        var persons = members.Keys.ToList();
        return await ShowAsync(db.Set<DayVoucher>().IgnoreQueryFilters().AsNoTracking().Where(v => v.PersonId != null && persons.Contains(v.PersonId.Value)).OrderByDescending(v => v.Day).ThenBy(v => v.Serial).Take(Most), ct);
    }

    /// <summary>The workers of the last day an employer put vouchers to, to be named again.</summary>
    public async Task<IReadOnlyList<string>> LastWorkersAsync(Guid employer, CancellationToken ct)
    {
        var last = await db.Set<DayVoucher>().Where(v => v.EmployerId == employer && v.Day != null).MaxAsync(v => v.Day, ct);
        return last is { } day ? [.. (await DaysAsync(employer, day, AssignDays.Most, ct)).Select(d => d.WorkerNumber).OfType<string>().Distinct().Order(StringComparer.Ordinal)] : [];
    }

    /// <summary>The record in use behind each registration number that is known.</summary>
    internal async Task<Dictionary<string, Guid>> WorkersAsync(IReadOnlyCollection<string> numbers, CancellationToken ct)
    {
        var wanted = numbers.Distinct(StringComparer.Ordinal).ToList();
        var found = await db.Set<WorkerCopy>().AsNoTracking().Where(w => wanted.Contains(w.RegistrationNumber)).Select(w => new { w.RegistrationNumber, w.PersonId }).ToListAsync(ct);
        var roots = await merges.RootsAsync([.. found.Select(f => f.PersonId)], ct);
        return found.GroupBy(f => f.RegistrationNumber).ToDictionary(g => g.Key, g => roots[g.First().PersonId], StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<DayShown>> ShowAsync(IQueryable<DayVoucher> rows, CancellationToken ct)
    {
        var vouchers = await rows.ToListAsync(ct);
        var roots = await merges.RootsAsync([.. vouchers.Select(v => v.PersonId).OfType<Guid>()], ct);
        var (persons, employers) = (roots.Values.Distinct().ToList(), vouchers.Select(v => v.EmployerId).Distinct().ToList());
        var workers = await db.Set<WorkerCopy>().AsNoTracking().Where(w => persons.Contains(w.PersonId)).ToDictionaryAsync(w => w.PersonId, ct);
        var names = await db.Set<EmployerCopy>().IgnoreQueryFilters().AsNoTracking().Where(e => employers.Contains(e.EmployerId)).ToDictionaryAsync(e => e.EmployerId, e => e.Name, ct);
        shown.Add(workers.Values.Select(w => w.RegistrationNumber));
        return vouchers.ConvertAll(v =>
        {
            var worker = v.PersonId is { } person ? workers.GetValueOrDefault(roots[person]) : null;
            return new DayShown(v.Serial, v.Day ?? default, v.State, v.UsedBy, worker?.RegistrationNumber, worker?.Name, names.GetValueOrDefault(v.EmployerId, ""), v.ExpiresOn);
        });
    }
}
