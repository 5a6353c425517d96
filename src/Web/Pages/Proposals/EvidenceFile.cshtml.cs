using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Web.Shell;
using Spmis.Web.Work;

namespace Spmis.Web.Pages.Proposals;

/// <summary>A document of a proposal as a download, for who may see the proposal, and for its preparer.</summary>
[Authorize(Policy = WorkPermissions.AddEvidence)]
public sealed class EvidenceFileModel(HostedModules modules, OpenEvidence open, CurrentActor current, IAuthorizationService authorization) : PageModel
{
    /// <summary>The file.</summary>
    public async Task<IActionResult> OnGetAsync(string module, long id, int number, CancellationToken ct)
    {
        var preparer = await modules.Db(module).Proposals.AsNoTracking().Where(p => p.Id == id).Select(p => new { p.PreparedById, p.PreparedByStaff }).SingleOrDefaultAsync(ct) ?? throw new Refused("proposal.unknown", $"There is no proposal {id} in {module}.");
        if (!current.Actor.IsSamePersonAs(preparer.PreparedById, preparer.PreparedByStaff) && !await User.MayAsync(WorkPermissions.ReadProposals, authorization))
        {
            return Forbid();
        }

        var document = await open.HandleAsync(module, id, number, current.Change("proposals.evidence-read"), ct);
        return File(document.Content, document.ContentType, document.Name); // With a name it is an attachment; every answer forbids sniffing.
    }
}
