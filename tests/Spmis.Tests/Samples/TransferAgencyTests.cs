using Shouldly;
using Spmis.Iso20022;
using Spmis.Iso20022.Statements;
using Spmis.Iso20022.Statuses;
using Spmis.Iso20022.Transfers;
using Spmis.Samples.Agencies;
using Spmis.Samples.Places;
using Spmis.Values;
using Xunit;

namespace Spmis.Tests.Samples;

public sealed class TransferAgencyTests
{
    private const int Payments = 3000;
    private static readonly Currency Kes = Currency.Of("KES");

    [Fact]
    public async Task Answer_PaymentsInOtherOrderUnderOtherNumbers_SameTotals()
    {
        using var folder = new SampleFolder();
        var first = await Answered(folder, "first", reverse: false);
        var second = await Answered(folder, "second", reverse: true);
        (second.Paid, second.Failed, second.Returned).ShouldBe((first.Paid, first.Failed, first.Returned));
        (first.Paid.Count + first.Failed.Count + first.Returned.Count).ShouldBe(Payments);
        first.Failed.Count.ShouldBeInRange(20, 80);
        first.Returned.Count.ShouldBeInRange(3, 40);
    }

    [Fact]
    public async Task Answer_OneBatch_FilesAreValidAndSayWhatHappened()
    {
        using var folder = new SampleFolder();
        var answer = await Answered(folder, "batch", reverse: false);
        Schemas.ShouldBeValid(answer.StatusPath, "pain.002.001.10");
        Schemas.ShouldBeValid(answer.ReturnsPath.ShouldNotBeNull(), "camt.054.001.08");

        using var statusFile = File.OpenRead(answer.StatusPath);
        using var statuses = await ReadStatusReport.OpenAsync(statusFile, ReadLimits.Usual, TestContext.Current.CancellationToken);
        var lines = await statuses.ReadAsync(TestContext.Current.CancellationToken).Where(l => l.Level == StatusLevel.Payment).ToListAsync(TestContext.Current.CancellationToken);
        statuses.Report.OriginalMessageId.ShouldBe("batch");
        lines.Count.ShouldBe(Payments);
        lines.Count(l => l.Status == "RJCT" && l.ReasonCode is not null).ShouldBe(answer.Failed.Count);
        lines.Count(l => l.Status == "ACSC").ShouldBe(Payments - answer.Failed.Count);

        using var returnsFile = File.OpenRead(answer.ReturnsPath);
        using var returns = await ReadStatements.OpenAsync(returnsFile, ReadLimits.Usual, TestContext.Current.CancellationToken);
        var returned = await returns.ReadAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        returned.Count.ShouldBe(answer.Returned.Count);
        returned.ShouldAllBe(l => l.Problem == null && l.Transaction!.Return != null && lines.Any(s => s.OriginalEndToEndId == l.Transaction.EndToEndId && s.Status == "ACSC"));
        returned.Sum(l => l.Entry!.Amount.Minor).ShouldBe(answer.Returned.Minor);
    }

    private static async Task<AgencyAnswer> Answered(SampleFolder folder, string name, bool reverse)
    {
        var payees = Enumerable.Range(1, Payments).ToList();
        if (reverse)
        {
            payees.Reverse();
        }

        var path = Path.Combine(folder.Path, name + ".xml");
        var file = new CreditTransferFile { MessageId = name, CreatedAt = new DateTime(2026, 7, 20, 8, 0, 0, DateTimeKind.Utc), InitiatingParty = "Sanawe Social Security Fund" };
        var batch = new CreditTransferBatch
        {
            Id = name + "-1",
            ExecuteOn = new(2026, 7, 21),
            DebtorName = "Sanawe Social Security Fund",
            DebtorAccount = Account.Other("100000002"),
            DebtorAgent = new Agent { Bic = "BNKAZZ22" },
            Count = Payments,
            Sum = payees.Sum(i => Amount(i).Major),
        };
        var transfers = payees.Select((i, at) => new CreditTransfer
        {
            EndToEndId = $"{name}{at:D6}",
            Amount = Amount(i),
            CreditorName = $"Payee {i}",
            CreditorAccount = Account.Other($"4010{i:D9}"),
            CreditorAgent = new Agent { Bic = "BNKBZZ22" },
        });
        await using (var target = File.Create(path))
        {
            await WriteCreditTransfers.WriteAsync(target, CreditTransferVersion.V09, file, [batch], _ => transfers.ToAsyncEnumerable(), TextRule.Latin, TestContext.Current.CancellationToken);
        }

        return await new TransferAgency(1, PaymentAgency.BankB).AnswerAsync(path, folder.Path, new(2026, 7, 21), TestContext.Current.CancellationToken);
    }

    private static Money Amount(int payee) => new(150_000 + (payee * 7), Kes);
}
