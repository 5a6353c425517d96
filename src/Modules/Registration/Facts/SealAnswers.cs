using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Kernel.Secrets;
using Spmis.Registration.Photos;

namespace Spmis.Registration.Facts;

/// <summary>Seals anew, with the newest key, all answers that are not: those of before a rotation, and those from before answers were sealed at all.</summary>
/// <param name="db">The register.</param>
/// <param name="keys">The keys.</param>
public sealed class SealAnswers(RegistrationDb db, ColumnKeys keys) : ISealedTexts
{
    string ISealedTexts.Module => db.Module;

    string ISealedTexts.RunKind => RunKind;

    /// <summary>The kind of run that does it, and the act in the history.</summary>
    public const string RunKind = "answers.seal";

    /// <summary>Starts the run.</summary>
    /// <returns>The run; one with the same key that has not ended is that one.</returns>
    public async Task<Run> HandleAsync(Change change, CancellationToken ct)
    {
        var mark = keys.CurrentMark;
        var key = $"{mark}{await db.Runs.CountAsync(r => r.Kind == RunKind && r.FinishedAt != null, ct)}";
        if (await db.Runs.SingleOrDefaultAsync(r => r.Key == $"{RunKind}:{key}", ct) is { } open)
        {
            return open;
        }

        var run = Run.Of(RunKind, key, "Seal answers to forms and photographs with the newest key", new { }, change);
        run.Total = await db.FormAnswers.LongCountAsync(a => !a.Answers.StartsWith(mark), ct) + await db.Photos.LongCountAsync(p => !p.Content.StartsWith(mark), ct);
        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
        return run;
    }

    /// <summary>Whether a key seals an answer kept for a repeated request; these are not sealed anew, and go after their days.</summary>
    public Task<bool> KeepsAnswerAsync(string key, CancellationToken ct)
    {
        var mark = $"{ColumnKeys.SealedMark}{key}.";
        return db.StoredAnswers.AnyAsync(a => a.Body != null && a.Body.StartsWith(mark), ct);
    }

    /// <summary>How many answers each key seals; the key is empty for answers not sealed.</summary>
    public async Task<IReadOnlyDictionary<string, long>> UseAsync(CancellationToken ct)
    {
        Dictionary<string, long> use = [];
        foreach (var id in keys.Ids)
        {
            use[id] = await db.FormAnswers.LongCountAsync(a => a.Answers.StartsWith(ColumnKeys.SealedMark + id + "."), ct) + await db.Photos.LongCountAsync(p => p.Content.StartsWith(ColumnKeys.SealedMark + id + "."), ct);
        }

        use[""] = await db.FormAnswers.LongCountAsync(a => !a.Answers.StartsWith(ColumnKeys.SealedMark), ct);
        return use;
    }
}

/// <summary>Does it, a thousand rows a transaction; each row is written again under its own id.</summary>
/// <param name="db">For reading.</param>
/// <param name="keys">The keys.</param>
/// <param name="log">For what cannot be kept.</param>
public sealed partial class SealAnswersWorker(RegistrationDb db, ColumnKeys keys, ILogger<SealAnswersWorker> log) : IRunWorker
{
    private const int InChunk = 1_000;
    private const int PhotosInChunk = 50; // Each has a hundred kilobytes.
    private const string PhotoMark = "photo:";

    /// <inheritdoc />
    public string Kind => SealAnswers.RunKind;

    /// <inheritdoc />
    public string Permission => "runs.control";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var mark = keys.CurrentMark;
        var photosFrom = run.Checkpoint?.StartsWith(PhotoMark, StringComparison.Ordinal) == true ? Guid.Parse(run.Checkpoint[PhotoMark.Length..]) : (Guid?)null;
        var after = photosFrom is null && run.Checkpoint is { } checkpoint ? Guid.Parse(checkpoint) : Guid.Empty;
        while (photosFrom is null)
        {
            var ids = await db.FormAnswers.Where(a => a.Id.CompareTo(after) > 0 && !a.Answers.StartsWith(mark)).OrderBy(a => a.Id).Take(InChunk).Select(a => a.Id).ToListAsync(ct);
            if (ids.Count == 0)
            {
                break;
            }

            after = ids[^1];
            yield return new RunChunk($"{after}", (services, step, token) => ApplyAsync(services, step, ids, token));
        }

        for (var from = photosFrom ?? Guid.Empty; ;)
        {
            var ids = await db.Photos.Where(p => p.PersonId.CompareTo(from) > 0 && !p.Content.StartsWith(mark)).OrderBy(p => p.PersonId).Take(PhotosInChunk).Select(p => p.PersonId).ToListAsync(ct);
            if (ids.Count == 0)
            {
                break;
            }

            from = ids[^1];
            yield return new RunChunk($"{PhotoMark}{from}", (services, step, token) => ApplyPhotosAsync(services, step, ids, token));
        }

        if (!await db.FormAnswers.AnyAsync(a => !a.Answers.StartsWith(ColumnKeys.SealedMark), ct) && !keys.EndPlain(FormAnswer.Table))
        {
            NotKept();
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "All answers are sealed, but the folder of the keys cannot be written: an answer that is not sealed goes on being read (decision 0014).")]
    private partial void NotKept();

    private static async Task ApplyAsync(IServiceProvider services, RunStep step, List<Guid> ids, CancellationToken ct)
    {
        var (db, keys) = (services.GetRequiredService<RegistrationDb>(), services.GetRequiredService<ColumnKeys>());
        // Takes the rows' locks: a merge that moves them to another person waits, or has happened already.
        await db.FormAnswers.Where(a => ids.Contains(a.Id)).ExecuteUpdateAsync(s => s.SetProperty(a => a.Version, a => a.Version), ct);
        var rows = await db.FormAnswers.AsNoTracking().Where(a => ids.Contains(a.Id)).OrderBy(a => a.Id).ToListAsync(ct);
        await db.FormAnswers.Where(a => ids.Contains(a.Id)).ExecuteDeleteAsync(ct);
        await db.BulkInsertAsync(rows.ConvertAll(r => r.SealedAnew(keys)), ct);
        db.RecordBulk(step.Change.As(SealAnswers.RunKind), nameof(FormAnswer), $"run {step.Run.Id}, up to {ids[^1]}", new { Sealed = rows.Count });
        step.Count(rows.Count, 0);
    }

    private static async Task ApplyPhotosAsync(IServiceProvider services, RunStep step, List<Guid> ids, CancellationToken ct)
    {
        var (db, keys) = (services.GetRequiredService<RegistrationDb>(), services.GetRequiredService<ColumnKeys>());
        await db.Photos.Where(p => ids.Contains(p.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(p => p.Version, p => p.Version), ct); // Takes the rows' locks, as above.
        var rows = await db.Photos.AsNoTracking().Where(p => ids.Contains(p.PersonId)).OrderBy(p => p.PersonId).ToListAsync(ct);
        await db.Photos.Where(p => ids.Contains(p.PersonId)).ExecuteDeleteAsync(ct);
        await db.BulkInsertAsync(rows.ConvertAll(p => p.As(p.PersonId, PersonPhoto.Seal(keys, p.Id, p.Read(keys)))), ct);
        db.RecordBulk(step.Change.As(SealAnswers.RunKind), nameof(PersonPhoto), $"run {step.Run.Id}, up to {ids[^1]}", new { Sealed = rows.Count });
        step.Count(rows.Count, 0);
    }
}

/// <summary>
/// At the start: the newest sealed answers must open, or the keys are not those of this register, and starting would go on with new ones unnoticed.
/// Then answers from before they were sealed are sealed.
/// </summary>
/// <param name="scopes">For a scope of its own.</param>
/// <param name="time">The clock.</param>
/// <param name="log">For what cannot be kept.</param>
public sealed partial class AnswersAtStart(IServiceScopeFactory scopes, TimeProvider time, ILogger<AnswersAtStart> log) : IHostedService
{
    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, keys) = (scope.ServiceProvider.GetRequiredService<RegistrationDb>(), scope.ServiceProvider.GetRequiredService<ColumnKeys>());
        if (await db.FormAnswers.AsNoTracking().Where(a => a.Answers.StartsWith(ColumnKeys.SealedMark)).OrderByDescending(a => a.Id).FirstOrDefaultAsync(cancellationToken) is { } newest)
        {
            _ = newest.Read(keys);
        }

        if (keys.PlainIsOver(FormAnswer.Table))
        {
            if (await db.FormAnswers.CountAsync(a => !a.Answers.StartsWith(ColumnKeys.SealedMark), cancellationToken) is > 0 and var open)
            {
                NotSealed(open, keys.PlainMark(FormAnswer.Table));
            }

            return;
        }

        if (await db.FormAnswers.AnyAsync(a => !a.Answers.StartsWith(ColumnKeys.SealedMark), cancellationToken))
        {
            var change = new Change { Act = SealAnswers.RunKind, Actor = Actor.System, Now = time.GetUtcNow().UtcDateTime };
            try
            {
                await scope.ServiceProvider.GetRequiredService<SealAnswers>().HandleAsync(change, cancellationToken);
            }
            catch (Refused refused) when (refused.Code == "exists-already")
            {
                // Another process that started at the same moment has begun it.
            }
        }
        else if (!keys.EndPlain(FormAnswer.Table))
        {
            NotKept();
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "All answers are sealed, but the folder of the keys cannot be written: an answer that is not sealed goes on being read (decision 0014).")]
    private partial void NotKept();

    [LoggerMessage(2, LogLevel.Error, "{Open} answers to forms are not sealed, though all were: they are not read. If a copy of before the sealing was put back, delete {Mark} and start again, and they are sealed; if none was, somebody wrote them into the database (decision 0014).")]
    private partial void NotSealed(int open, string mark);

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
