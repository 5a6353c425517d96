using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Proposals;
using Spmis.Web.Work;

namespace Spmis.Web.Pages.Proposals;

/// <summary>The inbox of what needs a second person, over all modules.</summary>
[Authorize(Policy = WorkPermissions.ReadProposals)]
public sealed class ProposalListModel(HostedModules modules, CurrentActor current) : PageModel
{
    [BindProperty(SupportsGet = true)] public bool Decided { get; set; }

    [BindProperty(SupportsGet = true)] public string? After { get; set; }

    public WorkPage<Proposal> Found { get; private set; } = WorkPage<Proposal>.None;

    public bool IsOwn(Proposal proposal) => current.Actor.IsSamePersonAs(proposal.PreparedById);

    public async Task OnGetAsync(CancellationToken ct) => Found = await modules.NewestAsync(
        null, After, db => db.Proposals.AsNoTracking().Where(p => p.DecidedAt != null == Decided).Select(p => new Dated<Proposal> { At = p.PreparedAt, Id = p.Id, Row = p }), ct);
}
