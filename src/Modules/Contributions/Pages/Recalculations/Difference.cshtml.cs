using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Contributions.Recalculations;
using Spmis.Kernel.Access;

namespace Spmis.Contributions.Pages.Recalculations;

/// <summary>One difference: before and now by share, and how the new figures were worked out.</summary>
[Authorize(Policy = May.ReadRecalculations)]
public sealed class DifferenceModel(ExplainDifference explain, PersonsShown shown) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public long Difference { get; set; }

    public DifferenceWorking Working { get; private set; } = null!; // Loaded before the page is drawn.

    public string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    public async Task OnGetAsync(CancellationToken ct)
    {
        Working = await explain.HandleAsync(Id, Difference, ct);
        shown.Add(Working.Difference.PersonNumber);
    }
}
