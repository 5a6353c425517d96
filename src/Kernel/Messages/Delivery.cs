using MassTransit;
using MassTransit.Mediator;

namespace Spmis.Kernel.Messages;

/// <summary>Carries a message out of the outbox. Returns once it is safe: embedded, once every consumer has committed; on RabbitMQ, once the broker has confirmed it.</summary>
public interface IDelivery
{
    /// <summary>Delivers one message.</summary>
    Task DeliverAsync(OutboxRow row, object message, CancellationToken ct);
}

/// <summary>Within the process, through MassTransit's mediator, which awaits the consumers.</summary>
internal sealed class MediatorDelivery(IMediator mediator) : IDelivery
{
    public Task DeliverAsync(OutboxRow row, object message, CancellationToken ct) =>
        mediator.Publish(message, message.GetType(), Pipe.Execute<PublishContext>(c => DeliveryHeaders.Set(c, row)), ct);
}

/// <summary>Through RabbitMQ with publisher confirms. Gives up after a while: MassTransit tries again by itself with growing pauses, and meanwhile everything behind this message would wait; the outbox tries again too, says why, and lets the others pass.</summary>
internal sealed class BrokerDelivery(IBus bus) : IDelivery
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task DeliverAsync(OutboxRow row, object message, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            await bus.Publish(message, message.GetType(), Pipe.Execute<PublishContext>(c => DeliveryHeaders.Set(c, row)), patience.Token);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"The broker did not confirm the message within {Patience.TotalSeconds:0} s: it is down, or the queue of a listening module has no leader (see the broker's log).", e);
        }
    }
}

internal static class DeliveryHeaders
{
    public static void Set(PublishContext context, OutboxRow row)
    {
        context.MessageId = row.MessageId;
        context.Headers.Set(Envelope.NowHeader, Envelope.WriteNow(row.Now));
    }
}
