using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Proposals;
using Spmis.Web.Work;

namespace Spmis.Web.Pages.Proposals;

/// <summary>Every act that is put up for approval, and who must decide it today.</summary>
[Authorize(Policy = ApprovalPermissions.Read)]
public sealed class PolicyListModel(HostedModules modules, IEnumerable<ProposedAct> acts, TimeProvider time) : PageModel
{
    public IReadOnlyList<(ProposedAct Act, IReadOnlyList<ApprovalBand> Bands, ApprovalPolicy? InForce, ApprovalPolicy? Coming)> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        List<(ProposedAct Act, IReadOnlyList<ApprovalBand> Bands, ApprovalPolicy? InForce, ApprovalPolicy? Coming)> rows = [];
        foreach (var module in modules.Names)
        {
            var db = modules.Db(module);
            foreach (var act in acts.Where(a => a.Module == module).OrderBy(a => a.Act, StringComparer.Ordinal))
            {
                var inForce = act.OwnSteps ? null : await ApprovalRules.InForceAsync(db, act.Act, today, ct);
                var coming = act.OwnSteps ? null : await db.ApprovalPolicies.AsNoTracking().Where(p => p.Act == act.Act && p.FromDay > today).OrderBy(p => p.FromDay).ThenByDescending(p => p.Id).FirstOrDefaultAsync(ct);
                rows.Add((act, inForce?.Read() ?? [new ApprovalBand { Kind = ApprovalKind.Two }], inForce, coming));
            }
        }

        Rows = rows;
    }
}
