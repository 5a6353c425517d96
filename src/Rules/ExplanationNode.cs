using System.Text.Json.Serialization;
using Spmis.Values;

namespace Spmis.Rules;

/// <summary>One step of an explanation. Values are plain text, the same in every culture, so that a stored explanation reads the same years later.</summary>
public sealed record ExplanationNode
{
    /// <summary>rule, part, all, any, not, case (which branch was taken), compare, round, fact, figure, list, record.</summary>
    public required string Kind { get; init; }

    /// <summary>Name of the rule, part, fact, figure or list; the first field of a record.</summary>
    public string? Id { get; init; }

    /// <summary>Its name by language.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = Texts.None;

    /// <summary>The article of the law.</summary>
    public string? Article { get; init; }

    /// <summary>The expression as written.</summary>
    public string? Formula { get; init; }

    /// <summary>What kind of value it came to; unknown when nobody can tell.</summary>
    public ValueKind Type { get; init; }

    /// <summary>The value, or null when nobody can tell.</summary>
    public string? Value { get; init; }

    /// <summary>For a figure: in force from.</summary>
    public DateOnly? From { get; init; }

    /// <summary>For a figure: in force until and with.</summary>
    public DateOnly? To { get; init; }

    /// <summary>For a figure: known from.</summary>
    public DateOnly? Recorded { get; init; }

    /// <summary>For a figure: the row of its table.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>For a comparison its sign; for a list what was done with it.</summary>
    public string? Operator { get; init; }

    /// <summary>For a comparison its left side; for a rounding the value before.</summary>
    public string? Left { get; init; }

    /// <summary>What kind of value the left side is.</summary>
    public ValueKind LeftType { get; init; }

    /// <summary>For a comparison its right side.</summary>
    public string? Right { get; init; }

    /// <summary>What kind of value the right side is.</summary>
    public ValueKind RightType { get; init; }

    /// <summary>For a failed comparison: by how much the left side would have to change (dates in days).</summary>
    public string? Gap { get; init; }

    /// <summary>For a rounding: to a multiple of this.</summary>
    public string? Step { get; init; }

    /// <summary>For a rounding: how.</summary>
    public RoundingMode? Mode { get; init; }

    /// <summary>For a list: how many records counted.</summary>
    public int? Count { get; init; }

    /// <summary>For a list: how many records there are.</summary>
    public int? Of { get; init; }

    /// <summary>Facts that are missing for an answer.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Other reasons why nobody can tell.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Whether the rule is explained further up already.</summary>
    public bool Repeated { get; init; }

    /// <summary>The steps below it.</summary>
    public IReadOnlyList<ExplanationNode> Children { get; init; } = [];

    /// <summary>Yes, no or cannot tell.</summary>
    [JsonIgnore]
    public Answer Answer => Value is null ? Answer.CannotTell : Type is ValueKind.Bool && Value == "no" ? Answer.No : Answer.Yes;

    /// <summary>Its name in a language, or its id.</summary>
    public string? Label(string language) => Texts.Pick(Labels, language) ?? Id;
}
