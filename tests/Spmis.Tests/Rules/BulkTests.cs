using Shouldly;
using Spmis.Rules;
using Spmis.Rules.Compilation;
using Xunit;

namespace Spmis.Tests.Rules;

/// <summary>The short cuts of bulk evaluation come to the same as decimals and sorting.</summary>
public class BulkTests
{
    [Fact]
    public void SumOfLargest_AnyNumbers_IsThatOfSorting()
    {
        var random = new Random(7);
        for (var round = 0; round < 4000; round++)
        {
            // From all alike to all different, also in order, and larger than any short list.
            var kinds = random.Next(4) switch { 0 => 1, 1 => 3, 2 => 40, _ => 1_000_000 };
            var values = Enumerable.Range(0, random.Next(0, 300)).Select(_ => (long)random.Next(-kinds, kinds)).ToArray();
            if (random.Next(4) == 0)
            {
                Array.Sort(values);
            }

            var most = random.Next(0, values.Length + 1);
            var expected = values.OrderDescending().Take(most).Sum();

            Selection.SumOfLargest(values, most).ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-12.5, true)]
    [InlineData(0.0001, true)]
    [InlineData(9999999.9999, true)]
    [InlineData(100000000000, true)]
    [InlineData(100000000001, false)]
    [InlineData(0.00001, false)]
    public void ScaledAmount_ThatFits_IsExact(double number, bool fits)
    {
        var value = (decimal)number;

        ScaledAmount.TryOf(value, out var scaled).ShouldBe(fits);
        (fits ? ScaledAmount.ToDecimal(scaled) : value).ShouldBe(value);
    }

    [Theory]
    [InlineData("best(2, record.base over months_list)", "13.00001")]
    [InlineData("last(2, record.base over months_list by record.month)", "8.00001")]
    [InlineData("sum(record.base over months_list)", "16.00001")]
    [InlineData("highest_quarter(record.base over months_list by record.month)", "16.00001")]
    [InlineData("count(months_list where record.base > 5.00001 KES)", "1")]
    [InlineData("count(months_list where record.base >= 5.00001 KES)", "2")]
    [InlineData("count(months_list where record.base < 123456789012345 KES)", "3")]
    public void Evaluate_AmountsWithManyDigits_AreExactAllTheSame(string expression, string expected)
    {
        var scheme = TestScheme.Load(TestScheme.With(expression.Contains("count", StringComparison.Ordinal) ? expression : $"exact({expression})"));
        var facts = new Facts().SetList("months_list", new[] { 8m, 5.00001m, 3m }.Select((v, i) => new FactRecord().Set("month", Values.Month.Parse("2024-01").Add(i)).Set("base", v)));
        var row = scheme.NewRow();
        row.Load(facts);

        scheme.Evaluate("r", facts).Value.ToString().ShouldBe(expected);
        scheme.Compile("r").Evaluate(row).ToString().ShouldBe(expected);
        scheme.Compile("r").EvaluateCarefully(row).ToString().ShouldBe(expected);
    }

    [Fact]
    public void Evaluate_RowUsedAgain_ForgetsThePersonBefore()
    {
        var scheme = TestScheme.Load(TestScheme.With("if yes_no then exact(sum(record.base over months_list)) else a"));
        var rule = scheme.Compile("r");
        var row = scheme.NewRow();
        var list = row.List("months_list");
        row.Set(row.Slot("yes_no"), true);
        list.Begin();
        for (var i = 0; i < 100; i++)
        {
            list.Add();
            list.Set(list.Slot("base"), 2m);
        }

        rule.Evaluate(row).ShouldBe(RuleValue.Money(200));
        list.Begin();
        list.Add();
        rule.Evaluate(row).ShouldBe(RuleValue.Unknown);
        row.Clear();
        rule.Evaluate(row).ShouldBe(RuleValue.Unknown);
        row.Set(row.Slot("yes_no"), false);
        row.Set(row.Slot("a"), 3m);
        rule.Evaluate(row).ShouldBe(RuleValue.Money(3)); // The list is missing, and nobody asks for it.
    }
}
