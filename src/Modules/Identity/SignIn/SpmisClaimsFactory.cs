using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;

namespace Spmis.Identity.SignIn;

/// <summary>What travels in the session cookie: who, which roles, which scope.</summary>
internal sealed class SpmisClaimsFactory(UserManager<SpmisUser> users, IOptions<IdentityOptions> options) : UserClaimsPrincipalFactory<SpmisUser>(users, options)
{
    protected override Task<ClaimsIdentity> GenerateClaimsAsync(SpmisUser user)
    {
        var identity = new ClaimsIdentity(IdentityConstants.ApplicationScheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, user.Id.ToString()));
        identity.AddClaim(new Claim(ClaimTypes.Name, user.DisplayName));
        identity.AddClaim(new Claim(Options.ClaimsIdentity.SecurityStampClaimType, user.SecurityStamp ?? ""));
        identity.AddClaims(user.Roles.Select(r => new Claim(ClaimTypes.Role, r.Role)));
        Add(identity, SpmisClaims.Office, user.Office);
        Add(identity, SpmisClaims.Employer, user.Employer);
        Add(identity, SpmisClaims.Agency, user.Agency);
        Add(identity, Gate.MustChangePassword, user.MustChangePassword ? "yes" : null);
        return Task.FromResult(identity);
    }

    private static void Add(ClaimsIdentity identity, string type, string? value)
    {
        if (value is not null)
        {
            identity.AddClaim(new Claim(type, value));
        }
    }
}
