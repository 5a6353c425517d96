using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;

namespace Spmis.Payments.FinancialAddresses;

/// <summary>Records that somebody made sure that an account is the person's: a name match by the agency, a bank letter. It ends the cooling-off.</summary>
public sealed class VerifyAddress(PaymentsDb db)
{
    /// <summary>Marks an address in use as verified.</summary>
    /// <param name="personId">The person.</param>
    /// <param name="scheme">The scheme it was chosen for; <see cref="FinancialAddress.Usual"/> for the usual one.</param>
    /// <param name="change">With the evidence.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="Refused">There is none, it is verified already, somebody objects to it, or no evidence was named.</exception>
    public async Task HandleAsync(Guid personId, string scheme, Change change, CancellationToken ct)
    {
        var address = await db.FinancialAddresses.SingleOrDefaultAsync(a => a.CurrentOf == personId && a.Scheme == scheme, ct)
            ?? throw new Refused("address.unknown", "This person has declared no financial address; record it in the person's registration.");
        if (address.VerifiedAt is not null)
        {
            throw new Refused("address.verified", $"This address was verified already by {address.VerifiedBy}.");
        }

        if (address.ObjectedAt is not null)
        {
            throw new Refused("address.objected", $"{address.ObjectedBy} says that this address is wrong; settle that first.");
        }

        if (string.IsNullOrWhiteSpace(change.Evidence))
        {
            throw new Refused("address.no-evidence", "Name the evidence: the agency's answer or the letter that shows whose account it is.", "evidence");
        }

        (address.VerifiedAt, address.VerifiedBy) = (change.Now, change.Actor.Name);
        await db.SaveAsync(change, ct);
    }
}
