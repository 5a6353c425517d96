using Microsoft.EntityFrameworkCore;
using Spmis.Iso20022.Statements;
using Spmis.Iso20022.Statuses;
using Spmis.Kernel.Runs;
using Spmis.Payments;
using Spmis.Payments.Batches;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Payments;

public sealed class BankAnswerTests
{
    [Theory]
    [InlineData(StatusReportVersion.V03)]
    [InlineData(StatusReportVersion.V10)]
    public async Task Import_Pain002_AppliesPaymentsFirstAndTheGroupToTheRest(StatusReportVersion version)
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(5);
        await payroll.PayAsync();
        var refs = (await payroll.InstructionsAsync()).Select(i => i.Reference).ToList();
        var batch = (await payroll.BatchesAsync()).ShouldHaveSingleItem();

        var taken = await payroll.SendAsync("BANKA", await ReportAsync(
            version, batch.Number,
            new StatusLine { Level = StatusLevel.Batch, OriginalBatchId = batch.Number + "-1", Status = "RJCT", Reasons = [new("AM04", null)] },
            Line(batch, refs[0], "ACSC"), Line(batch, refs[1], "RJCT", "AC04"), Line(batch, refs[2], "ACSP")));

        (await payroll.InstructionsAsync()).Select(i => i.State).ShouldBe(["paid", "rejected", "rejected", "rejected", "rejected"]);
        (await payroll.LinesAsync(taken.RunId)).Count(l => l.Code == "answer.not-for-all").ShouldBe(1);
        await payroll.PromisesHoldAsync();
    }

    [Fact]
    public async Task Import_Pain002_UnknownFileAndStatus_AreRefusedLines()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(1);
        await payroll.PayAsync();
        var reference = (await payroll.OnlyAsync()).Reference;
        var batch = (await payroll.BatchesAsync()).ShouldHaveSingleItem();

        var taken = await payroll.SendAsync("BANKA", await ReportAsync(
            StatusReportVersion.V10, "NOT-OURS",
            new StatusLine { Level = StatusLevel.File, Status = "RJCT" },
            new StatusLine { Level = StatusLevel.Batch, OriginalBatchId = batch.Number + "-9", Status = "ACSC" },
            Line(batch, reference, "WHAT") with { OriginalBatchId = batch.Number + "-9" }));

        (await payroll.LinesAsync(taken.RunId)).Select(l => l.Code).Order().ShouldBe(["batch.unknown", "batch.unknown", "iso.status-unknown"]);
        (await payroll.OnlyAsync()).State.ShouldBe("sent");
    }

    [Fact]
    public async Task Import_CutOffXml_ChangesNothing()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(2);
        await payroll.PayAsync();
        var refs = (await payroll.InstructionsAsync()).Select(i => i.Reference).ToList();
        var batch = (await payroll.BatchesAsync()).ShouldHaveSingleItem();
        var whole = await ReportAsync(
            StatusReportVersion.V10, batch.Number, new StatusLine { Level = StatusLevel.Batch, OriginalBatchId = batch.Number + "-1", Status = "PART" }, Line(batch, refs[0], "ACSC"), Line(batch, refs[1], "ACSC"));

        var refused = await Payroll.RefusalAsync(() => payroll.SendAsync("BANKA", whole[..^120]));

        refused.Message.ShouldContain("line");
        var run = await payroll.App.UseAsync<PaymentsDb, Run>(db => db.Runs.AsNoTracking().SingleAsync(r => r.Kind == "payments.status"));
        run.State.ShouldBe("failed");
        (await payroll.InstructionsAsync()).ShouldAllBe(i => i.State == "sent");
        (await Payroll.RefusalAsync(() => payroll.SendAsync("BANKA", whole, length: whole.Length + 5))).Code.ShouldBe("file.incomplete");
    }

    [Fact]
    public async Task Import_ReturnWithoutAnyStatusBefore_CountsAsPaidAndReturned()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(1);
        await payroll.PayAsync();
        var reference = (await payroll.OnlyAsync()).Reference;

        await payroll.SendAsync("BANKA", await ReturnsAsync(reference, 200_000));
        await payroll.AnswerAsync("BANKA", (reference, "PAID", "2000.00"));

        (await payroll.OnlyAsync()).State.ShouldBe("returned");
        await payroll.PromisesHoldAsync();
    }

    internal static StatusLine Line(Batch batch, string reference, string status, string? reason = null) => new()
    {
        Level = StatusLevel.Payment, OriginalBatchId = batch.Number + "-1", OriginalEndToEndId = reference, Status = status, Reasons = reason is null ? [] : [new StatusReason(reason, null)],
    };

    internal static async Task<byte[]> ReportAsync(StatusReportVersion version, string message, params StatusLine[] lines)
    {
        using var target = new MemoryStream();
        var report = new StatusReport { MessageId = "R1", CreatedAt = SpmisApp.Now, OriginalMessageId = message, OriginalMessageName = "pain.001.001.09" };
        await WriteStatusReport.WriteAsync(target, version, report, lines.ToAsyncEnumerable(), default);
        return target.ToArray();
    }

    internal static async Task<byte[]> ReturnsAsync(string reference, long minor)
    {
        using var target = new MemoryStream();
        var amount = new Money(minor, Currency.Of("KES"));
        var account = new Statement { Id = "N1", Account = Spmis.Iso20022.Account.Other("1000200030"), Currency = Currency.Of("KES") };
        EntryToWrite[] entries =
        [
            new(new StatementEntry { Amount = amount, Direction = Direction.Credit, BookedOn = new(2026, 7, 20), ValueOn = new(2026, 7, 20), TransactionCode = "PMNT/RCDT/RRTN" },
                [new StatementTransaction { Amount = amount, Direction = Direction.Credit, EndToEndId = reference, Return = new StatusReason("AC04", "closed") }]),
            new(new StatementEntry { Amount = amount, Direction = Direction.Debit, BookedOn = new(2026, 7, 20), ValueOn = new(2026, 7, 20), TransactionCode = "PMNT/MDOP/CHRG" }, []),
        ];
        await WriteStatements.WriteAsync(target, StatementKind.Notification, new StatementFile("M1", SpmisApp.Now), [account], _ => entries.ToAsyncEnumerable(), default);
        return target.ToArray();
    }
}
