using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Areas;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Areas;

[Authorize(May.ManageAreas)]
public sealed class OfficeModel(RegistrationDb db, BrowseAreas browse, ChangeAreas change, CurrentActor actor, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    private const int Most = 5_000;

    [BindProperty(SupportsGet = true)]
    public string Code { get; set; } = "";

    [BindProperty]
    public string Office { get; set; } = "";

    [BindProperty]
    public DateOnly? On { get; set; }

    [BindProperty]
    public string Reason { get; set; } = "";

    public AreaRecord Record { get; private set; } = null!; // Read before the page is drawn.

    public IReadOnlyList<Choice> Choices { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        await OnRedisplayAsync();
        (Office, On) = (Record.Area.Office ?? "", actor.Change("areas.serve").Today);
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (On is not { } on)
        {
            Refuse(nameof(On), texts["Enter the day."]);
            return Page();
        }

        await change.ServeAsync(Code, Office, on, actor.Change("areas.serve", Reason), ct);
        Done(texts["The area is changed; its people are carried along."]);
        return Redirect($"/areas/{Code}");
    });

    protected override async Task OnRedisplayAsync()
    {
        Record = await browse.ReadAsync(Code, HttpContext.RequestAborted);
        Choices = [.. (await db.OfficeCopies.AsNoTracking().Where(o => o.ClosedOn == null).OrderBy(o => o.Name).Take(Most).ToListAsync(HttpContext.RequestAborted)).Select(o => new Choice(o.Code, $"{o.Name} ({o.Code})"))];
    }
}
