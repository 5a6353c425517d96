using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Receipts;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.DayWork;

/// <summary>A worker's day a voucher is to be put to.</summary>
/// <param name="Line">The sender's own number for it.</param>
/// <param name="WorkerNumber">Registration number.</param>
/// <param name="Day">The day of work.</param>
/// <param name="Worked">The day is confirmed with it.</param>
public sealed record DayToAssign(long Line, string WorkerNumber, DateOnly Day, bool Worked);

/// <summary>What became of it.</summary>
/// <param name="Line">The sender's own number.</param>
/// <param name="WorkerNumber">Registration number.</param>
/// <param name="Outcome">assigned, used, known (it was so before) or refused.</param>
/// <param name="Serial">The voucher; null when refused.</param>
/// <param name="Code">Why it was refused.</param>
/// <param name="Text">In words, with the remedy.</param>
/// <param name="Column">Which field.</param>
public sealed record DayVerdict(long Line, string WorkerNumber, string Outcome, string? Serial, string? Code = null, string? Text = null, string? Column = null)
{
    public bool Refused => Outcome == "refused";
}

/// <summary>The same with the person known.</summary>
internal sealed record PersonDay(long Line, string WorkerNumber, Guid PersonId, DateOnly Day, bool Worked);

/// <summary>
/// Puts vouchers to workers' days, before the day or on it, one voucher a worker, employer and day, as many days a year as the package allows; and confirms days. Done in one transaction
/// that holds the employer, so that of two at once the second sees what the first did; days with other employers are counted by <see cref="WorkerDays"/>.
/// </summary>
public sealed class AssignDays(ContributionsDb db, SchemeBook schemes, Merges merges, AllocateMoney allocation, FindDayWork find, WorkerDays days, ConfirmDays confirm)
{
    /// <summary>The act's name.</summary>
    public const string Act = "daywork.assign";

    /// <summary>Days of one call at most.</summary>
    public const int Most = 500;

    /// <exception cref="Refused">The employer is unknown or another's, no scheme has vouchers, or there are too many days.</exception>
    public async Task<IReadOnlyList<DayVerdict>> HandleAsync(string employerNumber, string? scheme, IReadOnlyList<DayToAssign> wanted, Change change, CancellationToken ct)
    {
        var employer = await find.EmployerAsync(employerNumber, change.Actor, ct);
        if (wanted.Count is 0 or > Most)
        {
            throw new Refused("daywork.count", $"Name 1 to {Most} days at a time; use a file for more.", "workers");
        }

        var named = await schemes.VoucherSchemeAsync(scheme, change.Today, ct);
        var known = await find.WorkersAsync([.. wanted.Select(w => w.WorkerNumber)], ct);
        List<DayVerdict> verdicts = [.. wanted.Where(w => !known.ContainsKey(w.WorkerNumber)).Select(w => new DayVerdict(w.Line, w.WorkerNumber, "refused", null, "worker.unknown", $"Nobody is known under number {w.WorkerNumber}. Check it, or send a file with the name and birth date: whom nobody knows is then registered.", "workers"))];
        await db.WriteAsync(
            async () =>
            {
                verdicts.AddRange(await ApplyAsync(employer.EmployerId, named, [.. wanted.Where(w => known.ContainsKey(w.WorkerNumber)).Select(w => new PersonDay(w.Line, w.WorkerNumber, known[w.WorkerNumber], w.Day, w.Worked))], change, ct));
                await db.SaveAsync(change, ct);
            },
            ct);
        return [.. verdicts.OrderBy(v => v.Line)];
    }

    /// <summary>At most 500 days, in the open transaction; days confirmed with it are so by whom is said, else by the actor.</summary>
    internal async Task<IReadOnlyList<DayVerdict>> ApplyAsync(Guid employer, string scheme, IReadOnlyList<PersonDay> wanted, Change change, CancellationToken ct, string? confirmedBy = null)
    {
        await allocation.HoldAsync([employer], ct);
        var roots = await merges.RootsAsync([.. wanted.Select(w => w.PersonId)], ct);
        var members = await merges.MembersAsync([.. roots.Values.Distinct()], ct);
        var persons = members.Keys.ToList();
        var (first, last) = (wanted.Count == 0 ? change.Today : wanted.Min(w => w.Day), wanted.Count == 0 ? change.Today : wanted.Max(w => w.Day));
        var (ofPersons, on) = (db.Set<DayVoucher>().AsNoTracking().Where(v => v.EmployerId == employer && v.PersonId != null && persons.Contains(v.PersonId.Value)), wanted.Select(w => (DateOnly?)w.Day).Distinct().ToList());
        var had = await ofPersons.Where(v => on.Contains(v.Day)).ToListAsync(ct);
        var ofDay = had.GroupBy(v => (Root: members[v.PersonId ?? default], v.Day ?? default)).ToDictionary(g => g.Key, g => g.First());
        Dictionary<(Guid Root, int Year), int> withEmployer = [];
        foreach (var of in wanted.Select(w => w.Day.Year).Distinct())
        {
            var (january, december) = (new DateOnly(of, 1, 1), new DateOnly(of, 12, 31));
            foreach (var count in await ofPersons.Where(v => v.Scheme == scheme && v.Day >= january && v.Day <= december).GroupBy(v => v.PersonId).Select(g => new { g.Key, Days = g.Count() }).ToListAsync(ct))
            {
                var whose = members[count.Key ?? default];
                withEmployer[(whose, of)] = withEmployer.GetValueOrDefault((whose, of)) + count.Days;
            }
        }

        var died = (await db.Set<WorkerCopy>().AsNoTracking().Where(w => persons.Contains(w.PersonId) && w.DiedOn != null).Select(w => new { w.PersonId, w.DiedOn }).ToListAsync(ct)).GroupBy(w => members[w.PersonId]).ToDictionary(g => g.Key, g => g.Min(w => w.DiedOn ?? default));
        List<DayVoucher> pool = [.. await PoolAsync(employer, scheme, first, last, wanted.Count, ct), .. await PoolAsync(employer, scheme, last, DateOnly.MaxValue, wanted.Count, ct)];
        List<DayVerdict> verdicts = [];
        List<DayVoucher> used = [];
        List<(PersonDay Wanted, Guid Root, DayVoucher Voucher)> chosen = [];
        foreach (var w in wanted)
        {
            void Refuse(string code, string text, string column) => verdicts.Add(new DayVerdict(w.Line, w.WorkerNumber, "refused", null, code, text, column));
            var root = roots[w.PersonId];
            var year = (root, w.Day.Year);
            if (died.TryGetValue(root, out var death) && death < w.Day)
            {
                Refuse("daywork.worker-died", "This person had died before the day. Check the number; leave the day out.", "workers");
            }
            else if (w.Worked && w.Day > change.Today)
            {
                Refuse("daywork.day-ahead", $"{w.Day:yyyy-MM-dd} has not come; a day is confirmed when it was worked.", "day");
            }
            else if (ofDay.TryGetValue((root, w.Day), out var before))
            {
                var confirms = w.Worked && before.State == DayVoucherState.Assigned && !used.Contains(before);
                if (confirms)
                {
                    used.Add(before);
                }

                verdicts.Add(new DayVerdict(w.Line, w.WorkerNumber, confirms ? "used" : "known", before.Serial));
            }
            else if (w.Day < change.Today)
            {
                Refuse("daywork.day-passed", $"No voucher was put to {w.Day:yyyy-MM-dd} before it ended; it is done before the day of work or on it.", "day");
            }
            else if (await LimitsAsync(scheme, w.Day, ct) is not { } limits)
            {
                Refuse("scheme.not-in-force", $"No version of {scheme} with vouchers is in force on {w.Day:yyyy-MM-dd}.", "day");
            }
            else if (withEmployer.GetValueOrDefault(year) >= limits.WithEmployer)
            {
                Refuse("daywork.limit-employer", $"{w.WorkerNumber} has the {limits.WithEmployer} days with you that a year allows. For more work, declare the worker by a return.", "workers");
            }
            else if (pool.Find(v => v.ExpiresOn >= w.Day) is not { } voucher)
            {
                Refuse("daywork.no-voucher", $"No paid voucher is left for {w.Day:yyyy-MM-dd}. Buy more, or wait until the payment is in.", "workers");
            }
            else
            {
                pool.Remove(voucher);
                withEmployer[year] = withEmployer.GetValueOrDefault(year) + 1;
                voucher.PersonId = w.PersonId;
                voucher.Day = w.Day;
                (voucher.State, voucher.AssignedAt) = (DayVoucherState.Assigned, change.Now);
                ofDay[(root, w.Day)] = voucher;
                chosen.Add((w, root, voucher));
            }
        }

        var refused = await TakeAsync(scheme, chosen, ct);
        foreach (var (w, _, voucher) in chosen)
        {
            if (refused.Contains(voucher))
            {
                verdicts.Add(new DayVerdict(w.Line, w.WorkerNumber, "refused", null, "daywork.limit-year", $"{w.WorkerNumber} has as many days of voucher work in {w.Day.Year}, with all employers together, as a year allows. For more work, declare the worker by a return.", "workers"));
                continue;
            }

            if (w.Worked && !used.Contains(voucher))
            {
                used.Add(voucher);
            }

            verdicts.Add(new DayVerdict(w.Line, w.WorkerNumber, w.Worked ? "used" : "assigned", voucher.Serial));
        }

        var assigned = chosen.Where(c => !refused.Contains(c.Voucher)).Select(c => c.Voucher).ToList();
        used.RemoveAll(refused.Contains);
        await RewriteAsync(assigned, change, ct);
        await confirm.ApplyAsync(used, confirmedBy ?? (change.Actor.Employer is null ? ConfirmDays.ByOffice : ConfirmDays.ByEmployer), change, ct);
        // A day named twice where the first one was refused after all has no voucher either.
        var gone = refused.Select(v => v.Serial).ToHashSet(StringComparer.Ordinal);
        return [.. verdicts.Select(v => v.Serial is { } serial && gone.Contains(serial) ? v with { Outcome = "refused", Serial = null, Code = "daywork.limit-year", Text = "The worker has as many days of voucher work as a year allows.", Column = "workers" } : v)];
    }

    /// <summary>Paid vouchers that are put to no day and expire between two days, those that expire first before the others.</summary>
    private async Task<List<DayVoucher>> PoolAsync(Guid employer, string scheme, DateOnly since, DateOnly before, int count, CancellationToken ct) => await (
        from v in db.Set<DayVoucher>().AsNoTracking()
        where v.EmployerId == employer && v.Scheme == scheme && v.State == DayVoucherState.Alive && v.ExpiresOn >= since && v.ExpiresOn < before
        join p in db.Set<VoucherPurchase>() on v.PurchaseId equals p.Id
        join b in db.Set<Bill>() on p.BillId equals b.Id
        where b.PaidOn != null && b.WrittenOffMinor == 0
        orderby v.ExpiresOn, v.Id
        select v).Take(Math.Max(count, 1)).ToListAsync(ct);

    private readonly Dictionary<DateOnly, (int? WithEmployer, int? InYear)?> limitsOf = [];

    private async Task<(int? WithEmployer, int? InYear)?> LimitsAsync(string scheme, DateOnly day, CancellationToken ct)
    {
        if (!limitsOf.TryGetValue(day, out var limits))
        {
            limits = await schemes.IsInForceAsync(scheme, Month.Of(day), long.MaxValue, ct) && await schemes.ForMonthAsync(scheme, Month.Of(day), ct) is { SellsVouchers: true } rules ? rules.Open().VoucherDays(day) : null;
            limitsOf[day] = limits;
        }

        return limits;
    }

    /// <summary>Takes the days of the year; of a worker named for several days one after the other.</summary>
    /// <returns>Vouchers whose worker has no day left.</returns>
    private async Task<HashSet<DayVoucher>> TakeAsync(string scheme, List<(PersonDay Wanted, Guid Root, DayVoucher Voucher)> chosen, CancellationToken ct)
    {
        HashSet<DayVoucher> refused = [];
        foreach (var year in chosen.GroupBy(c => (c.Wanted.Day.Year, limitsOf[c.Wanted.Day]?.InYear)))
        {
            var rounds = year.GroupBy(c => c.Root).SelectMany(g => g.Select((c, round) => (c.Root, c.Voucher, round))).GroupBy(c => c.round);
            foreach (var round in rounds.OrderBy(r => r.Key))
            {
                var taken = await days.TakeAsync(scheme, year.Key.Year, [.. round.Select(c => c.Root)], year.Key.InYear, ct);
                refused.UnionWith(round.Where(c => !taken.Contains(c.Root)).Select(c => c.Voucher));
            }
        }

        return refused;
    }

    private async Task RewriteAsync(List<DayVoucher> vouchers, Change change, CancellationToken ct)
    {
        if (vouchers.Count == 0)
        {
            return;
        }

        var ids = vouchers.ConvertAll(v => v.Id);
        await db.Set<DayVoucher>().Where(v => ids.Contains(v.Id)).ExecuteDeleteAsync(ct);
        await db.BulkInsertAsync(vouchers, ct);
        db.RecordBulk(change, nameof(DayVoucher), $"assigned, employer {vouchers[0].EmployerId:N}", new { vouchers = vouchers.Select(v => new { v.Serial, v.PersonId, v.Day }) });
    }
}
