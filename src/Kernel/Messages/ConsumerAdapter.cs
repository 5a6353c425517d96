using System.Text.Json;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;

namespace Spmis.Kernel.Messages;

/// <summary>Puts inbox, handler and outgoing rows into one transaction; counts failures and parks what keeps failing.</summary>
/// <typeparam name="TConsumer">The consumer.</typeparam>
/// <typeparam name="TDb">Its module's database.</typeparam>
/// <typeparam name="T">The contract.</typeparam>
internal sealed partial class ConsumerAdapter<TConsumer, TDb, T>(IServiceScopeFactory scopes, ModuleOf<TDb> module, ILogger<ConsumerAdapter<TConsumer, TDb, T>> log) : IConsumer<T>, IConsumerAdapter
    where TConsumer : Consumer<TDb, T>
    where TDb : ModuleDb
    where T : class
{
    public const int MaxAttempts = 5;

    private static readonly string Name = typeof(TConsumer).Name;

    public async Task Consume(ConsumeContext<T> context)
    {
        var id = context.MessageId ?? throw new InvalidOperationException($"{typeof(T)} came without a message id.");
        var now = context.Headers.Get<string>(Envelope.NowHeader) is { } text ? Envelope.ReadNow(text) : TimeProvider.System.GetUtcNow().UtcDateTime;
        try
        {
            await ApplyAsync(id, context.Message, now, context.CancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !context.CancellationToken.IsCancellationRequested)
        {
            if (!await ParkAsync(id, context.Message, now, e))
            {
                throw;
            }
        }
    }

    public async Task RetryAsync(DeadLetter letter, CancellationToken ct)
    {
        var message = JsonSerializer.Deserialize<T>(letter.Payload, SpmisJson.Options) ?? throw new InvalidOperationException($"Dead letter {letter.Id} is empty.");
        await ApplyAsync(letter.MessageId, message, letter.Now, ct);
    }

    private async Task ApplyAsync(Guid id, T message, DateTime now, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        var consumer = scope.ServiceProvider.GetRequiredService<TConsumer>();
        var change = new Change { Act = $"{module.Name}.{Name}", Actor = Actor.System, Now = now, Evidence = $"message {id}" };
        await db.WriteAsync(
            async () =>
            {
                if (await db.Inbox.AnyAsync(i => i.MessageId == id && i.Consumer == Name, ct))
                {
                    return;
                }

                db.Inbox.Add(new InboxRow { MessageId = id, Consumer = Name, AppliedAt = TimeProvider.System.GetUtcNow().UtcDateTime });
                await consumer.HandleAsync(message, change, ct);
                await db.DeadLetters.Where(d => d.MessageId == id && d.Consumer == Name).ExecuteUpdateAsync(s => s.SetProperty(d => d.ResolvedAt, TimeProvider.System.GetUtcNow().UtcDateTime), ct);
                await db.SaveAsync(change, ct);
            },
            ct);
    }

    /// <returns>True when the message was parked and must not be tried again by itself.</returns>
    private async Task<bool> ParkAsync(Guid id, T message, DateTime now, Exception cause)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        var reason = $"{cause.GetType().Name}: {cause.Message}";
        reason = reason.Length > 2000 ? reason[..2000] : reason;
        var parked = false;
        await db.WriteAsync(
            async () =>
            {
                var letter = await db.DeadLetters.SingleOrDefaultAsync(d => d.MessageId == id && d.Consumer == Name);
                if (letter is null)
                {
                    letter = new DeadLetter { MessageId = id, Consumer = Name, Contract = Contracts.NameOf(typeof(T)), Payload = JsonSerializer.Serialize(message, SpmisJson.Options), Now = now, Attempts = 0, Reason = reason };
                    db.DeadLetters.Add(letter);
                }

                (letter.Attempts, letter.Reason) = (letter.Attempts + 1, reason);
                parked = letter.Attempts >= MaxAttempts;
                if (parked)
                {
                    letter.ParkedAt ??= TimeProvider.System.GetUtcNow().UtcDateTime;
                }

                await db.SaveChangesAsync();
            },
            CancellationToken.None);
        LogFailed(log, cause, Name, id, parked);
        return parked;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Consumer} could not apply message {MessageId}; parked: {Parked}")]
    private static partial void LogFailed(ILogger log, Exception e, string consumer, Guid messageId, bool parked);
}

/// <summary>A consumer as the dead-letter list sees it.</summary>
internal interface IConsumerAdapter
{
    /// <summary>Applies a parked message once more.</summary>
    Task RetryAsync(DeadLetter letter, CancellationToken ct);
}

/// <summary>What travels beside a message.</summary>
internal static class Envelope
{
    public const string NowHeader = "spmis-now";

    public static string WriteNow(DateTime now) => now.ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    public static DateTime ReadNow(string text) => DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.RoundtripKind);
}
