using System.Text;

namespace Spmis.Payments.Batches;

/// <summary>
/// The order file of an agency without ISO 20022: UTF-8, comma, LF. Unlike downloads for people it has no byte order mark and no guard
/// before leading signs: a machine reads it, and an account must arrive as it is.
/// </summary>
internal static class CsvOrder
{
    public const string Header = "payment_reference,payee_name,account,amount,currency,note";

    public static async Task WriteAsync(Stream target, IAsyncEnumerable<OrderLine> rows, CancellationToken ct)
    {
        await using var text = new StreamWriter(target, new UTF8Encoding(false), 64 * 1024, leaveOpen: true) { NewLine = "\n" };
        await text.WriteLineAsync(Header.AsMemory(), ct);
        await foreach (var row in rows.WithCancellation(ct))
        {
            string[] fields = [row.Reference, row.PayeeName, row.Account ?? "", row.Amount.ToPlain(), row.Currency, row.Note];
            await text.WriteLineAsync(string.Join(',', fields.Select(Quote)).AsMemory(), ct);
        }
    }

    private static string Quote(string field)
    {
        var flat = field.ReplaceLineEndings(" ");
        return flat.AsSpan().IndexOfAny(",\"") < 0 && flat.Trim() == flat ? flat : "\"" + flat.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }
}
