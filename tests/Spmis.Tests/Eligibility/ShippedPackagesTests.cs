using Spmis.Eligibility.Schemes;
using Spmis.Rules;
using Spmis.TestKit;

namespace Spmis.Tests.Eligibility;

public sealed class ShippedPackagesTests
{
    [Fact]
    public async Task Upload_EveryShippedPackage_IsKeptForItsUse()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var uses = new Dictionary<string, SchemeUse>(StringComparer.Ordinal);

        foreach (var package in ShippedPackages.All())
        {
            var kept = await app.UseAsync<UploadPackage, PackageKept>(act => act.HandleAsync(new NewPackage { Files = package.Files, Branch = package.Branch }, SpmisApp.Change("schemes.upload"), default));
            kept.Scheme.ShouldBe(package.Scheme);
            uses[package.Scheme] = UploadPackage.UseOf(SchemePackage.Load(Path.Combine(ShippedPackages.Folder, package.Scheme)));
            (package.Branch is null).ShouldBe(uses[package.Scheme] is SchemeUse.Contributions, package.Scheme);
        }

        string[] contributions = ["ci-rsti-contributions", "demo-day-work", "gh-ssnit-contribution", "ke-nssf", "md-day-worker", "np-ssf-informal", "tg-amu-independent", "ua-esv"];
        uses.Where(u => u.Value is SchemeUse.Contributions).Select(u => u.Key).Order(StringComparer.Ordinal).ShouldBe(contributions);
        uses.Where(u => u.Value is SchemeUse.Claims).Select(u => u.Key).Order(StringComparer.Ordinal).ShouldBe(["demo-maternity", "demo-survivors", "gh-ssnit-pension-right", "id-jkp"]);
        uses.Where(u => u.Value is SchemeUse.Rounds).Select(u => u.Key).Order(StringComparer.Ordinal).ShouldBe(["demo-old-age-grant", "jo-estidama", "lb-nda", "mw-sctp", "tl-saii"]);
    }
}
