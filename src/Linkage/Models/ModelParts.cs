namespace Spmis.Linkage.Models;

/// <summary>Probabilities from which a pair deserves attention.</summary>
/// <param name="Show">Show to the officer at the desk.</param>
/// <param name="Review">Open a review case.</param>
/// <param name="Certain">May be merged by policy, if the verified number is the same and nothing conflicts.</param>
public sealed record ModelThresholds(double Show, double Review, double Certain);

/// <summary>One comparison.</summary>
/// <param name="Name">As in an explanation.</param>
/// <param name="SharedByRelatives">How often two members of one household agree in it as one person with himself would: 0 not more than strangers, 1 always.</param>
/// <param name="Levels">From full agreement to difference.</param>
public sealed record ModelComparison(string Name, double SharedByRelatives, IReadOnlyList<ModelLevel> Levels);

/// <summary>One level of agreement.</summary>
/// <param name="Name">Its name.</param>
/// <param name="M">Share of pairs of one person on this level.</param>
/// <param name="U">Share of pairs of two persons on this level.</param>
public sealed record ModelLevel(string Name, double M, double U);

/// <summary>How common values are.</summary>
/// <param name="Average">Chance that two persons share the value: the sum of the squared shares.</param>
/// <param name="Rare">Share of a value that is not in the table; 0: no adjustment for such values.</param>
/// <param name="Values">Share of persons by value.</param>
public sealed record ModelFrequencies(double Average, double Rare, IReadOnlyDictionary<string, double> Values);
