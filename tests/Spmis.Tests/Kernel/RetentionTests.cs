using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Identity;
using Spmis.Identity.Reads;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.History;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Retention;
using Spmis.Kernel.Runs;
using Spmis.Registration;
using Spmis.TestKit;
using Spmis.Tests.Registration;

namespace Spmis.Tests.Kernel;

/// <summary>What has served its term ends by a rule that two people made; the record of who did what stays, and so does its proof.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    private static readonly Actor Ada = new("admin-7", "Ada Admin", [Roles.Administrator]);
    private static readonly DateTime Old = SpmisApp.Now.AddMonths(-40);
    private SpmisApp app = null!; // Set before each test.

    public async ValueTask InitializeAsync() => app = await SpmisApp.StartAsync();

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task History_PastItsTerm_IsEmptiedAndStillProved()
    {
        await CreateUsersAsync(Old, "ann", "ben", "cat");
        await CreateUsersAsync(SpmisApp.Now, "dan");
        await SealAsync(SpmisApp.Now);
        await RuleAsync("history", 36);

        var run = await ApplyAsync(SpmisApp.Now);

        (run.State, run.Done >= 3).ShouldBe(("finished", true), run.Problem);
        var rows = await app.UseAsync<IdentityDb, List<HistoryRow>>(db => db.History.AsNoTracking().Where(h => h.Act == "users.create").OrderBy(h => h.Seq).ToListAsync());
        rows.Where(h => h.At == Old).ShouldAllBe(h => h.Emptied == true && h.After == null && h.ActorName == SpmisApp.Officer.Name);
        rows.Where(h => h.At == SpmisApp.Now).ShouldAllBe(h => h.Emptied == null && h.After != null);
        await SealAsync(SpmisApp.Now);
        (await VerifyAsync("history")).Problems.ShouldBeEmpty();
        (await app.UseAsync<IServiceProvider, Run?>(s => s.GetRequiredKeyedService<ApplyRetention>("identity").StartAsync(Change(SpmisApp.Now.AddDays(1)), default))).ShouldBeNull("nothing is left");
    }

    [Theory]
    [InlineData("who did it, in a row that is empty")]
    [InlineData("a row emptied without a rule")]
    [InlineData("an empty row deleted")]
    [InlineData("the entry of the retention")]
    [InlineData("the term, in the rule")]
    [InlineData("a row emptied under a forged entry")]
    public async Task History_ChangedBehindTheRetention_IsFound(string what)
    {
        await CreateUsersAsync(Old, "ann", "ben");
        await CreateUsersAsync(SpmisApp.Now, "dan");
        await SealAsync(SpmisApp.Now);
        await RuleAsync("history", 36);
        await ApplyAsync(SpmisApp.Now);
        await SealAsync(SpmisApp.Now);

        await app.UseAsync<IdentityDb>(db => what switch
        {
            "who did it, in a row that is empty" => db.History.Where(h => h.Seq == 1).ExecuteUpdateAsync(s => s.SetProperty(h => h.ActorName, "Somebody Else")),
            "a row emptied without a rule" => db.History.Where(h => h.At == SpmisApp.Now && h.Act == "users.create").ExecuteUpdateAsync(s => s.SetProperty(h => h.Emptied, true).SetProperty(h => h.After, (string?)null).SetProperty(h => h.Reason, (string?)null)),
            "the term, in the rule" => db.RetentionRules.ExecuteUpdateAsync(s => s.SetProperty(r => r.Months, 24)),
            "a row emptied under a forged entry" => ForgeAsync(db),
            "an empty row deleted" => db.History.Where(h => h.Seq == 1).ExecuteDeleteAsync(),
            _ => db.History.Where(h => h.Act == ApplyRetention.Act && h.Kind == HistoryRow.BulkKind).ExecuteUpdateAsync(s => s.SetProperty(h => h.After, h => h.After + " ")),
        });

        (await VerifyAsync("history")).Problems.ShouldNotBeEmpty();

        // Somebody writes as the retention would, of a row of today.
        static async Task<int> ForgeAsync(IdentityDb db)
        {
            var row = await db.History.AsNoTracking().SingleAsync(h => h.At == SpmisApp.Now && h.Act == "users.create" && h.Entity == nameof(SpmisUser));
            await db.History.Where(h => h.Seq == row.Seq).ExecuteUpdateAsync(s => s.SetProperty(h => h.Emptied, true).SetProperty(h => h.After, (string?)null).SetProperty(h => h.Reason, (string?)null).SetProperty(h => h.ActorName, "Somebody Else"));
            db.RecordBulk(Change(SpmisApp.Now) with { Act = ApplyRetention.Act }, "history", "run 9, 1 to 9", new EndedRange(1, SpmisApp.Now.AddYears(50), row.Seq, row.Seq, 1, null));
            await db.SaveChangesAsync();
            return 1;
        }
    }

    [Fact]
    public async Task History_EditedBeforeItsTerm_IsNotSweptAway()
    {
        await CreateUsersAsync(Old, "ann");
        await CreateUsersAsync(SpmisApp.Now, "dan");
        await SealAsync(SpmisApp.Now);
        await RuleAsync("history", 36);
        await app.UseAsync<IdentityDb>(db => db.History.Where(h => h.Seq == 1).ExecuteUpdateAsync(s => s.SetProperty(h => h.ActorName, "Somebody Else")));

        var run = await ApplyAsync(SpmisApp.Now, failuresAllowed: true);

        (run.State, run.Problem!.Contains("was edited", StringComparison.Ordinal)).ShouldBe(("failed", true)); // It has one.
        (await app.UseAsync<IdentityDb, int>(db => db.History.CountAsync(h => h.Emptied == true))).ShouldBe(0);
    }

    [Fact]
    public async Task Order_ToKeepEverything_StopsWhatIsUnderWayAndOutlivesARuleMadeBefore()
    {
        await CreateUsersAsync(Old, "ann");
        await SealAsync(SpmisApp.Now);
        await RuleAsync("history", 36);
        await RuleAsync("history", 24, from: SpmisApp.Now.AddMonths(2));
        await RuleAsync("history", null);

        // A run that began under the first rule goes on after the order came.
        await app.UseAsync<IdentityDb>(async db =>
        {
            db.Runs.Add(Run.Of(ApplyRetention.KindOf("identity"), "under-way", "End of records", new List<RetentionPart> { new("history", 1, SpmisApp.Now.AddMonths(-36)) }, Change(SpmisApp.Now)));
            await db.SaveAsync(Change(SpmisApp.Now), default);
        });
        await app.SettleAsync();

        (await app.UseAsync<IdentityDb, int>(db => db.History.CountAsync(h => h.Emptied == true))).ShouldBe(0);
        (await app.UseAsync<IServiceProvider, Run?>(s => s.GetRequiredKeyedService<ApplyRetention>("identity").StartAsync(Change(SpmisApp.Now.AddMonths(3)), default))).ShouldBeNull();
    }

    [Theory]
    [InlineData("nothing", true)]
    [InlineData("edited", false)]
    [InlineData("deleted", false)]
    [InlineData("the last one deleted", false)]
    [InlineData("inserted", false)]
    [InlineData("a seal deleted", false)]
    [InlineData("a seal said to have ended", false)]
    public async Task Reads_ChangedInTheDatabase_AreFound(string what, bool sound)
    {
        await ReadAsync(Old, 1_500);
        await ReadAsync(SpmisApp.Now, 3);
        await SealAsync(SpmisApp.Now);

        await app.UseAsync<IdentityDb>(async db => await (what switch
        {
            "nothing" => Task.CompletedTask,
            "edited" => db.Reads.Where(r => r.Id == 7).ExecuteUpdateAsync(s => s.SetProperty(r => r.ActorName, "Somebody Else")),
            "deleted" => db.Reads.Where(r => r.Id == 7).ExecuteDeleteAsync(),
            "the last one deleted" => db.Reads.Where(r => r.Id == 1_503).ExecuteDeleteAsync(),
            "inserted" => InsertBelowAsync(db),
            "a seal deleted" => db.ReadSeals.Where(s => s.Id == 1).ExecuteDeleteAsync(),
            _ => EndFalselyAsync(db),
        }));

        var verdict = await VerifyAsync(ReadsRecord.Kind);
        (verdict.Problems.Count == 0).ShouldBe(sound, string.Join(" ", verdict.Problems));
        if (sound)
        {
            verdict.Sealed.ShouldBe(1_503);
        }

        static async Task InsertBelowAsync(IdentityDb db)
        {
            // Before the first one: all other numbers are taken.
            await db.Reads.AddAsync(new PersonRead { Id = -5, At = Old, ActorId = "u1", ActorName = "Olive Officer", Person = "1", Place = "persons/{number}", Purpose = "registration" });
            await db.SaveChangesAsync();
        }

        static async Task EndFalselyAsync(IdentityDb db)
        {
            await db.Reads.Where(r => r.Id <= 1_000).ExecuteDeleteAsync();
            await db.ReadSeals.Where(s => s.Id == 1).ExecuteUpdateAsync(s => s.SetProperty(r => r.Ended, true));
        }
    }

    [Fact]
    public async Task Read_EditedBeforeItsSeal_IsFoundByItsOwnDigest_AndNotSealedOver()
    {
        await app.UseAsync<IdentityDb>(async db =>
        {
            db.Reads.Add(PersonRead.Of(SpmisApp.Now.AddTicks(3), SpmisApp.Officer, "1", "persons/{number}", "registration", restricted: false));
            await db.SaveChangesAsync();
        });
        (await VerifyAsync(ReadsRecord.Kind)).Problems.ShouldBeEmpty();
        await app.UseAsync<IdentityDb>(db => db.Reads.ExecuteUpdateAsync(s => s.SetProperty(r => r.ActorName, "Somebody Else")));
        (await VerifyAsync(ReadsRecord.Kind)).Problems.ShouldHaveSingleItem().ShouldContain("was edited after it was written");
        (await Should.ThrowAsync<Refused>(() => app.UseAsync<IServiceProvider>(s => s.GetServices<ISealedRecord>().OfType<ReadsRecord>().Single().SealAsync(SpmisApp.Now, default)))).Code.ShouldBe("reads.edited");
    }

    [Fact]
    public async Task Reads_PastTheirTerm_EndByWholeSealsAndTheChainHolds()
    {
        await ReadAsync(Old, 2_200);
        await SealAsync(Old);
        await ReadAsync(SpmisApp.Now, 5);
        await SealAsync(SpmisApp.Now);
        await RuleAsync(ReadsRecord.Kind, 24);

        (await ApplyAsync(SpmisApp.Now)).Done.ShouldBe(2_200);

        (await app.UseAsync<IdentityDb, int>(db => db.Reads.CountAsync())).ShouldBe(5);
        (await VerifyAsync(ReadsRecord.Kind)).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunValues_PastTheirTerm_AreEmptiedAndTheVerdictsStay()
    {
        var imported = await app.ImportedAsync(Registry.Header + Registry.Line("P1", "Amina", "Wanjiru") + Registry.Line("P2", "Bob", "Otieno", "31/02/1990"));
        (await app.LinesAsync(imported.Id)).ShouldContain(l => l.Value == "31/02/1990");
        var later = TimeProvider.System.GetUtcNow().UtcDateTime.AddMonths(30);
        await RuleAsync("run-values", 24, "registration");

        var run = await ApplyAsync(later, "registration");

        run.State.ShouldBe("finished", run.Problem);
        var lines = await app.LinesAsync(imported.Id);
        lines.ShouldAllBe(l => l.Value == null);
        lines.ShouldContain(l => l.Verdict == RunLine.RefusedVerdict && l.Code != null && l.Text != null);
        lines.ShouldAllBe(l => l.Text == null || !l.Text.Contains("31/02", StringComparison.Ordinal));
        (await app.RunAsync(imported.Id)).Emptied.ShouldBeTrue();
    }

    [Fact]
    public async Task Rule_PreparedOnItsPageAndApprovedByAnother_IsInForce()
    {
        using var administrator = app.Browser(Ada);
        using var supervisor = app.Browser(SpmisApp.Supervisor);
        using var officer = app.Browser(SpmisApp.Officer);
        const string page = "/retention/identity/reads";
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpClient who, params (string, string)[] fields)
        {
            using var answer = await SpmisApp.PostFormAsync(who, page, fields);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }

        (await SendAsync(administrator, ("FromDay", today), ("Months", "6"), ("LegalBasis", "Data Protection Act, s. 39"))).Text.ShouldContain("Write 12 to 1200 months");
        (await SendAsync(administrator, ("FromDay", "2020-01-01"), ("Months", "60"), ("LegalBasis", "Data Protection Act, s. 39"))).Text.ShouldContain("begin today or later");
        (await SendAsync(administrator, ("FromDay", today), ("Months", "sixty"), ("LegalBasis", "Data Protection Act, s. 39"))).Text.ShouldContain("Write the months as a number");
        (await SendAsync(administrator, ("FromDay", today), ("Months", "60"), ("LegalBasis", " "))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SendAsync(officer, ("FromDay", today), ("Months", "60"), ("LegalBasis", "Data Protection Act, s. 39"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(administrator, ("FromDay", today), ("Months", "60"), ("LegalBasis", "Data Protection Act, s. 39"))).Status.ShouldBe(HttpStatusCode.Redirect);
        var proposal = await app.UseAsync<IdentityDb, long>(db => db.Proposals.Select(p => p.Id).SingleAsync());
        using (var done = await SpmisApp.PostFormAsync(supervisor, $"/proposals/identity/{proposal}", ("Decision", "approve")))
        {
            done.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        (await officer.GetStringAsync(new Uri("/retention", UriKind.Relative))).ShouldContain("60 months");
        (await officer.GetStringAsync(new Uri(page, UriKind.Relative))).ShouldContain("Data Protection Act, s. 39");
    }

    private static Change Change(DateTime now) => SpmisApp.Change(ApplyRetention.Act, Actor.System, now);

    private static PersonRead Row(DateTime at, int n) => new() { At = at, ActorId = "u1", ActorName = "Olive Officer", Person = $"{n}", Place = "persons/{number}", Purpose = "registration" };

    private async Task CreateUsersAsync(DateTime at, params string[] names)
    {
        foreach (var name in names)
        {
            await app.UseAsync<CreateUser, FirstPassword>(c => c.HandleAsync(new NewUser { UserName = name, DisplayName = name, Roles = [Roles.Officer], Person = "S-1" }, SpmisApp.Change("users.create", now: at, reason: "hired"), default));
        }
    }

    private Task ReadAsync(DateTime at, int count) => app.UseAsync<IdentityDb>(db => db.BulkInsertAsync([.. Enumerable.Range(1, count).Select(n => Row(at, n))], default));

    private Task SealAsync(DateTime now) => app.UseAsync<IServiceProvider>(async services =>
    {
        foreach (var record in services.GetServices<ISealedRecord>().Where(r => r.Module == "identity"))
        {
            await record.SealAsync(now, default);
        }
    });

    private async Task<HistoryVerdict> VerifyAsync(string which) => await app.UseAsync<IServiceProvider, HistoryVerdict>(async services =>
    {
        foreach (var record in services.GetServices<ISealedRecord>().Where(r => r.Module == "identity"))
        {
            if (await record.VerifyAsync(default) is { } verdict && verdict.Record == which)
            {
                return verdict;
            }
        }

        throw new InvalidOperationException($"No record {which}.");
    });

    private async Task RuleAsync(string kind, int? months, string module = "identity", DateTime? from = null)
    {
        var proposal = await app.UseAsync<IServiceProvider, Proposal>(s => s.GetRequiredKeyedService<ChangeRetention>(module).ProposeAsync(
            new NewRetention { Kind = kind, FromDay = DateOnly.FromDateTime(from ?? SpmisApp.Now), Months = months, LegalBasis = "Archives Act, s. 4" }, SpmisApp.Change("retention.rule.prepare", Ada), default));
        await app.UseAsync<FourEyes>(f => f.ApproveAsync(module, proposal.Id, SpmisApp.Change("proposals.approve", SpmisApp.Supervisor), default));
    }

    private async Task<Run> ApplyAsync(DateTime now, string module = "identity", bool failuresAllowed = false)
    {
        var run = await app.UseAsync<IServiceProvider, Run?>(s => s.GetRequiredKeyedService<ApplyRetention>(module).StartAsync(Change(now), default));
        run.ShouldNotBeNull();
        await app.SettleAsync(failuresAllowed: failuresAllowed);
        return await app.UseAsync<IServiceProvider, Run>(s => s.GetRequiredKeyedService<Spmis.Kernel.Data.ModuleDb>(module).Runs.AsNoTracking().SingleAsync(r => r.Id == run.Id));
    }
}
