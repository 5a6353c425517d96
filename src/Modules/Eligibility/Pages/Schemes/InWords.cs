using System.Globalization;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Pages.Determinations;
using Spmis.Rules;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Pages.Schemes;

/// <summary>A part of a rule with what is needed to print it.</summary>
/// <param name="Part">The part.</param>
/// <param name="Currency">Currency of its amounts.</param>
public sealed record RulePart(RuleOutline Part, string Currency)
{
    /// <summary>The parts below it.</summary>
    public IEnumerable<RulePart> Below => Part.Children.Select(c => this with { Part = c });

    /// <summary>The part at a place below it.</summary>
    public RulePart At(int index) => this with { Part = Part.Children[index] };
}

/// <summary>Prints rules in words a member of the scheme's staff can check against the law: labels for names, words for signs.</summary>
/// <param name="words">The module's words.</param>
/// <param name="steps">Prints values.</param>
/// <param name="show">Prints dates.</param>
public sealed class InWords(IStringLocalizer<EligibilityTexts> words, Steps steps, Show show)
{
    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>Whether the part is shown as a list of its own instead of inside a line.</summary>
    public static bool IsBlock(RuleOutline part) => part.Kind is "all" or "any" or "choice" or "exceptions" or "dated" || (part.Kind == "part" && IsBlock(part.Children[0]));

    /// <summary>The part in one line.</summary>
    public string Line(RulePart part)
    {
        var p = part.Part;
        var below = part.Below.Select(Line).ToList();
        return p.Kind switch
        {
            "constant" => p.Type is ValueKind.Text ? p.Text ?? "" : steps.Value(p.Text, p.Type, part.Currency),
            "fact" or "rule" => p.Label(Language) ?? "",
            "figure" => Figure(p, below),
            "part" => p.Labels.Count > 0 ? $"{p.Label(Language)}: {below[0]}" : below[0],
            "arithmetic" => $"({below[0]} {p.Text switch { "*" => "×", "/" => "÷", "-" => "−", _ => "+" }} {below[1]})",
            "compare" => Compare(p.Text, below[0], below[1]),
            "not" => words["not: {0}", below[0]],
            "all" => words["all of: {0}", string.Join("; ", below)],
            "any" => words["one of: {0}", string.Join("; ", below)],
            "choice" => words["if {0}, then {1}, else {2}", below[0], below[1], below[2]],
            "exceptions" => words["normally {0}, with exceptions: {1}", below[0], string.Join("; ", below.Skip(1))],
            "dated" => words["a formula that changed with {0}: {1}", below[0], string.Join("; ", below.Skip(1))],
            "period" => below[0],
            "round" => Rounded(p.Text ?? "", below[0]),
            "exact" => words["{0}, not rounded", below[0]],
            "min" => words["the smallest of: {0}", string.Join("; ", below)],
            "max" => words["the largest of: {0}", string.Join("; ", below)],
            "if_known" => words["{0}, or {1} when it is not known", below[0], below[1]],
            "known" => words["{0} is known", below[0]],
            "scale" => Scale(p.Text, below[0], below[1]),
            "list" => List(part),
            _ => Function(p.Id ?? p.Kind, below),
        };
    }

    /// <summary>When a formula of a rule applies.</summary>
    public string Period(RuleOutline period) => (period.From, period.To) switch
    {
        ({ } from, { } to) => words["from {0} to {1}", show.Date(from), show.Date(to)],
        ({ } from, null) => words["from {0}", show.Date(from)],
        _ => words["always"],
    };

    private string Figure(RuleOutline figure, List<string> below)
    {
        var keys = figure.Children.Zip(below).Where(c => c.First.Role is null).Select(c => c.Second).ToList();
        var day = figure.Children.Zip(below).Where(c => c.First.Role == "day").Select(c => c.Second).FirstOrDefault();
        var name = figure.Label(Language) + (keys.Count > 0 ? $" ({string.Join(", ", keys)})" : "");
        return day is null ? name : words["{0} as in force at: {1}", name, day];
    }

    private string Compare(string? sign, string left, string right) => sign switch
    {
        ">=" => words["{0} is at least {1}", left, right],
        ">" => words["{0} is more than {1}", left, right],
        "<=" => words["{0} is at most {1}", left, right],
        "<" => words["{0} is less than {1}", left, right],
        "==" => words["{0} is {1}", left, right],
        "!=" => words["{0} is not {1}", left, right],
        _ => $"{left} {sign} {right}",
    };

    private string Rounded(string how, string value)
    {
        var (step, mode) = how.Split(' ') is [var s, var m] ? (s, m) : (how, "");
        var way = mode switch { "up" => words["up"], "down" => words["down"], "half_up" => words["to the nearest, half up"], "half_down" => words["to the nearest, half down"], _ => words["to the nearest, half to even"] };
        return words["{0}, rounded {1} in steps of {2}", value, way.Value, step];
    }

    private string Scale(string? way, string table, string value) => way switch
    {
        "marginal" => words["each slice of {0} at its rate in {1}", value, table],
        "whole" => words["the whole of {0} at the rate of its bracket in {1}", value, table],
        _ => words["{0} read between the points of {1}", value, table],
    };

    private string List(RulePart part)
    {
        var p = part.Part;
        string? Role(string role) => part.Below.Where(b => b.Part.Role == role).Select(Line).FirstOrDefault();
        var (list, value, number) = (p.Label(Language) ?? "", Role("value") ?? "", Role("number") ?? "");
        var what = p.Text switch
        {
            "count" => words["how many records of {0}", list],
            "sum" => words["the sum of {0} over {1}", value, list],
            "min" => words["the smallest {0} of {1}", value, list],
            "max" => words["the largest {0} of {1}", value, list],
            "any" => words["{0} holds for a record of {1}", value, list],
            "all" => words["{0} holds for every record of {1}", value, list],
            "best" => words["the sum of the {0} largest {1} of {2}", number, value, list],
            "last" => words["the sum of the {0} latest {1} of {2}", number, value, list],
            _ => words["the largest sum in a quarter of {0} over {1}", value, list],
        };
        return Role("where") is { } where ? words["{0}, counting those where {1}", what.Value, where] : what.Value;
    }

    private string Function(string name, List<string> a) => (name, a.Count) switch
    {
        ("age_at", 2) => words["the age of a person born on {0}, on {1}", a[0], a[1]],
        ("month_of", 1) => words["the month of {0}", a[0]],
        ("year_of", 1) => words["the year of {0}", a[0]],
        ("completed_months", 2) => words["completed months from {0} to {1}", a[0], a[1]],
        ("started_months", 2) => words["months begun from {0} to {1}", a[0], a[1]],
        ("completed_years", 2) => words["completed years from {0} to {1}", a[0], a[1]],
        ("days_between", 2) => words["days from {0} to {1}", a[0], a[1]],
        ("nth_day", 2) => words["day {1} of {0}", a[0], a[1]],
        ("first_day", 1) => words["the first day of {0}", a[0]],
        ("last_day", 1) => words["the last day of {0}", a[0]],
        ("clamp", 3) => words["{0}, at least {1} and at most {2}", a[0], a[1], a[2]],
        ("prorate", 3) => words["{0} × {1} ÷ {2}", a[0], a[1], a[2]],
        _ => $"{name}({string.Join(", ", a)})",
    };
}
