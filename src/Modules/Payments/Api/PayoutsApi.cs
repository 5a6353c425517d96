using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Payments.Deductions;
using Spmis.Payments.Payouts;

namespace Spmis.Payments.Api;

/// <summary>A payout of withheld amounts to one creditor.</summary>
public sealed record PayoutView(
    long Id, string Number, DeductionKind Kind, string Creditor, string? CreditorAccount, string Currency, DateOnly ToDay, int Lines, long TotalMinor, string State, string PreparedBy, DateTime PreparedAt, string? ConfirmedBy, DateTime? ConfirmedAt,
    string? PaidFrom, string? BankReference, DateOnly? PaidOn)
{
    internal static PayoutView Of(Payout p) => new(
        p.Id, p.Number, p.Kind, p.Creditor, p.CreditorAccount, p.Currency, p.ToDay, p.Lines, p.TotalMinor, p.State, p.PreparedBy, p.PreparedAt, p.ConfirmedBy, p.ConfirmedAt, p.PaidFrom, p.BankReference, p.PaidOn);
}

/// <summary>A payout to prepare.</summary>
public sealed record PayoutRequest(DeductionKind Kind, string? Creditor, string? CreditorAccount, string? Currency, DateOnly To);

internal static class PayoutsApi
{
    private const int MostDue = 100;

    public static void Map(RouteGroupBuilder api)
    {
        const string module = PaymentsModule.ModuleName;
        api.MapGet("/payouts", ListAsync).Reads("payments.read-nation").WithSummary("Payouts to creditors, newest first");
        api.MapGet("/payouts/due", DueAsync).Reads("payments.read-nation").WithSummary("Creditors to whom something is due that is in no payout, by what became known up to a day that is over");
        api.MapGet("/payouts/{id:long}", OneAsync).Reads("payments.read-nation").WithSummary("A payout");
        api.MapGet("/payouts/{id:long}/lines", LinesAsync).Reads("payments.read-nation").WithSummary("The lines of a payout in order, from a position on");
        api.MapPost("/payouts", PrepareAsync).Writes(module, "payments.prepare-payouts").WithSummary("Gathers what is due to a creditor into a payout; another person confirms it");
        api.MapPost("/payouts/{id:long}/confirm", ConfirmAsync).Writes(module, "payments.confirm-payouts").WithSummary("Confirms that a payout somebody else prepared was paid, with the bank's reference");
        api.MapPost("/payouts/{id:long}/cancel", CancelAsync).Writes(module, "payments.prepare-payouts").WithSummary("Gives up a payout before it is confirmed; its lines are due again");
    }

    private static async Task<Page<PayoutView>> ListAsync(PaymentsDb db, IdentifierMask mask, long? after, int? limit, CancellationToken ct)
    {
        var take = Paging.Limit(limit);
        var before = after ?? long.MaxValue;
        var found = await db.Payouts.AsNoTracking().Where(p => p.Id < before).OrderByDescending(p => p.Id).Take(take + 1).ToListAsync(ct);
        var all = await mask.SeesAllAsync();
        return Paging.Cut([.. found.Select(PayoutView.Of).Select(v => all ? v : v with { CreditorAccount = IdentifierMask.Of(v.CreditorAccount) })], take, p => p.Id);
    }

    private static async Task<IReadOnlyList<CreditorDue>> DueAsync(PayoutFigures figures, IdentifierMask mask, CurrentActor current, DateOnly to, CancellationToken ct)
    {
        var due = await figures.DueAsync(to, current.Change("payments.read").Today, MostDue, ct);
        return await mask.SeesAllAsync() ? due : [.. due.Select(d => d with { CreditorAccount = IdentifierMask.Of(d.CreditorAccount) })];
    }

    private static async Task<PayoutView> OneAsync(long id, PaymentsDb db, IdentifierMask mask, CancellationToken ct)
    {
        var view = PayoutView.Of(await db.Payouts.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw new Refused("payout.unknown", "There is no such payout."));
        return view with { CreditorAccount = await mask.ShownAsync(view.CreditorAccount) };
    }

    private static async Task<Page<PayoutLineShown>> LinesAsync(long id, PaymentsDb db, IdentifierMask mask, PersonsShown shown, PayoutFigures figures, int? after, int? limit, CancellationToken ct)
    {
        await OneAsync(id, db, mask, ct);
        var (take, from) = (Paging.Limit(limit), Math.Max(0, after ?? 0));
        var rows = await figures.Lines(id).Skip(from).Take(take + 1).ToListAsync(ct);
        shown.Add(rows.Take(take).Select(l => l.PayeeNumber));
        return rows.Count > take ? new([.. rows.Take(take)], $"{from + take}") : new(rows, null);
    }

    private static async Task<Created> PrepareAsync(PayoutRequest r, PreparePayout act, CurrentActor current, CancellationToken ct)
    {
        var payout = await act.HandleAsync(new NewPayout { Kind = r.Kind, Creditor = r.Creditor ?? "", CreditorAccount = r.CreditorAccount, Currency = r.Currency ?? "", To = r.To }, current.Change("payments.prepare-payout"), ct);
        return new($"/api/payments/payouts/{payout.Id}", PayoutView.Of(payout));
    }

    private static async Task<PayoutView> ConfirmAsync(long id, PayoutConfirmation how, ConfirmPayout act, PaymentsDb db, IdentifierMask mask, CurrentActor current, CancellationToken ct)
    {
        await act.HandleAsync(id, how, current.Change("payments.confirm-payout"), ct);
        return await OneAsync(id, db, mask, ct);
    }

    private static async Task<PayoutView> CancelAsync(long id, ReasonRequest why, ConfirmPayout act, PaymentsDb db, IdentifierMask mask, CurrentActor current, CancellationToken ct)
    {
        await act.CancelAsync(id, current.Change("payments.cancel-payout", why.Reason), ct);
        return await OneAsync(id, db, mask, ct);
    }
}
