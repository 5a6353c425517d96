using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Evidence;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Kernel.Secrets;

namespace Spmis.Eligibility.Claims;

/// <summary>Seals anew, with the newest key, what claimants said and what decisions on claims rest on; and, once, what is from before any of it was sealed, papers too.</summary>
/// <param name="db">The module's database.</param>
/// <param name="keys">The keys.</param>
public sealed class SealClaims(EligibilityDb db, ColumnKeys keys) : ISealedTexts
{
    /// <summary>The kind of run that does it, and the act in the history.</summary>
    public const string RunKind = "claims.seal";

    /// <inheritdoc />
    public string Module => db.Module;

    string ISealedTexts.RunKind => RunKind;

    /// <inheritdoc />
    public async Task<Run> HandleAsync(Change change, CancellationToken ct)
    {
        var mark = keys.CurrentMark;
        var key = $"{mark}{await db.Runs.CountAsync(r => r.Kind == RunKind && r.FinishedAt != null, ct)}";
        if (await db.Runs.SingleOrDefaultAsync(r => r.Key == $"{RunKind}:{key}", ct) is { } open)
        {
            return open;
        }

        var run = Run.Of(RunKind, key, "Seal claims, decisions on them and papers with the newest key", new { }, change);
        run.Total = await db.Claims.LongCountAsync(c => !c.Facts.StartsWith(mark), ct) + await db.Determinations.LongCountAsync(d => d.ClaimId != null && !d.Inputs.StartsWith(mark), ct);
        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
        return run;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, long>> UseAsync(CancellationToken ct)
    {
        Dictionary<string, long> use = [];
        foreach (var mark in keys.Ids.Select(id => (Id: id, Of: $"{ColumnKeys.SealedMark}{id}.")))
        {
            use[mark.Id] = await db.Claims.LongCountAsync(c => c.Facts.StartsWith(mark.Of), ct) + await db.Determinations.LongCountAsync(d => d.ClaimId != null && d.Inputs.StartsWith(mark.Of), ct);
        }

        use[""] = await OpenAsync(db, ct);
        return use;
    }

    /// <inheritdoc />
    public Task<bool> KeepsAnswerAsync(string key, CancellationToken ct) => Task.FromResult(false); // No answer to a request of this module is sealed.

    /// <summary>How many are not sealed at all.</summary>
    internal static async Task<long> OpenAsync(EligibilityDb db, CancellationToken ct) =>
        await db.Claims.LongCountAsync(c => !c.Facts.StartsWith(ColumnKeys.SealedMark), ct) + await db.Determinations.LongCountAsync(d => d.ClaimId != null && !d.Inputs.StartsWith(ColumnKeys.SealedMark), ct);
}

/// <summary>Does it, some hundred rows a transaction.</summary>
/// <param name="db">For reading.</param>
/// <param name="keys">The keys.</param>
/// <param name="log">For what cannot be kept.</param>
public sealed partial class SealClaimsWorker(EligibilityDb db, ColumnKeys keys, ILogger<SealClaimsWorker> log) : IRunWorker
{
    private const int InChunk = 500;
    private const int PapersInChunk = 50; // Each has up to ten megabytes.
    private const string Decisions = "decisions:";
    private const string Papers = "papers:";

    /// <inheritdoc />
    public string Kind => SealClaims.RunKind;

    /// <inheritdoc />
    public string Permission => "runs.control";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var (mark, at) = (keys.CurrentMark, run.Checkpoint ?? "");
        Guid From(string phase) => at.StartsWith(phase, StringComparison.Ordinal) && Guid.TryParse(at[phase.Length..], out var id) ? id : Guid.Empty;
        for (var after = From(""); !at.StartsWith(Decisions, StringComparison.Ordinal) && !at.StartsWith(Papers, StringComparison.Ordinal);)
        {
            var ids = await db.Claims.Where(c => c.Id.CompareTo(after) > 0 && !c.Facts.StartsWith(mark)).OrderBy(c => c.Id).Take(InChunk).Select(c => c.Id).ToListAsync(ct);
            if (ids.Count == 0)
            {
                break;
            }

            after = ids[^1];
            yield return new RunChunk($"{after}", (services, step, token) => ClaimsAsync(services, step, ids, token));
        }

        for (var after = From(Decisions); !at.StartsWith(Papers, StringComparison.Ordinal);)
        {
            var ids = await db.Determinations.Where(d => d.ClaimId != null && d.Id.CompareTo(after) > 0 && !d.Inputs.StartsWith(mark)).OrderBy(d => d.Id).Take(InChunk).Select(d => d.Id).ToListAsync(ct);
            if (ids.Count == 0)
            {
                break;
            }

            after = ids[^1];
            yield return new RunChunk($"{Decisions}{after}", (services, step, token) => DecisionsAsync(services, step, ids, token));
        }

        for (var after = From(Papers); ;)
        {
            var items = await db.Evidence.AsNoTracking().Where(e => e.Id.CompareTo(after) > 0 && e.Sha256 != null).OrderBy(e => e.Id).Take(PapersInChunk).ToListAsync(ct);
            if (items.Count == 0)
            {
                break;
            }

            after = items[^1].Id;
            yield return new RunChunk($"{Papers}{after}", (services, step, token) => PapersAsync(services, step, items, token));
        }

        if (await SealClaims.OpenAsync(db, ct) == 0 && !(keys.EndPlain(Claim.Table) && keys.EndPlain(Determination.Table)))
        {
            NotKept();
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "All claims are sealed, but the folder of the keys cannot be written: a claim that is not sealed goes on being read (decision 0014).")]
    private partial void NotKept();

    private static async Task ClaimsAsync(IServiceProvider services, RunStep step, List<Guid> ids, CancellationToken ct)
    {
        var (db, keys) = (services.GetRequiredService<EligibilityDb>(), services.GetRequiredService<ColumnKeys>());
        // Takes the rows' locks: who decides them meanwhile waits.
        await db.Claims.Where(c => ids.Contains(c.Id)).ExecuteUpdateAsync(s => s.SetProperty(c => c.Language, c => c.Language), ct);
        var rows = await db.Claims.Where(c => ids.Contains(c.Id)).OrderBy(c => c.Id).ToListAsync(ct);
        rows.ForEach(r => r.Seal(keys));
        await db.SaveChangesAsync(ct); // Says nothing new; the entry of the run is its history.
        db.RecordBulk(step.Change.As(SealClaims.RunKind), nameof(Claim), $"run {step.Run.Id}, up to {ids[^1]}", new { Sealed = rows.Count });
        step.Count(rows.Count, 0);
    }

    private static async Task DecisionsAsync(IServiceProvider services, RunStep step, List<Guid> ids, CancellationToken ct)
    {
        var (db, keys) = (services.GetRequiredService<EligibilityDb>(), services.GetRequiredService<ColumnKeys>());
        var rows = await db.Determinations.Where(d => ids.Contains(d.Id)).OrderBy(d => d.Id).ToListAsync(ct);
        rows.ForEach(r => r.Seal(keys));
        await db.SaveChangesAsync(ct);
        db.RecordBulk(step.Change.As(SealClaims.RunKind), nameof(Determination), $"run {step.Run.Id}, up to {ids[^1]}", new { Sealed = rows.Count });
        step.Count(rows.Count, 0);
    }

    /// <summary>Papers from before lie open under their hash; each row gets its own sealed file, and the open one goes when no row needs it.</summary>
    private static async Task PapersAsync(IServiceProvider services, RunStep step, List<EvidenceItem> items, CancellationToken ct)
    {
        var (db, papers, files) = (services.GetRequiredService<EligibilityDb>(), services.GetRequiredService<SealedFiles>(), services.GetRequiredService<FileStore>());
        var open = items.Where(i => !papers.Has(i.Place) && files.Has(i.Sha256!)).ToList(); // Chosen for having one.
        foreach (var item in open)
        {
            await using var content = files.Open(item.Sha256!);
            using var memory = new MemoryStream();
            await content.CopyToAsync(memory, ct);
            await papers.SaveAsync(item.Place, memory.ToArray(), ct);
        }

        foreach (var sha in items.Select(i => i.Sha256!).Distinct().Where(files.Has))
        {
            var same = await db.Evidence.AsNoTracking().Where(e => e.Sha256 == sha).ToListAsync(ct);
            if (same.TrueForAll(e => papers.Has(e.Place)))
            {
                files.Delete(sha);
            }
        }

        if (open.Count > 0)
        {
            db.RecordBulk(step.Change.As(SealClaims.RunKind), nameof(EvidenceItem), $"run {step.Run.Id}, up to {items[^1].Id}", new { Sealed = open.Count });
            step.Count(open.Count, 0);
        }
    }
}

/// <summary>At the start: the newest sealed claim must open, or the keys are not those of this installation. Then what is from before the sealing is sealed.</summary>
/// <param name="scopes">For a scope of its own.</param>
/// <param name="time">The clock.</param>
/// <param name="log">For what cannot be kept.</param>
public sealed partial class ClaimsAtStart(IServiceScopeFactory scopes, TimeProvider time, ILogger<ClaimsAtStart> log) : IHostedService
{
    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, keys) = (scope.ServiceProvider.GetRequiredService<EligibilityDb>(), scope.ServiceProvider.GetRequiredService<ColumnKeys>());
        if (await db.Claims.AsNoTracking().Where(c => c.Facts.StartsWith(ColumnKeys.SealedMark)).OrderByDescending(c => c.Id).FirstOrDefaultAsync(cancellationToken) is { } newest)
        {
            _ = newest.Given;
        }

        var (files, papers) = (scope.ServiceProvider.GetRequiredService<FileStore>(), scope.ServiceProvider.GetRequiredService<SealedFiles>());
        var open = await SealClaims.OpenAsync(db, cancellationToken);
        if (keys.PlainIsOver(Claim.Table))
        {
            if (open > 0)
            {
                NotSealed(open, keys.PlainMark(Claim.Table), keys.PlainMark(Determination.Table));
            }

            return;
        }

        var oldest = await db.Evidence.AsNoTracking().Where(e => e.Sha256 != null).OrderBy(e => e.Id).Take(100).ToListAsync(cancellationToken);
        if (open > 0 || oldest.Exists(e => !papers.Has(e.Place) && files.Has(e.Sha256!)))
        {
            try
            {
                await scope.ServiceProvider.GetRequiredService<SealClaims>().HandleAsync(new Change { Act = SealClaims.RunKind, Actor = Actor.System, Now = time.GetUtcNow().UtcDateTime }, cancellationToken);
            }
            catch (Refused refused) when (refused.Code == "exists-already")
            {
                // Another process that started at the same moment has begun it.
            }
        }
        else if (!(keys.EndPlain(Claim.Table) && keys.EndPlain(Determination.Table)))
        {
            NotKept();
        }
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Warning, "All claims are sealed, but the folder of the keys cannot be written: a claim that is not sealed goes on being read (decision 0014).")]
    private partial void NotKept();

    [LoggerMessage(2, LogLevel.Error, "{Open} claims or decisions on them are not sealed, though all were: they are not read. If a copy of before the sealing was put back, delete {Mark} and {Other} and start again, and they are sealed; if none was, somebody wrote them into the database (decision 0014).")]
    private partial void NotSealed(long open, string mark, string other);
}
