using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Payments.Vouchers;
using Spmis.Values;

namespace Spmis.Payments.GovStack;

/// <summary>GovStack's vouchers on top of ours: a voucher group is a batch that two people approved and nobody exported; pre-activation gives the next of it out. Faults are the reference examples' statuses 452 to 464.</summary>
internal static class GovStackVouchersApi
{
    private const string May = "payments.govstack";

    public static void Map(RouteGroupBuilder paths)
    {
        paths.MapPost("/vouchers/voucher_preactivation", GiveOutAsync).RequireAuthorization(May).WithSummary("GovStack: gives out a voucher of a group");
        paths.MapPatch("/vouchers/voucher_activation", ActivateAsync).RequireAuthorization(May).WithSummary("GovStack: activates a voucher");
        paths.MapPost("/vouchers/voucher_redeemption", RedeemAsync).RequireAuthorization("payments.redeem-vouchers").WithSummary("GovStack: takes a voucher (as the specification spells it)");
        paths.MapPost("/vouchers/voucher_redemption", RedeemAsync).RequireAuthorization("payments.redeem-vouchers").WithSummary("GovStack: takes a voucher");
        paths.MapGet("/vouchers/voucherstatuscheck/{serial}", StatusAsync).RequireAuthorization(May).WithSummary("GovStack: the state of a voucher");
        paths.MapPatch("/vouchers/voucherstatuscheck/{serial}", CancelAsync).RequireAuthorization(May).WithSummary("GovStack: cancels a voucher");
    }

    private static async Task<IResult> GiveOutAsync(HttpContext http, ChangeVoucher act, GovStackProfile profile, CurrentActor current, CancellationToken ct)
    {
        var body = await GovStackBody.ReadAsync(http.Request, ct);
        if (body?.Text("voucher_group") is not { Length: > 0 } group || body.Text("voucher_currency") is not { Length: > 0 } currency || body.Text("Gov_Stack_BB") is not { Length: > 0 } source)
        {
            return Say(400, "voucher_amount, voucher_currency, voucher_group and Gov_Stack_BB are needed.");
        }

        if (body.Number("voucher_amount") is not > 0)
        {
            return Say(452, "Invalid amount");
        }

        if (!profile.Knows(source))
        {
            return Say(460, "GovStack BB does not exist");
        }

        try
        {
            var (voucher, number, expires) = await act.GiveOutAsync(group, currency, body.Number("voucher_amount") ?? 0, current.Change("payments.govstack-voucher"), ct);
            return Results.Json(new { voucher_number = number, voucher_serial_number = voucher.Serial, expiry_date_time = expires.ToDateTime(new TimeOnly(23, 59, 59), DateTimeKind.Utc) });
        }
        catch (Refused refused)
        {
            return Say(refused.Code switch { "voucher.amount" => 452, "voucher.currency" => 453, "voucher.group-unknown" => 454, "voucher.group-exhausted" => 455, _ => 400 }, refused.Message);
        }
    }

    private static async Task<IResult> ActivateAsync(HttpContext http, ChangeVoucher act, GovStackProfile profile, CurrentActor current, CancellationToken ct)
    {
        var body = await GovStackBody.ReadAsync(http.Request, ct);
        if (body?.Text("voucher_serial_number") is not { Length: > 0 } serial || body.Text("Gov_Stack_BB") is not { Length: > 0 } source)
        {
            return Say(400, "voucher_serial_number and Gov_Stack_BB are needed.");
        }

        if (!profile.Knows(source))
        {
            return Say(460, "GovStack BB does not exist");
        }

        try
        {
            await act.ActivateAsync(serial, profile.ActivateBySecond, current.Change("payments.govstack-voucher"), ct);
            return Results.Json(new { result_status = "Activated" });
        }
        catch (Refused refused)
        {
            return Say(456, refused.Message);
        }
    }

    private static async Task<IResult> RedeemAsync(HttpContext http, RedeemVoucher act, PaymentsDb db, VoucherNumbers numbers, GovStackProfile profile, CurrentActor current, CancellationToken ct)
    {
        var body = await GovStackBody.ReadAsync(http.Request, ct);
        if (body?.Text("voucher_number") is not { Length: > 0 } number || body.Text("Gov_Stack_BB") is not { Length: > 0 } source || body.Text("merchant_name") is not { Length: > 0 } || body.Text("merchant_voucher_group") is not { } group)
        {
            return Say(400, "voucher_number, Gov_Stack_BB, merchant_name, merchant_bank_details and merchant_voucher_group are needed.");
        }

        if (!profile.Knows(source))
        {
            return Say(460, "GovStack BB does not exist");
        }

        var agency = current.Actor.Agency ?? profile.RedeemedThrough;
        var correlation = http.Request.Headers["X-CorrelationID"].ToString();
        var reference = correlation.Length is > 0 and <= 70 ? correlation : $"gs-{Guid.CreateVersion7():N}";
        try
        {
            await act.HandleAsync(new Redemption { Number = number, Reference = reference, Agency = agency, Group = group.Length == 0 ? null : group }, current.Change("payments.redeem-voucher"), ct);
            return Results.Json(new { result_status = "Redeemed" });
        }
        catch (Refused refused)
        {
            // Asked again after the answer was lost, it is the same redemption.
            if (refused.Code is "voucher.reference-used" or "voucher.redeemed" && VoucherNumbers.Read(number) is { } read)
            {
                var hash = numbers.HashOf(read);
                if (await db.Vouchers.AnyAsync(v => v.Hash == hash && db.VoucherRedemptions.Any(r => r.BatchId == v.BatchId && r.Position == v.Position && r.Agency == agency && r.Reference == reference), ct))
                {
                    return Results.Json(new { result_status = "Redeemed" });
                }
            }

            return Say(refused.Code switch { "voucher.other-agency" or "voucher.other-group" or "agency.unknown" or "access.other-agency" => 463, "voucher.reference-used" => 400, _ => 461 }, refused.Message);
        }
    }

    private static async Task<IResult> StatusAsync(string serial, PaymentsDb db, CancellationToken ct)
    {
        try
        {
            var (voucher, batch) = await ChangeVoucher.OneAsync(db, serial, ct);
            return voucher.State switch
            {
                "redeemed" => Say(458, "Voucher already used"),
                "expired" => Say(459, "Voucher expired"),
                var state => Results.Json(new
                {
                    voucher_status = state switch { "active" => "Activated", "cancelled" => "Blocked", _ => voucher.HandedAt is null ? "Not Pre-Activated" : "Pre-Activated" },
                    voucher_amount = new Money(voucher.AmountMinor, Currency.Of(batch.Currency)).Major.ToString(CultureInfo.InvariantCulture),
                }),
            };
        }
        catch (Refused refused)
        {
            return Say(456, refused.Message);
        }
    }

    private static async Task<IResult> CancelAsync(string serial, HttpContext http, ChangeVoucher act, GovStackProfile profile, CurrentActor current, CancellationToken ct)
    {
        var body = await GovStackBody.ReadAsync(http.Request, ct);
        if (body?.Text("Gov_Stack_BB") is not { Length: > 0 } source || !profile.Knows(source))
        {
            return Say(400, "Gov_Stack_BB is needed, and must be known.");
        }

        try
        {
            await act.CancelAsync(serial, current.Change("payments.cancel-vouchers", $"cancelled by {source}"), ct);
            return Results.Json(new { message = "Cancelled" });
        }
        catch (Refused refused)
        {
            return Say(refused.Code == "voucher.cancelled" ? 464 : 463, refused.Message);
        }
    }

    private static IResult Say(int status, string message) => Results.Json(new { message }, statusCode: status);
}
