using Spmis.Values;

namespace Spmis.Contributions.Takeover;

/// <summary>What a file of an old system holds.</summary>
public enum TakeoverKind
{
    /// <summary>Contributions of persons, month by month or by period.</summary>
    History,

    /// <summary>What employers owed, and what was held for them, on the day before the cut-over.</summary>
    Balances,
}

/// <summary>What an opening balance is.</summary>
public enum BalanceKind
{
    /// <summary>A debt of contributions.</summary>
    Contribution,

    /// <summary>A debt of interest or penalty.</summary>
    Interest,

    /// <summary>Money held for the employer.</summary>
    Credit,
}

/// <summary>What is summed by year: control totals before, reconciliation afterwards.</summary>
public enum TotalKind
{
    /// <summary>Workers' shares.</summary>
    Employee,

    /// <summary>Employers' shares.</summary>
    Employer,

    /// <summary>Wages.</summary>
    Wage,

    /// <summary>Months as the old system counted them; a number, no money.</summary>
    Months,

    /// <summary>Debts of contributions.</summary>
    Contribution,

    /// <summary>Debts of interest.</summary>
    Interest,

    /// <summary>Credit balances.</summary>
    Credit,
}

/// <summary>A file of an old system, taken over as a whole: proved against control totals, checked line by line, approved by a second person, posted.</summary>
public sealed class TakeoverBatch
{
    public long Id { get; init; }

    public required TakeoverKind Kind { get; init; }

    /// <summary>The old system, in the words of those who ran it. Old references are unique within it.</summary>
    public required string Source { get; init; }

    public required string Scheme { get; init; }

    public required string Currency { get; init; }

    /// <summary>The first month kept here; everything taken over lies before it.</summary>
    public required Month CutOver { get; init; }

    /// <summary>Insured days that make a month, where the old system counted days.</summary>
    public required int DaysPerMonth { get; init; }

    /// <summary>SHA-256 of the file.</summary>
    public required string Sha { get; init; }

    /// <summary>Kind and file while it is not undone: the same file is taken over once, by constraint.</summary>
    public string? Once { get; set; }

    public required string FileName { get; init; }

    public required DateTime PreparedAt { get; init; }

    public required string PreparedBy { get; init; }

    /// <summary>Lines of the file, as stated and proved.</summary>
    public required long Lines { get; init; }

    /// <summary>The run that looks at each line.</summary>
    public long? RunId { get; set; }

    public DateTime? CheckedAt { get; set; }

    public long Accepted { get; set; }

    public long Refused { get; set; }

    public DateTime? ApprovedAt { get; set; }

    public string? ApprovedBy { get; set; }

    /// <summary>The run that posts it.</summary>
    public long? PostRunId { get; set; }

    public DateTime? PostedAt { get; set; }

    public DateTime? UndoneAt { get; set; }

    public string? UndoneBy { get; set; }

    /// <summary>A second person said no, and nothing was put up since; said by <see cref="FindTakeovers"/>, since the proposal knows it.</summary>
    public bool Rejected { get; set; }

    /// <summary>checking, waiting, rejected, posting, posted or undone.</summary>
    public string State => UndoneAt is not null ? "undone" : PostedAt is not null ? "posted" : ApprovedAt is not null ? "posting" : Rejected ? "rejected" : CheckedAt is not null ? "waiting" : "checking";
}

/// <summary>A control total that was stated before the file was read, and that it came to.</summary>
public sealed class TakeoverTotal
{
    public required long BatchId { get; init; }

    public required int Year { get; init; }

    public required TotalKind Kind { get; init; }

    /// <summary>Minor units; a number for months.</summary>
    public required long Stated { get; init; }
}

/// <summary>A line of the file as it was understood. Refused lines are kept too, so that the old books and ours can be compared.</summary>
public sealed class TakeoverLine
{
    public required long BatchId { get; init; }

    public required long Line { get; init; }

    /// <summary>The old system's own reference.</summary>
    public required string Reference { get; init; }

    /// <summary>Kind, source and reference of a line that is taken over: once, by constraint. Null when it is refused.</summary>
    public string? Once { get; init; }

    public required bool Refused { get; init; }

    public required int Year { get; init; }

    /// <summary>History: whose it is, as the number in the file says.</summary>
    public Guid? PersonId { get; init; }

    public Guid? EmployerId { get; init; }

    public string? EmployerNumber { get; init; }

    /// <summary>First month; of a balance its only one.</summary>
    public required Month From { get; init; }

    public required Month To { get; init; }

    public long WageMinor { get; init; }

    public long EmployeeMinor { get; init; }

    public long EmployerMinor { get; init; }

    /// <summary>Months of the period that the old system counted as insured; null when it says nothing.</summary>
    public int? OldMonths { get; init; }

    public BalanceKind? Balance { get; init; }

    public long AmountMinor { get; init; }

    /// <summary>When the debt was due, or the day of the credit.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>From when interest runs here; null when none does.</summary>
    public DateOnly? InterestFrom { get; init; }

    /// <summary>From when the limitation of the debt runs, as the old books say; null when they do not.</summary>
    public DateOnly? LimitationFrom { get; init; }

    /// <summary>The bill or receipt that it becomes.</summary>
    public Guid? ResultId { get; init; }
}
