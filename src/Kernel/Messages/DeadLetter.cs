using Spmis.Kernel.Data;

namespace Spmis.Kernel.Messages;

/// <summary>A message that a consumer could not apply after several tries. Shown with its reason; a person retries it once the cause is mended.</summary>
public sealed class DeadLetter : IKernelRow
{
    /// <summary>Running number.</summary>
    public long Id { get; init; }

    /// <summary>The message.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>The consumer that failed.</summary>
    public required string Consumer { get; init; }

    /// <summary>Full name of the contract.</summary>
    public required string Contract { get; init; }

    /// <summary>The message as JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>Business time of the message.</summary>
    public required DateTime Now { get; init; }

    /// <summary>Tries so far.</summary>
    public required int Attempts { get; set; }

    /// <summary>Why it failed last.</summary>
    public required string Reason { get; set; }

    /// <summary>When it was given up and put here; null while it is still being tried.</summary>
    public DateTime? ParkedAt { get; set; }

    /// <summary>When it was applied after all; null while it waits.</summary>
    public DateTime? ResolvedAt { get; set; }
}
