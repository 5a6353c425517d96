using Spmis.Kernel.Access;
using Spmis.Kernel.Data;

namespace Spmis.Kernel.Runs;

/// <summary>The verdict on one line of a run.</summary>
public sealed class RunLine : IKernelRow, ITellsOfPersons
{
    /// <summary>Accepted.</summary>
    public const string AcceptedVerdict = "accepted";

    /// <summary>Accepted, with something to look at.</summary>
    public const string NotedVerdict = "noted";

    /// <summary>Not taken over.</summary>
    public const string RefusedVerdict = "refused";

    /// <summary>Parts from here on speak of the file, not of the line's own row.</summary>
    public const int OfTheFile = 1_000;

    /// <summary>The run.</summary>
    public required long RunId { get; init; }

    /// <summary>The line in the file, 1-based with the header as line 1; for other runs a running number.</summary>
    public required long Line { get; init; }

    /// <summary>0 for the first thing to say of the line, then 1, 2 ...</summary>
    public int Part { get; init; }

    /// <summary>accepted, noted or refused.</summary>
    public required string Verdict { get; init; }

    /// <summary>Stable code; null when simply accepted.</summary>
    public string? Code { get; init; }

    /// <summary>The column at fault.</summary>
    public string? Column { get; init; }

    /// <summary>The value as sent.</summary>
    public string? Value { get; init; }

    /// <summary>What is wrong and how to mend it.</summary>
    public string? Text { get; init; }

    /// <summary>The sender's own reference of the line.</summary>
    public string? Reference { get; init; }

    /// <summary>The number given or found: registration number, employer number, payment reference.</summary>
    public string? Number { get; init; }

    IEnumerable<string?> ITellsOfPersons.TextsShown => [Number, Reference, Value, Text];
}
