using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Payments.FinancialAddresses;

namespace Spmis.Payments.NameChecks;

/// <summary><see cref="VerifyAddress"/> for many at a time, inside the caller's transaction: at most 1,000 addresses in use that are not verified.</summary>
public sealed class VerifyManyAddresses(PaymentsDb db)
{
    /// <summary>Marks them as verified; what is verified, objected to or no longer in use stays as it is.</summary>
    /// <param name="addressIds">The addresses.</param>
    /// <param name="by">Who or what made sure.</param>
    /// <param name="change">With the evidence.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="Refused">No evidence was named.</exception>
    public async Task HandleAsync(IReadOnlyCollection<long> addressIds, string by, Change change, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(change.Evidence))
        {
            throw new Refused("address.no-evidence", "Name the evidence: the agency's answer or the letter that shows whose account it is.", "evidence");
        }

        if (addressIds.Count == 0)
        {
            return;
        }

        var open = db.FinancialAddresses.Where(a => addressIds.Contains(a.Id) && a.CurrentOf != null && a.VerifiedAt == null && a.ObjectedAt == null);
        var fit = await open.OrderBy(a => a.Id).Select(a => a.Id).ToListAsync(ct); // As many as were named, at most.
        var verified = fit.Count == 0 ? 0 : await open.Where(a => fit.Contains(a.Id)).ExecuteUpdateAsync(s => s.SetProperty(a => a.VerifiedAt, change.Now).SetProperty(a => a.VerifiedBy, by), ct);
        if (verified > 0)
        {
            db.RecordBulk(change, nameof(FinancialAddress), change.Evidence, new { Verified = verified, Addresses = fit });
        }
    }
}
