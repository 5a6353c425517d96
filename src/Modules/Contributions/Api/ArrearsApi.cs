using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Dues;
using Spmis.Contributions.Reminders;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Contributions.Api;

/// <summary>A thing an employer has to do.</summary>
public sealed record DueAnswer(string Kind, string? Scheme, string Month, DateOnly DueOn, bool Overdue, string? Reference, string? Open, string? Currency);

/// <summary>A month of an employer's year. Relieved is what was waived or written off; billed is paid, relieved and open together.</summary>
public sealed record YearMonthAnswer(string Month, string Scheme, string? Standing, long Workers, string Billed, string Paid, string Relieved, string Open, string Currency, bool ReturnOverdue);

/// <summary>An employer in arrears.</summary>
public sealed record ArrearsAnswer(string EmployerNumber, string Name, string Overdue, string Currency, int Bills, DateOnly OldestDueOn, bool UnderAgreement);

/// <summary>What is to be waived or written off.</summary>
/// <param name="Kind">waiver or writeOff.</param>
/// <param name="Reference">Payment reference of the bill.</param>
/// <param name="Amount">As 1234.50; left out, all that is open.</param>
/// <param name="LegalBasis">The article that allows it.</param>
/// <param name="Reason">Why.</param>
public sealed record ReliefBody(string? Kind, string? Reference, string? Amount, string? LegalBasis, string? Reason);

/// <summary>Until when a debt can be claimed. Start says from what the period runs: due, notice, agreement, court, payment, or of a debt taken over oldBooks or takenOver; lapsesOn is its last day, heldDays for how long it stood still.</summary>
public sealed record LapsingAnswer(string PaymentReference, string EmployerNumber, string Kind, string Month, string Open, string Currency, DateOnly? LapsesOn, bool Lapsed, DateOnly From, LimitationStart Start, string? Article, int HeldDays);

/// <summary>Why a debt was not collected before it lapsed.</summary>
public sealed record LapseBody(string? Reason);

/// <summary>Instalments to be agreed.</summary>
public sealed record AgreementBody(string? EmployerNumber, int Instalments, DateOnly FirstDueOn, string? First, bool InterestStops, string? Reason);

/// <summary>A month to be estimated.</summary>
public sealed record EstimateBody(string? EmployerNumber, string? Month, string? Scheme, int? Workers, string? Wages, string? LegalBasis, string? Reason);

/// <summary>Endpoints for what is due and for arrears.</summary>
internal static class ArrearsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/employers/{number}/dues", DuesAsync).Reads(May.ReadReturns).WithSummary("What is due of an employer, overdue first: returns, bills, instalments.");
        api.MapGet("/employers/{number}/years/{year:int}", YearAsync).Reads(May.ReadReturns).WithSummary("Twelve months of an employer with state, billed and paid.");
        api.MapGet("/arrears", async (FindArrears act, CurrentActor actor, string? after, int? limit, CancellationToken ct) =>
            (await act.ListAsync(after, Math.Min(limit ?? 25, FindArrears.Most), actor.Change("arrears.read").Today, ct)).Select(a => new ArrearsAnswer(a.EmployerNumber, a.Name, a.Overdue.ToPlain(), a.Overdue.Currency.Code, a.Bills, a.OldestDueOn, a.UnderAgreement))).Reads(May.ReadArrears).WithSummary("Employers with something overdue.");
        api.MapGet("/arrears/lapsing", async (Limitations act, CurrentActor actor, string? after, int? limit, int? months, CancellationToken ct) =>
        {
            var today = actor.Change("arrears.read").Today;
            return (await act.ListAsync(after, Math.Clamp(limit ?? 25, 1, FindArrears.Most), Math.Clamp(months ?? 6, 0, 120), today, ct))
                .Select(x => new LapsingAnswer(x.Bill.PaymentReference, x.Bill.EmployerNumber, x.Bill.Kind.ToString(), x.Bill.Month.ToString(), new Money(x.Bill.OpenMinor, Currency.Of(x.Bill.Currency)).ToPlain(), x.Bill.Currency, x.Limitation.LapsesOn, x.Limitation.IsLapsed(today), x.Limitation.From, x.Limitation.Start, x.Limitation.Article, x.Limitation.HeldDays));
        }).Reads(May.ReadArrears).WithSummary("Open debts that lapse by the law within so many months (6), or have lapsed, behind a payment reference; at most 100.");
        api.MapPost("/bills/{reference}/lapse", async (RelieveBill act, CurrentActor actor, string reference, LapseBody body, CancellationToken ct) => PreparedAnswer.Of(await act.ProposeLapseAsync(reference, actor.Change(RelieveBill.LapseAct, body.Reason), ct)))
            .Writes(ContributionsModule.ModuleName, May.PrepareArrears).WithSummary("Prepare the write-off of a debt that lapsed by the law; another person approves it.");
        api.MapPost("/arrears/reliefs", RelieveAsync).Writes(ContributionsModule.ModuleName, May.PrepareArrears).WithSummary("Prepare a waiver of interest or a write-off; another person approves it.");
        api.MapPost("/arrears/agreements", async (AgreeInstalments act, CurrentActor actor, AgreementBody body, CancellationToken ct) => PreparedAnswer.Of(await act.ProposeAsync(body.EmployerNumber ?? "", body.Instalments, body.FirstDueOn, body.First, body.InterestStops, actor.Change(AgreeInstalments.Act, body.Reason), ct)))
            .Writes(ContributionsModule.ModuleName, May.PrepareArrears).WithSummary("Prepare an agreement to pay what is overdue in instalments; another person approves it.");
        api.MapPost("/arrears/estimates", EstimateAsync).Writes(ContributionsModule.ModuleName, May.PrepareArrears).WithSummary("Prepare the estimate of a month of which no return came; another person approves it.");
        api.MapPost("/arrears/proposals/{id:long}", DecideAsync).Writes(ContributionsModule.ModuleName, May.ApproveArrears).WithSummary("Approve or reject what somebody else prepared about arrears.");
    }

    private static async Task<IEnumerable<DueAnswer>> DuesAsync(ListDues act, CurrentActor actor, string number, CancellationToken ct)
    {
        if (actor.Actor.Employer is { } own && own != number)
        {
            throw new Refused("employer.unknown", "There is no such employer, or it is not yours.");
        }

        return (await act.HandleAsync(number, actor.Change("dues.read").Today, ct)).Select(d => new DueAnswer(d.Kind.ToString(), d.Scheme.Length == 0 ? null : d.Scheme, d.Month.ToString(), d.DueOn, d.Overdue, d.Reference, d.Open?.ToPlain(), d.Open?.Currency.Code));
    }

    private static async Task<IEnumerable<YearMonthAnswer>> YearAsync(ReadYear act, CurrentActor actor, string number, int year, CancellationToken ct) =>
        (await act.HandleAsync(number, year, actor.Change("dues.read").Today, actor.Actor, ct)).Months.Select(m => new YearMonthAnswer(m.Month.ToString(), m.Scheme, m.Standing?.ToString(), m.Workers, m.Billed.ToPlain(), m.Paid.ToPlain(), m.Relieved.ToPlain(), m.Open.ToPlain(), m.Billed.Currency.Code, m.Due is { Overdue: true }));

    private static async Task<PreparedAnswer> RelieveAsync(RelieveBill act, CurrentActor actor, ReliefBody body, CancellationToken ct) => PreparedAnswer.Of(await act.ProposeAsync(
        Enum.TryParse<ReliefKind>(body.Kind, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : throw new Refused("relief.kind", $"'{body.Kind}' is neither waiver nor writeOff.", "kind"),
        body.Reference, body.Amount, body.LegalBasis, actor.Change("arrears.prepare", body.Reason), ct));

    private static async Task<PreparedAnswer> EstimateAsync(EstimateReturn act, CurrentActor actor, EstimateBody body, CancellationToken ct) => PreparedAnswer.Of(await act.ProposeAsync(
        body.EmployerNumber ?? "", Month.TryParse(body.Month, out var month) ? month : throw new Refused("return.month", $"'{body.Month}' is no month; write it as 2026-03.", "month"), body.Scheme, body.Workers, body.Wages, body.LegalBasis, actor.Change(EstimateReturn.Act, body.Reason), ct));

    private static async Task<StepTaken> DecideAsync(FourEyes fourEyes, ContributionsDb db, CurrentActor actor, long id, DecisionBody body, CancellationToken ct)
    {
        if ((await db.Proposals.FindAsync([id], ct))?.Act is not { } act || !FindArrears.Acts.Contains(act))
        {
            throw new Refused("proposal.unknown", $"There is no proposal {id} about arrears.");
        }

        var change = actor.Change(body.Approve ? "arrears.approve" : "arrears.reject", body.Reason);
        return await (body.Approve ? fourEyes.ApproveAsync(ContributionsModule.ModuleName, id, change, ct) : fourEyes.RejectAsync(ContributionsModule.ModuleName, id, change, ct));
    }
}
