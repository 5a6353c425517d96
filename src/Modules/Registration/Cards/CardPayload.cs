using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Spmis.Registration.Cards;

/// <summary>What a card says of its holder, and no more: who it is, not what he or she gets.</summary>
/// <param name="Serial">Number of the card.</param>
/// <param name="Number">Registration number.</param>
/// <param name="Name">Name as printed.</param>
/// <param name="ValidUntil">Last day.</param>
public sealed record CardContent(string Serial, string Number, string Name, DateOnly ValidUntil);

/// <summary>What a check of a payload found.</summary>
/// <param name="Content">What it says; null when it is not ours or was changed.</param>
/// <param name="KeyId">The key it was signed with, as far as it can be read.</param>
/// <param name="Problem">not-a-card, unknown-key or changed; null when the signature holds.</param>
public sealed record CardCheck(CardContent? Content, string? KeyId, string? Problem);

/// <summary>
/// The text of a card's QR code: <c>SPC1.KEY.BODY.SIGNATURE</c>. Key: 8 hexadecimal digits. Body: serial, number, last day (yyyyMMdd) and name, parted by U+001F, as base64url of UTF-8.
/// Signature: ECDSA on P-256 with SHA-256 (FIPS 186-5) over everything before its dot, 64 bytes (r and s) as base64url. Whoever has the public key checks it without any connection.
/// </summary>
public static class CardPayload
{
    private const string Version = "SPC1";
    private const char Between = '\u001F';

    /// <summary>Writes and signs.</summary>
    public static string Write(CardContent content, string keyId, ECDsa key)
    {
        var body = string.Join(Between, content.Serial, content.Number, content.ValidUntil.ToString("yyyyMMdd", CultureInfo.InvariantCulture), content.Name);
        var signed = $"{Version}.{keyId}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(body))}";
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))}";
    }

    /// <summary>Checks the signature and reads.</summary>
    /// <param name="text">What was scanned or typed.</param>
    /// <param name="publicKey">The public key of an id; null when it is not known.</param>
    public static CardCheck Read(string? text, Func<string, ECDsa?> publicKey)
    {
        if (text?.Trim() is not { Length: > 0 and <= 1_000 } payload || payload.Split('.') is not [Version, { Length: 8 } keyId, var body, var signature] || !Base64Url.IsValid(body) || !Base64Url.IsValid(signature))
        {
            return new CardCheck(null, null, "not-a-card");
        }

        using var key = publicKey(keyId);
        if (key is null)
        {
            return new CardCheck(null, keyId, "unknown-key");
        }

        var bytes = Base64Url.DecodeFromChars(signature);
        return bytes.Length == 64 && key.VerifyData(Encoding.ASCII.GetBytes(payload[..payload.LastIndexOf('.')]), bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
            && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(body)).Split(Between) is [var serial, var number, var until, var name]
            && DateOnly.TryParseExact(until, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var validUntil)
            ? new CardCheck(new CardContent(serial, number, name, validUntil), keyId, null)
            : new CardCheck(null, keyId, "changed");
    }
}
