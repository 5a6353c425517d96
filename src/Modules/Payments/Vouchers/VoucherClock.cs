using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spmis.Kernel.Acts;

namespace Spmis.Payments.Vouchers;

/// <summary>Looks once an hour for vouchers whose last day is over. Until then nobody takes them anyway.</summary>
public sealed partial class VoucherClock(IServiceScopeFactory scopes, TimeProvider time, ILogger<VoucherClock> log) : BackgroundService
{
    internal const string Act = "payments.expire-vouchers";

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<MoveVouchers>().ExpireAsync(new Change { Act = Act, Actor = Actor.System, Now = time.GetUtcNow().UtcDateTime }, stoppingToken);
            }
            catch (Exception failed) when (failed is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                NotLooked(failed); // The next look is soon.
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Vouchers whose last day is over could not be looked for; it is tried again.")]
    private partial void NotLooked(Exception failed);
}
