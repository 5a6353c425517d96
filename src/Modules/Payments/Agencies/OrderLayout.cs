using System.Globalization;
using Spmis.Kernel.Acts;

namespace Spmis.Payments.Agencies;

/// <summary>One value of a record: where it stands and what it is.</summary>
/// <param name="Heading">Delimited: its name in the header.</param>
/// <param name="Field">What it is, see <see cref="OrderLayout.Fields"/>; or a text of its own when <paramref name="IsText"/>.</param>
/// <param name="IsText">Whether the field is a fixed text.</param>
/// <param name="From">Fixed width: first position, from 1.</param>
/// <param name="To">Fixed width: last position.</param>
/// <param name="Right">Fixed width: moved to the right end.</param>
/// <param name="Zeros">Fixed width: filled up with zeros, not blanks.</param>
/// <param name="Cut">Fixed width: what is too long is cut off; names and notes only.</param>
public sealed record OrderColumn(string Heading, string Field, bool IsText, int From = 0, int To = 0, bool Right = false, bool Zeros = false, bool Cut = false)
{
    /// <summary>Positions.</summary>
    public int Width => To - From + 1;

    /// <summary>For people: name and place.</summary>
    public string Shown => To == 0 ? $"'{Heading}'" : $"'{Field}' ({From}-{To})";
}

/// <summary>An order file's records, read from their text.</summary>
public sealed class OrderLayout
{
    /// <summary>Values of a payment.</summary>
    public static readonly IReadOnlyList<string> Fields =
        ["reference", "payee-name", "payee-number", "account", "amount", "currency", "note", "scheme", "month", "number", "value-date", "batch", "debtor-name", "debtor-account", "payee-bic"];

    /// <summary>Values of a record before or behind the payments.</summary>
    public static readonly IReadOnlyList<string> TotalFields = ["count", "total", "currency", "batch", "value-date", "debtor-name", "debtor-account"];

    /// <summary>Forms of a day.</summary>
    public static readonly IReadOnlyList<string> DayForms = ["yyyy-MM-dd", "yyyyMMdd", "dd/MM/yyyy", "dd.MM.yyyy", "ddMMyyyy", "MM/dd/yyyy"];

    /// <summary>The layout of <see cref="OrderFormat.Csv"/>.</summary>
    public static readonly OrderLayoutText House = new()
    {
        Columns = "payment_reference = reference\npayee_name = payee-name\naccount = account\namount = amount\ncurrency = currency\nnote = note", Extension = "csv",
    };

    private const int MostColumns = 100;
    private const int LastPosition = 2000;
    private static readonly string[] MayBeCut = ["payee-name", "note", "scheme", "debtor-name"];

    private OrderLayout(OrderLayoutText text, IReadOnlyList<OrderColumn> columns, IReadOnlyList<OrderColumn> head, IReadOnlyList<OrderColumn> trailer) =>
        (Text, Columns, Head, Trailer) = (text, columns, head, trailer);

    public OrderLayoutText Text { get; }

    public IReadOnlyList<OrderColumn> Columns { get; }

    public IReadOnlyList<OrderColumn> Head { get; }

    public IReadOnlyList<OrderColumn> Trailer { get; }

    /// <summary>The separator itself.</summary>
    public char Separator => Text.Separator == "tab" ? '\t' : Text.Separator[0];

    /// <summary>Reads a layout.</summary>
    /// <exception cref="Refused">A line is not understood; says which, and what to write.</exception>
    public static OrderLayout Read(OrderFormat format, OrderLayoutText text) => format == OrderFormat.FixedWidth
        ? new(text, Fixed(text.Columns, nameof(text.Columns), Fields), Fixed(text.Head, nameof(text.Head), TotalFields), Fixed(text.Trailer, nameof(text.Trailer), TotalFields))
        : new(text, Delimited(text.Columns), [], []);

    /// <summary>The lines of a text with their numbers, empty ones left out.</summary>
    internal static IEnumerable<(int Number, string Line)> Lines(string text) =>
        text.ReplaceLineEndings("\n").Split('\n').Select((line, n) => (n + 1, line.Trim())).Where(l => l.Item2.Length > 0);

    private static List<OrderColumn> Delimited(string text)
    {
        List<OrderColumn> columns = [];
        foreach (var (number, line) in Lines(text))
        {
            var cut = line.LastIndexOf('=');
            var (heading, field) = cut < 0 ? (line, line) : (line[..cut].Trim(), line[(cut + 1)..].Trim());
            var (name, isText) = FieldOf(field, number, nameof(OrderLayoutText.Columns), Fields);
            columns.Add(new(heading, name, isText));
        }

        RefuseTooMany(columns, nameof(OrderLayoutText.Columns));
        return columns;
    }

    private static List<OrderColumn> Fixed(string text, string where, IReadOnlyList<string> fields)
    {
        List<OrderColumn> columns = [];
        foreach (var (number, line) in Lines(text))
        {
            columns.Add(FixedColumn(line, number, where, fields));
        }

        RefuseTooMany(columns, where);
        columns.Sort((a, b) => a.From.CompareTo(b.From));
        foreach (var (left, right) in columns.Zip(columns.Skip(1)))
        {
            if (right.From <= left.To)
            {
                throw new Refused("agency.layout-overlap", $"{left.Shown} and {right.Shown} overlap; let the second begin at {left.To + 1}.", where);
            }
        }

        return columns;
    }

    private static OrderColumn FixedColumn(string line, int number, string where, IReadOnlyList<string> fields)
    {
        var blank = line.IndexOf(' ', StringComparison.Ordinal);
        var places = (blank < 0 ? line : line[..blank]).Split('-');
        if (blank < 0 || places.Length != 2 || !int.TryParse(places[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from) || !int.TryParse(places[1], NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            || from < 1 || to < from || to > LastPosition)
        {
            throw new Refused("agency.layout-line", $"Line {number}, '{line}', does not begin with its positions; write them as 1-35, then the field (positions 1 to {LastPosition}).", where);
        }

        var rest = line[(blank + 1)..].Trim();
        var closing = rest.StartsWith('"') ? rest.IndexOf('"', 1) : -1;
        var field = closing > 0 ? rest[..(closing + 1)] : rest.Split(' ')[0];
        var (name, isText) = FieldOf(field, number, where, fields);
        var isNumber = !isText && name is "amount" or "count" or "total" or "number";
        var column = new OrderColumn(name, name, isText, from, to, isNumber, isNumber);
        foreach (var word in rest[field.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            column = word switch
            {
                "left" => column with { Right = false },
                "right" => column with { Right = true },
                "blanks" => column with { Zeros = false },
                "zeros" => column with { Zeros = true },
                "cut" when MayBeCut.Contains(name) => column with { Cut = true },
                "cut" => throw new Refused("agency.layout-cut", $"Line {number}: {column.Shown} must never be cut, or another payment is made than was meant; widen it.", where),
                _ => throw new Refused("agency.layout-word", $"Line {number}: '{word}' is not understood; write left, right, blanks, zeros or cut.", where),
            };
        }

        return column is { Zeros: true, Right: false }
            ? throw new Refused("agency.layout-zeros", $"Line {number}: {column.Shown} would get zeros behind it, which changes its value; write 'right zeros' or 'left blanks'.", where)
            : column;
    }

    private static (string Name, bool IsText) FieldOf(string field, int line, string where, IReadOnlyList<string> fields) =>
        field.Length >= 2 && field[0] == '"' && field[^1] == '"' ? (field[1..^1], true)
        : fields.Contains(field) ? (field, false)
        : throw new Refused("agency.layout-field", $"Line {line}: there is no value '{field}'; there are {string.Join(", ", fields)}, or a text of your own in quotes such as \"KES\".", where);

    private static void RefuseTooMany(List<OrderColumn> columns, string where)
    {
        if (columns.Count > MostColumns)
        {
            throw new Refused("agency.layout-size", $"There are {columns.Count} columns; a record takes {MostColumns} at most.", where);
        }
    }
}
