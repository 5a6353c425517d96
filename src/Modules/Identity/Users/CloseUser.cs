using Spmis.Identity.Delegations;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Users;

/// <summary>Closes an account; its sessions end at once. Nothing is deleted: the record names it.</summary>
/// <param name="db">The module's database.</param>
public sealed class CloseUser(IdentityDb db)
{
    /// <summary>Closes it and saves it.</summary>
    /// <exception cref="Refused">It is one's own, or the last administrator's.</exception>
    public async Task HandleAsync(Guid id, Change change, CancellationToken ct)
    {
        var user = await db.UserAsync(id, ct);
        if (user.Id.ToString() == change.Actor.Id)
        {
            throw new Refused("user.own", "You cannot close your own account; ask another administrator.");
        }

        await db.KeepAnAdministratorAsync(user, ct);
        user.DisabledAt ??= change.Now;
        user.EndSessions();
        await db.WriteAsync(
            async () =>
            {
                await db.SaveAsync(change, ct);
                await DelegatedRoles.TellAsync(db, user.Id, ct);
            },
            ct);
    }
}

/// <summary>Opens a closed account again, with a new password.</summary>
/// <param name="db">The module's database.</param>
/// <param name="reset">Gives the password.</param>
public sealed class ReopenUser(IdentityDb db, ResetPassword reset)
{
    /// <summary>Opens it and saves it.</summary>
    public async Task<FirstPassword> HandleAsync(Guid id, Change change, CancellationToken ct)
    {
        (await db.UserAsync(id, ct)).DisabledAt = null;
        return await reset.HandleAsync(id, change, ct);
    }
}
