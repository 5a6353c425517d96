using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Spmis.Kernel.Acts;

namespace Spmis.Payments.Links.Signing;

/// <summary>
/// The public keys of another side, as two people agreed on them or the administrator has set them: PEM (public keys or certificates) or a JSON key set. There are no others: nothing is fetched from
/// an address that a message names.
/// </summary>
internal sealed class PinnedKeys
{
    private const int MostKeys = 20;
    private const int MostCharacters = 100_000;

    private readonly Dictionary<string, JsonKey> byKid;

    private PinnedKeys(IEnumerable<JsonKey> keys) => byKid = keys.DistinctBy(k => k.Kid).ToDictionary(k => k.Kid, StringComparer.Ordinal);

    /// <summary>For people: their thumbprints.</summary>
    public string Words => string.Join("; ", byKid.Keys.Order(StringComparer.Ordinal));

    /// <summary>The key of a name; null when it is not pinned.</summary>
    public JsonKey? Find(string kid) => byKid.GetValueOrDefault(kid);

    /// <summary>Reads them.</summary>
    /// <param name="text">PEM or JSON.</param>
    /// <param name="field">Where it was typed.</param>
    /// <exception cref="Refused">There is no public key in it that can be used, or a private one.</exception>
    public static PinnedKeys Read(string text, string field)
    {
        if (text.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            throw Wrong("This is a private key. It was not kept; whoever has seen it can sign in their name, so they must make a new one. Paste their public keys.", field);
        }

        if (text.Length > MostCharacters)
        {
            throw Wrong($"This is too long for keys; {MostCharacters} characters at most.", field);
        }

        try
        {
            var keys = text.TrimStart().StartsWith('{') ? OfJson(text, field) : OfPem(text, field);
            return keys.Count is > 0 and <= MostKeys ? new(keys)
                : throw Wrong($"Paste their RSA public keys, 1 to {MostKeys}: in PEM form, from -----BEGIN PUBLIC KEY----- on, or as the JSON that they publish at .well-known/jwks.json.", field);
        }
        catch (Exception broken) when (broken is JsonException or CryptographicException or FormatException or ArgumentException or InvalidOperationException)
        {
            throw Wrong("These keys cannot be read; they may have been cut off or changed on their way. Ask for them again.", field);
        }
    }

    private static List<JsonKey> OfJson(string text, string field)
    {
        using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
        var each = json.RootElement.TryGetProperty("keys", out var set) ? set.EnumerateArray().ToList() : [json.RootElement];
        if (each.Exists(k => k.TryGetProperty("d", out _) || k.TryGetProperty("k", out _)))
        {
            throw Wrong("There is a private or shared key in it. It was not kept; whoever has seen it can sign in their name, so they must make a new one. Paste their public keys.", field);
        }

        // Keys for encryption, and of other kinds, stand beside those for signatures.
        return [.. each.Where(k => G2pMessages.Text(k, "kty") == "RSA" && G2pMessages.Text(k, "use") is null or "sig").Select(k =>
        {
            using var key = RSA.Create(new RSAParameters { Modulus = Base64Url.DecodeFromChars(G2pMessages.Text(k, "n")), Exponent = Base64Url.DecodeFromChars(G2pMessages.Text(k, "e")) });
            return Checked(key, field);
        })];
    }

    private static List<JsonKey> OfPem(string text, string field)
    {
        List<JsonKey> keys = [];
        for (var rest = text; PemEncoding.TryFind(rest, out var found); rest = rest[found.Location.End..])
        {
            var block = rest[found.Location];
            if (rest[found.Label] == "CERTIFICATE")
            {
                using var certificate = X509Certificate2.CreateFromPem(block);
                using var own = certificate.GetRSAPublicKey() ?? throw Wrong("The certificate has no RSA key.", field);
                keys.Add(Checked(own, field));
                continue;
            }

            using var key = RSA.Create();
            key.ImportFromPem(block);
            keys.Add(Checked(key, field));
        }

        return keys;
    }

    private static JsonKey Checked(RSA key, string field) => JsonKey.Of(key) ?? throw Wrong($"A key has {key.KeySize} bits; ask for one of {JsonKey.LeastBits} or more.", field);

    private static Refused Wrong(string text, string field) => new("agency.keys", text, field);
}
