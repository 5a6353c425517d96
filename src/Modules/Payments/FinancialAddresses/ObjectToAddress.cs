using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;

namespace Spmis.Payments.FinancialAddresses;

/// <summary>The person, or an officer to whom the person said so, says that an address is wrong: nothing is sent there until somebody settles it.</summary>
public sealed class ObjectToAddress(PaymentsDb db)
{
    /// <summary>Notes it on an address in use.</summary>
    /// <param name="id">The address.</param>
    /// <param name="person">Whose it must be; null when the caller may speak for anybody in its scope.</param>
    /// <param name="change">With the reason, 1 to 400 characters.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="Refused">There is no such address in use, it was objected to already, or no reason was given.</exception>
    public async Task HandleAsync(long id, Guid? person, Change change, CancellationToken ct)
    {
        var address = await db.FinancialAddresses.SingleOrDefaultAsync(a => a.Id == id && a.CurrentOf != null && (person == null || a.PersonId == person), ct)
            ?? throw new Refused("address.unknown", "There is no such address in use.");
        var reason = change.Reason?.Trim() ?? "";
        if (reason.Length is < 1 or > 400)
        {
            throw new Refused("address.no-reason", "Say what is wrong with it, 1 to 400 characters.", "reason");
        }

        if (address.ObjectedAt is not null)
        {
            throw new Refused("address.objected", "It is noted already that this address is wrong; nothing is sent there.");
        }

        (address.ObjectedAt, address.ObjectedBy, address.ObjectedById, address.Objection) = (change.Now, change.Actor.Name, change.Actor.Id, reason);
        await db.SaveAsync(change, ct);
    }
}
