using System.Globalization;
using System.Numerics;

namespace Spmis.Linkage.Normalising;

/// <summary>A birth date as eight digits (year, month, day), four bits each: typing errors are differing digits.</summary>
/// <param name="Digits">Binary coded decimal; 0 where unknown.</param>
/// <param name="Precision">How much of it is known.</param>
public readonly record struct BirthDate(uint Digits, BirthPrecision Precision)
{
    /// <summary>Whether anything is known.</summary>
    public bool IsKnown => Digits != 0;

    /// <summary>The year.</summary>
    public int Year => Decimal(Digits >> 16);

    internal bool IsFull => Precision == BirthPrecision.Day;

    internal uint MonthDigits => (Digits >> 8) & 0xFF;

    internal uint DayDigits => Digits & 0xFF;

    internal uint YearDigits => Digits >> 16;

    internal static BirthDate Of(LinkagePerson person)
    {
        if (person.BornOn is { } date)
        {
            var digits = Pack((date.Year * 10_000) + (date.Month * 100) + date.Day);
            var heaped = person.BornPrecision == BirthPrecision.Day && date is { Day: 1, Month: 1 or 7 };
            return new BirthDate(digits, heaped ? BirthPrecision.Heaped : person.BornPrecision);
        }

        var written = string.Concat((person.BornAsWritten ?? string.Empty).Where(char.IsAsciiDigit));
        return written.Length == 8
            ? new BirthDate(Pack(int.Parse(written, CultureInfo.InvariantCulture)), BirthPrecision.Day)
            : default;
    }

    /// <summary>One digit wrong, two neighbours swapped, or day and month swapped.</summary>
    internal static bool IsTypingError(BirthDate a, BirthDate b)
    {
        var differing = Differing(a.Digits ^ b.Digits);
        var places = BitOperations.PopCount(differing);
        if (places == 1)
        {
            return true;
        }

        if (a.YearDigits == b.YearDigits && a.MonthDigits == b.DayDigits && a.DayDigits == b.MonthDigits)
        {
            return true;
        }

        var low = BitOperations.TrailingZeroCount(differing);
        return places == 2 && differing == (0x11u << low)
            && ((a.Digits >> low) & 0xF) == ((b.Digits >> (low + 4)) & 0xF)
            && ((a.Digits >> (low + 4)) & 0xF) == ((b.Digits >> low) & 0xF);
    }

    /// <summary>Two of day, month and year agree.</summary>
    internal static bool TwoPartsAgree(BirthDate a, BirthDate b)
    {
        var agreeing = (a.YearDigits == b.YearDigits ? 1 : 0) + (a.MonthDigits == b.MonthDigits ? 1 : 0) + (a.DayDigits == b.DayDigits ? 1 : 0);
        return agreeing == 2;
    }

    /// <summary>The date as text, with what is a filler left out.</summary>
    public override string ToString()
    {
        var text = Digits.ToString("x8", CultureInfo.InvariantCulture);
        return Precision switch
        {
            BirthPrecision.Year => text[..4],
            BirthPrecision.Month => $"{text[..4]}-{text[4..6]}",
            _ => $"{text[..4]}-{text[4..6]}-{text[6..]}",
        };
    }

    private static uint Differing(uint xor) => (xor | (xor >> 1) | (xor >> 2) | (xor >> 3)) & 0x11111111;

    private static uint Pack(int yyyymmdd)
    {
        uint packed = 0;
        for (var shift = 0; yyyymmdd > 0 && shift < 32; shift += 4, yyyymmdd /= 10)
        {
            packed |= (uint)(yyyymmdd % 10) << shift;
        }

        return packed;
    }

    private static int Decimal(uint packed)
    {
        var value = 0;
        for (var shift = 12; shift >= 0; shift -= 4)
        {
            value = (value * 10) + (int)((packed >> shift) & 0xF);
        }

        return value;
    }
}
