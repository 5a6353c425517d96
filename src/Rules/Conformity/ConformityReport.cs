namespace Spmis.Rules.Conformity;

/// <summary>Unit of a measure.</summary>
public enum MeasureUnit
{
    /// <summary>A share of 1.</summary>
    Share,

    /// <summary>Months.</summary>
    Months,

    /// <summary>Weeks.</summary>
    Weeks,

    /// <summary>Money, major units a month.</summary>
    Money,
}

/// <summary>A figure with its unit.</summary>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit.</param>
public sealed record Measure(decimal Value, MeasureUnit Unit);

/// <summary>What is measured.</summary>
public enum ConformityPoint
{
    /// <summary>The rate for the standard beneficiary, Articles 65 or 66.</summary>
    Rate,

    /// <summary>The rate for lower earnings than those of the skilled employee, Article 65(3).</summary>
    RateBelow,

    /// <summary>Contribution months needed for the full rate.</summary>
    FullPeriod,

    /// <summary>Contribution months needed for a reduced benefit.</summary>
    ReducedPeriod,

    /// <summary>The rate ten points lower after the shorter period, which satisfies the Convention instead.</summary>
    LowerRate,

    /// <summary>The youngest age of entitlement.</summary>
    Age,

    /// <summary>How long it is paid.</summary>
    Duration,

    /// <summary>Other means of the family that do not reduce a means-tested benefit, Article 67(b).</summary>
    MeansFree,

    /// <summary>The least that benefit and other means above those amounts come to, Article 67(c).</summary>
    MeansTotal,

    /// <summary>All benefits of the Part over those of Article 66, Article 67(d), which satisfies the Convention instead.</summary>
    MeansAll,
}

/// <summary>One point of the Convention.</summary>
/// <param name="Point">What is measured.</param>
/// <param name="Article">Where the Convention says so.</param>
/// <param name="Required">What it asks for; null where it names no figure.</param>
/// <param name="Found">What the package gives; null when it cannot be told.</param>
/// <param name="Verdict">Yes, no, or cannot tell.</param>
/// <param name="Note">What else a reader should know, in English; null when nothing.</param>
/// <param name="Counts">Whether the verdict on the whole rests on it; of two ways to satisfy the Convention the one that is met counts.</param>
public sealed record ConformityItem(ConformityPoint Point, string Article, Measure? Required, Measure? Found, Answer Verdict, string? Note = null, bool Counts = true);

/// <summary>The benefit for one level of previous earnings.</summary>
/// <param name="Earnings">Previous earnings, major units a month.</param>
/// <param name="Benefit">Monthly benefit; null when not entitled or unknown.</param>
/// <param name="Share">Benefit and family allowances over earnings and family allowances.</param>
public sealed record EarningsPoint(decimal Earnings, decimal? Benefit, decimal? Share);

/// <summary>A benefit measured against Convention 102.</summary>
public sealed record ConformityReport
{
    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>Version of the package.</summary>
    public required string Version { get; init; }

    /// <summary>SHA-256 of the package.</summary>
    public required string Hash { get; init; }

    /// <summary>The day for which it was asked.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The standard; null when the package is not measured.</summary>
    public MinimumStandard? Standard { get; init; }

    /// <summary>Why it is not measured; null when it is.</summary>
    public string? NotMeasured { get; init; }

    /// <summary>Article by which the rate is measured: 65, 66, 67 or 44.</summary>
    public string? Formula { get; init; }

    /// <summary>The points.</summary>
    public IReadOnlyList<ConformityItem> Items { get; init; } = [];

    /// <summary>The benefit by level of earnings.</summary>
    public IReadOnlyList<EarningsPoint> ByEarnings { get; init; } = [];

    /// <summary>The rate is reached up to this reference wage, major units a month; null when at no wage, at every wage looked at, or it cannot be told.</summary>
    public decimal? ConformsUpTo { get; init; }

    /// <summary>What would have to be said for an answer.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>What was taken for granted, in English.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>No when one point says no, cannot tell when one cannot be told, else yes; cannot tell when it is not measured.</summary>
    public Answer Verdict => Items.Any(i => i is { Counts: true, Verdict: Answer.No }) ? Answer.No
        : !Items.Any(i => i.Counts) || Items.Any(i => i is { Counts: true, Verdict: Answer.CannotTell }) ? Answer.CannotTell : Answer.Yes;
}
