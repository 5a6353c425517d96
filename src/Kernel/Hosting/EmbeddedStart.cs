using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;

namespace Spmis.Kernel.Hosting;

/// <summary>
/// Embedded, one process works on a data folder: it holds the folder's lock, so at its start every lease and claim left by a killed
/// process is certainly dead and is freed at once instead of running out.
/// </summary>
/// <param name="scopes">For the modules' databases.</param>
/// <param name="database">Provider and data folder.</param>
/// <param name="modules">The modules hosted here.</param>
internal sealed class EmbeddedStart(IServiceScopeFactory scopes, SpmisDatabase database, IEnumerable<IModule> modules) : IHostedService, IDisposable
{
    private readonly List<FileStream> locks = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (database.Provider != DatabaseProvider.Sqlite)
        {
            return;
        }

        foreach (var module in modules)
        {
            locks.Add(Lock(module.Name));
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module.Name);
            await db.WriteAsync(
                async () =>
                {
                    await db.Runs.Where(r => r.FinishedAt == null && r.FailedAt == null).ExecuteUpdateAsync(s => s.SetProperty(r => r.LeaseUntil, (DateTime?)null).SetProperty(r => r.QueuedAt, (DateTime?)null), cancellationToken);
                    await db.Outbox.Where(o => o.DeliveredAt == null).ExecuteUpdateAsync(s => s.SetProperty(o => o.NextAttemptAt, DateTime.UnixEpoch), cancellationToken);
                },
                cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        locks.ForEach(l => l.Dispose());
        locks.Clear();
    }

    private FileStream Lock(string module)
    {
        var path = Path.Combine(database.DataFolder, module + ".lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new Refused("data.in-use", $"Another SPMIS process works on {database.DataFolder} ({module}): {e.Message} Stop it first, or give this one another --data folder.");
        }
    }
}
