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
    /// <param name="bareAcknowledgement">Whether an acknowledgement may come without a signature: the standard gives it no place for one.</param>
    public static LinkAnswer Believed(AgencyLink link, LinkAnswer answer, bool bareAcknowledgement)
    {
        if (link.Keys.Length == 0 || answer.Status is null)
        {
            return answer;
        }

        try
        {
            using var json = JsonDocument.Parse(answer.Body, G2pSignature.Strict);
            var bare = bareAcknowledgement && G2pMessages.Child(json.RootElement, "header") is null && G2pMessages.Acknowledgement(json.RootElement).Status is not null;
            return G2pSignature.Problem(json.RootElement, PinnedKeys.Read(link.Keys, nameof(link.Keys)), link.UnsignedAllowed || bare) is { } problem ? new(null, $"Its answer is not believed. {problem.Words}", answer.After) : answer;
        }
        catch (JsonException)
        {
            // No message at all. What its HTTP status says counts, its words do not.
            return answer.Status is >= 200 and < 300 ? new(null, "Its answer is no message.", answer.After) : answer;
        }
    }
}
