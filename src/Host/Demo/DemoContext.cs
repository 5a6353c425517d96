using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;
using Spmis.Kernel.Proposals;
using Spmis.Samples;
using Spmis.Samples.Employers;
using Spmis.Samples.People;

namespace Spmis.Host.Demo;

/// <summary>What the steps of the demo share: the host's services, the people who act, and the invented country.</summary>
/// <param name="services">The host's services.</param>
/// <param name="actors">Who works the month.</param>
/// <param name="options">How large, and where.</param>
/// <param name="progress">Told rows done and rows in all.</param>
public sealed class DemoContext(IServiceProvider services, DemoActors actors, DemoOptions options, Action<long, long?> progress)
{
    /// <summary>Prepares.</summary>
    public Actor Officer => actors.Officer;

    /// <summary>Approves.</summary>
    public Actor Supervisor => actors.Supervisor;

    /// <summary>Releases.</summary>
    public Actor Releaser => actors.Releaser;

    /// <summary>The host's services.</summary>
    public IServiceProvider Services { get; } = services;

    /// <summary>How large, and where.</summary>
    public DemoOptions Options { get; } = options;

    /// <summary>The invented people; a new one for each use, since it is walked from front to back.</summary>
    public Population People => new(Options.Seed, Options.Persons);

    /// <summary>The invented employers.</summary>
    public EmployerBook Employers => new(People, Options.Employers);

    /// <summary>A change on a day of the demo's year.</summary>
    public static Change On(DateOnly day, Actor actor, string act, string? reason = null) =>
        new() { Act = act, Actor = actor, Now = day.ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc), Reason = reason };

    /// <summary>A path in the demo's folder.</summary>
    public string Path(params string[] parts) => System.IO.Path.Combine([Options.Folder, .. parts]);

    /// <summary>Tells how far the step is.</summary>
    public void Tell(long done, long? total = null) => progress(done, total);

    /// <summary>Uses a service in a scope of its own, as a request of the portal would.</summary>
    public async Task<TResult> UseAsync<TService, TResult>(Func<TService, Task<TResult>> use)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>Uses a service in a scope of its own.</summary>
    public async Task UseAsync<TService>(Func<TService, Task> use)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>Does something that a killed demo may have done already; then the refusal says so and is as good.</summary>
    public static async Task UnlessDoneAsync(Func<Task> act, params string[] doneCodes)
    {
        try
        {
            await act();
        }
        catch (Refused refused) when (doneCodes.Contains(refused.Code))
        {
            // Done before the demo was interrupted.
        }
    }

    /// <summary>Waits until every message is delivered and every run has ended.</summary>
    /// <exception cref="Refused">Something failed; says what.</exception>
    public Task SettleAsync(CancellationToken ct) => Kernel.Hosting.Settle.WaitAsync(
        Services,
        open =>
        {
            if (open.Runs.Count > 0)
            {
                Tell(open.Runs.Sum(r => r.Done), open.Runs.All(r => r.Total is not null) ? open.Runs.Sum(r => r.Total ?? 0) : null);
            }
        },
        ct);

    /// <summary>A second person approves what waits in a module for an act; nothing to do when a killed demo had approved it already.</summary>
    public async Task ApproveAsync(string module, string act, Actor actor, DateOnly day, CancellationToken ct)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module);
        var open = await db.Proposals.AsNoTracking().Where(p => p.Act == act && p.DecidedAt == null).OrderBy(p => p.Id).Select(p => p.Id).Take(100).ToListAsync(ct);
        foreach (var id in open)
        {
            await using var inner = Services.CreateAsyncScope();
            await inner.ServiceProvider.GetRequiredService<FourEyes>().ApproveAsync(module, id, On(day, actor, act, "Checked in the demo month."), ct);
        }
    }

    /// <summary>Registration numbers, in the order of persons.csv.</summary>
    public IAsyncEnumerable<Issued> WorkersIssuedAsync(CancellationToken ct) => IssuedAsync(Services, "registration", "persons.import", ct);

    /// <summary>Employer numbers, in the order of employers.csv.</summary>
    public Task<IReadOnlyList<Issued>> EmployersIssuedAsync(CancellationToken ct) => EmployersIssuedAsync(Services, ct);

    /// <summary>The first person registered; null where none is.</summary>
    internal static async Task<string?> FirstWorkerAsync(IServiceProvider services, CancellationToken ct)
    {
        await foreach (var one in IssuedAsync(services, "registration", "persons.import", ct))
        {
            return one.Number;
        }

        return null;
    }

    internal static async Task<IReadOnlyList<Issued>> EmployersIssuedAsync(IServiceProvider services, CancellationToken ct)
    {
        List<Issued> issued = [];
        await foreach (var one in IssuedAsync(services, "registration", "employers.import", ct))
        {
            issued.Add(one);
        }

        return issued;
    }

    /// <summary>Numbers that a run gave, in the order of the file, read page by page.</summary>
    private static async IAsyncEnumerable<Issued> IssuedAsync(IServiceProvider services, string module, string kind, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        const int page = 5_000;
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module);
        var run = await db.Runs.Where(r => r.Kind == kind).OrderBy(r => r.Id).Select(r => r.Id).FirstAsync(ct);
        long after = 0;
        while (true)
        {
            var lines = await db.RunLines.AsNoTracking().Where(l => l.RunId == run && l.Line > after).OrderBy(l => l.Line).Take(page)
                .Select(l => new { l.Line, l.Reference, l.Number }).ToListAsync(ct);
            foreach (var line in lines)
            {
                if (line is { Reference: { } reference, Number: { } number })
                {
                    yield return new Issued(reference, number);
                }
            }

            if (lines.Count == 0)
            {
                break;
            }

            after = lines[^1].Line;
        }
    }
}
