using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Contributions.Takeover;

/// <summary>A row as read: its values, and everything wrong with them. What the control totals need must be readable, else the file proves nothing.</summary>
internal sealed class TakeoverRow
{
    private const int MostDays = 366;
    private static readonly Dictionary<string, BalanceKind> Kinds = new(StringComparer.Ordinal) { ["contribution"] = BalanceKind.Contribution, ["interest"] = BalanceKind.Interest, ["credit"] = BalanceKind.Credit };

    private TakeoverRow(TabularRow row) => (Row, Fields) = (row, row.Fields());

    public TabularRow Row { get; }

    public RowFields Fields { get; }

    /// <summary>What keeps it from being counted into the totals; null when nothing does.</summary>
    public LineProblem? Unprovable { get; private set; }

    public string Reference { get; private set; } = "";

    public string? PersonNumber { get; private set; }

    public string? EmployerNumber { get; private set; }

    public Month From { get; private set; }

    public Month To { get; private set; }

    public long WageMinor { get; private set; }

    public long EmployeeMinor { get; private set; }

    public long EmployerMinor { get; private set; }

    public int? OldMonths { get; private set; }

    public BalanceKind? Balance { get; private set; }

    public long AmountMinor { get; private set; }

    public DateOnly? DueOn { get; private set; }

    public DateOnly? InterestFrom { get; private set; }

    public DateOnly? LimitationFrom { get; private set; }

    public static TakeoverRow Of(TabularRow row, TakeoverKind kind, Currency currency, int daysPerMonth)
    {
        var read = new TakeoverRow(row);
        if (kind == TakeoverKind.History)
        {
            read.History(currency, daysPerMonth);
        }
        else
        {
            read.BalanceOf(currency);
        }

        read.Reference = read.Fields.Text("reference", TakeoverFile.MostReference, required: true) ?? "";
        return read;
    }

    /// <summary>What it adds to the control totals.</summary>
    public IEnumerable<((int Year, TotalKind Kind) Key, long Value)> Adds() => Balance is { } balance
        ? [((From.Year, ControlTotals.Of(balance)), AmountMinor)]
        : [((From.Year, TotalKind.Employee), EmployeeMinor), ((From.Year, TotalKind.Employer), EmployerMinor), ((From.Year, TotalKind.Wage), WageMinor), ((From.Year, TotalKind.Months), OldMonths ?? 0)];

    private void History(Currency currency, int daysPerMonth)
    {
        From = Fields.Month("from", required: true) ?? default;
        (WageMinor, EmployeeMinor, EmployerMinor) = (Minor("wage", currency), Minor("employee", currency), Minor("employer", currency));
        Unprovable = Fields.Problems is [var first, ..] ? first : null;
        To = Fields.Month("to") ?? From;
        PersonNumber = Fields.Number("person_number", required: true);
        EmployerNumber = Fields.Number("employer_number");
        if (Unprovable is null && (To < From || To.Year != From.Year))
        {
            Fields.Refuse("to", "period.years", To < From ? $"The period ends ({To}) before it begins ({From})." : $"The period runs over the end of a year, {From} to {To}.", "Write a period within one year; split a longer one.");
            To = From;
        }

        var (months, days) = (Fields.Integer("insured_months", 0, 12), Fields.Integer("insured_days", 0, MostDays));
        OldMonths = (int?)(months ?? days / daysPerMonth);
        if (Unprovable is null && OldMonths > To.Code - From.Code + 1)
        {
            Fields.Refuse(months is null ? "insured_days" : "insured_months", "count.above-period", $"The old system counts {OldMonths} months, the period has {To.Code - From.Code + 1}.", "Look which of the two is right.");
        }
    }

    private void BalanceOf(Currency currency)
    {
        From = To = Fields.Month("month", required: true) ?? default;
        Balance = Fields.Choice("kind", Kinds, required: true);
        AmountMinor = Minor("amount", currency);
        Unprovable = Fields.Problems is [var first, ..] ? first : null;
        EmployerNumber = Fields.Number("employer_number", required: true);
        DueOn = Fields.Date("due_on", required: true);
        InterestFrom = Fields.Date("interest_from");
        LimitationFrom = Fields.Date("limitation_from");
        if (Unprovable is null && AmountMinor == 0)
        {
            Fields.Refuse("amount", "amount.zero", "A balance of nothing.", "Leave the line out, or write the amount.");
        }

        if (InterestFrom is not null && Balance is not BalanceKind.Contribution)
        {
            Fields.Refuse("interest_from", "interest.not-contribution", "Interest runs on contributions only.", "Leave interest_from blank for interest and credits.");
        }

        if (InterestFrom < DueOn)
        {
            Fields.Refuse("interest_from", "interest.before-due", $"Interest would run from {InterestFrom:yyyy-MM-dd}, before the debt was due.", "Write the due day or a later one.");
        }

        JudgeLimitation();
    }

    private void JudgeLimitation()
    {
        if (LimitationFrom is not null && Balance == BalanceKind.Credit)
        {
            Fields.Refuse("limitation_from", "limitation.credit", "Only debts lapse here.", "Leave limitation_from blank for credits.");
        }
        else if (LimitationFrom < DueOn)
        {
            Fields.Refuse("limitation_from", "limitation.before-due", $"The period of limitation would run from {LimitationFrom:yyyy-MM-dd}, before the debt was due.", "Write the due day, or the day of the last act that interrupted it.");
        }
    }

    private long Minor(string column, Currency currency) => Fields.Money(column, currency, required: true)?.Minor ?? 0;
}
