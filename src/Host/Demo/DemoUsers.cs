using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;

namespace Spmis.Host.Demo;

/// <summary>Who works the demo month: the accounts that are printed at its end, so that "you prepared this" is true of whoever signs in as one of them.</summary>
/// <param name="Officer">Prepares.</param>
/// <param name="Supervisor">Approves.</param>
/// <param name="Releaser">Releases.</param>
public sealed record DemoActors(Actor Officer, Actor Supervisor, Actor Releaser)
{
    /// <summary>For who only reads a finished month.</summary>
    public static DemoActors Readers { get; } = new(Actor.System, Actor.System, Actor.System);
}

/// <summary>An account for each role, to walk through the portal with.</summary>
internal static class DemoUsers
{
    /// <summary>Makes the accounts that are missing and tells as whom the month is worked.</summary>
    public static async Task<DemoActors> ActorsAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var actors = await scope.ServiceProvider.GetRequiredService<CreateDemoUsers>().EnsureAsync(ChangeOf(services), ct);

        // Where somebody real has the user name, the demo acts under a name that nobody signs in with.
        Actor Of(string userName, string name, string role) => actors.GetValueOrDefault(userName) ?? new Actor("demo-" + userName, name, [role], "HQ");
        return new DemoActors(
            Of("officer", "Ama Officer (demo)", Roles.Officer), Of("supervisor", "Badru Supervisor (demo)", Roles.Supervisor), Of("supervisor2", "Chipo Treasurer (demo)", Roles.Supervisor));
    }

    /// <summary>Gives the accounts new passwords, to be shown now.</summary>
    public static async Task<IReadOnlyList<DemoUser>> MakeAsync(IServiceProvider services, CancellationToken ct)
    {
        var employers = await DemoContext.EmployersIssuedAsync(services, ct);
        if (employers.Count == 0)
        {
            return [];
        }

        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<CreateDemoUsers>().HandleAsync(employers[0].Number, ChangeOf(services), ct, await DemoContext.FirstWorkerAsync(services, ct));
    }

    private static Change ChangeOf(IServiceProvider services) => new() { Act = "users.create-demo", Actor = Actor.System, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };
}
