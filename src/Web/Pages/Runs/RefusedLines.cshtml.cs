using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Web.Work;

namespace Spmis.Web.Pages.Runs;

/// <summary>The refused lines with their reasons, to be mended and sent again.</summary>
[Authorize(Policy = WorkPermissions.ReadRuns)]
public sealed class RefusedLinesModel(HostedModules modules, IdentifierMask mask, PersonsShown shown, CurrentActor current) : PageModel
{
    private const int Batch = 1_000;

    public async Task<IActionResult> OnGetAsync(string module, long id, CancellationToken ct)
    {
        var db = modules.Db(module);
        await db.SeenRunAsync(id, current.Actor, ct);
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"refused-{module}-{id}.csv\"";
        await using var csv = await CsvOutput.StartAsync(Response.Body, ["line", "column", "value", "code", "what_to_do", "reference"], ct);
        var all = await mask.SeesAllLinesAsync();
        var (line, part) = (-1L, -1);
        while (true)
        {
            var (afterLine, afterPart) = (line, part);
            var rows = await db.RunLines.AsNoTracking()
                .Where(l => l.RunId == id && l.Verdict == RunLine.RefusedVerdict && (l.Line > afterLine || (l.Line == afterLine && l.Part > afterPart)))
                .OrderBy(l => l.Line).ThenBy(l => l.Part).Take(Batch).ToListAsync(ct);
            await shown.RecordAsync();
            foreach (var row in all ? rows : rows.ConvertAll(mask.Masked))
            {
                await csv.RowAsync(ct, row.Line, row.Column, row.Value, row.Code, row.Text, row.Reference);
            }

            if (rows.Count < Batch)
            {
                return new EmptyResult();
            }

            (line, part) = (rows[^1].Line, rows[^1].Part);
        }
    }
}
