using System.CommandLine;
using Spmis.Kernel.History;

namespace Spmis.Host.Commands;

/// <summary><c>audit verify</c>: proves that no sealed history row was edited, deleted or inserted.</summary>
internal static class AuditCommand
{
    public static Command Make()
    {
        var verify = new ActCommand(CommandPermissions.Verify, "verify", "Prove that no row of the history was edited, deleted or inserted, and seal it up to now.");
        verify.SetAction((parse, ct) => CommandRun.InHostAsync(parse, services => VerifyAsync(services, seal: true, ct), ct, background: false));
        return new Command("audit", "The record of who did what.") { verify };
    }

    /// <summary>Verifies every record of the modules hosted here.</summary>
    public static async Task<CommandOutcome> VerifyAsync(IServiceProvider services, bool seal, CancellationToken ct)
    {
        List<HistoryVerdict> verdicts = [];
        await using var scope = services.CreateAsyncScope();
        foreach (var record in scope.ServiceProvider.GetServices<ISealedRecord>())
        {
            var verdict = await record.VerifyAsync(ct);
            verdicts.Add(verdict);
            if (seal && verdict.Problems.Count == 0)
            {
                // Only a sound record is sealed further.
                await record.SealAsync(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime, ct);
            }
        }

        var holds = verdicts.All(v => v.Problems.Count == 0);
        var words = verdicts.SelectMany(v => v.Problems.Select(p => "  " + p).Prepend($"{v.Module}, {v.Record}: {v.Rows} rows, {v.Sealed} under a seal{(v.Problems.Count == 0 ? ", sound" : "")}"));
        return new CommandOutcome(holds, new { holds, modules = verdicts }, string.Join(Environment.NewLine, words));
    }
}
