using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Contributions.DayWork;
using Spmis.Kernel.Access;

namespace Spmis.Contributions.Pages.DayWork;

/// <summary>The vouchers of a day, to be printed and given to the workers.</summary>
[Authorize(Policy = May.ReadDayWork)]
public sealed class PrintModel(FindDayWork find, CurrentActor current, TimeProvider time) : PageModel
{
    private const int OfAPage = 12;

    [BindProperty(SupportsGet = true)]
    public string Employer { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public DateOnly? On { get; set; }

    [BindProperty(SupportsGet = true)]
    public string After { get; set; } = "";

    public IReadOnlyList<DayShown> Days { get; private set; } = [];

    public string? Next { get; private set; }

    public string Query => current.Actor.Employer is not null ? "?own=1" : $"?employer={Uri.EscapeDataString(Employer.Trim())}";

    public string AddressOf(string serial) => $"{Request.Scheme}://{Request.Host}/day-work/v/{serial}";

    public async Task OnGetAsync(CancellationToken ct)
    {
        var day = On ??= DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var employer = await find.EmployerAsync(current.Actor.Employer ?? Employer, current.Actor, ct);
        var found = await find.PageAsync(employer.EmployerId, day, After, OfAPage + 1, ct);
        Days = [.. found.Take(OfAPage)];
        Next = found.Count > OfAPage ? Days[^1].Serial : null;
    }
}
