using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Takeover;

/// <summary>What is done with a batch.</summary>
public enum TakeoverStep
{
    /// <summary>Each line gets its verdict.</summary>
    Check,

    /// <summary>What was approved is posted.</summary>
    Post,

    /// <summary>What was not approved is taken out again.</summary>
    Undo,
}

/// <summary>What the run needs.</summary>
/// <param name="BatchId">The batch.</param>
/// <param name="Step">What is done with it.</param>
public sealed record TakeoverRunInput(long BatchId, TakeoverStep Step);

/// <summary>
/// Takes batches over: looks at 500 lines a transaction; posts at most a thousand months, or 500 balances, a transaction, then puts credits to debts or counts the years of 500 persons a transaction.
/// Checkpoints: <c>line:N</c>, <c>settle:EMPLOYER</c>, <c>count:YEAR:PERSON</c>, <c>end</c>. What is posted is there once by constraint besides.
/// </summary>
public sealed class TakeoverWorker(ContributionsDb db, FileStore files) : IRunWorker
{
    public const string RunKind = "contributions.takeover";
    private const int ChunkLines = 500;
    private const int ChunkMonths = 1000;
    private const int ChunkPersons = 500;
    private const int ChunkEmployers = 200;
    private const int ChunkUndone = 5000;
    private const string End = "end";

    public string Kind => RunKind;

    public string Permission => "takeovers.prepare";

    public bool MayStop => false;

    internal static Run Of(TakeoverBatch batch, TakeoverStep step, Change change) => Run.Of(
        RunKind, string.Create(CultureInfo.InvariantCulture, $"{batch.Id}:{step}"),
        step switch { TakeoverStep.Check => $"Look at {batch.FileName} of {batch.Source}", TakeoverStep.Post => $"Take {batch.FileName} of {batch.Source} over", _ => $"Undo {batch.FileName} of {batch.Source}" },
        new TakeoverRunInput(batch.Id, step), change);

    public IAsyncEnumerable<RunChunk> ChunksAsync(Run run, CancellationToken ct)
    {
        var input = run.InputAs<TakeoverRunInput>();
        var at = (run.Checkpoint ?? "line:0").Split(':');
        return at[0] == End ? AsyncEnumerable.Empty<RunChunk>() : input.Step switch { TakeoverStep.Check => CheckAsync(input.BatchId, at, ct), TakeoverStep.Post => PostAsync(input.BatchId, at, ct), _ => UndoAsync(input.BatchId, at, ct) };
    }

    private async IAsyncEnumerable<RunChunk> CheckAsync(long id, string[] at, [EnumeratorCancellation] CancellationToken ct)
    {
        var batch = await db.Set<TakeoverBatch>().AsNoTracking().SingleAsync(b => b.Id == id, ct);
        List<LineProblem> warnings = [];
        List<TabularRow> rows = [];
        await foreach (var row in TakeoverFile.ReadAsync(batch.Kind, () => files.Open(batch.Sha), Number(at), warnings, ct))
        {
            rows.Add(row);
            if (rows.Count == ChunkLines)
            {
                yield return Chunk(rows);
                rows = [];
            }
        }

        if (rows.Count > 0)
        {
            yield return Chunk(rows);
        }

        yield return new RunChunk(End, async (services, step, stop) =>
        {
            step.Warn(warnings);
            await services.GetRequiredService<ApproveTakeover>().CheckedAsync(id, step, stop);
        });

        RunChunk Chunk(List<TabularRow> part) => new($"line:{Shown(part[^1].LineNumber)}", (services, step, stop) => services.GetRequiredService<StageTakeover>().HandleAsync(batch, part, step, stop));
    }

    private async IAsyncEnumerable<RunChunk> PostAsync(long id, string[] at, [EnumeratorCancellation] CancellationToken ct)
    {
        var batch = await db.Set<TakeoverBatch>().AsNoTracking().SingleAsync(b => b.Id == id, ct);
        if (at[0] == "line")
        {
            var after = Number(at);
            while (await LinesAsync(id, after, ct) is { Count: > 0 } lines)
            {
                var part = lines;
                after = part[^1].Line;
                yield return new RunChunk($"line:{Shown(after)}", (services, step, stop) => services.GetRequiredService<PostTakeover>().LinesAsync(batch, part, step, stop));
            }
        }

        await foreach (var chunk in batch.Kind == TakeoverKind.History ? CountAsync(batch, at, ct) : SettleAsync(batch, at, ct))
        {
            yield return chunk;
        }

        yield return new RunChunk(End, async (services, step, stop) => (await services.GetRequiredService<ContributionsDb>().Set<TakeoverBatch>().SingleAsync(b => b.Id == id, stop)).PostedAt = step.Change.Now);
    }

    private async IAsyncEnumerable<RunChunk> CountAsync(TakeoverBatch batch, string[] at, [EnumeratorCancellation] CancellationToken ct)
    {
        var (fromYear, fromPerson) = at is ["count", var y, var p] ? ((int)long.Parse(y, CultureInfo.InvariantCulture), Guid.Parse(p)) : (0, Guid.Empty);
        var lines = db.Set<TakeoverLine>().AsNoTracking().Where(l => l.BatchId == batch.Id && !l.Refused && l.PersonId != null);
        foreach (var year in await lines.Where(l => l.Year >= fromYear).Select(l => l.Year).Distinct().OrderBy(x => x).ToListAsync(ct))
        {
            var after = year == fromYear ? fromPerson : Guid.Empty;
            while (true)
            {
                var last = after;
                var persons = await lines.Where(l => l.Year == year && l.PersonId!.Value.CompareTo(last) > 0).Select(l => l.PersonId!.Value).Distinct().OrderBy(x => x).Take(ChunkPersons).ToListAsync(ct); // Not null by the filter above.
                if (persons.Count == 0)
                {
                    break;
                }

                after = persons[^1];
                yield return new RunChunk($"count:{Shown(year)}:{after}", (services, step, stop) => services.GetRequiredService<PostTakeover>().CountAsync(batch, year, persons, step, stop));
            }
        }
    }

    private async IAsyncEnumerable<RunChunk> SettleAsync(TakeoverBatch batch, string[] at, [EnumeratorCancellation] CancellationToken ct)
    {
        var after = at is ["settle", var number] ? number : "";
        while (true)
        {
            var last = after;
            var employers = await db.Set<TakeoverLine>().AsNoTracking().Where(l => l.BatchId == batch.Id && !l.Refused && l.EmployerNumber != null && string.Compare(l.EmployerNumber, last) > 0)
                .Select(l => l.EmployerNumber).Distinct().OrderBy(n => n).Take(ChunkEmployers).ToListAsync(ct);
            if (employers.Count == 0)
            {
                yield break;
            }

            after = employers[^1] ?? "";
            var ids = await db.Set<TakeoverLine>().AsNoTracking().Where(l => l.BatchId == batch.Id && !l.Refused && employers.Contains(l.EmployerNumber) && l.EmployerId != null).Select(l => l.EmployerId!.Value).Distinct().ToListAsync(ct); // Not null by the filter before.
            yield return new RunChunk($"settle:{after}", (services, step, stop) => services.GetRequiredService<PostTakeover>().SettleAsync(ids, step, stop));
        }
    }

    private async IAsyncEnumerable<RunChunk> UndoAsync(long id, string[] at, [EnumeratorCancellation] CancellationToken ct)
    {
        var after = Number(at);
        while (true)
        {
            var from = after;
            var next = await db.Set<TakeoverLine>().AsNoTracking().Where(l => l.BatchId == id && l.Line > from).OrderBy(l => l.Line).Select(l => l.Line).Take(ChunkUndone).ToListAsync(ct);
            if (next.Count == 0)
            {
                break;
            }

            after = next[^1];
            var to = after;
            yield return new RunChunk($"line:{Shown(to)}", async (services, step, stop) =>
            {
                var gone = await services.GetRequiredService<ContributionsDb>().Set<TakeoverLine>().Where(l => l.BatchId == id && l.Line <= to).ExecuteDeleteAsync(stop);
                step.Count(gone, 0);
            });
        }
    }

    private async Task<List<TakeoverLine>> LinesAsync(long id, long after, CancellationToken ct)
    {
        var lines = await db.Set<TakeoverLine>().AsNoTracking().Where(l => l.BatchId == id && !l.Refused && l.Line > after).OrderBy(l => l.Line).Take(ChunkLines).ToListAsync(ct);
        var months = 0;
        return [.. lines.TakeWhile(l => (months += l.To.Code - l.From.Code + 1) <= ChunkMonths)];
    }

    private static long Number(string[] at) => at[0] == "line" ? long.Parse(at[1], CultureInfo.InvariantCulture) : 0;

    private static string Shown(long number) => number.ToString(CultureInfo.InvariantCulture);
}
