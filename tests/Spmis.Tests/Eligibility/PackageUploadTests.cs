using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.TestKit;

namespace Spmis.Tests.Eligibility;

public sealed class PackageUploadTests
{
    [Fact]
    public async Task Page_ZipOfAPackageInAFolder_IsKeptAndActivatedByTwoPeople()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var zip = Zip(Cases.Changed(Cases.Grant), "grant/");

        var answer = await app.SubmitAsync("/schemes/new", SpmisApp.Officer, null, new Dictionary<string, string> { ["Branch"] = "old-age" }, ("Files", "grant.zip", zip));

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        var at = answer.Headers.Location!.ToString();
        (await app.SubmitAsync(at, SpmisApp.Officer, null, new Dictionary<string, string> { ["EffectiveFrom"] = "2026-01-01" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await app.SubmitAsync(at, SpmisApp.Supervisor, "Approve")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var inForce = await app.UseAsync<EligibilityDb, SchemeInForce>(db => db.SchemesInForce.SingleAsync());
        (inForce.Scheme, inForce.EffectiveFrom, inForce.ActivatedBy).ShouldBe((Cases.Grant, new DateOnly(2026, 1, 1), "Sam Supervisor"));
    }

    [Fact]
    public async Task Page_PackageWithErrors_ListsFileLineAndColumn()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var zip = Zip(Cases.Changed(Cases.Grant, ("age >= grant_age", "agee >= grant_age")));

        var answer = await app.SubmitAsync("/schemes/new", SpmisApp.Officer, null, new Dictionary<string, string> { ["Branch"] = "old-age" }, ("Files", "grant.zip", zip));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await answer.DocumentAsync();
        var cells = page.QuerySelector("main table tbody tr")!.Children.Select(c => c.TextContent.Trim()).ToList();
        cells[0].ShouldBe("scheme.yaml");
        int.Parse(cells[1], null).ShouldBeGreaterThan(1);
        int.Parse(cells[2], null).ShouldBeGreaterThan(0);
        cells[3].ShouldContain("agee");
        page.Faults().ShouldBeEmpty();
    }

    [Fact]
    public async Task Page_PackageWhoseTestsFail_ShowsExpectedAndGot()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var zip = Zip(Cases.Changed(Cases.Grant, ("value: 2000}", "value: 2001}")));

        var answer = await app.SubmitAsync("/schemes/new", SpmisApp.Officer, null, new Dictionary<string, string> { ["Branch"] = "old-age" }, ("Files", "grant.zip", zip));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await answer.DocumentAsync();
        var row = page.QuerySelector("main table tbody tr")!.TextContent;
        row.ShouldContain("on the birthday");
        row.ShouldContain("2,000.00");
        row.ShouldContain("2,001.00");
        (await app.UseAsync<EligibilityDb, bool>(db => db.Packages.AnyAsync())).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0, 6 * 1024 * 1024, "scheme.too-large")]
    [InlineData(600, 1, "scheme.too-large")]
    public async Task Zip_ThatUnpacksIntoTooMuch_IsRefusedWithoutUnpackingAll(int files, int bytes, string code)
    {
        var content = Enumerable.Range(0, Math.Max(1, files)).ToDictionary(n => $"tables/t{n}.csv", _ => new string('a', bytes));
        content["scheme.yaml"] = "scheme: x";

        (await Should.ThrowAsync<Refused>(() => PackageZip.ReadAsync(new MemoryStream(Zip(content)), default))).Code.ShouldBe(code);
    }

    [Fact]
    public async Task Zip_ThatIsNone_IsRefused() =>
        (await Should.ThrowAsync<Refused>(() => PackageZip.ReadAsync(new MemoryStream("no zip"u8.ToArray()), default))).Code.ShouldBe("scheme.no-zip");

    [Fact]
    public async Task Api_CheckAndZip_SayTheSameAsThePage()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var wrong = System.Text.Json.JsonSerializer.Serialize(new { files = Cases.Changed(Cases.Grant, ("age >= grant_age", "agee >= grant_age")), branch = "old-age" });

        using var check = new StringContent(wrong, Encoding.UTF8, "application/json");
        var told = await (await app.Client(SpmisApp.Officer).PostAsync("/api/eligibility/packages/check", check)).Content.ReadAsStringAsync();
        using var upload = new HttpRequestMessage(HttpMethod.Post, "/api/eligibility/packages/zip?branch=old-age") { Content = new ByteArrayContent(Zip(Cases.Changed(Cases.Grant))) };
        upload.Content.Headers.ContentType = new("application/zip");
        upload.Headers.Add("Idempotency-Key", "zip-0001");
        var kept = await app.Client(SpmisApp.Officer).SendAsync(upload);

        told.ShouldContain("\"holds\":false");
        told.ShouldContain("\"line\":");
        told.ShouldContain("\"column\":");
        kept.StatusCode.ShouldBe(HttpStatusCode.Created, await kept.Content.ReadAsStringAsync());
        (await app.UseAsync<EligibilityDb, string>(db => db.Packages.Select(p => p.Scheme).SingleAsync())).ShouldBe(Cases.Grant);
    }

    [Fact]
    public async Task Activate_PackageWhoseStoredTextWasChanged_IsRefused()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var kept = await app.UploadAsync(Cases.Changed(Cases.Grant));
        await app.UseAsync<EligibilityDb>(db => db.WriteAsync(() => db.Packages.ExecuteUpdateAsync(s => s.SetProperty(p => p.Files, p => p.Files.Replace("value: 2000}", "value: 9000}"))), default));

        var refused = await Should.ThrowAsync<Refused>(() => app.UseAsync<ActivateScheme, Proposal>(act => act.ProposeAsync(new SchemeActivation(kept.PackageId, new DateOnly(2026, 1, 1)), SpmisApp.Change(), default)));

        refused.Code.ShouldBe("scheme.tests-fail");
    }

    private static byte[] Zip(IReadOnlyDictionary<string, string> files, string folder = "")
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, text) in files)
            {
                using var entry = zip.CreateEntry(folder + path).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return stream.ToArray();
    }
}
