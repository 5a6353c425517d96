using System.Globalization;
using System.Text;
using Spmis.Iso20022;
using Spmis.Kernel.Acts;
using Spmis.Payments.Agencies;
using Spmis.Values;

namespace Spmis.Payments.Batches;

/// <summary>What the file as a whole says.</summary>
internal sealed record OrderHead(string Number, string Currency, DateOnly ValueDate, long Count, long TotalMinor);

/// <summary>
/// Writes the order file of an agency without ISO 20022 by its layout, and says beforehand what of a payment does not fit into it. Unlike downloads for people it has no guard
/// before leading signs: a machine reads it, and an account must arrive as it is. The house's CSV is such a layout too.
/// </summary>
internal sealed class OrderRecords
{
    private readonly AgencySettings settings;
    private readonly OrderLayout layout;
    private readonly Encoding encoding;

    public OrderRecords(AgencySettings settings)
    {
        this.settings = settings;
        var text = settings.Format == OrderFormat.Csv ? OrderLayout.House : settings.Layout ?? throw new InvalidOperationException($"{settings.Name} has no layout.");
        layout = OrderLayout.Read(settings.Format, text);
        encoding = text.Encoding switch
        {
            FileEncoding.Latin1 => Encoding.GetEncoding("ISO-8859-1", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
            FileEncoding.Ascii => Encoding.GetEncoding("us-ascii", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
            _ => new UTF8Encoding(text.Encoding == FileEncoding.Utf8Bom),
        };
    }

    private OrderLayoutText Text => layout.Text;

    private bool IsFixed => settings.Format == OrderFormat.FixedWidth;

    /// <summary>What of a payment cannot be written, naming the column; null when all can.</summary>
    public string? Problem(OrderLine line)
    {
        try
        {
            Record(layout.Columns, column => Value(column, line, new OrderHead("", line.Currency, new(2000, 1, 1), 0, 0), 1));
            return null;
        }
        catch (Refused refused)
        {
            return refused.Message;
        }
    }

    /// <summary>What of the largest file the agency takes cannot be written, with the record it is in; null when all can. What of a single payment does not fit holds that payment alone.</summary>
    /// <param name="number">The longest number a batch of it can bear.</param>
    /// <param name="currency">Of the payments.</param>
    /// <param name="count">As many payments.</param>
    /// <param name="totalMinor">Their sum.</param>
    public (string Record, string Text)? Problem(string number, string currency, long count, long totalMinor)
    {
        var head = new OrderHead(number, currency, new(2000, 12, 31), count, totalMinor);
        var line = new OrderLine(0, "", "", "", null, 0, currency, "", new(2000, 12));
        foreach (var (record, columns) in new[] { (nameof(layout.Head), layout.Head), (nameof(layout.Trailer), layout.Trailer), (nameof(layout.Columns), layout.Columns) })
        {
            try
            {
                Record(columns, column => Value(column, line, head, count));
            }
            catch (Refused refused)
            {
                return (record, refused.Message);
            }
        }

        return null;
    }

    /// <summary>Writes the file; at its end the sums written must be those of the head.</summary>
    /// <exception cref="Refused">A value does not fit, or the control totals do not.</exception>
    public async Task WriteAsync(Stream target, OrderHead head, IAsyncEnumerable<OrderLine> rows, CancellationToken ct)
    {
        await using var text = new StreamWriter(target, encoding, 64 * 1024, leaveOpen: true) { NewLine = Text.LineEnd == LineEnd.CrLf ? "\r\n" : "\n" };
        if (!IsFixed && Text.Header)
        {
            await text.WriteLineAsync(string.Join(layout.Separator, layout.Columns.Select(c => Quote(c.Heading))).AsMemory(), ct);
        }

        await TotalsAsync(text, layout.Head, head, ct);
        var (count, minor) = (0L, 0L);
        await foreach (var row in rows.WithCancellation(ct))
        {
            (count, minor) = (count + 1, minor + row.AmountMinor);
            await text.WriteLineAsync(Record(layout.Columns, column => Value(column, row, head, count)).AsMemory(), ct);
        }

        if (count != head.Count || minor != head.TotalMinor)
        {
            throw new Refused("batch.totals", $"{count} payments were written, not {head.Count}, or another sum. The file must not be sent.");
        }

        await TotalsAsync(text, layout.Trailer, head, ct);
    }

    private async Task TotalsAsync(StreamWriter text, IReadOnlyList<OrderColumn> columns, OrderHead head, CancellationToken ct)
    {
        if (columns.Count > 0)
        {
            await text.WriteLineAsync(Record(columns, column => Total(column, head)).AsMemory(), ct);
        }
    }

    private string Record(IReadOnlyList<OrderColumn> columns, Func<OrderColumn, string> value)
    {
        if (!IsFixed)
        {
            return string.Join(layout.Separator, columns.Select(c => Quote(value(c))));
        }

        var record = new StringBuilder();
        foreach (var column in columns)
        {
            record.Append(' ', column.From - 1 - record.Length).Append(Place(column, value(column)));
        }

        return record.ToString();
    }

    private static string Place(OrderColumn column, string value)
    {
        // Positions are characters: a letter of two UTF-16 units is none of a fixed-width file.
        var fits = value.Length <= column.Width ? value
            : column.Cut ? value[..column.Width]
            : throw new Refused("text.too-long", $"Column {column.Shown} takes {column.Width} characters, and '{value}' has {value.Length}.");
        var fill = column.Zeros ? '0' : ' ';
        return column.Right ? fits.PadLeft(column.Width, fill) : fits.PadRight(column.Width, fill);
    }

    private string Value(OrderColumn column, OrderLine line, OrderHead head, long number) => column.IsText ? column.Field : column.Field switch
    {
        "reference" => line.Reference,
        "payee-name" => Fit(column, line.PayeeName),
        "payee-number" => line.PayeeNumber,
        "account" => line.Account ?? "",
        "amount" => Amount(line.AmountMinor, line.Currency),
        "note" => Fit(column, line.Note),
        "scheme" => Fit(column, line.Scheme),
        "month" => line.Month.ToString(),
        "number" => number.ToString(CultureInfo.InvariantCulture),
        "payee-bic" => settings.PayeeBic ?? "",
        _ => Total(column, head),
    };

    private string Total(OrderColumn column, OrderHead head) => column.IsText ? column.Field : column.Field switch
    {
        "count" => head.Count.ToString(CultureInfo.InvariantCulture),
        "total" => Amount(head.TotalMinor, head.Currency),
        "currency" => head.Currency,
        "batch" => head.Number,
        "value-date" => head.ValueDate.ToString(Text.Days, CultureInfo.InvariantCulture),
        "debtor-name" => Fit(column, settings.DebtorName),
        "debtor-account" => settings.DebtorAccount,
        _ => throw new InvalidOperationException($"The layout has a value '{column.Field}' that nobody writes."),
    };

    private string Amount(long minor, string currency) => Text.Decimals switch
    {
        DecimalForm.Minor => minor.ToString(CultureInfo.InvariantCulture),
        DecimalForm.Comma => new Money(minor, Currency.Of(currency)).ToPlain().Replace('.', ','),
        _ => new Money(minor, Currency.Of(currency)).ToPlain(),
    };

    /// <summary>A text in characters the file can carry. The house's CSV has always carried names as they are.</summary>
    private string Fit(OrderColumn column, string value)
    {
        if (settings.Format == OrderFormat.Csv || value.Length == 0)
        {
            return value;
        }

        var narrow = Text.Encoding == FileEncoding.Ascii || (Text.Encoding == FileEncoding.Latin1 && value.Any(c => c > 0xFF));
        return BankText.Fold(value, narrow ? TextRule.Latin : settings.Text, 400, out var folded) is { } problem ? throw new Refused("text.not-writable", $"Column {column.Shown}: {problem}") : folded;
    }

    private string Quote(string field)
    {
        var flat = field.ReplaceLineEndings(" ");
        return !flat.Contains(layout.Separator, StringComparison.Ordinal) && !flat.Contains('"', StringComparison.Ordinal) && flat.Trim() == flat ? flat : "\"" + flat.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }
}
