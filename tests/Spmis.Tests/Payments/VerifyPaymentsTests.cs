using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Files;
using Spmis.Kernel.Proposals;
using Spmis.Payments;
using Spmis.Payments.Ledger;
using Spmis.Payments.Promises;
using Spmis.Payments.Reconciliation;
using Spmis.TestKit;

namespace Spmis.Tests.Payments;

public sealed class VerifyPaymentsTests
{
    private static readonly DateOnly Later = new(2026, 9, 1);
    private static readonly DateTime Closing = new(2026, 8, 3, 9, 0, 0, DateTimeKind.Utc);

    /// <summary>What somebody with the database in his hands might do, the check that must see it, and the record it must name.</summary>
    public static TheoryData<string, string> Tampers => new()
    {
        { "amount", "seals-hold" },
        { "account", "seals-hold" },
        { "instruction deleted", "seals-hold" },
        { "two live", "paid-once" },
        { "attempt left out", "paid-once" },
        { "unsent", "paid-once" },
        { "held but sent", "paid-once" },
        { "batch count", "batches-reconcile" },
        { "other batch", "batches-reconcile" },
        { "closed early", "batches-reconcile" },
        { "paid without an answer", "answers-told" },
        { "answer unmarked", "answers-told" },
        { "rejection unmarked", "answers-told" },
        { "posting", "books-balance" },
        { "entry deleted", "books-balance" },
        { "closed balance", "months-closed" },
        { "entry moved out of a closed month", "months-closed" },
        { "file deleted", "files-same" },
        { "file changed", "files-same" },
        { "agency settings", "files-same" },
        { "batch deleted", "numbers-complete" },
        { "batch renumbered", "numbers-complete" },
        { "run deleted", "numbers-complete" },
    };

    [Fact]
    public async Task Verify_AMonthWithEveryKindOfAnswer_HoldsAndListsWhatIsOpen()
    {
        await using var payroll = await AnsweredAsync();

        var verified = await VerifyAsync(payroll, Later);

        verified.Checks.SelectMany(c => c.Violations).ShouldBeEmpty();
        verified.Holds.ShouldBeTrue();
        verified.Checks.ShouldAllBe(c => c.Detail.Length > 0 && (c.Rows > 0 || c.Check == "payouts-agree" || c.Check == "emergencies-agree" || c.Check == "vouchers-hold")); // There are none of these here.
        verified.Open.Select(o => o.What).ShouldBe(["answers-missing", "answers-missing", "batch-not-fetched", "batch-not-fetched", "batch-not-fetched"]);
        verified.Open[0].Text.ShouldContain("for 53 days");
        (await VerifyAsync(payroll, new DateOnly(2026, 7, 10))).Open.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Tampers))]
    public async Task Verify_WhatWasTamperedWith_IsNamed(string tamper, string check)
    {
        await using var payroll = await AnsweredAsync();

        await TamperAsync(payroll, tamper);
        var verified = await VerifyAsync(payroll, Later);

        verified.Holds.ShouldBeFalse();
        var violation = verified.Checks.Single(c => c.Check == check).Violations.ShouldNotBeNull();
        violation.ShouldNotBeEmpty();
        violation.ShouldAllBe(v => v.Record.Length > 3 && v.Text.Length > 10);
    }

    /// <summary>Eight payments in batches of three: paid, rejected, returned, accepted, and four nobody spoke of; the month is closed.</summary>
    private static async Task<Payroll> AnsweredAsync()
    {
        var payroll = await Payroll.StartAsync(maxPerBatch: 3);
        await payroll.PeopleAsync(8);
        await payroll.PayAsync();
        var refs = (await payroll.InstructionsAsync()).Select(i => i.Reference).ToList();
        await payroll.AnswerAsync("BANKA", (refs[0], "PAID", "2000.00"), (refs[1], "FAILED", "2000.00"), (refs[2], "RETURNED", "2000.00"), (refs[3], "PENDING", "2000.00"), (refs[5], "PAID", "2000.00"));
        await payroll.AnswerAsync("BANKA", (refs[0], "RETURNED", "2000.00"), (refs[1], "RETURNED", "2000.00"));
        await payroll.App.UseAsync<CloseMonth>(async act => await act.ProposeAsync(Payroll.July, SpmisApp.Change(CloseMonth.Act, now: Closing), default));
        var closing = await payroll.App.UseAsync<PaymentsDb, long>(db => db.Proposals.Where(p => p.Act == CloseMonth.Act).Select(p => p.Id).SingleAsync());
        await payroll.App.UseAsync<FourEyes>(f => f.ApproveAsync("payments", closing, SpmisApp.Change("proposals.approve", SpmisApp.Supervisor, Closing), default));
        return payroll;
    }

    private static Task<PaymentsVerified> VerifyAsync(Payroll payroll, DateOnly today) => payroll.App.UseAsync<VerifyPayments, PaymentsVerified>(v => v.HandleAsync(today, default));

    private static async Task TamperAsync(Payroll payroll, string tamper)
    {
        var all = await payroll.InstructionsAsync();
        var (paid, rejected, sent) = (all.Single(i => i.State == "paid"), all.Single(i => i.State == "rejected"), all.Last(i => i.State == "sent"));
        var batches = await payroll.BatchesAsync();
        var files = new FileStore(Path.Combine(payroll.App.DataFolder, "files"));
        var path = Directory.GetFiles(Path.Combine(payroll.App.DataFolder, "files"), batches[0].FileSha256 + "*", SearchOption.AllDirectories).Single();
        await payroll.App.UseAsync<PaymentsDb>(async db =>
        {
            var of = db.Instructions;
            var changed = tamper switch
            {
                "amount" => await of.Where(i => i.Id == sent.Id).ExecuteUpdateAsync(s => s.SetProperty(i => i.AmountMinor, 1)),
                "account" => await of.Where(i => i.Id == sent.Id).ExecuteUpdateAsync(s => s.SetProperty(i => i.Account, "40109999")),
                "instruction deleted" => await of.Where(i => i.Id == sent.Id).ExecuteDeleteAsync(),
                "two live" => await of.Where(i => i.Id == rejected.Id).ExecuteUpdateAsync(s => s.SetProperty(i => i.Live, true)),
                "attempt left out" => await of.Where(i => i.Id == sent.Id).ExecuteUpdateAsync(s => s.SetProperty(i => i.Attempt, 2)),
                "unsent" => await of.Where(i => i.Id == sent.Id).ExecuteUpdateAsync(s => s.SetProperty(i => i.BatchId, (long?)null)),
                "held but sent" => await of.Where(i => i.Id == sent.Id).ExecuteUpdateAsync(s => s.SetProperty(i => i.HoldCode, "by-hand")),
                "batch count" => await db.Batches.Where(b => b.Id == batches[0].Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.Count, 4)),
                "other batch" => await of.Where(i => i.Id == sent.Id).ExecuteUpdateAsync(s => s.SetProperty(i => i.BatchId, 999)),
                "closed early" => await db.Batches.Where(b => b.Id == batches[2].Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.ClosedAt, SpmisApp.Now)),
                "paid without an answer" => await of.Where(i => i.Id == sent.Id).ExecuteUpdateAsync(s => s.SetProperty(i => i.PaidOn, Later)),
                "answer unmarked" => await of.Where(i => i.Id == paid.Id).ExecuteUpdateAsync(s => s.SetProperty(i => i.PaidOn, (DateOnly?)null)),
                "rejection unmarked" => await of.Where(i => i.Id == rejected.Id).ExecuteUpdateAsync(s => s.SetProperty(i => i.RejectedOn, (DateOnly?)null)),
                "posting" => await db.Postings.Where(p => p.Account == "bank/BANKA").ExecuteUpdateAsync(s => s.SetProperty(p => p.AmountMinor, p => p.AmountMinor + 1)),
                "entry deleted" => await DeleteEntryAsync(db),
                "closed balance" => await db.Set<ClosedBalance>().Where(b => b.Account == "bank/BANKA").ExecuteUpdateAsync(s => s.SetProperty(b => b.CreditMinor, b => b.CreditMinor + 1)),
                "entry moved out of a closed month" => await db.LedgerEntries.Where(e => e.Kind == "released").ExecuteUpdateAsync(s => s.SetProperty(e => e.On, Later)),
                "file deleted" => Delete(path),
                "file changed" => Append(path),
                "agency settings" => await db.AgencyVersions.Where(v => v.Agency == "BANKA").ExecuteUpdateAsync(s => s.SetProperty(v => v.Settings, v => v.Settings.Replace("Demonstration", "Somebody else's"))),
                "batch deleted" => await db.Batches.Where(b => b.Id == batches[1].Id).ExecuteDeleteAsync(),
                "batch renumbered" => await db.Batches.Where(b => b.Id == batches[2].Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.Sequence, 7)),
                "run deleted" => await db.PaymentRuns.ExecuteDeleteAsync(),
                _ => throw new ArgumentOutOfRangeException(nameof(tamper)),
            };
            changed.ShouldBeGreaterThan(0);
        });
        files.Has(batches[0].FileSha256!).ShouldBe(tamper != "file deleted");
    }

    private static async Task<int> DeleteEntryAsync(PaymentsDb db)
    {
        var entry = await db.LedgerEntries.Where(e => e.Kind == "released").MaxAsync(e => e.Id);
        await db.Postings.Where(p => p.EntryId == entry).ExecuteDeleteAsync();
        return await db.LedgerEntries.Where(e => e.Id == entry).ExecuteDeleteAsync();
    }

    private static int Delete(string path)
    {
        File.Delete(path);
        return 1;
    }

    private static int Append(string path)
    {
        File.AppendAllText(path, " ");
        return 1;
    }
}
