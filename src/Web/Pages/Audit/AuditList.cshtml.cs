using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Data;
using Spmis.Kernel.History;
using Spmis.Web.Forms;
using Spmis.Web.Work;

namespace Spmis.Web.Pages.Audit;

/// <summary>The record of who did what, over all modules.</summary>
[Authorize(Policy = WorkPermissions.ReadAudit)]
public sealed class AuditListModel(HostedModules modules, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)] public string Module { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string Actor { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string Act { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string Subject { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string? After { get; set; }

    public WorkPage<HistoryRow> Found { get; private set; } = WorkPage<HistoryRow>.None;

    public IEnumerable<Choice> ModuleChoices => modules.Names.Select(n => new Choice(n, texts[n]));

    public async Task OnGetAsync(CancellationToken ct) =>
        Found = await modules.NewestAsync(Module, After, db => Matching(db).Select(h => new Dated<HistoryRow> { At = h.At, Id = h.Seq, Row = h }), ct);

    private IQueryable<HistoryRow> Matching(ModuleDb db)
    {
        var rows = db.History.AsNoTracking();
        if (Actor.Trim() is { Length: > 0 } actor)
        {
            rows = rows.Where(h => h.ActorId == actor || h.ActorName == actor);
        }

        if (Act.Trim() is { Length: > 0 } act)
        {
            // A whole act is found by its index; a beginning is looked for among the newest entries first.
            rows = act.EndsWith('.') ? rows.Where(h => h.Act.StartsWith(act)) : rows.Where(h => h.Act == act);
        }

        if (Subject.Trim() is { Length: > 0 } subject)
        {
            rows = rows.Where(h => h.Subject == subject);
        }

        return rows;
    }
}
