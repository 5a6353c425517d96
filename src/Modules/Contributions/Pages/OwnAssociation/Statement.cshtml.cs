using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Contributions.Associations;
using Spmis.Kernel.Access;

namespace Spmis.Contributions.Pages.OwnAssociation;

/// <summary>The own association's statement: what came in, what went to members, what is held.</summary>
[Authorize(Policy = May.OwnMemberLists)]
public sealed class StatementModel(ReadAssociationDues dues, ReadAssociationAccount read, FindMemberLists find, CurrentActor current, TimeProvider time) : PageModel
{
    /// <summary>The year; this one when left out.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Y { get; set; }

    public AssociationCopy Own { get; private set; } = null!; // Loaded before the page is drawn.

    public int Of => Y ?? time.GetUtcNow().Year;

    public IReadOnlyList<AssociationLine> Lines { get; private set; } = [];

    public IReadOnlyList<AssociationHeld> Held { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        Own = await dues.OwnAsync(current.Actor, ct);
        Lines = await read.HandleAsync(Own.AssociationId, Of, ct);
        Held = await find.HeldAsync(Own.AssociationId, ct);
    }
}
