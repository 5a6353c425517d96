using System.Diagnostics;
using System.Globalization;

namespace Spmis.Tests.Servers.Processes;

/// <summary>
/// <c>kill -9</c> at random moments of the demo month, then <c>--resume</c>, until it ends: the same books as an undisturbed month of the same seed.
/// SPMIS_KILLS=100 kills more often; SPMIS_KILL_SEED repeats the moments of a printed seed.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Persons = 600;
    private const int Employers = 20;
    private const int DemoSeed = 7;

    /// <summary>Kills of one month; a hundred kills are twenty months, so that late steps are killed as often as early ones.</summary>
    private const int KillsPerMonth = 5;

    [Fact]
    public async Task Demo_KilledAtRandomMomentsAndResumed_EndsWithTheSameBooks()
    {
        var kills = Number("SPMIS_KILLS", KillsPerMonth);
        var seed = Number("SPMIS_KILL_SEED", Environment.TickCount & 0xFFFF);
        output.WriteLine($"{kills} kills, seed {seed}; SPMIS_KILL_SEED={seed} repeats the moments");
        using var undisturbed = new DemoMonth(Persons, Employers, DemoSeed);
        var watch = Stopwatch.StartNew();
        var expected = await undisturbed.RunAsync();
        var whole = watch.Elapsed;

        var random = new Random(seed);
        for (var done = 0; done < kills; done += KillsPerMonth)
        {
            using var month = new DemoMonth(Persons, Employers, DemoSeed);
            await KillAsync(month, random, Math.Min(KillsPerMonth, kills - done), whole);
            var books = await month.RunAsync(resume: true);
            books.ShouldBeTheSameBooksAs(expected, $"seed {seed}, after {Math.Min(done + KillsPerMonth, kills)} kills");
        }
    }

    [Fact]
    public async Task Demo_OnPostgreSqlWithItsJobsThereToo_KilledAndResumed_EndsWithTheSameBooks()
    {
        var server = Environment.GetEnvironmentVariable("SPMIS_TEST_POSTGRES");
        Assert.SkipWhen(server is null, "no PostgreSQL: SPMIS_TEST_POSTGRES is not set; infra/tools/servers/start.sh starts one");
        await using var first = await ServerDatabase.CreateAsync(server);
        using var undisturbed = new DemoMonth(Persons, Employers, DemoSeed, first.Settings);
        var watch = Stopwatch.StartNew();
        var expected = await undisturbed.RunAsync();
        var whole = watch.Elapsed;

        await using var second = await ServerDatabase.CreateAsync(server);
        using var month = new DemoMonth(Persons, Employers, DemoSeed, second.Settings);
        var seed = Number("SPMIS_KILL_SEED", Environment.TickCount & 0xFFFF);
        output.WriteLine($"seed {seed}");
        await KillAsync(month, new Random(seed), 1, whole);
        (await month.RunAsync(resume: true)).ShouldBeTheSameBooksAs(expected, $"seed {seed}");
    }

    // Each life is killed within its share of what is left, so that the kills spread over the whole month and none comes too late.
    private async Task KillAsync(DemoMonth month, Random random, int kills, TimeSpan whole)
    {
        for (var kill = 0; kill < kills; kill++)
        {
            await using var process = month.Start(resume: kill > 0);
            var after = StartUp + (random.NextDouble() * (whole - StartUp) / kills * 1.2);
            var killed = await process.KillAfterAsync(after);
            output.WriteLine($"kill {kill + 1} after {after.TotalSeconds:0.00} s{(killed ? "" : ": it had ended already")}");
        }
    }

    // Until here a process only starts and finds its place; killing it there too is cheap, so the moments begin shortly before.
    private static readonly TimeSpan StartUp = TimeSpan.FromSeconds(1.5);

    private static int Number(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
