using System.Globalization;
using System.Text.Json;

namespace Spmis.Rules.Testing;

/// <summary>One worked example: its inputs, each expected figure, its tolerance.</summary>
internal sealed class VectorCase(VectorPackage package, JsonElement vector)
{
    private readonly VectorNames names = new(package.Scheme);
    private readonly List<VectorAnswer> answers = [];

    public static string IdOf(JsonElement vector) => vector.TryGetProperty("id", out var id) ? id.ToString() : "?";

    public VectorResult Run()
    {
        var inputs = new VectorInputs(package.Scheme, names, vector);
        if (inputs.Unfit is { } unfit)
        {
            return Result(VectorOutcome.NotSupported, inputs, unfit);
        }

        var scheme = package.With(inputs.Given);
        try
        {
            foreach (var expected in vector.GetProperty("expected").EnumerateObject())
            {
                Compare(scheme, inputs.Facts, [expected.Name], expected.Value);
            }
        }
        catch (ArgumentException e)
        {
            return Result(VectorOutcome.NotSupported, inputs, e.Message);
        }

        if (answers.FirstOrDefault(a => a.Rule is not null && !a.Fits) is not null && inputs.Ignored.Count == 0)
        {
            return Result(VectorOutcome.Failed, inputs, null);
        }

        var without = answers.Where(a => a.Rule is null).Select(a => a.Name).ToList();
        return without.Count > 0 ? Result(VectorOutcome.NotSupported, inputs, $"No rule for {string.Join(", ", without)}.")
            : answers.All(a => a.Fits) ? Result(answers.Count > 0 ? VectorOutcome.Passed : VectorOutcome.NotSupported, inputs, answers.Count > 0 ? null : "Nothing is expected.")
            : Result(VectorOutcome.NotSupported, inputs, $"The figures differ, and the package has no fact for {string.Join(", ", inputs.Ignored)}.");
    }

    private VectorResult Result(VectorOutcome outcome, VectorInputs inputs, string? reason) => new(IdOf(vector), outcome, answers, inputs.Ignored, reason);

    private void Compare(Scheme scheme, Facts facts, IReadOnlyList<string> path, JsonElement expected)
    {
        var bare = VectorValues.Bare(expected);
        if (VectorValues.IsScalar(bare) && names.Rule(path) is { } rule)
        {
            answers.Add(Answer(scheme, facts, path, rule, bare));
            return;
        }

        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var part in expected.EnumerateObject())
                {
                    Compare(scheme, facts, [.. path, part.Name], part.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var (part, i) in expected.EnumerateArray().Select((p, i) => (p, i + 1)))
                {
                    Compare(scheme, facts, [.. path, i.ToString(CultureInfo.InvariantCulture)], part);
                }

                break;
            default:
                answers.Add(new VectorAnswer(string.Join('.', path), null, expected.ToString(), null, false, null));
                break;
        }
    }

    private VectorAnswer Answer(Scheme scheme, Facts facts, IReadOnlyList<string> path, string rule, JsonElement expected)
    {
        var asked = RecordOf(scheme, facts, rule, path[^1]);
        var result = scheme.Evaluate(rule, asked);
        var row = scheme.NewRow();
        row.Load(asked);
        var bulk = package.Compiled(scheme, rule).Evaluate(row);
        var fits = Fits(result.Value, expected) && bulk == result.Value;
        var why = fits ? null : bulk == result.Value ? result.Explanation.ToText() : $"The compiled rule says {bulk}.";
        return new VectorAnswer(string.Join('.', path), rule, expected.ToString(), result.Value.ToString(), fits, why);
    }

    /// <summary>For a rule on one record of a list: the facts with that record's fields, found by its place or by its first field.</summary>
    private static Facts RecordOf(Scheme scheme, Facts facts, string rule, string key)
    {
        var elements = scheme.Content.Rules.First(r => r.Id == rule).Elements;
        if (elements.Count != 1 || scheme.Facts.FirstOrDefault(f => f.Element == elements.First()) is not { } list || !facts.Lists.TryGetValue(list.Name, out var records))
        {
            return facts;
        }

        var first = list.KeyOf(list.Fields[0]);
        var record = records.FirstOrDefault(r => r.Values.TryGetValue(first, out var value) && value.Value.ToString() == key)
            ?? (int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place >= 1 && place <= records.Count ? records[place - 1] : null)
            ?? throw new ArgumentException($"List '{list.Name}' has no record {key}.");
        var asked = new Facts();
        foreach (var (name, value) in facts.Values)
        {
            asked.Set(name, value.Value);
        }

        foreach (var (name, all) in facts.Lists)
        {
            asked.SetList(name, all);
        }

        foreach (var field in list.Fields.Where(f => record.Values.ContainsKey(list.KeyOf(f))))
        {
            asked.Set(field.Name, record.Values[list.KeyOf(field)].Value);
        }

        return asked;
    }

    private bool Fits(RuleValue got, JsonElement expected)
    {
        if (!got.IsKnown || expected.ValueKind is JsonValueKind.Null)
        {
            return !got.IsKnown && expected.ValueKind is JsonValueKind.Null;
        }

        if (got.Kind is ValueKind.Bool)
        {
            return expected.ValueKind is JsonValueKind.True or JsonValueKind.False && got.AsBool == expected.GetBoolean();
        }

        if (got.Kind is ValueKind.Date or ValueKind.Month or ValueKind.Text)
        {
            return got.ToString() == expected.ToString();
        }

        return expected.ValueKind is JsonValueKind.Number && expected.TryGetDecimal(out var wanted) && Math.Abs(got.AsDecimal - wanted) <= Allowed(wanted);
    }

    private decimal Allowed(decimal wanted)
    {
        if (!vector.TryGetProperty("tolerance", out var tolerance) || tolerance.ValueKind is not JsonValueKind.Object)
        {
            return 0;
        }

        var abs = tolerance.TryGetProperty("abs", out var a) && a.TryGetDecimal(out var absolute) ? absolute : 0;
        var rel = tolerance.TryGetProperty("rel", out var r) && r.TryGetDecimal(out var relative) ? Math.Abs(wanted) * relative : 0;
        return Math.Max(abs, rel);
    }
}
