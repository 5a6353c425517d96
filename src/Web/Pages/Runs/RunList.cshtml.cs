using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Runs;
using Spmis.Web.Forms;
using Spmis.Web.Work;

namespace Spmis.Web.Pages.Runs;

/// <summary>Long work of all modules, the newest first.</summary>
[Authorize(Policy = WorkPermissions.ReadRuns)]
public sealed class RunListModel(HostedModules modules, CurrentActor current, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)] public string Module { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string State { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string? After { get; set; }

    public WorkPage<Run> Found { get; private set; } = WorkPage<Run>.None;

    public IEnumerable<Choice> ModuleChoices => modules.Names.Select(n => new Choice(n, texts[n]));

    public IEnumerable<Choice> StateChoices => [new("open", texts["Under way"]), new("failed", texts["Failed"]), new("refused", texts["Some refused"]), new("finished", texts["Done"])];

    public async Task OnGetAsync(CancellationToken ct) => Found = await modules.NewestAsync(
        Module, After, db => In(db.Runs.AsNoTracking().SeenBy(current.Actor), State).Select(r => new Dated<Run> { At = r.CreatedAt, Id = r.Id, Row = r }), ct);

    /// <summary>The name of who started it.</summary>
    public static string StarterOf(Run run) => JsonSerializer.Deserialize<Change>(run.StartedBy, SpmisJson.Options)?.Actor.Name ?? "";

    private static IQueryable<Run> In(IQueryable<Run> runs, string state) => state switch
    {
        "open" => runs.Where(r => r.FinishedAt == null && r.FailedAt == null),
        "failed" => runs.Where(r => r.FailedAt != null),
        "refused" => runs.Where(r => r.Refused > 0),
        "finished" => runs.Where(r => r.FinishedAt != null),
        _ => runs,
    };
}
