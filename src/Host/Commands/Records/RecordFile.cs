using System.Text;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Linkage;

namespace Spmis.Host.Commands.Records;

/// <summary>The persons of a foreign file, in the order of its lines.</summary>
internal sealed class RecordTable
{
    /// <summary>Persons; the id of each is its place, see <see cref="IdOf"/>.</summary>
    public List<LinkagePerson> Persons { get; } = [];

    /// <summary>The file's own ids, as written.</summary>
    public List<string> Ids { get; } = [];

    /// <summary>What the truth column says; empty where there is none.</summary>
    public List<string> Clusters { get; } = [];

    /// <summary>What is odd, for people to read.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>The id of the person on a place: 0, 1, 2 ...</summary>
    public static Guid IdOf(int place) => new((uint)place, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>The place of an id.</summary>
    public static int PlaceOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return BitConverter.ToInt32(bytes);
    }
}

/// <summary>Reads a table of persons from any delimited file: delimiter, encoding and order of dates are found out; a line that cannot be read stops with its place.</summary>
internal static class RecordFile
{
    private const int DatesLookedAt = 100_000;

    /// <summary>Reads it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="map">Which column holds what.</param>
    /// <param name="id">Column of the record's id; null numbers the records.</param>
    /// <param name="truth">Column that says which records are one person; null for none.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">What is wrong, with file, line and column.</exception>
    public static async Task<RecordTable> ReadAsync(FileInfo file, ColumnMap map, string? id, string? truth, CancellationToken ct)
    {
        var wanted = map.Columns.Concat(new[] { id, truth }.OfType<string>()).Distinct(StringComparer.Ordinal).ToList();
        var dates = WrittenDate.Of(map[Role.Birth].Count == 0 ? [] : await BirthsAsync(file, map, wanted, ct));
        var table = new RecordTable();
        var seen = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var row in RowsAsync(file, wanted, table.Warnings, ct))
        {
            var place = table.Persons.Count;
            var own = id is null ? $"{place + 1}" : row[id];
            if (own.Length == 0)
            {
                throw Wrong(file, row.LineNumber, id, "is empty; every record needs an id.");
            }

            if (!seen.TryAdd(own, row.LineNumber))
            {
                throw Wrong(file, row.LineNumber, id, $"is '{own}' as on line {seen[own]}; ids must differ. Leave --id out to number the records.");
            }

            table.Ids.Add(own);
            table.Persons.Add(dates.Fill(Person(row, map, place), Text(row, map[Role.Birth], "-")));
            if (truth is not null)
            {
                table.Clusters.Add(row[truth]);
            }
        }

        return table.Persons.Count >= 2 ? table : throw new Refused("records.few", $"{file.FullName} holds {table.Persons.Count} records; two at least are needed.", "data");
    }

    /// <summary>Whether the header has the column.</summary>
    public static async Task<bool> HasColumnAsync(FileInfo file, string column, CancellationToken ct)
    {
        await using var stream = file.OpenRead();
        var opened = await OpenAsync(stream, file, [new TabularColumn(column)], ct);
        return opened.Headings.Any(h => string.Equals(h, column, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The rows of a file with these columns.</summary>
    public static async IAsyncEnumerable<TabularRow> RowsAsync(FileInfo file, IReadOnlyList<string> columns, List<string>? warnings, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
        var opened = await OpenAsync(stream, file, [.. columns.Select(c => new TabularColumn(c, Required: true))], ct);
        await foreach (var row in opened.ReadAsync(0, ct))
        {
            yield return row.Problem is not { } problem ? row
                : throw new Refused(problem.Code, $"{file.FullName}, line {row.LineNumber}: {problem.Text} {problem.Remedy}", "data");
        }

        warnings?.AddRange(opened.Warnings.Where(w => w.Code != "file.column-unknown").Select(w => $"{file.Name}, line {w.Line}: {w.Text} {w.Remedy}"));
    }

    private static async Task<TabularFile> OpenAsync(Stream stream, FileInfo file, IReadOnlyList<TabularColumn> columns, CancellationToken ct)
    {
        try
        {
            return await TabularFile.OpenAsync(stream, new TabularFormat { Columns = columns }, ct);
        }
        catch (Refused refused)
        {
            throw new Refused(refused.Code, $"{file.FullName}: {refused.Message}", "data");
        }
    }

    private static async Task<List<string>> BirthsAsync(FileInfo file, ColumnMap map, List<string> wanted, CancellationToken ct)
    {
        List<string> births = [];
        await foreach (var row in RowsAsync(file, wanted, null, ct))
        {
            births.Add(Text(row, map[Role.Birth], "-"));
            if (births.Count == DatesLookedAt)
            {
                break;
            }
        }

        return births;
    }

    private static LinkagePerson Person(TabularRow row, ColumnMap map, int place)
    {
        string? Value(Role role) => Text(row, map[role], " ") is { Length: > 0 } text ? text : null;
        var name = Value(Role.Name);
        return new LinkagePerson
        {
            Id = RecordTable.IdOf(place),
            GivenName = Value(Role.Given) ?? (map[Role.Given].Count == 0 ? name : null),
            MiddleName = Value(Role.Father),
            FamilyName = Value(Role.Family),
            NativeName = map[Role.Given].Count == 0 ? null : name,
            MotherName = Value(Role.Mother),
            Sex = Sex(Value(Role.Sex)),
            NationalId = Value(Role.Id),
            Phone = Value(Role.Phone),
            Email = Value(Role.Email),
            Address = Value(Role.Address),
            Village = Value(Role.City),
            Postcode = Value(Role.Postcode),
            District = Value(Role.Area),
            Household = Value(Role.Household),
        };
    }

    /// <summary>F, female, femme, woman, w, 2 (ISO 5218); M, male, masculin, man, h, 1.</summary>
    private static char? Sex(string? text) => text?.ToLowerInvariant() switch
    {
        null => null,
        "2" or "w" => 'F',
        "1" or "h" => 'M',
        ['f', ..] or "woman" or "girl" => 'F',
        ['m', ..] or "boy" => 'M',
        _ => null,
    };

    private static string Text(TabularRow row, IReadOnlyList<string> columns, string between)
    {
        if (columns.Count == 1)
        {
            return Known(row[columns[0]]);
        }

        var text = new StringBuilder();
        foreach (var value in columns.Select(c => Known(row[c])).Where(v => v.Length > 0))
        {
            text.Append(text.Length == 0 ? "" : between).Append(value);
        }

        return text.ToString();
    }

    /// <summary>What programs write for nothing, in their very spelling: Nan and Nil are names.</summary>
    private static string Known(string value) => value is "NA" or "N/A" or "NaN" or "nan" or "NULL" or "null" or "None" or "-" or "." or "?" ? "" : value;

    private static Refused Wrong(FileInfo file, long line, string? column, string text) =>
        new("records.value", $"{file.FullName}, line {line}, column '{column}' {text}", "data");
}
