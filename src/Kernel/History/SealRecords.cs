using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;

namespace Spmis.Kernel.History;

/// <summary>
/// Seals the records of who did what when a process starts (what a crash left open), once a minute where jobs are done, and when it stops, after everything else in it has.
/// What is not sealed yet can be deleted unseen on a server, so it is to be little. Each new head of the chain goes to the log, which is kept elsewhere.
/// </summary>
/// <param name="scopes">For a fresh scope per round.</param>
/// <param name="time">The clock.</param>
/// <param name="shape">What this process does.</param>
/// <param name="log">Modules, counts and heads only.</param>
public sealed partial class SealRecords(IServiceScopeFactory scopes, TimeProvider time, ProcessShape shape, ILogger<SealRecords> log) : BackgroundService
{
    private static readonly TimeSpan Each = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await SealAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await SealAsync(cancellationToken);
    }

    /// <summary>Seals what was written up to now in every record kept here. A record that is not sound is told in the log as an error, and left open from there on.</summary>
    public async Task SealAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        foreach (var record in scope.ServiceProvider.GetServices<ISealedRecord>())
        {
            try
            {
                if (await record.SealAsync(time.GetUtcNow().UtcDateTime, ct) is var rows and > 0)
                {
                    LogSealed(record.Module, record.Name, rows, await record.HeadAsync(ct));
                }
            }
            catch (DbUpdateException twice) when (UniqueViolation.Is(twice))
            {
                // Another process sealed the same rows at the same moment.
            }
            catch (Refused edited)
            {
                LogEdited(edited.Code, edited.Message);
            }
            catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                // The database may be down; nothing is lost by sealing a little later.
                LogBroken(e, record.Module, record.Name);
            }
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!shape.Jobs)
        {
            return;
        }

        using var timer = new PeriodicTimer(Each, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await SealAsync(stoppingToken);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{module}, {record}: {rows} rows sealed; the chain is at {head}")]
    private partial void LogSealed(string module, string record, int rows, string? head);

    [LoggerMessage(2, LogLevel.Critical, "{code}: {words}")]
    private partial void LogEdited(string code, string words);

    [LoggerMessage(3, LogLevel.Error, "{module}, {record}: could not be sealed; it is tried again in a minute")]
    private partial void LogBroken(Exception e, string module, string record);
}
