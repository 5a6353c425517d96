using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Access;

namespace Spmis.Contributions.Pages.Returns;

/// <summary>Returns; an employer sees its own.</summary>
[Authorize(Policy = May.ReadReturns)]
public sealed class IndexModel(FindReturns find, CurrentActor current) : PageModel
{
    private const int PageRows = 25;

    [BindProperty(SupportsGet = true)]
    public string Employer { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public bool Refused { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? After { get; set; }

    public bool OwnOnly => current.Actor.Employer is not null;

    public IReadOnlyList<Return> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        var found = await find.ListAsync(current.Actor, Employer.Trim() is { Length: > 0 } number ? number : null, Refused, After, PageRows + 1, ct);
        Rows = [.. found.Take(PageRows)];
        Next = found.Count > PageRows ? Rows[^1].Id.ToString() : null;
    }
}
