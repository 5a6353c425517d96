using Spmis.Samples.Employers;
using Spmis.Samples.Places;
using Spmis.Samples.Randomness;
using Spmis.Values;

namespace Spmis.Samples.Returns;

/// <summary>When an employer files: most in time, some usually late, some not at all in a month.</summary>
internal static class FilingHabits
{
    private const int AlwaysFilesFrom = 50; // Inspectors visit large employers; they always file.

    public static DateOnly? FiledOn(long seed, Employer employer, Month month)
    {
        var habit = new Draw(seed, Randomness.Stream.Filing, employer.Line).Class([8000, 9300, 10_000]);
        var draw = new Draw(seed, Randomness.Stream.Filing, ((long)employer.Line * 1_000_000) + month.Code);
        var due = DemoDates.ReturnDue(month);
        if (habit == 2 && employer.Workers < AlwaysFilesFrom && draw.Chance(3000))
        {
            return null;
        }

        var late = habit switch { 0 => draw.Chance(200), 1 => draw.Chance(6000), _ => draw.Chance(3000) };
        var day = late ? due.AddDays(draw.Between(1, 45)) : due.AddDays(-draw.Below(9));
        return day > DemoDates.LastArrival ? DemoDates.LastArrival : day;
    }
}
