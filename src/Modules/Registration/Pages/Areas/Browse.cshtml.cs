using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Registration.Areas;

namespace Spmis.Registration.Pages.Areas;

[Authorize(May.ReadPersons)]
public sealed class BrowseModel(BrowseAreas browse) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public IReadOnlyList<AreaLine> Found { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Found = await browse.HandleAsync(Q, BrowseAreas.MostLines, ct);
}
