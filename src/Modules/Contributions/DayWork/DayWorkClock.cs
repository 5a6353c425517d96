using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Clock;
using Spmis.Contributions.Receipts;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.DayWork;

/// <summary>Ends vouchers whose time is over: expired ones; those of purchases not paid in time; days that nobody confirmed.</summary>
public sealed class ExpireVouchers(ContributionsDb db, AllocateMoney allocation, EndVouchers end, DayWorkSettings settings)
{
    public const string RunKind = "contributions.day-vouchers";
    internal const string Act = "daywork.expire";
    internal const int Chunk = 500;

    /// <summary>Starts the day's run when something is due.</summary>
    /// <returns>Whether one was started.</returns>
    public async Task<bool> StartAsync(Change change, CancellationToken ct) => !await DailyRun.HadAsync(db, RunKind, change, ct) && await Due(change.Today).AnyAsync(ct) && await DailyRun.StartAsync(db, RunKind, "Vouchers for day work to", day => new ExpiryInput(day), change, ct) is not null;

    /// <summary>The next of those whose time is over; what is ended is due no more, so the rows themselves say where to go on.</summary>
    internal Task<List<Guid>> NextAsync(DateOnly today, CancellationToken ct) => Due(today).OrderBy(v => v.EmployerId).ThenBy(v => v.Id).Select(v => v.Id).Take(Chunk).ToListAsync(ct);

    internal async Task ChunkAsync(DateOnly today, List<Guid> ids, RunStep step, CancellationToken ct)
    {
        var employers = await db.Set<DayVoucher>().Where(v => ids.Contains(v.Id)).Select(v => v.EmployerId).Distinct().ToListAsync(ct);
        await allocation.HoldAsync(employers, ct);
        var due = await Due(today).AsNoTracking().Where(v => ids.Contains(v.Id)).ToListAsync(ct);
        var unconfirmed = due.Where(v => v.State == DayVoucherState.Assigned && v.ExpiresOn >= today).ToList();
        await end.GiveBackAsync(unconfirmed, DayVoucherState.Alive, step.Change, ct);
        // Of a purchase that was never paid nothing expires that the scheme could keep.
        var bought = due.ConvertAll(v => v.PurchaseId);
        var unpaid = (await db.Set<VoucherPurchase>().Where(p => bought.Contains(p.Id) && db.Set<Bill>().Any(b => b.Id == p.BillId && b.PaidOn == null)).Select(p => p.Id).ToListAsync(ct)).ToHashSet();
        var over = due.Where(v => v.ExpiresOn < today && !unpaid.Contains(v.PurchaseId)).ToList();
        await end.ApplyAsync(over, DayVoucherState.Expired, step.Change, ct);
        await end.ApplyAsync([.. due.Except(unconfirmed).Except(over)], DayVoucherState.Cancelled, step.Change, ct);
        step.Count(due.Count, 0);
    }

    private IQueryable<DayVoucher> Due(DateOnly today)
    {
        var confirmBy = today.AddDays(-settings.ConfirmDays);
        var unpaid = db.Set<VoucherPurchase>().Where(p => p.PayUntil < today && db.Set<Bill>().Any(b => b.Id == p.BillId && b.PaidOn == null)).Select(p => p.Id);
        return db.Set<DayVoucher>().Where(v =>
            (v.State == DayVoucherState.Alive && (v.ExpiresOn < today || unpaid.Contains(v.PurchaseId))) || (v.State == DayVoucherState.Assigned && v.Day < confirmBy));
    }
}

/// <summary>What the run needs.</summary>
/// <param name="Today">The day reckoned to.</param>
public sealed record ExpiryInput(DateOnly Today);

/// <summary>Ends 500 vouchers a transaction.</summary>
public sealed class ExpiryWorker(ExpireVouchers expire) : IRunWorker
{
    public string Kind => ExpireVouchers.RunKind;

    public string Permission => "daywork.manage";

    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var today = run.InputAs<ExpiryInput>().Today;
        while (await expire.NextAsync(today, ct) is { Count: > 0 } ids)
        {
            yield return new RunChunk(ids[^1].ToString("N"), (services, step, stop) => services.GetRequiredService<ExpireVouchers>().ChunkAsync(today, ids, step, stop));
        }
    }
}

/// <summary>Looks once an hour whether vouchers' time is over; a day that passed while the machine was off is caught up, since what is due is asked of the rows.</summary>
public sealed class DayWorkClock(IServiceScopeFactory scopes, TimeProvider time, ILogger<DayWorkClock> log) : ClockedLook(scopes, time, log)
{
    /// <inheritdoc />
    protected override string Act => ExpireVouchers.Act;

    /// <inheritdoc />
    protected override Task LookAsync(IServiceProvider services, Change change, CancellationToken ct) => services.GetRequiredService<ExpireVouchers>().StartAsync(change, ct);
}
