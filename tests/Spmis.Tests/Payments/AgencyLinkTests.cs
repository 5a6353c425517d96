using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Payments;
using Spmis.Payments.Agencies;
using Spmis.Payments.Batches;
using Spmis.Payments.Links;
using Spmis.Payments.Promises;
using Spmis.TestKit;

namespace Spmis.Tests.Payments;

/// <summary>Orders sent to agencies' interfaces (G2P Connect, GovStack), against a system that pays whatever reaches it: what is paid twice was sent twice.</summary>
public sealed class AgencyLinkTests
{
    private static readonly Actor BankA = new("agency-a", "Ana Agency", [Roles.Agency], Agency: "BANKA");
    private DateTime now = SpmisApp.Now.AddDays(8);

    public static TheoryData<Mood[], int> Troubles => new()
    {
        { [], 1 },
        { [Mood.TakesAndHangsUp], 1 },
        { [Mood.Fails, Mood.Fails, Mood.Takes], 3 },
        { [Mood.IsBusy, Mood.TakesAndHangsUp], 2 },
        { [Mood.Mumbles], 1 },
        { [Mood.Fails, Mood.Mumbles], 2 },
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Order_WhateverTheAgencyDoes_IsPaidOnceAndClosed(Mood[] moods, int tries)
    {
        await using var system = await PayingSystem.StartAsync();
        system.Next(moods);
        await using var payroll = await StartAsync(system);
        await payroll.PeopleAsync(3);
        await payroll.PayAsync();
        var batch = (await payroll.BatchesAsync()).ShouldHaveSingleItem();

        for (var look = 0; look < 8; look++)
        {
            await LookAsync(payroll);
            now = now.AddHours(2);
        }

        system.Orders.Count.ShouldBe(1, "what reaches it is paid");
        Encoding.UTF8.GetBytes(system.Orders.Single()).ShouldBe(await payroll.FileAsync(batch.Id), "what is sent is the order file, byte for byte");
        var sending = await SendingAsync(payroll);
        (sending.State, sending.Tries, sending.Problem).ShouldBe(("taken", tries, null));
        var reconciled = await payroll.App.UseAsync<BatchFigures, BatchReconciliation>(f => f.OfAsync(batch, default));
        (reconciled.Paid.Count, reconciled.Pending.Count, reconciled.DifferenceMinor).ShouldBe((3L, 0L, 0L));
        (await payroll.App.UseAsync<PaymentsDb, int>(db => db.StatusFiles.CountAsync())).ShouldBe(1, "the same words are read once");
        await payroll.App.UseAsync<CloseBatch>(act => act.HandleAsync(batch.Id, SpmisApp.Change("payments.close-batch", SpmisApp.Supervisor, now), default));
        await LookAsync(payroll);
        (await LookAsync(payroll)).ShouldBe(0, "a closed batch is not asked for");
        await payroll.PromisesHoldAsync();
    }

    /// <summary>Declined, sent elsewhere, forgotten: a person is told, and nothing is sent by itself.</summary>
    [Fact]
    public async Task Order_NotTaken_WaitsForAPersonAndIsAskedForFirst()
    {
        await using var system = await PayingSystem.StartAsync();
        system.Next(Mood.Declines);
        await using var payroll = await StartAsync(system);
        await payroll.PeopleAsync(2);
        await payroll.PayAsync();
        var batch = (await payroll.BatchesAsync()).ShouldHaveSingleItem();

        await LookAsync(payroll);
        var declined = await SendingAsync(payroll);
        (declined.State, declined.Problem).ShouldBe(("refused", "err.sender_id.invalid who are you?"));
        now = now.AddDays(1);
        (await LookAsync(payroll)).ShouldBe(0);

        // The page tells it, and its button has it sent again; the agency's own people may not.
        using var supervisor = payroll.App.Client(SpmisApp.Supervisor);
        (await supervisor.GetStringAsync($"/payments/batches/{batch.Id}", TestContext.Current.CancellationToken)).ShouldContain("who are you?");
        using var bank = payroll.App.Client(BankA);
        (await WriteAsync(bank, $"/api/payments/batches/{batch.Id}/send-again")).ShouldBe(HttpStatusCode.Forbidden);

        // 307 to another address is followed by nobody.
        system.Next(Mood.PointsElsewhere);
        (await WriteAsync(supervisor, $"/api/payments/batches/{batch.Id}/send-again")).ShouldBe(HttpStatusCode.OK);
        await LookAsync(payroll);
        system.CallsElsewhere.ShouldBe(0);
        (await SendingAsync(payroll)).State.ShouldBe("refused");

        // Sent once more it is taken; when the agency then says that it has no such order, nobody sends it by itself.
        system.TokensEnded = true;
        await payroll.App.UseAsync<SendAgain>(act => act.HandleAsync(batch.Id, SpmisApp.Change("payments.send-again", SpmisApp.Supervisor, now), default));
        await LookAsync(payroll);
        (system.Orders.Count, system.TokensGiven).ShouldBe((1, 3), "one a day, and one more since the last was no longer taken");
        system.Forgets = true;
        now = now.AddDays(1);
        await LookAsync(payroll);
        system.Orders.Count.ShouldBe(1);
        (await SendingAsync(payroll)).Problem!.ShouldContain("says now that it has not");

        // What its interface does not tell, its own message may: on-disburse, of its own orders only.
        var refs = (await payroll.InstructionsAsync()).Select(i => i.Reference).ToList();
        object Told(string number, params string[] references) => new
        {
            header = new { message_id = "9", message_ts = "2026-07-11T09:00:00Z", action = "on-disburse", status = "succ" },
            message = new { transaction_id = number, disbursements_status = references.Select(r => new { reference_id = r, timestamp = "2026-07-10T08:00:00Z", status = "rjct", status_reason_code = "rjct.payee_fa.invalid" }) },
        };
        using var other = payroll.App.Client(BankA with { Id = "agency-b", Agency = "BANKB" });
        (await other.PostAsJsonAsync("/api/payments/g2p-connect/on-disburse", Told(batch.Number, refs[0]), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await bank.PostAsJsonAsync("/api/payments/g2p-connect/on-disburse", Told(batch.Number), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await bank.PostAsJsonAsync("/api/payments/g2p-connect/on-disburse", Told(batch.Number, refs[0]), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await payroll.App.SettleAsync();
        (await payroll.InstructionsAsync()).Select(i => i.State).ShouldBe(["rejected", "sent"], ignoreOrder: true);
        await payroll.PromisesHoldAsync();
    }

    /// <summary>Interrupted between the note that it is sent and the answer, as by a power cut: it is asked for, not sent.</summary>
    [Fact]
    public async Task Order_WhoseSenderDied_IsAskedForFirst()
    {
        await using var system = await PayingSystem.StartAsync();
        await using var payroll = await StartAsync(system);
        await payroll.PeopleAsync(2);
        await payroll.PayAsync();
        await LookAsync(payroll);
        system.Orders.Count.ShouldBe(1);

        // As the row stood when the call was made.
        await payroll.App.UseAsync<PaymentsDb, int>(db => db.BatchSendings.ExecuteUpdateAsync(s => s.SetProperty(x => x.TakenAt, (DateTime?)null).SetProperty(x => x.CallingUntil, now.AddMinutes(30)).SetProperty(x => x.DueAt, now.AddMinutes(30))));
        var refused = await Should.ThrowAsync<Refused>(() => payroll.App.UseAsync<SendAgain>(act => act.HandleAsync(1, SpmisApp.Change("payments.send-again", SpmisApp.Supervisor, now), default)));
        refused.Code.ShouldBe("batch.calling");
        system.Deaf = true;
        now = now.AddHours(1);
        await LookAsync(payroll);
        (system.Orders.Count, (await SendingAsync(payroll)).State).ShouldBe((1, "untold"), "while nobody answers nothing is sent");
        system.Deaf = false;
        now = now.AddHours(2);
        await LookAsync(payroll);
        (system.Orders.Count, (await SendingAsync(payroll)).State).ShouldBe((1, "taken"));
        await payroll.App.SettleAsync();
        (await payroll.InstructionsAsync()).ShouldAllBe(i => i.State == "paid");
        await payroll.PromisesHoldAsync();
    }

    /// <summary>A cent too little, a reference that is another agency's, a word nobody knows: judged line by line like any file.</summary>
    [Fact]
    public async Task Answers_ThatDoNotFit_AreRefusedLineByLine()
    {
        await using var system = await PayingSystem.StartAsync();
        await using var payroll = await StartAsync(system);
        await payroll.PeopleAsync(4);
        await payroll.PayAsync();
        var refs = (await payroll.InstructionsAsync()).Select(i => i.Reference).ToList();
        var said = new Dictionary<string, (string, string?, string?)> { [refs[0]] = ("succ", "1999.99", null), [refs[1]] = ("pdng", null, null), [refs[2]] = ("perhaps", null, null), [refs[3]] = ("rjct", null, "=cmd|account closed") };
        system.Says = r => said[r];
        await LookAsync(payroll);
        now = now.AddHours(1);
        await LookAsync(payroll);

        (await payroll.InstructionsAsync()).Select(i => i.State).ShouldBe(["sent", "sent", "sent", "rejected"]);
        (await payroll.App.UseAsync<PaymentsDb, List<string>>(db => db.Outcomes.OrderBy(o => o.Id).Select(o => o.Kind.ToString()).ToListAsync())).ShouldBe(["Accepted", "Rejected"], ignoreOrder: true);
        var run = await payroll.App.UseAsync<PaymentsDb, long>(db => db.StatusFiles.Select(f => f.RunId).SingleAsync());
        (await payroll.LinesAsync(run)).Where(l => l.Verdict == "refused").Select(l => l.Code).ShouldBe(["amount.differs", "status.unknown"], ignoreOrder: true);
        await payroll.PromisesHoldAsync();
    }

    [Fact]
    public async Task GovStack_BatchAndItsDetail_GoAndComeByIdsOfTheirLength()
    {
        await using var system = await PayingSystem.StartAsync();
        await using var payroll = await StartAsync(system, OrderFormat.GovStack);
        await payroll.PeopleAsync(2);
        await payroll.PayAsync();
        system.GivesNoToken = true;
        await LookAsync(payroll);
        var waiting = await SendingAsync(payroll);
        (waiting.Tries, waiting.State, waiting.Problem!.StartsWith("No token", StringComparison.Ordinal)).ShouldBe((0, "queued", true), "what surely did not leave is sent later without asking, which this system might never answer");
        system.GivesNoToken = false;
        system.Next(Mood.TakesAndHangsUp);
        system.Deaf = true;
        now = now.AddHours(1);
        await LookAsync(payroll);
        now = now.AddHours(1);
        await LookAsync(payroll);
        (system.Orders.Count, (await SendingAsync(payroll)).State).ShouldBe((1, "untold"), "a 404 may be a wrong address: nothing is sent again");
        system.Deaf = false;
        now = now.AddHours(2);
        await LookAsync(payroll);

        await payroll.App.SettleAsync();
        (await payroll.InstructionsAsync()).ShouldAllBe(i => i.State == "paid");
        await payroll.PromisesHoldAsync();
        Assert.SkipUnless(GovStackSchemas.Folder is not null, "../shared not present: all held, but the message was not compared with the published schema");
        GovStackSchemas.Faults("gitbook/bulkpayment.yaml", "/bulk-payment", "post", null, system.Orders.Single()).ShouldBeEmpty();
    }

    [Fact]
    public async Task G2pConnect_Disburse_FitsThePublishedSchema()
    {
        await using var system = await PayingSystem.StartAsync();
        await using var payroll = await StartAsync(system);
        await payroll.PeopleAsync(2);
        await payroll.PayAsync();
        var message = JsonDocument.Parse(await payroll.FileAsync(1)).RootElement;
        message.GetProperty("message").GetProperty("disbursements")[0].GetProperty("payee_fa").GetString().ShouldStartWith("account:4010");
        Assert.SkipUnless(GovStackSchemas.Folder is not null, "../shared not present: the message was not compared with the published schema");
        const string file = "../../g2p-connect/disburse_core_api_v1.0.0.yaml";
        GovStackSchemas.Faults(file, "MsgHeader_V1.0.0", message.GetProperty("header")).ShouldBeEmpty();
        // The published list of what is required misspells the property that it defines.
        GovStackSchemas.Faults(file, "DisburseRequest", message.GetProperty("message")).ShouldBe(["$ lacks disburemsents"]);
    }

    [Fact]
    public async Task Agency_WithAnAddressNobodyAllowed_IsRefused()
    {
        await using var system = await PayingSystem.StartAsync();
        await using var payroll = await StartAsync(system);
        foreach (var (address, words) in new[]
        {
            ("https://169.254.169.254/v1", "Payments:Links:Hosts"), ("http://pay.example.org/v1", "https"), ("https://user:pw@127.0.0.1/v1", "plain address"), ("file:///etc/passwd", "https"),
        })
        {
            var refused = await Should.ThrowAsync<Refused>(() => payroll.ChangeAgencyAsync("BANKA", s => s with { Link = s.Link! with { Address = address } }));
            (refused.Code, refused.Field).ShouldBe(("agency.address", "Address"), address);
            refused.Message.ShouldContain(words);
        }
    }

    private static async Task<Payroll> StartAsync(PayingSystem system, OrderFormat format = OrderFormat.G2pConnect)
    {
        var payroll = await Payroll.StartAsync(today: SpmisApp.Now.AddDays(8), settings: new Dictionary<string, string?>
        {
            ["Payments:Links:Hosts"] = "127.0.0.1", ["Payments:Links:BANKA:Secret"] = "a/secret", ["Payments:Links:Seconds"] = "86400",
        });
        await payroll.ChangeAgencyAsync("BANKA", s => s with
        {
            Format = format, Currency = "KES", MaxPaymentsPerBatch = 1000,
            Link = new() { Address = $"{system.Address}/v1/", TokenAddress = $"{system.Address}/token", ClientId = "spmis", Sender = format == OrderFormat.GovStack ? "SPMIS0000001" : "spmis.example", AccountForm = "account:{account}@bank-a.example", CallsPerMinute = 6000 },
        });
        return payroll;
    }

    private async Task<int> LookAsync(Payroll payroll)
    {
        var called = await payroll.App.UseAsync<SendBatches, int>(act => act.HandleAsync(null, SpmisApp.Change(SendBatches.Act, Actor.System, now), default));
        await payroll.App.SettleAsync();
        return called;
    }

    private static Task<BatchSending> SendingAsync(Payroll payroll) => payroll.App.UseAsync<PaymentsDb, BatchSending>(db => db.BatchSendings.AsNoTracking().SingleAsync());

    private static async Task<HttpStatusCode> WriteAsync(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        return (await client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode;
    }
}
