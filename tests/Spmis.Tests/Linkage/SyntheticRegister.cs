using Spmis.Linkage;

namespace Spmis.Tests.Linkage;

/// <summary>
/// An invented register: households that share family name, village and phone, twins, heaped birth dates, agents' phones,
/// and second registrations with the errors clerks make. The truth is kept apart from the persons.
/// </summary>
internal sealed class SyntheticRegister
{
    private static readonly string[] Beginnings = "Ab Ad Al Am An As Ba Be Bo Da De Di Do Fa Fe Ga Ge Ha He Hi Ib Is Ja Ji Ka Ke Ki La Le Li Ma Me Mi Mo Mu Na Ne Ni No Nu Om Ra Re Ri Ro Sa Se Si So Su Ta Te Ti To Wa We Ya Yo Za Ze".Split(' ');
    private static readonly string[] Middles = "ba bi da di du ga ka ki la li lu ma mi na ni nu ra ri ru sa shi ta ti va wa ya za ssa lla mma nna".Split(' ');
    private static readonly string[] Ends = "b d f h k l m n r s t d la na ra sha ya zo ko le ne".Split(' ');
    private static readonly string[] Common = "Mohamed Ahmed Fatima Maria Ali Hassan Amina John Ibrahim Mary Hussein Aisha Joseph Omar".Split(' ');
    private readonly Random random;

    public SyntheticRegister(int persons, int seed, double duplicates = 0.04)
    {
        random = new Random(seed);
        while (Persons.Count < persons)
        {
            AddHousehold(duplicates);
        }
    }

    public List<LinkagePerson> Persons { get; } = [];

    public Dictionary<Guid, string> EntityOf { get; } = [];

    /// <summary>Pairs of siblings, twins first: the hard ones.</summary>
    public List<(Guid A, Guid B)> Twins { get; } = [];

    private Guid NextId() => new(Persons.Count + 1, 0, 0, new byte[8]);

    private string Pick(string[] from) => from[random.Next(from.Length)];

    private bool Chance(double p) => random.NextDouble() < p;

    private string Name() => Chance(0.25) ? Pick(Common) : Pick(Beginnings) + Pick(Middles) + (Chance(0.5) ? Pick(Middles) : string.Empty) + Pick(Ends);

    private string Digits(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + random.Next(10))));

    private void AddHousehold(double duplicates)
    {
        var district = $"District {random.Next(40)}";
        var village = $"{Pick(Beginnings)}{Pick(Middles)}{Pick(Ends)}{random.Next(12)}";
        var family = Name();
        var father = Name();
        var household = $"H{Persons.Count}";
        var phone = Chance(0.02) ? "0700111222" : "07" + Digits(8);
        DateOnly? twin = null;
        var size = random.Next(1, 8);
        for (var i = 0; i < size; i++)
        {
            var child = i >= 2;
            var born = twin ?? Born(child);
            var person = new LinkagePerson
            {
                Id = NextId(),
                GivenName = Name(),
                MiddleName = Chance(0.8) ? (child ? father : Name()) : null,
                FamilyName = child || i == 0 ? family : Name(),
                Sex = Chance(0.5) ? 'F' : 'M',
                BornOn = born,
                NationalId = !child && Chance(0.5) ? Digits(9) : null,
                Phone = Chance(0.7) ? phone : null,
                Village = village,
                District = district,
                Household = household,
            };
            Add(person, $"E{Persons.Count}");
            if (twin is not null)
            {
                Twins.Add((Persons[^2].Id, person.Id));
            }

            twin = child && twin is null && Chance(0.05) && i + 1 < size ? born : null;
            if (twin is null && Chance(duplicates))
            {
                Add(Again(person), EntityOf[person.Id]);
            }
        }
    }

    private void Add(LinkagePerson person, string entity)
    {
        Persons.Add(person);
        EntityOf[person.Id] = entity;
    }

    private DateOnly Born(bool child)
    {
        var year = child ? random.Next(2005, 2025) : random.Next(1940, 2005);
        return Chance(child ? 0.02 : 0.2) ? new DateOnly(year, 1, 1) : new DateOnly(year, random.Next(1, 13), random.Next(1, 29));
    }

    /// <summary>The same person, registered a second time by another clerk: two errors on average, another household.</summary>
    private LinkagePerson Again(LinkagePerson p)
    {
        var again = p with { Id = NextId(), Household = $"H{Persons.Count}-again" };
        for (var errors = random.Next(1, 4); errors > 0; errors--)
        {
            again = random.Next(10) switch
            {
                0 => again with { GivenName = Typo(again.GivenName!) },
                1 => again with { FamilyName = Typo(again.FamilyName!) },
                2 => again with { GivenName = again.FamilyName, FamilyName = again.GivenName },
                3 => again with { BornOn = new DateOnly(again.BornOn!.Value.Year, 1, 1) },
                4 => again with { BornOn = again.BornOn!.Value.AddDays(random.Next(1, 9) * (Chance(0.5) ? 1 : 10)) },
                5 => again with { Phone = Chance(0.5) ? null : "07" + Digits(8) },
                6 => again with { Village = $"{Pick(Beginnings)}{Pick(Middles)}{Pick(Ends)}{random.Next(12)}" },
                7 => again with { MiddleName = null },
                8 => again with { NationalId = null },
                _ => again with { MiddleName = again.MiddleName is null ? null : Typo(again.MiddleName) },
            };
        }

        return again;
    }

    private string Typo(string name)
    {
        var at = random.Next(1, name.Length);
        return random.Next(4) switch
        {
            0 => name.Remove(at, 1),
            1 => name.Insert(at, ((char)('a' + random.Next(26))).ToString()),
            2 when at + 1 < name.Length => name[..at] + name[at + 1] + name[at] + name[(at + 2)..],
            _ => name[..at] + (char)('a' + random.Next(26)) + name[(at + 1)..],
        };
    }
}
