namespace Spmis.Rules;

/// <summary>One part of a rule as it is built, for showing a rule in words and for comparing two versions. Without a case: no values, only structure.</summary>
public sealed record RuleOutline
{
    /// <summary>
    /// constant, fact, figure (children: the rows of its table), rule, part (named; one child), arithmetic, compare, not, all, any, choice (if, then, else),
    /// exceptions (the normal case, then pairs of when and then), dated (the day, then one child a period), period, round, exact, min, max, function, if_known, known,
    /// scale (the table, what it is applied to), list (children by <see cref="Role"/>).
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>What it yields.</summary>
    public required ValueKind Type { get; init; }

    /// <summary>What it is to the part above it, where the order does not tell: day, number, value, by, where; else null.</summary>
    public string? Role { get; init; }

    /// <summary>Name of the fact, figure, rule, part, list or function.</summary>
    public string? Id { get; init; }

    /// <summary>Its name by language.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = Texts.None;

    /// <summary>The article of the law.</summary>
    public string? Article { get; init; }

    /// <summary>Sign of an arithmetic or comparison, value of a constant, what is done with a list, step and mode of a rounding, way of a scale.</summary>
    public string? Text { get; init; }

    /// <summary>For a period: its first day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>For a period: its last day; null for until further notice.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The parts below it.</summary>
    public IReadOnlyList<RuleOutline> Children { get; init; } = [];

    /// <summary>Its name in a language, or its id.</summary>
    public string? Label(string language) => Texts.Pick(Labels, language) ?? Id;

    /// <summary>The outline of a rule of a scheme.</summary>
    /// <exception cref="ArgumentException">There is no such rule.</exception>
    public static RuleOutline Of(Scheme scheme, string rule) => Checking.Outlines.Of(
        (scheme.Content.Rules.FirstOrDefault(r => r.Id == rule) ?? throw new ArgumentException($"Scheme {scheme.Id} has no rule '{rule}'.", nameof(rule))).Body);
}
