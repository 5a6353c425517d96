using Spmis.Rules.Parameters;

namespace Spmis.Rules.Packages;

/// <summary>Reads a statutory table kept as CSV beside the package: a column per dimension, value, and optionally from, to, recorded, article.</summary>
internal sealed class TableReader(PackageFiles files, CellReader cells, ErrorList errors)
{
    private static readonly string[] Known = ["value", "from", "to", "recorded", "article"];

    /// <summary>The rows by date; null when the table cannot be read, which has been said.</summary>
    public IReadOnlyList<EntryDraft>? Read(YamlText? source, IReadOnlyList<Dimension> dimensions, string? article)
    {
        if (source is null)
        {
            return null;
        }

        if (!files.Texts.TryGetValue(source.Value, out var text))
        {
            errors.Add(source.Place, $"The package has no file '{source.Value}'.{Suggestion.For(source.Value, files.Texts.Keys)}", "Name a CSV file inside the package, such as tables/age.csv.");
            return null;
        }

        var csv = Csv.Read(source.Value, text);
        var wanted = dimensions.Select(d => d.Name).ToList();
        foreach (var missing in wanted.Append("value").Where(w => !csv.Columns.Contains(w)))
        {
            errors.Add(new Place(source.Value, 1, 1), $"The table has no column '{missing}'.{Suggestion.For(missing, csv.Columns)}", $"Columns: {string.Join(", ", wanted.Concat(Known))}.");
            return null;
        }

        if (csv.Columns.FirstOrDefault(c => !wanted.Contains(c) && !Known.Contains(c)) is { } extra)
        {
            errors.Add(new Place(source.Value, 1, 1), $"The table has a column '{extra}' of no meaning.", $"Columns: {string.Join(", ", wanted.Concat(Known))}.");
        }

        return [.. csv.Rows.GroupBy(r => (From: Get(csv, r, "from"), To: Get(csv, r, "to"), Recorded: Get(csv, r, "recorded")))
            .Select(g => Entry(source.Value, csv, [.. g], g.Key, dimensions, article))];
    }

    private EntryDraft Entry(string file, Csv csv, IReadOnlyList<CsvRow> rows, (string From, string To, string Recorded) dates, IReadOnlyList<Dimension> dimensions, string? article)
    {
        var place = new Place(file, rows[0].Line, 1);
        return new EntryDraft(place, Date(dates.From, place), Date(dates.To, place), Date(dates.Recorded, place), article, Level(file, csv, rows, dimensions, 0));
    }

    private Cell? Level(string file, Csv csv, IReadOnlyList<CsvRow> rows, IReadOnlyList<Dimension> dimensions, int depth)
    {
        if (depth == dimensions.Count)
        {
            if (rows.Count > 1)
            {
                errors.Add(new Place(file, rows[1].Line, 1), "The same row of the table is there twice for the same day.", "Keep one of them.");
            }

            var article = Get(csv, rows[0], "article");
            return cells.Leaf(Get(csv, rows[0], "value"), new Place(file, rows[0].Line, 1), article.Length > 0 ? article : null);
        }

        var groups = rows.GroupBy(r => Get(csv, r, dimensions[depth].Name), StringComparer.Ordinal);
        return cells.Table([.. groups.Select(g => (g.Key, new Place(file, g.First().Line, 1), Level(file, csv, [.. g], dimensions, depth + 1)))], dimensions[depth]);
    }

    private DateOnly? Date(string text, Place place)
    {
        if (text.Length > 0 && Literals.Date(text) is null)
        {
            errors.Add(place, $"'{text}' is no date.", "Write year, month and day as 2026-02-09.");
        }

        return Literals.Date(text);
    }

    private static string Get(Csv csv, CsvRow row, string column) => csv.Columns.ToList().IndexOf(column) is >= 0 and var i ? row.Cells[i] : "";
}
