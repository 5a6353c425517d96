using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility;
using Spmis.Eligibility.Awards;
using Spmis.Host.Bench;
using Spmis.Kernel.Data;
using Spmis.Payments;
using Spmis.Payments.Batches;
using Spmis.Payments.Cycles;
using Spmis.Payments.PaymentRuns;
using Spmis.Payments.Promises;
using Spmis.Payments.Reconciliation;

namespace Spmis.Tests.Servers.Processes;

/// <summary>A payment cycle worked on by two processes over a broker, either of which may be killed; this process only decides, and looks.</summary>
internal sealed class PaymentCycleApart : IAsyncDisposable
{
    /// <summary>Prepare, release and read answers.</summary>
    public const int Phases = 3;

    private const string Payments = "payments";
    private const string Others = "registration,contributions,eligibility,identity";
    private readonly ITestOutputHelper output;
    private readonly Deployment deployment;
    private readonly WebApplication host; // Never started.
    private readonly BenchWorld world;

    private PaymentCycleApart(Deployment deployment, ITestOutputHelper output)
    {
        (this.deployment, this.output) = (deployment, output);
        host = deployment.Beside("payments,eligibility");
        world = new BenchWorld(host.Services);
    }

    public static async Task<PaymentCycleApart> StartAsync(IReadOnlyDictionary<string, string?> settings, int people, int perBatch, ITestOutputHelper output)
    {
        var cycle = new PaymentCycleApart(await Deployment.StartAsync(settings, Payments, Others), output);
        await cycle.world.MakeAsync(people, default, perBatch);
        await cycle.deployment.Books.SettleAsync();
        return cycle;
    }

    /// <summary>From the first instruction to closed batches.</summary>
    /// <returns>What is in the books.</returns>
    public async Task<string> RunAsync(Random random, int kills)
    {
        // One kill for each phase, the others anywhere.
        var shares = new int[Phases];
        for (var kill = 0; kill < kills; kill++)
        {
            shares[kill < Phases ? kill : random.Next(Phases)]++;
        }

        try
        {
            return await WholeAsync(random, shares);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            output.WriteLine(deployment.Output);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await deployment.DisposeAsync();
        Npgsql.NpgsqlConnection.ClearAllPools();
    }

    private async Task<string> WholeAsync(Random random, int[] shares)
    {
        var cycle = await world.UseAsync<OpenCycle, Guid>(act => act.HandleAsync(new NewCycle { Month = BenchWorld.Month, ValueDate = BenchWorld.Month.Last }, BenchWorld.Change("cycles.open", BenchWorld.Officer), default));
        var run = (await world.UseAsync<PreparePaymentRun, PaymentRunStarted>(act => act.HandleAsync(cycle, BenchWorld.Change("payments.prepare", BenchWorld.Officer), default))).PaymentRunId;
        await PhaseAsync("payments.prepare", shares[0], random, onlyPayments: true);
        await world.UseAsync<ApprovePaymentRun>(act => act.HandleAsync(run, BenchWorld.Change(ApprovePaymentRun.Act, BenchWorld.Supervisor), default));
        await world.UseAsync<ReleasePaymentRun>(act => act.HandleAsync(run, BenchWorld.Change(ReleasePaymentRun.Act, BenchWorld.Releaser), default));
        await PhaseAsync("payments.release", shares[1], random, onlyPayments: false);
        await Eventually.ReachAsync("a released run", () => world.UseAsync<PaymentsDb, bool>(db => db.PaymentRuns.AnyAsync(r => r.ReleasedAt != null)), released => released, seconds: 240);
        foreach (var (path, n) in (await PaymentCycle.AnswersAsync(world, deployment.Files)).Select((p, n) => (p, n)))
        {
            await using var content = File.OpenRead(path);
            await world.UseAsync<ImportStatusFile>(act => act.HandleAsync(
                new StatusUpload { Agency = "BANKA", FileName = Path.GetFileName(path), Content = content, Length = content.Length }, BenchWorld.Change("payments.answer", BenchWorld.Officer), default));
            await PhaseAsync("payments.status", n == 0 ? shares[2] : 0, random, onlyPayments: false);
        }

        foreach (var id in await world.UseAsync<PaymentsDb, List<long>>(db => db.Batches.OrderBy(b => b.Id).Select(b => b.Id).ToListAsync()))
        {
            await world.UseAsync<CloseBatch>(act => act.HandleAsync(id, BenchWorld.Change("payments.close-batch", BenchWorld.Supervisor), default));
        }

        await deployment.Books.SettleAsync();
        var (due, applied) = await deployment.Books.AppliedAsync();
        applied.ShouldBe(due, "each message applied once by each consumer");
        await ToldAsync();
        (await VerifyAsync("at the end")).Open.ShouldBeEmpty();
        return await PaymentCycle.BooksAsync(world);
    }

    /// <summary>What Eligibility, in the other process, knows of payments is what became of them.</summary>
    private async Task ToldAsync()
    {
        var paid = await world.UseAsync<PaymentsDb, (long, long)>(async db => (await db.Outcomes.Where(o => o.Kind == OutcomeKind.Paid).LongCountAsync() - await db.Outcomes.Where(o => o.Kind == OutcomeKind.Returned).LongCountAsync(), await db.Outcomes.Where(o => o.Kind != OutcomeKind.Accepted).Select(o => o.InstructionId).Distinct().LongCountAsync()));
        var known = await world.UseAsync<EligibilityDb, (long, long)>(async db => (await db.AwardMonths.Where(m => m.Outcome == KeepPaidMonths.Paid).LongCountAsync(), await db.AwardMonths.LongCountAsync()));
        known.ShouldBe(paid);
    }

    /// <summary>Waits for a run that goes on in the payments' process, killing either process on the way.</summary>
    private async Task PhaseAsync(string kind, int kills, Random random, bool onlyPayments)
    {
        for (var kill = 0; kill < kills; kill++)
        {
            var (who, after) = (onlyPayments || random.Next(3) > 0 ? Payments : Others, TimeSpan.FromSeconds(1.5 * random.NextDouble()));
            if (who == Payments)
            {
                // Once it has been begun, or has ended: the answers of the other process may take longer than any guess.
                await Eventually.ReachAsync($"{kind} begun", () => world.UseAsync<PaymentsDb, bool>(db => BegunAsync(db, kind)), begun => begun, seconds: 120);
            }

            await Task.Delay(after, TestContext.Current.CancellationToken);
            await deployment.KillAsync(who);
            output.WriteLine($"{kind}: {who} killed after {after.TotalSeconds:0.00} s");
            if (who == Payments)
            {
                await VerifyAsync($"{kind}, killed after {after.TotalSeconds:0.00} s");
            }

            await LetGoAsync();
            await deployment.RestartAsync(who);
        }

        await deployment.Books.SettleAsync();
    }

    private static Task<bool> BegunAsync(PaymentsDb db, string kind) => db.Runs.AnyAsync(r => r.Kind == kind && (r.LeaseUntil != null || r.FinishedAt != null || r.Done > 0));

    /// <summary>
    /// What a killed process had taken, it holds for two minutes. That time is over at once here: the test is of what happens then, not of the waiting. A process that still works is kept from
    /// harm by its fence, and a message sent a second time by its number.
    /// </summary>
    private async Task LetGoAsync()
    {
        var past = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-1);
        await FreeAsync<PaymentsDb>(past);
        await FreeAsync<EligibilityDb>(past);
    }

    private Task FreeAsync<TDb>(DateTime past)
        where TDb : ModuleDb => world.UseAsync<TDb>(async db =>
        {
            await db.Runs.Where(r => r.FinishedAt == null && r.LeaseUntil != null).ExecuteUpdateAsync(s => s.SetProperty(r => r.LeaseUntil, past));
            await db.Outbox.Where(o => o.DeliveredAt == null && o.NextAttemptAt > past).ExecuteUpdateAsync(s => s.SetProperty(o => o.NextAttemptAt, past));
        });

    private async Task<PaymentsVerified> VerifyAsync(string when)
    {
        var verified = await world.UseAsync<VerifyPayments, PaymentsVerified>(v => v.HandleAsync(BenchWorld.Month.Last, default));
        verified.Checks.SelectMany(c => c.Violations).ShouldBeEmpty(when);
        return verified;
    }
}
