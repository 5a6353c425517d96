namespace Spmis.Rules;

/// <summary>Why a value is unknown: the facts nobody gave, and what could not be computed.</summary>
internal sealed class Doubt
{
    private Doubt(SortedSet<string> missing, SortedSet<string> reasons) => (Missing, Reasons) = (missing, reasons);

    public IReadOnlyCollection<string> Missing { get; }

    public IReadOnlyCollection<string> Reasons { get; }

    public static Doubt MissingFact(string name) => new(new(StringComparer.Ordinal) { name }, new(StringComparer.Ordinal));

    public static Doubt Reason(string text) => new(new(StringComparer.Ordinal), new(StringComparer.Ordinal) { text });

    public static Doubt? Join(Doubt? a, Doubt? b) => (a, b) switch
    {
        (null, _) => b,
        (_, null) => a,
        _ when ReferenceEquals(a, b) => a,
        _ => new(new(a.Missing.Concat(b.Missing), StringComparer.Ordinal), new(a.Reasons.Concat(b.Reasons), StringComparer.Ordinal)),
    };
}
