using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Kernel.Access;
using Spmis.Registration.Employers;

namespace Spmis.Registration.Pages.Employers;

[Authorize(May.ReadEmployers)]
public sealed class ViewModel(SearchEmployers search, CurrentActor actor) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    public Employer Employer { get; private set; } = null!; // Read before the page is drawn.

    public async Task OnGetAsync(CancellationToken ct) => Employer = await search.ReadAsync(Number, actor.Actor, ct);
}
