using Spmis.Contributions.Copies;
using Spmis.Rules;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Contributions;

/// <summary>The shipped contribution packages answer to the names this module asks for.</summary>
public sealed class ShippedSchemesTests
{
    [Theory]
    [InlineData("ci-rsti-contributions", "2021-08", 180_000, 180_000, 21_600, 0, "2021-09-15")]
    [InlineData("gh-ssnit-contribution", "2017-05", 300_00, 300_00, 16_50, 39_00, "2017-06-14")]
    [InlineData("ke-nssf", "2026-03", 200_000_00, 108_000_00, 6_480_00, 6_480_00, "2026-04-09")]
    [InlineData("md-day-worker", "2021-05", 1_000_00, 0, 240_50, 0, "2021-06-25")]
    [InlineData("np-ssf-informal", "2023-08", 5_000_00, 9_385_00, 1_032_35, 0, "2023-09-15")]
    [InlineData("tg-amu-independent", "2025-10", 0, 0, 10_000, 0, "2025-10-31")]
    [InlineData("ua-esv", "2025-02", 20_000_00, 20_000_00, 0, 4_400_00, "2025-03-20")]
    public void Assess_AMonthOfAShippedScheme_GivesItsShares(string package, string month, long wageMinor, long baseMinor, long employeeMinor, long employerMinor, string due)
    {
        var rules = new SchemeRules(SchemePackage.Load(Path.Combine(Repository.Root, "src", "Modules", "Eligibility", "Packages", package)));
        var asked = Month.Parse(month);

        rules.Collects.ShouldBeTrue();
        var session = rules.Open();
        var shares = session.Assess(asked, wageMinor);

        shares.ShouldBe(new Shares(baseMinor, employeeMinor, employerMinor));
        session.DueDate(asked).ToString("yyyy-MM-dd", null).ShouldBe(due);
        session.IsInsured(asked, baseMinor, shares.TotalMinor).ShouldBeTrue();
        session.IsInsured(asked, baseMinor, 0).ShouldBeFalse();
        session.Interest(asked, 1_000_00, new DateOnly(2026, 1, 9), new DateOnly(2026, 1, 10)).ShouldBe(package == "ke-nssf" ? 50_00 : 0);
    }
}
