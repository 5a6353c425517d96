using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Spmis.Identity.SignIn;
using Spmis.Identity.Users;

namespace Spmis.Identity.SecondFactors;

/// <summary>Checks codes, and keeps the keys of authenticator apps encrypted with the keys in the data folder.</summary>
/// <param name="db">The module's database.</param>
/// <param name="protection">Encrypts keys.</param>
/// <param name="settings">Who must have one.</param>
public sealed class SecondFactor(IdentityDb db, IDataProtectionProvider protection, IOptions<SignInSettings> settings)
{
    private static readonly TimeSpan TimeToEnrol = TimeSpan.FromMinutes(30);
    private readonly IDataProtector kept = protection.CreateProtector("Spmis.Identity.SecondFactor");
    private readonly ITimeLimitedDataProtector offered = protection.CreateProtector("Spmis.Identity.SecondFactor.Offered").ToTimeLimitedDataProtector();

    /// <summary>Whether the user's roles need one that the user does not have.</summary>
    public bool IsMissing(SpmisUser user) => !user.HasSecondFactor && IsRequired(user);

    /// <summary>Whether the user's roles need one.</summary>
    public bool IsRequired(SpmisUser user) => user.Roles.Any(r => settings.Value.SecondFactorRoles.Contains(r.Role));

    /// <summary>A new key for this user, as the form carries it until the first code proves that the app has it.</summary>
    public string Offer(Guid userId, byte[] key) => offered.Protect($"{userId:N}:{Convert.ToHexString(key)}", TimeToEnrol);

    /// <summary>The key that was offered to this user; null when it was not, or too long ago.</summary>
    public byte[]? Offered(Guid userId, string offer)
    {
        try
        {
            return offered.Unprotect(offer).Split(':') is [var id, var key] && id == userId.ToString("N") ? Convert.FromHexString(key) : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null; // Run out, or not ours.
        }
    }

    /// <summary>The key as it is stored.</summary>
    public string Keep(byte[] key) => kept.Protect(Convert.ToHexString(key));

    /// <summary>Whether it is a code of the user's app that was not taken before; then it is taken.</summary>
    public bool TakeCode(SpmisUser user, string code, DateTime now)
    {
        if (user.SecondFactorKey is not { } stored || Totp.Match(Convert.FromHexString(kept.Unprotect(stored)), Digits(code), now, user.LastCodeStep) is not { } step)
        {
            return false;
        }

        user.LastCodeStep = step;
        return true;
    }

    /// <summary>Whether it is a recovery code that was not used before; then it is used.</summary>
    public async Task<bool> UseRecoveryCodeAsync(SpmisUser user, string code, DateTime now, CancellationToken ct)
    {
        var hash = RecoveryCode.HashOf(user.Id, code);
        if (!user.HasSecondFactor || await db.RecoveryCodes.SingleOrDefaultAsync(c => c.UserId == user.Id && c.Hash == hash && c.UsedAt == null, ct) is not { } found)
        {
            return false;
        }

        found.UsedAt = now;
        return true;
    }

    /// <summary>Replaces the user's recovery codes.</summary>
    /// <returns>The new ones, to be shown once.</returns>
    internal async Task<IReadOnlyList<string>> RenewCodesAsync(SpmisUser user, CancellationToken ct)
    {
        db.RecoveryCodes.RemoveRange(await db.RecoveryCodes.Where(c => c.UserId == user.Id).ToListAsync(ct)); // Ten.
        var (rows, codes) = RecoveryCode.New(user.Id);
        db.RecoveryCodes.AddRange(rows);
        return codes;
    }

    /// <summary>Takes the app away; the recovery codes too, unless passkeys still need them.</summary>
    internal async Task RemoveAsync(SpmisUser user, CancellationToken ct)
    {
        (user.SecondFactorKey, user.SecondFactorSince, user.LastCodeStep) = (null, null, 0);
        if (user.HasSecondFactor)
        {
            return;
        }

        db.RecoveryCodes.RemoveRange(await db.RecoveryCodes.Where(c => c.UserId == user.Id).ToListAsync(ct)); // Ten.
    }

    // Apps show 123 456, and people type what they see.
    private static string Digits(string code) => code.Replace(" ", "", StringComparison.Ordinal);
}
