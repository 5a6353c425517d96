using System.CommandLine;
using Spmis.Kernel.Data;
using Spmis.Kernel.History;
using Spmis.Kernel.Hosting;

namespace Spmis.Host.Commands;

/// <summary><c>audit verify</c>: proves that no sealed history row was edited, deleted or inserted.</summary>
internal static class AuditCommand
{
    public static Command Make()
    {
        var json = CommandOptions.Json();
        var verify = new Command("verify", "Seal the history up to now and prove that no row was edited, deleted or inserted.") { json };
        verify.SetAction((parse, ct) => CommandRun.InHostAsync(CommandOptions.DataOf(parse), services => VerifyAsync(services, parse.GetValue(json), ct), ct, background: false));
        return new Command("audit", "The record of who did what.") { verify };
    }

    private static async Task<bool> VerifyAsync(IServiceProvider services, bool json, CancellationToken ct)
    {
        List<HistoryVerdict> verdicts = [];
        foreach (var module in services.GetServices<IModule>())
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module.Name);
            var verdict = await VerifyHistory.RunAsync(db, ct);
            verdicts.Add(verdict);
            if (verdict.Problems.Count == 0)
            {
                // Only a sound record is sealed further.
                await SealHistory.RunAsync(db, services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime, ct);
            }
        }

        var holds = verdicts.All(v => v.Problems.Count == 0);
        if (json)
        {
            CommandRun.PrintJson(new { holds, modules = verdicts });
        }
        else
        {
            foreach (var verdict in verdicts)
            {
                Console.Out.WriteLine($"{verdict.Module}: {verdict.Rows} rows, {verdict.Sealed} under a seal{(verdict.Problems.Count == 0 ? ", sound" : "")}");
                verdict.Problems.ToList().ForEach(p => Console.Out.WriteLine("  " + p));
            }
        }

        return holds;
    }
}
