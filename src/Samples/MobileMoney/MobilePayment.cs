using System.Globalization;
using Spmis.Samples.Files;
using Spmis.Values;

namespace Spmis.Samples.MobileMoney;

/// <summary>A line of the mobile-money operator's statement.</summary>
internal sealed record MobilePayment(string TransactionId, DateTime CompletedAt, string PayerPhone, string PayerName, string Reference, string Amount, string Currency, string Status)
{
    public const string Completed = "completed";
    public const string Reversed = "reversed";
    public const string Failed = "failed";

    public static readonly string[] Header = ["transaction_id", "completed_at", "payer_phone", "payer_name", "reference", "amount", "currency", "status"];

    public void Write(TextWriter to) => Csv.Line(
        to, TransactionId, CompletedAt.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), PayerPhone, PayerName, Reference, Amount, Currency, Status);

    /// <summary>The amount, or null where the line has a mistake and is to be refused.</summary>
    public Money? Good(Currency wanted) =>
        Currency == wanted.Code && Money.TryParse(Amount, wanted, out var money, out _) ? money : null;
}
