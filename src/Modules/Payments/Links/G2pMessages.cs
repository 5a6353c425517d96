using System.Globalization;
using System.Text.Json;

namespace Spmis.Payments.Links;

/// <summary>The envelope of G2P Connect 1.0.0 (disburse_core_api): header and message.</summary>
internal static class G2pMessages
{
    /// <summary>The header of what we send.</summary>
    public static void WriteHeader(Utf8JsonWriter json, string messageId, DateTime at, string action, string sender, long count)
    {
        json.WriteStartObject("header");
        json.WriteString("version", "1.0.0");
        json.WriteString("message_id", messageId);
        json.WriteString("message_ts", at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        json.WriteString("action", action);
        json.WriteString("sender_id", sender);
        json.WriteNumber("total_count", count);
        json.WriteBoolean("is_msg_encrypted", false);
        json.WriteEndObject();
    }

    /// <summary>TxnStatusRequest: what became of a transaction.</summary>
    public static byte[] StatusRequest(string batch, string sender, DateTime at)
    {
        using var target = new MemoryStream();
        using (var json = new Utf8JsonWriter(target))
        {
            var id = QuestionId(batch, at);
            json.WriteStartObject();
            WriteHeader(json, id, at, "on-disburse", sender, 1);
            json.WriteStartObject("message");
            json.WriteString("transaction_id", id);
            json.WriteStartObject("txnstatus_request");
            json.WriteString("reference_id", id);
            json.WriteString("txn_type", "disburse");
            json.WriteString("attribute_type", "transaction_id");
            json.WriteString("attribute_value", batch);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return target.ToArray();
    }

    /// <summary>The transaction and reference of a question about a batch.</summary>
    public static string QuestionId(string batch, DateTime at) => string.Create(CultureInfo.InvariantCulture, $"{batch}-{at:yyyyMMddHHmmss}");

    /// <summary>Whether a message says that it answers a question: by its transaction, or by the reference of what was asked.</summary>
    public static bool Names(JsonElement root, string question) => Child(root, "message") is { } message
        && (Text(message, "transaction_id") == question || Text(Child(message, "txnstatus_response"), "reference_id") == question || Text(message, "reference_id") == question);

    /// <summary>The answers of a DisburseResponse, wherever in the message it stands (on-disburse, or inside a status answer); null when there is none.</summary>
    public static IReadOnlyList<LinkedAnswer>? Answers(JsonElement root, string batch)
    {
        var message = Child(root, "message");
        if ((Child(message, "txnstatus_response") is { } status ? Child(status, "txn_status") : message) is not { } response || Child(response, "disbursements_status") is not { ValueKind: JsonValueKind.Array } lines)
        {
            return null;
        }

        // It answers for the transaction it names, and for no other.
        return Text(response, "transaction_id") is { } named && named != batch ? null : [.. lines.EnumerateArray().Select(Answer)];
    }

    /// <summary>The acknowledgement of a message: ACK, NACK or ERR, its words, and the receiver's correlation id.</summary>
    public static (string? Status, string? Words, string? Correlation) Acknowledgement(JsonElement root)
    {
        var message = Child(root, "message");
        var error = Child(message, "error");
        return (Text(message, "ack_status"), error is null ? null : $"{Text(error, "code")} {Text(error, "message")}".Trim(), Text(message, "correlation_id"));
    }

    /// <summary>The transaction a message speaks of.</summary>
    public static string? Transaction(JsonElement root) => Text(Child(root, "message"), "transaction_id");

    /// <summary>Why a question was refused: the header's reason, or the acknowledgement's error.</summary>
    public static string? Reason(JsonElement root) => Text(Child(root, "header"), "status_reason_code") ?? Text(Child(Child(root, "message"), "error"), "code");

    private static LinkedAnswer Answer(JsonElement line)
    {
        var said = Text(line, "status");
        return new(
            Text(line, "reference_id") ?? "",
            said switch { "succ" => "PAID", "rjct" => "FAILED", "rcvd" or "pdng" => "PENDING", _ => said ?? "" },
            $"{Text(line, "status_reason_code")} {Text(line, "status_reason_message")}".Trim(),
            Text(line, "amount"),
            said is "succ" or "rjct" && DateTimeOffset.TryParse(Text(line, "timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? DateOnly.FromDateTime(at.DateTime) : null);
    }

    internal static JsonElement? Child(JsonElement? of, string name) => of is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty(name, out var child) && child.ValueKind != JsonValueKind.Null ? child : null;

    internal static string? Text(JsonElement? of, string name) => Child(of, name) is { } value ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.ToString() : null;
}
