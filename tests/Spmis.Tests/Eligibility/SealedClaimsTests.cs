using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Evidence;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Kernel.Secrets;
using Spmis.Rules;
using Spmis.TestKit;

namespace Spmis.Tests.Eligibility;

/// <summary>What claimants said, what decisions on claims rest on, and papers are not to be read in a copied data folder; they turn with the keys, and what is from before is sealed.</summary>
public sealed class SealedClaimsTests
{
    private const string Said = "{\"illness\":\"tuberculosis\"}";
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.4\n% certificate of tuberculosis\n%%EOF");

    [Fact]
    public async Task Claims_DecisionsAndPapers_AreSealedTurnedAndTamperProof()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var (claim, decision, paper) = await StoryAsync(app);
        var keys = app.Services.GetRequiredService<ColumnKeys>();
        await ShouldBeSealedAsync(app, keys);
        (await GivenAsync(app, claim))["illness"].ShouldBe("tuberculosis");
        (await app.UseAsync<ReproduceDetermination, Reproduced>(act => act.HandleAsync(decision, default))).Differs.ShouldBeEmpty();
        (await PaperAsync(app, paper)).ShouldBe(Pdf);
        (await app.UseAsync<EligibilityDb, int>(db => db.History.CountAsync(h => h.After!.Contains("tuberculosis")))).ShouldBe(0);

        var old = keys.Ids[^1];
        keys.Rotate();
        (await SealAsync(app)).FinishedAt.ShouldNotBeNull();
        (await app.Services.GetRequiredService<SealedFiles>().SealAnewAsync(default)).ShouldBe(1);
        (await app.Services.GetRequiredService<SealedFiles>().SealAnewAsync(default)).ShouldBe(0);
        var use = await app.UseAsync<SealClaims, IReadOnlyDictionary<string, long>>(s => s.UseAsync(default));
        (use[old], use[""], use[keys.Ids[^1]]).ShouldBe((0, 0, 2));
        (await app.Services.GetRequiredService<SealedFiles>().UseAsync(default)).ShouldBe(new Dictionary<string, long> { [keys.Ids[^1]] = 1 });
        await ShouldBeSealedAsync(app, keys);
        (await GivenAsync(app, claim))["illness"].ShouldBe("tuberculosis");
        (await app.UseAsync<ReproduceDetermination, Reproduced>(act => act.HandleAsync(decision, default))).Differs.ShouldBeEmpty();
        (await PaperAsync(app, paper)).ShouldBe(Pdf);

        // Another row's text, put in the place of this one's, opens nowhere.
        await app.UseAsync<EligibilityDb>(db => db.Determinations.Where(d => d.Id == decision).ExecuteUpdateAsync(s => s.SetProperty(d => d.Inputs, d => d.Explanation!)));
        (await app.UseAsync<RecheckDeterminations, Rechecked>(act => act.HandleAsync(10, default))).Differ.ShouldHaveSingleItem().What.ShouldBe("unreadable");
        await app.UseAsync<EligibilityDb>(db => db.Claims.ExecuteUpdateAsync(s => s.SetProperty(c => c.Facts, Said)));
        (await Should.ThrowAsync<Refused>(() => GivenAsync(app, claim))).Code.ShouldBe(ColumnKeys.UnreadableCode); // Put there by somebody, after all was sealed.
    }

    [Fact]
    public async Task Rows_AndPapersFromBefore_AreReadAndThenSealed()
    {
        await using var app = await SpmisApp.StartAsync("eligibility");
        var (claim, decision, paper) = await StoryAsync(app);
        var (keys, papers, files) = (app.Services.GetRequiredService<ColumnKeys>(), app.Services.GetRequiredService<SealedFiles>(), app.Services.GetRequiredService<FileStore>());

        // As an older version left them.
        File.Delete(keys.PlainMark("claims"));
        File.Delete(keys.PlainMark("determinations"));
        using var open = new MemoryStream(Pdf);
        var kept = await files.SaveAsync(open, "certificate.pdf", null, default);
        Directory.Delete(Path.Combine(app.DataFolder, "files", "sealed"), recursive: true);
        await app.UseAsync<EligibilityDb>(async db =>
        {
            var row = await db.Determinations.AsNoTracking().SingleAsync(d => d.Id == decision);
            await db.Claims.ExecuteUpdateAsync(s => s.SetProperty(c => c.Facts, Said));
            await db.Determinations.ExecuteUpdateAsync(s => s.SetProperty(d => d.Inputs, row.InputsText).SetProperty(d => d.Explanation, row.ExplanationText));
        });
        (await GivenAsync(app, claim))["illness"].ShouldBe("tuberculosis");
        (await PaperAsync(app, paper)).ShouldBe(Pdf);

        (await SealAsync(app)).FinishedAt.ShouldNotBeNull();

        await ShouldBeSealedAsync(app, keys);
        (await GivenAsync(app, claim))["illness"].ShouldBe("tuberculosis");
        (await app.UseAsync<ReproduceDetermination, Reproduced>(act => act.HandleAsync(decision, default))).Differs.ShouldBeEmpty();
        (await PaperAsync(app, paper)).ShouldBe(Pdf);
        files.Has(kept.Sha256).ShouldBeFalse("its row has a sealed file of its own now");
        keys.PlainIsOver("claims").ShouldBeTrue();
    }

    private static async Task<(string Claim, Guid Decision, Guid Paper)> StoryAsync(SpmisApp app)
    {
        await app.ActivateShippedAsync();
        var person = Cases.Person(1, new DateOnly(1995, 1, 1));
        await app.RegisterAsync(person);
        await app.ContributeAsync(person.PersonId, 6);
        var claim = await app.FileAsync(person.RegistrationNumber);
        await app.UseAsync<EligibilityDb>(async db =>
        {
            var row = await db.Claims.SingleAsync();
            row.Facts = Said; // As a package that asks for it would have it.
            row.Facts = db.Keys!.Seal(new SecretPlace("claims", "facts", row.Id.ToString("N")), Said);
            await db.SaveChangesAsync();
        });
        using var content = new MemoryStream(Pdf);
        var paper = await app.UseAsync<ReceiveEvidence, EvidenceItem>(act => act.HandleAsync(new NewEvidence { ClaimNumber = claim.Number, Kind = "birth_notification", Content = content, FileName = "certificate.pdf" }, SpmisApp.Change("evidence.receive"), default));
        return (claim.Number, await app.DecideAsync(claim.Number), paper.Id);
    }

    private static async Task ShouldBeSealedAsync(SpmisApp app, ColumnKeys keys)
    {
        var mark = keys.CurrentMark;
        var rows = await app.UseAsync<EligibilityDb, List<string>>(async db => [.. await db.Claims.Select(c => c.Facts).ToListAsync(), .. await db.Determinations.Select(d => d.Inputs).ToListAsync(), .. await db.Determinations.Select(d => d.Explanation!).ToListAsync()]);
        rows.Count.ShouldBe(3);
        rows.ShouldAllBe(r => r.StartsWith(mark, StringComparison.Ordinal));
        var files = Directory.GetFiles(Path.Combine(app.DataFolder, "files"), "*", SearchOption.AllDirectories);
        files.ShouldHaveSingleItem();
        files.ToList().ForEach(f => Encoding.Latin1.GetString(File.ReadAllBytes(f)).ShouldNotContain("tuberculosis"));
    }

    private static async Task<Run> SealAsync(SpmisApp app)
    {
        var run = await app.UseAsync<SealClaims, Run>(act => act.HandleAsync(SpmisApp.Change(SealClaims.RunKind), default));
        await app.SettleAsync();
        return await app.UseAsync<EligibilityDb, Run>(db => db.Runs.AsNoTracking().SingleAsync(r => r.Id == run.Id));
    }

    private static Task<IReadOnlyDictionary<string, string>> GivenAsync(SpmisApp app, string number) => app.UseAsync<EligibilityDb, IReadOnlyDictionary<string, string>>(async db => (await db.Claims.AsNoTracking().SingleAsync(c => c.Number == number)).Given);

    private static Task<byte[]> PaperAsync(SpmisApp app, Guid id) => app.UseAsync<OpenDocument, byte[]>(async act =>
    {
        var document = await act.HandleAsync(id, SpmisApp.Change("evidence.read"), default);
        await using var content = document.Content;
        using var memory = new MemoryStream();
        await content.CopyToAsync(memory);
        return memory.ToArray();
    });
}
