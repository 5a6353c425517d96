using Spmis.Contributions.Profiles;
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

/// <summary>Reads a worker's line of a return by its profile.</summary>
internal static class ReturnFile
{
    private const long MostWageMajor = 1_000_000_000;

    /// <summary>Reads a line of the return of an employer and month.</summary>
    /// <param name="profile">The layout.</param>
    /// <param name="row">The line.</param>
    /// <param name="employer">How the employer may be named: its number, and its reference at whoever made the layout.</param>
    /// <param name="month">The month of the return.</param>
    /// <param name="currency">The currency of its amounts.</param>
    public static SentLine Read(Profile profile, ProfileRow row, EmployerNames employer, Month month, Currency currency)
    {
        var fields = new LineFields(row, currency);
        fields.CheckAll();
        if (!fields.Spoiled)
        {
            CheckWhose(fields, employer, month, currency);
            CheckTogether(profile, row, fields);
        }

        var wage = Wage(fields);
        if (wage is { } amount && amount.Major > MostWageMajor)
        {
            fields.Refuse(FieldRoles.Wage, "line.wage-absurd", $"{amount} a month is more than any wage.", "Look for digits too many.");
        }

        var (startedOn, leftOn) = (fields.Date(FieldRoles.StartDate), fields.Date(FieldRoles.LeaveDate));
        if (leftOn < startedOn)
        {
            fields.Refuse(FieldRoles.LeaveDate, "line.left-before-start", $"The worker left on {leftOn:yyyy-MM-dd}, before starting on {startedOn:yyyy-MM-dd}.", "Mend one of the two dates.");
        }

        var (given, family) = Names(fields);
        return new SentLine
        {
            Line = row.Line, WorkerNumber = fields.Number(FieldRoles.WorkerNumber) ?? fields.Number(FieldRoles.MemberNumber), NationalId = fields.Number(FieldRoles.NationalId) ?? fields.Number(FieldRoles.OtherId),
            GivenName = given, FamilyName = family, BornOn = fields.Date(FieldRoles.BirthDate), WageMinor = fields.Problems.Count == 0 ? wage?.Minor ?? 0 : 0, StartedOn = startedOn, LeftOn = leftOn, Problems = [.. fields.Problems],
        };
    }

    private static void CheckWhose(LineFields fields, EmployerNames employer, Month month, Currency currency)
    {
        if (fields.Number(FieldRoles.Employer) is { } named && !employer.Is(named))
        {
            fields.Refuse(FieldRoles.Employer, "line.other-employer", $"This is the return of employer {employer.Number}{(employer.Reference is { } r ? $" ({r})" : "")}; the line is of {named}.", "Send it in that employer's return.");
        }

        if (fields.Period() is ({ } sent, var field) && sent != month)
        {
            fields.RefuseField(field, "line.other-month", $"This is the return of {month}; the line is of {sent}.", "Send it in the return of that month.");
        }

        if (fields.Text(FieldRoles.Currency) is { } code && !code.Equals(currency.Code, StringComparison.OrdinalIgnoreCase))
        {
            fields.Refuse(FieldRoles.Currency, "currency.other", $"Contributions of this scheme are reckoned in {currency.Code}, not in '{code}'.", $"Write the wage in {currency.Code}.");
        }
    }

    /// <summary>What several fields of a row must be together.</summary>
    private static void CheckTogether(Profile profile, ProfileRow row, LineFields fields)
    {
        foreach (var part in row.Rows)
        {
            foreach (var sum in profile.Sums)
            {
                var parts = sum.Of.Select(f => LineFields.Plain(part[f])).ToList();
                if (LineFields.Plain(part[sum.Is]) is { } told && parts.TrueForAll(p => p is not null) && parts.Sum() != told)
                {
                    fields.RefuseField(sum.Is, "line.sum", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{string.Join(" and ", sum.Of)} come to {parts.Sum()}, not to {told}."), "Mend the one that is wrong.", part);
                }
            }
        }

        foreach (var group in profile.OneOf.Where(g => g.TrueForAll(f => row.Row[f].Length == 0)))
        {
            fields.RefuseField(group[0], "value.missing", $"The line has none of {string.Join(", ", group)}.", "Fill in one of them.");
        }
    }

    /// <summary>Rows of one worker that give the same income mean one wage; else each is a part of it.</summary>
    private static Money? Wage(LineFields fields) => fields.Moneys(FieldRoles.Wage) switch
    {
        [] => null,
        var wages when wages.Distinct().Count() == 1 => wages[0],
        var wages => wages.Aggregate((a, b) => a + b),
    };

    /// <summary>A name in one piece: the last word is taken for the family name; Linkage knows names in either order.</summary>
    private static (string? Given, string? Family) Names(LineFields fields)
    {
        if (fields.Text(FieldRoles.FullName) is { } full)
        {
            var words = full.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return words.Length < 2 ? (words.FirstOrDefault(), null) : (string.Join(' ', words[..^1]), words[^1]);
        }

        var given = string.Join(' ', new[] { fields.Text(FieldRoles.GivenName), fields.Text(FieldRoles.OtherNames) }.OfType<string>());
        return (given.Length == 0 ? null : given, fields.Text(FieldRoles.FamilyName));
    }
}

/// <summary>How files may name the employer of a return.</summary>
/// <param name="Number">The employer's own number here.</param>
/// <param name="Reference">Its number at whoever made the layout, when known.</param>
internal sealed record EmployerNames(string Number, string? Reference)
{
    public bool Is(string named) => named == Number || named == Reference;
}
