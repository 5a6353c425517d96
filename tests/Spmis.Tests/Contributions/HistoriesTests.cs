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

    /// <summary>Whenever the law becomes known, the books come to what they would be had it been known from the start.</summary>
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public async Task History_WithALawThatChangesBackwards_ComesToTheSameAsHadItBeenKnown(int seed)
    {
        var known = await PlayLawAsync(seed, known: true);
        var later = await PlayLawAsync(seed, known: false);

        later.ShouldBe(known);
    }

    private static async Task<List<(Account, long)>> PlayLawAsync(int seed, bool known)
    {
        var random = new Random(seed);
        await using var world = await ContributionsWorld.StartAsync(4);
        var law = Package(new DateOnly(2026, 1, 1), "2.0.0", ("{from: 2023-02-01, value: 6%}]\n  employer_rate", $"{{from: 2023-02-01, value: 6%}}, {{from: 2026-01-01, value: {random.Next(3, 10)}%}}]\n  employer_rate"), ("value: 108000", $"value: {random.Next(1, 15) * 10_000}"));
        var payments = Enumerable.Range(1, 6).Select(i => Credit($"P{i}", random.Next(1, 60) * 10_000L, text: $"employer {Employer()}", on: $"2026-04-{i + 1:D2}")).ToList();
        var back = payments.Where(_ => random.Next(4) == 0).Select(p => Reversal(p.Entry.AgentReference!, p.Entry.Amount.Minor)).ToList();
        var own = Enumerable.Range(1, 5).Select(i => (Id: $"M{i}", Worker: Worker(1 + random.Next(3)), Amount: $"{random.Next(5, 300) * 100}")).ToList();
        List<Func<Task>> steps =
        [
            .. Enumerable.Range(1, 3).Select(m => new Values.Month(2026, m)).SelectMany(m => new[] { (m, ReturnKind.Original, Text(m, Wages(random))), (m, ReturnKind.Correction, Text(m, Wages(random))) })
                .Select(r => new Func<Task>(() => world.FileAsync(r.Item3, r.Item2, r.m))),
            async () => await world.ImportAsync(await NotificationAsync(payments)),
            .. own.Select(o => new Func<Task>(async () => await world.ImportAsync(Mobile(Paid(o.Id, o.Worker, o.Amount))))),
            .. back.Count == 0 ? [] : new Func<Task>[] { async () => await world.ImportAsync(await NotificationAsync(back, "NT-2")) },
        ];
        var at = random.Next(1, steps.Count + 1);
        for (var i = 0; i <= steps.Count; i++)
        {
            if (i == (known ? 0 : at))
            {
                await world.PublishAsync(law);
                if (await world.DbAsync(db => db.Proposals.AnyAsync()))
                {
                    await world.DecideAsync(true);
                }

                await world.PromisesHoldAsync();
            }

            if (i < steps.Count)
            {
                await steps[i]();
                await world.App.SettleAsync();
                await world.PromisesHoldAsync();
            }
        }

        return await TotalsAsync(world);
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

        return await TotalsAsync(world);
    }

    private static async Task<List<(Account, long)>> TotalsAsync(ContributionsWorld world)
    {
        var totals = await world.DbAsync(db => db.Set<Posting>().GroupBy(p => p.Account).Select(g => new { g.Key, Sum = g.Sum(p => p.DebitMinor - p.CreditMinor) }).ToListAsync());
        return [.. totals.Where(t => t.Sum != 0).OrderBy(t => t.Key).Select(t => (t.Key, t.Sum))];
    }

    private static int[] Wages(Random random) => [.. Enumerable.Range(0, 4).Select(_ => random.Next(1, 150) * 1000)];

    private static string Text(Values.Month month, int[] wages) => File(wages.Select((w, i) => Line(Worker(i + 1), $"{w}", period: month.ToString())));
}
