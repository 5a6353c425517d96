using System.CommandLine;
using Spmis.Eligibility;
using Spmis.Host.Bench;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;

namespace Spmis.Host.Commands;

/// <summary><c>eligibility bench --persons N</c>: how fast a round and an indexation are here, each step beside its bare limit, on an embedded database in a temporary folder. Exit code 1 when a promise does not hold afterwards.</summary>
internal static class EligibilityBenchCommand
{
    public static Command Make()
    {
        var count = new Option<int>("--persons") { Description = "Persons in the register; about three in ten are entitled.", DefaultValueFactory = _ => 100_000 };
        var command = new ActCommand(CommandPermissions.Tools, "bench", "Measure a round and an indexation through the real handlers on a temporary database, each step beside its bare limit. --data is not touched.") { count };
        command.SetAction(async (parse, ct) =>
        {
            var folder = Directory.CreateTempSubdirectory("spmis-bench-");
            try
            {
                // On databases in that folder, whatever is configured, and with the one module that is measured.
                Dictionary<string, string?> settings = new()
                {
                    ["Data"] = folder.FullName, ["Modules"] = EligibilityModule.ModuleName, ["Database:Provider"] = nameof(DatabaseProvider.Sqlite), ["Jobs:Storage"] = null, ["Bus:RabbitMq"] = null,
                };
                return await CommandRun.InHostAsync(
                    parse, services => RunAsync(services, folder, parse.GetValue(count), CommandOptions.JsonOf(parse), ct), ct, check: () => Check(parse.GetValue(count)), settings: settings);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        });
        return command;
    }

    private static void Check(int count)
    {
        if (count is < 10 or > 10_000_000)
        {
            throw new Refused("bench.count", $"--persons is {count}; measure 10 to 10,000,000.", "--persons");
        }
    }

    private static async Task<CommandOutcome> RunAsync(IServiceProvider services, DirectoryInfo folder, int count, bool json, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<EligibilityDb>();
        await using var target = await BareWork.EmptyCopyAsync(db, folder, ct);
        var report = await new EligibilityBench(new BenchWorld(services), new BareWork(Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetDbConnection(db.Database), target)).RunAsync(count, Tell, ct);
        return new CommandOutcome(
            report.Holds, report, $"{report.Persons} persons, {report.Awards} awards, peak memory {report.PeakMemoryBytes / 1024 / 1024} MiB; promises {(report.Holds ? "hold" : "do not hold")}.");

        void Tell(BenchStep step) =>
            (json ? Console.Error : Console.Out).WriteLine($"{step.Name,-8} {step.Seconds,8:0.00} s {step.CpuSeconds,8:0.00} s cpu {step.RowsPerSecond,10:0} rows/s {step.TimesBare,7:0.0} times bare, {step.TimesBareCpu,5:0.0} times its cpu ({step.Bare})");
    }
}
