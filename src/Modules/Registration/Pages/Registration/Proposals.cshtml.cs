using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Proposals;

namespace Spmis.Registration.Pages.Registration;

[Authorize(May.ReviewDuplicates)]
public sealed class ProposalsModel(RegistrationDb db) : PageModel
{
    public IReadOnlyList<Proposal> Open { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) =>
        Open = await db.Proposals.AsNoTracking().Where(p => p.DecidedAt == null).OrderBy(p => p.Id).Take(100).ToListAsync(ct);
}
