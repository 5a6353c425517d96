using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity.Offices;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Users;

/// <summary>A user of the demo month.</summary>
/// <param name="UserName">To sign in with.</param>
/// <param name="Password">Shown once.</param>
/// <param name="Actor">As whom the user acts.</param>
public sealed record DemoUser(string UserName, string Password, Actor Actor);

/// <summary>Accounts for every role of the demo month, each with a random password. Nothing but the demo calls it.</summary>
/// <param name="db">The module's database.</param>
/// <param name="create">Makes an account.</param>
/// <param name="offices">Opens the demo's offices.</param>
/// <param name="hasher">Makes password hashes.</param>
public sealed class CreateDemoUsers(IdentityDb db, CreateUser create, ChangeOffices offices, IPasswordHasher<SpmisUser> hasher)
{
    /// <summary>Makes those that are not there yet, so that the month is worked by people who can sign in afterwards; an account of the same name that is not the demo's is left alone.</summary>
    /// <param name="change">The change.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>As whom each acts, by user name; without those left alone.</returns>
    public async Task<IReadOnlyDictionary<string, Actor>> EnsureAsync(Change change, CancellationToken ct)
    {
        await OpenOfficesAsync(change, ct);
        Dictionary<string, Actor> actors = [];
        foreach (var input in Wanted(null))
        {
            var known = await KnownAsync(input, ct);
            if (known is null or { IsDemo: true })
            {
                actors.Add(input.UserName, ActorOf(known ?? (await create.HandleAsync(input, change, ct)).User));
            }
        }

        return actors;
    }

    /// <summary>Gives each a new password, to be shown once; makes those that are not there yet.</summary>
    /// <param name="employer">The number of the employer whose user there is.</param>
    /// <param name="change">The change.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="person">The registration number of the insured person whose user there is.</param>
    public async Task<IReadOnlyList<DemoUser>> HandleAsync(string employer, Change change, CancellationToken ct, string? person = null)
    {
        await OpenOfficesAsync(change, ct);
        List<DemoUser> made = [];
        foreach (var input in Wanted(employer, person))
        {
            var known = await KnownAsync(input, ct);
            if (known is { IsDemo: false })
            {
                continue;
            }

            var user = known ?? (await create.HandleAsync(input, change, ct)).User;
            var password = CreateUser.GivePassword(user, hasher);
            user.MustChangePassword = false; // To look around, not to keep.
            user.Person ??= input.Person; // Made before staff numbers were needed.
            await db.SaveAsync(change, ct);
            made.Add(new DemoUser(input.UserName, password, ActorOf(user)));
        }

        return made;
    }

    /// <summary>A head office and two district offices, whose areas the demo gives them.</summary>
    private async Task OpenOfficesAsync(Change change, CancellationToken ct)
    {
        var known = await db.Offices.Select(o => o.Code).Take(OfficeTree.Most).ToListAsync(ct);
        foreach (var office in Offices.Where(o => !known.Contains(o.Code)))
        {
            await offices.OpenAsync(office, change with { Act = "offices.open" }, ct);
        }
    }

    private Task<SpmisUser?> KnownAsync(NewUser input, CancellationToken ct) => db.Users.SingleOrDefaultAsync(u => u.NormalizedUserName == CreateUser.Normalize(input.UserName), ct);

    /// <summary>The demo's offices, from the top.</summary>
    public static IReadOnlyList<OfficeInput> Offices { get; } =
    [
        new() { Code = "HQ", Name = "Head office", Nation = true },
        new() { Code = "NORTH", Name = "Northern office", Parent = "HQ" },
        new() { Code = "SOUTH", Name = "Southern office", Parent = "HQ" },
        new() { Code = "SOUTH-1", Name = "Southern office, branch", Parent = "SOUTH" },
    ];

    private static IEnumerable<NewUser> Wanted(string? employer, string? person = null) =>
    [
        Of("officer", "Ama Officer (demo)", Roles.Officer) with { Office = "HQ" },
        Of("north", "Nadia Officer of the North (demo)", Roles.Officer, Roles.Supervisor) with { Office = "NORTH" },
        Of("south", "Sefu Officer of the South (demo)", Roles.Officer) with { Office = "SOUTH" },
        Of("supervisor", "Badru Supervisor (demo)", Roles.Supervisor) with { Office = "HQ" },
        Of("supervisor2", "Chipo Treasurer (demo)", Roles.Supervisor) with { Office = "HQ" },
        .. employer is null ? [] : new[] { Of("employer", "Dalia Employer (demo)", Roles.Employer) with { Employer = employer } }, // Known once employers are registered.
        .. person is null ? [] : new[] { Of("person", "Jabu Person (demo)", Roles.Person) with { PersonNumber = person } },
        Of("banka", "Emeka of Bank A (demo)", Roles.Agency) with { Agency = "BANKA" },
        Of("bankb", "Farah of Bank B (demo)", Roles.Agency) with { Agency = "BANKB" },
        Of("momo", "Gita of Mobile Money (demo)", Roles.Agency) with { Agency = "MOMO" },
        Of("auditor", "Hugo Auditor (demo)", Roles.Auditor) with { Office = "HQ" },
        Of("administrator", "Inés Administrator (demo)", Roles.Administrator) with { Office = "HQ" },
    ];

    private static NewUser Of(string userName, string name, params string[] roles) => new() { UserName = userName, DisplayName = name, Roles = roles, IsDemo = true, Person = roles.Any(Roles.OfStaff.Contains) ? $"D-{userName}" : null };

    private static Actor ActorOf(SpmisUser user) => new(user.Id.ToString(), user.DisplayName, [.. user.Roles.Select(r => r.Role)], user.Office, user.Employer, user.Agency) { PersonNumber = user.PersonNumber, Association = user.Association, Staff = user.Person };
}
