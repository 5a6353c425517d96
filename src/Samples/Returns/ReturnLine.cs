using System.Globalization;
using Spmis.Samples.Employers;
using Spmis.Samples.Files;
using Spmis.Samples.People;
using Spmis.Samples.Randomness;
using Spmis.Values;

namespace Spmis.Samples.Returns;

/// <summary>A worker as an employer's payroll knows it, and the line it makes of that each month.</summary>
internal sealed record ReturnLine(string EmployerNumber, Person Worker, Job Job, string Number, string GivenName, string FamilyName, bool Cents)
{
    private const string NeverIssued = "00000000"; // Also where the number has no digits to mistype.

    public static readonly string[] Header =
    [
        "employer_number", "period", "worker_number", "national_id", "given_name", "family_name", "birth_date",
        "wage", "days", "start_date", "leave_date", "leave_reason",
    ];

    public static ReturnLine Of(long seed, string employerNumber, Person worker, Job job, string number)
    {
        var draw = new Draw(seed, Randomness.Stream.ReturnLine, worker.Line);
        var style = new Draw(seed, Randomness.Stream.ReturnLine, -job.Employer);
        var given = style.Chance(2000) && !worker.Middle.IsNone ? $"{worker.Given.Latin} {worker.Middle.Latin}" : worker.Given.Latin;
        var known = draw.Class([50, 80, 10_000]) switch { 0 => "", 1 => Mistyped(number, ref draw), _ => number };
        var misspelt = draw.Chance(300);
        return new ReturnLine(employerNumber, worker, job, known, misspelt ? Slip.In(worker.Given, ref draw).Latin : given, worker.Family.Latin, style.Chance(3000));
    }

    /// <summary>Writes the line of a month and says how many lines it wrote and how many of them have to be refused.</summary>
    public (int Lines, int Mistakes) Write(TextWriter to, long seed, Month month, long wageCents)
    {
        var draw = new Draw(seed, Randomness.Stream.ReturnLine, ((long)Worker.Line * 1_000_000) + month.Code);
        var wage = Plain(wageCents);
        var days = Job.DaysIn(month).ToString(CultureInfo.InvariantCulture);
        switch (draw.Class([4, 8, 10, 12, 18, 10_000]))
        {
            case 0:
                Line(to, month, "-" + wage, days);
                return (1, 1);
            case 1:
                Line(to, month, Money(wageCents).Replace('.', ','), days);
                return (1, 1);
            case 2:
                Line(to, month, "1e9", days);
                return (1, 1);
            case 3:
                Line(to, month, wage, "45");
                return (1, 1);
            case 4:
                Line(to, month, wage, days);
                Line(to, month, wage, days);
                return (2, 1);
            default:
                Line(to, month, wage, days);
                return (1, 0);
        }
    }

    private static string Mistyped(string number, ref Draw draw) =>
        number.Length > 2 && number.All(char.IsAsciiDigit) ? Slip.OfDigits(number, ref draw) : NeverIssued;

    private static string Date(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static string Money(long cents) => $"{cents / 100}.{cents % 100:D2}";

    private string Plain(long cents) => Cents || cents % 100 != 0 ? Money(cents) : (cents / 100).ToString(CultureInfo.InvariantCulture);

    private void Line(TextWriter to, Month month, string wage, string days)
    {
        var leaves = Job.LeftOn is { } left && Month.Of(left) == month;
        var birth = Worker.BirthText.Length == "yyyy-MM-dd".Length ? Worker.BirthText : ""; // Payroll software has no field for "about 1960".
        Csv.Line(
            to, EmployerNumber, month.ToString(), Number, Worker.NationalId, GivenName, FamilyName, birth, wage, days,
            Date(Job.StartedOn), leaves ? Date(Job.LeftOn) : "", leaves ? Job.LeaveReason : "");
    }
}
