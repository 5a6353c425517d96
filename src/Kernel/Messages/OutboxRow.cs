using System.Text.Json;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;

namespace Spmis.Kernel.Messages;

/// <summary>A message waiting to leave, or that left. Kept for days, so that a restored module can be caught up.</summary>
public sealed class OutboxRow : IKernelRow
{
    /// <summary>Order of insertion; not a feed position, since a lower number may commit later.</summary>
    public long Seq { get; init; }

    /// <summary>Id under which consumers remember that they applied it.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>Full name of the contract, without assembly.</summary>
    public required string Contract { get; init; }

    /// <summary>The message as JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>Business time of the change that published it.</summary>
    public DateTime Now { get; set; }

    /// <summary>The act that published it.</summary>
    public string Act { get; set; } = "";

    /// <summary>Who caused it.</summary>
    public string ActorId { get; set; } = "";

    /// <summary>When all its consumers had committed (embedded) or the broker had confirmed it.</summary>
    public DateTime? DeliveredAt { get; set; }

    /// <summary>Tries so far.</summary>
    public int Attempts { get; set; }

    /// <summary>Not before this instant; moves on while a relay holds the row, and after a failure.</summary>
    public DateTime NextAttemptAt { get; set; } = DateTime.UnixEpoch;

    /// <summary>Why the last try failed.</summary>
    public string? LastError { get; set; }

    internal static OutboxRow Of<T>(T message)
        where T : class => new()
        {
            MessageId = Guid.CreateVersion7(),
            Contract = Contracts.NameOf(message.GetType()),
            Payload = JsonSerializer.Serialize(message, message.GetType(), SpmisJson.Options),
        };

    internal void Stamp(Change change) => (Now, Act, ActorId) = (change.Now, change.Act, change.Actor.Id);
}
