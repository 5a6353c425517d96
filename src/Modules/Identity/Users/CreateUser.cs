using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity.Offices;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Users;

/// <summary>An account for a person.</summary>
public sealed record NewUser
{
    /// <summary>What the person types to sign in: 3 to 60 of a-z, 0-9, point, hyphen, underscore, @.</summary>
    public required string UserName { get; init; }

    /// <summary>For pages and the record.</summary>
    public required string DisplayName { get; init; }

    /// <summary>See <see cref="Kernel.Access.Roles"/>.</summary>
    public required IReadOnlyCollection<string> Roles { get; init; }

    /// <summary>Office code.</summary>
    public string? Office { get; init; }

    /// <summary>Employer number, for the role employer.</summary>
    public string? Employer { get; init; }

    /// <summary>Registration number, for the role person.</summary>
    public string? PersonNumber { get; init; }

    /// <summary>Association number, for the role association.</summary>
    public string? Association { get; init; }

    /// <summary>Agency code, for the role agency.</summary>
    public string? Agency { get; init; }

    /// <summary>Staff number, alike in all accounts of one person; needed with a role of staff.</summary>
    public string? Person { get; init; }

    /// <summary>Registration number of the person who holds an account of staff, where it is known.</summary>
    public string? Holder { get; init; }

    /// <summary>Made for the demo month.</summary>
    public bool IsDemo { get; init; }

    /// <summary>The account with which an empty system is entered: nobody is there yet who could say its holder's staff number.</summary>
    internal bool IsFirst { get; init; }
}

/// <summary>What to tell the person, once.</summary>
/// <param name="User">The account.</param>
/// <param name="Password">Kept nowhere.</param>
public sealed record FirstPassword(SpmisUser User, string Password);

/// <summary>Makes an account with a random password that must be changed at the first sign-in.</summary>
/// <param name="db">The module's database.</param>
/// <param name="hasher">Makes password hashes.</param>
/// <param name="offices">The offices there are.</param>
public sealed partial class CreateUser(IdentityDb db, IPasswordHasher<SpmisUser> hasher, OfficeTree offices)
{
    /// <summary>Makes it and saves it.</summary>
    /// <exception cref="Refused">The user name is taken or unfit, or roles and scope do not go together.</exception>
    public async Task<FirstPassword> HandleAsync(NewUser input, Change change, CancellationToken ct)
    {
        var name = input.UserName.Trim();
        if (!UserNamePattern().IsMatch(name))
        {
            throw new Refused("user.name-unfit", "Use 3 to 60 small letters a to z, digits, and . - _ @", "userName");
        }

        if (UserScope.Clean(input.DisplayName) is not { Length: <= 200 } displayName)
        {
            throw new Refused("user.no-name", "Enter the person's name, at most 200 characters.", "displayName");
        }

        var (employer, agency) = (UserScope.Clean(input.Employer), UserScope.Clean(input.Agency));
        var (personNumber, association) = (UserScope.Number(input.PersonNumber), UserScope.AssociationNumber(input.Association));
        UserScope.Check(input.Roles, employer, agency, personNumber, association);
        var staff = input.IsFirst ? null : UserScope.Staff(input.Roles, input.Person);
        var office = await offices.OpenAsync(input.Office, ct);
        var normalized = Normalize(name);
        if (await db.Users.AnyAsync(u => u.NormalizedUserName == normalized, ct))
        {
            throw new Refused("user.name-taken", $"There is a user '{name}' already. Choose another user name; if you made it a moment ago, open it and reset its password.", "userName");
        }

        if (personNumber is not null && await db.Users.AnyAsync(u => u.PersonNumber == personNumber, ct))
        {
            throw new Refused("user.person-taken", "This person has an account already.", "personNumber");
        }

        var user = new SpmisUser
        {
            Id = Guid.CreateVersion7(), UserName = name, NormalizedUserName = normalized, DisplayName = displayName,
            Office = office, Employer = employer, Association = association, Agency = agency, PersonNumber = personNumber, Person = staff, IsDemo = input.IsDemo, CreatedAt = change.Now,
        };
        user.SetRoles(input.Roles);
        var password = GivePassword(user, hasher);
        await OtherAccounts.RefuseTooManyAsync(db, user.Person, user.Id, ct);
        await db.WriteAsync(
            async () =>
            {
                await OtherAccounts.TellAsync(db, null, [user.Person], ct); // The others, before this one is among them.
                db.Users.Add(user);
                NameHolder.Set(db, user, input.Holder);
                await db.SaveAsync(change, ct);
            },
            ct);
        return new FirstPassword(user, password);
    }

    /// <summary>The user name as it is compared.</summary>
    internal static string Normalize(string userName) => userName.Trim().ToUpperInvariant();

    /// <summary>A new random password, to be changed at the next sign-in; every session ends.</summary>
    internal static string GivePassword(SpmisUser user, IPasswordHasher<SpmisUser> hasher)
    {
        var password = Secrets.NewPassword();
        user.PasswordHash = hasher.HashPassword(user, password);
        (user.MustChangePassword, user.AccessFailedCount, user.LockedUntil) = (true, 0, null);
        user.EndSessions();
        return password;
    }

    [GeneratedRegex(@"\A[a-z0-9._@-]{3,60}\z")]
    private static partial Regex UserNamePattern();
}
