using System.Globalization;
using System.Numerics;
using Spmis.Linkage.Comparing;
using Spmis.Linkage.Normalising;

namespace Spmis.Linkage.Compact;

/// <summary>
/// A national number or telephone in one word: up to fourteen digits of four bits under a count of digits; longer ones and those
/// with letters as an index into the pool. 0 where there is none. Equal texts have equal words within one pool.
/// </summary>
internal static class NumberCode
{
    private const int MostDigits = 14;
    private const int TagShift = 60;
    private const ulong Pooled = 15;
    private const ulong Nibbles = 0x1111_1111_1111_1111;

    public static ulong Of(Term? number, TermPool pool)
    {
        if (number is null)
        {
            return 0;
        }

        ulong code = 0;
        foreach (var c in number.Text)
        {
            if (!char.IsAsciiDigit(c) || number.Length > MostDigits)
            {
                return (Pooled << TagShift) | (uint)pool.Term(number.Text).Id;
            }

            code = (code << 4) | (uint)(c - '0');
        }

        return code | ((ulong)number.Length << TagShift);
    }

    public static string Text(ulong code, TermPool pool)
    {
        var digits = (int)(code >> TagShift);
        return digits == (int)Pooled ? pool.TermOf((int)code).Text : (code & (~0UL >> 4)).ToString("x14", CultureInfo.InvariantCulture)[^digits..];
    }

    /// <summary>As <see cref="OneEdit.Apart"/> over the texts, which differ.</summary>
    public static bool OneEditApart(ulong a, ulong b, TermPool pool)
    {
        var (digitsOfA, digitsOfB) = ((int)(a >> TagShift), (int)(b >> TagShift));
        if (digitsOfA == (int)Pooled || digitsOfB == (int)Pooled)
        {
            return OneEdit.Apart(Text(a, pool), Text(b, pool));
        }

        return digitsOfA == digitsOfB ? WrongOrSwapped(a, b)
            : digitsOfA == digitsOfB + 1 ? MissingFrom(a, b, digitsOfA)
            : digitsOfB == digitsOfA + 1 && MissingFrom(b, a, digitsOfB);
    }

    private static bool WrongOrSwapped(ulong a, ulong b)
    {
        var xor = a ^ b;
        var differing = (xor | (xor >> 1) | (xor >> 2) | (xor >> 3)) & Nibbles;
        var places = BitOperations.PopCount(differing);
        if (places == 1)
        {
            return true;
        }

        var low = BitOperations.TrailingZeroCount(differing);
        return places == 2 && differing == (0x11UL << low)
            && ((a >> low) & 0xF) == ((b >> (low + 4)) & 0xF)
            && ((a >> (low + 4)) & 0xF) == ((b >> low) & 0xF);
    }

    /// <summary>Whether the shorter is the longer without one digit: what stands before it agrees at the top, what stands behind at the bottom.</summary>
    private static bool MissingFrom(ulong longer, ulong shorter, int digits)
    {
        var (x, y) = (longer << 8, shorter << 8);
        (x, y) = (x << (4 * (MostDigits - digits)), y << (4 * (MostDigits - digits + 1)));
        var top = BitOperations.LeadingZeroCount(x ^ y) / 4;
        if (top >= digits - 1)
        {
            return true;
        }

        // Without the digit in place `top`, the rest moves up by one.
        var behind = ~0UL >> (4 * top);
        return ((x << 4) & behind) == (y & behind);
    }
}
