using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Contributions.Receipts;

/// <summary>What a line of a statement is to us.</summary>
internal enum MoneyKind
{
    /// <summary>Money that came in.</summary>
    Credit,

    /// <summary>Money taken back.</summary>
    Reversal,

    /// <summary>Nothing to do with contributions: charges, bookings not final, failed payments.</summary>
    Other,

    /// <summary>It cannot be read.</summary>
    Unreadable,
}

/// <summary>A line of a statement, whatever the format.</summary>
internal sealed record StatementMoney
{
    /// <summary>Running number in the file.</summary>
    public required long Line { get; init; }

    public required MoneyKind Kind { get; init; }

    public string Account { get; init; } = "";

    public Channel Channel { get; init; }

    /// <summary>The bank's or operator's own reference.</summary>
    public string Reference { get; init; } = "";

    /// <summary>For a reversal: under which references the money taken back may have come.</summary>
    public IReadOnlyList<string> Takes { get; init; } = [];

    public DateOnly BookedOn { get; init; }

    public Money Amount { get; init; }

    public string? Payer { get; init; }

    /// <summary>What the payer wrote.</summary>
    public string? Text { get; init; }

    /// <summary>Numbers the payer quoted, the structured reference first.</summary>
    public IReadOnlyList<string> Numbers { get; init; } = [];

    /// <summary>Why it is nothing to us, or cannot be read.</summary>
    public IReadOnlyList<LineProblem> Problems { get; init; } = [];
}
