using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Spmis.Identity.SecondFactors;

/// <summary>
/// One-time codes of an authenticator app (RFC 6238: HMAC-SHA-1, 30 seconds, six digits, what every app understands). ASP.NET Core Identity's own
/// check does not say which code it took, so it could not refuse the same one a second time (RFC 6238, 5.2).
/// </summary>
public static class Totp
{
    /// <summary>Random bytes of a key (RFC 4226, 4: at least 16, 20 recommended).</summary>
    public const int KeyBytes = 20;

    private const int Seconds = 30;
    private const int Digits = 6;
    private const int ClockSteps = 1; // A telephone's clock half a minute off is none of its owner's fault (RFC 6238, 6).
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The code of a step of 30 seconds.</summary>
    public static string CodeAt(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6238's default, and all that many apps understand; SHA-1's collisions do not touch HMAC.
        HMACSHA1.HashData(key, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xf)..]) & int.MaxValue;
        return (number % 1_000_000).ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0');
    }

    /// <summary>The step in which an instant (UTC) lies.</summary>
    public static long StepOf(DateTime now) => new DateTimeOffset(now, TimeSpan.Zero).ToUnixTimeSeconds() / Seconds;

    /// <summary>The step whose code this is, near now and later than the last one taken; null when there is none.</summary>
    public static long? Match(ReadOnlySpan<byte> key, string code, DateTime now, long lastStep)
    {
        long? found = null;
        var typed = Encoding.UTF8.GetBytes(code);
        for (var step = StepOf(now) - ClockSteps; step <= StepOf(now) + ClockSteps; step++)
        {
            // Every step is compared, to the end: the time taken tells nothing.
            var same = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(CodeAt(key, step)), typed);
            found = same && step > lastStep ? step : found;
        }

        return found;
    }

    /// <summary>The key as people type it into an app (RFC 4648 base 32, no padding).</summary>
    public static string Spell(ReadOnlySpan<byte> key)
    {
        var text = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var b in key)
        {
            (bits, count) = ((bits << 8) | b, count + 8);
            for (; count >= 5; count -= 5)
            {
                text.Append(Base32[(bits >> (count - 5)) & 31]);
            }

            bits &= (1 << count) - 1;
        }

        return count == 0 ? text.ToString() : text.Append(Base32[(bits << (5 - count)) & 31]).ToString();
    }

    /// <summary>What the QR code holds (Google Authenticator's key URI format, which the apps share).</summary>
    public static string Address(string issuer, string userName, ReadOnlySpan<byte> key) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(userName)}?secret={Spell(key)}&issuer={Uri.EscapeDataString(issuer)}";
}
