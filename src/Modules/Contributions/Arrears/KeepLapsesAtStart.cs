using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Reminders;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Arrears;

/// <summary>At the start: where debts lapse and no bill has its last day yet, as after an upgrade, one run keeps them, so that the home page tells of them before the next night. Afterwards the nightly run keeps them.</summary>
public sealed class KeepLapsesAtStart(IServiceScopeFactory scopes, TimeProvider time) : IHostedService
{
    private const string Key = "start";

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ContributionsDb>();
        var change = new Change { Act = "reminders.make", Actor = Actor.System, Now = time.GetUtcNow().UtcDateTime };
        var run = Run.Of(RemindAll.RunKind, Key, "Last days of debts, at the start", new ReminderRunInput(change.Today, LapsesOnly: true), change);
        var open = db.Set<Bill>().Where(b => b.PaidOn == null);
        if (!await open.AnyAsync(cancellationToken) || await open.AnyAsync(b => b.LapsesOn != null, cancellationToken) || await db.Runs.AnyAsync(r => r.Key == run.Key, cancellationToken)
            || !await scope.ServiceProvider.GetRequiredService<Limitations>().AnyLapsesAsync(change.Today, cancellationToken))
        {
            return;
        }

        try
        {
            db.Runs.Add(run);
            await db.SaveAsync(change, cancellationToken);
        }
        catch (Refused refused) when (refused.Code == "exists-already")
        {
            // Another process that started at the same moment has begun it.
        }
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
