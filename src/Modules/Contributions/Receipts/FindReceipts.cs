using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.P2g;
using Spmis.Contributions.Plans;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;

namespace Spmis.Contributions.Receipts;

/// <summary>Finds receipts and statements.</summary>
public sealed class FindReceipts(ContributionsDb db, P2gProfile profile, PersonsShown shown)
{
    public const int Most = 100;

    /// <summary>Statements, the latest first.</summary>
    public Task<List<StatementFile>> StatementsAsync(int limit, CancellationToken ct) =>
        db.Set<StatementFile>().AsNoTracking().OrderByDescending(s => s.Id).Take(Math.Clamp(limit, 1, Most)).ToListAsync(ct);

    /// <summary>One statement.</summary>
    /// <exception cref="Refused">There is none.</exception>
    public async Task<StatementFile> StatementAsync(Guid id, CancellationToken ct) =>
        await db.Set<StatementFile>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) ?? throw new Refused("statement.unknown", "There is no such statement.");

    /// <summary>Receipts, the latest first, behind one.</summary>
    /// <param name="heldOnly">Those of which something is held.</param>
    /// <param name="statement">Of one statement only, or null.</param>
    /// <param name="after">The last one seen, or null.</param>
    /// <param name="limit">At most 100.</param>
    /// <param name="ct">Cancels.</param>
    public Task<List<Receipt>> ListAsync(bool heldOnly, Guid? statement, Guid? after, int limit, CancellationToken ct)
    {
        var receipts = db.Set<Receipt>().AsNoTracking();
        receipts = heldOnly ? receipts.Where(r => r.AmountMinor > r.AllocatedMinor + r.RefundedMinor) : receipts;
        receipts = statement is { } of ? receipts.Where(r => r.StatementId == of) : receipts;
        receipts = after is { } last ? receipts.Where(r => r.Id.CompareTo(last) < 0) : receipts;
        return ShownAsync(receipts.OrderByDescending(r => r.Id).Take(Math.Clamp(limit, 1, Most)), ct);
    }

    /// <summary>Payment notices whose money the bank should have booked by now (<see cref="P2gProfile.BookedWithinDays"/>) and has not, the oldest first, behind one.</summary>
    public Task<List<Receipt>> UnbookedAsync(Guid? after, int limit, DateOnly today, CancellationToken ct)
    {
        var notices = Unbooked(today);
        notices = after is { } last ? notices.Where(r => r.Id.CompareTo(last) > 0) : notices;
        return ShownAsync(notices.OrderBy(r => r.Id).Take(Math.Clamp(limit, 1, Most)), ct);
    }

    /// <summary>How many there are.</summary>
    internal Task<int> CountUnbookedAsync(DateOnly today, CancellationToken ct) => Unbooked(today).CountAsync(ct);

    /// <summary>How many payments of people without an employer are held because they chose no plan.</summary>
    internal Task<int> CountUndecidedAsync(CancellationToken ct) => db.Set<Receipt>().CountAsync(r => r.PersonId != null && r.EmployerId == null && r.AssociationId == null && r.Channel != Channel.Subsidy && r.AmountMinor > r.AllocatedMinor + r.RefundedMinor
        && !db.Set<ContributionPlan>().Any(p => p.PersonId == r.PersonId && p.Open == true), ct);

    /// <summary>Says whose money a receipt that is shown is, where somebody pays for themself.</summary>
    public async Task ShowAsync(IReadOnlyCollection<Receipt> receipts, CancellationToken ct)
    {
        var payers = receipts.Select(r => r.PersonId).OfType<Guid>().Distinct().ToList();
        shown.Add(await db.Set<WorkerCopy>().AsNoTracking().Where(w => payers.Contains(w.PersonId)).Select(w => w.RegistrationNumber).ToListAsync(ct));
    }

    private async Task<List<Receipt>> ShownAsync(IQueryable<Receipt> receipts, CancellationToken ct)
    {
        var rows = await receipts.ToListAsync(ct);
        await ShowAsync(rows, ct);
        return rows;
    }

    private IQueryable<Receipt> Unbooked(DateOnly today)
    {
        var until = today.AddDays(-profile.BookedWithinDays);
        return db.Set<Receipt>().AsNoTracking().Where(r => r.Channel == Channel.Notice && r.ReversedOn == null && r.BookedOn < until);
    }
}
