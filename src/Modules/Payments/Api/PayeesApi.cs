using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.Proposals;
using Spmis.Payments.Payees;
using Spmis.Values;

namespace Spmis.Payments.Api;

/// <summary>Another payee of an award, or of a share of it (<c>sharePercent</c>; <c>part</c> for the next recipient of a share there is); months as 2026-07.</summary>
public sealed record PayeeRequest(string? AwardNumber, NamedPayeeKind Kind, string? PersonNumber, string? Name, string? Agency, string? Account, string FromMonth, string? ToMonth, string? Reason, string? Evidence, decimal? SharePercent = null, int? Part = null);

/// <summary>The last month of a named payee, and why.</summary>
public sealed record EndPayeeRequest(string LastMonth, string? Reason);

/// <summary>Who receives the payments of an award instead of whom Eligibility names.</summary>
public sealed record PayeeView(Guid Id, string AwardNumber, NamedPayeeKind Kind, string? BeneficiaryNumber, string? PayeeNumber, string PayeeName, string? Agency, string FromMonth, string? ToMonth, string Reason, string Evidence, string ApprovedBy, DateTime ApprovedAt, int Part, decimal? SharePercent);

internal static class PayeesApi
{
    private static readonly string[] Acts = [NamePayee.Act, EndPayee.Act];

    public static void Map(RouteGroupBuilder api)
    {
        const string module = PaymentsModule.ModuleName;
        api.MapGet("/payees", ListAsync).Reads("payments.read").WithSummary("Named payees of awards, newest first; of one award or all");
        api.MapPost("/payees", NameAsync).Writes(module, "payments.propose-payees").WithSummary("Proposes another payee of an award for some months; another person approves it");
        api.MapPost("/payees/{id:guid}/end", EndAsync).Writes(module, "payments.propose-payees").WithSummary("Proposes to end a named payee after a month; another person approves it");
        api.MapPost("/payees/approvals/{id:long}", DecideAsync).Writes(module, "payments.payees").WithSummary("Approves or rejects a payee that somebody else proposed");
    }

    private static async Task<Page<PayeeView>> ListAsync(PaymentsDb db, PayeeFigures figures, PersonsShown shown, string? award, Guid? after, int? limit, CancellationToken ct)
    {
        var take = Paging.Limit(limit);
        var rows = db.NamedPayees.AsNoTracking().Where(p => award == null || p.AwardNumber == award);
        rows = after is { } id && await db.NamedPayees.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is { } last ? rows.Where(p => p.ApprovedAt < last.ApprovedAt || (p.ApprovedAt == last.ApprovedAt && p.Id < id)) : rows;
        var found = await figures.OfAsync(await rows.OrderByDescending(p => p.ApprovedAt).ThenByDescending(p => p.Id).Take(take + 1).ToListAsync(ct), ct);
        shown.Add(found.Take(take).SelectMany(f => new[] { f.BeneficiaryNumber, f.PayeeNumber }));
        return Paging.Cut([.. found.Select(View)], take, p => p.Id);
    }

    private static async Task<WaitingView> NameAsync(PayeeRequest r, NamePayee act, CurrentActor current, CancellationToken ct) => AgenciesApi.Of(await act.ProposeAsync(
        new NewNamedPayee
        {
            AwardNumber = r.AwardNumber ?? "", Kind = r.Kind, PersonNumber = r.PersonNumber, Name = r.Name, Agency = r.Agency, Account = r.Account, FromMonth = MonthOf(r.FromMonth, "fromMonth").Code,
            ToMonth = r.ToMonth is null ? null : MonthOf(r.ToMonth, "toMonth").Code, Reason = r.Reason ?? "", Evidence = r.Evidence ?? "", SharePercent = r.SharePercent, Part = r.Part,
        },
        current.Change("payments.propose-payee", r.Reason, r.Evidence), ct));

    private static async Task<WaitingView> EndAsync(Guid id, EndPayeeRequest r, EndPayee act, CurrentActor current, CancellationToken ct) =>
        AgenciesApi.Of(await act.ProposeAsync(id, MonthOf(r.LastMonth, "lastMonth"), current.Change("payments.propose-payee", r.Reason), ct));

    private static Task<DecisionView> DecideAsync(long id, DecisionRequest how, PaymentsDb db, FourEyes fourEyes, CurrentActor current, CancellationToken ct) => AgenciesApi.DecideOneOfAsync(id, how, Acts, db, fourEyes, current, ct);

    private static Month MonthOf(string text, string field) => Month.TryParse(text, out var month) ? month : throw new Refused("month.form", $"'{text}' is no month; write year and month as 2026-03.", field);

    private static PayeeView View(NamedPayeeShown s) => new(
        s.Payee.Id, s.Payee.AwardNumber, s.Payee.Kind, s.BeneficiaryNumber, s.PayeeNumber, s.PayeeName, s.Payee.Agency, s.Payee.FromMonth.ToString(), s.Payee.ToMonth?.ToString(), s.Payee.Reason, s.Payee.Evidence, s.Payee.ApprovedBy, s.Payee.ApprovedAt, s.Payee.Part, s.Payee.ShareBasisPoints / 100m);
}
