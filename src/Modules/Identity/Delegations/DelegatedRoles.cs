using Microsoft.EntityFrameworkCore;
using Spmis.Identity.Offices;
using Spmis.Identity.Users;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Delegations;

/// <summary>Which roles somebody holds for others on a day.</summary>
/// <param name="db">The module's database.</param>
/// <param name="offices">The offices there are.</param>
public sealed class DelegatedRoles(IdentityDb db, OfficeTree offices)
{
    private const int Most = 20;

    /// <summary>Roles lent to a user that hold on a day: not ended, the giver's account is open and has the role, and the holder sees no more than the giver does.</summary>
    public async Task<IReadOnlyList<DelegatedRole>> OfAsync(SpmisUser holder, DateOnly today, CancellationToken ct)
    {
        var given = await db.Delegations.AsNoTracking().Where(d => d.HolderId == holder.Id && d.EndedAt == null && d.FromDay <= today && d.ToDay >= today).OrderBy(d => d.Id).Take(Most).ToListAsync(ct);
        List<DelegatedRole> held = [];
        foreach (var delegation in given)
        {
            var giver = await db.Users.AsNoTracking().SingleAsync(u => u.Id == delegation.GiverId, ct);
            if (giver.DisabledAt is null && IsStaff(holder) && (holder.Person is null || holder.Person != giver.Person) && await IsWithinAsync(giver, holder, ct))
            {
                held.AddRange(delegation.RoleList.Where(role => giver.Roles.Any(r => r.Role == role) && holder.Roles.All(r => r.Role != role)).Select(role => new DelegatedRole(role, giver.Id.ToString(), giver.DisplayName.Replace('|', ' '))));
            }
        }

        return [.. held.Distinct()];
    }

    /// <summary>Whoever became an employer's, an agency's or the own account meanwhile holds nothing of the office's.</summary>
    private static bool IsStaff(SpmisUser holder) => holder.Roles.All(r => GiveDelegation.Lendable.Contains(r.Role) || r.Role == Kernel.Access.Roles.Administrator);

    /// <summary>Whether any is or will be held, so that the cookie is looked at anew each day.</summary>
    public Task<bool> AnyAsync(Guid holder, DateOnly today, CancellationToken ct) => db.Delegations.AnyAsync(d => d.HolderId == holder && d.EndedAt == null && d.ToDay >= today, ct);

    /// <summary>Whether the holder sees no more than the giver: a role lent must not reach further than its owner.</summary>
    internal async Task<bool> IsWithinAsync(SpmisUser giver, SpmisUser holder, CancellationToken ct) =>
        await offices.SeenAsync(giver.Office, ct) is not { } seen || (holder.Office is { } office && seen.Contains(office) && await offices.SeenAsync(office, ct) is not null);

    /// <summary>Has sessions that are open already learn of a change: of the holder, or of a giver's roles, office or account.</summary>
    internal static async Task TellAsync(IdentityDb db, Guid giverOrHolder, CancellationToken ct)
    {
        var stamp = Guid.CreateVersion7().ToString("N");
        await db.Users.Where(u => db.Delegations.Any(d => d.HolderId == u.Id && d.EndedAt == null && (d.GiverId == giverOrHolder || d.HolderId == giverOrHolder))).ExecuteUpdateAsync(s => s.SetProperty(u => u.ConcurrencyStamp, stamp), ct);
    }
}
