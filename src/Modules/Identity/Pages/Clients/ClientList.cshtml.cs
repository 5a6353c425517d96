using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Identity.Clients;
using Spmis.Kernel.Access;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Identity.Pages.Clients;

/// <summary>The programs that may call the API.</summary>
[Authorize(Policy = "clients.read")]
public sealed class ClientListModel(IdentityDb db, CloseClient close, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<IdentityTexts> T) : FormPage
{
    private const int PageSize = 25;

    [BindProperty] public string ClientId { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string? After { get; set; }

    public IReadOnlyList<ApiClient> Clients { get; private set; } = [];

    public string? Next { get; private set; }

    public Task OnGetAsync() => OnRedisplayAsync();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct) => !await User.MayAsync("clients.manage", authorization) ? Forbid() : await TryAsync(async () =>
    {
        await close.HandleAsync(ClientId, current.Change("clients.close"), ct);
        Done(T["The program is closed; its tokens are worth nothing any more."]);
        return LocalRedirect("/clients");
    });

    protected override async Task OnRedisplayAsync()
    {
        var clients = db.Clients.AsNoTracking();
#pragma warning disable CA1309 // Translated to SQL: the database compares as it sorts.
        if (After is not null)
        {
            clients = clients.Where(c => string.Compare(c.ClientId, After) > 0);
        }

#pragma warning restore CA1309
        Clients = await clients.OrderBy(c => c.ClientId).Take(PageSize + 1).ToListAsync(HttpContext.RequestAborted);
        if (Clients.Count > PageSize)
        {
            Clients = [.. Clients.Take(PageSize)];
            Next = Clients[^1].ClientId;
        }
    }
}
