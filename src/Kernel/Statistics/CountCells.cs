using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Data;

namespace Spmis.Kernel.Statistics;

/// <summary>Rows and persons of each cell of an extract, and of each total over them: a person with many rows is one.</summary>
internal sealed class CountCells
{
    private const int Page = 1_000;

    private readonly StatisticsExtract extract;
    private readonly Dictionary<string, (long Rows, long Persons)> cells = new(StringComparer.Ordinal);
    private readonly List<List<string>> values = [];
    private long[] persons = [];
    private bool overlapping;

    private CountCells(StatisticsExtract extract) => this.extract = extract;

    /// <summary>Reads the records twice, in the order of the pseudonyms: first which values there are, then who is where.</summary>
    public static async Task<CountCells> OfAsync(ModuleDb db, StatisticsExtract extract, CancellationToken ct)
    {
        var counted = new CountCells(extract);
        await foreach (var person in PersonsAsync(db, extract.Id, ct))
        {
            counted.Add(person);
        }

        if (extract.Form == ExtractForm.Table)
        {
            counted.FindValues();
            await foreach (var person in PersonsAsync(db, extract.Id, ct))
            {
                counted.AddToTotals(person);
            }
        }

        return counted;
    }

    /// <summary>The cells of a table with its totals, those that are empty left out, each shown or hidden.</summary>
    public IReadOnlyList<StatisticsCell> Protect()
    {
        var sizes = values.ConvertAll(v => v.Count);
        var table = SuppressSmallCells.Of(sizes, cells.Select(c => (At(c.Key), c.Value.Rows)), extract.SmallestCell, persons, overlapping);
        return [.. Enumerable.Range(0, table.Counts.Length).Where(p => table.Counts[p] > 0).Select(p => new StatisticsCell
        {
            ExtractId = extract.Id, Values = StatisticsCell.Write(table.At(p).Select((n, d) => n == values[d].Count ? StatisticsCell.All : values[d][n])), Rows = table.Counts[p], Persons = persons[p], Hidden = table.Hidden[p],
        })];
    }

    /// <summary>The cells of records, each as it is given, or left out.</summary>
    public IReadOnlyList<StatisticsCell> Generalise()
    {
        var found = cells.OrderBy(c => c.Key, StringComparer.Ordinal).ToList();
        var given = GeneraliseRecords.Of(found.ConvertAll(c => (StatisticsCell.Read(c.Key), c.Value.Persons)), extract.ReadColumns().Count, extract.SmallestCell);
        return [.. found.Select((c, i) => new StatisticsCell
        {
            ExtractId = extract.Id, Values = c.Key, Rows = c.Value.Rows, Persons = c.Value.Persons, Hidden = given[i] is null, GivenAs = given[i] is { } shown ? StatisticsCell.Write(shown) : null,
        })];
    }

    private static async IAsyncEnumerable<List<StatisticsRecord>> PersonsAsync(ModuleDb db, long extract, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        List<StatisticsRecord> person = [];
        for (var (pseudonym, values) = ("", ""); ;)
        {
            var (after, behind) = (pseudonym, values);
            var rows = await db.StatisticsRecords.AsNoTracking()
                .Where(r => r.ExtractId == extract && r.Pseudonym.CompareTo(after) >= 0 && (r.Pseudonym.CompareTo(after) > 0 || r.Values.CompareTo(behind) > 0))
                .OrderBy(r => r.Pseudonym).ThenBy(r => r.Values).Take(Page).ToListAsync(ct);
            foreach (var row in rows)
            {
                if (person.Count > 0 && person[0].Pseudonym != row.Pseudonym)
                {
                    yield return person;
                    person = [];
                }

                person.Add(row);
            }

            if (rows.Count < Page)
            {
                break;
            }

            (pseudonym, values) = (rows[^1].Pseudonym, rows[^1].Values);
        }

        if (person.Count > 0)
        {
            yield return person;
        }
    }

    private void Add(List<StatisticsRecord> person)
    {
        foreach (var record in person)
        {
            var (rows, of) = cells.GetValueOrDefault(record.Values);
            cells[record.Values] = (rows + record.Rows, of + 1);
        }

        overlapping |= person.Count > 1;
        if (cells.Count > MakeExtract.MostCells)
        {
            throw MakeExtract.TooMany(MakeExtract.MostCells);
        }
    }

    private void FindValues()
    {
        var read = cells.Keys.Select(StatisticsCell.Read).ToList();
        values.AddRange(Enumerable.Range(0, extract.ReadColumns().Count).Select(d => read.Select(c => c[d]).Distinct().Order(StringComparer.Ordinal).ToList()));
        if (values.Aggregate(1L, (all, v) => all * (v.Count + 1)) > MakeExtract.MostPlaces)
        {
            throw MakeExtract.TooMany(MakeExtract.MostPlaces);
        }

        persons = new long[SuppressSmallCells.Places(values.ConvertAll(v => v.Count))];
    }

    private void AddToTotals(List<StatisticsRecord> person)
    {
        var sizes = values.ConvertAll(v => v.Count);
        foreach (var place in person.SelectMany(r => SuppressSmallCells.PlacesOf(At(r.Values), sizes)).Distinct())
        {
            persons[place]++;
        }
    }

    private IReadOnlyList<int> At(string cell) => [.. StatisticsCell.Read(cell).Select((value, d) => values[d].BinarySearch(value, StringComparer.Ordinal))];
}
