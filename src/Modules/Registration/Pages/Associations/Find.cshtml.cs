using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Kernel.Access;
using Spmis.Registration.Associations;

namespace Spmis.Registration.Pages.Associations;

[Authorize(May.ReadAssociations)]
public sealed class FindModel(ReadAssociation read, CurrentActor actor) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>Only those whose census is due.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Due { get; set; }

    public int Most => ReadAssociation.MostLines;

    public DateOnly Today { get; private set; }

    public IReadOnlyList<Association> Found { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        Today = actor.Change("associations.find").Today;
        Found = await read.FindAsync(Q, Due ? Today : null, Most, ct);
    }
}
