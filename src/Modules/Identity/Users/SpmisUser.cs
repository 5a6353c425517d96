using Microsoft.AspNetCore.Identity;
using Spmis.Kernel.History;

namespace Spmis.Identity.Users;

/// <summary>A person who signs in. The scope (office, employer, association, agency) says whose records the person's roles reach.</summary>
public sealed class SpmisUser : IdentityUser<Guid>
{
    /// <summary>Wrong passwords in a row that close the account for a while.</summary>
    public const int TriesBeforeLock = 5;

    private static readonly TimeSpan FirstLock = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLock = TimeSpan.FromHours(1);

    /// <summary>For pages and for the record.</summary>
    public required string DisplayName { get; set; }

    /// <summary>Office code, for people of the institution.</summary>
    public string? Office { get; set; }

    /// <summary>The only employer an employer's user sees.</summary>
    public string? Employer { get; set; }

    /// <summary>Number of the only association an association's user sees.</summary>
    public string? Association { get; set; }

    /// <summary>The only agency an agency's user sees.</summary>
    public string? Agency { get; set; }

    /// <summary>Registration number of the only person that person's own user sees; one account for each.</summary>
    public string? PersonNumber { get; set; }

    /// <summary>Registration number of the person who holds this account of staff: nobody works on the own record. Null while nobody named one.</summary>
    public string? Holder { get; set; }

    /// <summary>The password was given by somebody else and must be changed before anything else.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>When the account was closed; null while it is open.</summary>
    public DateTime? DisabledAt { get; set; }

    /// <summary>Made for the demo month.</summary>
    public bool IsDemo { get; init; }

    /// <summary>When the account was made.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>The sign-in now in use.</summary>
    public DateTime? SignedInAt { get; set; }

    /// <summary>The sign-in before, shown so that a stranger's is noticed.</summary>
    public DateTime? SignedInBefore { get; set; }

    /// <summary>Closed until then after wrong passwords.</summary>
    public DateTime? LockedUntil { get; set; }

    /// <summary>Staff number, alike in all accounts of one person: none of them approves what another prepared. Whoever has a role of staff needs one; null is left from before, and of the first administrator.</summary>
    public string? Person { get; set; }

    /// <summary>Since when codes of an app are asked for at sign-in; null while they are not.</summary>
    public DateTime? SecondFactorSince { get; set; }

    /// <summary>The app's key, encrypted.</summary>
    [NotInHistory]
    public string? SecondFactorKey { get; set; }

    /// <summary>The last code taken, by its step of time: none works twice.</summary>
    [NotInHistory]
    public long LastCodeStep { get; set; }

    /// <summary>Since when the account has passkeys; null while it has none.</summary>
    public DateTime? PasskeysSince { get; set; }

    /// <summary>Whether a password alone does not open the account.</summary>
    public bool HasSecondFactor => SecondFactorSince is not null || PasskeysSince is not null;

    /// <summary>What the person may do.</summary>
    public List<UserRole> Roles { get; } = [];

    /// <inheritdoc />
    [NotInHistory]
    public override string? PasswordHash { get; set; }

    /// <inheritdoc />
    [NotInHistory]
    public override string? SecurityStamp { get; set; }

    /// <summary>Whether wrong passwords have closed the account for now.</summary>
    public bool IsLocked(DateTime now) => LockedUntil > now;

    /// <summary>A wrong password: from the fifth in a row on the account is closed, each time twice as long, an hour at most.</summary>
    public void CountWrongPassword(DateTime now)
    {
        AccessFailedCount++;
        if (AccessFailedCount >= TriesBeforeLock)
        {
            var doublings = Math.Min(AccessFailedCount - TriesBeforeLock, 10);
            var locked = TimeSpan.FromTicks(FirstLock.Ticks << doublings);
            LockedUntil = now + (locked < LongestLock ? locked : LongestLock);
        }
    }

    /// <summary>The right password.</summary>
    public void CountSignIn(DateTime now)
    {
        (AccessFailedCount, LockedUntil) = (0, null);
        (SignedInBefore, SignedInAt) = (SignedInAt, now);
    }

    /// <summary>Gives exactly these roles.</summary>
    public void SetRoles(IReadOnlyCollection<string> roles)
    {
        Roles.RemoveAll(r => !roles.Contains(r.Role));
        Roles.AddRange(roles.Where(role => Roles.All(r => r.Role != role)).Select(role => new UserRole { Role = role }));
    }

    /// <summary>Ends every session of this user: each looks at the stamp with every request.</summary>
    public void EndSessions() => SecurityStamp = Guid.CreateVersion7().ToString("N");
}

/// <summary>A role of a user.</summary>
public sealed class UserRole
{
    /// <summary>See <see cref="Kernel.Access.Roles"/>.</summary>
    public required string Role { get; init; }
}
