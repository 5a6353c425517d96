using Microsoft.EntityFrameworkCore;
using Spmis.Identity;
using Spmis.Identity.Reads;
using Spmis.Kernel.Acts;
using Spmis.Kernel.History;
using Spmis.Kernel.Data;
using Spmis.TestKit;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;

namespace Spmis.Tests.Identity;

/// <summary>Somebody with the database in hand changes the record of who did what: <c>audit verify</c> finds it.</summary>
public sealed class AuditFileTests : IAsyncLifetime
{
    private SpmisApp app = null!; // Set before each test.

    public async ValueTask InitializeAsync()
    {
        app = await SpmisApp.StartAsync("identity");
        foreach (var name in new[] { "ada", "bob", "cyd", "dan" })
        {
            await app.UseAsync<CreateUser, FirstPassword>(c => c.HandleAsync(new NewUser { UserName = name, DisplayName = name, Roles = [Roles.Officer], Person = "S-1" }, SpmisApp.Change("users.create"), default));
        }

        await app.UseAsync<IdentityDb>(async db => await SealHistory.RunAsync(db, SpmisApp.Now, default));
        await app.UseAsync<CreateUser, FirstPassword>(c => c.HandleAsync(new NewUser { UserName = "eve", DisplayName = "eve", Roles = [Roles.Officer], Person = "S-1" }, SpmisApp.Change("users.create"), default));
        await app.UseAsync<IdentityDb>(async db => await SealHistory.RunAsync(db, SpmisApp.Now, default));
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    [Theory]
    [InlineData("nothing", true)]
    [InlineData("a name edited", false)]
    [InlineData("a value edited", false)]
    [InlineData("the time edited", false)]
    [InlineData("a row deleted", false)]
    [InlineData("the last sealed row deleted", false)]
    [InlineData("two rows exchanged", false)]
    [InlineData("a row inserted before all others", false)]
    [InlineData("a row inserted in place of a deleted one", false)]
    [InlineData("a seal deleted", false)]
    public async Task History_ChangedInTheDatabase_IsFound(string what, bool sound)
    {
        await app.UseAsync<IdentityDb>(async db => await TamperAsync(db, what));

        var verdict = await app.UseAsync<IdentityDb, HistoryVerdict>(db => VerifyHistory.RunAsync(db, default));

        (verdict.Problems.Count == 0).ShouldBe(sound, string.Join(" ", verdict.Problems));
    }

    [Theory]
    [InlineData("a name edited", "was edited")]
    [InlineData("a row deleted", "is missing")]
    [InlineData("the last row deleted", "missing")]
    [InlineData("all rows deleted", "are missing")]
    public async Task History_ChangedBeforeAnySeal_IsFoundThenAndAlsoOnceItIsSealed(string what, string said)
    {
        var open = await OpenRowsAsync();
        await app.UseAsync<IdentityDb>(async db =>
        {
            Assert.SkipWhen(said.Contains("missing", StringComparison.Ordinal) && !db.Database.IsSqlite(), "a server loses numbers with what fails, so a gap says nothing there");
            var rows = db.History.Where(h => h.Seq >= open);
            _ = what switch
            {
                "a name edited" => await rows.Where(h => h.Seq == open).ExecuteUpdateAsync(s => s.SetProperty(h => h.ActorName, "Somebody Else")),
                "a row deleted" => await rows.Where(h => h.Seq == open).ExecuteDeleteAsync(),
                "the last row deleted" => await rows.Where(h => h.Seq == db.History.Max(x => x.Seq)).ExecuteDeleteAsync(),
                _ => await rows.ExecuteDeleteAsync(),
            };
        });

        (await VerifyAsync()).Problems.ShouldHaveSingleItem().ShouldContain(said);

        await CreateAsync("gil");
        await app.UseAsync<SealRecords>(s => s.SealAsync(default));
        (await VerifyAsync()).Problems.ShouldHaveSingleItem().ShouldContain(said);
    }

    [Fact]
    public async Task Seal_RowEditedBefore_IsRefusedFromThereOn()
    {
        var open = await OpenRowsAsync();
        await app.UseAsync<IdentityDb>(db => db.History.Where(h => h.Seq == open + 1).ExecuteUpdateAsync(s => s.SetProperty(h => h.Reason, "put in by hand")));

        var refused = await Should.ThrowAsync<Refused>(() => app.UseAsync<IdentityDb>(db => SealHistory.RunAsync(db, SpmisApp.Now, default)));

        (refused.Code, refused.Message.Contains($"Row {open + 1} ", StringComparison.Ordinal)).ShouldBe(("history.edited", true));
        (await app.UseAsync<IdentityDb, long>(db => db.HistorySeals.MaxAsync(s => s.ToSeq))).ShouldBe(open, "what lies before it is sound");
    }

    [Fact]
    public async Task Reads_DeletedBeforeAnySeal_AreFoundThenAndAlsoOnceTheyAreSealed()
    {
        await app.UseAsync<IdentityDb>(async db =>
        {
            Assert.SkipUnless(db.Database.IsSqlite(), "a server loses numbers with what fails, so a gap says nothing there");
            db.Reads.AddRange(Enumerable.Range(0, 4).Select(n => new PersonRead { At = SpmisApp.Now, ActorId = "x", ActorName = "X", Person = $"10{n}", Place = "persons/{number}", Purpose = "registration" }));
            await db.SaveChangesAsync();
            await db.Reads.Where(r => r.Person == "101").ExecuteDeleteAsync();
        });
        var problems = await ReadsAsync();
        problems.ShouldHaveSingleItem().ShouldContain("1 were deleted before");

        await app.UseAsync<SealRecords>(s => s.SealAsync(default));
        (await ReadsAsync()).ShouldHaveSingleItem().ShouldContain("1 were deleted before");

        async Task<IReadOnlyList<string>> ReadsAsync() => await app.UseAsync<IdentityDb, IReadOnlyList<string>>(async db => (await new ReadsRecord(db).VerifyAsync(default)).Problems);
    }

    [Fact]
    public async Task Host_Stopped_LeavesNothingUnsealed()
    {
        var open = await OpenRowsAsync();
        await app.UseAsync<SealRecords>(s => s.StopAsync(default));

        var verdict = await VerifyAsync();
        (verdict.Rows - verdict.Sealed, verdict.Problems.Count).ShouldBe((0, 0));
        verdict.Rows.ShouldBeGreaterThan(open);
        verdict.Head.ShouldNotBeNull();
    }

    /// <summary>Writes rows that nobody has sealed.</summary>
    /// <returns>The first of at least three.</returns>
    private async Task<long> OpenRowsAsync()
    {
        var before = await app.UseAsync<IdentityDb, long>(db => db.History.MaxAsync(h => h.Seq));
        await CreateAsync("fay");
        await CreateAsync("fin");
        await CreateAsync("fox");
        return before + 1;
    }

    private Task<FirstPassword> CreateAsync(string name) =>
        app.UseAsync<CreateUser, FirstPassword>(c => c.HandleAsync(new NewUser { UserName = name, DisplayName = name, Roles = [Roles.Officer], Person = "S-1" }, SpmisApp.Change("users.create"), default));

    private Task<HistoryVerdict> VerifyAsync() => app.UseAsync<IdentityDb, HistoryVerdict>(db => VerifyHistory.RunAsync(db, default));

    private static async Task TamperAsync(IdentityDb db, string what)
    {
        var second = await db.History.AsNoTracking().OrderBy(h => h.Seq).Skip(1).FirstAsync();
        var row = db.History.Where(h => h.Seq == second.Seq);
        switch (what)
        {
            case "a name edited": await row.ExecuteUpdateAsync(s => s.SetProperty(h => h.ActorName, "Somebody Else")); break;
            case "a value edited": await row.ExecuteUpdateAsync(s => s.SetProperty(h => h.After, "{}")); break;
            case "the time edited": await row.ExecuteUpdateAsync(s => s.SetProperty(h => h.At, second.At.AddSeconds(1))); break;
            case "a row deleted": await row.ExecuteDeleteAsync(); break;
            case "the last sealed row deleted": await db.History.Where(h => h.Seq == db.History.Max(x => x.Seq)).ExecuteDeleteAsync(); break;
            case "two rows exchanged":
                await row.ExecuteUpdateAsync(s => s.SetProperty(h => h.Seq, -1));
                await db.History.Where(h => h.Seq == second.Seq + 1).ExecuteUpdateAsync(s => s.SetProperty(h => h.Seq, second.Seq));
                await db.History.Where(h => h.Seq == -1).ExecuteUpdateAsync(s => s.SetProperty(h => h.Seq, second.Seq + 1));
                break;
            case "a row inserted before all others": await CopyAsync(db, second.Seq, 0); break;
            case "a row inserted in place of a deleted one":
                await row.ExecuteDeleteAsync();
                await CopyAsync(db, second.Seq + 1, second.Seq);
                break;
            case "a seal deleted": await db.HistorySeals.Where(s => s.Id == db.HistorySeals.Min(x => x.Id)).ExecuteDeleteAsync(); break;
        }
    }

    // As its digest says: whoever forges a row can reckon that too.
    private static async Task CopyAsync(IdentityDb db, long from, long to)
    {
        var entity = db.Model.FindEntityType(typeof(HistoryRow))!; // Mapped.
        Func<string, string> quoted = n => db.Database.IsSqlServer() ? $"[{n}]" : $"\"{n}\"";
        var table = string.Join('.', new[] { entity.GetSchema(), entity.GetTableName() }.OfType<string>().Select(quoted));
        var columns = string.Join(", ", entity.GetProperties().Where(p => p.Name != nameof(HistoryRow.Seq)).Select(p => quoted(p.GetColumnName())));
        var (on, off) = db.Database.IsSqlServer() ? ($"SET IDENTITY_INSERT {table} ON; ", $"; SET IDENTITY_INSERT {table} OFF") : ("", "");
        var overriding = db.Database.IsNpgsql() ? "OVERRIDING SYSTEM VALUE " : "";
#pragma warning disable EF1002 // The model's own names and two numbers.
        await db.Database.ExecuteSqlRawAsync($"{on}INSERT INTO {table} ({quoted("Seq")}, {columns}) {overriding}SELECT {to}, {columns} FROM {table} WHERE {quoted("Seq")} = {from}{off}");
#pragma warning restore EF1002
    }
}
