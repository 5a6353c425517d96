using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Files;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Statistics;

namespace Spmis.Kernel.Hosting;

/// <summary>What a round of housekeeping removed.</summary>
/// <param name="Outbox">Messages delivered long ago.</param>
/// <param name="Inbox">Notes of messages applied long ago.</param>
/// <param name="Answers">Answers kept for an Idempotency-Key.</param>
/// <param name="Uploads">Uploads that a crash broke off.</param>
/// <param name="Extracts">Extracts for statistics whose last day is over.</param>
public sealed record Tidied(int Outbox, int Inbox, int Answers, int Uploads, int Extracts);

/// <summary>Once an hour removes from a module's own tables what has served its term, a thousand rows a transaction.</summary>
/// <typeparam name="TDb">The module's database.</typeparam>
/// <param name="scopes">For a fresh scope per round.</param>
/// <param name="time">The clock.</param>
/// <param name="module">The module.</param>
/// <param name="log">Counts only.</param>
public sealed partial class Housekeeping<TDb>(IServiceScopeFactory scopes, TimeProvider time, ModuleOf<TDb> module, ILogger<Housekeeping<TDb>> log) : BackgroundService
    where TDb : ModuleDb
{
    private static readonly TimeSpan Each = TimeSpan.FromHours(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Each, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryAsync(async services =>
            {
                await KeepPersons.HandleAsync(services.GetRequiredService<TDb>(), stoppingToken);
                var tidied = await Tidy.RunAsync(services.GetRequiredService<TDb>(), services.GetService<FileStore>(), time.GetUtcNow().UtcDateTime, stoppingToken);
                LogTidied(log, module.Name, tidied.Outbox, tidied.Inbox, tidied.Answers, tidied.Uploads, tidied.Extracts);
            }, stoppingToken);
        }
    }

    private async Task TryAsync(Func<IServiceProvider, Task> work, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await work(scope.ServiceProvider);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // Nothing depends on this round; the next one does it.
            LogBroken(log, e, module.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Module}: removed {Outbox} delivered messages, {Inbox} inbox notes, {Answers} kept answers, {Uploads} broken uploads, the contents of {Extracts} extracts for statistics")]
    private static partial void LogTidied(ILogger log, string module, int outbox, int inbox, int answers, int uploads, int extracts);

    [LoggerMessage(Level = LogLevel.Error, Message = "Housekeeping of {Module} failed; it is tried again in an hour")]
    private static partial void LogBroken(ILogger log, Exception e, string module);
}

/// <summary>One round of housekeeping.</summary>
public static class Tidy
{
    /// <summary>A module restored from an older backup is caught up from the others' outboxes, so they keep what was delivered for so long.</summary>
    public static readonly TimeSpan OutboxTerm = TimeSpan.FromDays(30);

    /// <summary>Longer than any outbox may still hold the message: it is never applied twice.</summary>
    public static readonly TimeSpan InboxTerm = TimeSpan.FromDays(90);

    /// <summary>A client repeats a request within hours or days; after this the key is free again.</summary>
    public static readonly TimeSpan AnswerTerm = TimeSpan.FromDays(90);

    /// <summary>No upload takes as long.</summary>
    public static readonly TimeSpan UploadTerm = TimeSpan.FromDays(1);

    private const int Rows = 1_000;

    /// <summary>Removes what has served its term; messages not delivered and dead letters stay whatever their age.</summary>
    public static async Task<Tidied> RunAsync(ModuleDb db, FileStore? files, DateTime now, CancellationToken ct)
    {
        var (delivered, applied, given) = (now - OutboxTerm, FirstIdOf(now - InboxTerm), now - AnswerTerm);
        return new Tidied(
            await InPiecesAsync(db, () => db.Outbox.Where(o => o.DeliveredAt < delivered).OrderBy(o => o.DeliveredAt).Take(Rows).ExecuteDeleteAsync(ct), ct),
            // Ids of version 7 begin with their time, so the primary key finds the old ones.
            await InPiecesAsync(db, () => db.Inbox.Where(i => i.MessageId.CompareTo(applied) < 0).OrderBy(i => i.MessageId).Take(Rows).ExecuteDeleteAsync(ct), ct),
            await InPiecesAsync(db, () => db.StoredAnswers.Where(a => a.At < given).OrderBy(a => a.At).Take(Rows).ExecuteDeleteAsync(ct), ct),
            files?.DeleteAbandoned(now - UploadTerm) ?? 0,
            await ExtractsAsync(db, now, ct));
    }

    private static async Task<int> ExtractsAsync(ModuleDb db, DateTime now, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(now);
        var over = await db.StatisticsExtracts.AsNoTracking().Where(e => e.RemovedAt == null && e.MadeAt != null && e.KeepUntil < today).OrderBy(e => e.Id).Take(Rows).Select(e => e.Id).ToListAsync(ct);
        // Of a run that failed nothing comes any more.
        var unmade = await db.StatisticsExtracts.AsNoTracking().Where(e => e.RemovedAt == null && e.MadeAt == null).OrderBy(e => e.Id).Take(Rows).Select(e => e.Id).ToListAsync(ct);
        var keys = unmade.ToDictionary(id => string.Create(CultureInfo.InvariantCulture, $"{MakeExtract.KindOf(db.Module)}:{id}"));
        over.AddRange((await db.Runs.Where(r => EF.Parameter(keys.Keys.ToList()).Contains(r.Key) && (r.FailedAt != null || r.CancelledAt != null)).Select(r => r.Key).ToListAsync(ct)).Select(k => keys[k]));
        foreach (var id in over)
        {
            await InPiecesAsync(db, () => db.StatisticsRecords.Where(r => r.ExtractId == id).OrderBy(r => r.Pseudonym).ThenBy(r => r.Values).Take(Rows).ExecuteDeleteAsync(ct), ct);
            await InPiecesAsync(db, () => db.StatisticsCells.Where(c => c.ExtractId == id).OrderBy(c => c.Values).Take(Rows).ExecuteDeleteAsync(ct), ct);
            (await db.StatisticsExtracts.SingleAsync(e => e.Id == id, ct)).RemovedAt = now;
            await db.SaveAsync(new Change { Act = "statistics.remove", Actor = Actor.System, Now = now }, ct);
        }

        return over.Count;
    }

    private static async Task<int> InPiecesAsync(ModuleDb db, Func<Task<int>> delete, CancellationToken ct)
    {
        var all = 0;
        while (true)
        {
            var some = 0;
            await db.WriteAsync(async () => some = await delete(), ct);
            all += some;
            if (some < Rows)
            {
                return all;
            }
        }
    }

    private static Guid FirstIdOf(DateTime at)
    {
        var bytes = Guid.CreateVersion7(new DateTimeOffset(at, TimeSpan.Zero)).ToByteArray(bigEndian: true);
        bytes.AsSpan(6).Clear();
        return new Guid(bytes, bigEndian: true);
    }
}
