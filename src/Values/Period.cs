namespace Spmis.Values;

/// <summary>Days from <paramref name="From"/> to <paramref name="To"/>, both included; no end means "until further notice".</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day, or null.</param>
public readonly record struct Period(DateOnly From, DateOnly? To)
{
    /// <summary>First day.</summary>
    public DateOnly From { get; } = To < From ? throw new ArgumentException($"A period cannot end ({To:yyyy-MM-dd}) before it starts ({From:yyyy-MM-dd}).") : From;

    /// <summary>A whole month.</summary>
    public static Period Of(Month month) => new(month.First, month.Last);

    /// <summary>Whether the day lies inside.</summary>
    public bool Contains(DateOnly day) => day >= From && (To is null || day <= To);

    /// <summary>Whether the two share a day.</summary>
    public bool Overlaps(Period other) => (other.To is null || From <= other.To) && (To is null || other.From <= To);
}
