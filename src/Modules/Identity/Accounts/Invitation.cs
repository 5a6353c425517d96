using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.History;

namespace Spmis.Identity.Accounts;

/// <summary>A link that lets somebody choose the first password of an account an administrator made.</summary>
public sealed class Invitation
{
    /// <summary>Key.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Whose account.</summary>
    public required Guid UserId { get; init; }

    /// <summary>Hash of the link's secret.</summary>
    [NotInHistory]
    public required string SecretHash { get; init; }

    /// <summary>Opens nothing after this.</summary>
    public required DateTime ExpiresAt { get; init; }

    /// <summary>When it was used, withdrawn, or replaced; null while it is open.</summary>
    public DateTime? EndedAt { get; set; }

    internal static string HashOf(string secret) => PaperCode.HashOf("invitation", secret);
}

/// <summary>What to send to the person, once.</summary>
/// <param name="User">The account.</param>
/// <param name="Secret">The end of the link; kept nowhere.</param>
/// <param name="ExpiresAt">It opens nothing after this.</param>
public sealed record InvitationLink(SpmisUser User, string Secret, DateTime ExpiresAt);

/// <summary>An administrator makes an account to which its owner is invited by a link, or sends a new link to somebody who never came in; older links end.</summary>
/// <param name="db">The module's database.</param>
/// <param name="create">Makes accounts.</param>
public sealed class InviteUser(IdentityDb db, CreateUser create)
{
    /// <summary>A link holds so long.</summary>
    public static readonly TimeSpan Holds = TimeSpan.FromDays(3);

    /// <summary>Makes the account with a password nobody knows, and its link.</summary>
    public async Task<InvitationLink> HandleAsync(NewUser input, Change change, CancellationToken ct)
    {
        InvitationLink? made = null;
        await db.WriteAsync(async () => made = await LinkAsync((await create.HandleAsync(input, change, ct)).User, change, ct), ct);
        return made ?? throw new InvalidOperationException("An invitation that was saved has a link.");
    }

    /// <summary>Makes a new link.</summary>
    /// <exception cref="Refused">The account is closed, or its owner has come in already.</exception>
    public async Task<InvitationLink> AgainAsync(Guid userId, Change change, CancellationToken ct)
    {
        var user = await db.UserAsync(userId, ct);
        if (user.DisabledAt is not null || user.SignedInAt is not null)
        {
            throw new Refused("invitation.too-late", "This person has come in already, or the account is closed. Reset the password instead.");
        }

        await WithdrawAsync(db, userId, change.Now, ct);
        return await LinkAsync(user, change, ct);
    }

    internal static async Task<int> WithdrawAsync(IdentityDb db, Guid userId, DateTime now, CancellationToken ct)
    {
        var open = await db.Invitations.Where(i => i.UserId == userId && i.EndedAt == null).OrderBy(i => i.Id).Take(100).ToListAsync(ct);
        open.ForEach(i => i.EndedAt = now);
        return open.Count;
    }

    private async Task<InvitationLink> LinkAsync(SpmisUser user, Change change, CancellationToken ct)
    {
        var link = new InvitationLink(user, Secrets.NewClientSecret(), change.Now + Holds);
        db.Invitations.Add(new Invitation { UserId = user.Id, SecretHash = Invitation.HashOf(link.Secret), ExpiresAt = link.ExpiresAt });
        await db.SaveAsync(change, ct);
        return link;
    }
}

/// <summary>An administrator withdraws the open links of an account.</summary>
/// <param name="db">The module's database.</param>
public sealed class WithdrawInvitation(IdentityDb db)
{
    /// <summary>Withdraws them and saves it.</summary>
    /// <exception cref="Refused">There is none.</exception>
    public async Task HandleAsync(Guid userId, Change change, CancellationToken ct)
    {
        if (await InviteUser.WithdrawAsync(db, userId, change.Now, ct) == 0)
        {
            throw new Refused("invitation.none", "No invitation is open.");
        }

        await db.SaveAsync(change, ct);
    }
}

/// <summary>Somebody comes by the link and chooses a password.</summary>
/// <param name="db">The module's database.</param>
/// <param name="hasher">Makes password hashes.</param>
/// <param name="rules">What a password must be.</param>
public sealed class AcceptInvitation(IdentityDb db, IPasswordHasher<SpmisUser> hasher, PasswordRules rules)
{
    private static Refused Over => new("invitation.over", "This link does not open anything (any more): it was used, withdrawn, or is older than three days. Ask for a new one.");

    /// <summary>Whose account the link opens; it is not used up by looking.</summary>
    /// <exception cref="Refused">It opens nothing.</exception>
    public async Task<SpmisUser> LookAsync(string secret, DateTime now, CancellationToken ct)
    {
        var hash = Invitation.HashOf(secret);
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.DisabledAt == null && u.SignedInAt == null && u.SecondFactorSince == null && u.PasskeysSince == null && db.Invitations.Any(i => i.SecretHash == hash && i.UserId == u.Id && i.EndedAt == null && i.ExpiresAt > now), ct) ?? throw Over;
    }

    /// <summary>Sets the password and saves it; the link is used up.</summary>
    /// <exception cref="Refused">The link opens nothing, or the password is weak.</exception>
    public async Task<SpmisUser> HandleAsync(string secret, string password, Change change, CancellationToken ct)
    {
        var hash = Invitation.HashOf(secret);
        SpmisUser? invited = null;
        await db.WriteAsync(
            async () =>
            {
                // Takes the row's lock: of two who come by the same link the second finds it used.
                await db.Invitations.Where(i => i.SecretHash == hash).ExecuteUpdateAsync(s => s.SetProperty(i => i.ExpiresAt, i => i.ExpiresAt), ct);
                var invitation = await db.Invitations.SingleOrDefaultAsync(i => i.SecretHash == hash && i.EndedAt == null && i.ExpiresAt > change.Now, ct) ?? throw Over;
                var user = await db.Users.SingleOrDefaultAsync(u => u.Id == invitation.UserId && u.DisabledAt == null && u.SignedInAt == null && u.SecondFactorSince == null && u.PasskeysSince == null, ct) ?? throw Over; // Who came in another way needs no link, and nobody else shall use it.
                rules.Check(password, user.UserName!, "password"); // Every user has a name: the column says so.
                invitation.EndedAt = change.Now;
                user.PasswordHash = hasher.HashPassword(user, password);
                (user.MustChangePassword, user.AccessFailedCount, user.LockedUntil) = (false, 0, null);
                user.EndSessions();
                user.CountSignIn(change.Now);
                await db.SaveAsync(change with { Actor = new Actor(user.Id.ToString(), user.DisplayName, [], user.Office) }, ct);
                invited = user;
            },
            ct);
        return invited ?? throw Over;
    }
}

internal sealed class InvitationMapping : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("invitations");
        builder.HasKey(i => i.Id);
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.SecretHash).HasMaxLength(64);
        builder.HasIndex(i => i.SecretHash).IsUnique();
        builder.HasIndex(i => i.UserId);
    }
}
