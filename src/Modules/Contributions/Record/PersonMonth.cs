using Spmis.Contributions.Copies;
using Spmis.Values;

namespace Spmis.Contributions.Record;

/// <summary>What one contribution adds, with what decides whether it counts.</summary>
/// <param name="Month">The month.</param>
/// <param name="BaseMinor">Insurable earnings.</param>
/// <param name="PaidShareMinor">Both shares together.</param>
/// <param name="Settled">Nothing has to be paid for it any more.</param>
/// <param name="TakeoverId">The takeover it came by from an old system.</param>
/// <param name="OldCount">The old system counted the month.</param>
/// <param name="CountedBy">Hash of the package it was counted by when it was taken over; null when there was none for the month.</param>
public readonly record struct MonthPart(Month Month, long BaseMinor, long PaidShareMinor, bool Settled, long? TakeoverId = null, bool OldCount = false, string? CountedBy = null)
{
    /// <summary>A reduction counts at once; what adds counts once it is paid.</summary>
    public bool Counts => Settled || PaidShareMinor < 0 || (PaidShareMinor == 0 && BaseMinor <= 0);
}

/// <summary>A person's month in a scheme: what was declared, what of it is paid, and whether it counts as insured.</summary>
/// <param name="Month">The month.</param>
/// <param name="DeclaredBaseMinor">Insurable earnings declared.</param>
/// <param name="DeclaredMinor">Contributions declared, both shares.</param>
/// <param name="CountedBaseMinor">Insurable earnings on which contributions are paid.</param>
/// <param name="PaidMinor">Contributions paid.</param>
/// <param name="Insured">Whether it counts, by the package or, where none was in force, by the old system.</param>
public sealed record PersonMonth(Month Month, long DeclaredBaseMinor, long DeclaredMinor, long CountedBaseMinor, long PaidMinor, bool Insured)
{
    /// <summary>It counts without payment, for sickness, maternity or unemployment; it would not count otherwise.</summary>
    public bool Credited { get; init; }

    /// <summary>The base that other modules see: of an insured month the paid one, else what was declared.</summary>
    public long BaseMinor => Insured ? CountedBaseMinor : DeclaredBaseMinor;

    /// <summary>Sums the parts of one month and asks the package; where there is none, the old system's count is kept as long as something stands behind it.</summary>
    public static PersonMonth Of(Month month, IReadOnlyCollection<MonthPart> parts, SchemeRules.Session? rules)
    {
        var counted = parts.Where(p => p.Counts).ToList();
        var (countedBase, paid) = (counted.Sum(p => p.BaseMinor), counted.Sum(p => p.PaidShareMinor));
        var insured = rules is null ? parts.Any(p => p.OldCount) && (paid > 0 || parts.All(p => p.TakeoverId is not null)) : paid > 0 && rules.IsInsured(month, countedBase, paid);
        return new PersonMonth(month, parts.Sum(p => p.BaseMinor), parts.Sum(p => p.PaidShareMinor), countedBase, paid, insured);
    }
}
