using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contributions;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;
using Spmis.Kernel.Runs;
using static Spmis.Tests.Contributions.BankFile;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

public sealed class CrashTests
{
    private const int Workers = 2500;

    [Fact]
    public async Task Runs_ExecutedAgain_ChangeNothing()
    {
        await using var world = await ContributionsWorld.StartAsync(Workers);
        await FileLargeAsync(world);
        await world.ImportAsync(await StatementAsync([Credit("B1", 108_000L * Workers, structured: (await world.BillsAsync())[0].PaymentReference)]));
        await world.AccrueAsync(new DateOnly(2026, 6, 30));
        var before = await StandAsync(world);

        foreach (var run in await world.DbAsync(db => db.Runs.Select(r => r.Id).ToListAsync()))
        {
            await Executor(world).ExecuteAsync(run, default);
        }

        (await StandAsync(world)).ShouldBe(before);
        await world.PromisesHoldAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Runs_BrokenOffAtRandomMoments_ComeToTheSame(int seed)
    {
        await using var undisturbed = await ContributionsWorld.StartAsync(Workers);
        await PlayAsync(undisturbed);
        await using var disturbed = await ContributionsWorld.StartAsync(Workers);
        using var over = new CancellationTokenSource();
        var disturbance = DisturbAsync(disturbed, new Random(seed), over.Token);
        await PlayAsync(disturbed);
        await over.CancelAsync();
        await disturbance;

        (await StandAsync(disturbed)).ShouldBe(await StandAsync(undisturbed));
        await disturbed.PromisesHoldAsync();
    }

    private static async Task PlayAsync(ContributionsWorld world)
    {
        await FileLargeAsync(world);
        await world.ImportAsync(Mobile(Enumerable.Range(1, 1500).Select(i => Paid($"M{i}", Worker(i), "1080"))));
        await world.ImportAsync(await StatementAsync([Credit("B1", 108_000L * Workers, structured: (await world.BillsAsync())[0].PaymentReference)]));
    }

    private static async Task FileLargeAsync(ContributionsWorld world)
    {
        await world.FileAsync(File(Enumerable.Range(1, Workers).Select(i => Line(Worker(i), "9000"))));
        await world.App.SettleAsync();
    }

    /// <summary>Takes the lease of whatever runs away again and again, as a second process would that thinks the first one dead; the first one's chunk must then not commit.</summary>
    internal static async Task DisturbAsync(ContributionsWorld world, Random random, CancellationToken over)
    {
        var deaths = 0;
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(random.Next(1, 60), CancellationToken.None);
            var running = await world.DbAsync(db => db.Runs.Where(r => r.FinishedAt == null && r.FailedAt == null).Select(r => r.Id).ToListAsync(CancellationToken.None));
            foreach (var run in running)
            {
                await world.App.UseAsync<ContributionsDb>(db => db.WriteAsync(() => db.Runs.Where(r => r.Id == run && r.FinishedAt == null).ExecuteUpdateAsync(s => s.SetProperty(r => r.LeaseUntil, (DateTime?)null), CancellationToken.None), CancellationToken.None));
                // After some deaths one is let live, however slow the machine.
                using var death = ++deaths % 8 == 0 ? new CancellationTokenSource() : new CancellationTokenSource(random.Next(5, 80));
                try
                {
                    await Executor(world).ExecuteAsync(run, death.Token);
                }
                catch (Exception)
                {
                    // It died, or lost the race for the row to the one it took for dead; somebody else goes on.
                }
            }
        }
    }

    internal static IRunExecutor Executor(ContributionsWorld world) => world.App.Services.GetRequiredKeyedService<IRunExecutor>(ContributionsModule.ModuleName);

    private static async Task<string> StandAsync(ContributionsWorld world)
    {
        var postings = await world.DbAsync(db => db.Set<Posting>().GroupBy(p => p.Account).Select(g => new { g.Key, Debit = g.Sum(p => p.DebitMinor), Credit = g.Sum(p => p.CreditMinor) }).ToListAsync());
        var years = await world.DbAsync(db => db.Set<Spmis.Contributions.Record.ContributionYearRow>().SumAsync(y => y.InsuredMonths));
        var receipts = await world.DbAsync(db => db.Set<Receipt>().CountAsync());
        var lines = await world.DbAsync(db => db.Set<Spmis.Contributions.Returns.ReturnLine>().CountAsync());
        return $"{string.Join("; ", postings.OrderBy(p => p.Key))} years {years} receipts {receipts} lines {lines}";
    }
}
