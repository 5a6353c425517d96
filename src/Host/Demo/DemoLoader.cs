using Microsoft.EntityFrameworkCore;
using Spmis.Identity.Users;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Registration;

namespace Spmis.Host.Demo;

/// <summary>Loads a small demo month behind the portal, one at a time; what a restart interrupted goes on when it is started again.</summary>
/// <param name="services">The host's services.</param>
/// <param name="database">For the data folder.</param>
/// <param name="lifetime">Stops it in good order.</param>
/// <param name="log">Says why it failed.</param>
public sealed partial class DemoLoader(IServiceProvider services, SpmisDatabase database, IHostApplicationLifetime lifetime, ILogger<DemoLoader> log)
{
    private readonly Lock gate = new();
    private readonly string folder = Path.Combine(database.DataFolder, "demo");
    private IReadOnlyList<DemoUser> users = [];
    private bool whole;

    /// <summary>Whether it is under way.</summary>
    public bool Running { get; private set; }

    /// <summary>The step under way, in words.</summary>
    public string? Step { get; private set; }

    /// <summary>Steps done.</summary>
    public int Done { get; private set; }

    /// <summary>Why it stopped, if it did.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether all of it is loaded: just now, or by an earlier process.</summary>
    public bool Finished => !Running && (whole = whole || DemoState.Find(folder) is { Whole: true });

    /// <summary>Whether a demo was begun in this data folder.</summary>
    public bool Begun => DemoState.Find(folder) is not null;

    /// <summary>As large as what was begun here; else enough to look around in, done in half a minute.</summary>
    public DemoOptions Options => DemoState.Find(folder) is { } begun ? new(begun.Persons, begun.Employers, begun.Seed, folder) : new(2_000, 50, 1, folder);

    /// <summary>Whether the register is empty: a demo is never mixed with real persons.</summary>
    public async Task<bool> RegisterIsEmptyAsync(CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        return !await scope.ServiceProvider.GetRequiredService<RegistrationDb>().History.AnyAsync(ct);
    }

    /// <summary>The accounts made at the end, with their passwords: given once.</summary>
    public IReadOnlyList<DemoUser> TakeUsers()
    {
        lock (gate)
        {
            var taken = users;
            users = [];
            return taken;
        }
    }

    /// <summary>Starts it, or goes on with what was interrupted.</summary>
    /// <exception cref="Refused">It runs already, is loaded already, or there are persons who are not the demo's.</exception>
    public async Task StartAsync(CancellationToken ct)
    {
        if (Finished)
        {
            throw new Refused("demo.loaded", "The demo month is loaded already.");
        }

        if (!Begun && !await RegisterIsEmptyAsync(ct))
        {
            throw new Refused("demo.data-not-empty", "Persons are registered here already; the demo month is loaded into an empty system only.");
        }

        lock (gate)
        {
            if (Running)
            {
                throw new Refused("demo.running", "The demo month is being loaded already.");
            }

            (Running, Problem, Done) = (true, null, 0);
        }

        _ = Task.Run(() => LoadAsync(lifetime.ApplicationStopping), CancellationToken.None);
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        try
        {
            var options = Options;
            var state = await DemoCycle.RunAsync(services, options, (step, _, _, ended) => (Step, Done) = (step.Title, ended is null ? Done : Done + 1), ct);
            var report = await DemoPromises.CheckAsync(services, options, state, ct);
            users = await DemoUsers.MakeAsync(services, ct);
            Problem = report.Holds ? null : string.Join(" ", report.Invariants.Where(i => !i.Holds).Select(i => $"{i.Name}: {i.Detail}"));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            Problem = "The portal was stopped; start loading again to go on.";
        }
        catch (Exception e)
        {
            LogFailed(log, e);
            Problem = e.Message;
        }
        finally
        {
            Running = false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Loading the demo month failed")]
    private static partial void LogFailed(ILogger log, Exception e);
}
