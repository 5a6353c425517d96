using System.Globalization;
using System.Runtime.CompilerServices;
using Spmis.Contributions.Bills;
using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Contributions.Receipts;

/// <summary>Reads a mobile-money operator's statement (CSV).</summary>
internal static class MobileMoneyLines
{
    public const string Account = "mobile-money";
    private const int MostText = 200;
    private const string IsoInstant = "yyyy-MM-dd'T'HH:mm:ss";

    public static readonly TabularFormat Format = new()
    {
        Columns =
        [
            new("transaction_id", true), new("completed_at", true), new("payer_phone"), new("payer_name"), new("reference", true), new("amount", true), new("currency", true), new("status", true),
        ],
    };

    private static readonly Dictionary<string, MoneyKind> Statuses = new(StringComparer.Ordinal)
    {
        ["COMPLETED"] = MoneyKind.Credit, ["FAILED"] = MoneyKind.Other, ["REVERSED"] = MoneyKind.Reversal,
    };

    /// <summary>The lines behind one; at the end what is odd about the file is added to the warnings.</summary>
    public static async IAsyncEnumerable<StatementMoney> ReadAsync(Stream content, long after, IReadOnlyCollection<string> currencies, List<LineProblem> warnings, [EnumeratorCancellation] CancellationToken ct)
    {
        var file = await TabularFile.OpenAsync(content, Format, ct);
        await foreach (var row in file.ReadAsync(after, ct))
        {
            yield return Money(row, currencies);
        }

        warnings.AddRange(file.Warnings);
    }

    private static StatementMoney Money(TabularRow row, IReadOnlyCollection<string> currencies)
    {
        var fields = row.Fields();
        var id = fields.Text("transaction_id", 60, required: true);
        var status = fields.Choice("status", Statuses, required: true);
        var code = fields.Text("currency", 3, required: true);
        if (code is not null && !currencies.Contains(code))
        {
            fields.Refuse("currency", "currency.other", $"Contributions are collected in {string.Join(", ", currencies)}, not in '{code}'.", "Ask the operator to pay it back or to convert it.");
            code = null;
        }

        var amount = fields.Money("amount", Currency.Of(code ?? currencies.First()), required: true);
        var bookedOn = CompletedOn(row, fields);
        if (amount is { Minor: 0 })
        {
            fields.Refuse("amount", "amount.zero", "A payment of nothing.", "Look whether digits are missing.");
        }

        if (fields.Problems.Count > 0 || id is null || status is null || amount is null || bookedOn is null)
        {
            return new StatementMoney { Line = row.LineNumber, Kind = MoneyKind.Unreadable, Reference = id ?? "", Problems = [.. fields.Problems] };
        }

        var reference = Plain(row["reference"]) ?? "";
        return new StatementMoney
        {
            Line = row.LineNumber, Kind = status.Value, Account = Account, Channel = Channel.MobileMoney, Reference = id, Takes = [id], BookedOn = bookedOn.Value, Amount = amount.Value,
            Payer = Plain(string.Join(" ", new[] { row["payer_name"], row["payer_phone"] }.Where(p => p.Length > 0))),
            Text = reference.Length > 0 ? reference : null, Numbers = [.. PaymentReference.NumbersIn(reference)],
            Problems = status == MoneyKind.Other ? [new(row.LineNumber, "status", "payment.failed", "The payment failed; no money came.", "")] : [],
        };
    }

    /// <summary>What the payer wrote is no reason to refuse money: what cannot be shown or kept is left out.</summary>
    private static string? Plain(string text)
    {
        var shown = string.Concat(text.Where(c => !char.IsControl(c)));
        return shown.Length == 0 ? null : shown[..Math.Min(MostText, shown.Length)];
    }

    private static DateOnly? CompletedOn(TabularRow row, RowFields fields)
    {
        var text = row["completed_at"];
        if (text.Length >= 19 && DateTime.TryParseExact(text[..19].Replace(' ', 'T'), IsoInstant, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            // The day as the operator's clock has it; a payment just after midnight belongs to the new month there.
            return DateOnly.FromDateTime(at.DateTime);
        }

        if (row.Problem is null)
        {
            fields.Refuse("completed_at", text.Length == 0 ? "value.missing" : "instant.form", text.Length == 0 ? "The value is missing." : $"'{LineProblem.Shown(text)}' is no date and time.", "Write it as 2026-03-31T17:05:00Z.");
        }

        return null;
    }
}
