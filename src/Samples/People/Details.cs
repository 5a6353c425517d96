using System.Globalization;
using Spmis.Samples.Names;
using Spmis.Samples.Places;
using Spmis.Samples.Randomness;

namespace Spmis.Samples.People;

/// <summary>Everything about a member that the household does not say.</summary>
internal static class Details
{
    private const int Grown = 18;

    public static Person Of(long seed, int line, Member member, Home home, int place, CulturePack? pack = null)
    {
        var (adultsWithNumber, childrenWithNumber) = pack is null ? (9100, 1200) : (CulturePack.AdultsWithNumber, CulturePack.ChildrenWithNumber);
        var draw = new Draw(seed, Randomness.Stream.Person, line);
        var age = Person.Age(member.BornOn, DemoDates.AgeDay);
        var naming = Naming.Of(home, member, place, ref draw);
        var phone = Phone(seed, line, member.Role, age, home, ref draw);
        var agency = age < Grown ? "" : draw.Class([3000, 4800, 9200, 10_000]) switch
        {
            0 => PaymentAgency.BankA,
            1 => PaymentAgency.BankB,
            2 => PaymentAgency.MobileMoney,
            _ => "",
        };
        return new Person
        {
            Line = line,
            Given = naming.Given,
            Middle = naming.Middle,
            Family = naming.Family,
            NativeName = naming.Native(home.Culture.WritesNative, ref draw),
            Sex = member.Sex,
            BornOn = member.BornOn,
            BirthText = Birth(member.BornOn, age, ref draw),
            NationalId = draw.Chance(age >= Grown ? adultsWithNumber : childrenWithNumber) ? Numbers.NationalId(seed, line) : "",
            Phone = Written(phone, ref draw),
            District = home.District.Name,
            Village = home.Village,
            Household = home.Reference,
            Role = member.Role,
            Activity = Work(member.Sex, age, ref draw),
            Disability = draw.Class([9650, 9900, 10_000]) switch { 0 => "", 1 => "moderate", _ => "severe" },
            PayAgency = agency,
            PayAccount = Account(seed, line, agency, phone),
        };
    }

    /// <summary>As told at the desk: old people know the year, or give the first of January.</summary>
    public static string Birth(DateOnly bornOn, int age, ref Draw draw)
    {
        var heaped = age >= 60 ? 2800 : age >= 30 ? 1100 : 300;
        return draw.Class([heaped, heaped + 150, heaped + 300, 10_000]) switch
        {
            0 => bornOn.Year.ToString(CultureInfo.InvariantCulture) + "-01-01",
            1 => bornOn.Year.ToString(CultureInfo.InvariantCulture),
            2 => bornOn.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            _ => bornOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
    }

    private static string Phone(long seed, int line, MemberRole role, int age, Home home, ref Draw draw)
    {
        if (role == MemberRole.Head)
        {
            return home.HeadPhone;
        }

        // Own phone, the head's, or none.
        int[] shares = role switch
        {
            _ when age < 14 => [0, 7000, 10_000],
            MemberRole.Child when age < Grown => [2000, 8000, 10_000],
            MemberRole.Spouse => [5500, 9000, 10_000],
            MemberRole.Parent => [2000, 8000, 10_000],
            _ => [7500, 8500, 10_000],
        };
        return draw.Class(shares) switch { 0 => Numbers.Phone(seed, line), 1 => home.HeadPhone, _ => "" };
    }

    private static string Written(string phone, ref Draw draw) => draw.Class([8500, 9500, 10_000]) switch
    {
        _ when phone.Length == 0 => "",
        0 => phone,
        1 => Numbers.AtHome(phone, spaced: false),
        _ => Numbers.AtHome(phone, spaced: true),
    };

    private static Activity Work(char sex, int age, ref Draw draw)
    {
        var employed = age is >= Grown and < 65 ? (sex == 'M' ? 4600 : 3900) : 0;
        var own = age is >= Grown and < 65 ? 3300 : age is >= 65 and < 73 ? 2000 : 0;
        return draw.Class([employed, employed + own, 10_000]) switch { 0 => Activity.Employed, 1 => Activity.SelfEmployed, _ => Activity.None };
    }

    // The wallet is the person's phone, which a couple may share; an agent's phone is nobody's wallet.
    private static string Account(long seed, int line, string agency, string phone) => agency switch
    {
        PaymentAgency.BankA => Numbers.Iban(seed, line),
        PaymentAgency.BankB => Numbers.Account(seed, line),
        PaymentAgency.MobileMoney => (phone.StartsWith("+9997", StringComparison.Ordinal) ? phone : Numbers.Phone(seed, line))[1..],
        _ => "",
    };
}
