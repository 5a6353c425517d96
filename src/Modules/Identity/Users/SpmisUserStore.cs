using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Spmis.Identity.Users;

/// <summary>ASP.NET Core Identity over <see cref="IdentityDb"/>. It never saves: acts do, with their change and its history.</summary>
public sealed class SpmisUserStore : UserOnlyStore<SpmisUser, IdentityDb, Guid>
{
    /// <summary>Made by the container.</summary>
    public SpmisUserStore(IdentityDb db, IdentityErrorDescriber? describer = null)
        : base(db, describer) => AutoSaveChanges = false;

    /// <inheritdoc />
    public override Task<IdentityResult> UpdateAsync(SpmisUser user, CancellationToken cancellationToken = default)
    {
        // The user is tracked. The base would mark every column as changed, and the history would say so.
        user.ConcurrencyStamp = Guid.CreateVersion7().ToString("N");
        return Task.FromResult(IdentityResult.Success);
    }
}
