using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.Proposals;
using Spmis.Payments.Deductions;
using Spmis.Values;

namespace Spmis.Payments.Api;

/// <summary>A court order to be withheld; amounts in major units of the award's currency, months as 2026-07.</summary>
public sealed record DeductionRequest(
    string? AwardNumber, string? Reference, string? Creditor, string? CreditorAccount, decimal? Monthly, decimal? Percent, decimal? Ceiling, decimal Floor, int? Priority, string FromMonth, string? ToMonth);

/// <summary>A deduction with what it took so far.</summary>
public sealed record DeductionView(
    long Id, DeductionKind Kind, string AwardNumber, string Reference, string Creditor, string? CreditorAccount, string Currency, long? MonthlyMinor, int? RateBasisPoints, long? CeilingMinor, long FloorMinor, int Priority,
    string FromMonth, string? ToMonth, DateTime? EndedAt, long WithheldMinor, long DueMinor);

internal static class DeductionsApi
{
    private const string Propose = "payments.propose-deductions";
    private static readonly string[] Acts = [OrderDeduction.Act, EndDeduction.Act];

    public static void Map(RouteGroupBuilder api)
    {
        const string module = PaymentsModule.ModuleName;
        api.MapGet("/deductions", ListAsync).Reads("payments.read").WithSummary("Deductions with what they took so far, newest first; of one award or all");
        api.MapGet("/payments/{reference}/deductions", OfPaymentAsync).Reads("payments.read").WithSummary("What was withheld of a payment, by order");
        api.MapPost("/deductions", OrderAsync).Writes(module, Propose).WithSummary("Proposes a court order to be withheld; another person approves it");
        api.MapPost("/deductions/{id:long}/end", EndAsync).Writes(module, Propose).WithSummary("Proposes to end a court order; another person approves it");
        api.MapPost("/deductions/approvals/{id:long}", DecideAsync).Writes(module, "payments.deductions").WithSummary("Approves or rejects a deduction that somebody else proposed");
    }

    private static async Task<Page<DeductionView>> ListAsync(PaymentsDb db, DeductionFigures figures, IdentifierMask mask, string? award, long? after, int? limit, CancellationToken ct)
    {
        var take = Paging.Limit(limit);
        var before = after ?? long.MaxValue;
        var rows = db.DeductionOrders.AsNoTracking().Where(o => o.Id < before);
        var found = await (award is null ? rows : rows.Where(o => o.AwardNumber == award)).OrderByDescending(o => o.Id).Take(take + 1).ToListAsync(ct);
        var all = await mask.SeesAllAsync();
        return Paging.Cut([.. (await figures.OfAsync(found, ct)).Select(View).Select(v => all ? v : v with { CreditorAccount = IdentifierMask.Of(v.CreditorAccount) })], take, o => o.Id);
    }

    private static async Task<IReadOnlyList<PaymentDeduction>> OfPaymentAsync(string reference, PaymentsDb db, DeductionFigures figures, CancellationToken ct) =>
        await db.Instructions.AnyAsync(i => i.Reference == reference, ct) ? [.. (await figures.OfPaymentsAsync([reference], ct))[reference]] : throw new Refused("payment.unknown", $"There is no payment '{reference}'.", "reference");

    private static async Task<WaitingView> OrderAsync(DeductionRequest r, OrderDeduction act, CurrentActor current, CancellationToken ct) => AgenciesApi.Of(await act.ProposeAsync(
        new NewDeduction
        {
            AwardNumber = r.AwardNumber ?? "", Reference = r.Reference ?? "", Creditor = r.Creditor ?? "", CreditorAccount = r.CreditorAccount, Monthly = r.Monthly, Percent = r.Percent, Ceiling = r.Ceiling, Floor = r.Floor,
            Priority = r.Priority ?? 10, FromMonth = MonthOf(r.FromMonth, "fromMonth").Code, ToMonth = r.ToMonth is null ? null : MonthOf(r.ToMonth, "toMonth").Code,
        },
        current.Change("payments.propose-deduction"), ct));

    private static async Task<WaitingView> EndAsync(long id, ReasonRequest why, EndDeduction act, CurrentActor current, CancellationToken ct) =>
        AgenciesApi.Of(await act.ProposeAsync(id, current.Change("payments.propose-deduction", why.Reason), ct));

    private static Task<DecisionView> DecideAsync(long id, DecisionRequest how, PaymentsDb db, FourEyes fourEyes, CurrentActor current, CancellationToken ct) => AgenciesApi.DecideOneOfAsync(id, how, Acts, db, fourEyes, current, ct);

    private static Month MonthOf(string text, string field) => Month.TryParse(text, out var month) ? month : throw new Refused("month.form", $"'{text}' is no month; write year and month as 2026-03.", field);

    private static DeductionView View(DeductionStanding s) => new(
        s.Order.Id, s.Order.Kind, s.Order.AwardNumber, s.Order.Reference, s.Order.Creditor, s.Order.CreditorAccount, s.Order.Currency, s.Order.MonthlyMinor, s.Order.RateBasisPoints, s.Order.CeilingMinor, s.Order.FloorMinor,
        s.Order.Priority, s.Order.FromMonth.ToString(), s.Order.ToMonth?.ToString(), s.Order.EndedAt, s.WithheldMinor, s.DueMinor);
}
