using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Runs;

namespace Spmis.Kernel.Hosting;

/// <summary>What is still under way in the modules hosted here.</summary>
/// <param name="Runs">Unfinished runs, at most 20 a module.</param>
/// <param name="Messages">Messages not yet delivered.</param>
/// <param name="Mark">Changes whenever anything was published or started.</param>
public sealed record OpenWork(IReadOnlyList<Run> Runs, int Messages, long Mark)
{
    /// <summary>Nothing is under way.</summary>
    public bool None => Runs.Count == 0 && Messages == 0;
}

/// <summary>Waits until every message is delivered and every run has ended: what a command, the demo or a test waits for before it looks at the outcome.</summary>
public static class Settle
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(40);

    /// <summary>Waits, telling how it stands.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="progress">Told at every look; may throw to stop waiting.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">A run failed, or a message was parked since <paramref name="since"/>.</exception>
    /// <param name="since">Failures before it are not this caller's.</param>
    public static async Task WaitAsync(IServiceProvider services, Action<OpenWork>? progress, CancellationToken ct, DateTime? since = null)
    {
        var from = since ?? DateTime.UnixEpoch;
        long? quietMark = null;
        while (true)
        {
            var open = await LookAsync(services, from, ct);
            progress?.Invoke(open);
            if (open.None && quietMark == open.Mark)
            {
                return; // Two looks with nothing in between: no message slipped from one module to another unseen.
            }

            quietMark = open.None ? open.Mark : null;
            if (!open.None)
            {
                await Task.Delay(Look, ct);
            }
        }
    }

    private static async Task<OpenWork> LookAsync(IServiceProvider services, DateTime since, CancellationToken ct)
    {
        List<Run> runs = [];
        int messages = 0;
        long mark = 0;
        foreach (var module in services.GetServices<IModule>())
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module.Name);
            if (await db.Runs.AsNoTracking().Where(r => r.FailedAt > since).OrderBy(r => r.Id).FirstOrDefaultAsync(ct) is { } failed)
            {
                throw new Refused("run.failed", $"{module.Name}: {failed.Title} failed. {failed.Problem}");
            }

            if (await db.DeadLetters.AsNoTracking().Where(d => d.ParkedAt > since && d.ResolvedAt == null).OrderBy(d => d.Id).FirstOrDefaultAsync(ct) is { } letter)
            {
                throw new Refused("message.parked", $"{module.Name}: {letter.Consumer} could not apply {letter.Contract}. {letter.Reason}");
            }

            runs.AddRange(await db.Runs.AsNoTracking().Where(r => r.FinishedAt == null && r.FailedAt == null).OrderBy(r => r.Id).Take(20).ToListAsync(ct));
            messages += await db.Outbox.CountAsync(o => o.DeliveredAt == null, ct);
            mark += (await db.Outbox.MaxAsync(o => (long?)o.Seq, ct) ?? 0) + (await db.Runs.MaxAsync(r => (long?)r.Id, ct) ?? 0);
        }

        return new OpenWork(runs, messages, mark);
    }
}
