using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Proposals;

namespace Spmis.Registration.Pages.Registration;

[Authorize(May.ReviewDuplicates)]
public sealed class ProposalsModel(RegistrationDb db, PersonsShown shown) : PageModel
{
    public IReadOnlyList<Proposal> Open { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        Open = await db.Proposals.AsNoTracking().Where(p => p.DecidedAt == null).OrderBy(p => p.Id).Take(100).ToListAsync(ct);
        shown.Add(Open.SelectMany(PersonsOf));
    }

    /// <summary>Registration numbers of the persons a proposal names: of a change before the colon, of a merge both.</summary>
    internal static IEnumerable<string> PersonsOf(Proposal proposal) => proposal.Subject.Split(':', '+').Where(s => s.Length > 0 && s.All(char.IsAsciiDigit));
}
