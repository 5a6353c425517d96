using Spmis.Values;

namespace Spmis.Rules;

/// <summary>What a rule came to for one case, with all that is needed to show and to repeat it.</summary>
public sealed record RuleResult
{
    /// <summary>The scheme asked.</summary>
    public required Scheme Scheme { get; init; }

    /// <summary>The rule's name.</summary>
    public required string Rule { get; init; }

    /// <summary>The value, or unknown.</summary>
    public required RuleValue Value { get; init; }

    /// <summary>Facts that would have to be given for an answer; empty when there is one.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Other reasons why nobody can tell: a division by zero, no parameter value in force; empty when there is an answer.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Up to which recorded date values of the law were taken into account; null means all.</summary>
    public required DateOnly? AsKnownOn { get; init; }

    /// <summary>The tree that explains it.</summary>
    public required Explanation Explanation { get; init; }

    /// <summary>Yes, no or cannot tell; a value that is not yes/no counts as yes when it is known.</summary>
    public Answer Answer => !Value.IsKnown ? Answer.CannotTell : Value.Kind is not ValueKind.Bool || Value.AsBool ? Answer.Yes : Answer.No;

    /// <summary>The amount, for a rule that yields money.</summary>
    /// <exception cref="InvalidOperationException">It is unknown or no money; look at <see cref="Answer"/> first.</exception>
    public Money Money => Value.ToMoney(Scheme.Currency);
}
