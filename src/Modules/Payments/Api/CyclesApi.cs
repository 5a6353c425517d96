using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Payments.Agencies;
using Spmis.Payments.Cycles;
using Spmis.Values;

namespace Spmis.Payments.Api;

/// <summary>A cycle to open.</summary>
/// <param name="Scheme">A scheme's id, or all.</param>
/// <param name="Month">Year and month: 2026-07.</param>
/// <param name="ValueDate">The day on which the payees shall have the money.</param>
public sealed record CycleRequest(string? Scheme, string Month, DateOnly ValueDate);

/// <summary>A cycle.</summary>
public sealed record CycleView(Guid Id, string Scheme, string Month, DateOnly ValueDate, DateTime OpenedAt, string OpenedBy);

/// <summary>A payment agency.</summary>
public sealed record AgencyView(string Code, string Name, OrderFormat Format, int MaxPaymentsPerBatch, string DebtorName, string DebtorAccount, string? DebtorBic, DateTime? ClosedAt);

internal static class CyclesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/cycles", OpenAsync).Writes(PaymentsModule.ModuleName, "payments.prepare").WithSummary("Opens a payment cycle");
        api.MapGet("/cycles", ListAsync).Reads("payments.read").WithSummary("Cycles, newest first");
        api.MapPost("/agencies", RegisterAsync).Writes(PaymentsModule.ModuleName, "payments.agencies").WithSummary("Registers a payment agency");
        api.MapGet("/agencies", AgenciesAsync).Reads("payments.read").WithSummary("Payment agencies");
    }

    private static async Task<Created> OpenAsync(CycleRequest request, OpenCycle act, CurrentActor current, CancellationToken ct)
    {
        if (!Month.TryParse(request.Month, out var month))
        {
            throw new Refused("month.form", $"'{request.Month}' is no month; write year and month as 2026-03.", "month");
        }

        var id = await act.HandleAsync(new NewCycle { Scheme = request.Scheme ?? Cycle.AllSchemes, Month = month, ValueDate = request.ValueDate }, current.Change("payments.open-cycle"), ct);
        return new Created($"/api/payments/cycles/{id}", new { Id = id });
    }

    private static async Task<Page<CycleView>> ListAsync(PaymentsDb db, string? after, int? limit, CancellationToken ct)
    {
        var take = Paging.Limit(limit);
        var before = after is null ? new Month(2999, 12) : Month.TryParse(after, out var month) ? month : throw new Refused("after.form", "Send what 'next' of the page before said.", "after");
        // Schemes are few: a month is never cut between two pages.
        var months = await db.Cycles.AsNoTracking().Where(c => c.Month < before).Select(c => c.Month).Distinct().OrderByDescending(m => m).Take(take + 1).ToListAsync(ct);
        var shown = months.Take(take).ToList();
        var cycles = await db.Cycles.AsNoTracking().Where(c => shown.Contains(c.Month)).OrderByDescending(c => c.Month).ThenBy(c => c.Scheme).Take(10 * take).ToListAsync(ct);
        return new([.. cycles.Select(c => new CycleView(c.Id, c.Scheme, c.Month.ToString(), c.ValueDate, c.OpenedAt, c.OpenedBy))], months.Count > take ? shown[^1].ToString() : null);
    }

    private static async Task<Created> RegisterAsync(NewAgency request, RegisterAgency act, CurrentActor current, CancellationToken ct)
    {
        var code = await act.HandleAsync(request, current.Change("payments.register-agency"), ct);
        return new Created($"/api/payments/agencies/{code}", new { Code = code });
    }

    private static async Task<IReadOnlyList<AgencyView>> AgenciesAsync(PaymentsDb db, CancellationToken ct) => await db.Agencies.AsNoTracking().OrderBy(a => a.Code).Take(100)
        .Select(a => new AgencyView(a.Code, a.Name, a.Format, a.MaxPaymentsPerBatch, a.DebtorName, a.DebtorAccount, a.DebtorBic, a.ClosedAt)).ToListAsync(ct);
}
