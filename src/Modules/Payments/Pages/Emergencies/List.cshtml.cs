using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.Payments.Emergencies;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Payments.Pages.Emergencies;

/// <summary>One list: its verdicts line by line, approval, cancelling.</summary>
[Authorize(Policy = "payments.read-nation")]
public sealed class ListModel(PaymentsDb db, CheckList check, ApproveList approve, PersonsShown shown, IdentifierMask mask, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<PaymentsTexts> T) : FormPage
{
    private const int PageRows = 50;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    /// <summary>noted (held) or refused; all that are not simply to be paid when left out.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Verdict { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public EmergencyList List { get; private set; } = null!; // Loaded before the page is drawn.

    public EmergencyEvent Event { get; private set; } = null!; // Loaded with it.

    public Run? Checking { get; private set; }

    public IReadOnlyList<RunLine> Lines { get; private set; } = [];

    public string? Next { get; private set; }

    public Proposal? Waiting { get; private set; }

    public Task OnGetAsync() => OnRedisplayAsync();

    /// <summary>Who must be registered first, or corrected.</summary>
    public async Task<IActionResult> OnGetRefusedAsync(CancellationToken ct)
    {
        await OnRedisplayAsync();
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"to-register-{Id}.csv\"";
        await using var csv = await CsvOutput.StartAsync(Response.Body, ["line", "code", "column", "value", "text"], ct);
        var all = await mask.SeesAllLinesAsync();
        await foreach (var sent in shown.InPartsAsync(db.RunLines.AsNoTracking().Where(l => l.RunId == List.RunId && l.Verdict == RunLine.RefusedVerdict).OrderBy(l => l.Line).AsAsyncEnumerable()).WithCancellation(ct))
        {
            var l = all ? sent : mask.Masked(sent);
            await csv.RowAsync(ct, l.Line, l.Code, l.Column, l.Value, l.Text);
        }

        return new EmptyResult();
    }

    public Task<IActionResult> OnPostSubmitAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.propose-emergencies", authorization))
        {
            return Forbid();
        }

        await approve.ProposeAsync(Id, current.Change("payments.propose-emergency"), ct);
        Done(T["It waits for a second person."]);
        return Redirect($"/payments/emergencies/lists/{Id}");
    });

    public Task<IActionResult> OnPostCancelAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.propose-emergencies", authorization))
        {
            return Forbid();
        }

        await check.CancelAsync(Id, current.Change("payments.cancel-emergency", Reason), ct);
        Done(T["The list is cancelled."]);
        return Redirect($"/payments/emergencies/lists/{Id}");
    });

    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        List = await db.EmergencyLists.AsNoTracking().SingleOrDefaultAsync(l => l.Id == Id, ct) ?? throw new Refused("emergency.list-unknown", "There is no such list.");
        Event = await db.EmergencyEvents.AsNoTracking().SingleAsync(e => e.Id == List.EventId, ct);
        Checking = await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == List.RunId, ct);
        var subject = $"{ApproveList.Act}:{Id}";
        Waiting = await db.Proposals.AsNoTracking().SingleOrDefaultAsync(p => p.OpenSubject == subject, ct);
        var after = After ?? -1;
        var found = await db.RunLines.AsNoTracking().Where(l => l.RunId == List.RunId && l.Part == 0 && l.Line > after && (Verdict == null ? l.Verdict != RunLine.AcceptedVerdict : l.Verdict == Verdict)).OrderBy(l => l.Line).Take(PageRows + 1).ToListAsync(ct);
        Lines = await mask.LinesAsync([.. found.Take(PageRows)]);
        shown.Add(Lines.Select(l => l.Number));
        Next = found.Count > PageRows ? Lines[^1].Line.ToString(CultureInfo.InvariantCulture) : null;
    }
}
