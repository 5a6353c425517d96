using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Retention;
using Spmis.Web.Work;

namespace Spmis.Web.Pages.Retention;

/// <summary>Every kind of record that may end by rule, and how long it is kept today.</summary>
[Authorize(Policy = RetentionPermissions.Read)]
public sealed class RetentionListModel(HostedModules modules, IEnumerable<RetainedKind> kinds, CurrentActor current) : PageModel
{
    public IReadOnlyList<(RetainedKind Kind, RetentionRule? InForce, RetentionRule? Coming)> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var today = current.Change("").Today;
        List<(RetainedKind Kind, RetentionRule? InForce, RetentionRule? Coming)> rows = [];
        foreach (var kind in kinds.Where(k => modules.Names.Contains(k.Module)).OrderBy(k => k.Name, StringComparer.Ordinal).ThenBy(k => k.Module, StringComparer.Ordinal))
        {
            var db = modules.Db(kind.Module);
            var coming = await db.RetentionRules.AsNoTracking().Where(r => r.Kind == kind.Name && r.FromDay > today).OrderBy(r => r.FromDay).ThenByDescending(r => r.Id).FirstOrDefaultAsync(ct);
            rows.Add((kind, await RetentionRule.InForceAsync(db, kind.Name, today, ct), coming));
        }

        Rows = rows;
    }
}
