using Shouldly;
using Spmis.Rules;
using Xunit;

namespace Spmis.Tests.Rules;

/// <summary>Facts given to <c>rules explain</c>.</summary>
public class FactsJsonTests
{
    private static readonly Scheme Scheme = TestScheme.Load(TestScheme.With("count(months_list where record.paid > 0) + n"));

    [Fact]
    public void Read_EveryKindOfValue_AsDeclared()
    {
        var facts = FactsJson.Read(Scheme, """
            {
              "a": 12.50, "n": 3, "p": "6%", "yes_no": true, "day": "2024-02-29", "m": "2024-03", "sex": "male", "x": null, // a comment
              "months_list": [{"month": "2024-01", "paid": 5, "note": "ok"}, {"month": "2024-02", "paid": 0}],
              "words": ["poor", "ill"],
              "record": {"n": 4},
            }
            """);

        facts.Values["a"].Value.ShouldBe(RuleValue.Money(12.5m));
        facts.Values["p"].Value.ShouldBe(RuleValue.Rate(0.06m));
        facts.Values["record.n"].Value.ShouldBe(RuleValue.Int(4));
        facts.Values.ContainsKey("x").ShouldBeFalse();
        facts.Lists["words"].Count.ShouldBe(2);
        Scheme.Evaluate("r", facts).Value.ShouldBe(RuleValue.Int(4));
    }

    [Theory]
    [InlineData("[1]", "not a JSON object")]
    [InlineData("""{"a": }""", "not valid JSON (line 1, place")]
    [InlineData("""{"dai": "2024-01-01"}""", "Did you mean 'day'?")]
    [InlineData("""{"zzzzzzzz": 1}""", "Its facts are a, b, n")]
    [InlineData("""{"a": "1,000"}""", "'a' is 1,000, which is not a money")]
    [InlineData("""{"a": 1e300}""", "not a money")]
    [InlineData("""{"n": 1.5}""", "not a whole number")]
    [InlineData("""{"day": "2024-02-30"}""", "Write year, month and day")]
    [InlineData("""{"sex": "mal"}""", "one of male, female")]
    [InlineData("""{"months_list": {"month": "2024-01"}}""", "is a list")]
    [InlineData("""{"months_list": [5]}""", "A record of 'months_list' is 5")]
    [InlineData("""{"months_list": [{"mont": "2024-01"}]}""", "Did you mean 'month'?")]
    public void Read_WhatDoesNotFit_IsRefusedWithASentence(string json, string words) =>
        Should.Throw<ArgumentException>(() => FactsJson.Read(Scheme, json)).Message.ShouldContain(words);
}
