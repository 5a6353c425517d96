using System.Globalization;
using Microsoft.Extensions.Localization;
using Spmis.Rules;
using Spmis.Values;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Pages.Determinations;

/// <summary>A step of the working with what is needed to print it.</summary>
/// <param name="Node">The step.</param>
/// <param name="Currency">Currency of its amounts.</param>
/// <param name="Before">Rules explained further up on the page; they are not written out again.</param>
public sealed record Step(ExplanationNode Node, string Currency, IReadOnlySet<string> Before)
{
    /// <summary>Whether the step was explained further up.</summary>
    public bool Explained => Node.Repeated || (Node is { Kind: "rule", Id: { } id } && Before.Contains(id));

    /// <summary>The steps below it that are written out.</summary>
    public IEnumerable<Step> Below => Explained ? [] : Node.Children.Select(c => this with { Node = c });
}

/// <summary>Prints steps of an explanation in sentences a person can read.</summary>
/// <param name="words">The module's words.</param>
/// <param name="show">Dates and amounts.</param>
public sealed class Steps(IStringLocalizer<EligibilityTexts> words, Show show)
{
    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>The step without its children.</summary>
    public string Line(Step step)
    {
        var n = step.Node;
        return n.Kind switch
        {
            "all" => words["All of these must hold:"],
            "any" => words["One of these must hold:"],
            "not" => words["This must not hold:"],
            "case" => words["This case applies: {0}", Value(n.Value, n.Type, step.Currency)],
            "compare" => Compare(n, step.Currency),
            "round" => words["Rounded from {0} to {1}", Value(n.Left, n.LeftType, step.Currency), Value(n.Value, n.Type, step.Currency)],
            "list" when n.Of is { } of => words["{0}: {1} ({2} of {3} records)", n.Label(Language) ?? "", Value(n.Value, n.Type, step.Currency), n.Count ?? 0, of],
            "record" => words["Did not count: {0}", n.Id ?? ""],
            _ => $"{n.Label(Language)}: {Value(n.Value, n.Type, step.Currency)}",
        };
    }

    /// <summary>A failed comparison and what would turn it.</summary>
    /// <param name="n">The comparison.</param>
    /// <param name="currency">Currency of its amounts.</param>
    public string Change(ExplanationNode n, string currency)
    {
        var gap = decimal.TryParse(n.Gap, NumberStyles.Number, CultureInfo.InvariantCulture, out var by) ? by : 0;
        var kind = n.LeftType is ValueKind.Date ? ValueKind.Days : n.LeftType;
        var amount = Value(Math.Abs(gap).ToString(CultureInfo.InvariantCulture), kind, currency);
        return Compare(n, currency) + " – " + (gap >= 0 ? words["{0} more would be needed", amount] : words["{0} too much", amount]);
    }

    /// <summary>When the figure of the law was in force.</summary>
    public string? Validity(ExplanationNode n) => n.From is not { } from ? null
        : n.To is { } to ? words["in force from {0} to {1}", show.Date(from), show.Date(to)].Value : words["in force from {0}", show.Date(from)].Value;

    /// <summary>A value for people.</summary>
    public string Value(RuleValue value, string currency) => Value(value.IsKnown ? value.ToString() : null, value.Kind, currency);

    /// <summary>A value for people.</summary>
    public string Value(string? value, ValueKind kind, string currency)
    {
        if (value is null)
        {
            return words["Cannot tell"];
        }

        if (!decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
        {
            return kind switch
            {
                ValueKind.Bool => value == "yes" ? words["yes"].Value : words["no"].Value,
                ValueKind.Date when DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => show.Date(day),
                ValueKind.Month when Month.TryParse(value, out var month) => show.Month(month),
                _ => value,
            };
        }

        return kind switch
        {
            ValueKind.Money => Amount(number, currency),
            ValueKind.Rate => show.Share(number),
            ValueKind.Months when Math.Abs(number) >= 12 && number % 12 == 0 => words["{0} years", number / 12].Value,
            ValueKind.Months when Math.Abs(number) >= 12 => words["{0} years and {1} months", decimal.Truncate(number / 12), Math.Abs(number % 12)].Value,
            ValueKind.Months => words["{0} months", number].Value,
            ValueKind.Days => words["{0} days", number].Value,
            _ => value,
        };
    }

    private string Compare(ExplanationNode n, string currency)
    {
        var (left, right) = (Value(n.Left, n.LeftType, currency), Value(n.Right, n.RightType, currency));
        return n.Operator switch
        {
            ">=" => words["{0}, at least {1} is needed", left, right],
            ">" => words["{0}, more than {1} is needed", left, right],
            "<=" => words["{0}, at most {1} is allowed", left, right],
            "<" => words["{0}, less than {1} is needed", left, right],
            "==" => words["{0}, it must be {1}", left, right],
            "!=" => words["{0}, it must not be {1}", left, right],
            _ => $"{left} {n.Operator} {right}",
        };
    }

    private string Amount(decimal number, string currency)
    {
        var of = Currency.Of(currency);
        var minor = number * of.MinorPerMajor;
        return decimal.Truncate(minor) == minor && Math.Abs(minor) < 1e17m ? show.Money(new Money((long)minor, of)) : $"{number.ToString(CultureInfo.InvariantCulture)} {currency}";
    }
}
