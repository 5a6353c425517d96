using Spmis.Values;

namespace Spmis.Rules.WhatIfs;

/// <summary>Sums of one row of the outcome.</summary>
public sealed record WhatIfCell
{
    /// <summary>Entitled (or liable) by today's rules.</summary>
    public long Before { get; set; }

    /// <summary>Entitled (or liable) by the package tried.</summary>
    public long After { get; set; }

    /// <summary>Entitled by the package tried only.</summary>
    public long Gained { get; set; }

    /// <summary>Entitled by today's rules only.</summary>
    public long Lost { get; set; }

    /// <summary>Entitled by both, with another amount.</summary>
    public long Changed { get; set; }

    /// <summary>Of whom today's rules cannot tell.</summary>
    public long UnknownBefore { get; set; }

    /// <summary>Of whom the package tried cannot tell.</summary>
    public long UnknownAfter { get; set; }

    /// <summary>Cost by today's rules, minor units.</summary>
    public long BeforeMinor { get; set; }

    /// <summary>Cost by the package tried, minor units.</summary>
    public long AfterMinor { get; set; }

    /// <summary>Sum of the differences of those entitled by both, minor units.</summary>
    public long ChangedMinor { get; set; }

    /// <summary>Average difference of those entitled by both with another amount, in minor units, a half away from zero; 0 when there is nobody.</summary>
    public long AverageChangeMinor => Changed == 0 ? 0 : (long)Rounding.Round((decimal)ChangedMinor / Changed, 1, RoundingMode.HalfUp);
}

/// <summary>The outcome of a what-if. In every breakdown but the months a person counts once for the whole time, with the cost of all its months; the rows of a breakdown add up to the total.</summary>
public sealed record WhatIfFigures
{
    /// <summary>All together.</summary>
    public WhatIfCell Total { get; set; } = new();

    /// <summary>By month: persons entitled in it, and its cost.</summary>
    public SortedDictionary<string, WhatIfCell> Months { get; init; } = new(StringComparer.Ordinal);

    /// <summary>By sex: F, M, or a dash.</summary>
    public SortedDictionary<string, WhatIfCell> Sex { get; init; } = new(StringComparer.Ordinal);

    /// <summary>By age in completed years at the beginning.</summary>
    public SortedDictionary<string, WhatIfCell> Age { get; init; } = new(StringComparer.Ordinal);

    /// <summary>By district.</summary>
    public SortedDictionary<string, WhatIfCell> Area { get; init; } = new(StringComparer.Ordinal);

    /// <summary>By size of the employer, of contributions only; whoever has several counts with the one of most wages.</summary>
    public SortedDictionary<string, WhatIfCell> Size { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The breakdowns by name: total, month, sex, age, area, size.</summary>
    public IEnumerable<(string Breakdown, string Key, WhatIfCell Cell)> Rows() =>
        Breakdowns().SelectMany(b => b.Cells.Select(c => (b.Name, c.Key, c.Value))).Prepend(("total", "", Total));

    /// <summary>Puts a row back; an unknown breakdown is left out.</summary>
    public void Put(string breakdown, string key, WhatIfCell cell)
    {
        if (breakdown == "total")
        {
            Total = cell;
        }
        else if (Breakdowns().FirstOrDefault(b => b.Name == breakdown).Cells is { } cells)
        {
            cells[key] = cell;
        }
    }

    private IEnumerable<(string Name, SortedDictionary<string, WhatIfCell> Cells)> Breakdowns() => [("month", Months), ("sex", Sex), ("age", Age), ("area", Area), ("size", Size)];
}
