using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Dues;
using Spmis.Kernel.Acts;

namespace Spmis.Contributions.Clearance;

/// <summary>Whether a certificate holds.</summary>
public enum ClearanceState
{
    Valid,
    Expired,
    Withdrawn,

    /// <summary>It was right when it was issued; by now something is overdue.</summary>
    NoLongerTrue,
}

/// <summary>A certificate with what it is worth on a day.</summary>
public sealed record ClearanceView(ClearanceCertificate Certificate, ClearanceState State);

/// <summary>Finds certificates, and says whether they hold: derived from the books at every look, so that it is never out of date.</summary>
public sealed class VerifyClearance(ContributionsDb db, ListDues dues)
{
    private const int Most = 100;

    /// <summary>By the code of its verify address; null when there is none.</summary>
    public async Task<ClearanceView?> ByCodeAsync(string? code, DateOnly today, CancellationToken ct)
    {
        var plain = string.Concat((code ?? "").Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return await db.Set<ClearanceCertificate>().IgnoreQueryFilters().AsNoTracking().SingleOrDefaultAsync(c => c.Code == plain, ct) is { } found ? new ClearanceView(found, await StateAsync(found, today, ct)) : null;
    }

    /// <exception cref="Refused">There is none, or it is another employer's.</exception>
    public async Task<ClearanceView> ByNumberAsync(string number, Actor actor, DateOnly today, CancellationToken ct)
    {
        var found = await db.Set<ClearanceCertificate>().AsNoTracking().SingleOrDefaultAsync(c => c.Number == number, ct);
        return found is null || (actor.Employer is { } own && own != found.EmployerNumber) ? throw new Refused("clearance.unknown", "There is no such certificate, or it is another employer's.") : new ClearanceView(found, await StateAsync(found, today, ct));
    }

    /// <summary>The latest first.</summary>
    public Task<List<ClearanceCertificate>> ListAsync(Actor actor, string? employerNumber, CancellationToken ct)
    {
        var certificates = db.Set<ClearanceCertificate>().AsNoTracking();
        certificates = (actor.Employer ?? employerNumber) is { } number ? certificates.Where(c => c.EmployerNumber == number) : certificates;
        return certificates.OrderByDescending(c => c.IssuedAt).ThenByDescending(c => c.Number).Take(Most).ToListAsync(ct);
    }

    private async Task<ClearanceState> StateAsync(ClearanceCertificate c, DateOnly today, CancellationToken ct) =>
        c.WithdrawnAt is not null ? ClearanceState.Withdrawn
        : c.ValidThrough < today ? ClearanceState.Expired
        : await IssueClearance.WhyNotAsync(db, dues, c.EmployerId, c.EmployerNumber, today, ct) is not null ? ClearanceState.NoLongerTrue : ClearanceState.Valid;
}
