using System.Globalization;
using System.Text.Json;
using Shouldly;
using Spmis.Rules;
using Spmis.Values;
using Xunit;

namespace Spmis.Tests.Rules;

/// <summary>Worked examples of agencies and public code (grade A and B), through both evaluators.</summary>
public class VectorTests
{
    public static TheoryData<string> Schemes => [.. Packages().Keys.Where(id => !id.StartsWith("demo-", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Evaluate_PublishedExamples_GivesTheirFigures(string id)
    {
        var file = Folders.Shared("schemes", "vectors", id + ".json");
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        var scheme = SchemePackage.Load(Packages()[id]);
        var row = scheme.NewRow();
        var wrong = new List<string>();
        foreach (var vector in json.RootElement.GetProperty("vectors").EnumerateArray())
        {
            var facts = Facts(scheme, vector);
            row.Load(facts);
            foreach (var expected in vector.GetProperty("expected").EnumerateObject())
            {
                var rule = scheme.OutputAliases.GetValueOrDefault(expected.Name, expected.Name);
                var got = scheme.Evaluate(rule, facts);
                scheme.Compile(rule).Evaluate(row).ShouldBe(got.Value);
                if (!Fits(got.Value, expected.Value, vector))
                {
                    wrong.Add($"{vector.GetProperty("id")} {expected.Name}: expected {expected.Value}, got {got.Value}\n{got.Explanation.ToText()}");
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Run_PackagesThatProveTheEngine_PassTheirOwnTests(string id) =>
        PackageTests.Run(SchemePackage.Load(Packages()[id])).Where(r => !r.Passed).Select(r => r.ToString()).ShouldBeEmpty();

    private static Dictionary<string, string> Packages() => Directory.GetDirectories(Folders.Packages)
        .Concat(Directory.GetDirectories(Path.Combine(Folders.Root, "tests", "Spmis.Tests", "Rules", "Packages")))
        .ToDictionary(p => Path.GetFileName(p), StringComparer.Ordinal);

    private static Facts Facts(Scheme scheme, JsonElement vector)
    {
        var facts = new Facts();
        var period = vector.TryGetProperty("period", out var p) ? [("period", p)] : Array.Empty<(string, JsonElement)>();
        foreach (var (name, value) in vector.GetProperty("inputs").EnumerateObject().Select(i => (i.Name, i.Value)).Concat(period))
        {
            var own = scheme.InputAliases.GetValueOrDefault(name, name);
            if (scheme.Fact(own) is { IsList: true } list)
            {
                facts.SetList(own, value.EnumerateArray().Select(r => Record(list, r)));
            }
            else if (scheme.Fact(own) is { } fact)
            {
                facts.Set(own, Value(fact.Type.Kind, value));
            }
        }

        return facts;
    }

    private static FactRecord Record(FactDeclaration list, JsonElement value)
    {
        var record = new FactRecord();
        if (value.ValueKind is not JsonValueKind.Object)
        {
            return record.Set("value", Value(list.Fields[0].Type.Kind, value));
        }

        foreach (var field in list.Fields)
        {
            var key = field.Name[(list.Element!.Length + 1)..];
            if (value.TryGetProperty(key, out var cell))
            {
                record.Set(key, Value(field.Type.Kind, cell));
            }
        }

        return record;
    }

    private static RuleValue Value(ValueKind kind, JsonElement value)
    {
        var text = value.ToString();
        return kind switch
        {
            ValueKind.Bool => RuleValue.Bool(value.GetBoolean()),
            ValueKind.Date => RuleValue.Date(DateOnly.Parse(text.Length == 4 ? text + "-01-01" : text.Length == 7 ? text + "-01" : text, CultureInfo.InvariantCulture)),
            ValueKind.Month => RuleValue.Month(Month.Parse(text.Length == 4 ? text + "-01" : text[..7])),
            ValueKind.Text => RuleValue.Text(text),
            _ => RuleValue.Number(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
        };
    }

    private static bool Fits(RuleValue got, JsonElement expected, JsonElement vector)
    {
        if (!got.IsKnown || got.Kind is ValueKind.Bool || expected.ValueKind is JsonValueKind.String)
        {
            return got.IsKnown && (got.Kind is ValueKind.Bool ? got.AsBool == expected.GetBoolean() : got.ToString() == expected.GetString());
        }

        var wanted = expected.GetDecimal();
        var tolerance = vector.GetProperty("tolerance");
        var allowed = tolerance.TryGetProperty("abs", out var abs) ? abs.GetDecimal() : Math.Abs(wanted) * tolerance.GetProperty("rel").GetDecimal();
        return Math.Abs(got.AsDecimal - wanted) <= allowed;
    }
}
