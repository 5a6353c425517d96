using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Kernel.Access;
using Spmis.Registration.Employers;

namespace Spmis.Registration.Pages.Employers;

[Authorize(May.ReadEmployers)]
public sealed class FindModel(SearchEmployers search, CurrentActor actor) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public IReadOnlyList<Employer> Found { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Found = await search.HandleAsync(Q, 50, actor.Actor, ct);
}
