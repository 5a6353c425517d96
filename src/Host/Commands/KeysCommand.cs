using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity.Tokens;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;
using Spmis.Kernel.Secrets;
using Spmis.Registration;
using Spmis.Registration.Facts;

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
        var (keys, answers, db) = (scope.ServiceProvider.GetRequiredService<ColumnKeys>(), scope.ServiceProvider.GetRequiredService<SealAnswers>(), scope.ServiceProvider.GetRequiredService<RegistrationDb>());
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var before = await answers.UseAsync(ct);
        // A rotation that was broken off goes on with its own key: else each try would leave a key behind.
        var newest = keys.Ids is [.., var last] ? last : null;
        var key = newest is null || before.Where(u => u.Key != newest).All(u => u.Value == 0) ? keys.Rotate() : newest;
        var run = await answers.HandleAsync(new Change { Act = SealAnswers.RunKind, Actor = CommandRun.Operator, Now = now }, ct);
        await Settle.WaitAsync(services, null, ct, now);
        var ended = await db.Runs.AsNoTracking().SingleAsync(r => r.Id == run.Id, ct);
        List<string> unused = [];
        foreach (var (id, count) in await answers.UseAsync(ct))
        {
            if (count == 0 && id.Length > 0 && id != key && !await answers.KeepsAnswerAsync(id, ct))
            {
                unused.Add(id);
            }
        }

        return new CommandOutcome(
            ended.FinishedAt is not null, new { holds = ended.FinishedAt is not null, key, sealedAnew = ended.Done, keys = keys.Ids, unused },
            $"Key {key} seals from now on; {ended.Done} answers were sealed anew. Keys that seal nothing any more: {(unused.Count == 0 ? "none" : string.Join(", ", unused))}.");
    }

    private static CommandOutcome Rotate(IServiceProvider services)
    {
        var key = TokenKeys.Rotate(services.GetRequiredService<SpmisDatabase>());
        return new CommandOutcome(true, new { holds = true, signingKey = key }, $"New tokens will be signed with key {key} once the processes have started again.");
    }
}
