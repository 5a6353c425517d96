using Spmis.Kernel.Data;

namespace Spmis.Kernel.Messages;

/// <summary>A message that a consumer has applied: the primary key makes a second time impossible.</summary>
public sealed class InboxRow : IKernelRow
{
    /// <summary>The message.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>The consumer.</summary>
    public required string Consumer { get; init; }

    /// <summary>When it committed.</summary>
    public required DateTime AppliedAt { get; init; }
}
