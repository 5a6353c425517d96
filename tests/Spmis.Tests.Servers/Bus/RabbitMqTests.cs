using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Messages;
using Spmis.TestKit;
using Spmis.Tests.Kernel;

namespace Spmis.Tests.Servers.Bus;

/// <summary>From one module's outbox over a real RabbitMQ into another module's tables: each message once, whatever fails on the way.</summary>
[Collection(Broker.OneAfterTheOther)]
public sealed class RabbitMqTests
{
    private const string Queue = "spmis-echo";

    [Fact]
    public async Task Publish_OverTheBroker_ArrivesOnceThroughAQuorumQueue()
    {
        var broker = await Broker.UseAsync();
        await using var probe = await Probe.StartAsync(broker.Setting);

        var ids = await PublishAsync(probe, 200);
        await ArrivedAsync(probe, ids);

        (await EchoedAsync(probe)).ShouldBe(ids, ignoreOrder: true);
        await ShouldBeAQuorumQueueAsync(broker);
    }

    [Fact]
    public async Task Publish_DeliveredTwice_IsAppliedOnce()
    {
        var broker = await Broker.UseAsync();
        await using var probe = await Probe.StartAsync(broker.Setting);
        var ids = await PublishAsync(probe, 50);
        await ArrivedAsync(probe, ids);
        await DeliveredAsync(probe);

        // What a relay does that died between the broker's confirmation and its own note of it.
        await probe.UseAsync<NotesDb>(db => db.Outbox.ExecuteUpdateAsync(s => s.SetProperty(o => o.DeliveredAt, (DateTime?)null).SetProperty(o => o.NextAttemptAt, DateTime.UnixEpoch)));
        await DeliveredAsync(probe);
        var last = await PublishAsync(probe, 1);
        await ArrivedAsync(probe, last);
        await probe.RestartAsync(); // Waits for what is still being consumed.

        (await broker.WaitingAsync(Queue)).ShouldBe(0u);
        (await EchoedAsync(probe)).ShouldBe([.. ids, .. last], ignoreOrder: true);
        (await probe.UseAsync<EchoDb, int>(db => db.Inbox.CountAsync())).ShouldBe(51);
    }

    [Fact]
    public async Task Publish_ConsumerFailsTwice_IsAppliedOnce()
    {
        var broker = await Broker.UseAsync();
        await using var probe = await Probe.StartAsync(broker.Setting);

        var ids = await PublishAsync(probe, 1, failures: 2);
        await ArrivedAsync(probe, ids);

        (await EchoedAsync(probe)).ShouldBe(ids);
        var letter = await probe.UseAsync<EchoDb, DeadLetter>(db => db.DeadLetters.AsNoTracking().SingleAsync());
        (letter.Attempts, letter.ParkedAt, letter.ResolvedAt is not null).ShouldBe((2, null, true));
    }

    [Fact]
    public async Task Publish_ConsumerKeepsFailing_IsParkedAfterFiveTriesAndRetriedByHand()
    {
        var broker = await Broker.UseAsync();
        await using var probe = await Probe.StartAsync(broker.Setting);

        var ids = await PublishAsync(probe, 1, failures: 5);
        var letter = await Eventually.ReachAsync("a parked message", () => probe.UseAsync<EchoDb, DeadLetter?>(db => db.DeadLetters.AsNoTracking().SingleOrDefaultAsync()), l => l?.ParkedAt is not null);

        letter.ShouldNotBeNull().Attempts.ShouldBe(5);
        letter.Reason.ShouldContain("The test said so.");
        (await EchoedAsync(probe)).ShouldBeEmpty();
        await Eventually.ReachAsync("an empty queue", () => broker.WaitingAsync(Queue), waiting => waiting == 0);

        await probe.UseAsync<EchoDb>(db => RetryDeadLetter.RunAsync(probe.App.Services, db, letter.Id, TestContext.Current.CancellationToken));
        (await EchoedAsync(probe)).ShouldBe(ids);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Publish_BrokerGoesDownAndComesBack_NothingIsLostOrDoubled(bool killed)
    {
        var broker = await Broker.UseAsync();
        Broker.MustBeOurs();
        await using var probe = await Probe.StartAsync(broker.Setting);
        var ids = await PublishAsync(probe, 1);
        await ArrivedAsync(probe, ids);
        // The broker saves its list of quorum queues twice a second: killed before that it comes back without a leader for a queue it has only just declared,
        // and refuses messages for it until somebody deletes the queue. They then wait in the outbox; but that is another story than the one told here.
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        ids = [.. ids, .. await PublishAsync(probe, 150)];

        await (killed ? Broker.KillAsync() : Broker.StopAsync());
        try
        {
            ids = [.. ids, .. await PublishAsync(probe, 150)];
        }
        finally
        {
            await Broker.StartAsync();
        }

        ids = [.. ids, .. await PublishAsync(probe, 50)];
        await ArrivedAsync(probe, ids);
        await DeliveredAsync(probe);
        (await EchoedAsync(probe)).ShouldBe(ids, ignoreOrder: true);
    }

    private static async Task<IReadOnlyList<Guid>> PublishAsync(Probe probe, int count, int failures = 0)
    {
        List<Guid> ids = [];
        for (var i = 0; i < count; i++)
        {
            var message = new MergeUndone { MergeId = Guid.CreateVersion7(), SurvivorId = Guid.CreateVersion7(), MergedIds = [] };
            Echo.FailuresLeft[message.MergeId] = failures + 1;
            await probe.UseAsync<NotesDb>(db =>
            {
                db.Publish(message);
                return db.SaveAsync(SpmisApp.Change(), TestContext.Current.CancellationToken);
            });
            ids.Add(message.MergeId);
        }

        return ids;
    }

    private static Task ArrivedAsync(Probe probe, IReadOnlyList<Guid> ids) => Eventually.ReachAsync(
        $"{ids.Count} messages", async () => (await EchoedAsync(probe)).Intersect(ids).Count(), count => count == ids.Count, seconds: 120);

    private static Task DeliveredAsync(Probe probe) => Eventually.ReachAsync(
        "an empty outbox", () => probe.UseAsync<NotesDb, int>(db => db.Outbox.CountAsync(o => o.DeliveredAt == null)), count => count == 0, seconds: 180);

    private static async Task<IReadOnlyList<Guid>> EchoedAsync(Probe probe) =>
        [.. (await probe.UseAsync<EchoDb, List<string>>(db => db.Notes.Select(n => n.Text).ToListAsync())).Select(Guid.Parse)];

    // The broker refuses to declare a queue again as another type, and says which type it has.
    private static async Task ShouldBeAQuorumQueueAsync(Broker broker)
    {
        var refused = await Should.ThrowAsync<OperationInterruptedException>(() => broker.OnChannelAsync(channel =>
            channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "classic" })));
        refused.Message.ShouldContain("quorum");
    }
}
