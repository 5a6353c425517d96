using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Bills;

namespace Spmis.Contributions.Pages.Arrears;

/// <summary>What lapses unless somebody acts.</summary>
[Authorize(Policy = May.ReadArrears)]
public sealed class LapsingModel(Limitations limitations, TimeProvider time) : PageModel
{
    internal const int Ahead = 6;
    private const int PageRows = 25;

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public int Months => Ahead;

    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public IReadOnlyList<(Bill Bill, Limitation Limitation)> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        var found = await limitations.ListAsync(After, PageRows + 1, Ahead, Today, ct);
        Rows = [.. found.Take(PageRows)];
        Next = found.Count > PageRows ? Rows[^1].Bill.PaymentReference : null;
    }
}
