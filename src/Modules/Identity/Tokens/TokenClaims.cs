using System.Collections.Immutable;
using System.Globalization;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Spmis.Identity.Clients;
using Spmis.Identity.Offices;
using Spmis.Identity.Sessions;
using Spmis.Identity.SignIn;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Spmis.Identity.Tokens;

/// <summary>What a token says: of a program in its own name, or of the person a program acts for.</summary>
internal static class TokenClaims
{
    // Read again by this server only, from code and refresh token: they end with the session from which they came.
    private static readonly string[] Ours = [SessionClaims.Session];

    // A client learns who signed in and when; what they may do is between the modules and the access token.
    private static readonly string[] OfIdentity = [Claims.Subject, Claims.Name, Claims.AuthenticationTime];

    public static async Task<ClaimsPrincipal> OfClientAsync(IdentityDb db, ApiClient client, ImmutableArray<string> scopes, CancellationToken ct)
    {
        var identity = New(client.ClientId, client.Name, client.RoleList);
        identity.SetClaim(SpmisClaims.Office, client.Office).SetClaim(SpmisClaims.Offices, await new OfficeTree(db).ClaimAsync(client.Office, ct));
        identity.SetClaim(SpmisClaims.Employer, client.Employer).SetClaim(SpmisClaims.Agency, client.Agency);
        identity.SetClaim(SpmisClaims.Staff, await db.Users.AsNoTracking().Where(u => u.Id == (client.RenewedById ?? client.RegisteredById)).Select(u => u.Person).SingleOrDefaultAsync(ct));
        identity.SetClaims(SpmisClaims.OtherAccount, [.. await OtherAccounts.OfClientAsync(db, client, ct)]);
        return Finish(identity, scopes);
    }

    /// <summary>The person's own roles and scope of records; the token's scopes narrow them to some modules.</summary>
    public static async Task<ClaimsPrincipal> OfUserAsync(IdentityDb db, SpmisUser user, ImmutableArray<string> scopes, string? authenticatedAt, string? session, CancellationToken ct)
    {
        var identity = New(user.Id.ToString(), user.DisplayName, user.Roles.Select(r => r.Role));
        identity.SetClaim(SpmisClaims.Office, user.Office).SetClaim(SpmisClaims.Employer, user.Employer).SetClaim(SpmisClaims.Association, user.Association).SetClaim(SpmisClaims.Agency, user.Agency).SetClaim(SpmisClaims.PersonNumber, user.PersonNumber);
        identity.SetClaim(SpmisClaims.Staff, user.Person).SetClaim(SpmisClaims.Holder, user.Holder);
        identity.SetClaim(SpmisClaims.Offices, await new OfficeTree(db).ClaimAsync(user.Office, ct));
        identity.SetClaim(Claims.AuthenticationTime, long.Parse(authenticatedAt ?? "0", CultureInfo.InvariantCulture)).SetClaim(SessionClaims.Session, session);
        identity.SetClaims(SpmisClaims.OtherAccount, [.. await OtherAccounts.OfAsync(db, user, ct)]);
        return Finish(identity, scopes);
    }

    private static ClaimsIdentity New(string subject, string name, IEnumerable<string> roles) =>
        new ClaimsIdentity(SignInServices.TokenAuthenticationType, Claims.Name, Claims.Role).SetClaim(Claims.Subject, subject).SetClaim(Claims.Name, name).SetClaims(Claims.Role, [.. roles]);

    private static ClaimsPrincipal Finish(ClaimsIdentity identity, ImmutableArray<string> scopes)
    {
        identity.SetScopes(scopes);
        identity.SetResources(SignInServices.Audience);
        identity.SetDestinations(claim => Ours.Contains(claim.Type) ? []
            : OfIdentity.Contains(claim.Type) ? [Destinations.AccessToken, Destinations.IdentityToken] : [Destinations.AccessToken]);
        return new ClaimsPrincipal(identity);
    }
}
