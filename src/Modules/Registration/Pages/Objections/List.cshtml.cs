using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Kernel.Access;
using Spmis.Registration.Objections;

namespace Spmis.Registration.Pages.Objections;

[Authorize(May.ReadObjections)]
public sealed class ListModel(ReadObjections read, CurrentActor actor) : PageModel
{
    private const int PageRows = 25;

    /// <summary>Those that need no answer any more.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Settled { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? After { get; set; }

    public DateOnly Today => actor.Change("objections.read").Today;

    public IReadOnlyList<ObjectionLine> Lines { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        var page = await read.HandleAsync(!Settled, After, PageRows + 1, ct);
        Lines = [.. page.Take(PageRows)];
        Next = page.Count > PageRows ? $"{Lines[^1].Objection.Id}" : null;
    }
}
