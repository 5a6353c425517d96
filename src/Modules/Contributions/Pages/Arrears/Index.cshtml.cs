using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Contributions.Arrears;

namespace Spmis.Contributions.Pages.Arrears;

/// <summary>Who owes what since when.</summary>
[Authorize(Policy = May.ReadArrears)]
public sealed class IndexModel(FindArrears find, TimeProvider time) : PageModel
{
    private const int PageRows = 25;

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<ArrearsItem> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        var found = await find.ListAsync(After, PageRows + 1, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), ct);
        Rows = [.. found.Take(PageRows)];
        Next = found.Count > PageRows ? Rows[^1].EmployerNumber : null;
    }
}
