using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Spmis.Payments.Links.Signing;

/// <summary>What is wrong with the signature of a message.</summary>
/// <param name="Code">err.signature.missing or err.signature.invalid (G2P Connect, SystemError).</param>
/// <param name="Words">In words.</param>
internal sealed record SignatureProblem(string Code, string Words);

/// <summary>
/// Signatures of G2P Connect messages. The standard fixes no form; this is the one in use: a compact JWS (RFC 7515) by RS256 over the JSON of header and message, the key named by its thumbprint.
/// The receiver compares what was signed with what stands in the message as values, not bytes.
/// </summary>
internal static class G2pSignature
{
    private const string Algorithm = "RS256";

    /// <summary>Without names twice, so that two readers cannot see two things in one text.</summary>
    public static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>A message with its signature before it.</summary>
    /// <param name="message">The JSON of header and message, and nothing else.</param>
    /// <param name="keys">Our keys.</param>
    /// <exception cref="Kernel.Acts.Refused">There is no key.</exception>
    public static byte[] Sign(byte[] message, OwnG2pKeys keys)
    {
        var (signed, signature) = keys.Sign(kid => Encoding.ASCII.GetBytes($"{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new { alg = Algorithm, kid }))}.{Base64Url.EncodeToString(message)}"));
        return [.. "{\"signature\":\""u8, .. signed, (byte)'.', .. Base64Url.EncodeToUtf8(signature), .. "\","u8, .. message.AsSpan(1)];
    }

    /// <summary>What is wrong with a message's signature; null when nothing is.</summary>
    /// <param name="envelope">The message, read with <see cref="Strict"/>.</param>
    /// <param name="keys">The sender's keys.</param>
    /// <param name="unsignedAllowed">Whether there may be none. One that is there is always looked at.</param>
    public static SignatureProblem? Problem(JsonElement envelope, PinnedKeys keys, bool unsignedAllowed)
    {
        if (G2pMessages.Child(envelope, "signature") is not { } given || (given.ValueKind == JsonValueKind.String && given.ValueEquals("")))
        {
            return unsignedAllowed ? null : new("err.signature.missing", "The message is not signed.");
        }

        try
        {
            return Wrong(envelope, given.GetString() ?? "", keys) is { } words ? new("err.signature.invalid", words) : null;
        }
        catch (Exception broken) when (broken is JsonException or FormatException or InvalidOperationException or CryptographicException)
        {
            return new("err.signature.invalid", "The signature is no compact JWS.");
        }
    }

    private static string? Wrong(JsonElement envelope, string signature, PinnedKeys keys)
    {
        if (signature.Split('.') is not [{ Length: > 0 } head, { Length: > 0 } payload, { Length: > 0 } proof])
        {
            return "The signature is no compact JWS.";
        }

        using var said = JsonDocument.Parse(Base64Url.DecodeFromChars(head), Strict);
        // The algorithm is ours to say, not the message's: "none", or an HMAC by the public key, is no signature. Of what names a key, the thumbprint alone counts.
        if (G2pMessages.Text(said.RootElement, "alg") != Algorithm || G2pMessages.Child(said.RootElement, "crit") is not null)
        {
            return $"The signature is not made by {Algorithm}.";
        }

        if (G2pMessages.Text(said.RootElement, "kid") is not { } kid || keys.Find(kid) is not { } key)
        {
            return "The signature names no key that was agreed on (kid, the RFC 7638 thumbprint).";
        }

        using var rsa = RSA.Create(key.Public);
        if (!rsa.VerifyData(Encoding.ASCII.GetBytes($"{head}.{payload}"), Base64Url.DecodeFromChars(proof), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
        {
            return "The signature is wrong.";
        }

        using var signed = JsonDocument.Parse(Base64Url.DecodeFromChars(payload), Strict);
        return Same(signed.RootElement, envelope, "header") && Same(signed.RootElement, envelope, "message") ? null : "What was signed is another message.";
    }

    private static bool Same(JsonElement signed, JsonElement envelope, string part) => (G2pMessages.Child(signed, part), G2pMessages.Child(envelope, part)) switch
    {
        ({ } one, { } other) => JsonElement.DeepEquals(one, other),
        (null, null) => true,
        _ => false,
    };
}
