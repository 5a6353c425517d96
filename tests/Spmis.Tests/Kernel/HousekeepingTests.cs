using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Contributions;
using Spmis.Contributions.Copies;
using Spmis.Kernel.Api;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;
using Spmis.Kernel.Messages;
using Spmis.Registration;
using Spmis.TestKit;
using Spmis.Tests.Registration;

namespace Spmis.Tests.Kernel;

public sealed class HousekeepingTests
{
    private static readonly DateTime Now = SpmisApp.Now;

    [Fact]
    public async Task Tidy_AfterTheirTerms_RemovesWhatWasDeliveredAppliedAndAnsweredAndNothingElse()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        await app.UseAsync<RegistrationDb>(async db =>
        {
            // More than a thousand, so that several pieces are needed; then one of each kind that must stay.
            for (var i = 0; i < 1_203; i++)
            {
                db.Publish(new PersonsRecorded { Persons = [] });
            }

            await db.SaveAsync(SpmisApp.Change(), default);
        });
        await app.SettleAsync();
        await app.UseAsync<RegistrationDb>(async db =>
        {
            var old = Now - Tidy.OutboxTerm - TimeSpan.FromHours(1);
            await db.Outbox.ExecuteUpdateAsync(s => s.SetProperty(o => o.DeliveredAt, old));
            await db.Outbox.OrderBy(o => o.Seq).Take(1).ExecuteUpdateAsync(s => s.SetProperty(o => o.DeliveredAt, (DateTime?)null).SetProperty(o => o.NextAttemptAt, Now.AddYears(20)));
            await db.Outbox.OrderByDescending(o => o.Seq).Take(1).ExecuteUpdateAsync(s => s.SetProperty(o => o.DeliveredAt, Now - TimeSpan.FromDays(1)));
            db.AddRange(Applied(Now - Tidy.InboxTerm - TimeSpan.FromDays(1)), Applied(Now - Tidy.InboxTerm + TimeSpan.FromDays(1)));
            db.AddRange(Answer("old-answer", Now - Tidy.AnswerTerm - TimeSpan.FromDays(1)), Answer("new-answer", Now - TimeSpan.FromDays(1)));
            await db.SaveChangesAsync();
        });

        var tidied = await app.UseAsync<RegistrationDb, Tidied>(db => Tidy.RunAsync(db, null, Now, default));

        tidied.ShouldBe(new Tidied(1_201, 1, 1, 0, 0));
        await app.UseAsync<RegistrationDb>(async db =>
        {
            (await db.Outbox.CountAsync(), await db.Inbox.CountAsync()).ShouldBe((2, 1));
            (await db.StoredAnswers.SingleAsync()).Key.ShouldBe("new-answer");
        });
        (await app.UseAsync<RegistrationDb, Tidied>(db => Tidy.RunAsync(db, null, Now, default))).ShouldBe(new Tidied(0, 0, 0, 0, 0));
    }

    [Fact]
    public async Task Replay_AfterAModuleWasRestoredFromAnOlderCopy_CatchesItUpAndDoublesNothing()
    {
        await using var app = await SpmisApp.StartAsync("registration,contributions");
        var before = TimeProvider.System.GetUtcNow().UtcDateTime;
        await app.ImportedAsync(Registry.Header + Registry.Line("P1", "Amina", "Wanjiru") + Registry.Line("P2", "Otieno", "Okello"));
        await app.UseAsync<ContributionsDb>(async db =>
        {
            // As its database stood before.
            (await db.Set<WorkerCopy>().ExecuteDeleteAsync()).ShouldBe(2);
            await db.Inbox.ExecuteDeleteAsync();
        });

        (await app.UseAsync<RegistrationDb, int>(db => ReplayOutbox.RunAsync(db, before, default))).ShouldBeGreaterThan(0);
        (await app.UseAsync<RegistrationDb, int>(db => ReplayOutbox.RunAsync(db, DateTime.MaxValue, default))).ShouldBe(0);
        await app.SettleAsync();

        (await app.UseAsync<ContributionsDb, int>(db => db.Set<WorkerCopy>().CountAsync())).ShouldBe(2);
    }

    private static InboxRow Applied(DateTime at) => new() { MessageId = Guid.CreateVersion7(new DateTimeOffset(at, TimeSpan.Zero)), Consumer = "Test", AppliedAt = at };

    private static StoredAnswer Answer(string key, DateTime at) => new() { Key = key, Client = "c", RequestHash = "h", Status = 200, At = at };
}
