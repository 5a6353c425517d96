using Spmis.Identity.Users;
using Spmis.Kernel.Acts;

namespace Spmis.Host.Demo;

/// <summary>An account for each role, to walk through the portal with.</summary>
internal static class DemoUsers
{
    /// <summary>Makes them, or gives those of an earlier demo new passwords.</summary>
    public static async Task<IReadOnlyList<DemoUser>> MakeAsync(IServiceProvider services, CancellationToken ct)
    {
        var demo = new DemoContext(services, new DemoOptions(0, 0, 0, ""), (_, _) => { });
        var employers = await demo.EmployersIssuedAsync(ct);
        if (employers.Count == 0)
        {
            return [];
        }

        var change = new Change { Act = "users.create-demo", Actor = Actor.System, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };
        return await demo.UseAsync<CreateDemoUsers, IReadOnlyList<DemoUser>>(act => act.HandleAsync(employers[0].Number, change, ct));
    }
}
