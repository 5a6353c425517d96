using System.Text;
using Shouldly;
using Spmis.Rules;
using Xunit;

namespace Spmis.Tests.Rules;

/// <summary>Every mistake in a package is found at load, at its place, with what would be right.</summary>
public class BrokenPackageTests
{
    // Expression, column inside the line of "is:" where the error points to (the expression starts at 9), what the message says, what the advice says.
    [Theory]
    [InlineData("a * p", 9, "yields money without rounding", "round(")]
    [InlineData("a + p", 11, "rate", "Money is multiplied by a rate")]
    [InlineData("a + 800", 11, "whole number", "800 KES")]
    [InlineData("a + 800 XOF", 13, "counts in KES, not in XOF", "KES")]
    [InlineData("a * b", 11, "cannot be multiplied", "Multiply money by a rate")]
    [InlineData("salary + a", 9, "Nothing is called 'salary'", "Declare it")]
    [InlineData("yes_n", 9, "Nothing is called 'yes_n'", "Did you mean 'yes_no'?")]
    [InlineData("round(a * p, 1)", 9, "takes 3 value(s), not 2", "round(x, step, mode)")]
    [InlineData("round(a * p, 1, halfup)", 25, "no way to round", "half_up")]
    [InlineData("round(a * p, 0, up)", 22, "step of a rounding", "0.1")]
    [InlineData("rond(a * p, 1, up)", 9, "There is no function 'rond'", "Did you mean 'round'?")]
    [InlineData("limit", 9, "reference date is missing", "limit@")]
    [InlineData("limit@a", 15, "A reference date is a date or a month", "@claim.date")]
    [InlineData("age_needed@day", 20, "is a constant", "Write age_needed")]
    [InlineData("share", 9, "depends on sex", "share[sex]")]
    [InlineData("share['other'] > 1", 9, null, null)]
    [InlineData("born >= m", 14, "cannot stand together", "month_of(date)")]
    [InlineData("age_at(born, day) >= 60", 27, "cannot stand together", "60 years")]
    [InlineData("born + 3", 14, "cannot be added", "14 days")]
    [InlineData("sex == mael", 16, "none of the choices. Did you mean 'male'?", "Choices: male, female")]
    [InlineData("sex == 'x'", 13, "never the case", "choices")]
    [InlineData("sex < male", 13, "has no order", "==")]
    [InlineData("if 1 > 2 then a else b", 14, "always the same", "Take the condition away")]
    [InlineData("if a then a else b", 12, "must be a yes/no", "condition")]
    [InlineData("a = b", 11, "is not part of the language", "==")]
    [InlineData("a == 'b", 14, "is not part of the language", "")]
    [InlineData("(a", 11, "ends too early", "Expected")]
    [InlineData("a b", 11, "'b' cannot stand here", "Look for")]
    [InlineData("n > 2 AND yes_no", 19, "'yes_no' cannot stand here", "small letters: and")]
    [InlineData("other AND yes_no", 15, "'AND' cannot stand here", "small letters: and")]
    [InlineData("0 < n < 5", 15, "'<' cannot stand here", "a < b and b < c")]
    [InlineData("exact(6% of a)", 18, "'of' cannot stand here", "6% * wage")]
    [InlineData("n ≥ 5", 11, "not part of the language", "Write >=")]
    [InlineData("sex == “male”", 16, "not part of the language", "straight single quotes")]
    [InlineData("mail", 9, "Nothing is called 'mail'", "\"'mail'\"")]
    [InlineData("1e9 > n", 9, "not part of the language", "without thousands marks or exponents")]
    [InlineData("1_000 > n", 9, "not part of the language", "without thousands marks")]
    [InlineData("2026-02-30 > day", 9, "no date between", "2026-02-09")]
    [InlineData("months_list", 9, "is a list", "count(months_list where")]
    [InlineData("count(a where yes_no)", 15, "is not a list", "list")]
    [InlineData("count(months_list)", 9, null, null)]
    [InlineData("best(3, record.paid)", 9, "is not written so", "over list")]
    [InlineData("sum(record.month over months_list)", 9, "does not take a month", "amount")]
    [InlineData("last(3, record.paid over months_list by record.note)", 49, "goes by month", "record.month")]
    [InlineData("overlaps(record.month, record.on over months_list)", 32, "from a month to a date", "both as months")]
    [InlineData("overlaps(record.n, record.n over months_list)", 9, "does not take a whole number", "first and the last day")]
    [InlineData("known(steps@day)", 15, "holds brackets", "scale(")]
    [InlineData("scale(limit@day, a) > a", 15, "is no scale", "brackets")]
    [InlineData("uprate(a, limit@day, 2020, n, 1, down)", 19, "no table of rates", "by: [year]")]
    [InlineData("uprate(n, raises, 2020, n, 1, down)", 16, "is not raised", "amount")]
    [InlineData("uprate(a, raises, 2020, n, 1, sideways)", 39, "no way to round", "half_even")]
    [InlineData("sum(count(months_list where sum(1 over months_list where record.n > 0) > record.n) over months_list)", 3, "more than 2 lists", "rule of its own")]
    public void Load_WrongExpression_NamesPlaceAndCure(string expression, int column, string? wrong, string? right)
    {
        var yaml = TestScheme.With(expression);
        if (wrong is null)
        {
            Should.NotThrow(() => TestScheme.Load(yaml));
            return;
        }

        var error = Should.Throw<SchemeErrors>(() => TestScheme.Load(yaml)).Errors[0];

        error.File.ShouldBe("scheme.yaml");
        var line = yaml.Split('\n').ToList().FindIndex(l => l.TrimStart().StartsWith("is:", StringComparison.Ordinal)) + 1;
        error.Line.ShouldBe(column == 3 ? line - 1 : line, error.ToString());
        error.Column.ShouldBe(column, error.ToString());
        error.Wrong.ShouldContain(wrong);
        error.Right.ShouldContain(right!);
    }

    [Theory]
    [InlineData("  q: {unit: money, values: [{from: 2020-01-01, to: 2020-12-31, value: 1}, {from: 2021-02-01, value: 2}]}", "gap from 2021-01-01 to 2021-01-31", "value: none")]
    [InlineData("  q: {unit: money, values: [{from: 2020-01-01, to: 2020-12-31, value: 1}, {from: 2020-12-01, value: 2}]}", "overlap", "End the first on 2020-11-30")]
    [InlineData("  q: {unit: money, values: [{from: 2020-01-01, value: 1}, {from: 2020-01-01, value: 2}]}", "overlap: both hold", "recorded")]
    [InlineData("  q: {unit: money, values: [{from: 2020-01-01, to: 2019-12-31, value: 1}]}", "ends (2019-12-31) before it begins", "last day")]
    [InlineData("  q: {unit: money, values: [{from: 2020-13-01, value: 1}]}", "'2020-13-01' is no date", "2026-02-09")]
    [InlineData("  q: {unit: money, values: [{from: 2020-01-01, value: 1e30}]}", "'1e30' is not a money", "without currency, exponent")]
    [InlineData("  q: {unit: money, values: [{from: 2020-01-01, value: 12,50}]}", "has no '50'", "Allowed")]
    [InlineData("  q: {unit: rate, value: 6}", "'6' is not a rate", "150%")]
    [InlineData("  q: {unit: text, choices: [x, y], value: z}", "'z' is not one of x, y", "Write one of")]
    [InlineData("  q: {unit: mony, value: 1}", "'mony' is no type. Did you mean 'money'?", "Types:")]
    [InlineData("  q: {unit: rate, by: [kind], values: [{from: 2020-01-01, value: {x: 1%, y: 2%}}, {from: 2021-01-01, value: {x: 1%}}]}", "the row 'y' is not there from 2021-01-01", "y: none")]
    [InlineData("  q: {unit: rate, valu: 1%}", "has no 'valu'", "Did you mean 'value'?")]
    [InlineData("  q: {unit: rate, source: tables/x.csv}", "no file 'tables/x.csv'", "inside the package")]
    [InlineData("  q: {unit: rate, source: ../../secret.csv}", "no file", "inside the package")]
    [InlineData("  q: {unit: brackets, value: [{over: 10, rate: 1%}, {over: 10, rate: 2%}]}", "no bracket, or not above", "lowest first")]
    [InlineData("  q: {unit: rate, value: 1%}", "Figure 'q' is used by no rule", "take it away")]
    [InlineData("  a: {unit: rate, value: 1%}", "'a' is already the name of a fact", "another name")]
    public void Load_WrongFigure_NamesPlaceAndCure(string figure, string wrong, string right)
    {
        var yaml = TestScheme.With("yes_no", figure);
        var error = Should.Throw<SchemeErrors>(() => TestScheme.Load(yaml)).Errors[0];

        error.Line.ShouldBe(yaml.Split('\n').ToList().FindIndex(l => l == figure) + 1);
        error.Wrong.ShouldContain(wrong);
        error.Right.ShouldContain(right);
    }

    [Theory]
    [InlineData("", "empty", "scheme")]
    [InlineData("- a\n- b", "not a mapping", "key: value")]
    [InlineData("scheme: x\nversion: one\ncurrency: KES", "'one' is no version", "1.0.0")]
    [InlineData("scheme: x\nversion: 1.0.0\ncurrency: kes", "no currency code", "KES")]
    [InlineData("scheme: x\nversion: 1.0.0\ncurrency: KES\nrules: {r: 1}", "has no outputs", "outputs:")]
    [InlineData("scheme: x\nversion: 1.0.0\ncurrency: KES\nrules: {r: 1, s: 2}\noutputs: {r: R}", "Rule 's' is never reached", "take it away")]
    [InlineData("scheme: x\nversion: 1.0.0\ncurrency: KES\nrules: {r: s, s: t, t: r}\noutputs: {r: R}", "in a circle: r -> s -> t -> r", "facts and figures")]
    [InlineData("scheme: x\nversion: 1.0.0\ncurrency: KES\nrules: {r: 1}\noutputs: {rr: R}", "no rule 'rr'", "Name a rule")]
    [InlineData("scheme: x\nscheme: y", "written twice", "Keep one")]
    [InlineData("scheme: &a x\nversion: *a", "Anchors", "Write the text out")]
    [InlineData("scheme: !!str x", "Tags", "Take the tag away")]
    [InlineData("scheme: x\n---\nscheme: y", "second document", "---")]
    [InlineData("scheme: {a: min(1, 2), 3: [}", "not valid YAML", "quotes")]
    [InlineData("facts:\n  a: money\nparameters:\n  q: {unit: rate, values: [{from: 2020-01-01, value: 6%}]\nrules:\n  r: a\n", "never closed", "missing }")]
    [InlineData("scheme: x\nversion: 1.0.0\ncurrency: KES\nrule: {r: 1}", "has no 'rule'", "Did you mean 'rules'?")]
    [InlineData("scheme: x\nversion: 1.0.0\ncurrency: KES\nrules: {r: {cases: [{else: 1}, {when: 1 == 1, then: 2}]}}\noutputs: {r: R}", "never reached", "before the else")]
    [InlineData("scheme: x\nversion: 1.0.0\ncurrency: KES\nrules: {r: {is: 1, all: [yes]}}\noutputs: {r: R}", "exactly one of", "one body")]
    public void Load_WrongFile_NamesPlaceAndCure(string yaml, string wrong, string right)
    {
        var error = Should.Throw<SchemeErrors>(() => TestScheme.Load(yaml)).Errors[0];

        error.ToString().ShouldContain(wrong);
        error.Right.ShouldContain(right);
        error.Line.ShouldBeGreaterThan(0);
        error.Column.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Load_Bombs_AreRefusedQuickly()
    {
        string[] bombs =
        [
            "a: " + new string('[', 100_000),
            "scheme: " + string.Concat(Enumerable.Repeat("{a: ", 5000)),
            string.Concat(Enumerable.Range(0, 3000).Select(i => new string(' ', i) + "a:\n")),
            TestScheme.With(new string('(', 5000) + "a"),
            TestScheme.With(string.Concat(Enumerable.Repeat("not ", 5000)) + "yes_no"),
            TestScheme.With("n" + string.Concat(Enumerable.Repeat(" + n", 5000))),
            TestScheme.With("n" + string.Concat(Enumerable.Repeat(" + n", 450)) + " > 0"),
            TestScheme.With(new string('9', 5000)),
            "scheme: x\nversion: 1.0.0\ncurrency: KES\nfacts: {n: int}\nrules:\n" + string.Concat(Enumerable.Range(0, 1500).Select(i => $"  r{i}: r{i + 1} + r{i + 1}\n")) + "  r1500: n\noutputs: {r0: R}",
            new string('x', 6 * 1024 * 1024),
        ];
        var clock = System.Diagnostics.Stopwatch.StartNew();
        foreach (var bomb in bombs)
        {
            Should.Throw<SchemeErrors>(() => TestScheme.Load(bomb), bomb[..Math.Min(80, bomb.Length)]);
        }

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    // A package is data from strangers: whatever stands in it, loading ends soon and with words.
    [Theory]
    [InlineData("facts", "more than 1000 facts")]
    [InlineData("figures", "more than 2000 figures")]
    [InlineData("rules", "more than 2000 rules")]
    [InlineData("dated", "more than 2000 dated values")]
    [InlineData("recorded", "200 days on which values became known")]
    [InlineData("letters", "more than 20000 letters")]
    [InlineData("laughs", "Anchors")]
    [InlineData("cycle", "Anchors")]
    [InlineData("merge", "Anchors")]
    [InlineData("exponent", "'1e999999999' is not a money")]
    [InlineData("exponent in a rule", "Write numbers with digits")]
    [InlineData("digits", "is not a money")]
    [InlineData("early", "'1799-12-31' is no date")]
    [InlineData("late", "'3000-01-01' is not a date")]
    [InlineData("day in a rule", "no date between 1900 and 2999")]
    [InlineData("rows", "is there twice")]
    [InlineData("size", "larger than 5 MB")]
    public void Load_Extremes_AreRefusedWithWords(string what, string words)
    {
        const string Head = "scheme: x\nversion: 1.0.0\ncurrency: KES\n";
        string Many(int count, Func<int, string> line) => string.Concat(Enumerable.Range(0, count).Select(line));
        var yaml = what switch
        {
            "facts" => Head + "facts:\n" + Many(90_000, i => $"  f{i}: int\n") + "rules: {r: f1}\noutputs: {r: R}",
            "figures" => Head + "parameters:\n" + Many(20_000, i => $"  f{i}: {{unit: int, value: 1}}\n") + "rules: {r: f1}\noutputs: {r: R}",
            "rules" => Head + "rules:\n" + Many(90_000, i => $"  r{i}: 1\n") + "outputs: {r1: R}",
            "dated" => Head + "parameters:\n  f:\n    unit: int\n    values:\n" + Many(30_000, i => $"      - {{from: {new DateOnly(1900, 1, 1).AddDays(i):yyyy-MM-dd}, value: 1}}\n") + "rules: {r: f@2026-01-01}\noutputs: {r: R}",
            "recorded" => Head + "parameters:\n  f:\n    unit: int\n    values:\n" + Many(1_500, i => $"      - {{from: 2020-01-01, recorded: {new DateOnly(2020, 1, 1).AddDays(i):yyyy-MM-dd}, value: 1}}\n") + "rules: {r: f@2026-01-01}\noutputs: {r: R}",
            "letters" => Head + $"rules: {{r: {new string('1', 4_000_000)}}}\noutputs: {{r: R}}",
            "laughs" => "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nscheme: *c",
            "cycle" => "scheme: &a\n  b: *a",
            "merge" => "scheme: x\nnotice: {<<: *a}",
            "exponent" => TestScheme.With("a", "  q: {unit: money, value: 1e999999999}"),
            "exponent in a rule" => TestScheme.With("a * 1e999999999"),
            "digits" => TestScheme.With("a", $"  q: {{unit: money, value: {new string('9', 40)}}}"),
            "early" => TestScheme.With("a", "  q: {unit: money, values: [{from: 1799-12-31, value: 1}]}"),
            "late" => TestScheme.With("a", "  q: {unit: date, value: 3000-01-01}"),
            "day in a rule" => TestScheme.With("day > 1850-01-01"),
            _ => TestScheme.With("a", "  q: {unit: money, by: [key], source: tables/q.csv}"),
        };
        var table = what == "size" ? new string('x', 5 * 1024 * 1024) : "key,value\n" + Many(200_000, i => $"k{i % 199_999},1\n");

        var errors = Should.Throw<SchemeErrors>(() => TestScheme.Load(yaml, what is "rows" or "size" ? [("tables/q.csv", table)] : [])).Errors;

        errors.ShouldContain(e => e.Wrong.Contains(words) || e.Right.Contains(words), string.Join("\n", errors.Take(3)));
        errors.ShouldAllBe(e => e.Line > 0 && e.Column > 0 && e.Right.Length > 0);
        errors.Count.ShouldBeLessThanOrEqualTo(100);
    }

    [Fact]
    public void Load_TableOfFiveMegabytes_IsReadAndLookedUp()
    {
        var yaml = TestScheme.With("exact(q[n] + q[n + 1] + q[n + 2])", "  q: {unit: money, by: [key], source: tables/q.csv}");
        var scheme = TestScheme.Load(yaml, ("tables/q.csv", "key,value\n" + string.Concat(Enumerable.Range(0, 300_000).Select(i => $"{i},{i}.25\n"))));

        scheme.Evaluate("r", new Facts().Set("n", 299_000)).Value.ShouldBe(RuleValue.Money(897_003.75m));
    }

    [Theory]
    [InlineData("case,months_list,=r\na,month=1900-01..1999-12 base=1; month=1900-01..1999-12 base=1; month=1900-01..1999-12 base=1; month=1900-01..1999-12 base=1; month=1900-01..1999-12 base=1,0\n", "more than 5000 records")]
    [InlineData("case,n,=r\na,1e5,0\n", "is not a whole number")]
    [InlineData("case,n,=rr\na,1,0\n", "no rule of that name. Did you mean 'r'?")]
    [InlineData("case,nn,=r\na,1,0\n", "is no fact. Did you mean 'n'?")]
    [InlineData("case,months_list,=r\na,month=2024-01 bas=1,0\n", "is no field. Did you mean 'base'?")]
    public void Run_TestsThatCannotBe_AreRefusedWithPlaceAndWords(string csv, string words)
    {
        var scheme = TestScheme.Load(TestScheme.With("count(months_list)"), ("tests/a.csv", csv));

        var error = Should.Throw<SchemeErrors>(() => PackageTests.Run(scheme)).Errors[0];

        error.File.ShouldBe("tests/a.csv");
        error.Line.ShouldBeGreaterThan(0);
        error.Wrong.ShouldContain(words);
    }

    [Fact]
    public void Run_MoreCasesThanAPersonCanRead_IsRefused()
    {
        var scheme = TestScheme.Load(TestScheme.With("n + 1"), ("tests/a.csv", "case,n,=r\n" + string.Concat(Enumerable.Repeat("a,1,2\n", 20_001))));

        Should.Throw<SchemeErrors>(() => PackageTests.Run(scheme)).Message.ShouldContain("more than 20000 cases");
    }

    [Fact]
    public void Load_FileOutsideThePackage_IsRefused()
    {
        foreach (var path in new[] { "../x.csv", "tests/../../x.csv", "/etc/x.csv", "tests\\x.csv", "x.dll" })
        {
            Should.Throw<SchemeErrors>(() => TestScheme.Load(TestScheme.With("a"), (path, "a"))).Message.ShouldContain("not a file of a package");
        }
    }

    [Fact]
    public void Load_NotUtf8_NamesTheLine()
    {
        var bytes = Encoding.Latin1.GetBytes("scheme: x\nname: {fr: Allocation de d\u00e9monstration}\n");

        var error = Should.Throw<SchemeErrors>(() => SchemePackage.Load(new Dictionary<string, byte[]> { ["scheme.yaml"] = bytes })).Errors[0];

        error.Line.ShouldBe(2);
        error.Wrong.ShouldContain("not UTF-8");
    }

    [Fact]
    public void Load_SameFilesOtherLineEnds_SameHash()
    {
        var yaml = TestScheme.With("a");

        TestScheme.Load(yaml).Hash.ShouldBe(TestScheme.Load(yaml.Replace("\n", "\r\n", StringComparison.Ordinal)).Hash);
        TestScheme.Load(yaml).Hash.ShouldNotBe(TestScheme.Load(TestScheme.With("b")).Hash);
    }
}
