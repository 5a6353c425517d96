using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Spmis.Kernel.Acts;

namespace Spmis.Kernel.Access;

/// <summary>The claims under which a user's scope travels in the cookie or token.</summary>
public static class SpmisClaims
{
    /// <summary>Office code.</summary>
    public const string Office = "spmis:office";

    /// <summary>Codes of the offices whose records may be seen, with blanks between; without it the nation.</summary>
    public const string Offices = "spmis:offices";

    /// <summary>A role held for somebody else: role, id and name of the giver with bars between; one claim for each.</summary>
    public const string Delegated = "spmis:for";

    /// <summary>Employer number of an employer's user.</summary>
    public const string Employer = "spmis:employer";

    /// <summary>Association number of an association's user.</summary>
    public const string Association = "spmis:association";

    /// <summary>Agency code of an agency's user.</summary>
    public const string Agency = "spmis:agency";

    /// <summary>Registration number of the only person an insured person's own user sees.</summary>
    public const string PersonNumber = "spmis:person";

    /// <summary>Staff number, alike in all accounts of one person; of a program that of who registered it.</summary>
    public const string Staff = "spmis:staff";

    /// <summary>Registration number of the person who holds an account of staff.</summary>
    public const string Holder = "spmis:holder";

    /// <summary>When the person last showed who they are (password, code, passkey), in seconds since 1970 (OpenID Connect Core, 2). A program's own token has none.</summary>
    public const string AuthenticatedAt = "auth_time";

    /// <summary>Id of another account of the same person, or of a program that person registered; one claim for each.</summary>
    public const string OtherAccount = "spmis:also";
}

/// <summary>Who asks, in this request; makes the <see cref="Change"/> for an act.</summary>
/// <param name="http">The request.</param>
/// <param name="time">The clock.</param>
public sealed class CurrentActor(IHttpContextAccessor http, TimeProvider time)
{
    /// <summary>The signed-in user or client.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in: the endpoint lacks a permission.</exception>
    public Actor Actor => Of(http.HttpContext?.User ?? new ClaimsPrincipal());

    /// <summary>A change by the current actor, now.</summary>
    public Change Change(string act, string? reason = null, string? evidence = null) =>
        new() { Act = act, Actor = Actor, Now = time.GetUtcNow().UtcDateTime, Reason = reason, Evidence = evidence };

    /// <summary>The offices whose records a principal may see; null for the nation.</summary>
    public static IReadOnlyList<string>? OfficesOf(ClaimsPrincipal user) => user.FindFirstValue(SpmisClaims.Offices)?.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The actor behind a principal.</summary>
    public static Actor Of(ClaimsPrincipal user)
    {
        var id = user.FindFirstValue(ClaimTypes.NameIdentifier) ?? user.FindFirstValue("sub")
            ?? throw new InvalidOperationException("Nobody is signed in; this endpoint must require a permission.");
        var roles = user.FindAll(ClaimTypes.Role).Concat(user.FindAll("role")).Select(c => c.Value).Distinct().ToList();
        return new Actor(
            id, user.Identity?.Name ?? user.FindFirstValue("name") ?? id, roles,
            user.FindFirstValue(SpmisClaims.Office), user.FindFirstValue(SpmisClaims.Employer), user.FindFirstValue(SpmisClaims.Agency))
        {
            PersonNumber = user.FindFirstValue(SpmisClaims.PersonNumber),
            Association = user.FindFirstValue(SpmisClaims.Association),
            Staff = user.FindFirstValue(SpmisClaims.Staff),
            Holder = user.FindFirstValue(SpmisClaims.Holder),
            Offices = OfficesOf(user),
            Delegated = [.. user.FindAll(SpmisClaims.Delegated).Select(c => c.Value.Split('|', 3)).Where(p => p.Length == 3).Select(p => new DelegatedRole(p[0], p[1], p[2]))],
            OtherIds = [.. user.FindAll(SpmisClaims.OtherAccount).Select(c => c.Value)],
        };
    }
}
