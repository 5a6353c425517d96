using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Payments.Clearance;
using Spmis.Payments.PaymentRuns;

namespace Spmis.Payments.Api;

/// <summary>A payment run to prepare.</summary>
public sealed record PrepareRequest(Guid CycleId);

/// <summary>Why something is done.</summary>
public sealed record ReasonRequest(string? Reason);

/// <summary>A payment run.</summary>
public sealed record PaymentRunView(Guid Id, string Number, Guid CycleId, string State, long Payments, DateTime StartedAt, string StartedBy, string? ApprovedBy, string? ReleaseAskedBy, DateTime? ReleasedAt);

/// <summary>A payment run with its control totals.</summary>
/// <param name="Run">The run.</param>
/// <param name="Sums">By scheme, currency, agency and reason for holding.</param>
/// <param name="Difference">From the cycle before.</param>
/// <param name="WaitsFor">Modules whose clearance is missing, while it waits.</param>
/// <param name="MissingMessages">Messages still to be applied, while it waits.</param>
public sealed record PaymentRunDetail(PaymentRunView Run, IReadOnlyList<RunSum> Sums, RunDifference Difference, IReadOnlyList<string> WaitsFor, int MissingMessages);

internal static class PaymentRunsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        const string module = PaymentsModule.ModuleName;
        api.MapPost("/runs", PrepareAsync).Writes(module, "payments.prepare").WithSummary("Prepares a payment run of a cycle");
        api.MapGet("/runs", ListAsync).Reads("payments.read").WithSummary("Payment runs, newest first");
        api.MapGet("/runs/{id:guid}", OneAsync).Reads("payments.read").WithSummary("A payment run with its control totals");
        api.MapPost("/runs/{id:guid}/submit", SubmitAsync).Writes(module, "payments.prepare").WithSummary("Puts a rejected payment run up for approval again");
        api.MapPost("/runs/{id:guid}/approve", ApproveAsync).Writes(module, "payments.approve").WithSummary("Approves a payment run that somebody else prepared");
        api.MapPost("/runs/{id:guid}/reject", RejectAsync).Writes(module, "payments.approve").WithSummary("Rejects a payment run, with the reason");
        api.MapPost("/runs/{id:guid}/release", ReleaseAsync).Writes(module, "payments.release").WithSummary("Releases a payment run that somebody else approved");
        api.MapPost("/runs/{id:guid}/cancel", CancelAsync).Writes(module, "payments.prepare").WithSummary("Cancels a payment run before its release");
    }

    private static async Task<Created> PrepareAsync(PrepareRequest request, PreparePaymentRun act, CurrentActor current, CancellationToken ct)
    {
        var started = await act.HandleAsync(request.CycleId, current.Change("payments.prepare"), ct);
        return new Created($"/api/payments/runs/{started.PaymentRunId}", started);
    }

    private static async Task<PaymentRunView> SubmitAsync(Guid id, SubmitPaymentRun act, PaymentsDb db, CurrentActor current, CancellationToken ct)
    {
        await act.HandleAsync(id, current.Change("payments.submit"), ct);
        return await NowAsync(db, id, ct);
    }

    private static async Task<PaymentRunView> ApproveAsync(Guid id, ApprovePaymentRun act, PaymentsDb db, CurrentActor current, CancellationToken ct)
    {
        await act.HandleAsync(id, current.Change(ApprovePaymentRun.Act), ct);
        return await NowAsync(db, id, ct);
    }

    private static async Task<PaymentRunView> RejectAsync(Guid id, ReasonRequest why, ApprovePaymentRun act, PaymentsDb db, CurrentActor current, CancellationToken ct)
    {
        await act.RejectAsync(id, current.Change("payments.reject", why.Reason), ct);
        return await NowAsync(db, id, ct);
    }

    private static async Task<PaymentRunView> ReleaseAsync(Guid id, ReleasePaymentRun act, PaymentsDb db, CurrentActor current, CancellationToken ct)
    {
        await act.HandleAsync(id, current.Change(ReleasePaymentRun.Act), ct);
        return await NowAsync(db, id, ct);
    }

    private static async Task<PaymentRunView> CancelAsync(Guid id, ReasonRequest why, CancelPaymentRun act, PaymentsDb db, CurrentActor current, CancellationToken ct)
    {
        await act.HandleAsync(id, current.Change("payments.cancel", why.Reason), ct);
        return await NowAsync(db, id, ct);
    }

    private static async Task<PaymentRunView> NowAsync(PaymentsDb db, Guid id, CancellationToken ct) => View(await db.PaymentRuns.SingleAsync(r => r.Id == id, ct));

    private static async Task<Page<PaymentRunView>> ListAsync(PaymentsDb db, Guid? after, int? limit, CancellationToken ct)
    {
        var take = Paging.Limit(limit);
        // Version 7 ids sort by time.
        var rows = db.PaymentRuns.AsNoTracking();
        var found = await (after is { } last ? rows.Where(r => r.Id < last) : rows).OrderByDescending(r => r.Id).Take(take + 1).ToListAsync(ct);
        return Paging.Cut([.. found.Select(View)], take, r => r.Id);
    }

    private static async Task<PaymentRunDetail> OneAsync(Guid id, PaymentsDb db, PaymentRunFigures figures, ClearanceGate gate, CancellationToken ct)
    {
        var run = await db.PaymentRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw new Refused("payment-run.unknown", "There is no such payment run.");
        var (unanswered, missing) = run.State == "waiting" ? await gate.MissingAsync(id, ct) : ([], 0);
        return new(View(run), await figures.SumsAsync(id, ct), await figures.DifferenceAsync(id, ct), unanswered, missing);
    }

    private static PaymentRunView View(PaymentRun r) => new(r.Id, r.Number, r.CycleId, r.State, r.Count, r.StartedAt, r.StartedBy, r.ApprovedBy, r.ReleaseAskedBy, r.ReleasedAt);
}
