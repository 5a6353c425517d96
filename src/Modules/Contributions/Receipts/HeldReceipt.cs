using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Ledger;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Receipts;

/// <summary>Finds a receipt and takes from what is held of it, never more.</summary>
public sealed class HeldReceipt(ContributionsDb db)
{
    /// <exception cref="Refused">There is none, or nothing is held of it.</exception>
    internal async Task<Receipt> FindAsync(Guid id, CancellationToken ct)
    {
        var receipt = await db.Set<Receipt>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw new Refused("receipt.unknown", "There is no such receipt.");
        return receipt.HeldMinor > 0 ? receipt : throw new Refused("receipt.nothing-held", receipt.ReversedOn is { } on
            ? string.Create(CultureInfo.InvariantCulture, $"The payment was taken back on {on:yyyy-MM-dd}; nothing of it is held.")
            : "Nothing of this payment is held any more; it was allocated or refunded.");
    }

    /// <summary>An amount as typed, above zero and not above what is held; all that is held when nothing is typed.</summary>
    /// <exception cref="Refused">It cannot be read, or is too much.</exception>
    internal static long Amount(Receipt receipt, string? text)
    {
        var currency = Currency.Of(receipt.Currency);
        if (string.IsNullOrWhiteSpace(text))
        {
            return receipt.HeldMinor;
        }

        return !Money.TryParse(text.Trim(), currency, out var money, out var problem) ? throw new Refused("amount.form", problem ?? "The amount cannot be read.", "amount")
            : money.Minor == 0 ? throw new Refused("amount.zero", "Write an amount above zero.", "amount")
            : money.Minor > receipt.HeldMinor ? throw new Refused("amount.above-held", $"{money} is more than is held of this payment, {Held(receipt)}.", "amount")
            : money.Minor;
    }

    /// <summary>What is held, in words.</summary>
    internal static string Held(Receipt receipt) => new Money(receipt.HeldMinor, Currency.Of(receipt.Currency)).ToString();

    /// <summary>Where the books have what is held of it.</summary>
    internal static Side From(Receipt receipt, long minor) => Side.Debit(AccountOf(receipt), minor, receipt.Currency) with { EmployerId = receipt.EmployerId, PersonId = receipt.PersonId };

    /// <summary>Takes from what is held; the database says no when it is not there.</summary>
    /// <exception cref="Refused">Less is held by now.</exception>
    internal async Task TakeAsync(Receipt receipt, long minor, CancellationToken ct)
    {
        var taken = await db.Set<Receipt>().Where(r => r.Id == receipt.Id && r.ReversedOn == null && r.AmountMinor - r.AllocatedMinor - r.RefundedMinor >= minor)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.RefundedMinor, r => r.RefundedMinor + minor), ct);
        if (taken == 0)
        {
            throw new Refused("amount.above-held", "Less is held of this payment than when this was prepared.", "amount");
        }
    }

    internal static Account AccountOf(Receipt receipt) => receipt.EmployerId is not null ? Account.SuspenseEmployer : receipt.PersonId is not null ? Account.SuspenseWorker : receipt.AssociationId is not null ? Account.SuspenseAssociation : Account.SuspenseUnidentified;
}
