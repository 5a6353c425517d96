using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Data;
using Spmis.Kernel.History;
using Spmis.Web.Forms;
using Spmis.Web.Work;

namespace Spmis.Web.Pages.Audit;

/// <summary>The record of who did what, over all modules.</summary>
[Authorize(Policy = WorkPermissions.ReadAudit)]
public sealed class AuditListModel(HostedModules modules, IdentifierMask mask, IStringLocalizer<Texts> texts) : PageModel
{
    private bool seesAll;

    [BindProperty(SupportsGet = true)] public string Module { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string Actor { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string Act { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string Subject { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string? After { get; set; }

    public WorkPage<HistoryRow> Found { get; private set; } = WorkPage<HistoryRow>.None;

    public IEnumerable<Choice> ModuleChoices => modules.Names.Select(n => new Choice(n, texts[n]));

    public async Task OnGetAsync(CancellationToken ct)
    {
        seesAll = await mask.SeesAllAsync();
        Found = await modules.NewestAsync(Module, After, db => Matching(db).Select(h => new Dated<HistoryRow> { At = h.At, Id = h.Seq, Row = h }), ct);
    }

    /// <summary>What changed in a row; numbers, telephones and accounts of persons by their ends for who may not see them in full.</summary>
    public IReadOnlyList<FieldChange> FieldsOf(string module, HistoryRow row)
    {
        var fields = FieldChange.Of(row.Before, row.After);
        if (seesAll)
        {
            return fields;
        }

        var marked = IdentifyingAttribute.Of(modules.Db(module).Model, row.Entity);
        return [.. fields.Select(f => marked.Contains(f.Field) || (f.Field != "account" && IdentifierMask.Covers(f.Field)) ? f with { Was = IdentifierMask.Of(f.Was), Now = IdentifierMask.Of(f.Now) } : f)]; // Accounts of ledgers are no person's.
    }

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
