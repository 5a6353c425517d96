using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Spmis.Identity.Delegations;
using Spmis.Identity.Offices;
using Spmis.Identity.SecondFactors;
using Spmis.Identity.Sessions;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;

namespace Spmis.Identity.SignIn;

/// <summary>What travels in the session cookie: who, which roles, which scope.</summary>
internal sealed class SpmisClaimsFactory(UserManager<SpmisUser> users, IOptions<IdentityOptions> options, IdentityDb db, SecondFactor factor, OfficeTree offices, DelegatedRoles delegated, TimeProvider time) : UserClaimsPrincipalFactory<SpmisUser>(users, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(SpmisUser user)
    {
        var identity = new ClaimsIdentity(IdentityConstants.ApplicationScheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, user.Id.ToString()));
        identity.AddClaim(new Claim(ClaimTypes.Name, user.DisplayName));
        identity.AddClaim(new Claim(Options.ClaimsIdentity.SecurityStampClaimType, user.SecurityStamp ?? ""));
        identity.AddClaims(user.Roles.Select(r => new Claim(ClaimTypes.Role, r.Role)));
        Add(identity, SpmisClaims.Office, user.Office);
        Add(identity, SpmisClaims.Offices, await offices.ClaimAsync(user.Office, CancellationToken.None));
        Add(identity, SpmisClaims.Employer, user.Employer);
        Add(identity, SpmisClaims.Association, user.Association);
        Add(identity, SpmisClaims.Agency, user.Agency);
        Add(identity, SpmisClaims.PersonNumber, user.PersonNumber);
        Add(identity, SpmisClaims.Staff, user.Person);
        Add(identity, SpmisClaims.Holder, user.Holder);
        Add(identity, Gate.MustChangePassword, user.MustChangePassword ? "yes" : null);
        Add(identity, Gate.MustEnrol, factor.IsMissing(user) ? "yes" : null);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var held = await delegated.OfAsync(user, today, CancellationToken.None);
        foreach (var giver in held.Select(h => Guid.Parse(h.GiverId)).Distinct())
        {
            // Nor what the giver prepared by another account or a program.
            identity.AddClaims((await OtherAccounts.OfAsync(db, await db.UserAsync(giver, CancellationToken.None), CancellationToken.None)).Where(id => id != user.Id.ToString()).Select(id => new Claim(SpmisClaims.OtherAccount, id)));
        }

        foreach (var lent in held)
        {
            identity.AddClaim(new Claim(SpmisClaims.Delegated, $"{lent.Role}|{lent.GiverId}|{lent.GiverName}"));
            identity.AddClaim(new Claim(ClaimTypes.Role, lent.Role));
            identity.AddClaim(new Claim(SpmisClaims.OtherAccount, lent.GiverId)); // What the giver prepared is nothing for the giver's deputy.
        }

        Add(identity, SessionClaims.Day, await delegated.AnyAsync(user.Id, today, CancellationToken.None) ? SessionClaims.Of(today) : null);
        Add(identity, SessionClaims.Version, user.ConcurrencyStamp);
        identity.AddClaims((await OtherAccounts.OfAsync(db, user, CancellationToken.None)).Select(id => new Claim(SpmisClaims.OtherAccount, id)));
        return identity;
    }

    private static void Add(ClaimsIdentity identity, string type, string? value)
    {
        if (value is not null)
        {
            identity.AddClaim(new Claim(type, value));
        }
    }
}
