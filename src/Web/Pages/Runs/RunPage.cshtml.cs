using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Runs;
using Spmis.Web.Forms;
using Spmis.Web.Parts;
using Spmis.Web.Shell;
using Spmis.Web.Work;

namespace Spmis.Web.Pages.Runs;

/// <summary>One run: how far it is, what it said of each line, stopping it and going on.</summary>
[Authorize(Policy = WorkPermissions.ReadRuns)]
public sealed class RunPageModel(HostedModules modules, IEnumerable<IRunWorker> workers, RunSignal signal, IdentifierMask mask, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<Texts> texts) : FormPage
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)] public string Module { get; set; } = "";

    [BindProperty(SupportsGet = true)] public long Id { get; set; }

    [BindProperty(SupportsGet = true)] public string Verdict { get; set; } = RunLine.RefusedVerdict;

    [BindProperty(SupportsGet = true)] public string? After { get; set; }

    public Run Run { get; private set; } = null!; // Loaded before the page is drawn.

    public IReadOnlyList<RunLine> Lines { get; private set; } = [];

    public string? Next { get; private set; }

    /// <summary>Whether the user may stop it: whoever may start its kind, and supervisors.</summary>
    public bool MayStop { get; private set; }

    public IEnumerable<(string Verdict, string Text)> Verdicts =>
        [(RunLine.RefusedVerdict, texts["Refused"]), (RunLine.NotedVerdict, texts["To look at"]), (RunLine.AcceptedVerdict, texts["Accepted"]), ("all", texts["All lines"])];

    public (TagKind Kind, string Text) Tell(RunLine line) => line.Verdict switch
    {
        RunLine.RefusedVerdict => (TagKind.Bad, texts["Refused"]),
        RunLine.NotedVerdict => (TagKind.Wait, texts["To look at"]),
        _ => (TagKind.Ok, texts["Accepted"]),
    };

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostCancelAsync(CancellationToken ct) => ControlAsync(texts["It stops after the piece it works on. What is done stays."], stops: true, db => CancelRun.RunAsync(db, workers, Id, current.Change("runs.cancel"), ct), ct);

    public Task<IActionResult> OnPostResumeAsync(CancellationToken ct) => ControlAsync(texts["It goes on behind the last piece that was done."], stops: false, db => ResumeRun.RunAsync(db, signal, Id, current.Change("runs.resume"), ct), ct);

    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        var db = modules.Db(Module);
        Run = await db.SeenRunAsync(Id, current.Actor, ct);
        MayStop = await MayStopAsync(Run);
        var lines = db.RunLines.AsNoTracking().Where(l => l.RunId == Id);
        if (Verdict != "all")
        {
            lines = lines.Where(l => l.Verdict == Verdict);
        }

        if (ReadKey(After) is var (line, part))
        {
            lines = lines.Where(l => l.Line > line || (l.Line == line && l.Part > part));
        }

        Lines = await lines.OrderBy(l => l.Line).ThenBy(l => l.Part).Take(PageSize + 1).ToListAsync(ct);
        if (Lines.Count > PageSize)
        {
            Lines = [.. Lines.Take(PageSize)];
            Next = string.Create(CultureInfo.InvariantCulture, $"{Lines[^1].Line}.{Lines[^1].Part}");
        }

        Lines = await mask.LinesAsync(Lines);
    }

    private async Task<IActionResult> ControlAsync(string done, bool stops, Func<ModuleDb, Task> act, CancellationToken ct)
    {
        if (!await User.MayAsync(WorkPermissions.ControlRuns, authorization))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            var db = modules.Db(Module);
            var run = await db.SeenRunAsync(Id, current.Actor, ct);
            // Going on does only what somebody asked for already.
            if (stops && !await MayStopAsync(run))
            {
                throw new Refused("run.not-yours", "Work is stopped by those who may start its kind, and by supervisors.");
            }

            await act(db);
            Done(done);
            return LocalRedirect($"/runs/{Module}/{Id}");
        });
    }

    private async Task<bool> MayStopAsync(Run run) =>
        current.Actor.Roles.Contains(Roles.Supervisor, StringComparer.Ordinal) || (workers.FirstOrDefault(w => w.Kind == run.Kind) is { } worker && await User.MayAsync(worker.Permission, authorization));

    private static (long Line, int Part)? ReadKey(string? key) =>
        key?.Split('.') is [var line, var part]
        && long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var l) && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var p) ? (l, p) : null;
}
