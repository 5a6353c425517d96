using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Spmis.Rules;
using Spmis.Values;
using Xunit;

namespace Spmis.Tests.Rules;

/// <summary>Two evaluators, one meaning: thousands of generated expressions and cases, interpreted with and without explanation and compiled.</summary>
public class ParityTests
{
    [Fact]
    public void Compile_GeneratedExpressionsAndCases_AgreesWithTheInterpreter()
    {
        var known = 0;
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var written = new ExpressionWriter(random);
            var expressions = Enumerable.Range(0, 8).Select(_ => written.Any()).ToList();
            var rules = string.Concat(expressions.Select((e, i) => $"  g{i}: |\n    {e}\n"));
            var outputs = string.Concat(expressions.Select((_, i) => $", g{i}: G"));
            var scheme = TestScheme.Load(TestScheme.With("yes_no")
                .Replace("outputs: {r: R", "outputs: {r: R" + outputs, StringComparison.Ordinal)
                .Replace("rules:\n", "rules:\n" + rules, StringComparison.Ordinal));
            var compiled = expressions.Select((_, i) => scheme.Compile($"g{i}")).ToList();
            var row = scheme.NewRow();
            for (var round = 0; round < 10; round++)
            {
                var facts = CaseWriter.Facts(random);
                row.Load(facts);
                for (var i = 0; i < expressions.Count; i++)
                {
                    var explained = scheme.Evaluate($"g{i}", facts);
                    known += explained.Value.IsKnown ? 1 : 0;
                    compiled[i].Evaluate(row).ShouldBe(explained.Value, $"compiled, seed {seed}: {expressions[i]}\n{explained.Explanation.ToText()}");
                    compiled[i].EvaluateCarefully(row).ShouldBe(explained.Value, $"compiled with care, seed {seed}: {expressions[i]}");
                    scheme.Interpret($"g{i}", facts).ShouldBe(explained.Value, $"without explanation, seed {seed}: {expressions[i]}");
                    scheme.Interpret($"g{i}", row.ToFacts()).ShouldBe(explained.Value, $"through the row, seed {seed}: {expressions[i]}");
                    Explanation.FromJson(explained.Explanation.ToJson()).ToJson().ShouldBe(explained.Explanation.ToJson());
                    (explained.Value.IsKnown || explained.Missing.Count + explained.Reasons.Count > 0).ShouldBeTrue($"no reason, seed {seed}: {expressions[i]}");
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

        known.ShouldBeGreaterThan(1500);
    }

    private static class CaseWriter
    {
        public static Facts Facts(Random random)
        {
            var facts = new Facts();
            Maybe(random, () => facts.Set("a", Amount(random)));
            Maybe(random, () => facts.Set("b", Amount(random)));
            Maybe(random, () => facts.Set("n", random.Next(-3, 8)));
            Maybe(random, () => facts.Set("x", random.Next(-200, 400) / 10m));
            Maybe(random, () => facts.Set("p", random.Next(0, 100) / 100m));
            Maybe(random, () => facts.Set("yes_no", random.Next(2) == 0));
            Maybe(random, () => facts.Set("other", random.Next(2) == 0));
            Maybe(random, () => facts.Set("born", Day(random, 1930, 2020)));
            Maybe(random, () => facts.Set("day", Day(random, 2018, 2027)));
            Maybe(random, () => facts.Set("m", Month.Of(Day(random, 2018, 2027))));
            Maybe(random, () => facts.Set("sex", random.Next(2) == 0 ? "male" : "female"));
            Maybe(random, () => facts.SetWords("words", Enumerable.Range(0, random.Next(3)).Select(i => new[] { "poor", "ill", "old" }[i])));
            Maybe(random, () => facts.SetList("months_list", Enumerable.Range(0, random.Next(0, 30)).Select(_ => Record(random))));
            return facts;
        }

        private static FactRecord Record(Random random)
        {
            var record = new FactRecord().Set("month", Month.Of(Day(random, 2022, 2025))).Set("paid", Amount(random)).Set("n", random.Next(5)).Set("on", Day(random, 2022, 2025));
            return random.Next(25) == 0 ? record : record.Set("base", Amount(random)).Set("note", random.Next(2) == 0 ? "ok" : "bad");
        }

        private static void Maybe(Random random, Action set)
        {
            if (random.Next(12) > 0)
            {
                set();
            }
        }

        private static decimal Amount(Random random) => random.Next(20) == 0 ? 7_900_000_000_000_000_000_000m : random.Next(0, 60_000) / 100m;

        private static DateOnly Day(Random random, int from, int to) => new DateOnly(from, 1, 1).AddDays(random.Next((to - from) * 366));
    }
}
