using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Spmis.Payments.Instructions;
using Spmis.Values;

namespace Spmis.Payments.Vouchers;

/// <summary>
/// Makes voucher numbers that cannot be guessed: 16 digits out of a batch's 32 random bytes (HMAC-SHA256 over position and salt), and two check digits (ISO 7064 MOD 97-10). The database keeps a
/// keyed hash of each; the random bytes are kept encrypted (AES-256-GCM) until the numbers were exported. Both keys follow from the payments' seal key, which is outside the database.
/// </summary>
public sealed class VoucherNumbers(InstructionSeal seal)
{
    /// <summary>Digits of a number, check digits included.</summary>
    public const int Length = 18;

    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const ulong First = 1_000_000_000_000_000; // 16 digits, none of them lost at the front.

    private readonly byte[] hashKey = seal.KeyFor("voucher-hash");
    private readonly byte[] secretKey = seal.KeyFor("voucher-secret");

    /// <summary>New random bytes for a batch, encrypted for it.</summary>
    public byte[] NewSecret(string batchNumber)
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        var sealedOne = new byte[NonceLength + secret.Length + TagLength];
        RandomNumberGenerator.Fill(sealedOne.AsSpan(0, NonceLength));
        using var aes = new AesGcm(secretKey, TagLength);
        aes.Encrypt(sealedOne.AsSpan(0, NonceLength), secret, sealedOne.AsSpan(NonceLength, secret.Length), sealedOne.AsSpan(NonceLength + secret.Length), Encoding.UTF8.GetBytes(batchNumber));
        return sealedOne;
    }

    /// <summary>The random bytes of a batch.</summary>
    public byte[] Open(VoucherBatch batch)
    {
        var sealedOne = batch.SecretSealed ?? throw new InvalidOperationException($"The numbers of {batch.Number} were exported; they cannot be made again.");
        var secret = new byte[sealedOne.Length - NonceLength - TagLength];
        using var aes = new AesGcm(secretKey, TagLength);
        aes.Decrypt(sealedOne.AsSpan(0, NonceLength), sealedOne.AsSpan(NonceLength, secret.Length), sealedOne.AsSpan(NonceLength + secret.Length), secret, Encoding.UTF8.GetBytes(batch.Number));
        return secret;
    }

    /// <summary>The number at a position.</summary>
    public static string Of(byte[] secret, int position, int salt)
    {
        var mac = HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{position}:{salt}")));
        var digits = First + (ulong)(new UInt128(BitConverter.ToUInt64(mac, 0), BitConverter.ToUInt64(mac, 8)) % (First * 9));
        return CheckDigit.Append(digits.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>What the database keeps of a number.</summary>
    public byte[] HashOf(string number) => HMACSHA256.HashData(hashKey, Encoding.ASCII.GetBytes(number));

    /// <summary>A number as typed: blanks and hyphens taken out; null when its length or check digits do not fit.</summary>
    public static string? Read(string typed)
    {
        var number = string.Concat(typed.Where(c => !char.IsWhiteSpace(c) && c != '-'));
        return number.Length == Length && CheckDigit.IsValid(number) ? number : null;
    }
}
