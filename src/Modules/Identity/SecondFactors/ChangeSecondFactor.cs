using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity.SignIn;
using Spmis.Identity.Users;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.SecondFactors;

/// <summary>A second factor to set up.</summary>
public sealed record NewSecondFactor
{
    /// <summary>Whose.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The own password: whoever found the computer unlocked must not lock its owner out.</summary>
    public required string Password { get; init; }

    /// <summary>What <see cref="SecondFactor.Offer"/> gave.</summary>
    public required string Offer { get; init; }

    /// <summary>The code the app shows for it.</summary>
    public required string Code { get; init; }
}

/// <summary>What the person must keep, once.</summary>
/// <param name="User">Whose.</param>
/// <param name="RecoveryCodes">Ten, each of which works once instead of a code; kept as hashes only.</param>
public sealed record SecondFactorSet(SpmisUser User, IReadOnlyList<string> RecoveryCodes);

/// <summary>A person sets up the own second factor. Other sessions end.</summary>
/// <param name="db">The module's database.</param>
/// <param name="factor">Checks codes.</param>
/// <param name="hasher">Checks password hashes.</param>
public sealed class EnrolSecondFactor(IdentityDb db, SecondFactor factor, IPasswordHasher<SpmisUser> hasher)
{
    /// <summary>Sets it up and saves it.</summary>
    /// <exception cref="Refused">The password is wrong, the code does not fit the key, the key was offered too long ago, or there is one already.</exception>
    public async Task<SecondFactorSet> HandleAsync(NewSecondFactor input, Change change, CancellationToken ct)
    {
        IReadOnlyList<string> codes = [];
        var wrong = new Refused("password.wrong", "This is not your current password.", "password");
        var user = await db.ProveAsync(input.UserId, Proof.ByPassword(hasher, input.Password), wrong, async user =>
        {
            if (user.SecondFactorSince is not null)
            {
                throw new Refused("second-factor.there", "You have a second factor already. Take it away first.");
            }

            var key = factor.Offered(user.Id, input.Offer) ?? throw new Refused("second-factor.offer", "This page was open too long. Scan the new code and try again.", "code");
            user.SecondFactorKey = factor.Keep(key);
            if (!factor.TakeCode(user, input.Code, change.Now))
            {
                throw new Refused("second-factor.code", "This is not the code that belongs to this key. Is the clock of your telephone right? Type the code it shows now.", "code");
            }

            user.SecondFactorSince = change.Now;
            codes = await factor.RenewCodesAsync(user, ct);
            user.EndSessions();
        }, change, ct);
        return new SecondFactorSet(user, codes);
    }
}

/// <summary>A person makes new recovery codes; the old ones end.</summary>
/// <param name="db">The module's database.</param>
/// <param name="factor">Checks codes.</param>
public sealed class RenewRecoveryCodes(IdentityDb db, SecondFactor factor)
{
    /// <summary>Makes them and saves them.</summary>
    /// <exception cref="Refused">The code is wrong.</exception>
    public async Task<SecondFactorSet> HandleAsync(Guid userId, string code, Change change, CancellationToken ct)
    {
        IReadOnlyList<string> codes = [];
        var user = await db.ProveAsync(userId, user => Task.FromResult(factor.TakeCode(user, code, change.Now)), Proof.WrongCode, async user => codes = await factor.RenewCodesAsync(user, ct), change, ct);
        return new SecondFactorSet(user, codes);
    }
}

/// <summary>A person takes the own second factor away, with a code of it. Other sessions end.</summary>
/// <param name="db">The module's database.</param>
/// <param name="factor">Checks codes.</param>
public sealed class RemoveSecondFactor(IdentityDb db, SecondFactor factor)
{
    /// <summary>Takes it away and saves it.</summary>
    /// <exception cref="Refused">The code is wrong, or the person's roles need a second factor.</exception>
    public async Task<SpmisUser> HandleAsync(Guid userId, string code, Change change, CancellationToken ct) => await db.ProveAsync(
        userId,
        user => Task.FromResult(factor.TakeCode(user, code, change.Now)),
        Proof.WrongCode,
        async user =>
        {
            if (factor.IsRequired(user) && user.PasskeysSince is null)
            {
                throw new Refused("second-factor.required", "Your roles need a second factor. If the device is lost, an administrator resets it.");
            }

            await factor.RemoveAsync(user, ct);
            user.EndSessions();
        },
        change,
        ct);
}

/// <summary>An administrator takes away the second factor (app and passkeys) of somebody who lost the device; the history says who, for whom, when. The person's sessions end.</summary>
/// <param name="db">The module's database.</param>
/// <param name="factor">Takes it away.</param>
public sealed class ResetSecondFactor(IdentityDb db, SecondFactor factor)
{
    /// <summary>Takes it away and saves it.</summary>
    /// <exception cref="Refused">There is none, or it is the own one.</exception>
    public async Task HandleAsync(Guid userId, Change change, CancellationToken ct)
    {
        var user = await db.UserAsync(userId, ct);
        if (change.Actor.IsSamePersonAs(user.Id.ToString()))
        {
            throw new Refused("user.own", "You cannot reset your own second factor here; use your account page, or ask another administrator.");
        }

        if (!user.HasSecondFactor)
        {
            throw new Refused("second-factor.none", "This user has no second factor.");
        }

        user.PasskeysSince = null;
        db.Passkeys.RemoveRange(await db.Passkeys.Where(p => p.UserId == user.Id).ToListAsync(ct)); // Ten at most.
        await factor.RemoveAsync(user, ct);
        user.EndSessions();
        await db.SaveAsync(change, ct);
    }
}
