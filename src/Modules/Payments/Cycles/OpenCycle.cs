using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Payments.Emergencies;
using Spmis.Values;

namespace Spmis.Payments.Cycles;

/// <summary>A cycle to open.</summary>
public sealed record NewCycle
{
    /// <summary>A scheme's id, or <see cref="Cycle.AllSchemes"/>.</summary>
    public string Scheme { get; init; } = Cycle.AllSchemes;

    /// <summary>The month paid for.</summary>
    public required Month Month { get; init; }

    /// <summary>What it covers.</summary>
    public CycleKind Kind { get; init; }

    /// <summary>First month of a season or a one-off; null for a single month, and for two months, which are reckoned.</summary>
    public Month? FromMonth { get; init; }

    /// <summary>The day on which the payees shall have the money.</summary>
    public required DateOnly ValueDate { get; init; }

    /// <summary>See <see cref="Cycle.Part"/>; set where an emergency's list is handed over, and nowhere else.</summary>
    internal string Part { get; init; } = "";
}

/// <summary>Opens a payment cycle: one for a scheme and month.</summary>
public sealed class OpenCycle(PaymentsDb db)
{
    /// <summary>Opens it.</summary>
    /// <exception cref="Refused">Nobody pays such a month, it is open already, or the value date does not fit the month.</exception>
    public async Task<Guid> HandleAsync(NewCycle input, Change change, CancellationToken ct)
    {
        var scheme = input.Scheme.Trim();
        if (scheme.Length is 0 or > 200)
        {
            throw new Refused("cycle.scheme", "Name the scheme, or 'all'.", nameof(input.Scheme));
        }

        if (scheme.StartsWith(EmergencyEvent.SchemePrefix, StringComparison.Ordinal) && input.Part.Length == 0)
        {
            throw new Refused("cycle.emergency", "The cycle of an emergency is opened by the approval of its list, with the list's value date.", nameof(input.Scheme));
        }

        if (input.Month.Year is < Cycle.FirstYear or > Cycle.LastYear)
        {
            throw new Refused("cycle.month", $"{input.Month} is no month to be paid; name one of {Cycle.FirstYear} to {Cycle.LastYear}.", nameof(input.Month));
        }

        if (input.ValueDate < input.Month.First || input.ValueDate > input.Month.Last.AddYears(1))
        {
            throw new Refused("cycle.value-date", $"The value date {input.ValueDate:yyyy-MM-dd} does not fit {input.Month}; it lies in that month or within a year after it.", nameof(input.ValueDate));
        }

        var first = First(input);
        if (await db.Cycles.AnyAsync(c => c.Month == input.Month && c.Scheme == scheme && c.Kind == input.Kind && c.Part == input.Part, ct))
        {
            throw new Refused("cycle.exists", $"The cycle of {input.Month} for {scheme} is open already.", nameof(input.Month));
        }

        // Beside a one-off, months belong to one cycle of a scheme: two would each say that they paid them.
        var from = first ?? input.Month;
        if (input.Kind != CycleKind.OneOff && await db.Cycles.Where(c => c.Scheme == scheme && c.Kind != CycleKind.OneOff && c.Month >= from && (c.FromMonth ?? c.Month) <= input.Month).OrderBy(c => c.Month).FirstOrDefaultAsync(ct) is { } other)
        {
            throw new Refused("cycle.overlaps", $"The cycle up to {other.Month} for {scheme} covers some of these months already.", nameof(input.Month));
        }

        var cycle = new Cycle { Id = Guid.CreateVersion7(), Scheme = scheme, Month = input.Month, Kind = input.Kind, FromMonth = first, Part = input.Part, ValueDate = input.ValueDate, OpenedAt = change.Now, OpenedBy = change.Actor.Name };
        db.Cycles.Add(cycle);
        await db.SaveAsync(change, ct);
        return cycle.Id;
    }

    private static Month? First(NewCycle input)
    {
        switch (input.Kind)
        {
            case CycleKind.TwoMonthly:
                return input.Month.Add(-1);
            case CycleKind.Seasonal when input.FromMonth is null:
                throw new Refused("cycle.from", "Say with which month the season begins.", nameof(input.FromMonth));
            case CycleKind.Seasonal or CycleKind.OneOff when input.FromMonth is { } from:
                return from <= input.Month && from.Add(11) >= input.Month ? from
                    : throw new Refused("cycle.from", $"The first month {from} lies after {input.Month}, or more than a year before it.", nameof(input.FromMonth));
            case CycleKind.Monthly when input.FromMonth is { } other && other != input.Month:
                throw new Refused("cycle.from", "A monthly cycle covers one month; choose another kind, or leave the first month out.", nameof(input.FromMonth));
            default:
                return null;
        }
    }
}
