using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Proposals;
using Spmis.Payments.Agencies;

namespace Spmis.Payments.Pages.Agencies;

/// <summary>Payment agencies and how to talk to them.</summary>
[Authorize(Policy = "payments.read")]
public sealed class IndexModel(PaymentsDb db) : PageModel
{
    public IReadOnlyList<AgencyInForce> Agencies { get; private set; } = [];

    public IReadOnlyList<Proposal> Waiting { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        Agencies = [.. (await AgencyInForce.AllAsync(db, ct)).Values.OrderBy(a => a.Code, StringComparer.Ordinal).Take(100)];
        Waiting = await db.Proposals.AsNoTracking().Where(p => p.DecidedAt == null && (p.Act == ProposeAgency.Act || p.Act == CloseAgency.Act)).OrderBy(p => p.Id).Take(20).ToListAsync(ct);
    }
}
