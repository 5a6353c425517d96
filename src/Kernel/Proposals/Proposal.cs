using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Spmis.Kernel.Access;
using Spmis.Kernel.Data;
using Spmis.Values;

namespace Spmis.Kernel.Proposals;

/// <summary>An act prepared by one person and waiting for another (four eyes). It applies exactly what was shown, or nothing.</summary>
public sealed class Proposal : IKernelRow, ITellsOfPersons
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

    IEnumerable<string?> ITellsOfPersons.TextsShown => [Title, Subject, Shown, Reason, Evidence];

    /// <summary>Who must decide, as the policy stood when it was prepared: JSON of <see cref="ProposalRule"/>. Null for what was prepared before there were policies: a second person.</summary>
    public string? Rule { get; init; }

    /// <summary>Steps approved so far.</summary>
    public int StepsTaken { get; set; }

    /// <summary>The permission of the step that is due; null when <see cref="Rule"/> is.</summary>
    public string? DuePermission { get; set; }

    /// <summary>Since when that step is due; null for the first one, due since it was prepared.</summary>
    public DateTime? DueSince { get; set; }

    /// <summary>What supports it: JSON list of <see cref="ProposalEvidence"/>; null for none. Added by the preparer while nobody has decided.</summary>
    public string? Evidence { get; set; }

    /// <summary>SHA-256 over <see cref="Payload"/>, <see cref="Shown"/>, <see cref="Rule"/> and <see cref="Evidence"/>, hexadecimal.</summary>
    public required string Hash { get; set; }

    /// <summary>Whether the persons whom it names have their rows in <see cref="ProposalPerson"/>: false for what was prepared before there were any, until the next hour's housekeeping.</summary>
    public bool PersonsKept { get; set; }

    /// <summary>Who prepared it.</summary>
    public required string PreparedById { get; init; }

    /// <summary>Who prepared it, for people.</summary>
    public required string PreparedBy { get; init; }

    /// <summary>The preparer's staff number, alike in all accounts of one person; null for what has none: the system, and what was prepared before.</summary>
    public string? PreparedByStaff { get; init; }

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

    /// <summary>The rule, read; null when there is none.</summary>
    public ProposalRule? ReadRule() => Rule is null ? null : JsonSerializer.Deserialize<ProposalRule>(Rule, SpmisJson.Options);

    /// <summary>The evidence, read.</summary>
    public IReadOnlyList<ProposalEvidence> ReadEvidence() => Evidence is null ? [] : JsonSerializer.Deserialize<List<ProposalEvidence>>(Evidence, SpmisJson.Options) ?? [];

    /// <summary>The hash it would have if this were shown; what it lacks leaves the hash as it was before there was such a thing.</summary>
    internal string HashOf(string shown) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', new[] { Payload, shown, Rule, Evidence }.OfType<string>()))));
}

/// <summary>A person whom an open or decided proposal names by registration number, so that proposals about restricted records are found by an index.</summary>
public sealed class ProposalPerson : IKernelRow
{
    /// <summary>The proposal.</summary>
    public required long ProposalId { get; init; }

    /// <summary>Registration number.</summary>
    public required string Number { get; init; }
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
public sealed record ProposedAct(string Module, string Act, string Permission)
{
    /// <summary>A policy may let the preparer alone suffice: small sums of which a later check suffices.</summary>
    public bool MayBeAlone { get; init; }

    /// <summary>It has steps and limits of its own, so no policy is made for it.</summary>
    public bool OwnSteps { get; init; }

    /// <summary>It says how much is at stake (<see cref="IAmountAtStake"/>).</summary>
    public bool SaysAmount { get; init; }
}

/// <summary>A proposed act that says how much is at stake, so that the policy can depend on it.</summary>
public interface IAmountAtStake
{
    /// <summary>The amount, one for each currency; what was split over several proposals about the same thing counts together. The same data give the same amounts.</summary>
    Task<IReadOnlyList<Money>> AtStakeAsync(string payload, CancellationToken ct);
}

/// <summary>An act that needs a second person.</summary>
public interface IProposedAct
{
    /// <summary>What will change, read from the data as it stands now; the same data give the same list.</summary>
    Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct);

    /// <summary>Does it, inside the approval's transaction, by the approver's change.</summary>
    Task ApplyAsync(string payload, Acts.Change change, CancellationToken ct);
}
