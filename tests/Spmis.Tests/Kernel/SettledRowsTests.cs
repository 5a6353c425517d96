using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.History;
using Spmis.TestKit;

namespace Spmis.Tests.Kernel;

/// <summary>A number is taken before its row commits; no row comes in below a seal.</summary>
public sealed class SettledRowsTests
{
    [Fact]
    public async Task Seal_WhileSomebodyWrites_WaitsForALaterLookAndLeavesNothingOut()
    {
        await using var probe = await Probe.StartAsync();
        await using var slow = probe.App.Services.CreateAsyncScope();
        var late = slow.ServiceProvider.GetRequiredService<NotesDb>();
        Assert.SkipWhen(late.Database.ProviderName!.EndsWith("Sqlite", StringComparison.Ordinal), "SQLite has one writer at a time"); // A database has a provider.
        await using (var transaction = await late.Database.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await AddAsync(late, "first by number");
            await probe.UseAsync<NotesDb>(db => AddAsync(db, "first to commit"));

            (await probe.UseAsync<NotesDb, int>(db => SealHistory.RunAsync(db, SpmisApp.Now, default))).ShouldBe(0, "one below is still on its way");

            await transaction.CommitAsync(TestContext.Current.CancellationToken);
        }

        (await probe.UseAsync<NotesDb, int>(db => SealHistory.RunAsync(db, SpmisApp.Now, default))).ShouldBe(2);
        var verdict = await probe.UseAsync<NotesDb, HistoryVerdict>(db => VerifyHistory.RunAsync(db, default));
        (verdict.Sealed, verdict.Problems.Count).ShouldBe((2L, 0));
    }

    private static async Task AddAsync(NotesDb db, string text)
    {
        db.Notes.Add(new Note { Id = Guid.CreateVersion7(), Text = text });
        await db.SaveAsync(SpmisApp.Change(), default);
    }
}
