using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Payments.Batches;
using Spmis.Payments.Links;
using Spmis.Payments.Reconciliation;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Payments.Pages.Payments;

/// <summary>What happened to a batch, on one page: its file, the agency's answers line by line, and the reconciliation.</summary>
[Authorize(Policy = "payments.batches")]
[RequestSizeLimit(MaxStatusFile)]
[RequestFormLimits(MultipartBodyLengthLimit = MaxStatusFile)]
public sealed class BatchModel(
    PaymentsDb db, BatchFigures figures, MissingAnswers missing, ImportStatusFile import, CloseBatch close, SettleContradiction settle, SendAgain again, DownloadBatch download, IdentifierMask mask, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<PaymentsTexts> T) : FormPage
{
    private const long MaxStatusFile = 1024L * 1024 * 1024;
    private const int Rows = 25;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "file")]
    public long? Shown { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    [BindProperty]
    public new IFormFile? File { get; set; }

    [BindProperty]
    public string? Contradiction { get; set; }

    [BindProperty]
    public string Reason { get; set; } = "";

    public Batch Batch { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Whether the order file is for this user, which holds accounts in full.</summary>
    public bool SeesAccounts { get; private set; }

    public BatchReconciliation Figures { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Payments the agency should have answered by now.</summary>
    public long Overdue { get; private set; }

    public int Silence { get; private set; }

    public IReadOnlyList<(StatusFile File, Run? Run)> Files { get; private set; } = [];

    public Run? Reading { get; private set; }

    /// <summary>How far its way to the agency's interface is; null when it is fetched as a file.</summary>
    public BatchSending? Sending { get; private set; }

    /// <summary>Contradictions that wait for a decision.</summary>
    public IReadOnlyList<Choice> Open { get; private set; } = [];

    public IReadOnlyList<RunLine>? Lines { get; private set; }

    public string? Next { get; private set; }

    public async Task OnGetAsync(CancellationToken ct) => await LoadAsync(ct);

    public Task<IActionResult> OnPostAnswerAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.answer", authorization))
        {
            return Forbid();
        }

        if (File is null || File.Length == 0)
        {
            Refuse(nameof(File), T["Choose the file the agency sent"]);
            return Page();
        }

        var batch = await OneAsync(ct);
        await using var content = File.OpenReadStream();
        var taken = await import.HandleAsync(new StatusUpload { Agency = batch.Agency, FileName = File.FileName, Content = content, Length = File.Length }, current.Change("payments.answer"), ct);
        Done(taken.ReadBefore ? T["This file was read before; nothing was done again."] : T["The file is being read."]);
        return Redirect($"/payments/batches/{Id}?file={taken.FileId}");
    });

    public Task<IActionResult> OnPostCloseAsync(CancellationToken ct) => DecideAsync(T["The batch is closed."], () => close.HandleAsync(Id, current.Change("payments.close-batch"), ct));

    public Task<IActionResult> OnPostAgainAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.release", authorization))
        {
            return Forbid();
        }

        await again.HandleAsync((await OneAsync(ct)).Id, current.Change("payments.send-again"), ct);
        Done(T["It is asked for and sent within a minute."]);
        return Redirect($"/payments/batches/{Id}");
    });

    public Task<IActionResult> OnPostKeepAsync(CancellationToken ct) => DecideAsync(T["The first answer stands."], () => settle.HandleAsync(Chosen(), false, current.Change("payments.settle", Reason), ct));

    public Task<IActionResult> OnPostTakeAsync(CancellationToken ct) => DecideAsync(T["The later answer is taken over."], () => settle.HandleAsync(Chosen(), true, current.Change("payments.settle", Reason), ct));

    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    private Task<IActionResult> DecideAsync(string done, Func<Task> act) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.reconcile", authorization))
        {
            return Forbid();
        }

        await act();
        Done(done);
        return Redirect($"/payments/batches/{Id}");
    });

    private long Chosen() => long.TryParse(Contradiction, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw new Refused("contradiction.none", T["Choose the payment"], nameof(Contradiction));

    private async Task<Batch> OneAsync(CancellationToken ct) =>
        await db.Batches.AsNoTracking().VisibleTo(current.Actor).SingleOrDefaultAsync(b => b.Id == Id, ct) ?? throw new Refused("batch.unknown", "There is no such batch.");

    private async Task LoadAsync(CancellationToken ct)
    {
        Batch = await OneAsync(ct);
        SeesAccounts = await download.MayAsync(current.Actor);
        Figures = await figures.OfAsync(Batch, ct);
        Sending = await db.BatchSendings.AsNoTracking().SingleOrDefaultAsync(s => s.BatchId == Id, ct);
        var today = current.Change("payments.look").Today;
        (Overdue, Silence) = (await missing.CountAsync(today, null, Id, ct), MissingAnswers.Days(Batch, today));
        // Files of the agency since the batch was released: a file may answer several batches.
        var files = await db.StatusFiles.AsNoTracking().Where(f => f.Agency == Batch.Agency && f.ReceivedAt >= Batch.CutAt).OrderByDescending(f => f.Id).Take(Rows).ToListAsync(ct);
        var runIds = files.Select(f => f.RunId).ToList();
        var runs = await db.Runs.AsNoTracking().Where(r => runIds.Contains(r.Id)).ToDictionaryAsync(r => r.Id, ct);
        Files = [.. files.Select(f => (f, runs.GetValueOrDefault(f.RunId)))];
        Reading = runs.Values.FirstOrDefault(r => r.FinishedAt is null && r.FailedAt is null);
        var open = await db.Contradictions.AsNoTracking().Where(c => c.BatchId == Id && c.SettledAt == null).OrderBy(c => c.Id).Take(Rows)
            .Join(db.Instructions, c => c.InstructionId, i => i.Id, (c, i) => new { c, i.Reference }).ToListAsync(ct);
        Open = [.. open.Select(o => new Choice(o.c.Id.ToString(CultureInfo.InvariantCulture), T["{0}: first {1}, later {2}", o.Reference, T[$"outcome:{o.c.Had}"].Value, T[$"outcome:{o.c.Said}"].Value]))];
        await LoadLinesAsync(files, ct);
    }

    private async Task LoadLinesAsync(List<StatusFile> files, CancellationToken ct)
    {
        if (files.FirstOrDefault(f => f.Id == Shown) is not { } file)
        {
            return;
        }

        var after = After ?? 0;
        var found = await db.RunLines.AsNoTracking().Where(l => l.RunId == file.RunId && l.Line > after && l.Verdict != RunLine.AcceptedVerdict).OrderBy(l => l.Line).ThenBy(l => l.Part).Take(Rows + 1).ToListAsync(ct);
        Lines = await mask.LinesAsync(found);
        Next = found.Count > Rows ? found[^1].Line.ToString(CultureInfo.InvariantCulture) : null;
    }
}
