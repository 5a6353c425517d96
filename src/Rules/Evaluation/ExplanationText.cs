using System.Globalization;
using System.Text;
using Spmis.Values;

namespace Spmis.Rules.Evaluation;

/// <summary>Writes an explanation for people, one step a line.</summary>
internal sealed class ExplanationText(Explanation explanation, string language)
{
    private readonly StringBuilder text = new();
    private readonly Words words = Words.In(language);

    public string Write()
    {
        Write(explanation.Root, 0);
        return text.ToString();
    }

    private void Write(ExplanationNode node, int depth)
    {
        text.Append(' ', depth * 2).Append(Line(node)).Append('\n');
        foreach (var child in node.Children)
        {
            Write(child, depth + 1);
        }
    }

    private string Line(ExplanationNode node)
    {
        var line = node.Kind switch
        {
            "all" => Mark(node) + words.All,
            "any" => Mark(node) + words.Any,
            "not" => Mark(node) + words.Not,
            "case" => $"{words.If} {Shown(node.Value, node.Type)}",
            "compare" => $"{Mark(node)}{Shown(node.Left, node.LeftType)} {node.Operator} {Shown(node.Right, node.RightType)}{Gap(node)}",
            "round" => $"{words.Rounded}: {Shown(node.Left, node.LeftType)} → {Shown(node.Value, node.Type)} ({Mode(node.Mode)}, {node.Step})",
            "list" => $"{node.Label(language)}: {(node.Value is null ? words.CannotTell : Shown(node.Value, node.Type))}{(node.Of is null ? "" : $" ({node.Count} {words.Of} {node.Of} {words.Records})")}",
            "record" => $"{words.DidNotCount}: {node.Id}",
            "figure" => $"{node.Label(language)}{(node.Keys.Count > 0 ? $" [{string.Join(", ", node.Keys)}]" : "")} = {Shown(node.Value, node.Type)}{Validity(node)}",
            _ => $"{(node.Type is ValueKind.Bool or ValueKind.Unknown ? Mark(node) : "")}{node.Label(language)} = {Shown(node.Value, node.Type)}{(node.Repeated ? $" ({words.Explained})" : node.Formula is null ? "" : $"   [{OneLine(node.Formula)}]")}",
        };
        return line + (node.Article is null ? "" : $" — {words.Article} {node.Article}") + Doubts(node);
    }

    private string Mark(ExplanationNode node) => node.Answer switch { Answer.Yes => words.MarkYes, Answer.No => words.MarkNo, _ => "??" } + " ";

    private string Doubts(ExplanationNode node)
    {
        // Only where the doubt arises and at the top: repeating it on every level would hide it.
        if (node.Value is not null || (node.Children.Count > 0 && node != explanation.Root))
        {
            return "";
        }

        var missing = node.Missing.Count > 0 ? $"; {words.Missing}: {string.Join(", ", node.Missing)}" : "";
        return missing + (node.Reasons.Count > 0 ? $"; {words.Because}: {string.Join(", ", node.Reasons)}" : "");
    }

    private string Gap(ExplanationNode node)
    {
        if (node.Gap is null || !decimal.TryParse(node.Gap, CultureInfo.InvariantCulture, out var gap))
        {
            return "";
        }

        var kind = node.LeftType is ValueKind.Date ? ValueKind.Days : node.LeftType;
        return $" ({(gap >= 0 ? words.Short : words.Over)} {Shown(RuleValue.Number(Math.Abs(gap)).ToString(), kind)})";
    }

    private string Validity(ExplanationNode node) =>
        (node.From is { } from ? $" {words.From} {from:yyyy-MM-dd}" : "") + (node.To is { } to ? $" {words.Until} {to:yyyy-MM-dd}" : "") + (node.Recorded is { } recorded ? $" {words.Recorded} {recorded:yyyy-MM-dd}" : "");

    private string Shown(string? value, ValueKind kind)
    {
        if (value is null)
        {
            return words.CannotTell;
        }

        if (!decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
        {
            return kind is ValueKind.Bool ? (value == "yes" ? words.Yes : words.No) : value;
        }

        return kind switch
        {
            ValueKind.Money => Amount(number),
            ValueKind.Rate => $"{RuleValue.Number(number * 100)}%",
            ValueKind.Months when number >= 12 || number <= -12 => $"{decimal.Truncate(number / 12)} {words.Year}{(number % 12 == 0 ? "" : $" {number % 12} {words.Month}")}",
            ValueKind.Months => $"{number} {words.Month}",
            ValueKind.Days => $"{number} {words.Day}",
            _ => value,
        };
    }

    private string Amount(decimal number)
    {
        var currency = Currency.Of(explanation.Currency);
        var minor = number * currency.MinorPerMajor;
        return decimal.Truncate(minor) == minor && Math.Abs(minor) < 1e17m ? new Money((long)minor, currency).ToString() : $"{RuleValue.Number(number)} {currency}";
    }

    private static string Mode(RoundingMode? mode) => mode switch
    {
        RoundingMode.Up => "up",
        RoundingMode.Down => "down",
        RoundingMode.HalfUp => "half_up",
        RoundingMode.HalfDown => "half_down",
        _ => "half_even",
    };

    private static string OneLine(string formula) => string.Join(' ', formula.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
