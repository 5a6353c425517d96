using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;

namespace Spmis.Payments.FinancialAddresses;

/// <summary>Records that somebody made sure that an account is the person's: a name match by the agency, a bank letter.</summary>
public sealed class VerifyAddress(PaymentsDb db)
{
    /// <summary>Marks the address in use as verified.</summary>
    /// <exception cref="Refused">There is none, it is verified already, or no evidence was named.</exception>
    public async Task HandleAsync(Guid personId, Change change, CancellationToken ct)
    {
        var address = await db.FinancialAddresses.SingleOrDefaultAsync(a => a.CurrentOf == personId, ct)
            ?? throw new Refused("address.unknown", "This person has declared no financial address; record it in the person's registration.");
        if (address.VerifiedAt is not null)
        {
            throw new Refused("address.verified", $"This address was verified already by {address.VerifiedBy}.");
        }

        if (string.IsNullOrWhiteSpace(change.Evidence))
        {
            throw new Refused("address.no-evidence", "Name the evidence: the agency's answer or the letter that shows whose account it is.", "evidence");
        }

        (address.VerifiedAt, address.VerifiedBy) = (change.Now, change.Actor.Name);
        await db.SaveAsync(change, ct);
    }
}
