using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Contributions.Bills;
using Spmis.Kernel.Access;

namespace Spmis.Contributions.Pages.Bills;

/// <summary>Bills; an employer sees its own.</summary>
[Authorize(Policy = May.ReadReturns)]
public sealed class IndexModel(ListBills list, CurrentActor current) : PageModel
{
    private const int PageRows = 25;

    [BindProperty(SupportsGet = true)]
    public string Employer { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public bool Open { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public bool OwnOnly => current.Actor.Employer is not null;

    public IReadOnlyList<BillItem> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        var found = await list.HandleAsync(current.Actor, After, PageRows + 1, null, Employer.Trim() is { Length: > 0 } number ? number : null, Open, ct);
        Rows = [.. found.Take(PageRows)];
        Next = found.Count > PageRows ? Rows[^1].PaymentReference : null;
    }
}
