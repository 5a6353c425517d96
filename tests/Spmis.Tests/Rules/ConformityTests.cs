using Spmis.Rules;
using Spmis.Rules.Conformity;

namespace Spmis.Tests.Rules;

/// <summary>Worked tables: each figure can be checked with pencil and paper from Articles 29, 65 and 66 of Convention 102.</summary>
public sealed class ConformityTests
{
    private static readonly DateOnly On = new(2026, 7, 1);

    [Theory] // share = benefit / earnings; 40 per cent of the skilled wage is asked for after 30 years.
    [InlineData("1%", "40%", 360, 30_000, 0.40, Answer.Yes)] // 30 years x 1 per cent = 30, at least 40 per cent
    [InlineData("1.5%", "0%", 360, 30_000, 0.45, Answer.Yes)] // 30 x 1.5
    [InlineData("1%", "0%", 360, 30_000, 0.30, Answer.No)]
    [InlineData("1.5%", "0%", 360, 200_000, 0.225, Answer.No)] // The ceiling of 100,000 bites: 45 per cent of it over 200,000.
    public void Rate_OfAnEarningsRelatedPension_IsThatOfArticle65(string yearly, string least, int months, decimal wage, decimal share, Answer verdict)
    {
        var report = CheckConformity.Of(Pension(yearly, least, 180), "old-age", new ReferenceCase { On = On, SkilledWage = wage });

        report.Formula.ShouldBe("65");
        var rate = report.Items.Single(i => i.Point == ConformityPoint.Rate);
        (rate.Found!.Value, rate.Verdict).ShouldBe((share, verdict));
        report.Standard!.RecordMonths.ShouldBe(months);
    }

    [Fact]
    public void UpTo_OfAPensionWithACeiling_IsWhereTheCeilingBites()
    {
        // 45 per cent of at most 100,000 is 45,000; that is 40 per cent of 112,500.
        CheckConformity.Of(Pension("1.5%", "0%", 180), "old-age", new ReferenceCase { On = On, SkilledWage = 30_000 }).ConformsUpTo.ShouldBe(112_500);
    }

    [Theory]
    [InlineData(180, 180, Answer.Yes)]
    [InlineData(240, 240, Answer.No)] // 20 years before any pension is too long.
    public void Periods_OfAPension_AreFoundByAskingIt(int asked, int found, Answer verdict)
    {
        var report = CheckConformity.Of(Pension("1.5%", "0%", asked), "old-age", new ReferenceCase { On = On, SkilledWage = 30_000 });

        var reduced = report.Items.Single(i => i.Point == ConformityPoint.ReducedPeriod);
        (reduced.Found!.Value, reduced.Required!.Value, reduced.Verdict).ShouldBe((found, 180, verdict));
        // 40 per cent at 1.5 a year: 26 years and 8 months.
        report.Items.Single(i => i.Point == ConformityPoint.FullPeriod).Found!.Value.ShouldBe(320);
    }

    [Fact]
    public void LowerRate_AfterTenYears_SatisfiesTheConventionInstead()
    {
        // 3 per cent a year, at most 35: never 40 per cent, but 30 per cent after 10 years (Article 29(3)).
        var report = CheckConformity.Of(Pension("3%", "0%", 60, most: "35%"), "old-age", new ReferenceCase { On = On, SkilledWage = 30_000 });

        var lower = report.Items.Single(i => i.Point == ConformityPoint.LowerRate);
        (lower.Found!.Value, lower.Required!.Value, lower.Verdict, lower.Counts).ShouldBe((0.30m, 0.30m, Answer.Yes, true));
        var rate = report.Items.Single(i => i.Point == ConformityPoint.Rate);
        (rate.Verdict, rate.Counts).ShouldBe((Answer.No, false));
        report.Verdict.ShouldBe(Answer.Yes);
    }

    [Theory] // (B + F) / (W + F): 2,000 over 5,000 is 40 per cent; with 500 of family allowances 2,500 over 5,500.
    [InlineData(5_000, 0, 0.4, Answer.Yes, 5_000)]
    [InlineData(5_001, 0, 0.39992001599680063987202559488, Answer.No, 5_000)]
    [InlineData(5_000, 500, 0.4545454545454545454545454545, Answer.Yes, 5_750)]
    public void Rate_OfAFlatGrant_IsThatOfArticle66(decimal wage, decimal family, decimal share, Answer verdict, decimal upTo)
    {
        var report = CheckConformity.Of(Grant("70 years"), "old-age", new ReferenceCase { On = On, LabourerWage = wage, FamilyAllowances = family });

        report.Formula.ShouldBe("66");
        var rate = report.Items.Single(i => i.Point == ConformityPoint.Rate);
        (decimal.Round(rate.Found!.Value, 10), rate.Verdict, report.ConformsUpTo).ShouldBe((decimal.Round(share, 10), verdict, upTo));
    }

    [Theory]
    [InlineData("65 years", 780, Answer.Yes)]
    [InlineData("66 years", 792, Answer.No)]
    public void Age_OfAGrant_IsFoundByAskingIt(string age, int months, Answer verdict)
    {
        var item = CheckConformity.Of(Grant(age), "old-age", new ReferenceCase { On = On, LabourerWage = 1_000 }).Items.Single(i => i.Point == ConformityPoint.Age);
        (item.Found!.Value, item.Verdict).ShouldBe((months, verdict));
    }

    [Theory] // Grant of 2,000 on a labourer's wage of 5,000; what is left of it plus the means above the free amount, over 5,000.
    [InlineData(1000, "100%", 1000, Answer.Yes, 0.4, Answer.Yes)] // Falls by exactly what the means exceed 1,000: always 2,000.
    [InlineData(1000, "50%", 1000, Answer.Yes, 0.4, Answer.Yes)] // Least where nothing is above it yet.
    [InlineData(1000, "150%", 1000, Answer.No, 0.2668, Answer.No)] // Gone at 1,334 above: 0 + 1,334.
    [InlineData(0, "50%", 0, Answer.No, 0.4, Answer.Yes)] // The first shilling counts.
    public void Rate_OfAMeansTestedGrant_IsThatOfArticle67(int free, string taper, decimal found, Answer reduced, decimal share, Answer total)
    {
        var report = CheckConformity.Of(Tested(free, taper), "old-age", new ReferenceCase { On = On, LabourerWage = 5_000, MeansFact = "family.means" });

        report.Formula.ShouldBe("67");
        var (b, c) = (report.Items.Single(i => i.Point == ConformityPoint.MeansFree), report.Items.Single(i => i.Point == ConformityPoint.MeansTotal));
        (b.Found!.Value, b.Verdict, decimal.Round(c.Found!.Value, 4), c.Verdict).ShouldBe((found, reduced, share, total));
        report.Verdict.ShouldBe(reduced is Answer.Yes && total is Answer.Yes ? Answer.Yes : Answer.No);
    }

    [Theory] // A grant that ends at once leaves a family with nothing; Article 67(d) looks at all benefits instead.
    [InlineData("130", Answer.Yes, false)]
    [InlineData("129", Answer.No, true)]
    public void AllBenefits_OfAMeansTestedGrant_SatisfyArticle67Instead(string all, Answer verdict, bool single)
    {
        var given = ReferenceCase.Read("conformity.csv", $"name,value,source\nlabourer_wage,5001,\nmeans_fact,family.means,\nbenefits_total,{all},\nbenefits_total_by_66,100,\n", On);

        var report = CheckConformity.Of(Tested(1000, "100%"), "old-age", given);

        (report.Items.Single(i => i.Point == ConformityPoint.MeansAll).Verdict, report.Items.Single(i => i.Point == ConformityPoint.MeansTotal).Counts, report.Verdict).ShouldBe((verdict, single, verdict));
    }

    [Fact]
    public void Means_ThatReduceNothingOrAreNotKnown_AreSaidSo()
    {
        var blind = Load(GrantText("65 years").Replace("facts:\n", "facts:\n  family.means: money\n", StringComparison.Ordinal));

        CheckConformity.Of(blind, "old-age", new ReferenceCase { On = On, LabourerWage = 5_000, MeansFact = "family.means" }).Items.Single(i => i.Point == ConformityPoint.MeansFree).Note!.ShouldContain("not means-tested");
        Should.Throw<ArgumentException>(() => CheckConformity.Of(Grant("65 years"), "old-age", new ReferenceCase { On = On, MeansFact = "family.means" })).Message.ShouldContain("no fact of that name");
    }

    [Fact]
    public void Report_WithoutWages_CannotTellAndSaysWhatToSay()
    {
        var report = CheckConformity.Of(Pension("1.5%", "0%", 180), "old-age", new ReferenceCase { On = On });

        report.Verdict.ShouldBe(Answer.CannotTell);
        report.Items.Single(i => i.Point == ConformityPoint.Rate).Note!.ShouldContain("Article 65(6)");
        report.ConformsUpTo.ShouldBe(112_500);
    }

    [Fact]
    public void Report_OfAPackageThatAsksForMore_ListsTheMissingFactsUntilTheyAreGiven()
    {
        var scheme = Load(GrantText("65 years").Replace("facts:\n", "facts:\n  person.resident: bool\n", StringComparison.Ordinal).Replace("age_at(person.birth, claim.date) >= grant_age", "age_at(person.birth, claim.date) >= grant_age and person.resident", StringComparison.Ordinal));

        var first = CheckConformity.Of(scheme, "old-age", new ReferenceCase { On = On, LabourerWage = 4_000 });
        var second = CheckConformity.Of(scheme, "old-age", ReferenceCase.Read("conformity.csv", "name,value,source\nlabourer_wage,4000,Wage survey 2025\nperson.resident,yes,\n", On));

        (first.Verdict, first.Missing.Single()).ShouldBe((Answer.CannotTell, "person.resident"));
        second.Verdict.ShouldBe(Answer.Yes);
    }

    [Theory]
    [InlineData("contributions", "no rules 'eligible' and 'amount'")]
    [InlineData("medical-care", "measures no cash benefit of the branch 'medical-care'")]
    public void Report_OfWhatTheConventionDoesNotMeasure_SaysSo(string what, string words)
    {
        var scheme = what == "contributions" ? Load("scheme: c\nversion: 1.0.0\ncurrency: KES\nname: {en: C}\nfacts: {declaration.wage: money}\nrules: {base: declaration.wage}\noutputs: {base: {en: Base}}\ntests: [tests/*.csv]\n") : Grant("65 years");

        CheckConformity.Of(scheme, what, new ReferenceCase { On = On }).NotMeasured!.ShouldContain(words);
    }

    [Theory]
    [InlineData("name,value,source\nskilled_wage,much,\n", 2)]
    [InlineData("name,value,source\nskilled_wage,1,\nwage,1,\n", 3)]
    public void Case_ThatCannotBeRead_NamesTheLine(string text, int line) =>
        Should.Throw<SchemeErrors>(() => ReferenceCase.Read("conformity.csv", text, On)).Errors.Single().Line.ShouldBe(line);

    [Fact]
    public void Standards_OfTheConvention_AreTheEightCashBranchesWithTheirSources()
    {
        MinimumStandard.All.Select(s => (s.Branch, s.Rate)).ShouldBe(
            [("sickness", 0.45m), ("unemployment", 0.45m), ("old-age", 0.40m), ("employment-injury", 0.50m), ("family", 0.03m), ("maternity", 0.45m), ("invalidity", 0.40m), ("survivors", 0.40m)]);
        MinimumStandard.All.ShouldAllBe(s => s.Source.StartsWith("C102 ", StringComparison.Ordinal));
    }

    private static Scheme Pension(string yearly, string least, int months, string most = "100%") => Load($$"""
        scheme: pension
        version: 1.0.0
        currency: KES
        name: {en: Pension}
        facts:
          person.birth: date
          claim.date: date
          contributions: {list: record, fields: {month: month, base: money, insured: bool} }
        parameters:
          yearly: {unit: rate, value: {{yearly}} }
          least: {unit: rate, value: {{least}} }
          most: {unit: rate, value: {{most}} }
          ceiling: {unit: money, value: 100000}
          months_needed: {unit: int, value: {{months}} }
          pension_age: {unit: months, value: 60 years}
        rules:
          insured_months: {is: count(contributions where record.insured)}
          eligible:
            all:
              - {id: age, is: "age_at(person.birth, claim.date) >= pension_age"}
              - {id: months, is: insured_months >= months_needed}
          pay: {is: "min(last(1, record.base over contributions by record.month), ceiling)"}
          amount: {is: "round(pay * min(most, max(least, yearly * insured_months / 12)), 0.01, half_up)"}
        outputs: {eligible: {en: Entitled}, amount: {en: Pension} }
        tests: [tests/*.csv]
        """);

    private static Scheme Tested(int free, string taper) => Load(GrantText("65 years").Replace("facts:\n", "facts:\n  family.means: money\n", StringComparison.Ordinal)
        .Replace("parameters:\n", $"parameters:\n  free: {{unit: money, value: {free}}}\n  taper: {{unit: rate, value: {taper}}}\n", StringComparison.Ordinal)
        .Replace("{is: grant}", "{is: \"round(max(0 KES, grant - max(0 KES, family.means - free) * taper), 0.01, half_up)\"}", StringComparison.Ordinal));

    private static Scheme Grant(string age) => Load(GrantText(age));

    private static string GrantText(string age) => $$"""
        scheme: grant
        version: 1.0.0
        currency: KES
        name: {en: Grant}
        facts:
          person.birth: date
          claim.date: date
        parameters:
          grant: {unit: money, value: 2000}
          grant_age: {unit: months, value: {{age}} }
        rules:
          eligible: {is: "age_at(person.birth, claim.date) >= grant_age"}
          amount: {is: grant}
        outputs: {eligible: {en: Entitled}, amount: {en: Grant} }
        tests: [tests/*.csv]
        """;

    private static Scheme Load(string yaml) => SchemePackage.Load(new Dictionary<string, byte[]> { ["scheme.yaml"] = System.Text.Encoding.UTF8.GetBytes(yaml) });
}
