using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Arrears;
using Spmis.Kernel.Acts;

namespace Spmis.Contributions.Risks;

/// <summary>Hands a risk over to inspection, or dismisses it with the reason why nothing is wrong.</summary>
public sealed class DecideRisk(ContributionsDb db)
{
    public const int Most = 100;

    /// <param name="id">The risk.</param>
    /// <param name="handOver">To inspection; else it is dismissed.</param>
    /// <param name="change">With the reason.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">There is none, it is decided, or no reason is given.</exception>
    public async Task HandleAsync(long id, bool handOver, Change change, CancellationToken ct)
    {
        var note = RelieveBill.Given(change.Reason, "note", "Say what inspection should look at, or why nothing is wrong.", 1000);
        var risk = await FindAsync(id, tracked: true, ct);
        if (risk.Status == RiskStatus.Dismissed || (risk.Status == RiskStatus.HandedOver && handOver))
        {
            throw new Refused("risk.decided", $"It was decided already by {risk.DecidedBy}.");
        }

        (risk.Status, risk.DecidedAt, risk.DecidedBy, risk.Note) = (handOver ? RiskStatus.HandedOver : RiskStatus.Dismissed, change.Now, change.Actor.Name, note);
        risk.Version++;
        await db.SaveAsync(change, ct);
    }

    /// <exception cref="Refused">There is none.</exception>
    public Task<Risk> ReadAsync(long id, CancellationToken ct) => FindAsync(id, tracked: false, ct);

    /// <summary>Of a status, the newest first, behind one.</summary>
    public Task<List<Risk>> ListAsync(RiskStatus status, string? employerNumber, long? after, int limit, CancellationToken ct)
    {
        var risks = db.Set<Risk>().AsNoTracking().Where(r => r.Status == status);
        risks = employerNumber is null ? risks : risks.Where(r => r.EmployerNumber == employerNumber);
        risks = after is { } last ? risks.Where(r => r.Id < last) : risks;
        return risks.OrderByDescending(r => r.Id).Take(Math.Clamp(limit, 1, Most + 1)).ToListAsync(ct);
    }

    private async Task<Risk> FindAsync(long id, bool tracked, CancellationToken ct) =>
        await (tracked ? db.Set<Risk>() : db.Set<Risk>().AsNoTracking()).SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw new Refused("risk.unknown", $"There is no risk {id}.");
}
