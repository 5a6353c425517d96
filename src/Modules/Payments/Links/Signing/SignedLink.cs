using System.Text.Json;
using Spmis.Payments.Agencies;

namespace Spmis.Payments.Links.Signing;

/// <summary>Signs what goes to an interface of G2P Connect, and looks at the signatures of what comes back, as is agreed with it.</summary>
internal sealed class SignedLink(OwnG2pKeys keys)
{
    /// <summary>A message as it goes out.</summary>
    /// <exception cref="Kernel.Acts.Refused">It is to be signed, and there is no key.</exception>
    public HttpContent Content(AgencyLink link, Func<Stream> message)
    {
        if (!link.SignMessages)
        {
            return new StreamContent(message());
        }

        // At most 10,000 payments, or 1,000 ids.
        using var source = message();
        using var bytes = new MemoryStream();
        source.CopyTo(bytes);
        return new ByteArrayContent(G2pSignature.Sign(bytes.ToArray(), keys));
    }

    /// <summary>An answer that may be believed. One that may not tells nothing, so that it is asked for again.</summary>
    /// <param name="link">What is agreed.</param>
    /// <param name="answer">What came.</param>
    /// <param name="bareAcknowledgement">Whether "taken" may come without a signature: the standard gives an acknowledgement no place for one. That it was not taken is believed of nobody: it would be sent again.</param>
    public static LinkAnswer Believed(AgencyLink link, LinkAnswer answer, bool bareAcknowledgement)
    {
        if (link.Keys.Length == 0 || answer.Status is null)
        {
            return answer;
        }

        try
        {
            using var json = JsonDocument.Parse(answer.Body, G2pSignature.Strict);
            var bare = bareAcknowledgement && IsBareAcknowledgement(json.RootElement);
            return G2pSignature.Problem(json.RootElement, PinnedKeys.Read(link.Keys, nameof(link.Keys)), link.UnsignedAllowed || bare) is { } problem ? new(null, $"Its answer is not believed. {problem.Words}", answer.After) : answer;
        }
        catch (JsonException)
        {
            // No message at all. Where nothing need be signed, what its HTTP status says counts, and its words do not.
            return link.UnsignedAllowed && answer.Status is < 200 or >= 300 ? answer : new(null, $"Its answer ({answer.Status}) is no message.", answer.After);
        }
    }

    private static bool IsBareAcknowledgement(JsonElement root) => root.ValueKind == JsonValueKind.Object && root.EnumerateObject().All(p => p.Name == "message")
        && G2pMessages.Child(root, "message") is { ValueKind: JsonValueKind.Object } message && message.EnumerateObject().All(p => p.Name is "ack_status" or "timestamp" or "correlation_id")
        && G2pMessages.Acknowledgement(root).Status == "ACK";
}
