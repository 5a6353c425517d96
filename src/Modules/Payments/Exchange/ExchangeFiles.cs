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

/// <summary>One look at the folders of all agencies that have one. Each file by itself: what is wrong with one stops no other, and is told in the log and on its agency's page.</summary>
public sealed partial class ExchangeFiles(PaymentsDb db, IServiceScopeFactory scopes, AgencyFolders folders, ILogger<ExchangeFiles> log)
{
    /// <summary>The act's name.</summary>
    public const string Act = "payments.exchange";

    private readonly HashSet<(string Agency, FolderDirection Way, string Name)> wrong = [];

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
            var noted = await db.FolderFiles.AsNoTracking().Where(f => f.Agency == agency.Code && f.Sha256 == "").OrderBy(f => f.Id).Take(1000).ToListAsync(ct);
            foreach (var (id, number) in await TryAsync<DropBatches, IReadOnlyList<(long, string)>>(agency.Code, FolderDirection.Dropped, "out", d => d.DueAsync(agency.Code, ct), change, ct) ?? [])
            {
                dropped += await TryAsync<DropBatches, bool>(agency.Code, FolderDirection.Dropped, number, d => DoneAsync(d.DropAsync(id, change, ct)), change, ct) ? 1 : 0;
            }

            foreach (var file in await TryAsync<PickUpFiles, IReadOnlyList<FileInfo>>(agency.Code, FolderDirection.PickedUp, "in", p => Task.FromResult(p.Waiting(agency.Code, change)), change, ct) ?? [])
            {
                picked += await TryAsync<PickUpFiles, bool>(agency.Code, FolderDirection.PickedUp, file.Name, p => p.LookAsync(agency.Code, file, change, ct), change, ct) ? 1 : 0;
            }

            looked++;
            var mended = noted.Where(n => !wrong.Contains((n.Agency, n.Direction, n.Name))).Select(n => n.Id).ToList();
            if (mended.Count > 0)
            {
                await db.FolderFiles.Where(f => mended.Contains(f.Id)).ExecuteDeleteAsync(ct);
            }
        }

        return new(dropped, picked, looked);
    }

    private static async Task<bool> DoneAsync(Task work)
    {
        await work;
        return true;
    }

    /// <summary>Does one thing in a scope of its own; what went wrong is noted, and the note goes with the look that finds nothing wrong.</summary>
    private async Task<TResult?> TryAsync<TAct, TResult>(string agency, FolderDirection way, string name, Func<TAct, Task<TResult>> work, Change change, CancellationToken ct)
        where TAct : notnull
    {
        var shown = name.Length > 255 ? name[..255] : name;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await work(scope.ServiceProvider.GetRequiredService<TAct>());
        }
        catch (Exception failed) when (failed is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            NotDone(agency, shown, failed);
            wrong.Add((agency, way, shown));
            await NoteAsync(agency, way, shown, failed, change, ct);
            return default;
        }
    }

    private async Task NoteAsync(string agency, FolderDirection way, string name, Exception failed, Change change, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var own = scope.ServiceProvider.GetRequiredService<PaymentsDb>();
        var note = await own.FolderFiles.SingleOrDefaultAsync(f => f.Agency == agency && f.Direction == way && f.Name == name && f.Sha256 == "", ct);
        // The place on this machine is for the log alone.
        var problem = failed is Refused refused ? refused.Message.Length > 1000 ? refused.Message[..1000] : refused.Message
            : failed is IOException or UnauthorizedAccessException ? $"It could not be {(way == FolderDirection.Dropped ? "written" : "read or moved")}; it is tried again. Look at the folder's rights and space."
            : $"It could not be {(way == FolderDirection.Dropped ? "written" : "read")}; it is tried again. The log says why ({failed.GetType().Name}).";
        if (note?.Problem == problem)
        {
            return;
        }

        if (note is null)
        {
            own.FolderFiles.Add(note = new FolderFile { Agency = agency, Direction = way, Name = name, Sha256 = "", Length = 0, At = change.Now, Fine = false });
        }

        (note.Problem, note.At) = (problem, change.Now);
        await own.SaveAsync(change, ct);
    }

    [LoggerMessage(1, LogLevel.Warning, "{File} of agency {Agency} could not be exchanged; the others go on, and it is tried again.")]
    private partial void NotDone(string agency, string file, Exception failed);
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
            catch (Exception failed) when (failed is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                NotLooked(failed); // The next look is soon.
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The agencies' folders could not be looked at; it is tried again.")]
    private partial void NotLooked(Exception failed);
}
