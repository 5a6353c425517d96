using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Files;

namespace Spmis.Kernel.Statistics;

/// <summary>Writes the file of an extract: of a table the columns, <c>rows</c> (blank where hidden) and <c>hidden</c>; of records the pseudonym and the columns. Every fetching is in the history.</summary>
/// <param name="module">The module whose set it is.</param>
/// <param name="services">To find its database.</param>
public sealed class FetchExtract(string module, IServiceProvider services)
{
    /// <summary>The act in the history.</summary>
    public const string Act = "statistics.fetch";

    private const int Page = 1_000;

    /// <summary>The extract, if its file may be fetched; notes that it was.</summary>
    /// <exception cref="Refused">It is being made, or its last day is over.</exception>
    public async Task<StatisticsExtract> OpenAsync(long id, Change change, CancellationToken ct)
    {
        var db = services.GetRequiredKeyedService<ModuleDb>(module);
        var extract = await db.StatisticsExtracts.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct) ?? throw new Refused("statistics.unknown", $"There is no extract {id} in {module}.");
        if (extract.MadeAt is null)
        {
            throw new Refused("statistics.not-made", "The extract is being made; look at its run.");
        }

        if (extract.RemovedAt is not null || extract.KeepUntil < change.Today)
        {
            throw new Refused("statistics.over", $"The last day of this extract was {extract.KeepUntil:yyyy-MM-dd}; its contents are removed.");
        }

        db.RecordBulk(change.As(Act), nameof(StatisticsExtract), id.ToString(CultureInfo.InvariantCulture), new { extract.Recipient, extract.Shown });
        await db.SaveAsync(change.As(Act), ct);
        return extract;
    }

    /// <summary>Writes the file as a stream.</summary>
    public async Task WriteAsync(StatisticsExtract extract, Stream to, CancellationToken ct)
    {
        var db = services.GetRequiredKeyedService<ModuleDb>(module);
        await (extract.Form == ExtractForm.Table ? TableAsync(db, extract, to, ct) : RecordsAsync(db, extract, to, ct));
    }

    private static async Task TableAsync(ModuleDb db, StatisticsExtract extract, Stream to, CancellationToken ct)
    {
        await using var csv = await CsvOutput.StartAsync(to, [.. extract.ReadColumns(), "rows", "hidden"], ct);
        await foreach (var cell in db.StatisticsCells.AsNoTracking().Where(c => c.ExtractId == extract.Id).OrderBy(c => c.Values).AsAsyncEnumerable().WithCancellation(ct))
        {
            await csv.RowAsync(ct, [.. StatisticsCell.Read(cell.Values), cell.Hidden ? "" : cell.Rows, cell.Hidden ? "yes" : ""]);
        }
    }

    private static async Task RecordsAsync(ModuleDb db, StatisticsExtract extract, Stream to, CancellationToken ct)
    {
        var given = await db.StatisticsCells.AsNoTracking().Where(c => c.ExtractId == extract.Id).ToDictionaryAsync(c => c.Values, c => c.GivenAs is { } values ? StatisticsCell.Read(values) : null, ct);
        await using var csv = await CsvOutput.StartAsync(to, ["pseudonym", .. extract.ReadColumns()], ct);
        for (var pseudonym = ""; ;)
        {
            var after = pseudonym;
            var rows = await db.StatisticsRecords.AsNoTracking().Where(r => r.ExtractId == extract.Id && r.Pseudonym.CompareTo(after) > 0).OrderBy(r => r.Pseudonym).Take(Page).ToListAsync(ct); // A person has one line.
            foreach (var row in rows)
            {
                if (given[row.Values] is { } values)
                {
                    await csv.RowAsync(ct, [row.Pseudonym, .. values]);
                }
            }

            if (rows.Count < Page)
            {
                return;
            }

            pseudonym = rows[^1].Pseudonym;
        }
    }
}
