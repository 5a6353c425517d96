using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Payments.Cycles;

/// <summary>A cycle to open.</summary>
public sealed record NewCycle
{
    /// <summary>A scheme's id, or <see cref="Cycle.AllSchemes"/>.</summary>
    public string Scheme { get; init; } = Cycle.AllSchemes;

    /// <summary>The month paid for.</summary>
    public required Month Month { get; init; }

    /// <summary>The day on which the payees shall have the money.</summary>
    public required DateOnly ValueDate { get; init; }
}

/// <summary>Opens a payment cycle: one for a scheme and month.</summary>
public sealed class OpenCycle(PaymentsDb db)
{
    /// <summary>Opens it.</summary>
    /// <exception cref="Refused">It is open already, or the value date does not fit the month.</exception>
    public async Task<Guid> HandleAsync(NewCycle input, Change change, CancellationToken ct)
    {
        var scheme = input.Scheme.Trim();
        if (scheme.Length is 0 or > 200)
        {
            throw new Refused("cycle.scheme", "Name the scheme, or 'all'.", nameof(input.Scheme));
        }

        if (input.ValueDate < input.Month.First || input.ValueDate > input.Month.Last.AddYears(1))
        {
            throw new Refused("cycle.value-date", $"The value date {input.ValueDate:yyyy-MM-dd} does not fit {input.Month}; it lies in that month or within a year after it.", nameof(input.ValueDate));
        }

        if (await db.Cycles.AnyAsync(c => c.Month == input.Month && c.Scheme == scheme, ct))
        {
            throw new Refused("cycle.exists", $"The cycle of {input.Month} for {scheme} is open already.", nameof(input.Month));
        }

        var cycle = new Cycle { Id = Guid.CreateVersion7(), Scheme = scheme, Month = input.Month, ValueDate = input.ValueDate, OpenedAt = change.Now, OpenedBy = change.Actor.Name };
        db.Cycles.Add(cycle);
        await db.SaveAsync(change, ct);
        return cycle.Id;
    }
}
