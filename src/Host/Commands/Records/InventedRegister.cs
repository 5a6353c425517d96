using System.Globalization;
using Spmis.Linkage;
using Spmis.Samples.Names;
using Spmis.Samples.People;

namespace Spmis.Host.Commands.Records;

/// <summary>An invented register in memory, made part by part so that it may have tens of millions of records, and only the adding is measured.</summary>
internal static class InventedRegister
{
    private const int Part = 100_000;
    private const int Lines = 2_048;

    /// <summary>The register and who is who in it.</summary>
    public static (LinkageRegister Register, IReadOnlyDictionary<Guid, string> EntityOf) Make(int persons, long seed, CulturePack pack, Stopwatches time, CancellationToken ct)
    {
        var register = new LinkageRegister(persons);
        var entityOf = new int[persons];
        var part = new Stopwatches();
        for (var from = 0; from < persons; from += Part)
        {
            ct.ThrowIfCancellationRequested();
            var some = new LinkagePerson[Math.Min(Part, persons - from)];
            Parallel.For(0, (some.Length + Lines - 1) / Lines, chunk =>
            {
                var population = new Population(seed, persons, pack);
                for (var i = chunk * Lines; i < Math.Min(some.Length, (chunk + 1) * Lines); i++)
                {
                    var line = from + i + 1;
                    some[i] = Of(population.PersonAt(line));
                    entityOf[from + i] = population.OriginalOf(line);
                }
            });
            part.Measure($"{from}", () =>
            {
                register.Add(some);
                return 0;
            });
        }

        time.Record("normalise", part.Seconds, part.CpuSeconds);
        return (register, new Entities(entityOf));
    }

    /// <summary>An invented person as linkage is told of one.</summary>
    public static LinkagePerson Of(Person p)
    {
        DateOnly? born = DateOnly.TryParse(p.BirthText.Length == 4 ? p.BirthText + "-01-01" : p.BirthText.Length == 7 ? p.BirthText + "-01" : p.BirthText, CultureInfo.InvariantCulture, out var day) ? day : null;
        return new LinkagePerson
        {
            Id = RecordTable.IdOf(p.Line - 1),
            GivenName = p.Given.Latin,
            MiddleName = p.Middle.Latin,
            FamilyName = p.Family.Latin,
            NativeName = p.NativeName,
            Sex = p.Sex,
            BornOn = born,
            BornPrecision = p.BirthText.Length switch { 4 => BirthPrecision.Year, 7 => BirthPrecision.Month, _ => BirthPrecision.Day },
            NationalId = p.NationalId,
            Phone = p.Phone,
            Village = p.Village,
            District = p.District,
            Household = p.Household,
        };
    }
}
