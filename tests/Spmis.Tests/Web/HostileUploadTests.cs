using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Eligibility;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Evidence;
using Spmis.TestKit;
using Spmis.Tests.Eligibility;

namespace Spmis.Tests.Web;

/// <summary>What somebody tries with an upload: names that are paths, that lie about their kind or break a header, and bodies that are too large.</summary>
public sealed class HostileUploadTests : IAsyncLifetime
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];
    private SpmisApp app = null!; // Set before each test.
    private string claim = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        var person = Cases.Person(1, new DateOnly(1990, 1, 1), sex: "F");
        await app.RegisterAsync(person);
        await app.ContributeAsync(person.PersonId, 5);
        claim = (await app.FileAsync(person.RegistrationNumber)).Number;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    /// <summary>What is kept of a name is a name: no path, nothing unseen, no longer than a column, and with its ending.</summary>
    [Theory]
    [InlineData("../../etc/x.png", "x.png")]
    [InlineData("..\\..\\windows\\x.png", "x.png")]
    [InlineData("/etc/cron.d/x.png", "x.png")]
    [InlineData("C:\\Users\\x.png", "x.png")]
    [InlineData("a\r\nSet-Cookie: x=y\r\n.png", "aSet-Cookie: x=y.png")]
    [InlineData("\u202Egnp.exe\u2066\u200Fx.png", "gnp.exex.png")]
    [InlineData("a\u2028b\u0000.png", "ab.png")]
    [InlineData("\"; filename=evil.exe; x=\".png", "\"; filename=evil.exe; x=\".png")]
    [InlineData("وثيقة 1.png", "وثيقة 1.png")]
    [InlineData("x.exe.png", "x.exe.png")]
    public async Task Name_OfAnUpload_IsKeptHarmless(string name, string kept)
    {
        using var sent = await ReceiveAsync(name, Png);
        sent.StatusCode.ShouldBe(HttpStatusCode.Created, await sent.Content.ReadAsStringAsync(Ct));

        var paper = (await PapersAsync()).ShouldHaveSingleItem();
        paper.FileName.ShouldBe(kept);
        foreach (var path in new[] { $"/api/eligibility/evidence/{paper.Id}/file", $"/claims/{claim}/evidence/{paper.Id}/file" })
        {
            using var file = await app.Client(SpmisApp.Officer).GetAsync(new Uri(path, UriKind.Relative), Ct);
            file.StatusCode.ShouldBe(HttpStatusCode.OK);
            file.Headers.Contains("Set-Cookie").ShouldBeFalse();
            file.Content.Headers.TryGetValues("Content-Disposition", out var values).ShouldBeTrue();
            var header = values!.ShouldHaveSingleItem(); // It is there, as the line above says.
            header.ShouldAllBe(c => c >= ' ' && c < (char)127);
            var read = ContentDispositionHeaderValue.Parse(header);
            (read.DispositionType, read.FileNameStar).ShouldBe(("attachment", kept));
            read.FileName!.ShouldNotContain("evil.exe; x=\".png\";", Case.Sensitive);
            (file.Content.Headers.ContentType!.MediaType, file.Headers.GetValues("X-Content-Type-Options").Single()).ShouldBe(("image/png", "nosniff"));
        }

        Directory.GetFiles(app.DataFolder, "*", SearchOption.AllDirectories).ShouldNotContain(f => Path.GetFileName(f).Contains("x.png", StringComparison.Ordinal) || Path.GetFileName(f).Contains("evil", StringComparison.Ordinal), "files are kept by their content");
    }

    [Fact]
    public async Task Name_OfThreeHundredLetters_IsCutBeforeItsEnding()
    {
        using var sent = await ReceiveAsync(new string('n', 198) + "\U0001F600" + new string('n', 100) + ".png", Png);
        sent.StatusCode.ShouldBe(HttpStatusCode.Created, await sent.Content.ReadAsStringAsync(Ct));

        var name = (await PapersAsync()).ShouldHaveSingleItem().FileName!;
        (name.Length, name.EndsWith("n.png", StringComparison.Ordinal)).ShouldBe((200, true));
    }

    /// <summary>A name that says another kind than the content is, or hides its ending, is refused, and nothing is kept.</summary>
    [Theory]
    [InlineData("x.pdf.exe")]
    [InlineData("x.pdf")]
    [InlineData("x")]
    [InlineData("x.png\u202Efdp.exe")]
    [InlineData("x.png.")]
    [InlineData("x.html")]
    public async Task Name_ThatSaysAnotherKind_IsRefused(string name)
    {
        using var sent = await ReceiveAsync(name, Png);

        sent.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await sent.Content.ReadAsStringAsync(Ct)).ShouldContain("document.not-what-it-says");
        (await PapersAsync()).ShouldBeEmpty();
        Kept().ShouldBeEmpty();
    }

    /// <summary>Somewhat too large is told on the page; far too large is refused while it arrives; of neither anything is kept.</summary>
    [Fact]
    public async Task Body_ThatIsTooLarge_IsRefusedAndNothingIsKept()
    {
        foreach (var megabytes in new[] { 10, 21 })
        {
            byte[] large = [.. Png, .. new byte[megabytes * 1024 * 1024]];
            using var told = await ReceiveAsync("scan.png", large);
            told.StatusCode.ShouldBe(HttpStatusCode.BadRequest); // By this server; another in front, and Kestrel, answer the larger one with 413.
            (await told.Content.ReadAsStringAsync(Ct)).ShouldContain("document.too-large");
            using var page = await app.SubmitAsync($"/claims/{claim}/evidence/new?kind=birth_notification", SpmisApp.Officer, file: ("Upload", "scan.png", large));
            page.StatusCode.ShouldBe(megabytes == 10 ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.RequestEntityTooLarge);
            (await page.Content.ReadAsStringAsync(Ct)).ShouldContain(megabytes == 10 ? "more than 10 MB" : "The file is too large");
        }

        (await PapersAsync()).ShouldBeEmpty();
        Kept().ShouldBeEmpty();
    }

    private async Task<HttpResponseMessage> ReceiveAsync(string name, byte[] content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/eligibility/claims/{claim}/evidence?kind=birth_notification&name={Uri.EscapeDataString(name)}") { Content = new ByteArrayContent(content) };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        return await app.Client(SpmisApp.Officer).SendAsync(request, Ct);
    }

    private Task<List<EvidenceItem>> PapersAsync() => app.UseAsync<EligibilityDb, List<EvidenceItem>>(db => db.Evidence.AsNoTracking().ToListAsync());

    private List<string> Kept() => [.. Directory.Exists(Path.Combine(app.DataFolder, "files")) ? Directory.GetFiles(Path.Combine(app.DataFolder, "files"), "*", SearchOption.AllDirectories).Where(f => File.ReadAllBytes(f).AsSpan().StartsWith(Png)) : []];
}
