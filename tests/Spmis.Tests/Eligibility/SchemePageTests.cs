using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Rules;
using Spmis.TestKit;

namespace Spmis.Tests.Eligibility;

public sealed class SchemePageTests
{
    [Fact]
    public async Task SchemePage_ForStaff_TellsRulesInWordsWithArticlesAndTests()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        var id = await IdAsync(app, Cases.Maternity);

        var page = await app.PageAsync($"/schemes/{id}");

        var text = page.Body!.TextContent;
        text.ShouldContain("Insured months is at least Insured months needed");
        text.ShouldContain("how many records of Contribution record, counting those where The month counts");
        text.ShouldContain("rounded to the nearest, half up in steps of 0.01");
        text.ShouldContain("C102 Art. 51");
        text.ShouldContain("the twelfth month back counts");
        text.ShouldContain("Passed");
        text.ShouldContain($"Approved: demo-maternity {Cases.VersionOf(Cases.Maternity)} from 2024-01-01");
        page.Faults().ShouldBeEmpty();
    }

    [Fact]
    public void Outline_OfEveryRuleThatShips_CanBeMade()
    {
        foreach (var package in ShippedPackages.All())
        {
            var scheme = CheckPackage.Of(package.Files).Scheme.ShouldNotBeNull(package.Scheme);
            scheme.Rules.ShouldAllBe(r => RuleOutline.Of(scheme, r.Id).Kind.Length > 0);
        }
    }

    [Fact]
    public async Task ComparePage_OfARaise_TellsFigureDateAndWhichExamplesChange()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        var kept = await app.UploadAsync(Cases.GrantVersion("1.1.0", "[{from: 2018-01-01, value: 2000}, {from: 2026-03-01, value: 2500}]", 2500));

        var page = await app.PageAsync($"/schemes/{kept.PackageId}/compare");

        var text = page.Body!.TextContent;
        text.ShouldContain($"Compared with version {Cases.VersionOf(Cases.Grant)}: 1 differences.");
        var row = page.QuerySelector("main table tbody tr")!.TextContent;
        row.ShouldContain("Monthly grant");
        row.ShouldContain("1 March 2026");
        row.ShouldContain("not there");
        row.ShouldContain("2,500.00 KES");
        text.ShouldContain("No rule differs.");
        text.ShouldContain("on the birthday");
        page.Faults().ShouldBeEmpty();
        (await app.PageAsync($"/schemes/{kept.PackageId}")).QuerySelector($"a[href='/schemes/{kept.PackageId}/compare']").ShouldNotBeNull();
    }

    [Fact]
    public void Compare_OfARuleAnArticleAFactAndALaw_FindsEachOnce()
    {
        var before = CheckPackage.Of(Cases.Changed(Cases.Grant)).Scheme!;
        var after = CheckPackage.Of(Cases.Changed(Cases.Grant, ("is: age >= grant_age@claim.date", "is: age > grant_age@claim.date"), ("  age:\n    label: {en: Age", "  age:\n    article: Art. 1\n    label: {en: Age"),
            ("  person.alive: {type: bool", "  person.sex: {type: text, choices: [male, female]}\n  person.alive: {type: bool"), ("  - ILO Social Protection Floors Recommendation", "  - A new law of ILO"))).Scheme!;

        var found = CompareSchemes.Of(before, after);

        found.Select(d => (d.Thing, d.Id)).ShouldBe([(ChangedThing.Rule, "age"), (ChangedThing.Rule, "eligible"), (ChangedThing.Fact, "person.sex"), (ChangedThing.Law, "A new law of ILO, 2012 (No. 202), paragraph 5(d)"), (ChangedThing.Law, "ILO Social Protection Floors Recommendation, 2012 (No. 202), paragraph 5(d)")], ignoreOrder: true);
        CompareSchemes.Of(before, before).ShouldBeEmpty();
    }

    [Fact]
    public async Task Compare_OfTwoSchemes_IsRefused()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        var (grant, maternity) = (await IdAsync(app, Cases.Grant), await IdAsync(app, Cases.Maternity));

        (await Should.ThrowAsync<Refused>(() => app.UseAsync<CompareVersions, VersionComparison>(act => act.HandleAsync(grant, maternity, default)))).Code.ShouldBe("scheme.other-scheme");
        (await Should.ThrowAsync<Refused>(() => app.UseAsync<CompareVersions, VersionComparison>(act => act.HandleAsync(grant, null, default)))).Code.ShouldBe("scheme.first-version");
    }

    [Fact]
    public async Task SchemePage_AfterARejection_ShowsWhoRejectedAndWhy()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var kept = await app.UploadAsync(Cases.Changed(Cases.Grant));
        await app.UseAsync<ActivateScheme, Proposal>(act => act.ProposeAsync(new SchemeActivation(kept.PackageId, new DateOnly(2026, 1, 1)), SpmisApp.Change(), default));
        await app.SubmitAsync($"/schemes/{kept.PackageId}", SpmisApp.Supervisor, "Reject", new Dictionary<string, string> { ["DecisionReason"] = "The gazette says July" });

        var text = (await app.PageAsync($"/schemes/{kept.PackageId}")).Body!.TextContent;

        text.ShouldContain($"Rejected: demo-old-age-grant {Cases.VersionOf(Cases.Grant)} from 2026-01-01");
        text.ShouldContain("The gazette says July");
        text.ShouldContain("Sam Supervisor");
    }

    [Fact]
    public async Task ConformityPage_OfMaternity_TellsEachPointAndThresholdInWords()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        var id = await IdAsync(app, Cases.Maternity);

        var unknown = await app.PageAsync($"/schemes/{id}/conformity");
        var page = await app.PageAsync($"/schemes/{id}/conformity?SkilledWage=30000");

        unknown.Body!.TextContent.ShouldContain("Say the wage of a skilled manual male employee");
        var rate = page.QuerySelectorAll("main table tbody tr").First(r => r.TextContent.Contains("Rate for the standard beneficiary", StringComparison.Ordinal)).TextContent;
        rate.ShouldContain("45%");
        rate.ShouldContain("70%");
        page.Body!.TextContent.ShouldContain("Conforms");
        page.Body!.TextContent.ShouldContain("112,000.00 KES");
        new[] { unknown.Faults(), page.Faults() }.ShouldAllBe(f => f.Count == 0);
        (await app.Client(SpmisApp.Officer).GetStringAsync($"/api/eligibility/packages/{id}/conformity?skilledWage=30000")).ShouldContain("\"verdict\":\"Yes\"");
        (await app.PageAsync($"/schemes/{await IdAsync(app, "ke-nssf")}/conformity")).Body!.TextContent.ShouldContain("This package is not measured");
    }

    private static Task<long> IdAsync(SpmisApp app, string scheme) => app.UseAsync<EligibilityDb, long>(db => db.Packages.Where(p => p.Scheme == scheme).Select(p => p.Id).SingleAsync());
}
