using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;
using Spmis.Kernel.Messages;

namespace Spmis.Host.Commands;

/// <summary><c>messages list</c>, <c>messages retry</c> and <c>messages replay</c>: what is under way between the modules, and what could not be applied.</summary>
internal static class MessagesCommand
{
    public static Command Make()
    {
        var list = new ActCommand(CommandPermissions.Messages, "list", "Messages that wait to be delivered, and those that could not be applied.");
        list.SetAction((parse, ct) => CommandRun.InHostAsync(parse, services => ListAsync(services, ct), ct, background: false));
        var module = new Argument<string>("module") { Description = "The module whose list it is on." };
        var id = new Argument<long>("number") { Description = "Its number on the list." };
        var retry = new ActCommand(CommandPermissions.Messages, "retry", "Apply a parked message once more, after its cause was mended.") { module, id };
        retry.SetAction((parse, ct) => CommandRun.InHostAsync(parse, services => RetryAsync(services, parse.GetRequiredValue(module), parse.GetRequiredValue(id), ct), ct));
        return new Command("messages", "Messages between the modules.") { list, retry, Replay() };
    }

    private static Command Replay()
    {
        var since = new Option<DateTimeOffset>("--since") { Description = "The moment, such as 2026-07-01T00:00:00Z: that of the backup, or a little earlier.", Required = true };
        var replay = new ActCommand(CommandPermissions.Messages, "replay", "Deliver the messages of all modules since a moment once more, after one of them was restored from an older backup; what was applied already is dropped.") { since };
        replay.SetAction((parse, ct) => CommandRun.InHostAsync(parse, services => ReplayAsync(services, parse.GetValue(since).UtcDateTime, ct), ct));
        return replay;
    }

    private static async Task<CommandOutcome> ReplayAsync(IServiceProvider services, DateTime since, CancellationToken ct)
    {
        var replayed = new Dictionary<string, int>();
        foreach (var module in services.GetServices<IModule>())
        {
            await using var scope = services.CreateAsyncScope();
            replayed[module.Name] = await ReplayOutbox.RunAsync(scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module.Name), since, ct);
        }

        await Settle.WaitAsync(services, null, ct, services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        return new CommandOutcome(true, new { holds = true, since, replayed }, string.Join(Environment.NewLine, replayed.Select(r => $"{r.Key}: {r.Value} messages delivered once more")));
    }

    private static async Task<CommandOutcome> ListAsync(IServiceProvider services, CancellationToken ct)
    {
        var waiting = new Dictionary<string, int>();
        var parked = new List<ParkedMessage>();
        foreach (var module in services.GetServices<IModule>())
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module.Name);
            waiting[module.Name] = await db.Outbox.CountAsync(o => o.DeliveredAt == null, ct);
            parked.AddRange(await db.DeadLetters.Where(d => d.ParkedAt != null && d.ResolvedAt == null).OrderBy(d => d.Id).Take(100)
                .Select(d => new ParkedMessage(module.Name, d.Id, d.Consumer, d.Contract, d.Attempts, d.Reason)).ToListAsync(ct));
        }

        var holds = parked.Count == 0;
        var words = waiting.Select(w => $"{w.Key}: {w.Value} waiting").Concat(parked.Select(p => $"{p.Module} {p.Number}: {p.Consumer} could not apply {p.Contract} in {p.Attempts} attempts. {p.Reason}"));
        return new CommandOutcome(holds, new { holds, waiting, parked }, string.Join(Environment.NewLine, words));
    }

    private static async Task<CommandOutcome> RetryAsync(IServiceProvider services, string module, long id, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetKeyedService<ModuleDb>(module) ?? throw new Refused("module.unknown", $"There is no module '{module}' here.");
        await RetryDeadLetter.RunAsync(services, db, id, ct);
        return new CommandOutcome(true, new { holds = true, module, number = id }, "Applied.");
    }

    /// <summary>A message that could not be applied and waits for a person.</summary>
    private sealed record ParkedMessage(string Module, long Number, string Consumer, string Contract, int Attempts, string? Reason);
}
