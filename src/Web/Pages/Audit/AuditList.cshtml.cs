using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Data;
using Spmis.Kernel.Files;
using Spmis.Kernel.History;
using Spmis.Web.Forms;
using Spmis.Web.Work;

namespace Spmis.Web.Pages.Audit;

/// <summary>The record of who did what, over all modules.</summary>
[Authorize(Policy = WorkPermissions.ReadAudit)]
public sealed class AuditListModel(HostedModules modules, IdentifierMask mask, PersonsShown shown, CurrentActor current, IStringLocalizer<Texts> texts) : PageModel
{
    private static readonly string[] Headings = ["at", "module", "number", "actor_id", "actor", "office", "act", "reason", "evidence", "entity", "subject", "kind", "changes"];

    private bool seesAll;

    [BindProperty(SupportsGet = true)] public string Module { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string Actor { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string Act { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string Subject { get; set; } = "";

    [BindProperty(SupportsGet = true)] public DateOnly? FirstDay { get; set; }

    [BindProperty(SupportsGet = true)] public DateOnly? LastDay { get; set; }

    [BindProperty(SupportsGet = true)] public string? After { get; set; }

    public WorkPage<HistoryRow> Found { get; private set; } = WorkPage<HistoryRow>.None;

    public IEnumerable<Choice> ModuleChoices => modules.Names.Select(n => new Choice(n, texts[n]));

    public async Task OnGetAsync(CancellationToken ct)
    {
        seesAll = await mask.SeesAllAsync();
        Found = await modules.NewestAsync(Module, After, db => Matching(db).Select(h => new Dated<HistoryRow> { At = h.At, Id = h.Seq, Row = h }), ct);
    }

    /// <summary>
    /// The same as a file, all that matches: one module behind another, the newest first. Each module's history says that it was taken out, and with which filter; whom it names goes on the record of reads part by part,
    /// before that part leaves.
    /// </summary>
    public async Task<IActionResult> OnGetCsvAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
        {
            await OnGetAsync(ct); // The page says at which field.
            return Page();
        }

        seesAll = await mask.SeesAllAsync();
        var asked = modules.Names.Where(n => string.IsNullOrEmpty(Module) || n == Module).Select(n => (Name: n, Db: modules.Db(n))).ToList();
        var change = current.Change("audit.export");
        foreach (var (_, db) in asked)
        {
            db.RecordBulk(change, nameof(HistoryRow), "csv", new { Actor, Act, Subject, FirstDay, LastDay });
            await db.SaveAsync(change, ct);
        }

        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"history-{change.Now:yyyyMMdd-HHmmss}.csv\"";
        await using var csv = await CsvOutput.StartAsync(Response.Body, Headings, ct);
        foreach (var (name, db) in asked)
        {
            await foreach (var part in Matching(db).OrderByDescending(h => h.At).ThenByDescending(h => h.Seq).AsAsyncEnumerable().Chunk(PersonsShown.InPart).WithCancellation(ct))
            {
                await shown.RecordAsync(); // Whoever reads a row from a database for a GET has told whom it names.
                foreach (var row in part)
                {
                    await csv.RowAsync(ct, row.At, name, row.Seq, row.ActorId, row.ActorName, row.Office, row.Act, row.Reason, row.Evidence, row.Entity, row.Subject, row.Kind, Words(FieldsOf(name, row)));
                }
            }
        }

        return new EmptyResult();
    }

    private static string Words(IEnumerable<FieldChange> fields) => string.Join("; ", fields.Select(f => f.Was is null ? $"{f.Field}: {f.Now}" : $"{f.Field}: {f.Was} -> {f.Now}"));

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

        if (FirstDay?.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) is { } from)
        {
            rows = rows.Where(h => h.At >= from);
        }

        if (LastDay?.ToDateTime(TimeOnly.MaxValue, DateTimeKind.Utc) is { } to)
        {
            rows = rows.Where(h => h.At <= to);
        }

        return rows;
    }
}
