using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Payments.Instructions;
using Spmis.Payments.Payees;
using Spmis.Payments.Reconciliation;

namespace Spmis.Payments.Api;

/// <summary>One payment.</summary>
public sealed record PaymentView(
    long Id, string Reference, string AwardNumber, string Scheme, string Component, string Month, int Attempt, string PayeeNumber, string PayeeName, string? Agency, long AmountMinor, long GrossMinor, long WithheldMinor, string Currency,
    string State, string? HoldCode, string? HeldBecause, DateOnly? PaidOn, DateOnly? RejectedOn, DateOnly? ReturnedOn)
{
    internal static PaymentView Of(Instruction i) => new(
        i.Id, i.Reference, i.AwardNumber, i.Scheme, i.ComponentPart, i.Month.ToString(), i.Attempt, i.PayeeNumber, i.PayeeName, i.Agency, i.AmountMinor, i.GrossMinor, i.WithheldMinor, i.Currency,
        i.State, i.HoldCode, i.HoldCode is { } code ? HoldReasons.Words(code, i.HoldNote) : null, i.PaidOn, i.RejectedOn, i.ReturnedOn);
}

internal static class PaymentsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        const string module = PaymentsModule.ModuleName;
        api.MapGet("/runs/{id:guid}/payments", OfRunAsync).Reads("payments.read").WithSummary("Payments of a run, all or only those held");
        api.MapGet("/me", async (PaymentsDb db, PayeeFigures payees, CurrentActor current, PersonsShown shown, long? after, int? limit, CancellationToken ct) =>
        {
            var page = await OfPersonAsync(current.Actor.OwnNumber(), db, payees, after, limit, ct);
            shown.Add(current.Actor.OwnNumber());
            return page;
        }).Reads("me.payments").WithSummary("The own payments of the person for whom the program acts, newest first");
        api.MapGet("/persons/{number}", OfPersonAsync).Reads("payments.read").WithSummary("Payments of a person, newest first");
        api.MapPost("/payments/{reference}/hold", HoldAsync).Writes(module, "payments.prepare").WithSummary("Holds a payment before it is sent");
        api.MapPost("/payments/{reference}/let-go", LetGoAsync).Writes(module, "payments.prepare").WithSummary("Ends a hold made by hand");
        api.MapPost("/payments/{reference}/reissue", ReissueAsync).Writes(module, "payments.prepare").WithSummary("Has a rejected or returned payment tried again in the next run");
    }

    private static async Task<PaymentView> HoldAsync(string reference, ReasonRequest why, HoldPayment act, PaymentsDb db, CurrentActor current, CancellationToken ct)
    {
        await act.HoldAsync(reference, current.Change("payments.hold", why.Reason), ct);
        return await NowAsync(db, reference, ct);
    }

    private static async Task<PaymentView> LetGoAsync(string reference, ReasonRequest why, HoldPayment act, PaymentsDb db, CurrentActor current, CancellationToken ct)
    {
        await act.LetGoAsync(reference, current.Change("payments.let-go", why.Reason), ct);
        return await NowAsync(db, reference, ct);
    }

    private static async Task<PaymentView> ReissueAsync(string reference, ReasonRequest why, ReissuePayment act, PaymentsDb db, CurrentActor current, CancellationToken ct)
    {
        await act.HandleAsync(reference, current.Change("payments.reissue", why.Reason), ct);
        return await NowAsync(db, reference, ct);
    }

    private static async Task<PaymentView> NowAsync(PaymentsDb db, string reference, CancellationToken ct) => PaymentView.Of(await db.Instructions.SingleAsync(i => i.Reference == reference, ct));

    private static async Task<Page<PaymentView>> OfRunAsync(Guid id, PaymentsDb db, bool? held, long? after, int? limit, CancellationToken ct)
    {
        var take = Paging.Limit(limit);
        var from = after ?? 0;
        var rows = db.Instructions.AsNoTracking().Where(i => i.PaymentRunId == id && i.Id > from);
        var found = await (held == true ? rows.Where(i => i.HoldCode != null) : rows).OrderBy(i => i.Id).Take(take + 1).ToListAsync(ct);
        return Paging.Cut([.. found.Select(PaymentView.Of)], take, p => p.Id);
    }

    private static async Task<Page<PaymentView>> OfPersonAsync(string number, PaymentsDb db, PayeeFigures payees, long? after, int? limit, CancellationToken ct)
    {
        var take = Paging.Limit(limit);
        var person = await db.Payees.AsNoTracking().Where(p => p.RegistrationNumber == number).Select(p => (Guid?)p.PersonId).FirstOrDefaultAsync(ct)
            ?? throw new Refused("person.unknown", $"There is no person {number}.", "number");
        var before = after ?? long.MaxValue;
        var named = await payees.OfPersonAsync(person, PersonPayments.MostNamed, ct);
        var found = await (await PersonPayments.OfAsync(db, person, number, named, ct)).Where(i => i.Id < before).OrderByDescending(i => i.Id).Take(take + 1).ToListAsync(ct);
        return Paging.Cut([.. found.Select(PaymentView.Of)], take, p => p.Id);
    }
}
