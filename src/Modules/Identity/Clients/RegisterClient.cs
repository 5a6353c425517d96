using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Spmis.Identity.Offices;
using Spmis.Identity.Tokens;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Spmis.Identity.Clients;

/// <summary>A program that shall call the API.</summary>
public sealed record NewClient
{
    /// <summary>For people and the record.</summary>
    public required string Name { get; init; }

    /// <summary>See <see cref="Kernel.Access.Roles"/>.</summary>
    public required IReadOnlyCollection<string> Roles { get; init; }

    /// <summary>Modules it reaches whole, and single acts by their permission, at most 200 characters; see <see cref="ApiScopes"/>.</summary>
    public required IReadOnlyCollection<string> Scopes { get; init; }

    /// <summary>Addresses to which people are sent back, for a program that acts for whoever signs in, with that person's roles; none when it acts in its own name.</summary>
    public IReadOnlyCollection<string> RedirectUris { get; init; } = [];

    /// <summary>Office code; without one it sees the nation.</summary>
    public string? Office { get; init; }

    /// <summary>Employer number, for the role employer.</summary>
    public string? Employer { get; init; }

    /// <summary>Agency code, for the role agency.</summary>
    public string? Agency { get; init; }
}

/// <summary>What to put into the program's configuration, once.</summary>
/// <param name="ClientId">Its <c>client_id</c>.</param>
/// <param name="Secret">Its <c>client_secret</c>; kept as a hash only.</param>
public sealed record ClientSecret(string ClientId, string Secret);

/// <summary>Registers a client application with a random secret.</summary>
/// <param name="db">The module's database.</param>
/// <param name="offices">The offices there are.</param>
/// <param name="applications">OpenIddict's side of it.</param>
/// <param name="permissions">Those of the modules in this process.</param>
/// <param name="shape">Whether these are all.</param>
public sealed partial class RegisterClient(IdentityDb db, OfficeTree offices, IOpenIddictApplicationManager applications, IReadOnlyList<Permission> permissions, ProcessShape shape)
{
    private const int MostScopes = 200;

    /// <summary>Registers it and saves it.</summary>
    /// <exception cref="Refused">The name is missing, or roles, scope and modules do not go together.</exception>
    public async Task<ClientSecret> HandleAsync(NewClient input, Change change, CancellationToken ct)
    {
        if (UserScope.Clean(input.Name) is not { Length: <= 100 } name)
        {
            throw new Refused("client.no-name", "Enter a name of at most 100 characters that tells what the program is for.", "name");
        }

        CheckScopes(input.Scopes);

        var (employer, agency) = (UserScope.Clean(input.Employer), UserScope.Clean(input.Agency));
        var office = await offices.OpenAsync(input.Office, ct);
        var addresses = input.RedirectUris.Select(CheckAddress).ToList();
        if (addresses.Count == 0)
        {
            UserScope.Check(input.Roles, employer, agency);
        }
        else if (input.Roles.Count > 0 || employer is not null || agency is not null || office is not null)
        {
            throw new Refused("client.roles-of-people", "A program that acts for people has the roles of each of them; leave roles, office, employer and agency empty.", "roles");
        }

        var client = new ApiClient
        {
            ClientId = NewId(name), Name = name, Roles = string.Join(' ', input.Roles), Scopes = string.Join(' ', input.Scopes), Office = office, Employer = employer, Agency = agency, CreatedAt = change.Now,
            RedirectUris = addresses.Count > 0 ? string.Join(' ', addresses) : null,
            RegisteredById = Guid.TryParse(change.Actor.Id, out var registrar) ? registrar : null,
        };
        var secret = Secrets.NewClientSecret();
        await db.WriteAsync(
            async () =>
            {
                if (client.RegisteredById is { } by && await db.Clients.CountAsync(c => c.RegisteredById == by, ct) >= OtherAccounts.Most)
                {
                    throw new Refused("client.too-many", $"You have registered {OtherAccounts.Most} programs; let another administrator register this one.");
                }

                db.Clients.Add(client);
                await db.SaveAsync(change, ct);
                await OtherAccounts.TellAsync(db, client.RegisteredById, [], ct);
                await applications.CreateAsync(Describe(client, secret), ct);
            },
            ct);
        return new ClientSecret(client.ClientId, secret);
    }

    private void CheckScopes(IReadOnlyCollection<string> scopes)
    {
        if (scopes.Count == 0)
        {
            throw new Refused("client.no-scope", $"Choose at least one of {string.Join(", ", ApiScopes.All)}, or name single acts.", "scopes");
        }

        var allHere = shape.Modules is null; // A process of some modules does not know the others' permissions.
        if (scopes.FirstOrDefault(s => !ApiScopes.All.Contains(s) && !(ApiScopes.IsAct(s) && (!allHere || permissions.Any(p => p.Name == s)))) is { } unknown)
        {
            throw new Refused("client.unknown-act", $"There is no act '{unknown}'. Write its permission as the page of roles has it, such as payments.answer.", "acts");
        }

        if (string.Join(' ', scopes).Length > MostScopes)
        {
            throw new Refused("client.too-many-acts", $"Modules and acts together may have {MostScopes} characters. Choose the module, or register a second program.", "acts");
        }
    }

    private static OpenIddictApplicationDescriptor Describe(ApiClient client, string secret)
    {
        var described = new OpenIddictApplicationDescriptor
        {
            ClientId = client.ClientId, ClientSecret = secret, ClientType = ClientTypes.Confidential, DisplayName = client.Name,
            Permissions = { Permissions.Endpoints.Token, Permissions.Endpoints.Introspection, Permissions.Endpoints.Revocation },
        };
        if (client.RedirectUris is { } addresses)
        {
            described.Permissions.UnionWith([Permissions.Endpoints.Authorization, Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code]);
            described.RedirectUris.UnionWith(addresses.Split(' ').Select(a => new Uri(a)));
            described.Requirements.Add(Requirements.Features.ProofKeyForCodeExchange);
            described.ConsentType = ConsentTypes.Implicit; // The administrator who registers it consents for the institution.
        }
        else
        {
            described.Permissions.Add(Permissions.GrantTypes.ClientCredentials);
        }

        described.Permissions.UnionWith(client.ScopeList.Select(s => Permissions.Prefixes.Scope + s));
        return described;
    }

    // RFC 8252, 7.3 and 8.3: https, or the computer itself; a code sent elsewhere in clear text could be read.
    private static string CheckAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Fragment.Length == 0 && !text.Contains(' ', StringComparison.Ordinal)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address.AbsoluteUri
            : throw new Refused("client.redirect", $"'{text}' is no address to send people back to: it starts with https:// (http:// for this computer only) and has no #.", "redirectUris");

    private static string NewId(string name)
    {
        var slug = NotPlain().Replace(name.ToLowerInvariant(), "-").Trim('-');
        return $"{(slug.Length == 0 ? "client" : slug)}-{Secrets.Letters(6)}";
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotPlain();
}
