using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Contributions.Returns;

/// <summary>A line of a return as sent, or what is wrong with it.</summary>
internal sealed record SentLine
{
    public required long Line { get; init; }

    public required IReadOnlyList<LineProblem> Problems { get; init; }

    public string? WorkerNumber { get; init; }

    public string? NationalId { get; init; }

    public string? GivenName { get; init; }

    public string? FamilyName { get; init; }

    public DateOnly? BornOn { get; init; }

    public long WageMinor { get; init; }

    public DateOnly? StartedOn { get; init; }

    public DateOnly? LeftOn { get; init; }

    public string? Name => (GivenName, FamilyName) switch
    {
        ({ Length: > 0 } given, { Length: > 0 } family) => $"{given} {family}",
        var (given, family) => given ?? family,
    };

    public bool Ok => Problems.Count == 0;
}

/// <summary>The layout of our return file (CSV) and the reading of its lines.</summary>
internal static class ReturnFile
{
    private const long MostWageMajor = 1_000_000_000;

    public static readonly TabularFormat Format = new()
    {
        Columns =
        [
            new("employer_number", true), new("period", true, "month"), new("worker_number", true, "member_number", "registration_number"), new("national_id"),
            new("given_name"), new("family_name"), new("birth_date"), new("wage", true, "gross_wage"), new("days"), new("start_date"), new("leave_date"), new("leave_reason"),
        ],
    };

    /// <summary>Reads a line of the return of an employer and month.</summary>
    public static SentLine Read(TabularRow row, string employerNumber, Month month, Currency currency)
    {
        var fields = row.Fields();
        var employer = fields.Number("employer_number", required: true);
        if (employer is not null && employer != employerNumber)
        {
            fields.Refuse("employer_number", "line.other-employer", $"This is the return of employer {employerNumber}; the line is of {employer}.", "Send it in that employer's return.");
        }

        var period = fields.Month("period", required: true);
        if (period is { } sent && sent != month)
        {
            fields.Refuse("period", "line.other-month", $"This is the return of {month}; the line is of {sent}.", "Send it in the return of that month.");
        }

        var wage = fields.Money("wage", currency, required: true);
        if (wage is { } amount && amount.Major > MostWageMajor)
        {
            fields.Refuse("wage", "line.wage-absurd", $"{amount} a month is more than any wage.", "Look for digits too many.");
            wage = null;
        }

        fields.Integer("days", 0, 31);
        var (startedOn, leftOn) = (fields.Date("start_date"), fields.Date("leave_date"));
        if (leftOn < startedOn)
        {
            fields.Refuse("leave_date", "line.left-before-start", $"The worker left on {leftOn:yyyy-MM-dd}, before starting on {startedOn:yyyy-MM-dd}.", "Mend one of the two dates.");
        }

        fields.Text("leave_reason", 100);
        return new SentLine
        {
            Line = row.LineNumber, WorkerNumber = fields.Number("worker_number"), NationalId = fields.Number("national_id"), GivenName = fields.Text("given_name", 100), FamilyName = fields.Text("family_name", 100),
            BornOn = fields.Date("birth_date"), WageMinor = wage?.Minor ?? 0, StartedOn = startedOn, LeftOn = leftOn, Problems = [.. fields.Problems],
        };
    }
}
