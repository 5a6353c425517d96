using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Contributions.Dues;
using Spmis.Kernel.Access;

namespace Spmis.Contributions.Pages.Contributions;

/// <summary>An employer's year: each month with its return, what was billed and what is paid.</summary>
[Authorize(Policy = May.ReadReturns)]
public sealed class YearModel(ReadYear read, CurrentActor current, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    /// <summary>The year; this one when left out.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Y { get; set; }

    public EmployerYear Year { get; private set; } = null!; // Loaded before the page is drawn.

    public async Task OnGetAsync(CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        Year = await read.HandleAsync(Number.Length > 0 ? Number : current.Actor.Employer ?? "", Y ?? today.Year, today, current.Actor, ct);
    }
}
