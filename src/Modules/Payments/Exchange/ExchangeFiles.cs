using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spmis.Kernel.Acts;
using Spmis.Payments.Agencies;

namespace Spmis.Payments.Exchange;

/// <summary>What one look at the folders did.</summary>
/// <param name="Dropped">Batches put into folders.</param>
/// <param name="PickedUp">Files taken out of folders.</param>
/// <param name="Waiting">Agencies whose folder was looked at.</param>
public sealed record Exchanged(int Dropped, int PickedUp, int Waiting);

/// <summary>One look at the folders of all agencies that have one.</summary>
public sealed class ExchangeFiles(PaymentsDb db, DropBatches drop, PickUpFiles pickUp, AgencyFolders folders)
{
    /// <summary>The act's name.</summary>
    public const string Act = "payments.exchange";

    /// <summary>Drops and picks up.</summary>
    /// <param name="only">One agency; null for all.</param>
    /// <param name="change">By whom and when.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<Exchanged> HandleAsync(string? only, Change change, CancellationToken ct)
    {
        if (!folders.IsConfigured)
        {
            return new(0, 0, 0);
        }

        var (dropped, picked, looked) = (0, 0, 0);
        foreach (var agency in (await AgencyInForce.AllAsync(db, ct)).Values.Where(a => a.Settings.UseFolders && (only is null || a.Code == only)))
        {
            dropped += await drop.HandleAsync(agency.Code, change, ct);
            picked += await pickUp.HandleAsync(agency.Code, change, ct);
            looked++;
        }

        return new(dropped, picked, looked);
    }
}

/// <summary>Looks at the folders once a minute (<c>Payments:FolderSeconds</c>).</summary>
public sealed partial class FolderClock(IServiceScopeFactory scopes, IConfiguration configuration, TimeProvider time, ILogger<FolderClock> log) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (configuration["Payments:Folders"] is not { Length: > 0 })
        {
            return;
        }

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(configuration.GetValue("Payments:FolderSeconds", 60)), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<ExchangeFiles>().HandleAsync(null, new Change { Act = ExchangeFiles.Act, Actor = Actor.System, Now = time.GetUtcNow().UtcDateTime }, stoppingToken);
            }
            catch (Exception failed) when (failed is Refused or IOException or UnauthorizedAccessException or DbUpdateException or System.Data.Common.DbException)
            {
                NotLooked(failed); // The next look is soon.
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The agencies' folders could not be looked at; it is tried again.")]
    private partial void NotLooked(Exception failed);
}
