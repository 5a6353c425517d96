using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity.Tokens;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;
using Spmis.Kernel.Secrets;

namespace Spmis.Host.Commands;

/// <summary><c>keys rotate</c>: new keys for the tokens of the OIDC server.</summary>
internal static class KeysCommand
{
    public static Command Make()
    {
        var rotate = new ActCommand(CommandPermissions.Keys, "rotate", "Make new keys for tokens. The ones before go on being accepted until the next rotation; processes take up the new ones when they start.");
        rotate.SetAction((parse, ct) => CommandRun.InHostAsync(parse, services => Task.FromResult(Rotate(services)), ct, background: false));
        var columns = new ActCommand(CommandPermissions.Keys, "rotate-columns", "Make a new key for what is sealed in the databases, and seal it all anew; goes on where it was broken off. A key that seals nothing any more may be deleted once no backup of before is kept.");
        columns.SetAction((parse, ct) => CommandRun.InHostAsync(parse, services => RotateColumnsAsync(services, ct), ct));
        return new Command("keys", "Keys of the OIDC server, and of what is sealed in the databases.") { rotate, columns };
    }

    private static async Task<CommandOutcome> RotateColumnsAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var (keys, files, texts) = (scope.ServiceProvider.GetRequiredService<ColumnKeys>(), scope.ServiceProvider.GetRequiredService<SealedFiles>(), scope.ServiceProvider.GetServices<ISealedTexts>().ToList());
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var before = await UseAsync(texts, files, ct);
        // A rotation that was broken off goes on with its own key: else each try would leave a key behind.
        var newest = keys.Ids is [.., var last] ? last : null;
        var key = newest is null || before.Where(u => u.Key != newest).All(u => u.Value == 0) ? keys.Rotate() : newest;
        List<(ISealedTexts Of, long Run)> runs = [];
        foreach (var of in texts)
        {
            runs.Add((of, (await of.HandleAsync(new Change { Act = of.RunKind, Actor = CommandRun.Operator, Now = now }, ct)).Id));
        }

        await Settle.WaitAsync(services, null, ct, now);
        var (anew, finished) = (await files.SealAnewAsync(ct), true);
        foreach (var (of, run) in runs)
        {
            var ended = await scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(of.Module).Runs.AsNoTracking().SingleAsync(r => r.Id == run, ct);
            anew += ended.Done;
            finished &= ended.FinishedAt is not null;
        }

        var unused = await UnusedAsync(texts, files, keys.Ids.Where(id => id != key), ct);
        return new CommandOutcome(
            finished, new { holds = finished, key, sealedAnew = anew, keys = keys.Ids, unused },
            $"Key {key} seals from now on; {anew} answers, claims and papers were sealed anew. Keys that seal nothing any more: {(unused.Count == 0 ? "none" : string.Join(", ", unused))}.");
    }

    private static async Task<List<string>> UnusedAsync(IReadOnlyList<ISealedTexts> texts, SealedFiles files, IEnumerable<string> old, CancellationToken ct)
    {
        var use = await UseAsync(texts, files, ct);
        List<string> unused = [];
        foreach (var id in old.Where(id => use.GetValueOrDefault(id) == 0))
        {
            var keeps = false;
            foreach (var of in texts)
            {
                keeps = keeps || await of.KeepsAnswerAsync(id, ct);
            }

            unused.AddRange(keeps ? [] : new[] { id });
        }

        return unused;
    }

    private static async Task<IReadOnlyDictionary<string, long>> UseAsync(IReadOnlyList<ISealedTexts> texts, SealedFiles files, CancellationToken ct)
    {
        List<KeyValuePair<string, long>> all = [.. await files.UseAsync(ct)];
        foreach (var of in texts)
        {
            all.AddRange(await of.UseAsync(ct));
        }

        return all.GroupBy(u => u.Key).ToDictionary(g => g.Key, g => g.Sum(u => u.Value));
    }

    private static CommandOutcome Rotate(IServiceProvider services)
    {
        var key = TokenKeys.Rotate(services.GetRequiredService<SpmisDatabase>());
        return new CommandOutcome(true, new { holds = true, signingKey = key }, $"New tokens will be signed with key {key} once the processes have started again.");
    }
}
