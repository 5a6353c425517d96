using Spmis.Kernel.Data;

namespace Spmis.Kernel.Statistics;

/// <summary>What an extract is.</summary>
public enum ExtractForm
{
    /// <summary>Counts by columns, with all totals; small cells are hidden, and others so that nobody reckons them back.</summary>
    Table,

    /// <summary>A line for each row under a pseudonym; values that would single somebody out are left out.</summary>
    Records,
}

/// <summary>An extract for statistics, approved by a second person: what, for whom, why, until when. Made once and never changed; its cells and lines go when its last day is over.</summary>
public sealed class StatisticsExtract
{
    /// <summary>Running number.</summary>
    public long Id { get; init; }

    /// <summary>The set.</summary>
    public required string Set { get; init; }

    /// <summary>Its form.</summary>
    public required ExtractForm Form { get; init; }

    /// <summary>Names of the columns, as the most important first; see <see cref="StatisticsCell.Write"/>.</summary>
    public required string Columns { get; init; }

    /// <summary>The project: in one project a person has the same pseudonym in all extracts of all modules, in another project another.</summary>
    public required string Project { get; init; }

    /// <summary>For what.</summary>
    public required string Purpose { get; init; }

    /// <summary>Who gets it.</summary>
    public required string Recipient { get; init; }

    /// <summary>By which law or agreement, with its date.</summary>
    public required string LegalBasis { get; init; }

    /// <summary>What fewer persons than this make up is shown nowhere.</summary>
    public required int SmallestCell { get; init; }

    /// <summary>On which day ages and states are looked at.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Last day on which the file may be fetched; then its contents are removed.</summary>
    public required DateOnly KeepUntil { get; init; }

    /// <summary>Who prepared it.</summary>
    public required string PreparedBy { get; init; }

    /// <summary>Who approved it.</summary>
    public required string ApprovedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTime ApprovedAt { get; init; }

    /// <summary>When the cells were decided; null while it is being made.</summary>
    public DateTime? MadeAt { get; set; }

    /// <summary>Rows looked at.</summary>
    public long Rows { get; set; }

    /// <summary>Of a table: cells that are shown; of records: lines that are given.</summary>
    public long Shown { get; set; }

    /// <summary>Of a table: cells that are hidden; of records: lines that are left out altogether.</summary>
    public long Hidden { get; set; }

    /// <summary>Its contents were removed.</summary>
    public DateTime? RemovedAt { get; set; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<string> ReadColumns() => StatisticsCell.Read(Columns);
}

/// <summary>How many rows, of how many persons, have the same values; once by constraint.</summary>
public sealed class StatisticsCell : IKernelRow
{
    /// <summary>What stands in a table for all values of a column, and in records for a value that is left out.</summary>
    public const string All = "*";

    /// <summary>Longest list of values; within what a key may have on SQL Server (900 bytes, two for each letter).</summary>
    public const int LongestValues = 410;

    private const int LongestValue = 50;
    private const char Separator = '\u001f'; // The unit separator of ASCII: in no value, and sorted before all letters.

    /// <summary>The extract.</summary>
    public required long ExtractId { get; init; }

    /// <summary>A value for each column; see <see cref="Write"/>.</summary>
    public required string Values { get; init; }

    /// <summary>How many rows.</summary>
    public required long Rows { get; init; }

    /// <summary>Of how many persons.</summary>
    public required long Persons { get; init; }

    /// <summary>Not shown; of records, left out.</summary>
    public bool Hidden { get; init; }

    /// <summary>Of records: the values given instead; null where the lines are left out.</summary>
    public string? GivenAs { get; init; }

    /// <summary>The values as a list.</summary>
    public static IReadOnlyList<string> Read(string values) => values.Split(Separator);

    /// <summary>A list as it is stored; a long value is cut.</summary>
    public static string Write(IEnumerable<string> values) => string.Join(Separator, values.Select(v => v.Length > LongestValue ? v[..LongestValue] : v));
}

/// <summary>How many rows of one person have the same values. Of records this is a line; of a table it goes when the cells are decided.</summary>
public sealed class StatisticsRecord : IKernelRow
{
    /// <summary>The extract.</summary>
    public required long ExtractId { get; init; }

    /// <summary>Whose, see <see cref="Pseudonyms"/>. Lines lie in their order, which is that of nothing else.</summary>
    public required string Pseudonym { get; init; }

    /// <summary>Its cell.</summary>
    public required string Values { get; init; }

    /// <summary>How many rows.</summary>
    public required int Rows { get; set; }
}
