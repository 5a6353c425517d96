using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.TestKit;

namespace Spmis.Tests.Kernel;

/// <summary>Evidence of proposals: added by the preparer only, part of what is approved, kept sealed, and asked for where the policy says so.</summary>
public sealed class ProposalEvidenceTests
{
    private static readonly Actor Paul = new("paul", "Paul Preparer", [Roles.Officer]);
    private static readonly Actor Ann = new("ann", "Ann", [Roles.Supervisor]);
    private static readonly Actor Admin = new("admin", "Ada", [Roles.Administrator]);
    private static readonly byte[] Paper = Encoding.ASCII.GetBytes("%PDF-1.4\nCourt of Kisumu, order 17\n%%EOF\n");

    [Fact]
    public async Task Evidence_AddedSinceItWasShown_IsLookedAtFirst()
    {
        await using var probe = await Probe.StartAsync();
        var before = await RenameAsync(probe, "a0", "a1");
        var shown = before.Hash;
        var after = await AddAsync(probe, before.Id, Paul, "Order 17", Paper, "order.pdf");

        (await RefusedAsync(() => ApproveAsync(probe, before.Id, null))).ShouldBe("proposal.evidence-unseen");
        (await RefusedAsync(() => ApproveAsync(probe, before.Id, shown))).ShouldBe("proposal.shown-otherwise");
        after.Hash.ShouldNotBe(shown);
        (await ApproveAsync(probe, before.Id, after.Hash)).Applied.ShouldBeTrue();
        (await RefusedAsync(() => AddAsync(probe, before.Id, Paul, "too late"))).ShouldBe("evidence.late");
        var history = await probe.UseAsync<NotesDb, List<string?>>(db => db.History.Where(h => h.Act == "proposals.evidence").Select(h => h.After).ToListAsync());
        history.Single().ShouldNotBeNull().ShouldContain("order.pdf");
    }

    [Fact]
    public async Task Evidence_ByAnotherOrTooMuchOrNoDocument_IsRefused_AndTheSameTwiceIsOnce()
    {
        await using var probe = await Probe.StartAsync();
        var id = (await RenameAsync(probe, "b0", "b1")).Id;
        (await RefusedAsync(() => AddAsync(probe, id, Ann, "mine"))).ShouldBe("evidence.not-yours");
        (await RefusedAsync(() => AddAsync(probe, id, Paul, " "))).ShouldBe("evidence.nothing");
        (await RefusedAsync(() => AddAsync(probe, id, Paul, new string('x', 501)))).ShouldBe("evidence.text-long");
        (await RefusedAsync(() => AddAsync(probe, id, Paul, null, Paper, "order.png"))).ShouldBe("document.not-what-it-says");
        (await RefusedAsync(() => AddAsync(probe, id, Paul, null, [], "order.pdf"))).ShouldBe("document.empty");
        (await RefusedAsync(() => AddAsync(probe, 4711, Paul, "x"))).ShouldBe("proposal.unknown");
        await AddAsync(probe, id, Paul, null, Paper, "order.pdf");
        (await AddAsync(probe, id, Paul, null, Paper, "order.pdf")).ReadEvidence().Count.ShouldBe(1);
        for (var i = 2; i <= AddEvidence.Most; i++)
        {
            await AddAsync(probe, id, Paul with { Id = "paul-2", OtherIds = ["paul"] }, $"Register {i}"); // A second account of the same person.
        }

        (await RefusedAsync(() => AddAsync(probe, id, Paul, "one more"))).ShouldBe("evidence.many");
    }

    [Fact]
    public async Task Document_IsSealedOnTheDisk_HandedOutAsItCame_AndSwappedByNobody()
    {
        await using var probe = await Probe.StartAsync();
        var proposal = await RenameAsync(probe, "c0", "c1");
        proposal = await AddAsync(probe, proposal.Id, Paul, null, Paper, "../order.pdf");
        await AddAsync(probe, (await RenameAsync(probe, "d0", "d1")).Id, Paul, null, [.. Paper, (byte)' '], "other.pdf");
        var (content, type, name) = await probe.UseAsync<OpenEvidence, (byte[], string, string)>(act => act.HandleAsync("notes", proposal.Id, 1, By(Ann), default));
        (content.SequenceEqual(Paper), type, name).ShouldBe((true, "application/pdf", "order.pdf"));
        (await RefusedAsync(() => probe.UseAsync<OpenEvidence>(act => act.HandleAsync("notes", proposal.Id, 2, By(Ann), default)))).ShouldBe("evidence.no-file");
        (await probe.UseAsync<NotesDb, int>(db => db.History.CountAsync(h => h.ActorId == Ann.Id && h.After!.Contains("order.pdf")))).ShouldBe(1);

        var folder = Path.Combine(probe.App.Services.GetRequiredService<SpmisDatabase>().DataFolder, "files", "sealed");
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order().ToList();
        files.Count.ShouldBe(2);
        files.ForEach(f => Encoding.Latin1.GetString(File.ReadAllBytes(f)).ShouldNotContain("Kisumu"));
        var (one, other) = (await File.ReadAllBytesAsync(files[0]), await File.ReadAllBytesAsync(files[1]));
        await File.WriteAllBytesAsync(files[0], other); // Each paper put in the place of the other.
        await File.WriteAllBytesAsync(files[1], one);
        var refused = new[] { await RefusedAsync(() => probe.UseAsync<OpenEvidence>(act => act.HandleAsync("notes", proposal.Id, 1, By(Ann), default))), await RefusedAsync(() => ApproveAsync(probe, proposal.Id, proposal.Hash)) };
        refused.ShouldAllBe(code => code == "secret.unreadable");

        await probe.UseAsync<NotesDb>(db => db.Proposals.Where(p => p.Id == proposal.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.Evidence, (string?)null)));
        (await RefusedAsync(() => ApproveAsync(probe, proposal.Id, proposal.Hash))).ShouldBe("proposal.data-moved"); // Taken out in the database.
    }

    [Fact]
    public async Task Policy_ThatAsksForEvidence_LetsNothingBeApprovedWithout()
    {
        await using var probe = await Probe.StartAsync();
        ApprovalBand evidence = new() { Kind = ApprovalKind.Two, EvidenceNeeded = true };
        (await RefusedAsync(() => SetAsync(probe, "notes.pay", new ApprovalBand { Kind = ApprovalKind.One, EvidenceNeeded = true }))).ShouldBe("policy.evidence-alone");
        (await RefusedAsync(() => SetAsync(probe, "notes.pay", evidence, new ApprovalBand { Currency = "ALD", FromMinor = 1_00, Kind = ApprovalKind.Two }))).ShouldBe("policy.order"); // Less evidence for more money.
        await SetAsync(probe, "notes.rename", evidence);

        var proposal = await RenameAsync(probe, "e0", "e1");
        proposal.ReadRule()!.EvidenceNeeded.ShouldBeTrue();
        (await RefusedAsync(() => ApproveAsync(probe, proposal.Id, proposal.Hash))).ShouldBe("proposal.evidence-needed");
        var hash = (await AddAsync(probe, proposal.Id, Paul, "Decision 4 of the board, folder 12")).Hash;
        (await ApproveAsync(probe, proposal.Id, hash)).Applied.ShouldBeTrue();
    }

    [Fact]
    public async Task Persons_NamedByAProposal_AreKept_AlsoThoseOfBefore()
    {
        await using var probe = await Probe.StartAsync();
        var proposal = await RenameAsync(probe, "f0", "see 26000012309 and 12345678901"); // The second one is no registration number.
        await probe.UseAsync<NotesDb>(async db =>
        {
            (await db.ProposalPersons.Where(p => p.ProposalId == proposal.Id).Select(p => p.Number).ToListAsync()).ShouldBe(["26000012309"]);
            await db.ProposalPersons.ExecuteDeleteAsync();
            await db.Proposals.ExecuteUpdateAsync(s => s.SetProperty(p => p.PersonsKept, false));
            (await KeepPersons.HandleAsync(db, default)).ShouldBe(1);
            (await KeepPersons.HandleAsync(db, default)).ShouldBe(0);
            (await db.ProposalPersons.CountAsync(p => p.ProposalId == proposal.Id)).ShouldBe(1);
        });
    }

    private static async Task SetAsync(Probe probe, string act, params IReadOnlyList<ApprovalBand> bands)
    {
        var id = await probe.UseAsync<IServiceProvider, long>(async s => (await s.GetRequiredKeyedService<ChangePolicy>("notes").ProposeAsync(
            new NewPolicy { Act = act, FromDay = DateOnly.FromDateTime(SpmisApp.Change().Now), Bands = bands, LegalBasis = "Decree 7 of 2026" }, By(Admin), default)).Id);
        await ApproveAsync(probe, id, null);
    }

    private static Task<StepTaken> ApproveAsync(Probe probe, long id, string? hash) => probe.UseAsync<FourEyes, StepTaken>(f => f.ApproveAsync("notes", id, hash, By(Ann), default));

    private static Task<Proposal> AddAsync(Probe probe, long id, Actor who, string? text, byte[]? content = null, string? name = null) => probe.UseAsync<AddEvidence, Proposal>(act =>
        act.HandleAsync("notes", id, new NewProposalEvidence(text, content is null ? null : new MemoryStream(content), name), By(who) with { Act = "proposals.evidence" }, default));

    private static async Task<Proposal> RenameAsync(Probe probe, string from, string to)
    {
        var note = new Note { Id = Guid.CreateVersion7(), Text = from };
        await probe.UseAsync<NotesDb>(db =>
        {
            db.Notes.Add(note);
            return db.SaveChangesAsync();
        });
        return await probe.UseAsync<FourEyes, Proposal>(f => f.ProposeAsync("notes", "notes.rename", $"{note.Id}", $"Rename {from}", new[] { $"{note.Id}", to }, By(Paul), default));
    }

    private static async Task<string> RefusedAsync(Func<Task> act) => (await Should.ThrowAsync<Refused>(act)).Code;

    private static Change By(Actor actor) => SpmisApp.Change("test", actor);
}
