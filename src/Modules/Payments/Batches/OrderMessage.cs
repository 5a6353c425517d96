using System.Globalization;
using System.Text.Json;
using Spmis.Payments.Agencies;
using Spmis.Payments.Links;
using Spmis.Values;

namespace Spmis.Payments.Batches;

/// <summary>
/// Writes the order of an agency that takes messages: <c>disburse</c> of G2P Connect 1.0.0 (disburse_core_api, DisburseRequest), or GovStack's <c>bulk-payment</c>. Like any order file it follows
/// from the batch alone, so sent again it is the same message, byte for byte.
/// </summary>
internal static class OrderMessage
{
    private const int FlushBytes = 64 * 1024;

    private static readonly JsonWriterOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(Stream target, AgencySettings settings, OrderHead head, DateTime createdAt, IAsyncEnumerable<OrderLine> rows, CancellationToken ct)
    {
        var link = settings.Link ?? throw new InvalidOperationException($"{settings.Name} has no interface.");
        await using var json = new Utf8JsonWriter(target, Plain);
        json.WriteStartObject();
        if (settings.Format == OrderFormat.GovStack)
        {
            json.WriteString("RequestID", GovStackIds.OfBatch(head.Number));
            json.WriteString("SourceBBID", link.Sender);
            json.WriteString("BatchID", GovStackIds.OfBatch(head.Number));
            json.WriteStartArray("CreditInstructions");
            await foreach (var row in rows.WithCancellation(ct))
            {
                Instruct(json, row);
                await FlushAsync(json, ct);
            }

            json.WriteEndArray();
        }
        else
        {
            G2pMessages.WriteHeader(json, head.Number, createdAt, "disburse", link.Sender, head.Count);
            json.WriteStartObject("message");
            json.WriteString("transaction_id", head.Number);
            json.WriteStartArray("disbursements");
            await foreach (var row in rows.WithCancellation(ct))
            {
                Disburse(json, settings, link, head, row);
                await FlushAsync(json, ct);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        await json.FlushAsync(ct);
    }

    private static void Instruct(Utf8JsonWriter json, OrderLine row)
    {
        json.WriteStartObject();
        json.WriteString("InstructionID", GovStackIds.OfInstruction(row.Id));
        json.WriteString("PayeeFunctionalID", row.PayeeNumber.PadLeft(20, '0'));
        json.WriteNumber("Amount", row.Amount.Major);
        json.WriteString("Currency", row.Currency);
        json.WriteString("Narration", row.Note.Length <= 50 ? row.Note : row.Note[..50]);
        json.WriteEndObject();
    }

    private static void Disburse(Utf8JsonWriter json, AgencySettings settings, AgencyLink link, OrderHead head, OrderLine row)
    {
        json.WriteStartObject();
        json.WriteString("reference_id", row.Reference);
        json.WriteString("payer_fa", Address(link, settings.DebtorAccount));
        json.WriteString("payer_name", settings.DebtorName);
        json.WriteString("payee_fa", Address(link, row.Account ?? throw new InvalidOperationException($"Payment {row.Reference} has no account and should have been held.")));
        json.WriteString("payee_name", row.PayeeName);
        json.WriteString("amount", Decimal(row.Amount));
        json.WriteString("currency_code", row.Currency);
        json.WriteString("scheduled_timestamp", $"{head.ValueDate:yyyy-MM-dd}T00:00:00Z");
        json.WriteString("note", row.Note.Length <= 99 ? row.Note : row.Note[..99]);
        json.WriteEndObject();
    }

    private static string Address(AgencyLink link, string account) => link.AccountForm.Replace("{account}", account, StringComparison.Ordinal);

    /// <summary>One or two decimals, as the standard's Amount has it.</summary>
    private static string Decimal(Money amount) => amount.Major.ToString(amount.Currency.Exponent == 2 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    private static async Task FlushAsync(Utf8JsonWriter json, CancellationToken ct)
    {
        if (json.BytesPending > FlushBytes)
        {
            await json.FlushAsync(ct);
        }
    }
}
