using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Sessions;

/// <summary>Opens a session for somebody who has just shown who they are, and writes its cookie.</summary>
/// <param name="db">The module's database.</param>
/// <param name="claims">What the cookie says of the user.</param>
public sealed class OpenSession(IdentityDb db, IUserClaimsPrincipalFactory<SpmisUser> claims)
{
    /// <summary>Opens it and saves it.</summary>
    public Task HandleAsync(HttpContext http, SpmisUser user, Change change, CancellationToken ct) => HandleAsync(http, user, isOutside: false, change.Now, change, ct);

    /// <summary>Opens it and saves it.</summary>
    /// <param name="http">The request, on which the cookie is written.</param>
    /// <param name="user">Who.</param>
    /// <param name="isOutside">The outside authority was asked.</param>
    /// <param name="shownAt">When the person last showed who they are: with the single sign-on of an authority, before now.</param>
    /// <param name="change">The change.</param>
    /// <param name="ct">Cancels.</param>
    public async Task HandleAsync(HttpContext http, SpmisUser user, bool isOutside, DateTime shownAt, Change change, CancellationToken ct)
    {
        var session = new Session
        {
            UserId = user.Id, IsOutside = isOutside, Device = Devices.Name(http.Request.Headers.UserAgent.ToString()), Address = http.Connection.RemoteIpAddress?.ToString(), Stamp = user.SecurityStamp ?? "",
            CreatedAt = change.Now, SeenAt = change.Now,
        };
        db.Sessions.Add(session);
        await db.SaveAsync(change with { Act = "sessions.open", Actor = new Actor(user.Id.ToString(), user.DisplayName, [], user.Office) }, ct);
        await WriteAsync(http, user, session.Id, shownAt < change.Now ? shownAt : change.Now);
    }

    /// <summary>The session goes on after the person showed again who they are, or changed the password.</summary>
    public async Task RenewAsync(HttpContext http, SpmisUser user, DateTime now, CancellationToken ct)
    {
        if (IdOf(http.User) is { } session)
        {
            await db.WriteAsync(() => db.Sessions.Where(s => s.Id == session && s.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.Stamp, user.SecurityStamp ?? ""), ct), ct);
            await WriteAsync(http, user, session, now);
        }
    }

    /// <summary>When the person last showed who they are, by the cookie.</summary>
    public static DateTime AuthenticatedAtOf(ClaimsPrincipal user) =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(user.FindFirstValue(SpmisClaims.AuthenticatedAt) ?? "0", CultureInfo.InvariantCulture)).UtcDateTime;

    /// <summary>The session of a cookie; null when it is none of ours.</summary>
    public static Guid? IdOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(SessionClaims.Session), out var id) ? id : null;

    private async Task WriteAsync(HttpContext http, SpmisUser user, Guid session, DateTime now)
    {
        var principal = await claims.CreateAsync(user);
        Add(principal, session.ToString(), new DateTimeOffset(now, TimeSpan.Zero).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        await http.SignInAsync(IdentityConstants.ApplicationScheme, principal, new AuthenticationProperties());
    }

    internal static void Add(ClaimsPrincipal principal, string? session, string? authenticatedAt) => ((ClaimsIdentity)principal.Identity!).AddClaims( // The factory makes one.
        [new Claim(SessionClaims.Session, session ?? ""), new Claim(SpmisClaims.AuthenticatedAt, authenticatedAt ?? "0")]);
}
