using Microsoft.EntityFrameworkCore;
using Spmis.Identity.SecondFactors;
using Spmis.Identity.Users;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.SignIn;

/// <summary>The second step at the door: a code of the app, or a recovery code.</summary>
/// <param name="db">The module's database.</param>
/// <param name="factor">Checks codes.</param>
public sealed class SignInCode(IdentityDb db, SecondFactor factor)
{
    /// <summary>Checks, counts and saves.</summary>
    /// <param name="userId">Whose password was right a moment ago.</param>
    /// <param name="stamp">The security stamp at that moment: a password changed since sends back to the first step.</param>
    /// <param name="code">What was typed.</param>
    /// <param name="change">The change.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">The code does not fit, or the account is closed; the try is saved all the same.</exception>
    public async Task<SpmisUser> HandleAsync(Guid userId, string stamp, string code, Change change, CancellationToken ct)
    {
        var name = await db.Users.AsNoTracking().Where(u => u.Id == userId).Select(u => u.DisplayName).SingleOrDefaultAsync(ct) ?? "";
        return await db.ProveAsync(
            userId,
            async user => factor.TakeCode(user, code, change.Now) || await factor.UseRecoveryCodeAsync(user, code, change.Now, ct),
            Proof.WrongCode,
            user =>
            {
                if (user.DisabledAt is not null || user.SecurityStamp != stamp)
                {
                    throw new Refused("sign-in.again", "Something about this account changed a moment ago. Start again.");
                }

                user.CountSignIn(change.Now);
                return Task.CompletedTask;
            },
            change with { Actor = new Actor(userId.ToString(), name, []) },
            ct);
    }
}
