using Spmis.Kernel.Access;
using Spmis.Kernel.Data;

namespace Spmis.Kernel.Statistics;

/// <summary>One thing that may be counted by.</summary>
/// <param name="Name">Its name, as <c>sex</c>; also the heading in files.</param>
/// <param name="Text">In words, with its values.</param>
public sealed record StatisticsColumn(string Name, string Text);

/// <summary>One row of a set: no name, no number, no day, only what may be counted by.</summary>
/// <param name="Key">Where reading goes on behind it; it never leaves the house.</param>
/// <param name="Person">Whose row it is; becomes a pseudonym and never leaves the house.</param>
/// <param name="Values">A value for each column of the set, in their order; blank where nothing is known.</param>
public sealed record StatisticsRow(string Key, Guid Person, IReadOnlyList<string> Values);

/// <summary>What a module lets statistics be made of.</summary>
public interface IStatisticsSet
{
    /// <summary>The module.</summary>
    string Module { get; }

    /// <summary>Its name: <c>persons</c>.</summary>
    string Name { get; }

    /// <summary>In words: what a row is.</summary>
    string Text { get; }

    /// <summary>What may be counted by. Coarse by nature: age groups, not days; regions, not addresses; bands, not amounts.</summary>
    IReadOnlyList<StatisticsColumn> Columns { get; }

    /// <summary>Whether each person has one row at most. Of other sets no records are given: the lines of one pseudonym together would be a fingerprint.</summary>
    bool OnePerPerson { get; }

    /// <summary>How many rows there are, about.</summary>
    Task<long> CountAsync(CancellationToken ct);

    /// <summary>The next rows.</summary>
    /// <param name="after">The key of the last row read; null to begin.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="day">On which day ages and states are looked at.</param>
    /// <param name="ct">Cancels.</param>
    Task<IReadOnlyList<StatisticsRow>> ReadAsync(string? after, int most, DateOnly day, CancellationToken ct);
}

/// <summary>Bands and groups that sets share.</summary>
public static class StatisticsBands
{
    private const int Oldest = 90;

    /// <summary>Age in groups of five years, <c>20-24</c>, the last <c>90+</c>; blank when the birth is not known.</summary>
    public static string AgeGroup(DateOnly? bornOn, DateOnly day)
    {
        if (bornOn is not { } born || born > day)
        {
            return "";
        }

        var age = day.Year - born.Year - (day < born.AddYears(day.Year - born.Year) ? 1 : 0);
        return age >= Oldest ? $"{Oldest}+" : $"{age / 5 * 5}-{(age / 5 * 5) + 4}";
    }

    /// <summary>An amount in bands that double, in major units: <c>XAF 32-63</c>; blank for none.</summary>
    /// <param name="minor">Minor units.</param>
    /// <param name="currency">The currency.</param>
    public static string Amount(long minor, Values.Currency currency)
    {
        var major = minor / currency.MinorPerMajor;
        var from = major <= 0 ? 0 : 1L << (63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)major));
        return major <= 0 ? $"{currency.Code} 0" : $"{currency.Code} {from}-{(from * 2) - 1}";
    }
}

/// <summary>Permissions about extracts for statistics; the Kernel's own, since every module has sets.</summary>
public static class StatisticsPermissions
{
    /// <summary>See which extracts were made, for whom and why.</summary>
    public const string Read = "statistics.read";

    /// <summary>Prepare an extract.</summary>
    public const string Prepare = "statistics.prepare";

    /// <summary>Approve an extract that somebody else prepared.</summary>
    public const string Decide = "statistics.decide";

    /// <summary>Fetch the file of an approved extract.</summary>
    public const string Fetch = "statistics.fetch";

    /// <summary>All of them, with the roles that hold them.</summary>
    public static IReadOnlyList<Permission> All { get; } =
    [
        new(Read, "See which extracts for statistics were made, for whom and why", Roles.Administrator, Roles.Supervisor, Roles.Auditor) { Nation = true },
        new(Prepare, "Prepare extracts for statistics, without names and with small cells hidden", Roles.Administrator, Roles.Supervisor) { Nation = true },
        new(Decide, "Approve extracts for statistics that somebody else prepared", Roles.Supervisor) { StepUp = true, Nation = true },
        new(Fetch, "Fetch the file of an approved extract for statistics", Roles.Administrator, Roles.Supervisor) { StepUp = true, Nation = true },
    ];
}
