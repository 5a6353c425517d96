using System.CommandLine;
using Spmis.Kernel.History;

namespace Spmis.Host.Commands;

/// <summary><c>audit verify</c>: proves that no history row was edited, deleted or inserted.</summary>
internal static class AuditCommand
{
    private const int HeadLength = 64;

    public static Command Make()
    {
        var heads = new Option<string[]>("--head") { Description = "A chain value that audit verify printed (or a server logged) earlier and that was kept elsewhere; it must be there still. May be given several times.", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
        heads.Validators.Add(result =>
        {
            foreach (var odd in result.Tokens.Where(t => t.Value.Length != HeadLength || !t.Value.All(char.IsAsciiHexDigit)))
            {
                result.AddError($"--head {odd.Value} is no chain value; it has {HeadLength} digits 0 to 9 and a to f.");
            }
        });
        var verify = new ActCommand(CommandPermissions.Verify, "verify", "Prove that no row of the history was edited, deleted or inserted, and seal it up to now.") { heads };
        verify.SetAction((parse, ct) => CommandRun.InHostAsync(parse, services => VerifyAsync(services, seal: true, ct, parse.GetValue(heads)), ct, background: false, seal: false));
        return new Command("audit", "The record of who did what.") { verify };
    }

    /// <summary>Verifies every record of the modules hosted here.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="seal">Whether what is sound is sealed up to now.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="heads">Chain values kept elsewhere, each of which some record must have.</param>
    public static async Task<CommandOutcome> VerifyAsync(IServiceProvider services, bool seal, CancellationToken ct, IReadOnlyList<string>? heads = null)
    {
        List<HistoryVerdict> verdicts = [];
        HashSet<string> unknown = [.. heads ?? []];
        await using var scope = services.CreateAsyncScope();
        foreach (var record in scope.ServiceProvider.GetServices<ISealedRecord>())
        {
            var verdict = await record.VerifyAsync(ct);
            foreach (var head in unknown.ToList())
            {
                unknown.ExceptWith(await record.KnowsAsync(Convert.FromHexString(head), ct) ? [head] : Array.Empty<string>());
            }

            if (seal && verdict.Problems.Count == 0)
            {
                // Only a sound record is sealed further; its new head is what is to be kept elsewhere.
                await record.SealAsync(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime, ct);
                verdict = verdict with { Head = await record.HeadAsync(ct) };
            }

            verdicts.Add(verdict);
        }

        var holds = verdicts.All(v => v.Problems.Count == 0) && unknown.Count == 0;
        var words = verdicts.SelectMany(v => v.Problems.Select(p => "  " + p).Prepend($"{v.Module}, {v.Record}: {v.Rows} rows, {v.Sealed} under a seal{(v.Head is { } head ? $" ({head})" : "")}{(v.Problems.Count == 0 ? ", sound" : "")}"));
        words = words.Concat(unknown.Select(h => $"No record has a seal with the chain value {h}: its end was cut off, or all was sealed anew."));
        return new CommandOutcome(holds, new { holds, modules = verdicts, unknownHeads = unknown }, string.Join(Environment.NewLine, words));
    }
}
