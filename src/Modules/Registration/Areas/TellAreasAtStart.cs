using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Spmis.Kernel.Acts;

namespace Spmis.Registration.Areas;

/// <summary>At the start: areas that were there before areas were told to the other modules are told once. Afterwards imports and changes tell them; a receiver keeps the newest version, so being told twice changes nothing.</summary>
public sealed class TellAreasAtStart(IServiceScopeFactory scopes, TimeProvider time) : IHostedService
{
    private const string Key = "start";

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegistrationDb>();
        if (!await db.Areas.AnyAsync(cancellationToken) || await db.Runs.AnyAsync(r => r.Kind == TellAreasWorker.RunKind, cancellationToken))
        {
            return;
        }

        var change = new Change { Act = TellAreasWorker.RunKind, Actor = Actor.System, Now = time.GetUtcNow().UtcDateTime };
        try
        {
            await TellAreasWorker.StartAsync(db, Key, change, cancellationToken);
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
