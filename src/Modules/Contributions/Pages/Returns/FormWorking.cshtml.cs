using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Contributions.Drafts;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Contributions.Pages.Returns;

/// <summary>How a contribution of the preview is worked out.</summary>
[Authorize(Policy = May.FileReturns)]
public sealed class FormWorkingModel(CheckDraft check, CurrentActor current) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Month? Month { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Employer { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string Scheme { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public int Line { get; set; }

    public (DraftWorker Worker, IReadOnlyList<RuleResult> Steps, DraftView View) Working { get; private set; }

    public string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    public string Query => $"month={Month}&employer={Uri.EscapeDataString(Employer)}{(Scheme.Length > 0 ? $"&scheme={Uri.EscapeDataString(Scheme)}" : "")}";

    public async Task OnGetAsync(CancellationToken ct) =>
        Working = await check.ExplainAsync(current.Actor.Employer ?? Employer.Trim(), Month ?? throw new Refused("return.month", "Name the month, such as 2026-03.", "month"), Scheme.Length > 0 ? Scheme : null, Line, current.Change("returns.check"), ct);
}
