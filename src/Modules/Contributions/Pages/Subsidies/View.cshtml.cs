using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Subsidies;
using Spmis.Kernel.Access;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages.Subsidies;

/// <summary>A programme: terms, the donor's account and report, and the preparing of its end.</summary>
[Authorize(Policy = May.ReadSubsidies)]
public sealed class ViewModel(FindSubsidies find, WriteSubsidies write, EndProgramme end, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty]
    public string To { get; set; } = "";

    [BindProperty]
    public string Reason { get; set; } = "";

    public ProgrammeReport Report { get; private set; } = null!; // Loaded before the page is drawn.

    public Task OnGetAsync() => OnRedisplayAsync();

    /// <summary>The donor's report.</summary>
    public async Task<IActionResult> OnGetCsvAsync(CancellationToken ct)
    {
        await find.ReportAsync(Id, ct);
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"subsidies-{Id}.csv\"";
        await write.HandleAsync(Id, Response.Body, ct);
        return new EmptyResult();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync(May.PrepareSubsidies, authorization))
        {
            return Forbid();
        }

        await end.ProposeAsync(Id, To, current.Change(EndProgramme.Act, Reason), ct);
        Done(T["It waits for a second person."]);
        return Redirect($"/subsidies/{Id}");
    });

    /// <inheritdoc />
    protected override async Task OnRedisplayAsync() => Report = await find.ReportAsync(Id, HttpContext.RequestAborted);
}
