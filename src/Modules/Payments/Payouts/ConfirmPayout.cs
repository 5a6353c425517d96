using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Payments.Agencies;
using Spmis.Payments.Deductions;
using Spmis.Payments.Ledger;

namespace Spmis.Payments.Payouts;

/// <summary>What the bank says of a payout. All null for what goes back to a scheme.</summary>
public sealed record PayoutConfirmation
{
    /// <summary>Code of the agency from whose account it was paid.</summary>
    public string? PaidFrom { get; init; }

    /// <summary>The bank's reference of the transfer, 1 to 70 characters; it confirms one payout only.</summary>
    public string? BankReference { get; init; }

    /// <summary>The day it was paid; today when left out.</summary>
    public DateOnly? PaidOn { get; init; }
}

/// <summary>Confirms that a payout was paid (or, for recoveries, given back to the scheme): by somebody else than its preparer, with the bank's reference. It is booked by that.</summary>
public sealed class ConfirmPayout(PaymentsDb db, PostPayments ledger)
{
    /// <summary>Confirms it.</summary>
    /// <exception cref="Refused">It is not open, the same person prepared it, or what the bank says is missing or was used before.</exception>
    public async Task HandleAsync(long payoutId, PayoutConfirmation input, Change change, CancellationToken ct) => await db.WriteAsync(
        async () =>
        {
            var payout = await OpenAsync(db, payoutId, ct);
            if (change.Actor.IsSamePersonAs(payout.PreparedById))
            {
                throw new Refused("payout.own", $"You prepared payout {payout.Number}; somebody else must confirm it.");
            }

            if (payout.Kind == DeductionKind.CourtOrder)
            {
                (payout.PaidFrom, payout.BankReference) = await CheckAsync(payout, input, change, ct);
            }

            payout.PaidOn = input.PaidOn ?? change.Today;
            (payout.ConfirmedAt, payout.ConfirmedById, payout.ConfirmedBy) = (change.Now, change.Actor.Id, change.Actor.Name);
            payout.Version++;
            var sums = await db.PayoutLines.Where(l => l.PayoutId == payoutId).GroupBy(l => l.Scheme).Select(g => new SchemeSum(g.Key, payout.Currency, g.Sum(l => l.AmountMinor), 0)).ToListAsync(ct);
            if (sums.Sum(s => s.Minor) != payout.TotalMinor)
            {
                throw new Refused("payout.tampered", $"The lines of payout {payout.Number} no longer add up to what was prepared; have the database looked into.");
            }

            await ledger.PayOutAsync(payout, sums, change, ct);
            await db.SaveAsync(change, ct);
        },
        ct);

    /// <summary>Gives it up before it is confirmed; its lines are due again.</summary>
    /// <exception cref="Refused">It is not open, or no reason was given.</exception>
    public async Task CancelAsync(long payoutId, Change change, CancellationToken ct) => await db.WriteAsync(
        async () =>
        {
            var payout = await OpenAsync(db, payoutId, ct);
            if (string.IsNullOrWhiteSpace(change.Reason))
            {
                throw new Refused("payout.no-reason", "Say why it is cancelled, such as that the bank refused it.", "reason");
            }

            (payout.CancelledAt, payout.CancelledBy) = (change.Now, change.Actor.Name);
            payout.Version++;
            await db.PayoutLines.Where(l => l.PayoutId == payoutId).ExecuteUpdateAsync(s => s.SetProperty(l => l.Live, (bool?)null), ct);
            await db.SaveAsync(change, ct);
        },
        ct);

    private static async Task<Payout> OpenAsync(PaymentsDb db, long id, CancellationToken ct)
    {
        var payout = await db.Payouts.SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw new Refused("payout.unknown", "There is no such payout.");
        return payout.State == "prepared" ? payout : throw new Refused("payout.not-open", $"Payout {payout.Number} is {payout.State}.");
    }

    private async Task<(string PaidFrom, string Reference)> CheckAsync(Payout payout, PayoutConfirmation input, Change change, CancellationToken ct)
    {
        var from = (input.PaidFrom ?? "").Trim().ToUpperInvariant();
        if (!await db.Agencies.AnyAsync(a => a.Code == from, ct))
        {
            throw new Refused("agency.unknown", $"There is no agency '{input.PaidFrom}'; name the one from whose account it was paid.", nameof(input.PaidFrom));
        }

        if (await AgencyInForce.FindAsync(db, from, ct) is { Settings.Currency: { } only } && only != payout.Currency)
        {
            throw new Refused("agency.currency", $"{from} pays {only}, the payout is in {payout.Currency}.", nameof(input.PaidFrom));
        }

        var reference = (input.BankReference ?? "").Trim();
        if (reference.Length is 0 or > 70)
        {
            throw new Refused("payout.no-reference", "Give the bank's reference of the transfer, 1 to 70 characters.", nameof(input.BankReference));
        }

        if (await db.Payouts.Where(p => p.PaidFrom == from && p.BankReference == reference).Select(p => p.Number).FirstOrDefaultAsync(ct) is { } other)
        {
            throw new Refused("payout.reference-used", $"This reference of {from} confirmed payout {other} already.", nameof(input.BankReference));
        }

        return input.PaidOn is { } day && (day > change.Today || day < payout.ToDay.AddYears(-1)) ? throw new Refused("payout.paid-on", $"{day:yyyy-MM-dd} is no day on which it can have been paid.", nameof(input.PaidOn)) : (from, reference);
    }
}
