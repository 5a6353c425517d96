using System.Globalization;
using Spmis.Samples.Names;
using Spmis.Samples.Places;
using Spmis.Samples.Randomness;

namespace Spmis.Samples.People;

/// <summary>The same person registered again by another officer, with the slips that happen: spelling, order of names, birth date, number, phone, place.</summary>
internal static class SecondRegistration
{
    public static Person Of(Person first, int line, long seed)
    {
        // The stream of its own line that found the original is used up there; this one starts behind it.
        var draw = new Draw(seed, Randomness.Stream.Duplicate, -line);
        var again = first with { Line = line, NativeName = draw.Chance(5000) ? first.NativeName : "" };
        again = SameHousehold(again, ref draw);
        var slips = draw.Class([1500, 6500, 9000, 10_000]);
        for (var i = 0; i < slips; i++)
        {
            again = draw.Class([3500, 5000, 6200, 8200, 10_000]) switch
            {
                0 => Misspelt(again, ref draw),
                1 => Swapped(again),
                2 => again with { Middle = NamePart.None },
                3 => again with { BirthText = OtherBirth(again, ref draw) },
                _ => again with { Phone = draw.Chance(5000) ? "" : Numbers.Phone(seed, line) },
            };
        }

        again = again with { NationalId = OtherId(again.NationalId, line, seed, ref draw) };
        return draw.Chance(6000) || again.PayAgency.Length == 0 ? again : again with { PayAgency = PaymentAgency.BankB, PayAccount = Numbers.Account(seed, line) };
    }

    private static Person SameHousehold(Person again, ref Draw draw)
    {
        if (draw.Chance(4000))
        {
            return again with { Role = again.Role is MemberRole.Head or MemberRole.Spouse ? MemberRole.Other : again.Role };
        }

        var alone = again with { Household = "H" + again.Reference[1..], Role = MemberRole.Head };
        return draw.Chance(3000) ? alone with { Village = draw.Pick(Gazetteer.Districts.First(d => d.Name == again.District).Villages) } : alone;
    }

    private static Person Misspelt(Person p, ref Draw draw) => draw.Below(3) switch
    {
        0 when !p.Family.IsNone => p with { Family = Slip.In(p.Family, ref draw) },
        1 when !p.Middle.IsNone => p with { Middle = Slip.In(p.Middle, ref draw) },
        _ => p with { Given = Slip.In(p.Given, ref draw) },
    };

    private static Person Swapped(Person p) => p.Family.IsNone ? p : p with { Given = p.Family, Family = p.Given };

    private static string OtherBirth(Person p, ref Draw draw)
    {
        var born = p.BornOn;
        var told = draw.Below(5) switch
        {
            0 => new DateOnly(born.Year, 1, 1),
            1 when born.Day <= 12 => new DateOnly(born.Year, born.Day, born.Month),
            2 => born.AddYears(draw.Chance(5000) ? 1 : -1),
            3 => born.AddDays(draw.Chance(5000) ? 1 : -1),
            _ => born.AddMonths(draw.Chance(5000) ? 1 : -1),
        };
        return (told > DemoDates.LastBirth ? born : told).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static string OtherId(string id, int line, long seed, ref Draw draw) => draw.Class([5500, 8500, 9200, 10_000]) switch
    {
        _ when id.Length == 0 => "",
        0 => id,
        1 => "",
        2 => Slip.OfDigits(id, ref draw),
        _ => Numbers.NationalId(seed, line), // A renewed card with a new number.
    };
}
