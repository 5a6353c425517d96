using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;

namespace Spmis.Payments.FinancialAddresses;

/// <summary>
/// Settles an objection with evidence: the address is the person's after all, which verifies it; or it is taken back, and the one before it is in use again. What is taken back stays so though the
/// registry repeats it; a new one is declared there.
/// </summary>
public sealed class SettleObjection(PaymentsDb db)
{
    /// <summary>The act's name, which is the source of an address put back.</summary>
    public const string Act = "payments.settle-objection";

    /// <summary>Settles it.</summary>
    /// <exception cref="Refused">Nobody objects to it, whoever objects would settle it, or no evidence was named.</exception>
    public async Task HandleAsync(long id, bool keep, Change change, CancellationToken ct)
    {
        var address = await db.FinancialAddresses.SingleOrDefaultAsync(a => a.Id == id && a.CurrentOf != null && a.ObjectedAt != null, ct)
            ?? throw new Refused("address.unknown", "Nobody objects to such an address, or it is settled already.");
        if (address.ObjectedById is { } objector && change.Actor.IsSamePersonAs(objector))
        {
            throw new Refused("address.own-objection", "You noted this objection; somebody else must settle it.");
        }

        if (string.IsNullOrWhiteSpace(change.Evidence))
        {
            throw new Refused("address.no-evidence", "Name the evidence: what the person signed, the agency's answer, the letter that shows whose account it is.", "evidence");
        }

        if (keep)
        {
            (address.ObjectedAt, address.ObjectedBy, address.ObjectedById, address.Objection) = (null, null, null, null);
            (address.VerifiedAt, address.VerifiedBy) = (change.Now, change.Actor.Name);
            await db.SaveAsync(change, ct);
            return;
        }

        var before = await db.FinancialAddresses.AsNoTracking().Where(a => a.PersonId == address.PersonId && a.Scheme == address.Scheme && a.EndedAt == address.FromAt && !a.Withdrawn).OrderByDescending(a => a.Id).FirstOrDefaultAsync(ct);
        (address.EndedAt, address.CurrentOf, address.Withdrawn) = (change.Now, null, true);
        if (before is not null)
        {
            db.FinancialAddresses.Add(new()
            {
                PersonId = before.PersonId, CurrentOf = before.PersonId, Scheme = before.Scheme, Kind = before.Kind, Agency = before.Agency, Account = before.Account, FromAt = change.Now,
                // As it was: what a program told stays held, what cooled off or was objected to does so still. The registry's word is not its word again.
                Source = before.Source == FinancialAddress.Declared ? Act : before.Source, PayableFrom = before.PayableFrom, VerifiedAt = before.VerifiedAt, VerifiedBy = before.VerifiedBy,
                ObjectedAt = before.ObjectedAt, ObjectedBy = before.ObjectedBy, ObjectedById = before.ObjectedById, Objection = before.Objection,
            });
        }

        await db.SaveAsync(change, ct);
    }
}
