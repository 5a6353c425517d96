using Shouldly;
using Spmis.Rules;
using Spmis.Values;
using Xunit;

namespace Spmis.Tests.Rules;

/// <summary>What the language means, one table: expression, answer. Facts: see <see cref="Case"/>.</summary>
public class LanguageTests
{
    private static readonly Facts Case = new Facts()
        .Set("a", 1357m).Set("b", 0m).Set("n", 3).Set("x", 2.5m).Set("p", 0.06m).Set("yes_no", true)
        .Set("born", new DateOnly(1960, 2, 29)).Set("day", new DateOnly(2024, 3, 31)).Set("m", Month.Parse("2024-03")).Set("sex", "female")
        .SetWords("words", ["ill"])
        .SetList("months_list", new[] { ("2023-11", 100m, 10m), ("2023-12", 300m, 0m), ("2024-01", 200m, 20m), ("2024-02", 250m, 25m) }
            .Select(r => new FactRecord().Set("month", Month.Parse(r.Item1)).Set("base", r.Item2).Set("paid", r.Item3).Set("note", "ok")));

    [Theory]
    // Multiplication comes before division; decimals only.
    [InlineData("exact(a * (1 / 3))", "452.33333333333333333333333333")]
    [InlineData("exact((1 / 3) * a)", "452.33333333333333333333333333")]
    [InlineData("exact(a / 3 * 3)", "1357")]
    [InlineData("a * n", "4071")]
    [InlineData("a - 57 KES", "1300")]
    [InlineData("a / 500 KES", "2.714")]
    [InlineData("1 - p", "0.94")]
    // Rounding, by name, to any step.
    [InlineData("round(a * p, 1, down)", "81")]
    [InlineData("round(a * p, 1, up)", "82")]
    [InlineData("round(a * 0.5, 1, half_up)", "679")]
    [InlineData("round(a * 0.5, 1, half_down)", "678")]
    [InlineData("round(a * 0.5, 1, half_even)", "678")]
    [InlineData("round(a * 1.5, 10, half_up)", "2040")]
    [InlineData("round(a * p, 0.1, down)", "81.4")]
    [InlineData("round(a * p, 0.05, up)", "81.45")]
    [InlineData("floor(x * -1)", "-3")]
    [InlineData("ceil(x)", "3")]
    // Choice, bounds.
    [InlineData("min(a, 100)", "100")]
    [InlineData("clamp(a, 100, 200)", "200")]
    [InlineData("clamp(a, 200, 100)", "unknown")]
    [InlineData("if sex == female then a else 0", "1357")]
    [InlineData("sex in (male, female)", "yes")]
    [InlineData("words has ill and not (words has poor)", "yes")]
    // Kleene: other is not known.
    [InlineData("other and b > 0", "no")]
    [InlineData("other or yes_no", "yes")]
    [InlineData("other and yes_no", "unknown")]
    [InlineData("not other", "unknown")]
    [InlineData("known(other)", "no")]
    [InlineData("if_known(other, yes_no)", "yes")]
    [InlineData("any(record.n > 0 or record.month == 2024-01 over months_list)", "yes")]
    [InlineData("all(record.n > 0 and record.month == 2024-01 over months_list)", "no")]
    // What cannot be reckoned is not known.
    [InlineData("a / b", "unknown")]
    [InlineData("prorate(a, 1, 0) > a", "unknown")]
    [InlineData("limit@2019-12-31", "unknown")]
    [InlineData("limit@2026-01-01", "unknown")]
    [InlineData("date_of(2023, 2, 29)", "unknown")]
    [InlineData("day + 90000 months", "unknown")]
    [InlineData("exact(a * 9999999999999999999999999 * 9999999999)", "unknown")]
    // Figures of the law at a day.
    [InlineData("limit@2021-12-31", "100")]
    [InlineData("limit@2022-01-01", "250.5")]
    [InlineData("limit@2025-12", "300")]
    [InlineData("limit@(day + 3 months)", "250.5")]
    [InlineData("share[sex]", "0.125")]
    [InlineData("share['male']", "0.1")]
    [InlineData("class_rate[n]", "0.1")]
    [InlineData("class_rate[4]", "0.15")]
    [InlineData("class_rate[0 - 1]", "unknown")]
    // Scales.
    [InlineData("round(scale(steps@day, 300 KES), 0.01, half_up)", "62")]
    [InlineData("round(scale_whole(steps@day, 250 KES), 0.01, half_up)", "175")]
    [InlineData("interpolate(curve, 15)", "2")]
    [InlineData("interpolate(curve, 25)", "3")]
    [InlineData("uprate(1000.30 KES, raises, 2020, 2022, 0.1, down)", "1142.2")]
    [InlineData("uprate(1000.30 KES, raises, 2022, 2020, 0.1, down)", "1000.3")]
    [InlineData("uprate(1000.30 KES, raises, 2022, 2024, 0.1, down)", "unknown")]
    [InlineData("uprate(1000.30 KES, raises, 0 - 999999, 2020, 0.1, down)", "unknown")]
    // Time.
    [InlineData("age_at(born, 2024-02-28)", "767")]
    [InlineData("age_at(born, 2024-02-29) >= 64 years", "yes")]
    [InlineData("age_at_eve(born, 2024-02-28) == 64 years", "yes")]
    [InlineData("completed_months(2024-01-31, 2024-02-29)", "1")]
    [InlineData("completed_months(2023-01-31, 2023-02-27)", "0")]
    [InlineData("started_months(2026-03-09, 2026-03-09)", "0")]
    [InlineData("started_months(2026-03-09, 2026-04-09)", "1")]
    [InlineData("started_months(2026-03-09, 2026-04-10)", "2")]
    [InlineData("2024-01-31 + 1 month", "2024-02-29")]
    [InlineData("2024-03-31 + 3 months - 1 day", "2024-06-29")]
    [InlineData("2024-03-31 - 2024-03-01", "30")]
    [InlineData("m + 10 months", "2025-01")]
    [InlineData("m - 2023-12", "3")]
    [InlineData("nth_day(2024-02, 31)", "2024-02-29")]
    [InlineData("next_working_day(2024-03-30)", "2024-04-01")]
    [InlineData("previous_working_day(2024-03-31)", "2024-03-29")]
    [InlineData("quarter_of(m) * 10 + month_number(day)", "13")]
    // Histories.
    [InlineData("count(months_list where record.paid > 0)", "3")]
    [InlineData("sum(record.base over months_list where record.month >= m - 2 months)", "450")]
    [InlineData("best(2, record.base over months_list)", "550")]
    [InlineData("last(2, record.base over months_list by record.month)", "450")]
    [InlineData("last(9, record.base over months_list by record.month)", "850")]
    [InlineData("highest_quarter(record.base over months_list by record.month)", "450")]
    [InlineData("overlaps(record.month, record.month over months_list)", "no")]
    [InlineData("overlaps(record.month, record.month + 1 month over months_list)", "yes")]
    [InlineData("overlaps(record.month, record.month + 1 month over months_list where record.month == 2024-01)", "no")]
    [InlineData("overlaps(record.on, record.on over months_list)", "unknown")]
    [InlineData("max(record.month over months_list)", "2024-02")]
    [InlineData("min(record.base over months_list where record.paid > 1000 KES)", "unknown")]
    [InlineData("sum(record.n over months_list)", "unknown")]
    public void Evaluate_Expression_GivesWhatThePageSays(string expression, string expected)
    {
        var scheme = TestScheme.Load(TestScheme.With(expression));
        var row = scheme.NewRow();
        row.Load(Case);

        var result = scheme.Evaluate("r", Case);

        result.Value.ToString().ShouldBe(expected, result.Explanation.ToText());
        scheme.Compile("r").Evaluate(row).ShouldBe(result.Value);
    }

    [Theory]
    [InlineData("a / b", "division by zero", "")]
    [InlineData("limit@2019-12-31", "limit has no value in force on 2019-12-31", "")]
    [InlineData("class_rate[0 - 1]", "class_rate has no value for -1", "")]
    [InlineData("other and yes_no", "", "other")]
    [InlineData("other and b / b > 1 and record.n > 0", "division by zero", "other, record.n")]
    public void Evaluate_NotKnown_SaysWhyAndWhatIsMissing(string expression, string reasons, string missing)
    {
        var result = TestScheme.Load(TestScheme.With(expression)).Evaluate("r", Case);

        result.Answer.ShouldBe(Answer.CannotTell);
        string.Join(", ", result.Reasons).ShouldBe(reasons);
        string.Join(", ", result.Missing).ShouldBe(missing);
    }

    [Fact]
    public void Evaluate_FormsOfRules_DecideAsWritten()
    {
        var scheme = TestScheme.Load("""
            scheme: forms
            version: 1.0.0
            currency: XOF
            name: Forms
            facts: {n: int, income: money, day: date, seasonal: bool, ill: bool}
            parameters:
              grant: {unit: money, values: [{from: 2013-10-01, value: 25000}, {from: 2023-01-01, recorded: 2023-06-20, value: 35000}]}
            rules:
              cases: {cases: [{when: n < 1, then: "'none'"}, {when: n < 3, then: "'few'"}, {else: "'many'"}]}
              exception: {default: income, unless: [{when: seasonal, then: 0}, {when: ill, then: 5 XOF}]}
              formula: {dated: {at: day, values: [{from: 2021-02-02, is: "round(income * 45%, 1, half_up)"}, {from: 2025-02-07, is: "round(income * 60%, 1, half_up)"}]}}
              group:
                one: 1
                two: one + 1
                deep: {three: two + 1}
              paid: grant@day
            outputs: {cases: C, exception: E, formula: F, group.deep.three: G, paid: P}
            """);
        string Of(string rule, Facts facts, DateOnly? known = null)
        {
            var row = scheme.NewRow();
            row.Load(facts);
            var value = scheme.Evaluate(rule, facts, known).Value;
            scheme.Compile(rule, known).Evaluate(row).ShouldBe(value);
            return value.ToString();
        }

        Of("cases", new Facts().Set("n", 0)).ShouldBe("none");
        Of("cases", new Facts().Set("n", 2)).ShouldBe("few");
        Of("cases", new Facts().Set("n", 3)).ShouldBe("many");
        Of("cases", new Facts()).ShouldBe("unknown");
        Of("exception", new Facts().Set("income", 7m).Set("seasonal", false).Set("ill", false)).ShouldBe("7");
        Of("exception", new Facts().Set("income", 7m).Set("seasonal", false).Set("ill", true)).ShouldBe("5");
        Of("exception", new Facts().Set("income", 7m).Set("seasonal", true).Set("ill", true)).ShouldBe("unknown");
        Of("exception", new Facts().Set("income", 7m).Set("seasonal", true)).ShouldBe("unknown");
        Of("formula", new Facts().Set("income", 1000m).Set("day", new DateOnly(2025, 2, 6))).ShouldBe("450");
        Of("formula", new Facts().Set("income", 1000m).Set("day", new DateOnly(2025, 2, 7))).ShouldBe("600");
        Of("formula", new Facts().Set("income", 1000m).Set("day", new DateOnly(2021, 2, 1))).ShouldBe("unknown");
        Of("group.deep.three", new Facts()).ShouldBe("3");

        // Arrears: the same facts under the knowledge of yesterday and of today.
        var march = new Facts().Set("day", new DateOnly(2023, 3, 1));
        Of("paid", march, new DateOnly(2023, 6, 19)).ShouldBe("25000");
        Of("paid", march, new DateOnly(2023, 6, 20)).ShouldBe("35000");
        Of("paid", march).ShouldBe("35000");
    }

    [Fact]
    public void Evaluate_WrongFacts_AreRefusedWithASentence()
    {
        var scheme = TestScheme.Load(TestScheme.With("if sex == male then a else b"));

        Should.Throw<ArgumentException>(() => scheme.Evaluate("rr", new Facts())).Message.ShouldContain("Did you mean 'r'?");
        Should.Throw<ArgumentException>(() => scheme.Evaluate("r", new Facts().Set("sex", "mal"))).Message.ShouldContain("Did you mean 'male'?");
        Should.Throw<ArgumentException>(() => scheme.Evaluate("r", new Facts().Set("sex", "male").Set("a", new Money(5, Currency.Of("XOF"))))).Message.ShouldContain("is in XOF; this scheme counts in KES");
        Should.Throw<ArgumentException>(() => scheme.Evaluate("r", new Facts().Set("sex", "male").Set("a", new DateOnly(2024, 1, 1)))).Message.ShouldContain("declared as money");
    }

    [Fact]
    public void Explanation_OfANo_NamesTheFailedLeavesAndTheGap()
    {
        var scheme = SchemePackage.Load(Path.Combine(Folders.Packages, "demo-maternity"));
        var facts = new Facts().Set("person.sex", "female").Set("person.alive", true).Set("claim.date", new DateOnly(2026, 3, 10))
            .SetList("contributions", Enumerable.Range(0, 4).Select(i => new FactRecord().Set("month", Month.Parse("2025-11").Add(i)).Set("base", 20000m).Set("insured", i != 2)));

        var explanation = scheme.Evaluate("eligible", facts).Explanation;

        explanation.WhyNot().Single().ShouldSatisfyAllConditions(n => n.Left.ShouldBe("3"), n => n.Right.ShouldBe("4"), n => n.Gap.ShouldBe("1"));
        explanation.WhatWouldChange().Count.ShouldBe(1);
        explanation.ToText("en").ShouldContain("NO 3 >= 4 (short by 1)");
        explanation.ToText("en").ShouldContain("did not count: 2026-01");
        explanation.ToText("sw").ShouldContain("Amechangia muda wa kutosha");
        foreach (var (language, gap) in new[] { ("fr", "NON 3 >= 4 (il manque 1)"), ("ar", "لا 3 >= 4 (ينقص 1)"), ("es", "NO 3 >= 4 (faltan 1)"), ("pt", "NÃO 3 >= 4 (faltam 1)") })
        {
            explanation.ToText(language).ShouldContain(gap);
        }

        scheme.Evaluate("eligible", facts).Explanation.ToJson().ShouldBe(explanation.ToJson());
    }
}
