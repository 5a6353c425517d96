using Spmis.Identity.Delegations;
using Spmis.Identity.Offices;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Users;

/// <summary>What an account should be from now on.</summary>
public sealed record UserChange
{
    /// <summary>Which.</summary>
    public required Guid Id { get; init; }

    /// <summary>The version that was shown (<see cref="Microsoft.AspNetCore.Identity.IdentityUser{TKey}.ConcurrencyStamp"/>).</summary>
    public required string Version { get; init; }

    /// <summary>Name for pages and the record.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Exactly these roles.</summary>
    public required IReadOnlyCollection<string> Roles { get; init; }

    /// <summary>Office code.</summary>
    public string? Office { get; init; }

    /// <summary>Employer number, for the role employer.</summary>
    public string? Employer { get; init; }

    /// <summary>Staff number, alike in all accounts of one person; needed with a role of staff.</summary>
    public string? Person { get; init; }

    /// <summary>Registration number, for the role person.</summary>
    public string? PersonNumber { get; init; }

    /// <summary>Association number, for the role association.</summary>
    public string? Association { get; init; }

    /// <summary>Agency code, for the role agency.</summary>
    public string? Agency { get; init; }
}

/// <summary>Changes name, roles and scope of an account; the person's sessions follow at once.</summary>
/// <param name="db">The module's database.</param>
/// <param name="offices">The offices there are.</param>
public sealed class ChangeUser(IdentityDb db, OfficeTree offices)
{
    /// <summary>Changes it and saves it.</summary>
    /// <exception cref="Refused">It changed meanwhile, roles and scope do not go together, or nobody could manage users any more.</exception>
    public async Task HandleAsync(UserChange input, Change change, CancellationToken ct)
    {
        var user = await db.UserAsync(input.Id, ct);
        if (user.ConcurrencyStamp != input.Version)
        {
            throw new Refused("changed-meanwhile", "Somebody else changed this user while you worked on it. Open it again, look at the change, and repeat yours.");
        }

        if (UserScope.Clean(input.DisplayName) is not { Length: <= 200 } displayName)
        {
            throw new Refused("user.no-name", "Enter the person's name, at most 200 characters.", "displayName");
        }

        var (employer, agency) = (UserScope.Clean(input.Employer), UserScope.Clean(input.Agency));
        var (personNumber, association) = (UserScope.Number(input.PersonNumber), UserScope.AssociationNumber(input.Association));
        UserScope.Check(input.Roles, employer, agency, personNumber, association);
        var office = await offices.OpenAsync(input.Office, ct);
        if (!input.Roles.Contains(Roles.Administrator))
        {
            await db.KeepAnAdministratorAsync(user, ct);
        }

        (user.DisplayName, user.Office, user.Employer, user.Association, user.Agency, user.PersonNumber) = (displayName, office, employer, association, agency, personNumber);
        var (before, person) = (user.Person, UserScope.Staff(input.Roles, input.Person));
        await OtherAccounts.RefuseTooManyAsync(db, person, user.Id, ct);
        user.Person = person;
        user.SetRoles(input.Roles);
        user.ConcurrencyStamp = Guid.CreateVersion7().ToString("N");
        await db.WriteAsync(
            async () =>
            {
                await db.SaveAsync(change, ct);
                await DelegatedRoles.TellAsync(db, user.Id, ct);
                if (before != person)
                {
                    await OtherAccounts.TellAsync(db, null, [before, person], ct);
                }
            },
            ct);
    }
}
