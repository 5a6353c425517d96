using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Kernel.Access;
using Spmis.Kernel.Data;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Registration.Imports;

namespace Spmis.Registration.Pages.Registration;

[Authorize(May.ReadRuns)]
public sealed class RunPageModel(ReadRun runs, PersonsShown shown) : PageModel
{
    private const int PageRows = 50;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Verdict { get; set; }

    [BindProperty(SupportsGet = true)]
    public long After { get; set; }

    public RunView View { get; private set; } = null!; // Read before the page is drawn.

    public async Task OnGetAsync(CancellationToken ct)
    {
        var run = await runs.HandleAsync(Id, ct);
        var verdict = Verdict is "noted" or "accepted" ? Verdict : "refused";
        var lines = await runs.LinesAsync(Id, verdict, After, PageRows, ct);
        var next = lines.Count >= PageRows / 2 && (await runs.LinesAsync(Id, verdict, lines[^1].Line, 1, ct)).Count > 0 ? $"{lines[^1].Line}" : null;
        var warnings = run.Outcome is { } json && run.Kind.EndsWith(".import", StringComparison.Ordinal) ? JsonSerializer.Deserialize<ImportOutcome>(json, SpmisJson.Options)?.Warnings ?? [] : [];
        View = new RunView(run, lines, verdict, next, warnings);
    }

    /// <summary>The refused lines as a file, read and written a page at a time.</summary>
    public async Task<IActionResult> OnGetRefusedAsync(CancellationToken ct)
    {
        await runs.HandleAsync(Id, ct);
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"run-{Id}-refused.csv\"";
        await using var csv = await CsvOutput.StartAsync(Response.Body, ["line", "reference", "column", "value", "code", "text"], ct);
        for (var after = 0L; ;)
        {
            var page = await runs.LinesAsync(Id, RunLine.RefusedVerdict, after, 1_000, ct);
            await shown.RecordAsync();
            foreach (var line in page)
            {
                await csv.RowAsync(ct, line.Line, line.Reference, line.Column, line.Value, line.Code, line.Text);
            }

            if (page.Count == 0)
            {
                return new EmptyResult();
            }

            after = page[^1].Line;
        }
    }
}
