using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Spmis.Host.Bench;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Payments;

namespace Spmis.Host.Commands;

/// <summary><c>payments bench --instructions N</c>: how fast a cycle is here, each step beside its bare limit, on an embedded database in a temporary folder. Exit code 1 when verify finds a fault afterwards.</summary>
internal static class PaymentsBenchCommand
{
    public static Command Make()
    {
        var count = new Option<int>("--instructions") { Description = "Payments in the cycle.", DefaultValueFactory = _ => 100_000 };
        var command = new ActCommand(CommandPermissions.Tools, "bench", "Measure a whole payment cycle through the real handlers on a temporary database, each step beside its bare limit. --data is not touched.") { count };
        command.SetAction(async (parse, ct) =>
        {
            var folder = Directory.CreateTempSubdirectory("spmis-bench-");
            try
            {
                // On databases in that folder, whatever is configured, and with the one module that is measured.
                Dictionary<string, string?> settings = new()
                {
                    ["Data"] = folder.FullName, ["Modules"] = PaymentsModule.ModuleName, ["Database:Provider"] = nameof(DatabaseProvider.Sqlite), ["Jobs:Storage"] = null, ["Bus:RabbitMq"] = null,
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
        if (count is < 1 or > 10_000_000)
        {
            throw new Refused("bench.count", $"--instructions is {count}; measure 1 to 10,000,000.", "--instructions");
        }
    }

    private static async Task<CommandOutcome> RunAsync(IServiceProvider services, DirectoryInfo folder, int count, bool json, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PaymentsDb>();
        await using var target = await BareWork.EmptyCopyAsync(db, folder, ct);

        var files = folder.CreateSubdirectory("answers");
        var world = new BenchWorld(services);
        Console.Error.WriteLine($"{count} people, each with an award and an account ...");
        await world.MakeAsync(count, ct);
        var report = await new PaymentsBench(world, new BareWork(db.Database.GetDbConnection(), target), files.FullName).RunAsync(count, Tell, ct);
        return new CommandOutcome(
            report.Holds, report, $"{report.Instructions} instructions in {report.Seconds:0.0} s: {report.InstructionsPerSecond:0} a second over the cycle, peak memory {report.PeakMemoryBytes / 1024 / 1024} MiB; verify {(report.Holds ? "clean" : "found faults")}.");

        void Tell(BenchStep step) =>
            (json ? Console.Error : Console.Out).WriteLine($"{step.Name,-8} {step.Seconds,8:0.00} s {step.CpuSeconds,8:0.00} s cpu {step.RowsPerSecond,10:0} rows/s {step.TimesBare,7:0.0} times bare, peak {step.PeakMemoryBytes / 1024 / 1024,5} MiB ({step.Bare})");
    }
}
