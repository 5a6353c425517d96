using Microsoft.EntityFrameworkCore;
using Spmis.Identity.SecondFactors;
using Spmis.Identity.Users;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Passkeys;

/// <summary>A passkey to keep.</summary>
public sealed record NewPasskey
{
    /// <summary>Whose.</summary>
    public required Guid UserId { get; init; }

    /// <summary>What its owner calls it, 1 to 60 characters: "My telephone".</summary>
    public required string Name { get; init; }

    /// <summary>What the browser answered.</summary>
    public required PasskeyAnswer Answer { get; init; }
}

/// <summary>A person, who has shown a moment ago who they are, registers a passkey. Other sessions end. With the first second factor come recovery codes.</summary>
/// <param name="db">The module's database.</param>
/// <param name="questions">Reads the answer.</param>
/// <param name="factor">Makes recovery codes.</param>
public sealed class RegisterPasskey(IdentityDb db, PasskeyQuestions questions, SecondFactor factor)
{
    /// <summary>Passkeys of one account at most.</summary>
    public const int Most = 10;

    /// <summary>Registers it and saves it.</summary>
    /// <returns>The user, and recovery codes to be shown once; none where there are some already.</returns>
    /// <exception cref="Refused">The answer does not hold, the name is missing or taken, or there are too many.</exception>
    public async Task<SecondFactorSet> HandleAsync(NewPasskey input, Change change, CancellationToken ct)
    {
        if (UserScope.Clean(input.Name) is not { Length: <= Passkey.LongestName } name)
        {
            throw new Refused("passkey.no-name", $"Give the passkey a name by which you know the device, at most {Passkey.LongestName} characters.", "name");
        }

        var user = await db.UserAsync(input.UserId, ct);
        var own = await db.Passkeys.AsNoTracking().Where(p => p.UserId == user.Id).Select(p => p.Name).Take(Most).ToListAsync(ct);
        if (own.Count >= Most)
        {
            throw new Refused("passkey.too-many", $"You have {Most} passkeys already. Remove one that you no longer use.");
        }

        if (own.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            throw new Refused("passkey.name-taken", "You have a passkey of this name already. Choose another name.", "name");
        }

        if (await questions.ReadNewAsync(input.Answer, user.Id) is not { Info: var info })
        {
            throw new Refused("passkey.unfit", "This passkey could not be read, or the page was open too long. Try again.");
        }

        if (await db.Passkeys.AnyAsync(p => p.CredentialId == info.CredentialId, ct))
        {
            throw new Refused("passkey.there", "This passkey is registered already.");
        }

        db.Passkeys.Add(new Passkey
        {
            UserId = user.Id, Name = name, CredentialId = info.CredentialId, PublicKey = info.PublicKey, SignCount = info.SignCount, Transports = string.Join(' ', info.Transports ?? []),
            IsBackupEligible = info.IsBackupEligible, IsBackedUp = info.IsBackedUp, CreatedAt = change.Now,
        });
        IReadOnlyList<string> codes = user.HasSecondFactor ? [] : await factor.RenewCodesAsync(user, ct);
        user.PasskeysSince ??= change.Now;
        user.EndSessions();
        await db.SaveAsync(change, ct);
        return new SecondFactorSet(user, codes);
    }
}

/// <summary>A person, who has shown a moment ago who they are, removes a passkey. Other sessions end: the device may be lost.</summary>
/// <param name="db">The module's database.</param>
/// <param name="factor">Who must have a second factor.</param>
public sealed class RemovePasskey(IdentityDb db, SecondFactor factor)
{
    /// <summary>Removes it and saves it.</summary>
    /// <exception cref="Refused">It is not one's own, or it is the last second factor of somebody whose roles need one.</exception>
    public async Task<SpmisUser> HandleAsync(Guid userId, Guid passkeyId, Change change, CancellationToken ct)
    {
        SpmisUser? removed = null;
        await db.WriteAsync(async () => removed = await RemoveAsync(userId, passkeyId, change, ct), ct);
        return removed!; // Set by the work above, which ran.
    }

    private async Task<SpmisUser> RemoveAsync(Guid userId, Guid passkeyId, Change change, CancellationToken ct)
    {
        // Takes the row's lock: of two removed at once the second sees that it is the last.
        await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(u => u.SetProperty(x => x.AccessFailedCount, x => x.AccessFailedCount), ct);
        var user = await db.UserAsync(userId, ct);
        var passkey = await db.Passkeys.SingleOrDefaultAsync(p => p.Id == passkeyId && p.UserId == userId, ct) ?? throw new Refused("passkey.unknown", "There is no such passkey of yours.");
        if (!await db.Passkeys.AnyAsync(p => p.UserId == userId && p.Id != passkeyId, ct))
        {
            user.PasskeysSince = null;
            if (factor.IsMissing(user))
            {
                throw new Refused("second-factor.required", "Your roles need a second factor. Set up codes of an app or another passkey first.");
            }

            if (!user.HasSecondFactor)
            {
                await factor.RemoveAsync(user, ct);
            }
        }

        db.Passkeys.Remove(passkey);
        user.EndSessions();
        await db.SaveAsync(change, ct);
        return user;
    }
}

/// <summary>New recovery codes for somebody who has passkeys and no app; the old ones end. Needs a proof of a moment ago.</summary>
/// <param name="db">The module's database.</param>
/// <param name="factor">Makes them.</param>
public sealed class RenewPasskeyCodes(IdentityDb db, SecondFactor factor)
{
    /// <summary>Makes them and saves them.</summary>
    /// <exception cref="Refused">There is no passkey, or there is an app whose code must be shown.</exception>
    public async Task<SecondFactorSet> HandleAsync(Guid userId, Change change, CancellationToken ct)
    {
        var user = await db.UserAsync(userId, ct);
        if (user is not { PasskeysSince: not null, SecondFactorSince: null })
        {
            throw new Refused("passkey.none", "Recovery codes are made anew on the page of the second factor.");
        }

        var codes = await factor.RenewCodesAsync(user, ct);
        await db.SaveAsync(change, ct);
        return new SecondFactorSet(user, codes);
    }
}
