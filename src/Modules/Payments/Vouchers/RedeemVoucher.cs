using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Payments.Ledger;
using Spmis.Values;

namespace Spmis.Payments.Vouchers;

/// <summary>A voucher presented at an agency or merchant.</summary>
public sealed record Redemption
{
    /// <summary>The number on the voucher; blanks and hyphens do not matter.</summary>
    public required string Number { get; init; }

    /// <summary>The taker's own reference, 1 to 70 characters; once with each agency.</summary>
    public required string Reference { get; init; }

    /// <summary>The agency that takes it; an agency's user takes for its own only.</summary>
    public string? Agency { get; init; }

    /// <summary>The group the merchant is admitted to; null when the taker does not say.</summary>
    public string? Group { get; init; }
}

/// <summary>A voucher that was taken.</summary>
public sealed record Redeemed(string Serial, string Group, long AmountMinor, string Currency, DateTime At)
{
    public Money Amount => new(AmountMinor, Values.Currency.Of(Currency));
}

/// <summary>Takes a voucher, once: by its number, at an agency, on its last day at the latest.</summary>
public sealed class RedeemVoucher(PaymentsDb db, VoucherNumbers numbers, PostPayments ledger)
{
    /// <summary>Takes it.</summary>
    /// <exception cref="Refused">Nobody has this number, or the voucher is not active, was taken, is cancelled or expired, or is not for this agency or group. What is wrong is told only to who knows the number.</exception>
    public async Task<Redeemed> HandleAsync(Redemption input, Change change, CancellationToken ct)
    {
        Redeemed? redeemed = null;
        await db.WriteAsync(
            async () =>
            {
                var (agency, reference) = await TakerAsync(input, change, ct);
                var number = VoucherNumbers.Read(input.Number) ?? throw new Refused("voucher.unknown", "Nobody has this voucher number; look for a digit typed wrong.", nameof(input.Number));
                var hash = numbers.HashOf(number);
                var voucher = await db.Vouchers.AsNoTracking().SingleOrDefaultAsync(v => v.Hash == hash, ct) ?? throw new Refused("voucher.unknown", "Nobody has this voucher number; look for a digit typed wrong.", nameof(input.Number));
                var batch = await db.VoucherBatches.AsNoTracking().SingleAsync(b => b.Id == voucher.BatchId, ct);
                Check(input, change, agency, voucher, batch);
                var taken = await db.Vouchers.Where(v => v.BatchId == voucher.BatchId && v.Position == voucher.Position && v.ActivatedAt != null && v.RedeemedAt == null && v.CancelledAt == null && v.ExpiredAt == null
                        && db.VoucherBatches.Any(b => b.Id == v.BatchId && b.CancelledAt == null))
                    .ExecuteUpdateAsync(s => s.SetProperty(v => v.RedeemedAt, change.Now), ct);
                if (taken == 0)
                {
                    throw new Refused("voucher.redeemed", "The voucher was taken, cancelled or expired a moment ago.", nameof(input.Number));
                }

                db.VoucherRedemptions.Add(new VoucherRedemption { BatchId = voucher.BatchId, Position = voucher.Position, Agency = agency, Reference = reference, At = change.Now, By = change.Actor.Name });
                await ledger.VoucherRedeemedAsync(batch, voucher.AmountMinor, agency, $"voucher {voucher.Serial}", change, ct);
                await db.SaveAsync(change, ct);
                redeemed = new(voucher.Serial, batch.Group, voucher.AmountMinor, batch.Currency, change.Now);
            },
            ct);
        return redeemed!; // Set by the work above, which ran.
    }

    private static void Check(Redemption input, Change change, string agency, Voucher voucher, VoucherBatch batch)
    {
        var problem = voucher.RedeemedAt is { } at ? ("voucher.redeemed", $"The voucher was taken on {at:yyyy-MM-dd}.")
            : voucher.CancelledAt is not null || batch.CancelledAt is not null ? ("voucher.cancelled", "The voucher is cancelled.")
            : voucher.ExpiredAt is not null || change.Today > batch.ExpiresOn ? ("voucher.expired", $"The voucher's last day was {batch.ExpiresOn:yyyy-MM-dd}.")
            : voucher.ActivatedAt is null ? ("voucher.not-active", "The voucher is not active yet.")
            : !batch.IsTakenBy(agency) ? ("voucher.other-agency", $"{agency} does not take vouchers of {batch.Group}.")
            : input.Group is { } group && !group.Equals(batch.Group, StringComparison.OrdinalIgnoreCase) ? ("voucher.other-group", $"The voucher is for {batch.Group}.")
            : ((string Code, string Text)?)null;
        if (problem is var (code, text))
        {
            throw new Refused(code, text, nameof(input.Number));
        }
    }

    private async Task<(string Agency, string Reference)> TakerAsync(Redemption input, Change change, CancellationToken ct)
    {
        var asked = input.Agency?.Trim().ToUpperInvariant();
        if (change.Actor.Agency is { } own && asked is { Length: > 0 } && asked != own)
        {
            throw new Refused("access.other-agency", $"You belong to {own} and take vouchers for it only.", nameof(input.Agency));
        }

        var agency = change.Actor.Agency ?? asked ?? "";
        if (!await db.Agencies.AnyAsync(a => a.Code == agency && a.ClosedAt == null, ct))
        {
            throw new Refused("agency.unknown", $"There is no open agency '{agency}'.", nameof(input.Agency));
        }

        var reference = input.Reference.Trim();
        return reference.Length is 0 or > 70 ? throw new Refused("voucher.reference", "Give your own reference, 1 to 70 characters.", nameof(input.Reference))
            : await db.VoucherRedemptions.AnyAsync(r => r.Agency == agency && r.Reference == reference, ct) ? throw new Refused("voucher.reference-used", $"{agency} took another voucher under this reference.", nameof(input.Reference))
            : (agency, reference);
    }
}

/// <summary>Single vouchers by their serial: given out, activated, cancelled.</summary>
public sealed class ChangeVoucher(PaymentsDb db, VoucherNumbers numbers, PostPayments ledger)
{
    /// <summary>Gives the next voucher of a group out, with its number, for an interface that asks for one at a time.</summary>
    /// <exception cref="Refused">There is no such group, its vouchers have another value or currency, or none is left.</exception>
    public async Task<(Voucher Voucher, string Number, DateOnly ExpiresOn)> GiveOutAsync(string group, string currency, decimal amount, Change change, CancellationToken ct)
    {
        (Voucher, string, DateOnly)? given = null;
        await db.WriteAsync(
            async () =>
            {
                var today = change.Today;
                var pools = await db.VoucherBatches.AsNoTracking().Where(b => b.Group == group && b.CreatedAt != null && b.ExportedAt == null && b.CancelledAt == null && b.ExpiredAt == null && b.ExpiresOn >= today).OrderBy(b => b.Id).Take(100).ToListAsync(ct);
                if (pools.Count == 0 && !await db.VoucherBatches.AnyAsync(b => b.Group == group, ct))
                {
                    throw new Refused("voucher.group-unknown", $"There is no group '{group}'.", "voucher_group");
                }

                if (pools.Count > 0 && !pools.Exists(b => b.Currency == currency))
                {
                    throw new Refused("voucher.currency", $"Vouchers of {group} are not in {currency}.", "voucher_currency");
                }

                var fitting = pools.Where(b => b.Currency == currency && b.Value.Major == amount).ToList();
                if (pools.Count > 0 && fitting.Count == 0)
                {
                    throw new Refused("voucher.amount", $"There are no vouchers of {group} worth {amount.ToString(System.Globalization.CultureInfo.InvariantCulture)} {currency}.", "voucher_amount");
                }

                foreach (var batch in fitting)
                {
                    // Takes the batch's lock and moves its version: an export at this moment gives way, or this does.
                    if (await db.VoucherBatches.Where(b => b.Id == batch.Id && b.ExportedAt == null && b.CancelledAt == null).ExecuteUpdateAsync(s => s.SetProperty(b => b.Version, b => b.Version + 1), ct) == 0)
                    {
                        continue;
                    }

                    while (await db.Vouchers.AsNoTracking().Where(v => v.BatchId == batch.Id && v.HandedAt == null && v.CancelledAt == null && v.PersonId == null).OrderBy(v => v.Position).FirstOrDefaultAsync(ct) is { } next)
                    {
                        if (await db.Vouchers.Where(v => v.BatchId == batch.Id && v.Position == next.Position && v.HandedAt == null).ExecuteUpdateAsync(s => s.SetProperty(v => v.HandedAt, change.Now).SetProperty(v => v.HandedById, change.Actor.Id), ct) == 1)
                        {
                            db.RecordBulk(change, nameof(Voucher), $"voucher {next.Serial}", new { GivenOut = true });
                            await db.SaveAsync(change, ct);
                            given = (next, VoucherNumbers.Of(numbers.Open(batch), next.Position, next.Salt), batch.ExpiresOn);
                            return;
                        }
                    }
                }

                throw new Refused("voucher.group-exhausted", $"No voucher of {group} is left.", "voucher_group");
            },
            ct);
        return given!.Value; // Set by the work above, which ran.
    }

    /// <summary>Activates a voucher that was given out singly.</summary>
    /// <param name="serial">Its serial.</param>
    /// <param name="bySecond">Whether another program than the one that gave it out must do it.</param>
    /// <param name="change">By whom and when.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="Refused">There is no such voucher, it is not to be activated, or not by this program.</exception>
    public async Task ActivateAsync(string serial, bool bySecond, Change change, CancellationToken ct) => await db.WriteAsync(
        async () =>
        {
            var (voucher, batch) = await OneAsync(db, serial, ct);
            if (bySecond && change.Actor.IsSamePersonAs(voucher.HandedById))
            {
                throw new Refused("voucher.own-hand", $"You gave voucher {serial} out; another program must activate it (Payments:GovStack:ActivateBySecond).", "serial");
            }

            if (voucher.State != "made" || voucher.HandedAt is null || change.Today > batch.ExpiresOn
                || await db.Vouchers.Where(v => v.BatchId == voucher.BatchId && v.Position == voucher.Position && v.ActivatedAt == null && v.CancelledAt == null && v.ExpiredAt == null).ExecuteUpdateAsync(s => s.SetProperty(v => v.ActivatedAt, change.Now), ct) == 0)
            {
                throw new Refused("voucher.state", $"Voucher {serial} is {voucher.State}, or was not given out; it cannot be activated.", "serial");
            }

            await ledger.VouchersActivatedAsync(batch, voucher.AmountMinor, $"voucher {serial}", change, ct);
            db.RecordBulk(change, nameof(Voucher), $"voucher {serial}", new { Activated = true });
            await db.SaveAsync(change, ct);
        },
        ct);

    /// <summary>Cancels a voucher that was not redeemed.</summary>
    /// <exception cref="Refused">There is no such voucher, or it is redeemed, cancelled or expired.</exception>
    public async Task CancelAsync(string serial, Change change, CancellationToken ct) => await db.WriteAsync(
        async () =>
        {
            var (voucher, batch) = await OneAsync(db, serial, ct);
            if (string.IsNullOrWhiteSpace(change.Reason))
            {
                throw new Refused("voucher.no-reason", "Say why it is cancelled.", "reason");
            }

            if (voucher.State is not ("made" or "active")
                || await db.Vouchers.Where(v => v.BatchId == voucher.BatchId && v.Position == voucher.Position && v.RedeemedAt == null && v.CancelledAt == null && v.ExpiredAt == null).ExecuteUpdateAsync(s => s.SetProperty(v => v.CancelledAt, change.Now), ct) == 0)
            {
                throw new Refused(voucher.CancelledAt is null ? "voucher.state" : "voucher.cancelled", $"Voucher {serial} is {voucher.State}.", "serial");
            }

            if (await db.Vouchers.AnyAsync(v => v.BatchId == voucher.BatchId && v.Position == voucher.Position && v.ActivatedAt != null, ct))
            {
                await ledger.VouchersGivenUpAsync(batch, voucher.AmountMinor, "voucher-cancelled", $"voucher {serial}", change, ct);
            }

            db.RecordBulk(change, nameof(Voucher), $"voucher {serial}", new { Cancelled = true });
            await db.SaveAsync(change, ct);
        },
        ct);

    /// <summary>A voucher and its batch by the serial.</summary>
    /// <exception cref="Refused">Nobody has it.</exception>
    internal static async Task<(Voucher Voucher, VoucherBatch Batch)> OneAsync(PaymentsDb db, string serial, CancellationToken ct)
    {
        var read = Voucher.Read(serial.Trim()) ?? throw new Refused("voucher.unknown", $"There is no voucher '{serial}'; a serial has 16 digits.", "serial");
        var voucher = await db.Vouchers.AsNoTracking().SingleOrDefaultAsync(v => v.BatchId == read.BatchId && v.Position == read.Position, ct) ?? throw new Refused("voucher.unknown", $"There is no voucher '{serial}'.", "serial");
        return (voucher, await db.VoucherBatches.AsNoTracking().SingleAsync(b => b.Id == read.BatchId, ct));
    }
}
