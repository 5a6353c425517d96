using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;

namespace Spmis.Kernel.Messages;

/// <summary>Takes a module's committed messages out of its outbox and delivers them. Several relays may run: each claims rows for a while; what a dead one claimed is taken up again.</summary>
/// <typeparam name="TDb">The module's database.</typeparam>
/// <param name="scopes">For a fresh context per batch.</param>
/// <param name="delivery">In-process or RabbitMQ.</param>
/// <param name="signal">Rings for new messages.</param>
/// <param name="module">The module.</param>
/// <param name="log">Names messages, never their content.</param>
public sealed partial class Relay<TDb>(IServiceScopeFactory scopes, IDelivery delivery, OutboxSignal signal, ModuleOf<TDb> module, ILogger<Relay<TDb>> log) : BackgroundService
    where TDb : ModuleDb
{
    private const int BatchRows = 20;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(2);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await RelayBatchAsync(stoppingToken) == 0)
                {
                    await signal.WaitAsync(module.Name, Poll, stoppingToken);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The rows stay in the outbox; a broken database or broker is tried again.
                LogBroken(log, e, module.Name);
                await Task.Delay(Poll, stoppingToken);
            }
        }
    }

    private async Task<int> RelayBatchAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        var rows = await ClaimAsync(db, ct);
        List<long> delivered = [];
        foreach (var row in rows)
        {
            try
            {
                var message = JsonSerializer.Deserialize(row.Payload, Contracts.TypeOf(row.Contract), SpmisJson.Options)
                    ?? throw new InvalidOperationException($"Message {row.MessageId} is empty.");
                await delivery.DeliverAsync(row, message, ct);
                delivered.Add(row.Seq);
            }
            catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                await DelayAsync(db, row, e, ct);
            }
        }

        if (delivered.Count > 0)
        {
            var now = TimeProvider.System.GetUtcNow().UtcDateTime;
            await db.WriteAsync(() => db.Outbox.Where(o => delivered.Contains(o.Seq)).ExecuteUpdateAsync(s => s.SetProperty(o => o.DeliveredAt, now), ct), ct);
        }

        return rows.Count;
    }

    // The numbers first, out of the index alone: to put all that is due in order SQLite would else read every payload of the backlog, at each claim and in the write lane.
    private static async Task<List<OutboxRow>> ClaimAsync(TDb db, CancellationToken ct)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var due = db.Outbox.Where(o => o.DeliveredAt == null && o.NextAttemptAt <= now);
        if (!await due.AnyAsync(ct))
        {
            return [];
        }

        // In whole seconds, as the epoch a message begins with: the row stays as long as it was, and SQLite writes the page that changed instead of the payload once more.
        var until = WholeSeconds(now + Claim);
        List<long> seqs = [];
        await db.WriteAsync(
            async () =>
            {
                seqs = await due.OrderBy(o => o.Seq).Select(o => o.Seq).Take(BatchRows).ToListAsync(ct);
                await db.Outbox.Where(o => seqs.Contains(o.Seq)).ExecuteUpdateAsync(s => s.SetProperty(o => o.NextAttemptAt, until), ct);
            },
            ct);
        return [.. (await db.Outbox.AsNoTracking().Where(o => seqs.Contains(o.Seq)).ToListAsync(ct)).Where(o => o.DeliveredAt is null).OrderBy(o => o.Seq)];
    }

    private static DateTime WholeSeconds(DateTime instant) => instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerSecond));

    private async Task DelayAsync(TDb db, OutboxRow row, Exception e, CancellationToken ct)
    {
        LogUndelivered(log, e, row.Contract, row.MessageId);
        var attempts = row.Attempts + 1;
        var next = TimeProvider.System.GetUtcNow().UtcDateTime + TimeSpan.FromMilliseconds(Math.Min(5_000, 100 * Math.Pow(2, attempts)));
        var error = $"{e.GetType().Name}: {e.Message}";
        error = error.Length > 2000 ? error[..2000] : error;
        await db.WriteAsync(
            () => db.Outbox.Where(o => o.Seq == row.Seq).ExecuteUpdateAsync(s => s.SetProperty(o => o.Attempts, attempts).SetProperty(o => o.NextAttemptAt, next).SetProperty(o => o.LastError, error), ct),
            ct);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The relay of {Module} could not reach its database or the broker; trying again")]
    private static partial void LogBroken(ILogger log, Exception e, string module);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Contract} {MessageId} was not delivered; trying again")]
    private static partial void LogUndelivered(ILogger log, Exception e, string contract, Guid messageId);
}
