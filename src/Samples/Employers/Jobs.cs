using Spmis.Samples.People;
using Spmis.Samples.Randomness;
using Spmis.Values;

namespace Spmis.Samples.Employers;

/// <summary>Who works where for how much, found from (seed, line) alone.</summary>
public sealed class Jobs(Population population, EmployerBook employers)
{
    private const int SecondJobInTenThousand = 1000;

    // Monthly wages in cents at so many of ten thousand workers, straight between: under both floors of the demo's scheme at the low end, over both ceilings at the high end.
    private static readonly (int Upto, long Wage)[] Wages =
    [
        (0, 350_000), (500, 780_000), (1500, 1_200_000), (4000, 2_200_000), (6500, 3_800_000),
        (8200, 6_200_000), (9200, 9_500_000), (9700, 15_000_000), (10_000, 42_000_000),
    ];

    /// <summary>The job of a person, or null.</summary>
    public Job? Of(Person person)
    {
        if (person.Activity != Activity.Employed)
        {
            return null;
        }

        var draw = new Draw(population.Seed, Randomness.Stream.Job, person.Line);

        // Some duplicates came about because a second employer registered the worker again; the other ones nobody uses.
        if (population.KindOf(person.Line) == LineKind.Duplicate && !draw.Chance(SecondJobInTenThousand))
        {
            return null;
        }

        var employer = employers.Draw(ref draw);
        var wage = Wage(ref draw);
        var (startedOn, leftOn) = Spell(person, ref draw);
        var reason = leftOn is null ? "" : person.AgeOn(leftOn.Value) >= 60 ? "retired" : draw.Pick(["resigned", "dismissed", "contract_end"]);
        return new Job(employer.Line, wage, startedOn, leftOn, reason);
    }

    /// <summary>What a job paid in a month, in cents; a part of the wage for a part of the month, more or less in some months.</summary>
    public long WageIn(Job job, int line, Month month)
    {
        const int wholeMonth = 30;
        var draw = new Draw(population.Seed, Randomness.Stream.Wage, ((long)line * 1_000_000) + month.Code);
        var percent = draw.Chance(1500) ? draw.Between(75, 130) : 100;
        return job.Wage * percent / 100 * job.DaysIn(month) / wholeMonth;
    }

    private static long Wage(ref Draw draw)
    {
        var at = draw.Below(10_000);
        var i = 1;
        while (at >= Wages[i].Upto)
        {
            i++;
        }

        var (from, to) = (Wages[i - 1], Wages[i]);
        var cents = from.Wage + ((to.Wage - from.Wage) * (at - from.Upto) / (to.Upto - from.Upto));
        return draw.Chance(8000) ? cents / 10_000 * 10_000 : cents + draw.Below(100); // Most wages are agreed in round hundreds.
    }

    private static (DateOnly From, DateOnly? To) Spell(Person person, ref Draw draw)
    {
        var (first, last) = (Places.DemoDates.FirstMonth.First, Places.DemoDates.Months[^1].Last);
        var grown = person.BornOn.AddYears(18);
        var from = draw.Chance(1000) ? draw.Day(first, last.AddDays(-20)) : draw.Day(new DateOnly(2012, 1, 1), first.AddDays(-1));
        from = from < grown ? grown : from;
        var leaves = draw.Chance(700);
        var to = draw.Day(first, last);
        return (from, leaves && to > from.AddDays(10) ? to : null);
    }
}
