using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Payments.Cycles;
using Spmis.Values;

namespace Spmis.Payments.Api;

/// <summary>A cycle to open.</summary>
/// <param name="Scheme">A scheme's id, or all.</param>
/// <param name="Month">Year and month: 2026-07.</param>
/// <param name="ValueDate">The day on which the payees shall have the money.</param>
/// <param name="Kind">monthly when left out.</param>
/// <param name="FromMonth">First month of a season or a one-off.</param>
public sealed record CycleRequest(string? Scheme, string Month, DateOnly ValueDate, CycleKind Kind = CycleKind.Monthly, string? FromMonth = null);

/// <summary>A cycle.</summary>
public sealed record CycleView(Guid Id, string Scheme, CycleKind Kind, string? FromMonth, string Month, DateOnly ValueDate, DateTime OpenedAt, string OpenedBy);

/// <summary>A month of the calendar.</summary>
/// <param name="CycleId">The cycle that is open; null for a planned month.</param>
/// <param name="MovedFrom">The day the value date fell on, when agencies do not pay then.</param>
public sealed record CalendarView(string Month, Guid? CycleId, string? Scheme, CycleKind? Kind, DateOnly ValueDate, DateOnly? MovedFrom, IReadOnlyList<ReleaseBy> ReleaseBy);

internal static class CyclesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/cycles", OpenAsync).Writes(PaymentsModule.ModuleName, "payments.prepare").WithSummary("Opens a payment cycle");
        api.MapGet("/calendar", CalendarAsync).Reads("payments.read").WithSummary("Twelve months of cycles, open and planned, with value dates and the latest release for each agency");
        api.MapGet("/cycles", ListAsync).Reads("payments.read").WithSummary("Cycles, newest first");
    }

    private static async Task<Created> OpenAsync(CycleRequest request, OpenCycle act, CurrentActor current, CancellationToken ct)
    {
        if (!Month.TryParse(request.Month, out var month))
        {
            throw new Refused("month.form", $"'{request.Month}' is no month; write year and month as 2026-03.", "month");
        }

        Month? from = request.FromMonth is null ? null : Month.TryParse(request.FromMonth, out var first) ? first : throw new Refused("month.form", $"'{request.FromMonth}' is no month; write year and month as 2026-03.", "fromMonth");
        var id = await act.HandleAsync(new NewCycle { Scheme = request.Scheme ?? Cycle.AllSchemes, Month = month, Kind = request.Kind, FromMonth = from, ValueDate = request.ValueDate }, current.Change("payments.open-cycle"), ct);
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
        return new([.. cycles.Select(c => new CycleView(c.Id, c.Scheme, c.Kind, c.FromMonth?.ToString(), c.Month.ToString(), c.ValueDate, c.OpenedAt, c.OpenedBy))], months.Count > take ? shown[^1].ToString() : null);
    }

    private static async Task<IReadOnlyList<CalendarView>> CalendarAsync(string from, PaymentCalendar calendar, CancellationToken ct) => Month.TryParse(from, out var month) && month.Year is >= Cycle.FirstYear and <= Cycle.LastYear
        ? [.. (await calendar.OfAsync(month, 12, ct)).Select(m => new CalendarView(m.Month.ToString(), m.Cycle?.Id, m.Cycle?.Scheme, m.Cycle?.Kind, m.ValueDate, m.MovedFrom, m.ReleaseBy))]
        : throw new Refused("month.form", $"'{from}' is no month of {Cycle.FirstYear} to {Cycle.LastYear}; write year and month as 2026-03.", "from");
}
