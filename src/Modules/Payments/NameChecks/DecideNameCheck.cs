using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Payments.FinancialAddresses;

namespace Spmis.Payments.NameChecks;

/// <summary>Decides by both names whether an account is the person's. Not by who sent the agency's file in.</summary>
public sealed class DecideNameCheck(PaymentsDb db)
{
    /// <summary>The act's name.</summary>
    public const string Act = "payments.name-check-decide";

    /// <summary>Decides.</summary>
    /// <param name="id">The check.</param>
    /// <param name="theirs">The account is the person's: it counts as verified. Otherwise it is not paid until another is recorded or somebody verifies it.</param>
    /// <param name="change">With a reason.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="Refused">It waits for nobody, the account was changed, no reason was given, or the decider sent the file.</exception>
    public async Task HandleAsync(long id, bool theirs, Change change, CancellationToken ct)
    {
        var check = await db.NameChecks.SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw new Refused("name-check.none", "There is no such name check.");
        if (!check.Open)
        {
            throw new Refused("name-check.decided", check.DecidedBy is { } by ? $"It was decided already by {by}." : "It waits for nobody.");
        }

        if (await db.NameAnswerFiles.AsNoTracking().Where(f => f.Id == check.FileId).Select(f => f.ReceivedById).SingleOrDefaultAsync(ct) is { } sender && change.Actor.IsSamePersonAs(sender))
        {
            throw new Refused("name-check.own-file", "You sent the agency's file in; somebody else decides.");
        }

        if (string.IsNullOrWhiteSpace(change.Reason) || change.Reason.Trim().Length > 1000)
        {
            throw new Refused("name-check.reason", "Say what shows it, such as the marriage certificate seen: 1 to 1,000 characters.", "Reason");
        }

        var address = await db.FinancialAddresses.SingleAsync(a => a.Id == check.AddressId, ct);
        if (theirs && address.CurrentOf is null)
        {
            throw new Refused("name-check.changed", "The person's account was changed meanwhile; there is nothing left to verify.");
        }

        if (theirs && address.ObjectedAt is not null)
        {
            throw new Refused("address.objected", $"{address.ObjectedBy} says that this address is wrong; settle that first.");
        }

        if (!theirs && address is { CurrentOf: not null, VerifiedAt: not null })
        {
            throw new Refused("name-check.verified", $"The account was verified meanwhile by {address.VerifiedBy}; if it is not the person's, record another one.");
        }

        (check.Open, check.Differs, check.DecidedAt, check.DecidedBy, check.Reason) = (false, !theirs, change.Now, change.Actor.Name, change.Reason.Trim());
        check.Version++;
        if (theirs && address.VerifiedAt is null)
        {
            (address.VerifiedAt, address.VerifiedBy) = (change.Now, change.Actor.Name);
        }

        await db.SaveAsync(change with { Evidence = change.Evidence ?? $"name check {check.Reference}" }, ct);
    }
}
