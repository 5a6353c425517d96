using System.Text.Json;
using System.Text.Json.Serialization;
using Spmis.Kernel.Data;
using Spmis.Rules;

namespace Spmis.Eligibility.Statements;

/// <summary>What an insured person has, what is missing, and what would come of it under today's packages. Not a decision.</summary>
public sealed record Statement
{
    /// <summary>Registration number.</summary>
    public required string PersonNumber { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Date of birth, as far as known.</summary>
    public DateOnly? BornOn { get; init; }

    /// <summary>Day, Month or Year.</summary>
    public required string BirthPrecision { get; init; }

    /// <summary>The day of the statement: packages in force and facts known then.</summary>
    public required DateOnly On { get; init; }

    /// <summary>Contribution months by scheme and year, oldest first.</summary>
    public required IReadOnlyList<StatementYear> Years { get; init; }

    /// <summary>Each benefit in force.</summary>
    public required IReadOnlyList<StatementBenefit> Benefits { get; init; }

    /// <summary>Months that count, each once though several schemes may count it.</summary>
    public required int InsuredMonths { get; init; }

    /// <summary>As stored; the same statement always gives the same bytes.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, SpmisJson.Options);

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    public static Statement Read(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<Statement>(bytes, SpmisJson.Options) ?? throw new InvalidOperationException("The statement is empty.");
}

/// <summary>Twelve months of one scheme.</summary>
/// <param name="Scheme">The contribution scheme.</param>
/// <param name="Year">The year.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="BaseMinor">Insurable earnings by month, January first, minor units.</param>
/// <param name="Insured">By month whether it counts.</param>
public sealed record StatementYear(string Scheme, int Year, string Currency, IReadOnlyList<long> BaseMinor, IReadOnlyList<bool> Insured)
{
    /// <summary>Months that count.</summary>
    public int InsuredMonths => Insured.Count(i => i);

    /// <summary>Earnings of the year together, minor units.</summary>
    public long TotalMinor => BaseMinor.Sum();
}

/// <summary>A benefit as it stands for the person.</summary>
public sealed record StatementBenefit
{
    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>English name.</summary>
    public required string Name { get; init; }

    /// <summary>Version of its package.</summary>
    public required string Version { get; init; }

    /// <summary>SHA-256 of its package.</summary>
    public required string PackageHash { get; init; }

    /// <summary>ILO C102 branch.</summary>
    public required string Branch { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Whether the person would be entitled on the day of the statement.</summary>
    public required Answer Today { get; init; }

    /// <summary>Amount of a month then, minor units, when yes.</summary>
    public long? MonthlyMinor { get; init; }

    /// <summary>Facts to ask for, when nobody can tell.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Conditions that are not met, when no.</summary>
    public IReadOnlyList<Unmet> Unmet { get; init; } = [];

    /// <summary>What would come of it at an age: for old-age benefits and birth dates known to the day.</summary>
    public IReadOnlyList<Projection> Projections { get; init; } = [];

    /// <summary>The working of today's answer; not stored.</summary>
    [JsonIgnore]
    public string? Explanation { get; init; }
}

/// <summary>A condition that is not met.</summary>
/// <param name="Condition">Its English name.</param>
/// <param name="Has">What the person has; null when nobody can tell.</param>
/// <param name="Needs">What is needed; null where it is no comparison.</param>
/// <param name="Gap">By how much the person's side would have to change.</param>
/// <param name="Article">The article of the law.</param>
public sealed record Unmet(string Condition, string? Has, string? Needs, string? Gap, string? Article)
{
    /// <summary>The conditions that made it a no.</summary>
    public static IReadOnlyList<Unmet> Of(Explanation explanation) => [.. Nodes(explanation, "en").Select(n => new Unmet(n.Name, n.Node.Left ?? n.Node.Value, n.Node.Right, n.Node.Gap, n.Article))];

    /// <summary>The steps that made it a no, each with the name and article of the nearest condition that has them.</summary>
    internal static IEnumerable<(ExplanationNode Node, string Name, string? Article)> Nodes(Explanation explanation, string language)
    {
        var failed = explanation.WhyNot().ToHashSet(ReferenceEqualityComparer.Instance);
        return Walk(explanation.Root, explanation.Root.Label(language) ?? "", null, language).Where(n => failed.Contains(n.Node));
    }

    private static IEnumerable<(ExplanationNode Node, string Name, string? Article)> Walk(ExplanationNode node, string name, string? article, string language)
    {
        (name, article) = (node.Label(language) ?? name, node.Article ?? article);
        return node.Children.SelectMany(c => Walk(c, name, article, language)).Prepend((node, name, article));
    }
}

/// <summary>What would come of a benefit at an age.</summary>
/// <param name="Age">The age.</param>
/// <param name="On">The day it is reached.</param>
/// <param name="GoesOn">True: contributions go on at the last base until then; false: they stop now.</param>
/// <param name="AssumedMonths">Months assumed.</param>
/// <param name="Outcome">Entitled or not.</param>
/// <param name="MonthlyMinor">Amount of a month, minor units, when yes; in today's money, by figures known today.</param>
public sealed record Projection(int Age, DateOnly On, bool GoesOn, int AssumedMonths, Answer Outcome, long? MonthlyMinor)
{
    /// <summary>The working; made for single statements only and not stored.</summary>
    [JsonIgnore]
    public string? Explanation { get; init; }
}
