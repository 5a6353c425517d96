using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Associations;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Associations;

[Authorize(May.KeepAssociations)]
public sealed class CloseModel(ReadAssociation read, CloseAssociation close, CurrentActor actor, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty]
    public DateOnly? On { get; set; }

    [BindProperty]
    public string Reason { get; set; } = "";

    [BindProperty]
    public string? Evidence { get; set; }

    public Association Association { get; private set; } = null!; // Read before the page is drawn.

    public int Members { get; private set; }

    public Task OnGetAsync(CancellationToken ct) => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await close.HandleAsync(Number, On, actor.Change("associations.close", Reason, Evidence), ct);
        Done(texts["The association is closed. Its memberships are being ended."]);
        return Redirect($"/associations/{Number}");
    });

    public Task<IActionResult> OnPostReopenAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await close.ReopenAsync(Number, actor.Change("associations.reopen", Reason), ct);
        Done(texts["The association is open again. Its memberships go on."]);
        return Redirect($"/associations/{Number}");
    });

    protected override async Task OnRedisplayAsync()
    {
        Association = await read.HandleAsync(Number, HttpContext.RequestAborted);
        Members = await read.CountAsync(Association.Id, HttpContext.RequestAborted);
    }
}
