using System.Globalization;
using Spmis.Samples.Employers;
using Spmis.Samples.Files;
using Spmis.Samples.People;
using Spmis.Samples.Places;
using Spmis.Samples.Randomness;

namespace Spmis.Samples.Maternity;

/// <summary>Writes maternity.csv: the employed women who are confined in May or June 2026 and claim the benefit.</summary>
public sealed class MaternityClaims(Population population, EmployerBook employers)
{
    /// <summary>The file's name.</summary>
    public const string Name = "maternity.csv";

    private const int InTenThousand = 180;
    private readonly Jobs jobs = new(population, employers);

    /// <summary>Writes it from the numbers SPMIS gave and says how many claims there are.</summary>
    public async Task<int> WriteAsync(string folder, IAsyncEnumerable<Issued> workersIssued, CancellationToken ct = default)
    {
        using var file = SampleFile.Create(Path.Combine(folder, Name));
        Csv.Line(file.Text, "worker_number", "confinement_date", "filed_on");
        var claims = 0;
        await foreach (var issued in workersIssued.WithCancellation(ct).ConfigureAwait(false))
        {
            if (Of(Person.LineOf(issued.Reference)) is { } claim)
            {
                Csv.Line(file.Text, issued.Number, Date(claim.ConfinedOn), Date(claim.FiledOn));
                claims++;
            }
        }

        file.Keep();
        return claims;
    }

    /// <summary>The claim of the person of a line, or null. One registration claims, never its duplicate as well.</summary>
    public (DateOnly ConfinedOn, DateOnly FiledOn)? Of(int line)
    {
        var draw = new Draw(population.Seed, Randomness.Stream.Maternity, line);
        if (population.KindOf(line) != LineKind.Person || !draw.Chance(InTenThousand))
        {
            return null;
        }

        var person = population.PersonAt(line);
        if (person.Sex != 'F' || person.AgeOn(DemoDates.AgeDay) is < 18 or > 45 || jobs.Of(person) is not { } job)
        {
            return null;
        }

        var confinedOn = draw.Day(new DateOnly(2026, 5, 1), new DateOnly(2026, 6, 30));
        var filedOn = confinedOn.AddDays(draw.Between(-14, 20));
        return job.LeftOn < confinedOn ? null : (confinedOn, filedOn > DemoDates.LastArrival ? DemoDates.LastArrival : filedOn);
    }

    private static string Date(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
