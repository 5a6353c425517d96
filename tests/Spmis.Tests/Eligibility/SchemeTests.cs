using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Eligibility;
using Spmis.Eligibility;
using Spmis.Eligibility.Rounds;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.TestKit;

namespace Spmis.Tests.Eligibility;

public sealed class SchemeTests
{
    [Fact]
    public void ShippedPackages_BesideTheProgram_HoldTheThreeOfTheDemoWithTheirBranches() =>
        Cases.Shipped.Select(p => (p.Scheme, p.Branch)).ShouldBe([("demo-maternity", "maternity"), ("demo-old-age-grant", "old-age"), ("ke-nssf", null)]);

    [Fact]
    public async Task Activate_ApprovedByASecondPerson_TellsEveryModuleTheVeryText()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");

        await app.ActivateShippedAsync();

        var messages = await app.UseAsync<EligibilityDb, List<string>>(db => db.Outbox.Where(o => o.Contract == typeof(SchemeActivated).FullName).Select(o => o.Payload).ToListAsync());
        messages.Count.ShouldBe(3);
        messages.ShouldContain(m => m.Contains("demo-old-age-grant", StringComparison.Ordinal) && m.Contains("tests/grant.csv", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Activate_ApprovedByThePreparer_IsRefused()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var package = Cases.Shipped[0];
        var kept = await UploadAsync(app, package.Files, package.Branch);
        var proposal = await app.UseAsync<ActivateScheme, Proposal>(act => act.ProposeAsync(new SchemeActivation(kept.PackageId, new DateOnly(2026, 1, 1)), SpmisApp.Change(), default));

        (await Should.ThrowAsync<Refused>(() => app.ApproveAsync(proposal.Id, SpmisApp.Officer))).Code.ShouldBe("proposal.own");
        (await app.UseAsync<EligibilityDb, bool>(db => db.SchemesInForce.AnyAsync())).ShouldBeFalse();
    }

    [Fact]
    public async Task StartRound_PackageHandedInButNotApproved_IsRefused()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var package = Cases.Shipped.Single(p => p.Scheme == Cases.Grant);
        await UploadAsync(app, package.Files, package.Branch);

        (await Should.ThrowAsync<Refused>(() => app.StartRoundAsync())).Code.ShouldBe("scheme.not-in-force");
    }

    [Fact]
    public async Task Upload_TheSameFilesAgain_IsTheSamePackage()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var package = Cases.Shipped[0];

        var first = await UploadAsync(app, package.Files, package.Branch);
        var second = await UploadAsync(app, package.Files, package.Branch);

        (first.KnownBefore, second.KnownBefore, second.PackageId).ShouldBe((false, true, first.PackageId));
    }

    [Theory]
    [InlineData("value: 2000}", "value: 2001}", "scheme.tests-fail", "tests/grant.csv:2")]
    [InlineData("age >= grant_age", "agee >= grant_age", "scheme.faulty", "scheme.yaml:")]
    public async Task Upload_OfAPackageThatIsWrong_SaysWhere(string right, string wrong, string code, string where)
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var files = Cases.Shipped.Single(p => p.Scheme == Cases.Grant).Files.ToDictionary(f => f.Key, f => f.Value.Replace(right, wrong, StringComparison.Ordinal));

        var refused = await Should.ThrowAsync<Refused>(() => UploadAsync(app, files, "old-age"));

        refused.Code.ShouldStartWith(code);
        refused.Message.ShouldContain(where);
    }

    [Fact]
    public async Task Upload_OfAPackageWithoutTests_IsRefused()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var files = Cases.Shipped.Single(p => p.Scheme == Cases.Grant).Files.Where(f => f.Key == "scheme.yaml").ToDictionary();

        (await Should.ThrowAsync<Refused>(() => UploadAsync(app, files, "old-age"))).Code.ShouldBeOneOf("scheme.untested", "scheme.faulty");
    }

    [Fact]
    public async Task Upload_OfABenefitWithoutBranch_IsRefused()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");

        (await Should.ThrowAsync<Refused>(() => UploadAsync(app, Cases.Shipped[0].Files, null))).Field.ShouldBe("branch");
    }

    private static Task<PackageKept> UploadAsync(SpmisApp app, IReadOnlyDictionary<string, string> files, string? branch) =>
        app.UseAsync<UploadPackage, PackageKept>(act => act.HandleAsync(new NewPackage { Files = files, Branch = branch }, SpmisApp.Change("schemes.upload"), default));
}
