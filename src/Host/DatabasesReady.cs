using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;

namespace Spmis.Host;

/// <summary>Ready when every module's database answers and has all its migrations.</summary>
/// <param name="scopes">For the modules' databases.</param>
/// <param name="modules">The modules hosted here.</param>
internal sealed class DatabasesReady(IServiceScopeFactory scopes, IEnumerable<IModule> modules) : IHealthCheck
{
    public const string Tag = "ready";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        foreach (var module in modules)
        {
            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module.Name).Database;
            if (!await database.CanConnectAsync(cancellationToken))
            {
                return HealthCheckResult.Unhealthy($"The database of {module.Name} does not answer.");
            }

            if ((await database.GetPendingMigrationsAsync(cancellationToken)).Any())
            {
                return HealthCheckResult.Unhealthy($"The database of {module.Name} lacks migrations; run the command migrate.");
            }
        }

        return HealthCheckResult.Healthy();
    }
}
