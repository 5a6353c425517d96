using System.Globalization;
using System.Text.Json;
using Spmis.Payments.Links;

namespace Spmis.Payments.Mapper;

/// <summary>One id of a call.</summary>
/// <param name="Reference">Ours, once in a call.</param>
/// <param name="Id">The person's id as the mapper has it.</param>
/// <param name="Address">The financial address; null when it is asked for.</param>
internal sealed record MapperItem(string Reference, string Id, string? Address);

/// <summary>What the mapper says of one id.</summary>
internal sealed record MapperAnswer(string Reference, string? Status, string? Reason, string? Words, string? Address, string? Id, string? Provider);

/// <summary>What came of a call.</summary>
internal abstract record MapperReply
{
    private MapperReply()
    {
    }

    /// <summary>It answered.</summary>
    public sealed record Told(IReadOnlyList<MapperAnswer> Answers) : MapperReply;

    /// <summary>It does not take the message as it is.</summary>
    public sealed record Refused(string Words) : MapperReply;

    /// <summary>It is not known what came of it.</summary>
    public sealed record Untold(string Words) : MapperReply;
}

/// <summary>Messages of the mapper of G2P Connect 1.0.0 (mapper_core_api): <c>mapper/sync/resolve</c>, <c>link</c>, <c>update</c>, <c>unlink</c>.</summary>
internal static class MapperMessages
{
    public const string Resolve = "resolve";
    public const string Link = "link";
    public const string Update = "update";
    public const string Unlink = "unlink";

    /// <summary>A request for some ids. No name or telephone number goes out: the standard asks for neither.</summary>
    public static byte[] Request(string verb, string transaction, string sender, IReadOnlyCollection<MapperItem> items, DateTime at)
    {
        using var target = new MemoryStream();
        using (var json = new Utf8JsonWriter(target))
        {
            json.WriteStartObject();
            G2pMessages.WriteHeader(json, transaction, at, verb, sender, items.Count);
            json.WriteStartObject("message");
            json.WriteString("transaction_id", transaction);
            json.WriteStartArray($"{verb}_request");
            foreach (var item in items)
            {
                json.WriteStartObject();
                json.WriteString("reference_id", item.Reference);
                json.WriteString("timestamp", at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
                json.WriteString("id", item.Id);
                if (item.Address is { } address)
                {
                    json.WriteString("fa", address);
                }

                if (verb == Resolve)
                {
                    json.WriteString("scope", "details");
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return target.ToArray();
    }

    /// <summary>Reads an answer. One that is for another transaction, or no such answer at all, tells nothing.</summary>
    public static MapperReply Read(LinkAnswer answer, string verb, string transaction)
    {
        if (answer.Status is null or 408 or 425 or 429 or >= 500)
        {
            return new MapperReply.Untold(answer.Words);
        }

        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            var message = G2pMessages.Child(json.RootElement, "message");
            if (answer.Status is >= 200 and < 300 && G2pMessages.Child(message, $"{verb}_response") is { ValueKind: JsonValueKind.Array } lines)
            {
                return G2pMessages.Text(message, "transaction_id") is { } named && named != transaction
                    ? new MapperReply.Untold("It answered for another message than the one it was sent.")
                    : new MapperReply.Told([.. lines.EnumerateArray().Select(Answer)]);
            }

            var header = G2pMessages.Child(json.RootElement, "header");
            return G2pMessages.Text(header, "status") == "rjct" ? new MapperReply.Refused($"{G2pMessages.Text(header, "status_reason_code")} {G2pMessages.Text(header, "status_reason_message")}".Trim())
                : G2pMessages.Acknowledgement(json.RootElement) is ("NACK" or "ERR", var words, _) ? new MapperReply.Refused(words ?? "It does not take the message and says no more.")
                : answer.Status is >= 200 and < 300 ? new MapperReply.Untold(answer.Words)
                : new MapperReply.Refused(answer.Words);
        }
        catch (JsonException)
        {
            return answer.Status is >= 200 and < 300 ? new MapperReply.Untold(answer.Words) : new MapperReply.Refused(answer.Words);
        }
    }

    private static MapperAnswer Answer(JsonElement line) => new(
        G2pMessages.Text(line, "reference_id") ?? "", G2pMessages.Text(line, "status"), G2pMessages.Text(line, "status_reason_code"), G2pMessages.Text(line, "status_reason_message"),
        G2pMessages.Text(line, "fa"), G2pMessages.Text(line, "id"), G2pMessages.Text(G2pMessages.Child(line, "account_provider_info"), "code"));
}
