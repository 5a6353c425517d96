using Microsoft.AspNetCore.Identity;
using Spmis.Identity.SecondFactors;
using Spmis.Identity.Users;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.SignIn;

/// <summary>A person already in shows again who they are, before what moves money: a code of the second factor, or the password where there is none. With a passkey: <see cref="Passkeys.ConfirmByPasskey"/>.</summary>
/// <param name="db">The module's database.</param>
/// <param name="factor">Checks codes.</param>
/// <param name="hasher">Checks password hashes.</param>
public sealed class ConfirmUser(IdentityDb db, SecondFactor factor, IPasswordHasher<SpmisUser> hasher)
{
    /// <summary>Checks, counts and saves.</summary>
    /// <exception cref="Refused">It does not hold; the try is saved all the same.</exception>
    public async Task<SpmisUser> HandleAsync(Guid userId, string proof, Change change, CancellationToken ct) => await db.ProveAsync(
        userId,
        user => user switch
        {
            { SecondFactorSince: not null } => Task.FromResult(factor.TakeCode(user, proof, change.Now)),
            { PasskeysSince: not null } => factor.UseRecoveryCodeAsync(user, proof, change.Now, ct), // At a computer without the passkey.
            _ => Proof.ByPassword(hasher, proof)(user),
        },
        new Refused("confirm.wrong", "This is not right. Look at it again.", "againProof"),
        user =>
        {
            (user.AccessFailedCount, user.LockedUntil) = (0, null);
            return Task.CompletedTask;
        },
        change,
        ct);
}
