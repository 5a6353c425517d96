using Spmis.Contributions.Copies;
using Spmis.Contributions.Plans;
using Spmis.Contributions.Receipts;
using Spmis.Values;

namespace Spmis.Contributions.Recalculations;

/// <summary>A line of a return as it was assessed.</summary>
/// <param name="ReturnId">The return.</param>
/// <param name="Line">The line.</param>
/// <param name="RunId">The run that read the return: the order of filing.</param>
/// <param name="DeclaredPersonId">The worker as matched then.</param>
/// <param name="PackageHash">The package it was assessed by.</param>
/// <param name="WageMinor">The wage.</param>
/// <param name="Figures">What came of it.</param>
public sealed record AssessedLine(Guid ReturnId, long Line, long RunId, Guid DeclaredPersonId, string PackageHash, long WageMinor, Shares Figures);

/// <summary>A self-employed worker's payment for the month.</summary>
/// <param name="ReceiptId">The payment.</param>
/// <param name="DeclaredPersonId">Whose number it came under.</param>
/// <param name="AvailableMinor">What of it was not given back, so could count.</param>
/// <param name="Counted">What it counts for.</param>
/// <param name="OfDonor">A donor added it, or covers the month.</param>
public sealed record OwnPayment(Guid ReceiptId, Guid DeclaredPersonId, long AvailableMinor, Shares Counted, bool OfDonor = false);

/// <summary>What a person's month with one employer (or by own payments) was assessed to, with what it comes from.</summary>
/// <param name="PersonId">Whose record.</param>
/// <param name="PersonNumber">Registration number.</param>
/// <param name="EmployerId">Null for own payments.</param>
/// <param name="EmployerNumber">Empty for own payments.</param>
/// <param name="Month">The month.</param>
/// <param name="Total">Sum of the contributions kept.</param>
/// <param name="Rows">How many there are.</param>
/// <param name="Lines">The lines that hold now, together the total; null when none add up to it.</param>
/// <param name="Payments">Own payments in the order of their coming.</param>
public sealed record AssessedMonth(
    Guid PersonId, string PersonNumber, Guid? EmployerId, string EmployerNumber, Month Month, Shares Total, int Rows, IReadOnlyList<AssessedLine>? Lines, IReadOnlyList<OwnPayment> Payments)
{
    /// <summary>The month as it was bought under a plan, for own payments; null when it was not.</summary>
    internal PlanMonth? Bought { get; init; }

    /// <summary>What own payments of the month count for by a law.</summary>
    internal OwnTerms Terms(SchemeRules.Session law) => Bought is null ? OwnTerms.ByEarnings(law, Month) : OwnTerms.Bought(Bought, law);

    /// <summary>
    /// The lines that hold: of each worker declared the last one; where records were merged before a correction, that correction alone.
    /// Which of the two it is, the sum of the contributions tells.
    /// </summary>
    public static IReadOnlyList<AssessedLine>? Holding(IReadOnlyCollection<AssessedLine> lines, Shares total)
    {
        if (lines.Count == 0)
        {
            return null;
        }

        IReadOnlyList<AssessedLine> last = [.. lines.GroupBy(l => l.DeclaredPersonId).Select(g => g.OrderBy(l => l.RunId).ThenBy(l => l.Line).Last())];
        if (Sum(last) == total)
        {
            return last;
        }

        var one = last.OrderBy(l => l.RunId).ThenBy(l => l.Line).Last();
        return one.Figures == total ? [one] : null;
    }

    private static Shares Sum(IReadOnlyList<AssessedLine> lines) => new(lines.Sum(l => l.Figures.BaseMinor), lines.Sum(l => l.Figures.EmployeeMinor), lines.Sum(l => l.Figures.EmployerMinor));
}
