using Shouldly;
using Spmis.Rules;
using Xunit;

namespace Spmis.Tests.Rules;

/// <summary>How files of worked examples are put to a package: names, shapes, tolerances, and what is told when they do not fit.</summary>
public sealed class VectorRunTests : IDisposable
{
    private const string Package = """
        scheme: demo-vectors
        version: 1.0.0
        currency: KES
        name: Vectors
        facts:
          person.age: int
          wage: money
          kind: {choices: [a, b]}
          day: date
          extra: money
          periods: {list: period, fields: {from: date, pay: money}}
          years: {list: entry, fields: {year: int, amount: money}}
        parameters:
          rate: {unit: rate, values: [{from: 2020-01-01, value: 10%}, {from: 2021-01-01, value: 20%}]}
        rules:
          due: round(wage * rate@day, 1, half_up)
          total: due + extra
          old: person.age >= 60
          month_of_day: month_of(day)
          part: round(period.pay / 2, 1, half_up)
          doubled: entry.amount * 2
          all: sum(part over periods) + sum(doubled over years) + (if kind == a then 1 KES else 0 KES)
        outputs: {due: D, total: T, old: O, month_of_day: M, part: P, doubled: Y, all: A}
        aliases:
          vectors: [another-name]
          inputs: {period: day, members.*.age: person.age, spells: periods, spells.money: period.pay, income: years, income_now: wage}
          outputs: {DUE: due, members.*.is_old: old, parts.*: part, income_twice.*: doubled, both.1: due, both.2: total}
          defaults: {extra: 5, periods: none, years: none, kind: b}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("vectors").FullName;

    public VectorRunTests()
    {
        Directory.CreateDirectory(Path.Combine(folder, "packages", "demo-vectors"));
        File.WriteAllText(Path.Combine(folder, "packages", "demo-vectors", "scheme.yaml"), Package);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    // Names: aliases, paths with a wildcard, values by date, the last part of a path.
    [InlineData("""{"wage": 100}""", """{"DUE": 20, "total": 25}""", VectorOutcome.Passed)]
    [InlineData("""{"income_now": {"2021-05-01": 100}}""", """{"due": {"2021-05-01": 20}}""", VectorOutcome.Passed)]
    [InlineData("""{"members": {"anna": {"age": 60}}}""", """{"members": {"anna": {"is_old": true}}}""", VectorOutcome.Passed)]
    [InlineData("""{"household": {"wage": 100}}""", """{"result": {"due": 20}}""", VectorOutcome.Passed)]
    [InlineData("""{}""", """{"month_of_day": "2021-05"}""", VectorOutcome.Passed)]
    // A rule that the example states is taken as stated, in both evaluators.
    [InlineData("""{"due": 7}""", """{"total": 12}""", VectorOutcome.Passed)]
    [InlineData("""{"members": {"x": {"DUE": {"2021": 7}}}}""", """{"total": 12}""", VectorOutcome.Passed)]
    // Lists: records, arrays, values by year, records by name; an expected list asks for each record.
    [InlineData("""{"spells": [{"from": "2020-01-01", "money": 3}, {"from": "2020-02", "money": 8}], "kind": "a"}""", """{"parts": [2, 4], "all": 7}""", VectorOutcome.Passed)]
    [InlineData("""{"spells": [["2020-01-01", 3], ["2020-02-01", 8]]}""", """{"parts": {"2020-02-01": 4}, "all": 6}""", VectorOutcome.Passed)]
    [InlineData("""{"spells": {"first": {"money": 3}, "second": {"money": 8}}}""", """{"all": 6}""", VectorOutcome.Passed)]
    [InlineData("""{"income": {"1990": 10, "1991": 20}}""", """{"income_twice": {"1990": 20, "1991": 40}, "all": 60}""", VectorOutcome.Passed)]
    [InlineData("""{"wage": 100}""", """{"both": [20, 25]}""", VectorOutcome.Passed)]
    // Null: missing, and cannot tell.
    [InlineData("""{"wage": null}""", """{"due": null}""", VectorOutcome.Passed)]
    // Tolerance is 0.5.
    [InlineData("""{"wage": 100}""", """{"due": 20.5}""", VectorOutcome.Passed)]
    [InlineData("""{"wage": 100}""", """{"due": 20.6}""", VectorOutcome.Failed)]
    [InlineData("""{"wage": 100}""", """{"due": true}""", VectorOutcome.Failed)]
    [InlineData("""{"wage": 100}""", """{"due": null}""", VectorOutcome.Failed)]
    [InlineData("""{"members": {"a": {"age": 3}}}""", """{"old": 0}""", VectorOutcome.Failed)]
    [InlineData("""{}""", """{"due": 20}""", VectorOutcome.Failed)]
    [InlineData("""{"spells": [{"money": 3}]}""", """{"parts": [3]}""", VectorOutcome.Failed)]
    // What the package does not know is not a failure, and is said.
    [InlineData("""{"wage": 100}""", """{"fee": 20}""", VectorOutcome.NotSupported)]
    [InlineData("""{"wage": 100, "bonus": 5}""", """{"due": 21}""", VectorOutcome.NotSupported)]
    [InlineData("""{"wage": 100, "bonus": 5}""", """{"due": 20}""", VectorOutcome.Passed)]
    [InlineData("""{"kind": "c"}""", """{"all": 0}""", VectorOutcome.NotSupported)]
    [InlineData("""{"wage": "much"}""", """{"due": 0}""", VectorOutcome.NotSupported)]
    [InlineData("""{"members": {"a": {"age": 3}, "b": {"age": 4}}}""", """{"old": false}""", VectorOutcome.NotSupported)]
    [InlineData("""{"spells": [{"money": 3}]}""", """{"parts": [2, 2]}""", VectorOutcome.NotSupported)]
    [InlineData("""{"wage": 100}""", """{}""", VectorOutcome.NotSupported)]
    public void Run_Example_ComesOutSo(string inputs, string expected, VectorOutcome outcome)
    {
        var report = Run("demo-vectors", $$"""{"id": "demo-vectors", "vectors": [{"id": "v", "period": "2021-05", "inputs": {{inputs}}, "expected": {{expected}}, "tolerance": {"abs": 0.5} }]}""");

        var result = report.Schemes[0].Vectors[0];
        result.Outcome.ShouldBe(outcome, $"{result.Reason} {string.Join(", ", result.Answers)}");
        (result.Reason is null).ShouldBe(outcome is not VectorOutcome.NotSupported);
        report.Holds.ShouldBe(outcome is not VectorOutcome.Failed);
        (report.Passed, report.Failed, report.NotSupported).ShouldBe((outcome is VectorOutcome.Passed ? 1 : 0, outcome is VectorOutcome.Failed ? 1 : 0, outcome is VectorOutcome.NotSupported ? 1 : 0));
    }

    [Theory]
    [InlineData("""{"rel": 0.1}""", 22, VectorOutcome.Passed)]
    [InlineData("""{"rel": 0.1}""", 23, VectorOutcome.Failed)]
    [InlineData("""{}""", 21, VectorOutcome.Failed)]
    public void Run_Tolerance_IsHonoured(string tolerance, int expected, VectorOutcome outcome) =>
        Run("demo-vectors", $$"""{"id": "demo-vectors", "vectors": [{"id": "v", "period": "2021-Q2", "inputs": {"wage": 100}, "expected": {"due": {{expected}} }, "tolerance": {{tolerance}} }]}""").Schemes[0].Vectors[0].Outcome.ShouldBe(outcome);

    [Fact]
    public void Run_FileOfAnotherName_FindsThePackageThatDeclaresIt()
    {
        var report = Run("x", """{"id": "another-name", "vectors": [{"id": "v", "period": "2020-W30", "inputs": {"wage": 100}, "expected": {"due": 10}}]}""");

        report.Schemes[0].Package.ShouldBe("demo-vectors 1.0.0");
        report.Passed.ShouldBe(1);
    }

    [Fact]
    public void Run_WithoutPackageOrUnreadable_SaysSo()
    {
        File.WriteAllText(Path.Combine(folder, "broken.json"), """{"id": "x", "vector": []}""");
        Directory.CreateDirectory(Path.Combine(folder, "packages", "bad-package"));
        File.WriteAllText(Path.Combine(folder, "packages", "bad-package", "scheme.yaml"), "scheme: bad-package");

        var report = Run("y", """{"id": "bad-package", "vectors": [{"id": "v", "inputs": {}, "expected": {"due": 10}}]}""");

        report.NotSupported.ShouldBe(1);
        report.Schemes[0].Vectors[0].Reason.ShouldBe("There is no package for 'bad-package'.");
        report.Broken.Count.ShouldBe(2);
        report.Broken[0].ShouldStartWith("broken.json cannot be read");
        report.Broken[1].ShouldContain("bad-package cannot be loaded: scheme.yaml:1:1");
        report.Holds.ShouldBeFalse();
        Should.Throw<ArgumentException>(() => Vectors.Run(Path.Combine(folder, "nothing"), [])).Message.ShouldContain("Name a folder");
    }

    [Theory]
    [InlineData("{vectors: [x], inputs: {a: nothing}}", "'nothing' is not the name of a fact")]
    [InlineData("{defaults: {wag: 5}}", "Did you mean 'wage'?")]
    [InlineData("{defaults: {wage: much}}", "'much' is not a money")]
    [InlineData("{defaults: {periods: 5}}", "Write none")]
    public void Load_WrongAliases_AreRefused(string aliases, string words)
    {
        var yaml = Package[..Package.IndexOf("aliases:", StringComparison.Ordinal)] + "aliases: " + aliases;

        Should.Throw<SchemeErrors>(() => TestScheme.Load(yaml)).Message.ShouldContain(words);
    }

    private VectorReport Run(string name, string json)
    {
        File.WriteAllText(Path.Combine(folder, name + ".json"), json);
        return Vectors.Run(folder, [Path.Combine(folder, "packages")]);
    }
}
