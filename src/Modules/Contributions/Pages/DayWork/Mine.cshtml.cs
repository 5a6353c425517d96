using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.DayWork;
using Spmis.Kernel.Access;
using Spmis.Web.Forms;

namespace Spmis.Contributions.Pages.DayWork;

/// <summary>A worker's own days. Whose they are stands in the session, never in the address.</summary>
[Authorize(Policy = May.OwnDayWork)]
public sealed class MineModel(FindDayWork find, ConfirmDays confirm, CurrentActor current, TimeProvider time, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    [BindProperty]
    public string Serial { get; set; } = "";

    public IReadOnlyList<DayShown> Days { get; private set; } = [];

    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await confirm.OwnAsync(Serial.Trim(), current.Actor.OwnNumber(), current.Change(ConfirmDays.Act), ct);
        Done(T["Thank you. The day is confirmed."]);
        return Redirect("/me/day-work");
    });

    /// <inheritdoc />
    protected override async Task OnRedisplayAsync() => Days = await find.OwnAsync(current.Actor.OwnNumber(), HttpContext.RequestAborted);
}
