using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;

namespace Spmis.Identity.Sessions;

/// <summary>Looks at every request's session, by key: what was ended a moment ago is over, and changed roles hold at once.</summary>
internal static class SessionCheck
{
    private static readonly TimeSpan SeenEach = TimeSpan.FromMinutes(5);

    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        // In a scope of its own: nobody is signed in yet, and a database context of the request would take that for the whole nation's sight.
        await using var scope = http.RequestServices.CreateAsyncScope();
        var (ct, services) = (http.RequestAborted, scope.ServiceProvider);
        var db = services.GetRequiredService<IdentityDb>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var principal = context.Principal!; // A cookie that was read has one.
        var id = OpenSession.IdOf(principal);
        var found = id is { } key ? await LiveSession.FindAsync(db, key, LiveSession.Since(services), ct) : null;
        var stamp = services.GetRequiredService<IOptions<IdentityOptions>>().Value.ClaimsIdentity.SecurityStampClaimType;
        if (found is null || found.Stamp != principal.FindFirstValue(stamp) || found.UserId.ToString() != principal.FindFirstValue(ClaimTypes.NameIdentifier))
        {
            context.RejectPrincipal();
            await http.SignOutAsync(IdentityConstants.ApplicationScheme);
            return;
        }

        if (now - found.SeenAt > SeenEach)
        {
            await db.WriteAsync(() => db.Sessions.Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenAt, now), ct), ct);
        }

        if (found.Version != principal.FindFirstValue(SessionClaims.Version) || (principal.FindFirstValue(SessionClaims.Day) is { } day && day != SessionClaims.Of(DateOnly.FromDateTime(now))))
        {
            var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == found.UserId, ct);
            var fresh = await services.GetRequiredService<IUserClaimsPrincipalFactory<SpmisUser>>().CreateAsync(user);
            OpenSession.Add(fresh, principal.FindFirstValue(SessionClaims.Session), principal.FindFirstValue(SpmisClaims.AuthenticatedAt));
            context.ReplacePrincipal(fresh);
            context.ShouldRenew = true;
        }
    }
}
