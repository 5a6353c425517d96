using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Drafts;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Values;
using Spmis.Web.Forms;

namespace Spmis.Contributions.Pages.Returns;

/// <summary>What submitting the draft would bring, and the button that does it.</summary>
[Authorize(Policy = May.FileReturns)]
public sealed class FormCheckModel(CheckDraft check, SubmitDraft submit, CurrentActor current, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    private const int PageRows = 50;

    [BindProperty(SupportsGet = true)]
    public Month? Month { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Employer { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string Scheme { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public int? After { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public DraftCheck Found { get; private set; } = null!; // Loaded before the page is drawn.

    public IReadOnlyList<DraftWorker> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public string Query => $"month={Of}&employer={Uri.EscapeDataString(Number)}{(Scheme.Length > 0 ? $"&scheme={Uri.EscapeDataString(Scheme)}" : "")}";

    private string Number => current.Actor.Employer ?? Employer.Trim();

    private Month Of => Month ?? throw new Refused("return.month", "Name the month, such as 2026-03.", "month");

    private string? Named => Scheme.Length > 0 ? Scheme : null;

    public string NameOf(DraftLine line) => line.PersonId is { } person ? Found.View.Names.GetValueOrDefault(person, line.WorkerNumber) : $"{line.GivenName} {line.FamilyName} {line.WorkerNumber}".Trim();

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var filed = await submit.HandleAsync(Number, Of, Named, Version, current.Change("returns.submit"), ct);
        Done(T["The return is filed."]);
        return Redirect($"/returns/{filed.ReturnId}");
    });

    protected override async Task OnRedisplayAsync()
    {
        Found = await check.HandleAsync(Number, Of, Named, current.Change("returns.check"), HttpContext.RequestAborted);
        var rows = Found.Workers.Where(w => w.Line.Line > (After ?? 0)).Take(PageRows + 1).ToList();
        Rows = [.. rows.Take(PageRows)];
        Next = rows.Count > PageRows ? Rows[^1].Line.Line.ToString(CultureInfo.InvariantCulture) : null;
    }
}
