using Shouldly;
using Spmis.Samples.Agencies;
using Spmis.Samples.Places;
using Xunit;

namespace Spmis.Tests.Samples;

public sealed class AgencyTests
{
    private const int Payments = 20_000;

    [Fact]
    public void Fate_TwentyThousandAccounts_RatesAreAsPromised()
    {
        var fates = Enumerable.Range(0, Payments).Select(i => PaymentFate.Of(1, PaymentAgency.BankA, $"ZZ00BNKA{i:D12}", "")).ToList();
        fates.Count(f => f.Outcome == PaymentOutcome.Failed).ShouldBeInRange(Payments * 12 / 1000, Payments * 18 / 1000);
        fates.Count(f => f.Outcome == PaymentOutcome.Returned).ShouldBeInRange(Payments * 3 / 1000, Payments * 7 / 1000);
        fates.ShouldAllBe(f => (f.Outcome == PaymentOutcome.Paid) == (f.ReasonCode.Length == 0));
    }

    [Fact]
    public void Fate_AccountWithBlanks_IsThatOfTheAccount() =>
        Enumerable.Range(0, 2000).ShouldAllBe(i => PaymentFate.Of(1, "BANKA", $"ZZ00 BNKA {i}", "A") == PaymentFate.Of(1, "BANKA", $"ZZ00BNKA{i}", "B"));

    [Fact]
    public async Task MobileMoney_LinesInOtherOrderUnderOtherReferences_SameTotals()
    {
        using var folder = new SampleFolder();
        var payees = Enumerable.Range(1, 2000).Select(i => (Name: $"Payee {i}", Account: $"9997{i:D8}", Amount: $"{i % 90 + 10}.50")).ToList();
        var first = await Answered(folder, "first", payees);
        payees.Reverse();
        var second = await Answered(folder, "second", payees);
        (second.Paid, second.Failed, second.Returned).ShouldBe((first.Paid, first.Failed, first.Returned));
        (first.Paid.Count + first.Failed.Count).ShouldBe(payees.Count);
        first.Failed.Count.ShouldBeGreaterThan(0);
        first.Returned.Count.ShouldBe(0);
        var rows = folder.Rows("first-status.csv").ToList();
        rows.Count(r => r[0] == MobileMoneyAgency.UnknownReference).ShouldBe(1);
        rows.Count(r => r[1] == "FAILED").ShouldBe(first.Failed.Count);
    }

    [Fact]
    public async Task MobileMoney_BatchWithoutAccounts_SaysWhichColumnIsMissing()
    {
        using var folder = new SampleFolder();
        var batch = Path.Combine(folder.Path, "batch.csv");
        await File.WriteAllTextAsync(batch, "payment_reference,payee_name,amount,currency,note\n", TestContext.Current.CancellationToken);
        var problem = await Should.ThrowAsync<InvalidOperationException>(() => new MobileMoneyAgency(1).AnswerAsync(batch, folder.Path, new(2026, 7, 20), TestContext.Current.CancellationToken));
        problem.Message.ShouldContain("account");
        File.Exists(Path.Combine(folder.Path, "batch-status.csv")).ShouldBeFalse();
    }

    private static async Task<AgencyAnswer> Answered(SampleFolder folder, string name, IEnumerable<(string Name, string Account, string Amount)> payees)
    {
        var batch = Path.Combine(folder.Path, name + ".csv");
        var lines = payees.Select((p, i) => $"{name}-{i:D6},\"{p.Name}, the payee\",{p.Account},{p.Amount},KES,July 2026");
        await File.WriteAllLinesAsync(batch, lines.Prepend("payment_reference,payee_name,account,amount,currency,note"), TestContext.Current.CancellationToken);
        return await new MobileMoneyAgency(1).AnswerAsync(batch, folder.Path, new(2026, 7, 20), TestContext.Current.CancellationToken);
    }
}
