using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Spmis.Host.Bench;
using Spmis.Kernel.Data;
using Spmis.Registration;

namespace Spmis.Host.Commands;

/// <summary><c>registry bench --persons N</c>: how fast a file of persons is taken in here, beside its bare limit, and how many second registrations the desk recognises, on an embedded database in a temporary folder.</summary>
internal static class RegistryBenchCommand
{
    public static Command Make()
    {
        var (persons, culture, seed) = (RegistryCommands.Persons(100_000, 100, 10_000_000), RegistryCommands.Culture(), RegistryCommands.Seed());
        var command = new ActCommand(CommandPermissions.Tools, "bench", "Measure the import of invented people through the real handlers on a temporary database, beside its bare limit, and ask at the desk for second registrations that were held back. --data is not touched.") { persons, culture, seed };
        command.SetAction(async (parse, ct) =>
        {
            var folder = Directory.CreateTempSubdirectory("spmis-bench-");
            try
            {
                Dictionary<string, string?> settings = new()
                {
                    ["Data"] = folder.FullName, ["Modules"] = RegistrationModule.ModuleName, ["Database:Provider"] = nameof(DatabaseProvider.Sqlite), ["Jobs:Storage"] = null, ["Bus:RabbitMq"] = null,
                };
                return await CommandRun.InHostAsync(parse, services => RunAsync(services, folder, parse.GetValue(persons), parse.GetRequiredValue(culture), parse.GetValue(seed), CommandOptions.JsonOf(parse), ct), ct, settings: settings);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        });
        return command;
    }

    private static async Task<CommandOutcome> RunAsync(IServiceProvider services, DirectoryInfo folder, int persons, string culture, long seed, bool json, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegistrationDb>();
        await using var target = await BareWork.EmptyCopyAsync(db, folder, ct);
        var report = await new RegistrationBench(new BenchWorld(services), new BareWork(db.Database.GetDbConnection(), target)).RunAsync(persons, culture, seed, Tell, ct);
        return new CommandOutcome(
            report.Holds, report,
            $"{report.Persons} persons; at the desk {report.Found} of {report.Asked} second registrations found ({report.Recall:0.0000}), {report.Stopped} from p 0.9; {report.DeskMedianMs} ms median, {report.DeskP95Ms} ms p95; peak memory {report.PeakMemoryBytes / 1024 / 1024} MiB.");

        void Tell(BenchStep step) =>
            (json ? Console.Error : Console.Out).WriteLine($"{step.Name,-10} {step.Seconds,8:0.00} s {step.CpuSeconds,8:0.00} s cpu {step.RowsPerSecond,10:0} rows/s {step.TimesBare,7:0.0} times bare ({step.Bare})");
    }
}
