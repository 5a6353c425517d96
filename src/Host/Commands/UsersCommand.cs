using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity;
using Spmis.Identity.Users;
using Spmis.Kernel.Acts;

namespace Spmis.Host.Commands;

/// <summary><c>users reset-password</c>: the way back in when the only administrator's password is lost.</summary>
internal static class UsersCommand
{
    public static Command Make()
    {
        var name = new Argument<string>("user-name") { Description = "Whose; the first administrator is 'admin'." };
        var reset = new Command("reset-password", "Give a user a new random password, shown once, to be changed at the next sign-in.") { name };
        reset.SetAction((parse, ct) => CommandRun.InHostAsync(
            parse, services => ResetAsync(services, parse.GetRequiredValue(name), ct), ct, background: false));
        return new Command("users", "People who sign in.") { reset };
    }

    private static async Task<CommandOutcome> ResetAsync(IServiceProvider services, string userName, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var normalized = userName.Trim().ToUpperInvariant();
        var id = await scope.ServiceProvider.GetRequiredService<IdentityDb>().Users.Where(u => u.NormalizedUserName == normalized).Select(u => (Guid?)u.Id).SingleOrDefaultAsync(ct)
            ?? throw new Refused("user.unknown", $"There is no user '{userName}'.");
        var change = new Change { Act = "users.reset-password", Actor = CommandRun.Operator, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };
        var given = await scope.ServiceProvider.GetRequiredService<ResetPassword>().HandleAsync(id, change, ct);
        return new CommandOutcome(
            true, new { holds = true, given.User.UserName, given.Password }, $"{given.User.UserName}: {given.Password} (shown only now, to be changed at the next sign-in)");
    }
}
