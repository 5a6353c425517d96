using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Spmis.Payments.Agencies;
using Spmis.Values;

namespace Spmis.Payments.Cycles;

/// <summary>The latest moment to release for an agency, so that its payees have the money on the value date.</summary>
/// <param name="Agency">Code.</param>
/// <param name="On">The day.</param>
/// <param name="At">The agency's cut-off; null when the whole day will do.</param>
public sealed record ReleaseBy(string Agency, DateOnly On, TimeOnly? At);

/// <summary>A month of the calendar.</summary>
/// <param name="Month">The month.</param>
/// <param name="ValueDate">The day on which payees shall have the money.</param>
/// <param name="MovedFrom">The day it fell on, when agencies do not pay then.</param>
/// <param name="Cycle">The cycle that is open; null for a planned month.</param>
/// <param name="ReleaseBy">By agency.</param>
public sealed record CalendarMonth(Month Month, DateOnly ValueDate, DateOnly? MovedFrom, Cycle? Cycle, IReadOnlyList<ReleaseBy> ReleaseBy);

/// <summary>
/// Cycles that are open and months that are planned, with value dates and cut-offs that fall on working days. A planned month is paid on <c>Payments:PayDay</c> (1 to 31; the last day when left
/// out), moved to the working day before.
/// </summary>
public sealed class PaymentCalendar(PaymentsDb db, WorkingDays days, IConfiguration configuration)
{
    /// <summary>The value date of a planned month.</summary>
    public DateOnly PlannedFor(Month month) => days.OnOrBefore(Wanted(month));

    /// <summary>Months from one on.</summary>
    public async Task<IReadOnlyList<CalendarMonth>> OfAsync(Month from, int months, CancellationToken ct)
    {
        var last = from.Add(months - 1);
        var open = await db.Cycles.AsNoTracking().Where(c => c.Month >= from && c.Month <= last).OrderBy(c => c.Month).ThenBy(c => c.Scheme).Take(500).ToListAsync(ct);
        var agencies = (await AgencyInForce.AllAsync(db, ct)).Values.Where(a => a.ClosedAt is null).OrderBy(a => a.Code, StringComparer.Ordinal).ToList();
        List<CalendarMonth> rows = [];
        for (var month = from; month <= last; month = month.Add(1))
        {
            var cycles = open.Where(c => c.Month == month).ToList();
            rows.AddRange(cycles.Select(c => Row(month, c.ValueDate, c, agencies)));
            if (cycles.Count == 0)
            {
                rows.Add(Row(month, Wanted(month), null, agencies));
            }
        }

        return rows;
    }

    private CalendarMonth Row(Month month, DateOnly wanted, Cycle? cycle, IReadOnlyList<AgencyInForce> agencies)
    {
        var value = days.OnOrBefore(wanted);
        return new(month, value, value == wanted ? null : wanted, cycle, [.. agencies.Select(a => new ReleaseBy(a.Code, days.Before(value, a.Settings.ValueDays), a.Settings.CutOff))]);
    }

    private DateOnly Wanted(Month month)
    {
        var day = configuration["Payments:PayDay"] is { Length: > 0 } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : 31;
        return month.First.AddDays(Math.Min(Math.Max(day, 1), month.Last.Day) - 1);
    }
}
