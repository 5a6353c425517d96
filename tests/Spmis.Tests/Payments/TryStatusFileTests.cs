using System.Text;
using Microsoft.EntityFrameworkCore;
using Spmis.Iso20022.Statuses;
using Spmis.Kernel.Runs;
using Spmis.Payments;
using Spmis.Payments.Reconciliation;
using Spmis.TestKit;

namespace Spmis.Tests.Payments;

public sealed class TryStatusFileTests
{
    [Fact]
    public async Task Try_ACsvFullOfTrouble_GivesTheVerdictsOfTheRealRunAndChangesNothing()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(4);
        await payroll.PayAsync();
        var refs = (await payroll.InstructionsAsync()).Select(i => i.Reference).ToList();
        var file = Encoding.UTF8.GetBytes($"""
            payment_reference,status,reason,amount,executed_on
            {refs[0]},PAID,,2000.00,2026-07-11
            {refs[0]},PAID,,2000.00,2026-07-11
            {refs[0]},FAILED,AC04,2000.00,2026-07-12
            {refs[1]},RETURNED,AC04,2000.00,2026-07-12
            {refs[1]},PAID,,2000.00,2026-07-11
            {refs[2]},PAID,,2000.01,2026-07-11
            {refs[3]},PENDING,,,
            UNKNOWN,PAID,,1.00,2026-07-11
            """);

        await SameAsTheRealRunAsync(payroll, file);
    }

    [Fact]
    public async Task Try_APain002OfEveryLevel_GivesTheVerdictsOfTheRealRunAndChangesNothing()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(6);
        await payroll.PayAsync();
        var refs = (await payroll.InstructionsAsync()).Select(i => i.Reference).ToList();
        var batch = (await payroll.BatchesAsync()).ShouldHaveSingleItem();

        await SameAsTheRealRunAsync(payroll, await BankAnswerTests.ReportAsync(
            StatusReportVersion.V10, batch.Number,
            new StatusLine { Level = StatusLevel.File, Status = "ACCP" },
            new StatusLine { Level = StatusLevel.Batch, OriginalBatchId = batch.Number + "-1", Status = "RJCT", Reasons = [new("AM04", null)] },
            BankAnswerTests.Line(batch, refs[0], "ACSC"), BankAnswerTests.Line(batch, refs[1], "RJCT", "AC04"), BankAnswerTests.Line(batch, refs[2], "ACSP"), BankAnswerTests.Line(batch, "NOBODY", "ACSC")));
    }

    [Fact]
    public async Task Try_ACutOffFile_IsRefusedBeforeAnyVerdict()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(1);
        await payroll.PayAsync();
        var batch = (await payroll.BatchesAsync()).ShouldHaveSingleItem();
        var whole = await BankAnswerTests.ReportAsync(StatusReportVersion.V10, batch.Number, BankAnswerTests.Line(batch, (await payroll.OnlyAsync()).Reference, "ACSC"));
        List<RunLine> told = [];

        (await Payroll.RefusalAsync(() => TryAsync(payroll, whole[..^100], told))).Code.ShouldStartWith("xml.");

        told.ShouldBeEmpty();
    }

    private static async Task SameAsTheRealRunAsync(Payroll payroll, byte[] file)
    {
        var before = await StateAsync(payroll);
        List<RunLine> told = [];
        var tried = await TryAsync(payroll, file, told);
        (await StateAsync(payroll)).ShouldBe(before);
        tried.ReadBefore.ShouldBeFalse();

        var taken = await payroll.SendAsync("BANKA", file);
        var run = await payroll.TechnicalRunAsync(taken.RunId);
        told.OrderBy(l => l.Line).ThenBy(l => l.Part).Select(Verdict).ShouldBe((await payroll.LinesAsync(taken.RunId)).Select(Verdict));
        (tried.Lines, tried.Accepted, tried.Refused).ShouldBe((run.Done, run.Accepted, run.Refused));
        var outcomes = await payroll.App.UseAsync<PaymentsDb, List<OutcomeKind>>(db => db.Outcomes.Select(o => o.Kind).ToListAsync());
        tried.Outcomes.OrderBy(o => o.Key).ShouldBe(outcomes.CountBy(k => k).ToDictionary(k => k.Key, k => (long)k.Value).OrderBy(o => o.Key));
        tried.Contradictions.ShouldBe(await payroll.App.UseAsync<PaymentsDb, long>(db => db.Contradictions.LongCountAsync()));
        (await TryAsync(payroll, file, [])).ReadBefore.ShouldBeTrue();
        await payroll.PromisesHoldAsync();
    }

    private static (long, int, string, string?, string?, string?) Verdict(RunLine l) => (l.Line, l.Part, l.Verdict, l.Code, l.Text, l.Number);

    private static Task<StatusFileTried> TryAsync(Payroll payroll, byte[] file, List<RunLine> told) => payroll.App.UseAsync<TryStatusFile, StatusFileTried>(act => act.HandleAsync(
        new StatusUpload { Agency = "banka", FileName = "answer", Content = new MemoryStream(file) }, SpmisApp.Change("payments.answer"),
        lines =>
        {
            told.AddRange(lines);
            return Task.CompletedTask;
        },
        default));

    private static async Task<string> StateAsync(Payroll payroll) => await payroll.App.UseAsync<PaymentsDb, string>(async db => string.Join(
        ' ', await db.StatusFiles.CountAsync(), await db.Outcomes.CountAsync(), await db.Contradictions.CountAsync(), await db.Runs.CountAsync(), await db.RunLines.CountAsync(),
        await db.History.CountAsync(), await db.Outbox.CountAsync(), await db.Postings.CountAsync(), await db.Instructions.CountAsync(i => i.PaidOn != null || i.RejectedOn != null),
        Directory.GetFiles(Path.Combine(payroll.App.DataFolder, "files"), "*", SearchOption.AllDirectories).Length));
}
