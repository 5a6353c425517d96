using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Runs;

namespace Spmis.Kernel.Statistics;

/// <summary>What the run needs.</summary>
/// <param name="Extract">The extract.</param>
public sealed record ExtractInput(long Extract);

/// <summary>Counts a set a thousand rows a transaction; then decides what is shown.</summary>
/// <param name="module">The module whose set it is.</param>
/// <param name="services">To find its database and sets.</param>
public sealed class MakeExtract(string module, IServiceProvider services) : IRunWorker
{
    /// <summary>Cells of an extract, a table's totals among them, at most: more are of no use to anybody and all of them are small.</summary>
    public const int MostCells = 50_000;

    private const int InChunk = 1_000;
    private const string Deciding = "deciding";

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
        var set = services.GetServices<IStatisticsSet>().Single(s => s.Module == module && s.Name == extract.Set);
        var places = extract.ReadColumns().Select(c => set.Columns.Select(s => s.Name).ToList().IndexOf(c)).ToList();
        var pseudonym = services.GetRequiredService<Pseudonyms>().Of(extract.Project);
        var line = run.Done;
        for (var after = run.Checkpoint; after != Deciding;)
        {
            var rows = await set.ReadAsync(after, InChunk, extract.AsOf, ct);
            if (rows.Count == 0)
            {
                break;
            }

            after = rows[^1].Key;
            var from = line;
            line += rows.Count;
            var read = rows.Select((r, i) => new StatisticsRecord { ExtractId = id, Line = from + i, Pseudonym = pseudonym(r.Person), Values = StatisticsCell.Write(places.Select(p => r.Values[p])) }).ToList();
            yield return new RunChunk(after, (scope, step, token) => CountAsync(scope, step, extract, read, token));
        }

        yield return new RunChunk(Deciding, (scope, step, token) => DecideAsync(scope, step, extract, token));
    }

    /// <summary>The kind of its runs.</summary>
    public static string KindOf(string module) => $"{module}.statistics";

    private async Task CountAsync(IServiceProvider scope, RunStep step, StatisticsExtract extract, List<StatisticsRecord> rows, CancellationToken ct)
    {
        var db = scope.GetRequiredKeyedService<ModuleDb>(module);
        var counts = rows.GroupBy(r => r.Values).ToDictionary(g => g.Key, g => g.LongCount());
        var known = await db.StatisticsCells.Where(c => c.ExtractId == extract.Id && counts.Keys.Contains(c.Values)).ToDictionaryAsync(c => c.Values, ct);
        foreach (var (values, count) in counts)
        {
            if (known.TryGetValue(values, out var cell))
            {
                cell.Rows += count;
            }
            else
            {
                db.StatisticsCells.Add(new StatisticsCell { ExtractId = extract.Id, Values = values, Rows = count });
            }
        }

        if (known.Count < counts.Count && await db.StatisticsCells.CountAsync(c => c.ExtractId == extract.Id, ct) > MostCells)
        {
            throw TooMany();
        }

        if (extract.Form == ExtractForm.Records)
        {
            await db.BulkInsertAsync(rows, ct);
        }

        step.Count(rows.Count, 0);
    }

    private async Task DecideAsync(IServiceProvider scope, RunStep step, StatisticsExtract made, CancellationToken ct)
    {
        var db = scope.GetRequiredKeyedService<ModuleDb>(module);
        var extract = await db.StatisticsExtracts.SingleAsync(e => e.Id == made.Id, ct);
        var cells = await db.StatisticsCells.AsNoTracking().Where(c => c.ExtractId == extract.Id).OrderBy(c => c.Values).ToListAsync(ct);
        var decided = extract.Form == ExtractForm.Table ? Protect(extract, cells) : Generalise(extract, cells);
        await db.StatisticsCells.Where(c => c.ExtractId == extract.Id).ExecuteDeleteAsync(ct);
        await db.BulkInsertAsync(decided, ct);
        extract.Rows = cells.Sum(c => c.Rows);
        extract.Shown = extract.Form == ExtractForm.Table ? decided.Count(c => !c.Hidden) : decided.Where(c => c.GivenAs is not null).Sum(c => c.Rows);
        extract.Hidden = extract.Form == ExtractForm.Table ? decided.Count(c => c.Hidden) : decided.Where(c => c.GivenAs is null).Sum(c => c.Rows);
        extract.MadeAt = step.Change.Now;
        step.Run.Outcome = System.Text.Json.JsonSerializer.Serialize(new { extract.Rows, extract.Shown, extract.Hidden }, SpmisJson.Options);
    }

    /// <summary>The cells of a table with its totals, those that are empty left out, each shown or hidden.</summary>
    private static List<StatisticsCell> Protect(StatisticsExtract extract, List<StatisticsCell> cells)
    {
        var read = cells.ConvertAll(c => (Values: StatisticsCell.Read(c.Values), c.Rows));
        var values = Enumerable.Range(0, extract.ReadColumns().Count).Select(d => read.Select(c => c.Values[d]).Distinct().Order(StringComparer.Ordinal).ToList()).ToList();
        if (values.Aggregate(1L, (all, v) => all * (v.Count + 1)) > MostCells)
        {
            throw TooMany();
        }

        var numbers = values.ConvertAll(v => v.Select((value, n) => (value, n)).ToDictionary(x => x.value, x => x.n));
        var table = SuppressSmallCells.Of(values.ConvertAll(v => v.Count), read.Select(c => ((IReadOnlyList<int>)[.. c.Values.Select((v, d) => numbers[d][v])], c.Rows)), extract.SmallestCell);
        return [.. Enumerable.Range(0, table.Counts.Length).Where(p => table.Counts[p] > 0).Select(p => new StatisticsCell
        {
            ExtractId = extract.Id, Values = StatisticsCell.Write(table.At(p).Select((n, d) => n == values[d].Count ? StatisticsCell.All : values[d][n])), Rows = table.Counts[p], Hidden = table.Hidden[p],
        })];
    }

    private static List<StatisticsCell> Generalise(StatisticsExtract extract, List<StatisticsCell> cells)
    {
        var given = GeneraliseRecords.Of(cells.ConvertAll(c => (StatisticsCell.Read(c.Values), c.Rows)), extract.ReadColumns().Count, extract.SmallestCell);
        return [.. cells.Select((c, i) => new StatisticsCell { ExtractId = c.ExtractId, Values = c.Values, Rows = c.Rows, Hidden = given[i] is null, GivenAs = given[i] is { } values ? StatisticsCell.Write(values) : null })];
    }

    private static Refused TooMany() => new("statistics.too-many-cells", string.Create(CultureInfo.InvariantCulture, $"These columns make more than {MostCells} cells; choose fewer or coarser ones, and prepare the extract again."));
}
