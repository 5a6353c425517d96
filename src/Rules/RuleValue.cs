using System.Globalization;
using Spmis.Values;

namespace Spmis.Rules;

/// <summary>A value of the rules language, or the knowledge that it is unknown and why.</summary>
public readonly struct RuleValue : IEquatable<RuleValue>
{
    private readonly decimal number;
    private readonly object? reference;

    private RuleValue(ValueKind kind, decimal number, object? reference = null) => (Kind, this.number, this.reference) = (kind, number, reference);

    /// <summary>What it is.</summary>
    public ValueKind Kind { get; }

    /// <summary>Whether it is known.</summary>
    public bool IsKnown => Kind is not ValueKind.Unknown;

    /// <summary>The number of a money (major units), rate, number, whole number or duration.</summary>
    public decimal AsDecimal => Kind is ValueKind.Money or ValueKind.Rate or ValueKind.Number or ValueKind.Int or ValueKind.Months or ValueKind.Days ? number : throw Wrong("number");

    /// <summary>Yes or no.</summary>
    public bool AsBool => Kind is ValueKind.Bool ? number != 0 : throw Wrong("yes or no");

    /// <summary>The date.</summary>
    public DateOnly AsDate => Kind is ValueKind.Date ? DateOnly.FromDayNumber((int)number) : throw Wrong("date");

    /// <summary>The month.</summary>
    public Month AsMonth => Kind is ValueKind.Month ? Values.Month.FromCode((int)number) : throw Wrong("month");

    /// <summary>The word.</summary>
    public string AsText => Kind is ValueKind.Text ? (string)reference! : throw Wrong("word"); // A text always carries its string.

    /// <summary>Why it is unknown; null when it is known or when nobody asked (bulk).</summary>
    internal Doubt? Doubt => Kind is ValueKind.Unknown ? reference as Doubt : null;

    /// <summary>The number behind any kind, for shared arithmetic and comparison.</summary>
    internal decimal Raw => number;

    /// <summary>Unknown, with no reason given.</summary>
    public static RuleValue Unknown => default;

    /// <summary>Yes or no.</summary>
    public static RuleValue Bool(bool value) => new(ValueKind.Bool, value ? 1 : 0);

    /// <summary>An amount in major units of the scheme's currency.</summary>
    public static RuleValue Money(decimal major) => new(ValueKind.Money, major);

    /// <summary>A share: 0.06 for 6 per cent.</summary>
    public static RuleValue Rate(decimal rate) => new(ValueKind.Rate, rate);

    /// <summary>A number without unit.</summary>
    public static RuleValue Number(decimal value) => new(ValueKind.Number, value);

    /// <summary>A whole number.</summary>
    public static RuleValue Int(long value) => new(ValueKind.Int, value);

    /// <summary>A date.</summary>
    public static RuleValue Date(DateOnly value) => new(ValueKind.Date, value.DayNumber);

    /// <summary>A month.</summary>
    public static RuleValue Month(Month value) => new(ValueKind.Month, value.Code);

    /// <summary>A duration in months.</summary>
    public static RuleValue Months(long value) => new(ValueKind.Months, value);

    /// <summary>A duration in days.</summary>
    public static RuleValue Days(long value) => new(ValueKind.Days, value);

    /// <summary>A word.</summary>
    public static RuleValue Text(string value) => new(ValueKind.Text, 0, value);

    /// <summary>The same number under another kind, once types were checked.</summary>
    internal static RuleValue Of(ValueKind kind, decimal number) => new(kind, number);

    internal static RuleValue Because(Doubt doubt) => new(ValueKind.Unknown, 0, doubt);

    /// <summary>The amount as money of a currency.</summary>
    /// <exception cref="InvalidOperationException">It is no money, unknown, or has a fraction of the smallest unit.</exception>
    public Money ToMoney(Currency currency)
    {
        var minor = Kind is ValueKind.Money ? number * currency.MinorPerMajor : throw Wrong("amount of money");
        return decimal.Truncate(minor) == minor
            ? new Money(decimal.ToInt64(minor), currency)
            : throw new InvalidOperationException($"{this} has more decimals than {currency} has; the rule must round it.");
    }

    /// <inheritdoc />
    public bool Equals(RuleValue other) => Kind == other.Kind && number == other.number && (Kind is not ValueKind.Text || string.Equals((string?)reference, (string?)other.reference, StringComparison.Ordinal));

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is RuleValue other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => Kind is ValueKind.Text ? string.GetHashCode((string)reference!, StringComparison.Ordinal) : HashCode.Combine(Kind, number);

    /// <summary>Equal in kind and value.</summary>
    public static bool operator ==(RuleValue left, RuleValue right) => left.Equals(right);

    /// <summary>Not equal.</summary>
    public static bool operator !=(RuleValue left, RuleValue right) => !left.Equals(right);

    /// <summary>Plain text, the same in every culture: 540.00, 0.06, 2026-02-09, yes, unknown.</summary>
    public override string ToString() => Kind switch
    {
        ValueKind.Unknown => "unknown",
        ValueKind.Bool => number != 0 ? "yes" : "no",
        ValueKind.Date => AsDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ValueKind.Month => AsMonth.ToString(),
        ValueKind.Text => AsText,
        _ => Plain(number),
    };

    private static string Plain(decimal value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        return text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
    }

    private InvalidOperationException Wrong(string wanted) => new($"The value is {(IsKnown ? Kind.ToString() : "unknown")}, not a {wanted}.");
}
