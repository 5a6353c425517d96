using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Spmis.Identity.Outside;
using Spmis.Identity.Sessions;
using Spmis.Identity.SignIn;
using Spmis.Kernel.Access;
using Spmis.Web.Forms;

namespace Spmis.Identity.Pages.SignIn;

/// <summary>The own account at the outside authority: linking it, taking the link away. What is sent needs a proof of a moment ago.</summary>
[Authorize(Policy = "account.outside")]
public sealed class OutsidePageModel(IdentityDb db, UnlinkOutside unlink, OpenSession sessions, IDataProtectionProvider protection, IOptions<SignInSettings> settings, CurrentActor current, IStringLocalizer<IdentityTexts> T) : FormPage
{
    public string? Authority => settings.Value.Authority is { IsSet: true } authority ? authority.Shown : null;

    public OutsideLink? Linked { get; private set; }

    /// <summary>Where the browser goes on by itself: a form may lead to ourselves only (form-action), redirects included.</summary>
    public string? Way { get; private set; }

    public Task OnGetAsync() => OnRedisplayAsync();

    public IActionResult OnPostLink()
    {
        Way = $"{OutsideDoor.Path}?handler=Link&ticket={Uri.EscapeDataString(OutsideDoorPageModel.Ticket(protection, User))}";
        Response.Headers["Refresh"] = $"0;url={Way}";
        return Page();
    }

    public Task<IActionResult> OnPostRemoveAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var user = await unlink.HandleAsync(AccountModel.IdOf(current), current.Change("users.unlink-outside"), ct);
        await sessions.RenewAsync(HttpContext, user, OpenSession.AuthenticatedAtOf(User), ct);
        Done(T["The link is taken away."]);
        return LocalRedirect("/account/outside");
    });

    protected override async Task OnRedisplayAsync()
    {
        var (id, issuer) = (AccountModel.IdOf(current), settings.Value.Authority.Issuer);
        Linked = await db.OutsideLinks.AsNoTracking().SingleOrDefaultAsync(l => l.UserId == id && l.Issuer == issuer, HttpContext.RequestAborted);
    }
}
