using Microsoft.EntityFrameworkCore;
using Spmis.Contributions;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Returns;
using Spmis.Iso20022.Statements;
using static Spmis.Tests.Contributions.BankFile;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

/// <summary>Random histories through the real acts and the real database.</summary>
public sealed class HistoriesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task History_ReturnsCorrectionsPaymentsReversals_BalancesAndTotalsDoNotDependOnTheOrder(int seed)
    {
        var forward = await PlayAsync(seed, paymentsFirst: false);
        var backward = await PlayAsync(seed, paymentsFirst: true);

        forward.ShouldBe(backward);
    }

    /// <summary>The same returns, corrections, payments and reversals; payments name the employer, since no bill's reference is known beforehand.</summary>
    private static async Task<List<(Account, long)>> PlayAsync(int seed, bool paymentsFirst)
    {
        var random = new Random(seed);
        await using var world = await ContributionsWorld.StartAsync(4);
        var payments = Enumerable.Range(1, 8).Select(i => Credit($"P{i}", random.Next(1, 60) * 10_000L, text: $"employer {Employer()}", on: $"2026-04-{i + 1:D2}")).ToList();
        var back = payments.Where(_ => random.Next(4) == 0).Select(p => Reversal(p.Entry.AgentReference!, p.Entry.Amount.Minor)).ToList();
        var months = Enumerable.Range(1, 3).Select(m => (Month: new Values.Month(2026, m), Wages: Wages(random), Corrected: Wages(random))).ToList();
        List<Func<Task>> returns = [.. months.SelectMany(m => new Func<Task>[]
        {
            () => world.FileAsync(Text(m.Month, m.Wages), month: m.Month),
            () => world.FileAsync(Text(m.Month, m.Corrected), ReturnKind.Correction, m.Month),
        })];
        List<Func<Task>> money = [async () => await world.ImportAsync(await NotificationAsync(payments)), .. back.Count == 0 ? [] : new Func<Task>[] { async () => await world.ImportAsync(await NotificationAsync(back, "NT-2")) }];
        foreach (var step in paymentsFirst ? money.Concat(returns) : returns.Concat(money))
        {
            await step();
            await world.App.SettleAsync();
            await world.PromisesHoldAsync();
        }

        var totals = await world.DbAsync(db => db.Set<Posting>().GroupBy(p => p.Account).Select(g => new { g.Key, Sum = g.Sum(p => p.DebitMinor - p.CreditMinor) }).ToListAsync());
        return [.. totals.Where(t => t.Sum != 0).OrderBy(t => t.Key).Select(t => (t.Key, t.Sum))];
    }

    private static int[] Wages(Random random) => [.. Enumerable.Range(0, 4).Select(_ => random.Next(1, 150) * 1000)];

    private static string Text(Values.Month month, int[] wages) => File(wages.Select((w, i) => Line(Worker(i + 1), $"{w}", period: month.ToString())));
}
