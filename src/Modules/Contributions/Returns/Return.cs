using Spmis.Values;

namespace Spmis.Contributions.Returns;

/// <summary>What a return says of its month.</summary>
public enum ReturnKind
{
    /// <summary>The month's first declaration.</summary>
    Original,

    /// <summary>Workers left out of the original.</summary>
    Supplementary,

    /// <summary>Replaces the lines of the workers it names; the difference becomes a bill or frees money.</summary>
    Correction,

    /// <summary>Nobody worked in the month.</summary>
    Nil,

    /// <summary>Made by an approved recalculation, never filed: the same wages by a law that changed backwards. Its lines hold like those of a correction.</summary>
    LawChange,
}

/// <summary>Where a return stands, derived from dated facts.</summary>
public enum ReturnState
{
    Reading,
    AwaitingMatches,
    Assessed,
    AcceptedWithRefusals,
    Refused,
}

/// <summary>An employer's declaration of a month.</summary>
public sealed class Return
{
    public required Guid Id { get; init; }

    public required Guid EmployerId { get; init; }

    public required string EmployerNumber { get; init; }

    public required Month Month { get; init; }

    public required string Scheme { get; init; }

    public required ReturnKind Kind { get; init; }

    /// <summary>What there can be one of in a month: <c>original</c> (a nil return takes its place), <c>supplementary:2</c> ... Null once a return that brought nothing was replaced.</summary>
    public string? Slot { get; set; }

    /// <summary>The package every line of it is assessed by.</summary>
    public required string PackageHash { get; init; }

    public required string Currency { get; init; }

    public string? FileSha { get; init; }

    public string? FileName { get; init; }

    /// <summary>The filing layout of the file; null for a nil return.</summary>
    public string? Profile { get; init; }

    /// <summary>What the employer is called in that layout, when it has numbers of its own.</summary>
    public string? EmployerReference { get; init; }

    public required DateTime FiledAt { get; init; }

    public required string FiledBy { get; init; }

    /// <summary>The run that reads it and bears the verdicts.</summary>
    public long? RunId { get; set; }

    /// <summary>Lines read from the file, refused ones included.</summary>
    public long Lines { get; set; }

    public long Accepted { get; set; }

    public long Refused { get; set; }

    public DateTime? ReadAt { get; set; }

    public DateTime? AssessedAt { get; set; }

    /// <summary>Sums of the accepted lines.</summary>
    public long WageMinor { get; set; }

    public long BaseMinor { get; set; }

    public long EmployeeMinor { get; set; }

    public long EmployerMinor { get; set; }

    /// <summary>What it adds to (or, negative, takes off) what the employer owes for the month.</summary>
    public long DueMinor { get; set; }

    /// <summary>Of this, what donors take on (or, negative, take back): the employer is billed the rest.</summary>
    public long SubsidisedMinor { get; set; }

    /// <summary>What the employer owes by it, or, negative, gets back.</summary>
    public long OwedMinor => DueMinor - SubsidisedMinor;

    /// <summary>The bill's id, chosen beforehand so that lines can name it; there is a bill only when <see cref="OwedMinor"/> is positive.</summary>
    public required Guid BillId { get; init; }

    public int Version { get; set; }

    public ReturnState State => (ReadAt, AssessedAt) switch
    {
        (null, _) => ReturnState.Reading,
        (_, null) => ReturnState.AwaitingMatches,
        _ => Refused == 0 ? ReturnState.Assessed : Accepted == 0 ? ReturnState.Refused : ReturnState.AcceptedWithRefusals,
    };
}
