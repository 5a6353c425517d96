using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity.Clients;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Web.Forms;

namespace Spmis.Identity.Pages.Clients;

/// <summary>Gives a program a new secret.</summary>
[Authorize(Policy = "clients.manage")]
public sealed class RenewSecretPageModel(IdentityDb db, RenewSecret renew, CurrentActor current) : FormPage
{
    [BindProperty(SupportsGet = true)] public string ClientId { get; set; } = "";

    [BindProperty] public int Days { get; set; } = 7;

    public ApiClient Client { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Until when the secret before opens; null when it does not.</summary>
    public DateTime? OldUntil { get; private set; }

    /// <summary>The new secret, shown this once.</summary>
    public ClientSecret? Made { get; private set; }

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        Made = await renew.HandleAsync(ClientId, Days, current.Change("clients.renew-secret"), ct);
        await OnRedisplayAsync();
        return Page(); // No redirect: the secret is nowhere but in this answer.
    });

    protected override async Task OnRedisplayAsync()
    {
        Client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(c => c.ClientId == ClientId, HttpContext.RequestAborted) ?? throw new Refused("client.unknown", "There is no such client.");
        var now = current.Change("").Now;
        OldUntil = await db.FormerSecrets.Where(s => s.ClientId == ClientId && s.ValidUntil > now).Select(s => (DateTime?)s.ValidUntil).SingleOrDefaultAsync(HttpContext.RequestAborted);
    }
}
