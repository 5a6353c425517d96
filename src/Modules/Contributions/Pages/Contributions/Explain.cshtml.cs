using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Access;

namespace Spmis.Contributions.Pages.Contributions;

/// <summary>How a line's contribution was worked out: rules, figures of the law with their articles, each rounding.</summary>
[Authorize(Policy = May.ReadReturns)]
public sealed class ExplainModel(ExplainLine explain, CurrentActor current) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public long Line { get; set; }

    public LineWorking Working { get; private set; } = null!; // Loaded before the page is drawn.

    public string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    public async Task OnGetAsync(CancellationToken ct) => Working = await explain.HandleAsync(Id, Line, current.Actor, ct);
}
