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

/// <summary>Through RabbitMQ with publisher confirms.</summary>
internal sealed class BrokerDelivery(IBus bus) : IDelivery
{
    public Task DeliverAsync(OutboxRow row, object message, CancellationToken ct) =>
        bus.Publish(message, message.GetType(), Pipe.Execute<PublishContext>(c => DeliveryHeaders.Set(c, row)), ct);
}

internal static class DeliveryHeaders
{
    public static void Set(PublishContext context, OutboxRow row)
    {
        context.MessageId = row.MessageId;
        context.Headers.Set(Envelope.NowHeader, Envelope.WriteNow(row.Now));
    }
}
