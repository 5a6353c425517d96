using System.Globalization;
using Spmis.Contributions.Returns;
using Spmis.Values;

namespace Spmis.Contributions.Recalculations;

/// <summary>
/// How an approved difference stands in the books: as a return of its own kind, one an employer, month and recalculation by constraint. Its lines say the same wages
/// and what the law makes of them now, so that a later correction, an explanation and the bill work as for any other return.
/// </summary>
internal static class LawReturn
{
    /// <summary>Its place in the month.</summary>
    public static string SlotOf(long recalculationId) => string.Create(CultureInfo.InvariantCulture, $"law:{recalculationId}");

    /// <summary>The return, still without lines.</summary>
    public static Return Of(Recalculation r, AssessmentDifference first, long runId, DateTime now) => new()
    {
        Id = Guid.CreateVersion7(),
        EmployerId = first.EmployerId ?? throw new InvalidOperationException($"Difference {first.Id} has no employer."),
        EmployerNumber = first.EmployerNumber,
        Month = first.Month,
        Scheme = r.Scheme,
        Kind = ReturnKind.LawChange,
        Slot = SlotOf(r.Id),
        PackageHash = first.PackageHash,
        Currency = r.Currency,
        FiledAt = now,
        FiledBy = r.ApprovedBy ?? "",
        RunId = runId,
        ReadAt = now,
        BillId = Guid.CreateVersion7(),
    };

    /// <summary>A difference as its line.</summary>
    public static ReturnLine Line(Return filed, long line, AssessmentDifference d) => new()
    {
        ReturnId = filed.Id,
        Line = line,
        Verdict = LineVerdict.Accepted,
        WorkerNumber = d.PersonNumber,
        PersonId = d.DeclaredPersonId,
        WageMinor = d.WageMinor,
        BaseMinor = d.NowBaseMinor ?? 0,
        EmployeeMinor = d.NowEmployeeMinor ?? 0,
        EmployerMinor = d.NowEmployerMinor ?? 0,
    };

    /// <summary>What a difference adds to the person's month.</summary>
    public static Record.Contribution Contribution(Recalculation r, Guid root, AssessmentDifference d, Return? filed, long? line) => new()
    {
        PersonId = root,
        DeclaredPersonId = d.DeclaredPersonId,
        Scheme = r.Scheme,
        Month = d.Month,
        EmployerId = d.EmployerId,
        ReturnId = filed?.Id,
        Line = line,
        BillId = filed?.BillId,
        ReceiptId = d.ReceiptId,
        RecalculationId = r.Id,
        BaseMinor = (d.NowBaseMinor ?? 0) - d.WasBaseMinor,
        EmployeeMinor = (d.NowEmployeeMinor ?? 0) - d.WasEmployeeMinor,
        EmployerMinor = (d.NowEmployerMinor ?? 0) - d.WasEmployerMinor,
    };
}
