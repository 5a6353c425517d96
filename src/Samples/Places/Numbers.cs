using System.Globalization;
using Spmis.Samples.Randomness;

namespace Spmis.Samples.Places;

/// <summary>Numbers that no two persons share, found from the person's place alone: multiplication by a number without a common factor visits every remainder once.</summary>
internal static class Numbers
{
    private const long IdSpace = 900_000_000;   // 2^8 3^2 5^8: odd multipliers that 3 and 5 do not divide are coprime to it.
    private const long IdStep = 618_033_989;
    private const long AccountsFrom = 400_000_000; // So that an account does not repeat its owner's national id.
    private const long PhoneSpace = 100_000_000;
    private const long PhoneStep = 61_803_399;

    /// <summary>Nine digits, the first not 0.</summary>
    public static string NationalId(long seed, long index) =>
        (100_000_000 + (Turn(index, IdStep, IdSpace) + Offset(seed, IdSpace)) % IdSpace).ToString(CultureInfo.InvariantCulture);

    /// <summary>A mobile number under +999, a country code the ITU (E.164) has given to nobody, so that no real telephone rings.</summary>
    public static string Phone(long seed, long index) =>
        "+9997" + ((Turn(index, PhoneStep, PhoneSpace) + Offset(seed, PhoneSpace)) % PhoneSpace).ToString("D8", CultureInfo.InvariantCulture);

    /// <summary>The phone of a mobile-money agent, which the agent lends to whoever has none.</summary>
    public static string AgentPhone(int district, int agent) =>
        "+9996" + (10_000_000 + (district * 1000) + agent).ToString(CultureInfo.InvariantCulture);

    /// <summary>A phone as people write it at home: 07 12 345 678 becomes 0712345678 or 0712 345 678.</summary>
    public static string AtHome(string phone, bool spaced)
    {
        var local = "0" + phone[4..];
        return spaced ? $"{local[..4]} {local[4..7]} {local[7..]}" : local;
    }

    /// <summary>An IBAN (ISO 13616) of country ZZ, which ISO 3166 leaves to private use.</summary>
    public static string Iban(long seed, long index)
    {
        var account = "BNKA" + NationalId(seed, AccountsFrom + index).PadLeft(12, '0');
        return "ZZ" + IbanCheck(account).ToString("D2", CultureInfo.InvariantCulture) + account;
    }

    /// <summary>A plain account number of thirteen digits.</summary>
    public static string Account(long seed, long index) => "4010" + NationalId(seed, AccountsFrom + index);

    private static int IbanCheck(string account)
    {
        var rest = 0;
        foreach (var c in account + "ZZ00")
        {
            rest = char.IsAsciiDigit(c) ? ((rest * 10) + (c - '0')) % 97 : ((rest * 100) + (c - 'A' + 10)) % 97;
        }

        return 98 - rest;
    }

    private static long Turn(long index, long step, long space) => (long)((Int128)index * step % space);

    private static long Offset(long seed, long space) => new Draw(seed, Randomness.Stream.Person, -1).Below((int)space);
}
