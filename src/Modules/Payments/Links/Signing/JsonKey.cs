using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Spmis.Payments.Links.Signing;

/// <summary>An RSA public key as JSON has it (RFC 7517), named by its thumbprint (RFC 7638).</summary>
/// <param name="Public">Modulus and exponent.</param>
internal sealed record JsonKey(RSAParameters Public)
{
    public const int LeastBits = 2048;

    private const int MostBits = 16_384;

    /// <summary>Modulus, base64url.</summary>
    public string N { get; } = Base64Url.EncodeToString(Public.Modulus);

    /// <summary>Exponent, base64url.</summary>
    public string E { get; } = Base64Url.EncodeToString(Public.Exponent);

    /// <summary>Its name: the thumbprint.</summary>
    public string Kid => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($$"""{"e":"{{E}}","kty":"RSA","n":"{{N}}"}""")));

    /// <summary>Of a key whose length is as it should be; null otherwise.</summary>
    public static JsonKey? Of(RSA key) => key.KeySize is >= LeastBits and <= MostBits ? new(key.ExportParameters(includePrivateParameters: false)) : null;
}
