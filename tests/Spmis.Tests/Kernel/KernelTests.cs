using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.History;
using Spmis.Kernel.Messages;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.TestKit;

namespace Spmis.Tests.Kernel;

public sealed class KernelTests
{
    private static readonly Change Change = SpmisApp.Change();

    [Fact]
    public async Task Publish_ConsumerFailsTwice_IsAppliedOnce()
    {
        await using var probe = await Probe.StartAsync();
        var message = Message(failures: 2);

        await probe.UseAsync<NotesDb>(db => PublishAsync(db, message));
        await probe.SettleAsync(failuresAllowed: true);

        (await probe.UseAsync<EchoDb, int>(db => db.Notes.CountAsync())).ShouldBe(1);
        (await probe.UseAsync<EchoDb, int>(db => db.Inbox.CountAsync())).ShouldBe(1);
        (await probe.UseAsync<EchoDb, DeadLetter>(db => db.DeadLetters.SingleAsync())).ResolvedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Publish_ConsumerKeepsFailing_IsParkedWithItsReasonAndRetriedByHand()
    {
        await using var probe = await Probe.StartAsync();
        var message = Message(failures: 5);
        await probe.UseAsync<NotesDb>(db => PublishAsync(db, message));
        await probe.SettleAsync(failuresAllowed: true);
        var letter = await probe.UseAsync<EchoDb, DeadLetter>(db => db.DeadLetters.SingleAsync());
        letter.ParkedAt.ShouldNotBeNull();
        letter.Reason.ShouldContain("The test said so.");

        await probe.UseAsync<EchoDb>(db => RetryDeadLetter.RunAsync(probe.App.Services, db, letter.Id, default));

        (await probe.UseAsync<EchoDb, int>(db => db.Notes.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Publish_ActIsRefused_NothingLeaves()
    {
        await using var probe = await Probe.StartAsync();
        await probe.UseAsync<NotesDb>(db => AddAsync(db, "taken"));

        var refused = await Should.ThrowAsync<Refused>(() => probe.UseAsync<NotesDb>(async db =>
        {
            db.Publish(Message(0));
            await AddAsync(db, "taken");
        }));

        refused.Code.ShouldBe("exists-already");
        (await probe.UseAsync<NotesDb, int>(db => db.Outbox.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Run_BreaksInTheMiddle_GoesOnBehindTheLastChunkWhenResumed()
    {
        await using var probe = await Probe.StartAsync();
        await probe.UseAsync<NotesDb>(async db =>
        {
            db.Runs.Add(Run.Of("notes.count", "a", "Count", new CountInput(7, BreakAt: 4), Change));
            await db.SaveAsync(Change, default);
        });
        await probe.SettleAsync(failuresAllowed: true);
        var broken = await probe.UseAsync<NotesDb, Run>(db => db.Runs.AsNoTracking().SingleAsync());
        broken.State.ShouldBe("failed");
        broken.Done.ShouldBe(3);

        await probe.UseAsync<NotesDb>(db => db.Runs.ExecuteUpdateAsync(s => s.SetProperty(r => r.FailedAt, (DateTime?)null).SetProperty(r => r.QueuedAt, (DateTime?)null)));
        await probe.RestartAsync();
        await probe.SettleAsync();

        var run = await probe.UseAsync<NotesDb, Run>(db => db.Runs.AsNoTracking().SingleAsync());
        (run.State, run.Done, run.Accepted, run.Refused).ShouldBe(("finished", 7, 4, 3));
        (await probe.UseAsync<NotesDb, int>(db => db.Notes.CountAsync())).ShouldBe(7);
        (await probe.UseAsync<NotesDb, int>(db => db.RunLines.CountAsync(l => l.Verdict == RunLine.RefusedVerdict && l.Text != null))).ShouldBe(3);
    }

    [Fact]
    public async Task Run_SameKeyTwice_IsRefused()
    {
        await using var probe = await Probe.StartAsync();
        await probe.UseAsync<NotesDb>(StartAsync);

        (await Should.ThrowAsync<Refused>(() => probe.UseAsync<NotesDb>(StartAsync))).Code.ShouldBe("exists-already");

        static async Task StartAsync(NotesDb db)
        {
            db.Runs.Add(Run.Of("notes.count", "same", "Count", new CountInput(1, null), Change));
            await db.SaveAsync(Change, default);
        }
    }

    [Fact]
    public async Task Save_RowMovedMeanwhile_IsRefused()
    {
        await using var probe = await Probe.StartAsync();
        await probe.UseAsync<NotesDb>(db => AddAsync(db, "first"));

        var refused = await Should.ThrowAsync<Refused>(() => probe.UseAsync<NotesDb>(async db =>
        {
            var note = await db.Notes.SingleAsync();
            await db.Notes.ExecuteUpdateAsync(s => s.SetProperty(n => n.Version, 1));
            note.Text = "second";
            await db.SaveAsync(Change, default);
        }));

        refused.Code.ShouldBe("changed-meanwhile");
    }

    [Fact]
    public async Task History_RowEdited_IsFoundByVerify()
    {
        await using var probe = await Probe.StartAsync();
        await probe.UseAsync<NotesDb>(async db =>
        {
            await AddAsync(db, "one");
            (await db.Notes.SingleAsync()).Text = "two";
            await db.SaveAsync(Change with { Reason = "spelling" }, default);
            (await SealHistory.RunAsync(db, SpmisApp.Now, default)).ShouldBe(2);
        });
        (await probe.UseAsync<NotesDb, HistoryVerdict>(db => VerifyHistory.RunAsync(db, default))).Problems.ShouldBeEmpty();
        var row = await probe.UseAsync<NotesDb, HistoryRow>(db => db.History.OrderByDescending(h => h.Seq).FirstAsync());
        (row.Kind, row.Before, row.After, row.Reason, row.ActorId).ShouldBe(("changed", """{"text":"one"}""", """{"text":"two"}""", "spelling", SpmisApp.Officer.Id));

        await probe.UseAsync<NotesDb>(db => db.History.Where(h => h.Seq == row.Seq).ExecuteUpdateAsync(s => s.SetProperty(h => h.ActorName, "Somebody Else")));

        (await probe.UseAsync<NotesDb, HistoryVerdict>(db => VerifyHistory.RunAsync(db, default))).Problems.ShouldHaveSingleItem().ShouldContain("edited");
    }

    [Fact]
    public async Task History_RowDeleted_IsFoundByVerify()
    {
        await using var probe = await Probe.StartAsync();
        await probe.UseAsync<NotesDb>(async db =>
        {
            await AddAsync(db, "one");
            await AddAsync(db, "two");
            await SealHistory.RunAsync(db, SpmisApp.Now, default);
            await db.History.OrderBy(h => h.Seq).Take(1).ExecuteDeleteAsync();
        });

        (await probe.UseAsync<NotesDb, HistoryVerdict>(db => VerifyHistory.RunAsync(db, default))).Problems.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Approve_OwnProposal_IsRefused()
    {
        await using var probe = await Probe.StartAsync();
        var proposal = await ProposeAsync(probe);

        var refused = await Should.ThrowAsync<Refused>(() => probe.UseAsync<FourEyes>(f => f.ApproveAsync("notes", proposal, Change, default)));

        refused.Code.ShouldBe("proposal.own");
        (await probe.UseAsync<NotesDb, string>(db => db.Notes.Select(n => n.Text).SingleAsync())).ShouldBe("before");
    }

    [Fact]
    public async Task Approve_ByAnother_AppliesOnce()
    {
        await using var probe = await Probe.StartAsync();
        var proposal = await ProposeAsync(probe);
        var supervisor = SpmisApp.Change(actor: SpmisApp.Supervisor);

        await probe.UseAsync<FourEyes>(f => f.ApproveAsync("notes", proposal, supervisor, default));

        (await probe.UseAsync<NotesDb, string>(db => db.Notes.Select(n => n.Text).SingleAsync())).ShouldBe("after");
        (await Should.ThrowAsync<Refused>(() => probe.UseAsync<FourEyes>(f => f.ApproveAsync("notes", proposal, supervisor, default)))).Code.ShouldBe("proposal.decided");
    }

    [Fact]
    public async Task Approve_DataMovedSinceShown_IsRefused()
    {
        await using var probe = await Probe.StartAsync();
        var proposal = await ProposeAsync(probe);
        await probe.UseAsync<NotesDb>(db => db.Notes.ExecuteUpdateAsync(s => s.SetProperty(n => n.Text, "moved")));

        var refused = await Should.ThrowAsync<Refused>(() => probe.UseAsync<FourEyes>(f => f.ApproveAsync("notes", proposal, SpmisApp.Change(actor: SpmisApp.Supervisor), default)));

        refused.Code.ShouldBe("proposal.data-moved");
    }

    [Fact]
    public async Task Write_SameKeyTwice_GivesTheSameAnswerAndActsOnce()
    {
        await using var probe = await Probe.StartAsync();
        using var client = Client(probe);

        var first = await PostAsync(client, "key-00000001", "hello");
        var second = await PostAsync(client, "key-00000001", "hello");

        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        second.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        second.Headers.Location.ShouldBe(first.Headers.Location);
        (await probe.UseAsync<NotesDb, int>(db => db.Notes.CountAsync())).ShouldBe(1);
    }

    [Theory]
    [InlineData("key-00000001", "other", HttpStatusCode.UnprocessableEntity, "idempotency.key-reused")]
    [InlineData("", "other", HttpStatusCode.BadRequest, "idempotency.key-missing")]
    [InlineData("key-00000002", "", HttpStatusCode.BadRequest, "note.empty")]
    [InlineData("key-00000003", "hello", HttpStatusCode.Conflict, "exists-already")]
    public async Task Write_AfterOne_IsRefusedWithACode(string key, string text, HttpStatusCode status, string code)
    {
        await using var probe = await Probe.StartAsync();
        using var client = Client(probe);
        await PostAsync(client, "key-00000001", "hello");

        var answer = await PostAsync(client, key, text);

        answer.StatusCode.ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(code);
        (await probe.UseAsync<NotesDb, int>(db => db.Notes.CountAsync())).ShouldBe(1);
    }

    [Theory]
    [InlineData("{\"text\": 5}", HttpStatusCode.BadRequest, "$.text, line 1, byte ")]
    [InlineData("{\"text\": \"half", HttpStatusCode.BadRequest, "line 1, byte ")]
    [InlineData("", HttpStatusCode.BadRequest, "request.unreadable")]
    public async Task Write_BodyUnreadable_SaysWhere(string body, HttpStatusCode status, string words)
    {
        await using var probe = await Probe.StartAsync();
        using var client = Client(probe);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/notes") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", "key-00000001");

        using var answer = await client.SendAsync(request);

        answer.StatusCode.ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadAsStringAsync()).ShouldContain(words);
    }

    private static HttpClient Client(Probe probe)
    {
        var client = probe.App.GetTestClient();
        client.ActAs(SpmisApp.Officer);
        return client;
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string key, string text)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/notes") { Content = JsonContent.Create(new NoteInput(text)) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return client.SendAsync(request);
    }

    private static async Task<long> ProposeAsync(Probe probe)
    {
        await probe.UseAsync<NotesDb>(db => AddAsync(db, "before"));
        var id = await probe.UseAsync<NotesDb, Guid>(db => db.Notes.Select(n => n.Id).SingleAsync());
        return (await probe.UseAsync<FourEyes, Proposal>(f => f.ProposeAsync("notes", "notes.rename", id.ToString(), "Rename", new[] { id.ToString(), "after" }, Change, default))).Id;
    }

    private static async Task AddAsync(NotesDb db, string text)
    {
        db.Notes.Add(new Note { Id = Guid.CreateVersion7(), Text = text });
        await db.SaveAsync(Change, default);
    }

    private static Task PublishAsync(NotesDb db, MergeUndone message)
    {
        db.Publish(message);
        return db.SaveAsync(Change, default);
    }

    private static MergeUndone Message(int failures)
    {
        var message = new MergeUndone { MergeId = Guid.CreateVersion7(), SurvivorId = Guid.CreateVersion7(), MergedIds = [] };
        Echo.FailuresLeft[message.MergeId] = failures + 1;
        return message;
    }
}
