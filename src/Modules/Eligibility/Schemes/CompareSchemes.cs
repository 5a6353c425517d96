using System.Text.Json;
using Spmis.Kernel.Data;
using Spmis.Rules;

namespace Spmis.Eligibility.Schemes;

/// <summary>What kind of thing differs between two versions.</summary>
public enum ChangedThing
{
    /// <summary>A dated figure of the law.</summary>
    Figure,

    /// <summary>A rule.</summary>
    Rule,

    /// <summary>A fact the scheme asks for.</summary>
    Fact,

    /// <summary>A law it rests on.</summary>
    Law,
}

/// <summary>One difference between two versions.</summary>
public sealed record SchemeDifference
{
    /// <summary>What it is.</summary>
    public required ChangedThing Thing { get; init; }

    /// <summary>Its name in the package.</summary>
    public required string Id { get; init; }

    /// <summary>Its name by language; from the newer version where both have it.</summary>
    public required Func<string, string> Label { get; init; }

    /// <summary>In the older version; null when it is new. A value, a type, or the structure of a rule.</summary>
    public string? Before { get; init; }

    /// <summary>In the newer version; null when it is gone.</summary>
    public string? After { get; init; }

    /// <summary>What a figure's values are.</summary>
    public ValueKind Kind { get; init; }

    /// <summary>For a figure: the value of the older version with its dates and article.</summary>
    public ParameterValueInfo? FigureBefore { get; init; }

    /// <summary>For a figure: the value of the newer version.</summary>
    public ParameterValueInfo? FigureAfter { get; init; }
}

/// <summary>Finds what a new version of a scheme changes. Pure: by meaning, not by text, so layout and comments do not count.</summary>
public static class CompareSchemes
{
    /// <summary>The differences, figures first, each in the order of the newer version.</summary>
    public static IReadOnlyList<SchemeDifference> Of(Scheme before, Scheme after) =>
        [.. Figures(before, after), .. Rules(before, after), .. Facts(before, after), .. Laws(before, after)];

    private static IEnumerable<SchemeDifference> Figures(Scheme before, Scheme after)
    {
        var (old, now) = (Values(before), Values(after));
        foreach (var (key, entry) in now.Concat(old.Where(o => !now.ContainsKey(o.Key))))
        {
            var (was, isNow) = (old.GetValueOrDefault(key)?.Value, now.GetValueOrDefault(key)?.Value);
            if (was is null || isNow is null || was.Value != isNow.Value || was.To != isNow.To || was.Article != isNow.Article)
            {
                yield return new SchemeDifference
                {
                    Thing = ChangedThing.Figure, Id = entry.Parameter.Id, Label = entry.Parameter.Label, Before = was?.Value, After = isNow?.Value, Kind = entry.Parameter.Type.Kind, FigureBefore = was, FigureAfter = isNow,
                };
            }
        }
    }

    /// <summary>Each dated value by what makes it the same one in two versions: figure, row of its table, first day, day it became known.</summary>
    private static Dictionary<(string Id, string Row, DateOnly? From, DateOnly? Recorded), Entry> Values(Scheme scheme)
    {
        var values = new Dictionary<(string, string, DateOnly?, DateOnly?), Entry>();
        foreach (var (parameter, value) in scheme.Parameters.SelectMany(p => p.Values, (p, v) => (p, v)))
        {
            values[(parameter.Id, string.Join('\u001f', value.Keys), value.From, value.Recorded)] = new Entry(parameter, value);
        }

        return values;
    }

    private static IEnumerable<SchemeDifference> Rules(Scheme before, Scheme after)
    {
        var (old, now) = (before.Rules.ToDictionary(r => r.Id, StringComparer.Ordinal), after.Rules.ToDictionary(r => r.Id, StringComparer.Ordinal));
        foreach (var rule in now.Values.Concat(old.Values.Where(r => !now.ContainsKey(r.Id))))
        {
            var (was, isNow) = (Written(before, old, rule.Id), Written(after, now, rule.Id));
            if (was != isNow || (was is not null && isNow is not null && old[rule.Id].Article != now[rule.Id].Article))
            {
                yield return new SchemeDifference { Thing = ChangedThing.Rule, Id = rule.Id, Label = rule.Label, Before = was, After = isNow, Kind = rule.Type.Kind };
            }
        }
    }

    /// <summary>The structure as text, the same for the same meaning.</summary>
    private static string? Written(Scheme scheme, Dictionary<string, RuleInfo> rules, string rule) => rules.ContainsKey(rule) ? JsonSerializer.Serialize(RuleOutline.Of(scheme, rule), SpmisJson.Options) : null;

    private static IEnumerable<SchemeDifference> Facts(Scheme before, Scheme after)
    {
        var (old, now) = (Declared(before), Declared(after));
        return now.Values.Concat(old.Values.Where(f => !now.ContainsKey(f.Name)))
            .Select(f => new SchemeDifference { Thing = ChangedThing.Fact, Id = f.Name, Label = f.Label, Before = old.GetValueOrDefault(f.Name)?.Type.ToString(), After = now.GetValueOrDefault(f.Name)?.Type.ToString() })
            .Where(d => d.Before != d.After);
    }

    private static Dictionary<string, FactDeclaration> Declared(Scheme scheme) =>
        scheme.Facts.SelectMany(f => f.Fields.Prepend(f)).DistinctBy(f => f.Name).ToDictionary(f => f.Name, StringComparer.Ordinal);

    private static IEnumerable<SchemeDifference> Laws(Scheme before, Scheme after) =>
        after.LegalBasis.Except(before.LegalBasis).Select(l => new SchemeDifference { Thing = ChangedThing.Law, Id = l, Label = _ => l, After = l })
            .Concat(before.LegalBasis.Except(after.LegalBasis).Select(l => new SchemeDifference { Thing = ChangedThing.Law, Id = l, Label = _ => l, Before = l }));

    private sealed record Entry(ParameterInfo Parameter, ParameterValueInfo Value);
}
