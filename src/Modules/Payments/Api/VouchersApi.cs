using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.Proposals;
using Spmis.Payments.Vouchers;

namespace Spmis.Payments.Api;

/// <summary>Vouchers to be made; the value in major units.</summary>
public sealed record VouchersRequest(string? Name, string? Group, string? Currency, decimal Value, int Count, DateOnly ExpiresOn, string? Agencies, IReadOnlyList<string>? Persons);

/// <summary>A batch of vouchers.</summary>
public sealed record VoucherBatchView(long Id, string Number, string Name, string Group, string Currency, long ValueMinor, int Count, DateOnly ExpiresOn, string Agencies, string State, DateTime ApprovedAt)
{
    internal static VoucherBatchView Of(VoucherBatch b) => new(b.Id, b.Number, b.Name, b.Group, b.Currency, b.ValueMinor, b.Count, b.ExpiresOn, b.Agencies, b.State, b.ApprovedAt);
}

/// <summary>A voucher, without its number.</summary>
public sealed record VoucherView(string Serial, string State, long AmountMinor, DateTime? ActivatedAt, DateTime? RedeemedAt, DateTime? CancelledAt, DateTime? ExpiredAt)
{
    internal static VoucherView Of(Voucher v) => new(v.Serial, v.State, v.AmountMinor, v.ActivatedAt, v.RedeemedAt, v.CancelledAt, v.ExpiredAt);
}

/// <summary>A voucher presented.</summary>
public sealed record RedeemRequest(string? Number, string? Reference, string? Group);

internal static class VouchersApi
{
    private static readonly string[] Acts = [CreateVouchers.Act];

    public static void Map(RouteGroupBuilder api)
    {
        const string module = PaymentsModule.ModuleName;
        api.MapGet("/vouchers", ListAsync).Reads("payments.read-nation").WithSummary("Batches of vouchers, newest first");
        api.MapPost("/vouchers", CreateAsync).Writes(module, "payments.propose-vouchers").WithSummary("Proposes vouchers to be made; another person approves it");
        api.MapGet("/vouchers/{id:long}/counts", CountsAsync).Reads("payments.read-nation").WithSummary("Vouchers of a batch by state");
        api.MapGet("/vouchers/{id:long}/list", VouchersAsync).Reads("payments.read-nation").WithSummary("Vouchers of a batch in order, without their numbers");
        api.MapGet("/vouchers/serials/{serial}", OneAsync).Reads("payments.read-nation").WithSummary("A voucher by its serial");
        api.MapPost("/vouchers/{id:long}/activate", ActivateAsync).Writes(module, "payments.vouchers").WithSummary("Activates exported vouchers; not by whom they were exported");
        api.MapPost("/vouchers/{id:long}/cancel", CancelAllAsync).Writes(module, "payments.vouchers").WithSummary("Cancels all vouchers of a batch that were not redeemed");
        api.MapPost("/vouchers/serials/{serial}/cancel", CancelAsync).Writes(module, "payments.vouchers").WithSummary("Cancels a voucher that was not redeemed");
        api.MapPost("/vouchers/redeem", RedeemAsync).Writes(module, "payments.redeem-vouchers").WithSummary("Takes a voucher by its number, once, for the caller's agency");
        api.MapPost("/vouchers/approvals/{id:long}", DecideAsync).Writes(module, "payments.vouchers").WithSummary("Approves or rejects vouchers that somebody else proposed");
    }

    private static async Task<Page<VoucherBatchView>> ListAsync(PaymentsDb db, long? after, int? limit, CancellationToken ct)
    {
        var take = Paging.Limit(limit);
        var before = after ?? long.MaxValue;
        return Paging.Cut([.. (await db.VoucherBatches.AsNoTracking().Where(b => b.Id < before).OrderByDescending(b => b.Id).Take(take + 1).ToListAsync(ct)).Select(VoucherBatchView.Of)], take, b => b.Id);
    }

    private static async Task<WaitingView> CreateAsync(VouchersRequest r, CreateVouchers act, CurrentActor current, CancellationToken ct) => AgenciesApi.Of(await act.ProposeAsync(
        new NewVouchers { Name = r.Name ?? "", Group = r.Group ?? "", Currency = r.Currency ?? "", Value = r.Value, Count = r.Count, ExpiresOn = r.ExpiresOn, Agencies = r.Agencies, Persons = r.Persons }, current.Change("payments.propose-vouchers"), ct));

    private static async Task<VoucherCounts> CountsAsync(long id, PaymentsDb db, VoucherFigures figures, CancellationToken ct)
    {
        await BatchAsync(db, id, ct);
        return await figures.OfAsync(id, ct);
    }

    private static async Task<Page<VoucherView>> VouchersAsync(long id, PaymentsDb db, int? after, int? limit, CancellationToken ct)
    {
        await BatchAsync(db, id, ct);
        var (take, from) = (Paging.Limit(limit), after ?? 0);
        var found = await db.Vouchers.AsNoTracking().Where(v => v.BatchId == id && v.Position > from).OrderBy(v => v.Position).Take(take + 1).ToListAsync(ct);
        return found.Count > take ? new([.. found.Take(take).Select(VoucherView.Of)], $"{found[take - 1].Position}") : new([.. found.Select(VoucherView.Of)], null);
    }

    private static async Task<VoucherView> OneAsync(string serial, PaymentsDb db, CancellationToken ct) => VoucherView.Of((await ChangeVoucher.OneAsync(db, serial, ct)).Voucher);

    private static async Task<VoucherBatchView> ActivateAsync(long id, MoveVouchers act, PaymentsDb db, CurrentActor current, CancellationToken ct)
    {
        await act.ActivateAsync(id, current.Change("payments.activate-vouchers"), ct);
        return await BatchAsync(db, id, ct);
    }

    private static async Task<VoucherBatchView> CancelAllAsync(long id, ReasonRequest why, MoveVouchers act, PaymentsDb db, CurrentActor current, CancellationToken ct)
    {
        await act.CancelAsync(id, current.Change("payments.cancel-vouchers", why.Reason), ct);
        return await BatchAsync(db, id, ct);
    }

    private static async Task<VoucherView> CancelAsync(string serial, ReasonRequest why, ChangeVoucher act, PaymentsDb db, CurrentActor current, CancellationToken ct)
    {
        await act.CancelAsync(serial, current.Change("payments.cancel-vouchers", why.Reason), ct);
        return await OneAsync(serial, db, ct);
    }

    private static Task<Redeemed> RedeemAsync(RedeemRequest r, RedeemVoucher act, CurrentActor current, CancellationToken ct) =>
        act.HandleAsync(new Redemption { Number = r.Number ?? "", Reference = r.Reference ?? "", Group = r.Group }, current.Change("payments.redeem-voucher"), ct);

    private static Task<DecisionView> DecideAsync(long id, DecisionRequest how, PaymentsDb db, FourEyes fourEyes, CurrentActor current, CancellationToken ct) => AgenciesApi.DecideOneOfAsync(id, how, Acts, db, fourEyes, current, ct);

    private static async Task<VoucherBatchView> BatchAsync(PaymentsDb db, long id, CancellationToken ct) =>
        VoucherBatchView.Of(await db.VoucherBatches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) ?? throw new Refused("voucher.batch-unknown", "There are no such vouchers."));
}
