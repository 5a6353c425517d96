using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Contributions.Bills;
using Spmis.Kernel.Access;

namespace Spmis.Contributions.Pages.Contributions;

/// <summary>An employer's statement of account.</summary>
[Authorize(Policy = May.ReadReturns)]
public sealed class EmployerModel(ReadAccount read, CurrentActor current) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    public EmployerAccount Account { get; private set; } = null!; // Loaded before the page is drawn.

    public async Task OnGetAsync(CancellationToken ct) => Account = await read.HandleAsync(Number, current.Actor, ct);
}
