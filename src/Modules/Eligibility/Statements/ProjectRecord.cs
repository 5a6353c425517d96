using System.Globalization;
using Spmis.Eligibility.Copies;
using Spmis.Values;

namespace Spmis.Eligibility.Statements;

/// <summary>A contribution record carried on as if nothing changed. Pure.</summary>
public static class ProjectRecord
{
    /// <summary>The record with every month from one on, and before another, at the last base; a month that is recorded already stays as it is.</summary>
    /// <param name="years">The record as it is.</param>
    /// <param name="from">First month assumed.</param>
    /// <param name="until">The month before which it ends.</param>
    /// <returns>The record and how many months were assumed; none when there is no month with a base to go on from.</returns>
    public static (IReadOnlyList<ContributionYearRow> Years, int Assumed) GoOn(IReadOnlyList<ContributionYearRow> years, Month from, Month until)
    {
        if (Last(years) is not { } last)
        {
            return (years, 0);
        }

        var byYear = years.Where(y => y.Scheme == last.Year.Scheme && y.PersonId == last.Year.PersonId).ToDictionary(y => y.Year);
        var assumed = 0;
        for (var month = from; month < until; month = month.Add(1))
        {
            var row = byYear.GetValueOrDefault(month.Year) ?? Empty(last.Year, month.Year);
            var bases = row.BaseMinor.Split(',');
            if (bases[month.Number - 1] == "0" && (row.InsuredMonths & Bit(month)) == 0)
            {
                bases[month.Number - 1] = last.BaseMinor.ToString(CultureInfo.InvariantCulture);
                byYear[month.Year] = With(row, string.Join(',', bases), row.InsuredMonths | Bit(month));
                assumed++;
            }
        }

        return ([.. years.Where(y => y.Scheme != last.Year.Scheme || y.PersonId != last.Year.PersonId), .. byYear.Values.OrderBy(y => y.Year)], assumed);
    }

    /// <summary>The latest insured month with a base, and its base.</summary>
    private static (ContributionYearRow Year, long BaseMinor)? Last(IReadOnlyList<ContributionYearRow> years)
    {
        foreach (var year in years.OrderByDescending(y => y.Year).ThenBy(y => y.Scheme, StringComparer.Ordinal))
        {
            var bases = year.BaseMinor.Split(',');
            for (var i = 11; i >= 0; i--)
            {
                if ((year.InsuredMonths & (1 << i)) != 0 && long.Parse(bases[i], CultureInfo.InvariantCulture) is > 0 and var minor)
                {
                    return (year, minor);
                }
            }
        }

        return null;
    }

    private static int Bit(Month month) => 1 << (month.Number - 1);

    private static ContributionYearRow Empty(ContributionYearRow like, int year) => new()
    {
        PersonId = like.PersonId, Scheme = like.Scheme, Year = year, Currency = like.Currency, BaseMinor = "0,0,0,0,0,0,0,0,0,0,0,0", InsuredMonths = 0, Version = 0,
    };

    private static ContributionYearRow With(ContributionYearRow row, string bases, int insured) => new()
    {
        PersonId = row.PersonId, Scheme = row.Scheme, Year = row.Year, Currency = row.Currency, BaseMinor = bases, InsuredMonths = insured, Version = row.Version,
    };
}
