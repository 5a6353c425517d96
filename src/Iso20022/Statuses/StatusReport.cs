using Spmis.Values;

namespace Spmis.Iso20022.Statuses;

/// <summary>The version of pain.002 to write.</summary>
public enum StatusReportVersion
{
    /// <summary>pain.002.001.03.</summary>
    V03,

    /// <summary>pain.002.001.10.</summary>
    V10,
}

/// <summary>What a line of a status report speaks of.</summary>
public enum StatusLevel
{
    /// <summary>The whole file.</summary>
    File,

    /// <summary>One PmtInf.</summary>
    Batch,

    /// <summary>One payment.</summary>
    Payment,
}

/// <summary>The head of a pain.002: which file it answers.</summary>
public sealed record StatusReport
{
    /// <summary>The report's own number.</summary>
    public required string MessageId { get; init; }

    /// <summary>When the bank made it (UTC; a time without zone is taken as UTC).</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>MsgId of the pain.001 it answers.</summary>
    public required string OriginalMessageId { get; init; }

    /// <summary>Which message that was: <c>pain.001.001.09</c>.</summary>
    public required string OriginalMessageName { get; init; }

    /// <summary>How many payments the bank counted in it, if told.</summary>
    public int? OriginalCount { get; init; }

    /// <summary>What they added up to, if told.</summary>
    public decimal? OriginalSum { get; init; }
}

/// <summary>Why a status is what it is.</summary>
/// <param name="Code">ISO external code (AC04) or the bank's own; null when only words were sent.</param>
/// <param name="Text">The bank's words, if any.</param>
public sealed record StatusReason(string? Code, string? Text)
{
    /// <summary>For people: the meaning of the code, and the bank's words.</summary>
    public string Words => Codes.ReasonCodes.Describe(Code, Text);
}

/// <summary>One status, whatever its level, in the same form for all versions.</summary>
public sealed record StatusLine
{
    /// <summary>Line of the file; 0 when written.</summary>
    public int Line { get; init; }

    /// <summary>What it speaks of.</summary>
    public required StatusLevel Level { get; init; }

    /// <summary>The PmtInf it lies in or speaks of.</summary>
    public string? OriginalBatchId { get; init; }

    /// <summary>The payment's instruction number.</summary>
    public string? OriginalInstructionId { get; init; }

    /// <summary>The payment's number: ours.</summary>
    public string? OriginalEndToEndId { get; init; }

    /// <summary>ACTC, ACCP, ACSP, ACSC, PDNG, RJCT, PART ...; a payment without its own has that of its batch, else of the file. Empty when nothing says.</summary>
    public required string Status { get; init; }

    /// <summary>Why; empty when nothing was said.</summary>
    public IReadOnlyList<StatusReason> Reasons { get; init; } = [];

    /// <summary>The first reason's code.</summary>
    public string? ReasonCode => Reasons.Count == 0 ? null : Reasons[0].Code;

    /// <summary>All reasons in words.</summary>
    public string Words => string.Join(" ", Reasons.Select(r => r.Words));

    /// <summary>The amount of the payment as the bank repeats it.</summary>
    public Money? OriginalAmount { get; init; }

    /// <summary>The bank's own reference.</summary>
    public string? AgentReference { get; init; }

    /// <summary>What is wrong with the line: no number, no status, a code nobody knows.</summary>
    public MessageProblem? Problem { get; init; }
}
