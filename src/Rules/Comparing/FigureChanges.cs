using Spmis.Rules.Packages;

namespace Spmis.Rules.Comparing;

/// <summary>Changes of the figures of the law: every value with its dates, and whether the past is rewritten.</summary>
internal static class FigureChanges
{
    public static IEnumerable<SchemeChange> Of(Scheme before, Scheme after)
    {
        foreach (var change in Sets.Compare(before.Parameters, after.Parameters, p => p.Id, (p, how) => new SchemeChange("figure", p.Id, how, $"Figure {Name(p)} is {how}: {string.Join("; ", p.Values.Take(5).Select(v => $"{Shown(p, v)}{Row(v)}{When(v)}"))}{(p.Values.Count > 5 ? $" and {p.Values.Count - 5} more" : "")}.")))
        {
            yield return change;
        }

        foreach (var (old, now) in before.Parameters.Join(after.Parameters, p => p.Id, p => p.Id, (o, n) => (o, n)))
        {
            foreach (var change in Values(old, now))
            {
                yield return change;
            }
        }
    }

    private static IEnumerable<SchemeChange> Values(ParameterInfo old, ParameterInfo now)
    {
        if (old.Type.ToString() != now.Type.ToString() || !old.Dimensions.SequenceEqual(now.Dimensions))
        {
            yield return Changed(now, $"Figure {Name(now)} was a {old.Type}{By(old)} and is a {now.Type}{By(now)}.");
            yield break;
        }

        foreach (var value in now.Values)
        {
            if (Same(old, value) is not { } twin)
            {
                var replaced = InForce(old, value);
                yield return new SchemeChange("figure", now.Id, Sets.Added, $"{Name(now)}{Row(value)} is {Shown(now, value)}{When(value)}{(replaced is null ? "" : $"; before that {Shown(old, replaced)}{Known(replaced)}")}.{Past(old, value)}");
            }
            else if (twin.Value != value.Value)
            {
                yield return Changed(now, $"{Name(now)}{Row(value)}{When(value)} changes from {Shown(old, twin)} to {Shown(now, value)}. The past is rewritten without a record of when it became known.");
            }
            else if (twin.To != value.To)
            {
                yield return Changed(now, $"{Name(now)}{Row(value)} of {Shown(now, value)}{When(value)} ended {(twin.To is { } o ? $"on {o:yyyy-MM-dd}" : "with the next value")} before.");
            }
            else if (twin.Article != value.Article)
            {
                yield return Changed(now, $"{Name(now)}{Row(value)} of {Shown(now, value)} cites {value.Article ?? "no article"} instead of {twin.Article ?? "none"}.");
            }
        }

        foreach (var gone in old.Values.Where(v => Same(now, v) is null))
        {
            yield return new SchemeChange("figure", now.Id, Sets.Removed, $"{Name(now)}{Row(gone)} no longer has {Shown(old, gone)}{When(gone)}.");
        }
    }

    private static ParameterValueInfo? Same(ParameterInfo among, ParameterValueInfo value) =>
        among.Values.FirstOrDefault(v => v.From == value.From && v.Recorded == value.Recorded && v.Keys.SequenceEqual(value.Keys));

    /// <summary>What held for that row when the new value begins.</summary>
    private static ParameterValueInfo? InForce(ParameterInfo old, ParameterValueInfo value) => old.Values
        .Where(v => v.Keys.SequenceEqual(value.Keys) && (v.From is null || v.From <= value.From))
        .OrderBy(v => v.From ?? DateOnly.MinValue).ThenBy(v => v.Recorded ?? DateOnly.MinValue).LastOrDefault();

    private static string Past(ParameterInfo old, ParameterValueInfo value) =>
        value.Recorded > value.From ? " It became known after it began: what was paid since then is to be reckoned again."
        : value.Recorded is null && old.Values.Any(v => v.Keys.SequenceEqual(value.Keys) && v.From > value.From) ? " It begins before values that were there already." : "";

    private static SchemeChange Changed(ParameterInfo figure, string words) => new("figure", figure.Id, "changed", words);

    private static string Name(ParameterInfo figure) => figure.Label("en") == figure.Id ? figure.Id : $"{figure.Id} ({figure.Label("en")})";

    private static string Shown(ParameterInfo figure, ParameterValueInfo value) =>
        figure.Type.Kind is ValueKind.Rate && Literals.Number(value.Value) is { } rate ? $"{RuleValue.Number(rate * 100)}%"
        : figure.Type.Kind is ValueKind.Months or ValueKind.Days && value.Value != "none" ? $"{value.Value} {figure.Type.Kind.ToString().ToLowerInvariant()}"
        : value.Value;

    private static string By(ParameterInfo figure) => figure.Dimensions.Count == 0 ? "" : $" by {string.Join(", ", figure.Dimensions)}";

    private static string Row(ParameterValueInfo value) => value.Keys.Count == 0 ? "" : $" [{string.Join(", ", value.Keys)}]";

    private static string When(ParameterValueInfo value) => (value.From is { } from ? $" from {from:yyyy-MM-dd}" : "") + (value.To is { } to ? $" until {to:yyyy-MM-dd}" : "") + Known(value);

    private static string Known(ParameterValueInfo value) => value.Recorded is { } recorded ? $" (known from {recorded:yyyy-MM-dd})" : "";
}
