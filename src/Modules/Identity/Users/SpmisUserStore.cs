using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity.Passkeys;

namespace Spmis.Identity.Users;

/// <summary>ASP.NET Core Identity over <see cref="IdentityDb"/>. It never saves: acts do, with their change and its history.</summary>
public sealed class SpmisUserStore : UserOnlyStore<SpmisUser, IdentityDb, Guid>
{
    /// <summary>Made by the container.</summary>
    public SpmisUserStore(IdentityDb db, IdentityErrorDescriber? describer = null)
        : base(db, describer) => AutoSaveChanges = false;

    /// <inheritdoc />
    public override async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(SpmisUser user, CancellationToken cancellationToken) =>
        [.. (await Context.Passkeys.AsNoTracking().Where(p => p.UserId == user.Id).OrderBy(p => p.Id).Take(RegisterPasskey.Most).ToListAsync(cancellationToken)).Select(p => p.Info)];

    /// <inheritdoc />
    public override async Task<SpmisUser?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await Context.Users.SingleOrDefaultAsync(u => Context.Passkeys.Any(p => p.CredentialId == credentialId && p.UserId == u.Id), cancellationToken);

    /// <inheritdoc />
    public override async Task<UserPasskeyInfo?> FindPasskeyAsync(SpmisUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        (await Context.Passkeys.AsNoTracking().SingleOrDefaultAsync(p => p.UserId == user.Id && p.CredentialId == credentialId, cancellationToken))?.Info;

    /// <inheritdoc />
    public override Task AddOrUpdatePasskeyAsync(SpmisUser user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw new NotSupportedException("RegisterPasskey does.");

    /// <inheritdoc />
    public override Task RemovePasskeyAsync(SpmisUser user, byte[] credentialId, CancellationToken cancellationToken) => throw new NotSupportedException("RemovePasskey does.");

    /// <inheritdoc />
    public override Task<IdentityResult> UpdateAsync(SpmisUser user, CancellationToken cancellationToken = default)
    {
        // The user is tracked. The base would mark every column as changed, and the history would say so.
        user.ConcurrencyStamp = Guid.CreateVersion7().ToString("N");
        return Task.FromResult(IdentityResult.Success);
    }
}
