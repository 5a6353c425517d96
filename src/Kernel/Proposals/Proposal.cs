using Spmis.Kernel.Data;

namespace Spmis.Kernel.Proposals;

/// <summary>An act prepared by one person and waiting for another (four eyes). It applies exactly what was shown, or nothing.</summary>
public sealed class Proposal : IKernelRow
{
    /// <summary>Running number.</summary>
    public long Id { get; init; }

    /// <summary>The act that approval performs: persons.merge, payments.release ...</summary>
    public required string Act { get; init; }

    /// <summary>What it is about: the key of the person, payment run ...</summary>
    public required string Subject { get; init; }

    /// <summary>Act and subject while it is open, null afterwards: one open proposal for a thing, by constraint.</summary>
    public string? OpenSubject { get; set; }

    /// <summary>For people: "Merge 2600012345 into 2600054321".</summary>
    public required string Title { get; init; }

    /// <summary>The act's input, as JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>What the preparer saw and the approver sees, as JSON list of <see cref="ShownField"/>.</summary>
    public required string Shown { get; init; }

    /// <summary>SHA-256 over <see cref="Payload"/> and <see cref="Shown"/>, hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>Who prepared it.</summary>
    public required string PreparedById { get; init; }

    /// <summary>Who prepared it, for people.</summary>
    public required string PreparedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTime PreparedAt { get; init; }

    /// <summary>Code of the preparer's office: it is decided there or in an office above.</summary>
    public string? Office { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>Who decided.</summary>
    public string? DecidedById { get; set; }

    /// <summary>Who decided, for people.</summary>
    public string? DecidedBy { get; set; }

    /// <summary>When; null while it waits.</summary>
    public DateTime? DecidedAt { get; set; }

    /// <summary>Approved or rejected; null while it waits.</summary>
    public bool? Approved { get; set; }

    /// <summary>Why it was decided so.</summary>
    public string? DecisionReason { get; set; }

    /// <summary>Concurrency token: two people cannot decide at once.</summary>
    public int Version { get; set; }
}

/// <summary>One line of what an approver sees.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Before">As it stands.</param>
/// <param name="After">As it will be.</param>
public sealed record ShownField(string Label, string? Before, string? After);

/// <summary>An act that needs a second person, and what that person must be allowed to do.</summary>
/// <param name="Module">The module.</param>
/// <param name="Act">The act.</param>
/// <param name="Permission">Name of the permission to decide it.</param>
public sealed record ProposedAct(string Module, string Act, string Permission);

/// <summary>An act that needs a second person.</summary>
public interface IProposedAct
{
    /// <summary>What will change, read from the data as it stands now; the same data give the same list.</summary>
    Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct);

    /// <summary>Does it, inside the approval's transaction, by the approver's change.</summary>
    Task ApplyAsync(string payload, Acts.Change change, CancellationToken ct);
}
