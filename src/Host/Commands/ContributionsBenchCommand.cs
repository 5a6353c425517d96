using System.CommandLine;
using Spmis.Contributions;
using Spmis.Host.Bench;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;

namespace Spmis.Host.Commands;

/// <summary><c>contributions bench --lines N</c>: how fast a large return, a month end of small ones and their payments are here, each step beside its bare limit, on an embedded database in a temporary folder. Exit code 1 when a promise does not hold afterwards.</summary>
internal static class ContributionsBenchCommand
{
    public static Command Make()
    {
        var count = new Option<int>("--lines") { Description = "Lines of the large return, and payments of the statement; the month end has as many lines, 50 an employer, of at most 2,000 employers.", DefaultValueFactory = _ => 100_000 };
        var command = new ActCommand(CommandPermissions.Tools, "bench", "Measure a large return, a month end of small ones and a statement that pays them through the real handlers on a temporary database, each step beside its bare limit. --data is not touched.") { count };
        command.SetAction(async (parse, ct) =>
        {
            var folder = Directory.CreateTempSubdirectory("spmis-bench-");
            try
            {
                // On databases in that folder, whatever is configured, and with the one module that is measured.
                Dictionary<string, string?> settings = new()
                {
                    ["Data"] = folder.FullName, ["Modules"] = ContributionsModule.ModuleName, ["Database:Provider"] = nameof(DatabaseProvider.Sqlite), ["Jobs:Storage"] = null, ["Bus:RabbitMq"] = null,
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
        if (count is < 50 or > 1_000_000)
        {
            throw new Refused("bench.count", $"--lines is {count}; measure 50 to 1,000,000.", "--lines");
        }
    }

    private static async Task<CommandOutcome> RunAsync(IServiceProvider services, DirectoryInfo folder, int count, bool json, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ContributionsDb>();
        await using var target = await BareWork.EmptyCopyAsync(db, folder, ct);
        var report = await new ContributionsBench(new BenchWorld(services), new BareWork(Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetDbConnection(db.Database), target)).RunAsync(count, Tell, ct);
        return new CommandOutcome(
            report.Holds, report, $"{report.Lines} lines, {report.Employers} small employers, peak memory {report.PeakMemoryBytes / 1024 / 1024} MiB; promises {(report.Holds ? "hold" : "do not hold")}.");

        void Tell(BenchStep step) =>
            (json ? Console.Error : Console.Out).WriteLine($"{step.Name,-10} {step.Seconds,8:0.00} s {step.CpuSeconds,8:0.00} s cpu {step.RowsPerSecond,10:0} rows/s {step.TimesBare,7:0.0} times bare, {step.TimesBareCpu,5:0.0} times its cpu ({step.Bare})");
    }
}
