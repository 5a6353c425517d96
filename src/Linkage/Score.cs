namespace Spmis.Linkage;

/// <summary>What to do with a pair.</summary>
public enum Verdict
{
    /// <summary>Not worth an officer's time.</summary>
    Unlike,

    /// <summary>Show to the officer who registers (p at least 0.5).</summary>
    Show,

    /// <summary>Open a review case (p at least 0.9).</summary>
    Review,

    /// <summary>May be merged by policy: the same verified number, p at least 0.999 and no conflict.</summary>
    Certain,
}

/// <summary>One line of an explanation. All lines of a score add up to its total exactly.</summary>
public sealed record Evidence
{
    /// <summary>What was compared: given, middle, family, nameOrder, mother, birth, sex, nationalId, phone, email, address, place, household; or prior, relatives.</summary>
    public required string Comparison { get; init; }

    /// <summary>The first person's value, normalised; null where missing.</summary>
    public string? Left { get; init; }

    /// <summary>The second person's value, normalised; null where missing.</summary>
    public string? Right { get; init; }

    /// <summary>How they agree: exact, same-name, close ... different, missing.</summary>
    public required string Level { get; init; }

    /// <summary>Share of pairs of one person that agree in this way.</summary>
    public double M { get; init; }

    /// <summary>Share of pairs of two persons that agree in this way.</summary>
    public double U { get; init; }

    /// <summary>log2(m/u), in bits with three decimals.</summary>
    public required decimal Weight { get; init; }

    /// <summary>What is added because the value is rarer, or taken away because it is more common, than the average.</summary>
    public decimal FrequencyAdjustment { get; init; }

    /// <summary>Weight and adjustment together.</summary>
    public decimal Total => Weight + FrequencyAdjustment;

    /// <summary>The line in plain English, with its weight.</summary>
    public required string Sentence { get; init; }

    /// <summary>The line without figures, one of a closed set, for a portal that has it in other languages; null in explanations stored before there was one.</summary>
    public string? Words { get; init; }

    /// <summary>Whether the value that agrees is rare or common here.</summary>
    public ValueRarity Rarity { get; init; }
}

/// <summary>How a value compares with the average of the register.</summary>
public enum ValueRarity
{
    /// <summary>Neither; or nothing agrees.</summary>
    Usual,

    /// <summary>At least twice as rare.</summary>
    Rare,

    /// <summary>At least twice as common.</summary>
    Common,
}

/// <summary>How likely two records are one person, and why.</summary>
public sealed record Score
{
    /// <summary>Sum of all evidence, in bits (log2 of the odds).</summary>
    public required decimal Weight { get; init; }

    /// <summary>Probability that both are one person.</summary>
    public required double Probability { get; init; }

    /// <summary>What policy allows.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Conflicts that forbid a merge by policy: sex, birth date more than two years apart, two verified numbers.</summary>
    public required IReadOnlyList<string> Conflicts { get; init; }

    /// <summary>Version of the model that scored; stored with every decision.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>The reasons, prior first.</summary>
    public required IReadOnlyList<Evidence> Evidence { get; init; }
}

/// <summary>A known person whom a new one resembles.</summary>
/// <param name="Id">The known person.</param>
/// <param name="Score">How much, and why. Left is the new person, right the known one.</param>
public sealed record Resemblance(Guid Id, Score Score);

/// <summary>A pair found in batch. The smaller id comes first.</summary>
/// <param name="A">The smaller id.</param>
/// <param name="B">The greater id.</param>
/// <param name="Weight">Bits, as in <see cref="Score.Weight"/>.</param>
/// <param name="Probability">As in <see cref="Score.Probability"/>.</param>
/// <param name="Verdict">As in <see cref="Score.Verdict"/>.</param>
public readonly record struct ScoredPair(Guid A, Guid B, decimal Weight, double Probability, Verdict Verdict);
