using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity;
using Spmis.Identity.SecondFactors;
using Spmis.Identity.Users;
using Spmis.Kernel.Acts;

namespace Spmis.Host.Commands;

/// <summary><c>users reset-password</c> and <c>users reset-second-factor</c>: the way back in when the only administrator's password or telephone is lost.</summary>
internal static class UsersCommand
{
    public static Command Make()
    {
        var name = new Argument<string>("user-name") { Description = "Whose; the first administrator is 'admin'." };
        var reset = new ActCommand("users.manage", "reset-password", "Give a user a new random password, shown once, to be changed at the next sign-in.") { name };
        reset.SetAction((parse, ct) => CommandRun.InHostAsync(
            parse, services => ResetAsync(services, parse.GetRequiredValue(name), ct), ct, background: false));
        var whose = new Argument<string>("user-name") { Description = "Whose." };
        var factor = new ActCommand("users.manage", "reset-second-factor", "Take away the second factor of a user who lost the device; the history says so.") { whose };
        factor.SetAction((parse, ct) => CommandRun.InHostAsync(
            parse, services => ResetFactorAsync(services, parse.GetRequiredValue(whose), ct), ct, background: false));
        return new Command("users", "People who sign in.") { reset, factor };
    }

    private static async Task<CommandOutcome> ResetFactorAsync(IServiceProvider services, string userName, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var id = await IdOfAsync(scope.ServiceProvider, userName, ct);
        await scope.ServiceProvider.GetRequiredService<ResetSecondFactor>().HandleAsync(id, ChangeOf(services, "users.reset-second-factor"), ct);
        return new CommandOutcome(true, new { holds = true, userName }, $"{userName} has no second factor any more and signs in with the password.");
    }

    private static Change ChangeOf(IServiceProvider services, string act) => new() { Act = act, Actor = CommandRun.Operator, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };

    private static async Task<Guid> IdOfAsync(IServiceProvider services, string userName, CancellationToken ct)
    {
        var normalized = userName.Trim().ToUpperInvariant();
        return await services.GetRequiredService<IdentityDb>().Users.Where(u => u.NormalizedUserName == normalized).Select(u => (Guid?)u.Id).SingleOrDefaultAsync(ct)
            ?? throw new Refused("user.unknown", $"There is no user '{userName}'.");
    }

    private static async Task<CommandOutcome> ResetAsync(IServiceProvider services, string userName, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var id = await IdOfAsync(scope.ServiceProvider, userName, ct);
        var given = await scope.ServiceProvider.GetRequiredService<ResetPassword>().HandleAsync(id, ChangeOf(services, "users.reset-password"), ct);
        return new CommandOutcome(
            true, new { holds = true, given.User.UserName, given.Password }, $"{given.User.UserName}: {given.Password} (shown only now, to be changed at the next sign-in)");
    }
}
