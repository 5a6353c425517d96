namespace Spmis.Payments.Reconciliation;

/// <summary>What an answer speaks of.</summary>
public enum AnswerScope
{
    /// <summary>One payment.</summary>
    Payment,

    /// <summary>All payments of a file or of a part of it that nothing else is said of.</summary>
    Group,
}

/// <summary>One line of a status file in the same form for all formats: not yet matched, not yet believed.</summary>
public sealed record Answer
{
    /// <summary>Line of the file; where several answers share one, the next free number.</summary>
    public required long Line { get; init; }

    public AnswerScope Scope { get; init; }

    /// <summary>Our payment reference, or for a group the number of our batch or of a part of it.</summary>
    public string? Reference { get; init; }

    /// <summary>What it means; null when it cannot be told.</summary>
    public OutcomeKind? Kind { get; init; }

    /// <summary>The status as sent.</summary>
    public string Said { get; init; } = "";

    public string? ReasonCode { get; init; }

    public string? ReasonText { get; init; }

    /// <summary>The amount as sent, a plain decimal; null when none was.</summary>
    public string? Amount { get; init; }

    /// <summary>The amount's currency, where the format tells it.</summary>
    public string? Currency { get; init; }

    public DateOnly? On { get; init; }

    /// <summary>Agency code, where the file tells it.</summary>
    public string? Agency { get; init; }

    /// <summary>Not about a payment of ours at all (a fee, a receipt): noted, not refused.</summary>
    public string? NotOurs { get; init; }

    /// <summary>What is wrong with the line by itself.</summary>
    public IReadOnlyList<(string Code, string Text, string? Column, string? Value)> Problems { get; init; } = [];
}
