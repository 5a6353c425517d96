using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Receipts;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;

namespace Spmis.Contributions.Pages.Bills;

/// <summary>A bill and what was paid on it.</summary>
[Authorize(Policy = May.ReadReturns)]
public sealed class ViewModel(ContributionsDb db, CurrentActor current) : PageModel
{
    private const int Most = 500;

    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    public Bill Bill { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>The reference of the late bill, when this one is interest.</summary>
    public string? Late { get; private set; }

    public IReadOnlyList<(Allocation Allocation, Receipt Receipt)> Paid { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        Bill = await ListBills.Visible(db, current.Actor).SingleOrDefaultAsync(b => b.PaymentReference == Reference, ct) ?? throw new Refused("bill.unknown", "There is no such bill, or it is another employer's.");
        Late = await db.Set<Bill>().Where(b => b.Id == Bill.LateBillId).Select(b => b.PaymentReference).SingleOrDefaultAsync(ct);
        var rows = await (from a in db.Set<Allocation>().AsNoTracking() join r in db.Set<Receipt>() on a.ReceiptId equals r.Id where a.BillId == Bill.Id orderby a.Id select new { a, r }).Take(Most).ToListAsync(ct);
        Paid = [.. rows.Select(r => (r.a, r.r))];
    }
}
