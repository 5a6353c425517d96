using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Registration.Changes;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Changes;

[Authorize(May.CorrectPersons)]
public sealed class DueModel(Recertify recertify, CurrentActor actor, IAuthorizationService authorization, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string? Area { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? By { get; set; }

    [BindProperty]
    public string ForArea { get; set; } = "";

    [BindProperty]
    public DateOnly? DueOn { get; set; }

    [BindProperty]
    public string Reason { get; set; } = "";

    public IReadOnlyList<DueLine> Lines { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        try
        {
            await OnRedisplayAsync();
        }
        catch (Refused unknown) when (unknown.Field is not null)
        {
            Refuse(nameof(Area), unknown.Message);
        }
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!(await authorization.AuthorizeAsync(User, May.ManageAreas)).Succeeded)
        {
            throw new Refused("access.forbidden", texts["You may not set days for an area."]);
        }

        if (DueOn is not { } on)
        {
            Refuse(nameof(DueOn), texts["Enter the day."]);
            return Page();
        }

        try
        {
            var run = await recertify.SetForAreaAsync(ForArea, on, actor.Change("recertifications.set", Reason), ct);
            return Redirect($"/registration/runs/{run}");
        }
        catch (Refused wrong) when (wrong.Field == "area")
        {
            Refuse(nameof(ForArea), wrong.Message);
            return Page();
        }
    });

    protected override async Task OnRedisplayAsync()
    {
        var today = actor.Change("check").Today;
        Lines = await recertify.DueAsync(Area, By ?? today, today, HttpContext.RequestAborted);
    }
}
