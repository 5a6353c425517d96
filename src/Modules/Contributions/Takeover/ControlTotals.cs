using System.Globalization;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Contributions.Takeover;

/// <summary>Control totals: how many lines, and sums by year and kind. A year is the year of the months, not of the booking.</summary>
/// <param name="Lines">Lines of the file, the header not counted.</param>
/// <param name="Sums">By year and kind: minor units, or a number for months.</param>
public sealed record ControlTotals(long Lines, IReadOnlyDictionary<(int Year, TotalKind Kind), long> Sums)
{
    private const int MostShown = 20;
    private static readonly TotalKind[] OfHistory = [TotalKind.Employee, TotalKind.Employer, TotalKind.Wage, TotalKind.Months];
    private static readonly TotalKind[] OfBalances = [TotalKind.Contribution, TotalKind.Interest, TotalKind.Credit];

    /// <summary>
    /// Reads totals as people state them, one a line: <c>lines 1200</c>, <c>2019 employee 1234.50</c>. Commas, semicolons and tabs separate as blanks do.
    /// Contributions and balances of every year are needed; wages and months count once one of them is stated.
    /// </summary>
    /// <exception cref="Refused">A line cannot be read, or the number of lines is missing.</exception>
    public static ControlTotals Parse(string? text, TakeoverKind kind, Currency currency)
    {
        long? lines = null;
        Dictionary<(int, TotalKind), long> sums = [];
        foreach (var line in (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split([' ', ',', ';', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words is ["year", ..])
            {
                continue; // Headings of a table that was pasted.
            }

            if (words is [var of, var count] && of.Equals("lines", StringComparison.OrdinalIgnoreCase))
            {
                lines = Number(count, line);
            }
            else if (words is [var year, var name, var sum] && int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var y) && Kinds(kind).Where(k => k.ToString().Equals(name, StringComparison.OrdinalIgnoreCase)).Select(k => (TotalKind?)k).FirstOrDefault() is { } total)
            {
                if (!sums.TryAdd((y, total), total == TotalKind.Months ? Number(sum, line) : Money.TryParse(sum, currency, out var money, out var problem) ? money.Minor : throw Unreadable(line, problem)))
                {
                    throw Unreadable(line, "It is stated twice.");
                }
            }
            else
            {
                throw Unreadable(line, $"Write 'lines 1200' and, for each year, '2019 {Words(kind)[0]} 1234.50'; kinds are {string.Join(", ", Words(kind))}.");
            }
        }

        return new ControlTotals(lines ?? throw new Refused("controls.lines", "State how many lines the file has: 'lines 1200'.", "controls"), sums);
    }

    /// <summary>Where a file and what was stated of it differ, in words; empty when they agree.</summary>
    /// <param name="found">What the file comes to.</param>
    /// <param name="currency">Its currency.</param>
    public IReadOnlyList<string> Differences(ControlTotals found, Currency currency)
    {
        List<string> words = [];
        if (Lines != found.Lines)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"lines: stated {Lines}, the file has {found.Lines}"));
        }

        var asked = Sums.Keys.Select(k => k.Kind).ToHashSet();
        foreach (var key in Sums.Keys.Concat(found.Sums.Where(s => s.Value != 0).Select(s => s.Key)).Distinct().OrderBy(k => k.Year).ThenBy(k => k.Kind))
        {
            // Wages and months are proved when somebody states them.
            if (key.Kind is TotalKind.Wage or TotalKind.Months && !asked.Contains(key.Kind))
            {
                continue;
            }

            var (stated, came) = (Sums.GetValueOrDefault(key), found.Sums.GetValueOrDefault(key));
            if (stated != came)
            {
                var told = Sums.ContainsKey(key) ? $"stated {Plain(key.Kind, stated, currency)}" : "nothing stated";
                words.Add(string.Create(CultureInfo.InvariantCulture, $"{key.Year} {Word(key.Kind)}: {told}, the file comes to {Plain(key.Kind, came, currency)}"));
            }
        }

        return words.Count <= MostShown ? words : [.. words.Take(MostShown), $"and {words.Count - MostShown} more"];
    }

    /// <summary>As they are stated, one a line.</summary>
    public IEnumerable<string> Shown(Currency currency) => Sums.OrderBy(s => s.Key.Year).ThenBy(s => s.Key.Kind)
        .Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key.Year} {Word(s.Key.Kind)} {Plain(s.Key.Kind, s.Value, currency)}")).Prepend(string.Create(CultureInfo.InvariantCulture, $"lines {Lines}"));

    internal static string Plain(TotalKind kind, long sum, Currency currency) => kind == TotalKind.Months ? sum.ToString(CultureInfo.InvariantCulture) : new Money(sum, currency).ToPlain();

    internal static string Word(TotalKind kind) => kind switch
    {
        TotalKind.Employee => "employee", TotalKind.Employer => "employer", TotalKind.Wage => "wage", TotalKind.Months => "months", TotalKind.Contribution => "contribution", TotalKind.Interest => "interest", _ => "credit",
    };

    internal static TotalKind Of(BalanceKind kind) => kind switch { BalanceKind.Contribution => TotalKind.Contribution, BalanceKind.Interest => TotalKind.Interest, _ => TotalKind.Credit };

    private static TotalKind[] Kinds(TakeoverKind kind) => kind == TakeoverKind.History ? OfHistory : OfBalances;

    private static string[] Words(TakeoverKind kind) => Array.ConvertAll(Kinds(kind), Word);

    private static long Number(string text, string line) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Unreadable(line, "It needs a whole number.");

    private static Refused Unreadable(string line, string? why) => new("controls.form", $"The control total '{LineProblem.Shown(line)}' cannot be read. {why}", "controls");
}
