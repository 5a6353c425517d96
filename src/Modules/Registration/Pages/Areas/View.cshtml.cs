using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Registration.Areas;

namespace Spmis.Registration.Pages.Areas;

[Authorize(May.ReadPersons)]
public sealed class ViewModel(BrowseAreas browse) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Code { get; set; } = "";

    public AreaRecord Record { get; private set; } = null!; // Read before the page is drawn.

    public async Task OnGetAsync(CancellationToken ct) => Record = await browse.ReadAsync(Code, ct);
}
