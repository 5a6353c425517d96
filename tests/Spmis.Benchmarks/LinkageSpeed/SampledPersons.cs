using Spmis.Host.Commands.Records;
using Spmis.Linkage;
using Spmis.Samples.Names;
using Spmis.Samples.People;

namespace Spmis.Benchmarks.LinkageSpeed;

/// <summary>A small register in which every column is filled now and then and many records resemble each other, so that every level of every comparison occurs.</summary>
internal static class SampledPersons
{
    public static IReadOnlyList<LinkagePerson> Make(int count)
    {
        var population = new Population(77, count, CulturePack.Of("mixed"));
        List<LinkagePerson> persons = [];
        for (var i = 0; i < count; i++)
        {
            // Every third record is an earlier one again, with something changed.
            var person = i % 3 == 2 ? Changed(persons[(i * 7 / 10) % persons.Count], i) : Fresh(InventedRegister.Of(population.PersonAt(i + 1)), i);
            persons.Add(person with { Id = RecordTable.IdOf(i) });
        }

        return persons;
    }

    private static LinkagePerson Fresh(LinkagePerson p, int i) => p with
    {
        MotherName = i % 4 == 0 ? p.MiddleName + " " + p.FamilyName : i % 4 == 1 ? p.FamilyName : null,
        Email = i % 5 < 2 ? $"{p.GivenName?.Replace(' ', '.')}{i % 13}@mail{i % 3}.example" : null,
        Address = i % 3 == 0 ? $"{i % 17} {p.Village} market road" : null,
        Postcode = i % 2 == 0 ? $"{1000 + (i % 9)}" : null,
        Phone = i % 11 == 0 ? "0700 111 222" : p.Phone,
    };

    private static LinkagePerson Changed(LinkagePerson p, int i) => (i / 3 % 12) switch
    {
        0 => p with { GivenName = p.FamilyName, FamilyName = p.GivenName },
        1 => p with { GivenName = p.GivenName?[..1] },
        2 => p with { FamilyName = p.MiddleName, MiddleName = null },
        3 => p with { BornOn = p.BornOn?.AddDays(10), Phone = p.Phone is { Length: > 5 } phone ? phone[..^1] + "7" : null },
        4 => p with { BornOn = p.BornOn is { } born ? new DateOnly(born.Year, 1, 1) : null, NationalId = p.NationalId is { Length: > 5 } id ? id[1..] : null },
        5 => p with { Email = p.Email?.Replace("mail", "post", StringComparison.Ordinal), Address = p.Address?.Replace("market", "mosque", StringComparison.Ordinal) },
        6 => p with { Email = p.Email?.Replace(".example", ".exmaple", StringComparison.Ordinal), Village = p.Village + "a", Postcode = null },
        7 => p with { Sex = p.Sex == 'F' ? 'M' : 'F', Household = "other" },
        8 => p with { FamilyName = p.FamilyName?.Replace("a", "e", StringComparison.Ordinal), MotherName = p.GivenName },
        9 => p with { NationalId = "AB-" + p.NationalId, Phone = null },
        10 => p with { GivenName = p.GivenName + " " + p.MiddleName, MiddleName = null },
        _ => p with { BornOn = p.BornOn?.AddYears(1), Address = p.Address is null ? null : "near " + p.Address, Village = null },
    };
}
