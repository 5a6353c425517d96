using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spmis.Kernel.Acts;

namespace Spmis.Payments.Links;

/// <summary>Takes the orders that are due a step further, each by itself: an interface that is out of order holds up no other.</summary>
public sealed partial class SendBatches(PaymentsDb db, IServiceScopeFactory scopes, LinkHosts hosts, TimeProvider time, ILogger<SendBatches> log)
{
    /// <summary>The act's name.</summary>
    public const string Act = "payments.send-batch";

    private const int Most = 100;

    /// <summary>One look.</summary>
    /// <param name="only">One agency; null for all.</param>
    /// <param name="change">By whom and when.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>How many were sent or asked for.</returns>
    public async Task<int> HandleAsync(string? only, Change change, CancellationToken ct)
    {
        if (!hosts.IsConfigured)
        {
            return 0;
        }

        var (called, began) = (0, time.GetTimestamp());
        foreach (var id in await db.BatchSendings.AsNoTracking().Where(s => s.DueAt != null && s.DueAt <= change.Now && (only == null || s.Agency == only)).OrderBy(s => s.DueAt).Select(s => s.BatchId).Take(Most).ToListAsync(ct))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                // Calls take their time: each is leased and put off from when it is made, not from when the first one was.
                called += await scope.ServiceProvider.GetRequiredService<SendBatch>().HandleAsync(id, change with { Now = change.Now + time.GetElapsedTime(began) }, ct) ? 1 : 0;
            }
            catch (Exception failed) when (failed is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                NotDone(id, failed); // It is due again when its lease is over, and is then asked for first.
            }
        }

        return called;
    }

    [LoggerMessage(1, LogLevel.Warning, "Batch {Batch} could not be sent or asked for; the others go on, and it is tried again.")]
    private partial void NotDone(long batch, Exception failed);
}

/// <summary>Looks for orders to send once a minute (<c>Payments:Links:Seconds</c>).</summary>
public sealed partial class LinkClock(IServiceScopeFactory scopes, LinkHosts hosts, IConfiguration configuration, TimeProvider time, ILogger<LinkClock> log) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!hosts.IsConfigured)
        {
            return;
        }

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(configuration.GetValue("Payments:Links:Seconds", 60)), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<SendBatches>().HandleAsync(null, new Change { Act = SendBatches.Act, Actor = Actor.System, Now = time.GetUtcNow().UtcDateTime }, stoppingToken);
            }
            catch (Exception failed) when (failed is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                NotLooked(failed); // The next look is soon.
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Orders to be sent could not be looked for; it is tried again.")]
    private partial void NotLooked(Exception failed);
}
