using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Spmis.Identity.Sessions;
using Spmis.Identity.SignIn;
using Spmis.Kernel.Access;
using Spmis.Web.Forms;

namespace Spmis.Identity.Pages.SignIn;

/// <summary>The own sessions: device, since when, last seen; each can be ended from here.</summary>
[Authorize(Policy = Web.Shell.Permission.SignedIn)]
public sealed class SessionListModel(IdentityDb db, EndSession end, EndOtherSessions endOthers, IOptions<SignInSettings> settings, CurrentActor current, IStringLocalizer<IdentityTexts> T) : FormPage
{
    private const int Shown = 50;

    [BindProperty] public Guid Session { get; set; }

    public IReadOnlyList<Session> Sessions { get; private set; } = [];

    public string? Authority => settings.Value.Authority is { IsSet: true } authority ? authority.Shown : null;

    public Guid? Here => OpenSession.IdOf(User);

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await end.HandleAsync(AccountModel.IdOf(current), Session, current.Change("sessions.end"), ct);
        Done(T["The session has ended."]);
        return LocalRedirect("/account/sessions");
    });

    public Task<IActionResult> OnPostOthersAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await endOthers.HandleAsync(AccountModel.IdOf(current), Here, current.Change("sessions.end"), ct);
        Done(T["All other sessions have ended."]);
        return LocalRedirect("/account/sessions");
    });

    protected override async Task OnRedisplayAsync()
    {
        var (id, unused) = (AccountModel.IdOf(current), current.Change("").Now - TimeSpan.FromMinutes(settings.Value.SessionMinutes));
        Sessions = await (
            from session in db.Sessions.AsNoTracking()
            join user in db.Users on session.UserId equals user.Id
            where session.UserId == id && session.EndedAt == null && session.Stamp == user.SecurityStamp && session.SeenAt > unused
            orderby session.SeenAt descending
            select session).Take(Shown).ToListAsync(HttpContext.RequestAborted);
    }

}
