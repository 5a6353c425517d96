using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Kernel.Access;
using Spmis.Payments.Reconciliation;

namespace Spmis.Payments.Pages.Payments;

/// <summary>The alarm for answers that do not come: payments whose end the agency owes; an agency's user sees that agency's.</summary>
[Authorize(Policy = "payments.batches")]
public sealed class UnansweredModel(MissingAnswers missing, CurrentActor current) : PageModel
{
    private const int PageRows = 25;

    [BindProperty(SupportsGet = true)]
    public long? Batch { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    public int WithinDays => missing.WithinDays;

    public long Count { get; private set; }

    public IReadOnlyList<SilentPayment> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        var (today, by) = (current.Change("payments.look").Today, current.Actor);
        Count = await missing.CountAsync(today, by, Batch, ct);
        var found = await missing.PaymentsAsync(today, by, Batch, After ?? 0, PageRows + 1, ct);
        Rows = [.. found.Take(PageRows)];
        Next = found.Count > PageRows ? Rows[^1].Payment.Id.ToString(CultureInfo.InvariantCulture) : null;
    }
}
