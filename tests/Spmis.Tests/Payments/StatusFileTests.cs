using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Payments;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Payments;
using Spmis.Payments.Batches;
using Spmis.Payments.PaymentRuns;
using Spmis.Payments.Reconciliation;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Payments;

public sealed class StatusFileTests
{
    [Fact]
    public async Task Import_CsvWithBadLines_AppliesTheGoodAndExplainsTheRest()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(4, agency: n => n == 4 ? "BANKA" : "MOMO");
        await payroll.PayAsync();
        var refs = (await payroll.InstructionsAsync()).Select(i => i.Reference).ToList();

        var taken = await payroll.SendAsync("MOMO", $"""
            payment_reference,status,reason,amount,executed_on
            {refs[0]},PAID,,2000.00,2026-07-11
            {refs[1]},FAILED,AC04 Account closed,2000.00,2026-07-11
            {refs[2]},PAID,,2000.01,2026-07-11
            {refs[2]},LOST,,2000.00,2026-07-11
            {refs[2]},PAID,,"2,000",2026-07-11
            {refs[2]},PAID,,2000.00,31/02/2026
            {refs[3]},PAID,,2000.00,2026-07-11
            UNKNOWN-0000001,PAID,,100.00,2026-07-11
            ,PAID,,100.00,2026-07-11
            {refs[0]},PAID,,2000.00,2026-07-11
            {refs[1]},PAID,,2000.00,2026-07-11
            """);

        var lines = await payroll.LinesAsync(taken.RunId);
        lines.Where(l => l.Part == 0).Select(l => (l.Line, l.Verdict, l.Code)).ShouldBe(
        [
            (2L, "accepted", null), (3L, "accepted", null), (4L, "refused", "amount.differs"), (5L, "refused", "status.unknown"), (6L, "refused", "amount.invalid"),
            (7L, "refused", "date.no-such-day"), (8L, "refused", "reference.unknown"), (9L, "refused", "reference.unknown"), (10L, "refused", "value.missing"),
            (11L, "noted", "answer.repeated"), (12L, "noted", "answer.contradicts"),
        ]);
        lines.Where(l => l.Verdict == "refused").ShouldAllBe(l => l.Text!.Length > 10);
        (await payroll.InstructionsAsync()).Select(i => i.State).ShouldBe(["paid", "rejected", "sent", "sent"]);
        var outcomes = await payroll.App.UseAsync<PaymentsDb, List<Outcome>>(db => db.Outcomes.AsNoTracking().OrderBy(o => o.Line).ToListAsync());
        outcomes.Select(o => (o.Kind, o.Line, o.ReasonCode)).ShouldBe([(OutcomeKind.Paid, 2, null), (OutcomeKind.Rejected, 3, "AC04")]);
        (await payroll.TechnicalRunAsync(taken.RunId)).State.ShouldBe("finished");
        await payroll.PromisesHoldAsync();
    }

    [Fact]
    public async Task Import_TheSameFileTwice_DoesNothing()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(2);
        await payroll.PayAsync();
        var refs = (await payroll.InstructionsAsync()).Select(i => i.Reference).ToList();

        var first = await payroll.AnswerAsync("BANKA", (refs[0], "PAID", "2000.00"));
        var second = await payroll.AnswerAsync("BANKA", (refs[0], "PAID", "2000.00"));

        second.ShouldBe(first with { ReadBefore = true });
        (await payroll.App.UseAsync<PaymentsDb, int>(db => db.Runs.CountAsync(r => r.Kind == "payments.status"))).ShouldBe(1);
        var told = await payroll.App.UseAsync<PaymentsDb, List<string>>(db => db.Outbox.Where(o => o.Contract == typeof(PaymentsSettled).FullName).Select(o => o.Payload).ToListAsync());
        System.Text.Json.JsonSerializer.Deserialize<PaymentsSettled>(told.ShouldHaveSingleItem(), SpmisJson.Options)!.Payments.ShouldHaveSingleItem().Outcome.ShouldBe("paid");
        await payroll.PromisesHoldAsync();
    }

    [Fact]
    public async Task Import_ReturnedAfterPaidThenReissued_PaysTheSecondAttempt()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(2);
        await payroll.PayAsync();
        var refs = (await payroll.InstructionsAsync()).Select(i => i.Reference).ToList();
        await payroll.AnswerAsync("BANKA", (refs[0], "PAID", "2000.00"), (refs[1], "FAILED", "2000.00"));
        var batch = (await payroll.BatchesAsync()).ShouldHaveSingleItem();

        await payroll.SendAsync("BANKA", await BankAnswerTests.ReturnsAsync(refs[0], 200_000));
        await payroll.PromisesHoldAsync();
        (await payroll.InstructionsAsync()).Select(i => i.State).ShouldBe(["returned", "rejected"]);
        await payroll.App.UseAsync<CloseBatch>(act => act.HandleAsync(batch.Id, SpmisApp.Change(actor: SpmisApp.Supervisor), default));

        foreach (var reference in refs)
        {
            await payroll.App.UseAsync<ReissuePayment>(act => act.HandleAsync(reference, SpmisApp.Change("payments.reissue"), default));
        }

        (await Payroll.RefusalAsync(() => payroll.App.UseAsync<ReissuePayment>(act => act.HandleAsync(refs[0], SpmisApp.Change(), default)))).Code.ShouldBe("payment.reissue-asked");
        await payroll.PayAsync(Payroll.July.Add(1));
        var second = (await payroll.InstructionsAsync()).Where(i => i.Month == Payroll.July && i.Attempt == 2).ToList();
        second.Count.ShouldBe(2);
        second.Select(i => i.Reference).Intersect(refs).ShouldBeEmpty();
        await payroll.AnswerAsync("BANKA", [.. second.Select(i => (i.Reference, "PAID", "2000.00"))]);
        (await payroll.InstructionsAsync()).Count(i => i.Month == Payroll.July && i.State == "paid").ShouldBe(2);
        await payroll.PromisesHoldAsync();
    }

    [Fact]
    public async Task Cancel_AnApprovedRunWithReissues_LeavesThemForTheNext()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(1);
        await payroll.PayAsync();
        var reference = (await payroll.OnlyAsync()).Reference;
        await payroll.AnswerAsync("BANKA", (reference, "FAILED", "2000.00"));
        await payroll.App.UseAsync<ReissuePayment>(act => act.HandleAsync(reference, SpmisApp.Change("payments.reissue"), default));
        var cycle = await payroll.OpenAsync(Payroll.July.Add(1));
        var run = (await payroll.PrepareAsync(cycle)).PaymentRunId;
        await payroll.ApproveAsync(run);
        await payroll.PromisesHoldAsync();

        await payroll.App.UseAsync<CancelPaymentRun>(act => act.HandleAsync(run, SpmisApp.Change(reason: "no money"), default));
        await payroll.PromisesHoldAsync();
        await payroll.ReleaseAsync((await payroll.PrepareAsync(cycle)).PaymentRunId);

        (await payroll.InstructionsAsync()).Select(i => (i.Month.Number, i.Attempt, i.State)).ShouldBe([(7, 1, "rejected"), (7, 2, "lapsed"), (7, 3, "sent"), (8, 1, "lapsed"), (8, 2, "sent")]);
        await payroll.PromisesHoldAsync();
    }

    [Theory]
    [InlineData("PAID", "FAILED", true, "returned")]
    [InlineData("PAID", "FAILED", false, "paid")]
    [InlineData("FAILED", "PAID", true, "paid")]
    [InlineData("FAILED", "PAID", false, "rejected")]
    public async Task Settle_AContradiction_KeepsOrTakesAndTheBooksStillBalance(string first, string second, bool take, string state)
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(1);
        await payroll.PayAsync();
        var reference = (await payroll.OnlyAsync()).Reference;
        await payroll.AnswerAsync("BANKA", (reference, first, "2000.00"));
        await payroll.AnswerAsync("BANKA", (reference, second, "2000.00"));
        var batch = (await payroll.BatchesAsync()).ShouldHaveSingleItem();
        var open = await payroll.App.UseAsync<PaymentsDb, Contradiction>(db => db.Contradictions.AsNoTracking().SingleAsync());
        (await Payroll.RefusalAsync(() => payroll.App.UseAsync<CloseBatch>(act => act.HandleAsync(batch.Id, SpmisApp.Change(), default)))).Code.ShouldBe("batch.open");
        if (first == "FAILED")
        {
            (await Payroll.RefusalAsync(() => payroll.App.UseAsync<ReissuePayment>(act => act.HandleAsync(reference, SpmisApp.Change(), default)))).Code.ShouldBe("payment.contradicted");
        }

        await payroll.App.UseAsync<SettleContradiction>(act => act.HandleAsync(open.Id, take, SpmisApp.Change(reason: "the bank wrote so", actor: SpmisApp.Supervisor), default));

        (await payroll.OnlyAsync()).State.ShouldBe(state);
        await payroll.App.UseAsync<CloseBatch>(act => act.HandleAsync(batch.Id, SpmisApp.Change(), default));
        await payroll.PromisesHoldAsync();
    }

    [Theory]
    [InlineData(true, "paid")]
    [InlineData(false, "returned")]
    public async Task Settle_PaidAfterItCameBack_IsDecidedByAPersonAndTold(bool take, string state)
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(1);
        await payroll.PayAsync();
        var reference = (await payroll.OnlyAsync()).Reference;
        await payroll.SendAsync("BANKA", $"payment_reference,status,amount,executed_on\n{reference},PAID,2000.00,2026-07-02\n{reference},RETURNED,2000.00,2026-07-10\n");
        await payroll.SendAsync("BANKA", $"payment_reference,status,amount,executed_on\n{reference},PAID,2000.00,2026-07-02\n"); // Told once more, late: nothing new.
        (await payroll.App.UseAsync<PaymentsDb, int>(db => db.Contradictions.CountAsync())).ShouldBe(0);

        await payroll.SendAsync("BANKA", $"payment_reference,status,amount,executed_on\n{reference},PAID,2000.00,2026-07-14\n");

        var open = await payroll.App.UseAsync<PaymentsDb, Contradiction>(db => db.Contradictions.AsNoTracking().SingleAsync());
        (open.Had, open.Said, (await payroll.OnlyAsync()).State).ShouldBe((OutcomeKind.Returned, OutcomeKind.Paid, "returned"));
        (await Payroll.RefusalAsync(() => payroll.App.UseAsync<ReissuePayment>(act => act.HandleAsync(reference, SpmisApp.Change(), default)))).Code.ShouldBe("payment.contradicted");
        await payroll.App.UseAsync<SettleContradiction>(act => act.HandleAsync(open.Id, take, SpmisApp.Change(reason: "the bank wrote so", actor: SpmisApp.Supervisor), default));

        (await payroll.OnlyAsync()).State.ShouldBe(state);
        await payroll.PromisesHoldAsync();
        var told = (await payroll.App.UseAsync<PaymentsDb, List<string>>(db => db.Outbox.AsNoTracking().Where(o => o.Contract == typeof(PaymentsSettled).FullName).OrderBy(o => o.Seq).Select(o => o.Payload).ToListAsync())).ConvertAll(p => JsonSerializer.Deserialize<PaymentsSettled>(p, SpmisJson.Options)!.Payments[^1]);
        (told[^1].Outcome, told[^1].Decided).ShouldBe((state, take));
    }

    public static TheoryData<string, string, string> Unreadable => new()
    {
        { "BANKX", "payment_reference,status,amount\n", "agency.unknown" },
        { "BANKA", "", "file.empty" },
        { "BANKA", "reference;state\n1;2\n", "file.column-missing" },
        { "BANKA", "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\"><CstmrCdtTrfInitn/></Document>", "iso.wrong-message" },
        { "BANKA", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>", "xml.dtd" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task Import_WhatIsNoAnswer_IsRefusedAtOnce(string agency, string text, string code)
    {
        await using var payroll = await Payroll.StartAsync();

        var refused = await Payroll.RefusalAsync(() => payroll.SendAsync(agency, text));

        refused.Code.ShouldBe(code);
        (await payroll.App.UseAsync<PaymentsDb, int>(db => db.StatusFiles.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Import_ByAnotherAgency_IsRefused()
    {
        await using var payroll = await Payroll.StartAsync();
        var bankB = new Actor("b", "B", [Roles.Agency], Agency: "BANKB");

        (await Payroll.RefusalAsync(() => payroll.SendAsync("BANKA", "payment_reference,status,amount\n", bankB))).Code.ShouldBe("access.other-agency");
    }
}
