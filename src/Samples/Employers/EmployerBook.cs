using Spmis.Samples.People;
using Spmis.Samples.Places;
using Spmis.Samples.Randomness;

namespace Spmis.Samples.Employers;

/// <summary>All employers of a seed: few enough to hold. Sizes are skewed as in life: six in ten employ a handful, a few employ hundreds.</summary>
public sealed class EmployerBook
{
    // About so many of ten thousand lines of persons.csv are employed people seen for the first time.
    private const int EmployedInTenThousand = 2480;
    private const int MistakesInTenThousand = 100;
    private const int LinesWithoutMishap = 5;

    private static readonly string[] Branches = ["agriculture", "manufacturing", "construction", "trade", "transport", "hospitality", "education", "health", "services"];
    private static readonly string[] Firsts = ["Blue River", "Sunrise", "Palm Grove", "Old Market", "Two Hills", "Green Valley", "Lakeside", "Harbour", "Golden Field", "New Bridge", "Silver Tree", "High Plain", "Red Gate", "North Wind", "Clear Spring", "Long Road"];
    private static readonly string[] Seconds = ["Mills", "Traders", "Builders", "Transport", "Hotel", "School", "Clinic", "Services", "Estates", "Textiles", "Bakery", "Garage", "Foods", "Workshop", "Ceramics", "Printers"];

    private readonly Employer[] employers;
    private readonly int[] weightUpTo;

    /// <summary>The employers of a population.</summary>
    public EmployerBook(Population population, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 99_999);
        var weights = Enumerable.Range(1, count).Select(line => IsMistake(population.Seed, line) ? 0 : Weight(population.Seed, line)).ToArray();
        weightUpTo = new int[count];
        var sum = 0;
        for (var i = 0; i < count; i++)
        {
            weightUpTo[i] = sum += weights[i];
        }

        var workers = (long)population.Lines * EmployedInTenThousand / 10_000;
        employers = [.. weights.Select((weight, i) => Drawn(population.Seed, i + 1, Math.Max(1, (int)(workers * weight / sum))))];
    }

    /// <summary>How many lines employers.csv has.</summary>
    public int Count => employers.Length;

    /// <summary>The employer of a line.</summary>
    public Employer this[int line] => employers[line - 1];

    /// <summary>In file order.</summary>
    public IEnumerable<Employer> All => employers;

    /// <summary>The employer of a worker: each in proportion to its size.</summary>
    internal Employer Draw(ref Draw draw)
    {
        var at = Array.BinarySearch(weightUpTo, draw.Below(weightUpTo[^1]) + 1);
        at = at >= 0 ? at : ~at;
        while (at > 0 && weightUpTo[at - 1] == weightUpTo[at])
        {
            at--; // A line without weight has the bound of its forerunner: the forerunner is meant.
        }

        return employers[at];
    }

    private static bool IsMistake(long seed, int line) =>
        line > LinesWithoutMishap && (line == LinesWithoutMishap + 1 || new Draw(seed, Randomness.Stream.Mistake, -line).Chance(MistakesInTenThousand));

    private static int Weight(long seed, int line)
    {
        var draw = new Draw(seed, Randomness.Stream.Employer, line);
        return draw.Class([6000, 8500, 9700, 10_000]) switch
        {
            0 => draw.Between(2, 4),
            1 => draw.Between(5, 19),
            2 => draw.Between(20, 99),
            _ => draw.Between(100, 500),
        };
    }

    private static Employer Drawn(long seed, int line, int workers)
    {
        var draw = new Draw(seed, Randomness.Stream.Employer, -line);
        var form = workers switch
        {
            <= 3 when draw.Chance(4000) => "household",
            >= 60 when draw.Chance(3500) => "public",
            _ => draw.Chance(1500) ? "cooperative" : "company",
        };
        var district = draw.Pick(Gazetteer.Districts);
        var name = form switch
        {
            "household" => "Household of " + Family(ref draw),
            "public" => $"{district.Name} {(draw.Chance(5000) ? "District Council" : "Water Board")}",
            "cooperative" => $"{draw.PickSkewed(district.Villages)} {draw.Pick(Firsts)} Cooperative",
            _ => $"{draw.Pick(Firsts)} {draw.Pick(Seconds)}{(draw.Chance(2500) ? $", {district.Name}" : "")}{(draw.Chance(5000) ? " Ltd" : "")}",
        };
        var branch = form switch { "household" => "domestic", "public" => "public", _ => draw.Pick(Branches) };
        var email = form == "household" || draw.Chance(2000) ? "" : $"office{line}@example.org";
        return new Employer(line, name, form, branch, district.Name, Numbers.Phone(seed, 90_000_000L + line), email, workers, IsMistake(seed, line));
    }

    private static string Family(ref Draw draw) => draw.PickSkewed(draw.Pick(Gazetteer.Cultures).Families).Latin;
}
