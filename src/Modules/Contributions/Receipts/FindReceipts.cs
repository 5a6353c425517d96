using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;

namespace Spmis.Contributions.Receipts;

/// <summary>Finds receipts and statements.</summary>
public sealed class FindReceipts(ContributionsDb db)
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
        return receipts.OrderByDescending(r => r.Id).Take(Math.Clamp(limit, 1, Most)).ToListAsync(ct);
    }
}
