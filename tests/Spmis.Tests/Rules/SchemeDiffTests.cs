using Shouldly;
using Spmis.Rules;
using Xunit;

namespace Spmis.Tests.Rules;

/// <summary>What a new version changes, in words for those who approve it.</summary>
public class SchemeDiffTests
{
    private const string Before = """
        scheme: demo-diff
        version: 1.0.0
        currency: KES
        name: {en: Grant, fr: Allocation}
        legal_basis: [Act 1]
        facts: {day: date, poor: bool}
        parameters:
          grant: {unit: money, label: {en: Monthly grant}, values: [{from: 2020-01-01, value: 100, article: "4"}, {from: 2022-01-01, value: 200}]}
          share: {unit: rate, by: [kind], value: {a: 10%, b: 20%}}
        rules:
          entitled: {all: [{id: poor, is: poor, article: "3"}]}
          amount: {when: entitled, then: grant@day, else: 0}
          part: {is: "round(grant@day * share['a'], 1, half_up)", label: {en: Part}}
        outputs: {amount: Amount, part: Part}
        """;

    [Theory]
    [InlineData("version: 1.0.0", "version: 1.1.0", "Version 1.0.0 becomes 1.1.0.")]
    [InlineData("currency: KES", "currency: XOF", "The currency changes from KES to XOF.")]
    [InlineData("[Act 1]", "[Act 2]", "The law 'Act 1' is removed.|The law 'Act 2' is added.")]
    [InlineData("value: 200}", "value: 200}, {from: 2023-01-01, value: 300}", "grant (Monthly grant) is 300 from 2023-01-01; before that 200.")]
    [InlineData("value: 200}", "value: 200}, {from: 2021-01-01, recorded: 2022-06-01, value: 150}", "is 150 from 2021-01-01 (known from 2022-06-01); before that 100. It became known after it began: what was paid since then is to be reckoned again.")]
    [InlineData("{from: 2022-01-01, value: 200}", "{from: 2021-06-01, value: 150}, {from: 2022-01-01, value: 200}", "is 150 from 2021-06-01; before that 100. It begins before values that were there already.")]
    [InlineData("value: 200}", "value: 201}", "grant (Monthly grant) from 2022-01-01 changes from 200 to 201. The past is rewritten")]
    [InlineData(", {from: 2022-01-01, value: 200}", "", "grant (Monthly grant) no longer has 200 from 2022-01-01.")]
    [InlineData("value: 200}", "value: 200, to: 2023-12-31}", "ended with the next value before.")]
    [InlineData("article: \"4\"", "article: \"5\"", "of 100 cites 5 instead of 4.")]
    [InlineData("a: 10%", "a: 12.5%", "share [a] changes from 10% to 12.5%.")]
    [InlineData("by: [kind]", "by: [sort]", "Figure share was a rate by kind and is a rate by sort.")]
    [InlineData("1, half_up)", "1, down)", "Rule part was: round(grant@day * share['a'], 1, half_up). It becomes: round(grant@day * share['a'], 1, down).")]
    [InlineData("is: poor, article: \"3\"", "is: not poor, article: \"3\"", "Rule entitled was: all of [poor: poor (article 3)]. It becomes: all of [poor: not poor (article 3)].")]
    [InlineData("else: 0", "else: 1", "It becomes: if entitled then grant@day; else 1.")]
    [InlineData("poor: bool", "poor: bool, other: int", "Fact other, whole number, is added.")]
    [InlineData("part: Part}", "part: Part, entitled: Entitled}", "The answer entitled (Entitled) is added.")]
    [InlineData("fr: Allocation", "fr: Aide", "The text of name [fr] was 'Allocation' and is 'Aide'.")]
    [InlineData("fr: Allocation", "sw: Ruzuku", "The text of name [sw] is added: 'Ruzuku'.|The text of name [fr] is removed: 'Allocation'.")]
    [InlineData("name:", "calendar: {holidays: [2026-12-12], weekend: [friday, sunday]}\nname:", "The holiday 2026-12-12 is added.|Saturday is removed as a day of the weekend.|Friday is added as a day of the weekend.")]
    public void Compare_OneChange_IsSaidInWords(string old, string now, string words)
    {
        var changes = SchemeDiff.Compare(TestScheme.Load(Before), TestScheme.Load(Before.Replace(old, now, StringComparison.Ordinal)));

        foreach (var sentence in words.Split('|'))
        {
            changes.ShouldContain(c => c.Words.Contains(sentence), string.Join("\n", changes.Select(c => c.Words)));
        }

        var expected = words.Split('|').Length + (old.StartsWith("version", StringComparison.Ordinal) ? 0 : 1);
        changes.Count.ShouldBe(expected, string.Join("\n", changes.Select(c => c.Words)));
    }

    [Fact]
    public void Compare_SameFiles_NothingChanges() => SchemeDiff.Compare(TestScheme.Load(Before), TestScheme.Load(Before)).ShouldBeEmpty();

    [Fact]
    public void Compare_Tests_NamesTheExample()
    {
        var before = TestScheme.Load(Before, ("tests/a.csv", "case,day,poor,=amount\none,2020-02-01,yes,100\ntwo,2022-02-01,yes,200\n"));
        var after = TestScheme.Load(Before, ("tests/a.csv", "case,day,poor,=amount\none,2020-02-01,yes,150\nthree,2022-02-01,no,0\n"));

        SchemeDiff.Compare(before, after).Where(c => c.Part == "test").Select(c => c.Words).ShouldBe(
        [
            "The example tests/a.csv 'two' amount is removed: expected 200.",
            "The example tests/a.csv 'three' amount is added: expected 0.",
            "The example tests/a.csv 'one' amount expected 100 and expects 150.",
        ]);
    }

    [Fact]
    public void Bench_Package_MeasuresEachAnswer()
    {
        var scheme = TestScheme.Load(Before, ("tests/a.csv", "case,day,poor,=amount\none,2020-02-01,yes,100\n"));

        var speeds = SchemeBench.Run(scheme, [], TimeSpan.FromMilliseconds(20));

        speeds.Select(s => s.Rule).ShouldBe(["amount", "part"]);
        speeds.ShouldAllBe(s => s.RowsPerSecond > 0 && s.ExplainMicroseconds > 0);
        Should.Throw<ArgumentException>(() => SchemeBench.Run(TestScheme.Load(Before), [], TimeSpan.FromMilliseconds(20))).Message.ShouldContain("no tests");
        Should.Throw<ArgumentException>(() => SchemeBench.Run(scheme, ["amont"], TimeSpan.FromMilliseconds(20))).Message.ShouldContain("Did you mean 'amount'?");
    }
}
