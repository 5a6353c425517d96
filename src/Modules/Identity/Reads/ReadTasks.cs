using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Web.Home;
using Spmis.Web.Parts;
using Spmis.Web.Shell;
using Spmis.Web.Work;

namespace Spmis.Identity.Reads;

/// <summary>What an auditor has to look at when nothing has failed: who read and who changed what since the last visit.</summary>
internal sealed class ReadTasks(IdentityDb db, Show show, IStringLocalizer<IdentityTexts> texts) : IHomeTasks
{
    public async Task<IReadOnlyList<HomeTask>> TasksAsync(ClaimsPrincipal user, CancellationToken ct)
    {
        if (!user.IsInRole(Roles.Auditor) || !Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id))
        {
            return [];
        }

        var before = await db.Users.Where(u => u.Id == id).Select(u => u.SignedInBefore).SingleOrDefaultAsync(ct);
        string since = before is { } last ? texts["Since your visit of {0}", show.Time(last)] : texts["Not looked at yet"];
        return
        [
            new HomeTask(texts["Look at who read personal data"], "/reads", since, TagKind.Info, "reads.read", 600),
            new HomeTask(texts["Look at what was changed"], "/audit", since, TagKind.Info, WorkPermissions.ReadAudit, 610),
        ];
    }
}
