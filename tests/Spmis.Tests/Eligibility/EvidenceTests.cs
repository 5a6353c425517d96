using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Evidence;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Rules;
using Spmis.TestKit;

namespace Spmis.Tests.Eligibility;

public sealed class EvidenceTests
{
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF");
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0];
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 0];

    [Fact]
    public async Task Decide_WithoutNeededEvidence_CannotTellAndListsIt()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var claim = await ClaimantAsync(app);

        var first = await DecidedAsync(app, claim.Number);
        await app.BringAsync(claim.Number, "leave_confirmation");
        await app.BringAsync(claim.Number, "birth_notification", accept: false);
        var second = await DecidedAsync(app, claim.Number);
        await JudgeAsync(app, await app.UseAsync<EligibilityDb, Guid>(db => db.Evidence.Where(e => e.Accepted == null).Select(e => e.Id).SingleAsync()), true);
        var third = await DecidedAsync(app, claim.Number);

        (first.Outcome, second.Outcome, third.Outcome).ShouldBe((Answer.CannotTell, Answer.CannotTell, Answer.Yes));
        first.MissingFacts.ShouldBe(["evidence:birth_notification", "evidence:leave_confirmation"]);
        second.MissingFacts.ShouldBe(["evidence:birth_notification"]);
        third.Sheet.Evidence!.ShouldAllBe(e => e.State == EvidenceState.Accepted && e.Source.Contains("accepted by Olive Officer"));
        foreach (var decision in new[] { first, second, third })
        {
            (await app.UseAsync<ReproduceDetermination, Reproduced>(act => act.HandleAsync(decision.Id, default))).Differs.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Decide_ClaimOfAFile_NotesThatItsSenderVouches()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        var person = Cases.Person(1, new DateOnly(1995, 1, 1));
        await app.RegisterAsync(person);
        await app.ContributeAsync(person.PersonId, 6);
        var file = Encoding.UTF8.GetBytes($"worker_number,confinement_date,filed_on\n{person.RegistrationNumber},2026-07-01,2026-07-01\n");
        await app.UseAsync<ImportClaims>(act => act.HandleAsync(new ClaimsFile { Content = new MemoryStream(file), Name = "a.csv", Scheme = Cases.Maternity }, SpmisApp.Change("claims.import"), default));
        await app.SettleAsync();
        var number = await app.UseAsync<EligibilityDb, string>(db => db.Claims.Select(c => c.Number).SingleAsync());

        var decision = await DecidedAsync(app, number);

        decision.Outcome.ShouldBe(Answer.Yes);
        decision.Sheet.Notes.ShouldContain(n => n.Contains("a.csv, line 2") && n.Contains("Birth certificate or notification of birth"));
    }

    [Fact]
    public async Task Receive_FilesThatAreWhatTheirNameSays_AreKeptByContentOnce()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var claim = await ClaimantAsync(app);

        var first = await ReceiveAsync(app, claim.Number, "scan.pdf", Pdf);
        var again = await ReceiveAsync(app, claim.Number, "copy of scan.pdf", Pdf);
        await ReceiveAsync(app, claim.Number, "photo.JPEG", Jpeg);
        await ReceiveAsync(app, claim.Number, "photo.png", Png);

        again.Id.ShouldBe(first.Id);
        (await app.UseAsync<EligibilityDb, List<string?>>(db => db.Evidence.OrderBy(e => e.ReceivedAt).ThenBy(e => e.Id).Select(e => e.ContentType).ToListAsync())).ShouldBe(["application/pdf", "image/jpeg", "image/png"]);
    }

    public static TheoryData<string, byte[], string, string> BadFiles() => new()
    {
        { "scan.pdf", Png, "document.not-what-it-says", "calls itself PDF, but its content is PNG" },
        { "photo.jpg", Encoding.ASCII.GetBytes("MZ this is a program"), "document.not-what-it-says", "calls itself JPEG, but its content is neither PDF, JPEG nor PNG" },
        { "page.html", Encoding.ASCII.GetBytes("<html>"), "document.not-what-it-says", "a file of kind '.html'" },
        { "photo", Jpeg, "document.not-what-it-says", "calls itself nothing, but its content is JPEG" },
        { "scan.pdf", [], "document.empty", "is empty" },
        { "form.pdf", Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj"), "document.active", "acts by itself (JavaScript)" },
        { "big.pdf", [.. Pdf, .. new byte[DocumentKind.MostBytes]], "document.too-large", "more than 10 MB" },
    };

    [Theory, MemberData(nameof(BadFiles))]
    public async Task Receive_AFileThatIsNot_SaysWhatItIsAndKeepsNothing(string name, byte[] content, string code, string words)
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var claim = await ClaimantAsync(app);

        var refused = await Should.ThrowAsync<Refused>(() => ReceiveAsync(app, claim.Number, name, content));

        (refused.Code, refused.Field).ShouldBe((code, "file"));
        refused.Message.ShouldContain(words);
        (await app.UseAsync<EligibilityDb, int>(db => db.Evidence.CountAsync())).ShouldBe(0);
        (Directory.Exists(Path.Combine(app.DataFolder, "files")) ? Directory.GetFiles(Path.Combine(app.DataFolder, "files"), "*", SearchOption.AllDirectories).Length : 0).ShouldBe(0);
    }

    [Theory]
    [InlineData("nonsense", null, "evidence.unknown", "kind")]
    [InlineData("leave_confirmation", null, "evidence.no-issue", "issuedOn")]
    [InlineData("leave_confirmation", "2026-07-02", "evidence.issued-ahead", "issuedOn")]
    [InlineData("leave_confirmation", "2025-12-31", "evidence.expired", "issuedOn")]
    public async Task Receive_WithImpossibleDates_SaysWhatAndWhere(string kind, string? issued, string code, string field)
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var claim = await ClaimantAsync(app);
        var input = new NewEvidence { ClaimNumber = claim.Number, Kind = kind, Reference = "shown", IssuedOn = issued is null ? null : DateOnly.Parse(issued, null) };

        var refused = await Should.ThrowAsync<Refused>(() => app.UseAsync<ReceiveEvidence>(act => act.HandleAsync(input, SpmisApp.Change(), default)));

        (refused.Code, refused.Field).ShouldBe((code, field));
    }

    [Fact]
    public async Task Judge_TwiceOrWithoutReasonOrAfterTheDecision_IsRefused()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var claim = await ClaimantAsync(app);
        var item = await app.BringAsync(claim.Number, "birth_notification", accept: false);

        (await Should.ThrowAsync<Refused>(() => JudgeAsync(app, item.Id, false))).Code.ShouldBe("evidence.no-reason");
        await JudgeAsync(app, item.Id, true);
        (await Should.ThrowAsync<Refused>(() => JudgeAsync(app, item.Id, true))).Code.ShouldBe("evidence.judged-already");
        await app.BringAsync(claim.Number, "leave_confirmation");
        await app.DecideAsync(claim.Number);
        (await Should.ThrowAsync<Refused>(() => app.BringAsync(claim.Number, "leave_confirmation"))).Code.ShouldBe("claim.not-open");
    }

    [Fact]
    public async Task AskForEvidence_WithARefusedPaper_WritesALetterWithItsReasonAndTheDay()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var claim = await ClaimantAsync(app);
        var item = await app.BringAsync(claim.Number, "birth_notification", accept: false);
        await JudgeAsync(app, item.Id, false, "The seal cannot be read.");

        var answer = await app.SubmitAsync($"/claims/{claim.Number}", SpmisApp.Officer, "Ask");

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var path = answer.Headers.Location!.OriginalString;
        var asked = await app.UseAsync<EligibilityDb, EvidenceRequest>(db => db.EvidenceRequests.SingleAsync());
        (asked.Kinds, asked.AnswerBy).ShouldBe(("birth_notification,leave_confirmation", asked.AskedOn.AddDays(30)));
        var english = await app.PageAsync(path);
        english.Body!.TextContent.ShouldContain("Birth certificate or notification of birth (issued by: civil registry or place of birth). What came was refused: The seal cannot be read.");
        english.Body!.TextContent.ShouldContain("Demonstration, not legal advice");
        english.Faults().ShouldBeEmpty();
        var arabic = await app.PageAsync(path + "?language=ar");
        (arabic.DocumentElement.GetAttribute("dir"), arabic.DocumentElement.GetAttribute("lang")).ShouldBe(("rtl", "ar"));
        arabic.Body!.TextContent.ShouldContain("شهادة الميلاد");
        arabic.QuerySelector("a[href*='handler=Pdf']").ShouldBeNull();
        var pdf = await app.Client(SpmisApp.Officer).GetByteArrayAsync(path + "?handler=Pdf&language=fr");
        using var read = UglyToad.PdfPig.PdfDocument.Open(pdf);
        string.Join(' ', read.GetPages().SelectMany(p => p.GetWords()).Select(w => w.Text)).ShouldContain("Acte ou déclaration de naissance (délivré par : état civil ou lieu de naissance)");
    }

    [Fact]
    public async Task AskForEvidence_WhenAllHasCome_IsRefused()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var claim = await ClaimantAsync(app);
        await app.BringAsync(claim.Number, "birth_notification", accept: false);
        await app.BringAsync(claim.Number, "leave_confirmation");

        (await Should.ThrowAsync<Refused>(() => app.UseAsync<AskForEvidence>(act => act.HandleAsync(claim.Number, SpmisApp.Change(), default)))).Code.ShouldBe("evidence.nothing-lacking");
    }

    [Fact]
    public async Task Pages_FromUploadToAcceptance_WorkAndDownloadOnlyAsAttachment()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var claim = await ClaimantAsync(app);

        var bad = await app.SubmitAsync($"/claims/{claim.Number}/evidence/new?kind=birth_notification", SpmisApp.Officer, file: ("Upload", "scan.pdf", Png));
        var sent = await app.SubmitAsync($"/claims/{claim.Number}/evidence/new?kind=birth_notification", SpmisApp.Officer, file: ("Upload", "scan.png", Png));
        var paper = sent.Headers.Location!.OriginalString;
        (await app.PageAsync(paper)).Faults().ShouldBeEmpty();
        var refusal = await app.SubmitAsync(paper, SpmisApp.Officer, "Refuse");
        var accepted = await app.SubmitAsync(paper, SpmisApp.Officer, "Accept");

        bad.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await bad.DocumentAsync()).QuerySelector(".field.wrong .error")!.TextContent.ShouldContain("calls itself PDF, but its content is PNG");
        refusal.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        accepted.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = await app.PageAsync($"/claims/{claim.Number}");
        page.Faults().ShouldBeEmpty();
        page.QuerySelectorAll("tr").Single(r => r.TextContent.Contains("Birth certificate")).TextContent.ShouldContain("Accepted");
        var file = await app.Client(SpmisApp.Supervisor).GetAsync(paper + "/file");
        file.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        (file.Content.Headers.ContentType!.MediaType, file.Headers.GetValues("X-Content-Type-Options").Single()).ShouldBe(("image/png", "nosniff"));
        (await file.Content.ReadAsByteArrayAsync()).ShouldBe(Png);
        (await app.UseAsync<EligibilityDb, bool>(db => db.History.AnyAsync(h => h.Act == "evidence.read" && h.ActorName == "Sam Supervisor"))).ShouldBeTrue();
        var auditor = new Actor("a-1", "Auditor", [Spmis.Kernel.Access.Roles.Auditor]);
        (await app.Client(auditor).GetAsync(paper + "/file")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<Claim> ClaimantAsync(SpmisApp app)
    {
        await app.ActivateShippedAsync();
        var person = Cases.Person(1, new DateOnly(1995, 1, 1));
        await app.RegisterAsync(person);
        await app.ContributeAsync(person.PersonId, 5);
        return await app.FileAsync(person.RegistrationNumber);
    }

    private static async Task<Determination> DecidedAsync(SpmisApp app, string claim)
    {
        var id = await app.DecideAsync(claim);
        return await app.UseAsync<EligibilityDb, Determination>(db => db.Determinations.AsNoTracking().SingleAsync(d => d.Id == id));
    }

    private static Task<EvidenceItem> ReceiveAsync(SpmisApp app, string claim, string name, byte[] content) => app.UseAsync<ReceiveEvidence, EvidenceItem>(async act =>
    {
        await using var stream = new MemoryStream(content);
        return await act.HandleAsync(new NewEvidence { ClaimNumber = claim, Kind = "birth_notification", Content = stream, FileName = name }, SpmisApp.Change("evidence.receive"), default);
    });

    private static Task JudgeAsync(SpmisApp app, Guid item, bool accept, string? reason = null) =>
        app.UseAsync<JudgeEvidence>(act => act.HandleAsync(item, accept, SpmisApp.Change("evidence.judge", reason: reason), default));
}
