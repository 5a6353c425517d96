using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Host;
using Spmis.Host.Bench;
using Spmis.Payments;
using Spmis.Payments.Batches;
using Spmis.Payments.PaymentRuns;
using Spmis.Payments.Promises;
using Spmis.Samples.Agencies;
using Spmis.Tests.Servers.Bus;

namespace Spmis.Tests.Servers.Processes;

/// <summary>
/// <c>kill -9</c> at random moments of preparing, releasing (with its order files) and reading the answers of a payment cycle: nothing lost, nothing doubled, the same order files byte for byte
/// as in a cycle nobody disturbed, and after every single kill all invariants hold. SPMIS_PAYMENT_KILLS=100 kills more often; SPMIS_KILL_SEED repeats the moments.
/// </summary>
[Collection(Broker.OneAfterTheOther)]
public sealed class PaymentCrashTests(ITestOutputHelper output)
{
    private const int People = 8000;
    private const int PerBatch = 4000;
    private const int PeopleApart = 3000;

    /// <summary>Kills of one cycle.</summary>
    private const int KillsPerCycle = 5;

    [Fact]
    public async Task Cycle_KilledWhilePreparingReleasingAndReading_PaysEverybodyOnce()
    {
        var kills = Number("SPMIS_PAYMENT_KILLS", KillsPerCycle);
        var seed = Number("SPMIS_KILL_SEED", Environment.TickCount & 0xFFFF);
        output.WriteLine($"{kills} kills, seed {seed}; SPMIS_KILL_SEED={seed} repeats the moments");
        var random = new Random(seed);
        await using var undisturbed = await PaymentCycle.StartAsync(People, PerBatch, output);
        var expected = await undisturbed.RunAsync(random, 0);
        for (var done = 0; done < kills; done += KillsPerCycle)
        {
            await using var cycle = await PaymentCycle.StartAsync(People, PerBatch, output);
            (await cycle.RunAsync(random, Math.Min(KillsPerCycle, kills - done), undisturbed.Seconds)).ShouldBe(expected, $"seed {seed}, after {done} kills and more");
        }
    }

    /// <summary>
    /// The same with payments in one process and all else in another, on PostgreSQL and over RabbitMQ: clearance and outcomes go from one to the other, either is killed, and in the end the books
    /// and files are those of one undisturbed process on SQLite, and everybody was told once.
    /// </summary>
    [Fact]
    public async Task Cycle_InTwoProcessesOnPostgreSqlAndRabbitMq_EitherKilled_PaysEverybodyOnce()
    {
        var server = Environment.GetEnvironmentVariable("SPMIS_TEST_POSTGRES");
        Assert.SkipWhen(server is null, "no PostgreSQL: SPMIS_TEST_POSTGRES is not set; infra/tools/servers/start.sh starts one");
        await Bus.Broker.UseAsync();
        var kills = Number("SPMIS_PAYMENT_KILLS", PaymentCycleApart.Phases);
        var seed = Number("SPMIS_KILL_SEED", Environment.TickCount & 0xFFFF);
        output.WriteLine($"{kills} kills, seed {seed}; SPMIS_KILL_SEED={seed} repeats the moments");
        var random = new Random(seed);
        await using var undisturbed = await PaymentCycle.StartAsync(PeopleApart, PeopleApart / 2, output);
        var expected = await undisturbed.RunAsync(random, 0);
        for (var done = 0; done < kills; done += KillsPerCycle)
        {
            var broker = await Bus.Broker.UseAsync();
            await using var database = await ServerDatabase.CreateAsync(server);
            await using var cycle = await PaymentCycleApart.StartAsync(new Dictionary<string, string?>(database.Settings) { [broker.Setting.Key] = broker.Setting.Value }, PeopleApart, PeopleApart / 2, output);
            (await cycle.RunAsync(random, Math.Min(KillsPerCycle, kills - done))).ShouldBe(expected, $"seed {seed}, after {done} kills and more");
        }
    }

    private static int Number(string name, int otherwise) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}

/// <summary>A payment cycle worked on by processes that may be killed; this process only decides, and looks.</summary>
internal sealed class PaymentCycle : IAsyncDisposable
{
    private static readonly Dictionary<string, string?> Settings = new() { ["Modules"] = PaymentsModule.ModuleName };
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly string folder = Directory.CreateTempSubdirectory("spmis-cycle-").FullName;
    private readonly ITestOutputHelper output;
    private readonly WebApplication host; // Never started: relay, consumers and runs are in the other process.
    private readonly BenchWorld world;

    private PaymentCycle(ITestOutputHelper output)
    {
        this.output = output;
        host = SpmisHost.Build(new Dictionary<string, string?>(Settings) { ["Data"] = folder });
        world = new BenchWorld(host.Services);
    }

    /// <summary>How long each phase took.</summary>
    public List<double> Seconds { get; } = [];

    public static async Task<PaymentCycle> StartAsync(int people, int perBatch, ITestOutputHelper output)
    {
        var cycle = new PaymentCycle(output);
        await SpmisHost.MigrateAsync(cycle.host.Services, default);
        await cycle.world.MakeAsync(people, default, perBatch);
        return cycle;
    }

    /// <summary>From the first instruction to closed batches.</summary>
    /// <returns>What is in the books.</returns>
    public async Task<string> RunAsync(Random random, int kills, IReadOnlyList<double>? usual = null)
    {
        // One kill for each of the three phases, the others anywhere.
        var shares = new int[3];
        for (var kill = 0; kill < kills; kill++)
        {
            shares[kill < 3 ? kill : random.Next(3)]++;
        }

        await PhaseAsync("prepare", () => Start("payments", "run", "--cycle", "2026-07", "--value-date", "2026-07-31"), shares[0], random, usual?[0]);
        var run = await world.UseAsync<PaymentsDb, Guid>(db => db.PaymentRuns.Select(r => r.Id).SingleAsync());
        await world.UseAsync<ApprovePaymentRun>(act => act.HandleAsync(run, BenchWorld.Change(ApprovePaymentRun.Act, BenchWorld.Supervisor), default));
        await world.UseAsync<ReleasePaymentRun>(act => act.HandleAsync(run, BenchWorld.Change(ReleasePaymentRun.Act, BenchWorld.Releaser), default));
        await world.UseAsync<PaymentsDb>(async db =>
        {
            db.Publish(new Contracts.Registration.ClearanceGiven { PaymentRunId = run, MustHaveApplied = [] });
            db.Publish(new Contracts.Eligibility.ClearanceGiven { PaymentRunId = run, MustHaveApplied = [] });
            await db.SaveAsync(BenchWorld.Change("test.clear", BenchWorld.Officer), default);
        });
        // Nothing is due in an earlier month; but before it ends the process does whatever waits, which is the release.
        var earlier = BenchWorld.Month;
        await PhaseAsync("release", () => Start("payments", "run", "--cycle", (earlier = earlier.Add(-1)).ToString()), shares[1], random, usual?[1]);
        var answers = await AnswersAsync();
        foreach (var (path, n) in answers.Select((p, n) => (p, n)))
        {
            await PhaseAsync("ingest", () => Start("payments", "ingest", path, "--agency", "BANKA"), n == 0 ? shares[2] : 0, random, usual?[2 + n]);
        }

        foreach (var id in await world.UseAsync<PaymentsDb, List<long>>(db => db.Batches.OrderBy(b => b.Id).Select(b => b.Id).ToListAsync()))
        {
            await world.UseAsync<CloseBatch>(act => act.HandleAsync(id, BenchWorld.Change("payments.close-batch", BenchWorld.Supervisor), default));
        }

        (await VerifyAsync("at the end")).Open.ShouldBeEmpty();
        return await BooksAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private HostProcess Start(params string[] arguments) => HostProcess.Start([.. arguments, "--data", folder], Settings);

    private async Task PhaseAsync(string name, Func<HostProcess> start, int kills, Random random, double? usual)
    {
        for (var kill = 0; kill < kills; kill++)
        {
            await using var doomed = start();
            var after = TimeSpan.FromSeconds((usual ?? 5) * (0.25 + (0.75 * random.NextDouble())));
            var killed = await doomed.KillAfterAsync(after);
            output.WriteLine($"{name}: kill after {after.TotalSeconds:0.00} s{(killed ? "" : ", it had ended already")}");
            await VerifyAsync($"{name}, killed after {after.TotalSeconds:0.00} s");
        }

        var watch = System.Diagnostics.Stopwatch.StartNew();
        await using var process = start();
        (await process.EndAsync(Patience)).ShouldBe(0, process.Output);
        Seconds.Add(watch.Elapsed.TotalSeconds);
    }

    private async Task<PaymentsVerified> VerifyAsync(string when)
    {
        var verified = await world.UseAsync<VerifyPayments, PaymentsVerified>(v => v.HandleAsync(BenchWorld.Month.Last, default));
        verified.Checks.SelectMany(c => c.Violations).ShouldBeEmpty(when);
        return verified;
    }

    /// <summary>The bank's answers to all batches; what becomes of an account depends on its number only.</summary>
    private Task<List<string>> AnswersAsync() => AnswersAsync(world, folder);

    /// <summary>The same for any world.</summary>
    internal static async Task<List<string>> AnswersAsync(BenchWorld world, string folder)
    {
        List<string> answers = [];
        var to = Directory.CreateDirectory(Path.Combine(folder, "answers")).FullName;
        foreach (var id in await world.UseAsync<PaymentsDb, List<long>>(db => db.Batches.OrderBy(b => b.Id).Select(b => b.Id).ToListAsync()))
        {
            var path = await world.UseAsync<DownloadBatch, string>(async act =>
            {
                var file = await act.HandleAsync(id, BenchWorld.Change("payments.fetch", BenchWorld.Officer), default);
                await using var content = file.Content;
                await using var target = File.Create(Path.Combine(to, file.Name));
                await content.CopyToAsync(target);
                return target.Name;
            });
            var answer = await new TransferAgency(7, "BANKA").AnswerAsync(path, to, BenchWorld.Month.Last);
            answers.AddRange(answer.ReturnsPath is { } returns ? [answer.StatusPath, returns] : [answer.StatusPath]);
        }

        return answers;
    }

    private Task<string> BooksAsync() => BooksAsync(world);

    /// <summary>What is in the books of payments.</summary>
    internal static async Task<string> BooksAsync(BenchWorld world) => await world.UseAsync<PaymentsDb, string>(async db =>
    {
        var states = (await db.Instructions.AsNoTracking().ToListAsync()).GroupBy(i => i.State).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Count()} {g.Key}, {g.Sum(i => i.AmountMinor)}");
        var batches = await db.Batches.AsNoTracking().OrderBy(b => b.Id).Select(b => $"{b.Number} {b.Count} {b.TotalMinor} {b.FileSha256}").ToListAsync();
        var outcomes = (await db.Outcomes.AsNoTracking().GroupBy(o => o.Kind).Select(g => new { g.Key, Count = g.Count() }).ToListAsync()).OrderBy(g => g.Key).Select(g => $"{g.Count} {g.Key}");
        var accounts = (await db.Postings.AsNoTracking().GroupBy(p => p.Account).Select(g => new { g.Key, Minor = g.Sum(p => p.AmountMinor) }).ToListAsync()).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key} {g.Minor}");
        var told = await db.Outbox.CountAsync(o => o.DeliveredAt == null);
        return string.Join("; ", [.. states, .. batches, .. outcomes, .. accounts, $"{told} messages undelivered"]);
    });
}
