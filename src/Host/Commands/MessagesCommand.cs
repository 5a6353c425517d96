using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;
using Spmis.Kernel.Messages;

namespace Spmis.Host.Commands;

/// <summary><c>messages list</c> and <c>messages retry</c>: what is under way between the modules, and what could not be applied.</summary>
internal static class MessagesCommand
{
    public static Command Make()
    {
        var json = CommandOptions.Json();
        var list = new Command("list", "Messages that wait to be delivered, and those that could not be applied.") { json };
        list.SetAction((parse, ct) => CommandRun.InHostAsync(CommandOptions.DataOf(parse), services => ListAsync(services, parse.GetValue(json), ct), ct, background: false));
        var module = new Argument<string>("module") { Description = "The module whose list it is on." };
        var id = new Argument<long>("number") { Description = "Its number on the list." };
        var retry = new Command("retry", "Apply a parked message once more, after its cause was mended.") { module, id };
        retry.SetAction((parse, ct) => CommandRun.InHostAsync(CommandOptions.DataOf(parse), services => RetryAsync(services, parse.GetRequiredValue(module), parse.GetRequiredValue(id), ct), ct));
        return new Command("messages", "Messages between the modules.") { list, retry };
    }

    private static async Task<bool> ListAsync(IServiceProvider services, bool json, CancellationToken ct)
    {
        var waiting = new Dictionary<string, int>();
        var parked = new List<object>();
        foreach (var module in services.GetServices<IModule>())
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module.Name);
            waiting[module.Name] = await db.Outbox.CountAsync(o => o.DeliveredAt == null, ct);
            parked.AddRange(await db.DeadLetters.Where(d => d.ParkedAt != null && d.ResolvedAt == null).OrderBy(d => d.Id).Take(100)
                .Select(d => new { module = module.Name, number = d.Id, d.Consumer, d.Contract, d.Attempts, d.Reason }).ToListAsync(ct));
        }

        if (json)
        {
            CommandRun.PrintJson(new { waiting, parked });
        }
        else
        {
            waiting.ToList().ForEach(w => Console.Out.WriteLine($"{w.Key}: {w.Value} waiting"));
            parked.ForEach(Console.Out.WriteLine);
        }

        return parked.Count == 0;
    }

    private static async Task<bool> RetryAsync(IServiceProvider services, string module, long id, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetKeyedService<ModuleDb>(module) ?? throw new Refused("module.unknown", $"There is no module '{module}' here.");
        await RetryDeadLetter.RunAsync(services, db, id, ct);
        Console.Out.WriteLine("Applied.");
        return true;
    }
}
