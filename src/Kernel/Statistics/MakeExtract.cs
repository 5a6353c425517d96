using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Runs;

namespace Spmis.Kernel.Statistics;

/// <summary>What the run needs.</summary>
/// <param name="Extract">The extract.</param>
public sealed record ExtractInput(long Extract);

/// <summary>Reads a set under pseudonyms, a thousand rows a transaction; then counts, decides what is shown outside of any transaction, and keeps that.</summary>
/// <param name="module">The module whose set it is.</param>
/// <param name="services">To find its database and sets.</param>
public sealed class MakeExtract(string module, IServiceProvider services) : IRunWorker
{
    /// <summary>Combinations of values in records, at most.</summary>
    public const int MostCells = 50_000;

    /// <summary>Places of a table, totals among them, at most: protecting more takes minutes, and their cells are small anyway.</summary>
    public const int MostPlaces = 5_000;

    private const int InChunk = 1_000;
    private const string Read = "read";
    private const string Decided = "decided";

    /// <inheritdoc />
    public string Kind => KindOf(module);

    /// <inheritdoc />
    public string Permission => StatisticsPermissions.Decide;

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var db = services.GetRequiredKeyedService<ModuleDb>(module);
        var id = run.InputAs<ExtractInput>().Extract;
        var extract = await db.StatisticsExtracts.AsNoTracking().SingleAsync(e => e.Id == id, ct);
        if (run.Checkpoint is not Read and not Decided)
        {
            await foreach (var chunk in ReadAsync(extract, run.Checkpoint, ct))
            {
                yield return chunk;
            }

            yield return new RunChunk(Read, (_, _, _) => Task.CompletedTask);
        }

        if (run.Checkpoint != Decided)
        {
            var counted = await CountCells.OfAsync(db, extract, ct);
            var decided = extract.Form == ExtractForm.Table ? counted.Protect() : counted.Generalise();
            yield return new RunChunk(Decided, (scope, step, token) => KeepAsync(scope, step, extract, decided, token));
        }

        for (var left = extract.Form == ExtractForm.Table; left;)
        {
            // A table needs the persons no longer.
            yield return new RunChunk(Decided, async (scope, _, token) => left = await scope.GetRequiredKeyedService<ModuleDb>(module).StatisticsRecords
                .Where(r => r.ExtractId == id).OrderBy(r => r.Pseudonym).ThenBy(r => r.Values).Take(InChunk).ExecuteDeleteAsync(token) == InChunk);
        }
    }

    /// <summary>The kind of its runs.</summary>
    public static string KindOf(string module) => $"{module}.statistics";

    private async IAsyncEnumerable<RunChunk> ReadAsync(StatisticsExtract extract, string? after, [EnumeratorCancellation] CancellationToken ct)
    {
        var set = services.GetServices<IStatisticsSet>().Single(s => s.Module == module && s.Name == extract.Set);
        var names = set.Columns.Select(c => c.Name).ToList();
        var places = extract.ReadColumns().Select(c => names.IndexOf(c)).ToList();
        var pseudonym = services.GetRequiredService<Pseudonyms>().Of(extract.Project);
        while (await set.ReadAsync(after, InChunk, extract.AsOf, ct) is { Count: > 0 } rows)
        {
            after = rows[^1].Key;
            var read = rows.Select(r => (Pseudonym: pseudonym(r.Person), Values: StatisticsCell.Write(places.Select(p => r.Values[p])))).ToList();
            yield return new RunChunk(after, (scope, step, token) => TakeAsync(scope, step, extract.Id, read, token));
        }
    }

    private async Task TakeAsync(IServiceProvider scope, RunStep step, long extract, List<(string Pseudonym, string Values)> rows, CancellationToken ct)
    {
        var db = scope.GetRequiredKeyedService<ModuleDb>(module);
        var persons = rows.Select(r => r.Pseudonym).Distinct().ToList();
        var known = (await db.StatisticsRecords.Where(r => r.ExtractId == extract && EF.Parameter(persons).Contains(r.Pseudonym)).ToListAsync(ct)).ToDictionary(r => (r.Pseudonym, r.Values));
        List<StatisticsRecord> added = [];
        foreach (var same in rows.GroupBy(r => r))
        {
            if (known.TryGetValue(same.Key, out var record))
            {
                record.Rows += same.Count();
            }
            else
            {
                added.Add(new StatisticsRecord { ExtractId = extract, Pseudonym = same.Key.Pseudonym, Values = same.Key.Values, Rows = same.Count() });
            }
        }

        await db.BulkInsertAsync(added, ct);
        step.Count(rows.Count, 0);
    }

    private async Task KeepAsync(IServiceProvider scope, RunStep step, StatisticsExtract made, IReadOnlyList<StatisticsCell> decided, CancellationToken ct)
    {
        var db = scope.GetRequiredKeyedService<ModuleDb>(module);
        var extract = await db.StatisticsExtracts.SingleAsync(e => e.Id == made.Id, ct);
        if (extract.RemovedAt is not null)
        {
            throw new Refused("statistics.over", "The last day of this extract is over; nothing is kept of it.");
        }

        await db.BulkInsertAsync(decided, ct);
        var table = extract.Form == ExtractForm.Table;
        extract.Rows = step.Run.Done;
        extract.Shown = decided.Where(c => !c.Hidden).Sum(c => table ? 1 : c.Rows);
        extract.Hidden = decided.Where(c => c.Hidden).Sum(c => table ? 1 : c.Rows);
        extract.MadeAt = step.Change.Now;
        step.Run.Outcome = JsonSerializer.Serialize(new { extract.Rows, extract.Shown, extract.Hidden }, SpmisJson.Options);
    }

    internal static Refused TooMany(int most) => new("statistics.too-many-cells", string.Create(CultureInfo.InvariantCulture, $"These columns make more than {most} cells; choose fewer or coarser ones, and prepare the extract again."));
}
