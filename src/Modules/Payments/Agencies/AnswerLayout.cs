using System.Collections.Frozen;
using System.Globalization;
using Spmis.Kernel.Acts;
using Spmis.Payments.Reconciliation;
using Spmis.Values;

namespace Spmis.Payments.Agencies;

/// <summary>How an agency's own status file is read: which of its headings is what, and which of its words means what.</summary>
public sealed class AnswerLayout
{
    /// <summary>What a status file may tell; the first three it must.</summary>
    public static readonly IReadOnlyList<string> Fields = ["reference", "status", "amount", "reason", "executed-on", "currency"];

    private static readonly string[] Needed = ["reference", "status", "amount"];

    private static readonly FrozenDictionary<string, OutcomeKind> Kinds = new Dictionary<string, OutcomeKind>
    {
        ["paid"] = OutcomeKind.Paid, ["rejected"] = OutcomeKind.Rejected, ["returned"] = OutcomeKind.Returned, ["accepted"] = OutcomeKind.Accepted,
    }.ToFrozenDictionary();

    private readonly string? currency;

    private AnswerLayout(AnswerLayoutText text, IReadOnlyDictionary<string, string> headings, IReadOnlyDictionary<string, OutcomeKind> statuses, string? currency) =>
        (Text, Headings, Statuses, this.currency) = (text, headings, statuses, currency);

    public AnswerLayoutText Text { get; }

    /// <summary>Their heading of each of our fields.</summary>
    public IReadOnlyDictionary<string, string> Headings { get; }

    /// <summary>What their words mean.</summary>
    public IReadOnlyDictionary<string, OutcomeKind> Statuses { get; }

    /// <summary>Reads a layout.</summary>
    /// <param name="text">The text.</param>
    /// <param name="currency">The one currency the agency pays; null when it pays any.</param>
    /// <exception cref="Refused">A line is not understood, or something is missing.</exception>
    public static AnswerLayout Read(AnswerLayoutText text, string? currency)
    {
        Dictionary<string, string> headings = [];
        foreach (var (number, left, right) in Pairs(text.Columns, "AnswerColumns"))
        {
            Require(Fields.Contains(right), "AnswerColumns", $"Line {number}: there is no value '{right}'; there are {string.Join(", ", Fields)}.");
            Require(headings.TryAdd(right, left), "AnswerColumns", $"Line {number}: '{right}' stands twice; keep one.");
        }

        foreach (var field in Needed)
        {
            Require(headings.ContainsKey(field), "AnswerColumns", $"No column tells '{field}'; add a line such as '{field.ToUpperInvariant()} = {field}'.");
        }

        Require(headings.Values.Distinct(StringComparer.OrdinalIgnoreCase).Count() == headings.Count, "AnswerColumns", "One heading is used twice; each value needs a column of its own.");
        Dictionary<string, OutcomeKind> statuses = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (number, left, right) in Pairs(text.Statuses, "AnswerStatuses"))
        {
            Require(Kinds.ContainsKey(right), "AnswerStatuses", $"Line {number}: '{right}' is no outcome; write paid, rejected, returned or accepted.");
            Require(statuses.TryAdd(left, Kinds[right]), "AnswerStatuses", $"Line {number}: '{left}' stands twice; keep one.");
        }

        foreach (var kind in new[] { OutcomeKind.Paid, OutcomeKind.Rejected })
        {
            Require(statuses.ContainsValue(kind), "AnswerStatuses", $"No word of theirs means {(kind == OutcomeKind.Paid ? "paid" : "rejected")}; add a line such as '{(kind == OutcomeKind.Paid ? "00 = paid" : "99 = rejected")}'.");
        }

        Require(OrderLayout.DayForms.Contains(text.Days), "AnswerDays", $"Write days as {string.Join(", ", OrderLayout.DayForms)}.");
        Require(text.Decimals != DecimalForm.Minor || currency is not null || headings.ContainsKey("currency"), "AnswerDecimals", "Amounts in minor units need a currency; name its column, or say above which one currency the agency pays.");
        return new(text, headings, statuses, currency);
    }

    /// <summary>An amount of theirs as a plain decimal; as it is when it is none, which is told further on.</summary>
    public string? Amount(string? theirs, string? theirCurrency) => Text.Decimals switch
    {
        DecimalForm.Comma => theirs?.Replace(".", "", StringComparison.Ordinal).Replace(',', '.'),
        DecimalForm.Minor when long.TryParse(theirs, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minor) && (theirCurrency ?? currency) is { Length: 3 } code && code.All(char.IsAsciiLetterUpper) =>
            new Money(minor, Currency.Of(code)).ToPlain(),
        _ => theirs,
    };

    private static IEnumerable<(int Number, string Left, string Right)> Pairs(string text, string where)
    {
        foreach (var (number, line) in OrderLayout.Lines(text))
        {
            var cut = line.LastIndexOf('=');
            Require(cut > 0 && cut < line.Length - 1, where, $"Line {number}, '{line}', is not understood; write what they write, an equals sign, and what it is.");
            yield return (number, line[..cut].Trim(), line[(cut + 1)..].Trim());
        }
    }

    private static void Require(bool fine, string field, string text)
    {
        if (!fine)
        {
            throw new Refused("agency.answers", text, field);
        }
    }
}
