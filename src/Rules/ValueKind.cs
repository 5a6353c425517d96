namespace Spmis.Rules;

/// <summary>What a value is. Units are checked: money times a rate is money, money plus a rate is an error.</summary>
public enum ValueKind
{
    /// <summary>Nobody can tell: a fact is missing, something was divided by zero, no parameter value was in force.</summary>
    Unknown,

    /// <summary>Yes or no.</summary>
    Bool,

    /// <summary>An amount in the scheme's currency, in major units.</summary>
    Money,

    /// <summary>A share, shown as a percentage.</summary>
    Rate,

    /// <summary>A number without unit.</summary>
    Number,

    /// <summary>A whole number without unit.</summary>
    Int,

    /// <summary>A civil date.</summary>
    Date,

    /// <summary>A calendar month.</summary>
    Month,

    /// <summary>A duration in months; a year is twelve.</summary>
    Months,

    /// <summary>A duration in days.</summary>
    Days,

    /// <summary>A word, mostly one of a list of choices.</summary>
    Text,
}

/// <summary>Yes, no, or cannot tell: a missing paper is never a "no".</summary>
public enum Answer
{
    /// <summary>No.</summary>
    No,

    /// <summary>Yes.</summary>
    Yes,

    /// <summary>Cannot tell; the missing facts are listed.</summary>
    CannotTell,
}

/// <summary>The type of a fact, a rule or a parameter.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Choices">The words allowed, for a <see cref="ValueKind.Text"/> with choices.</param>
public sealed record RuleType(ValueKind Kind, IReadOnlyList<string>? Choices = null)
{
    /// <summary>Whether it is a plain number: whole number, number or rate.</summary>
    public bool IsPlain => Kind is ValueKind.Int or ValueKind.Number or ValueKind.Rate;

    /// <inheritdoc />
    public override string ToString() => Kind switch
    {
        ValueKind.Bool => "yes/no",
        ValueKind.Int => "whole number",
        ValueKind.Months => "duration in months",
        ValueKind.Days => "duration in days",
        ValueKind.Text when Choices is not null => "one of " + string.Join(", ", Choices),
        ValueKind.Unknown => "unknown",
        _ => Kind.ToString().ToLowerInvariant(),
    };
}
