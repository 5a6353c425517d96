using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Takeover;
using Spmis.Kernel.Access;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages.Takeovers;

/// <summary>One takeover: how far it is, its totals beside the old books', and the lines that were refused.</summary>
[Authorize(Policy = May.ReadTakeovers)]
public sealed class ViewModel(ContributionsDb db, FindTakeovers find, UndoTakeover undo, WriteTakeover write, IdentifierMask mask, CurrentActor current, IAuthorizationService authorization, Show show, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    private const int PageRows = 25;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    public TakeoverBatch Batch { get; private set; } = null!; // Loaded before the page is drawn.

    public Run? Run { get; private set; }

    public IReadOnlyList<Proposal> Proposals { get; private set; } = [];

    public IReadOnlyList<BatchTotal> Totals { get; private set; } = [];

    public IReadOnlyList<RunLine> Lines { get; private set; } = [];

    public string? Next { get; private set; }

    public bool MayUndo { get; private set; }

    public string Shown(TotalKind kind, long sum) => kind == TotalKind.Months ? show.Count(sum) : show.Money(new Money(sum, Currency.Of(Batch.Currency)));

    public Task OnGetAsync() => OnRedisplayAsync();

    /// <summary>The refused lines as CSV, streamed.</summary>
    public async Task<IActionResult> OnGetRefusedAsync(CancellationToken ct)
    {
        var batch = await find.ReadAsync(Id, ct);
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"refused-takeover-{Id}.csv\"";
        await write.RefusedAsync(batch, Response.Body, ct);
        return new EmptyResult();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync(May.PrepareTakeovers, authorization))
        {
            return Forbid();
        }

        await undo.HandleAsync(Id, current.Change(UndoTakeover.Act), ct);
        Done(T["The takeover is undone."]);
        return Redirect("/contributions/takeovers");
    });

    /// <inheritdoc />
    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        Batch = await find.ReadAsync(Id, ct);
        var runs = await db.Runs.AsNoTracking().Where(r => r.Id == Batch.RunId || r.Id == Batch.PostRunId).ToListAsync(ct);
        var looked = runs.Find(r => r.Id == Batch.RunId);
        Run = Batch.UndoneAt is not null ? null : runs.Find(r => r.Id == Batch.PostRunId) ?? looked;
        var subject = ApproveTakeover.Subject(Id);
        Proposals = await db.Proposals.AsNoTracking().Where(p => p.Act == ApproveTakeover.Act && p.Subject == subject).OrderByDescending(p => p.Id).Take(5).ToListAsync(ct);
        Totals = await find.TotalsAsync(Id, ct);
        MayUndo = Batch is { ApprovedAt: null, UndoneAt: null } && looked is { FinishedAt: not null } or { FailedAt: not null } or { CancelledAt: not null } && await User.MayAsync(May.PrepareTakeovers, authorization);
        var after = After ?? -1;
        var found = await db.RunLines.AsNoTracking().Where(l => (l.RunId == Batch.RunId || l.RunId == Batch.PostRunId) && l.Line > after && l.Verdict != RunLine.AcceptedVerdict).OrderBy(l => l.Line).ThenBy(l => l.Part).Take(PageRows + 1).ToListAsync(ct);
        Lines = await mask.LinesAsync([.. found.Take(PageRows)]);
        Next = found.Count > PageRows ? Lines[^1].Line.ToString(CultureInfo.InvariantCulture) : null;
    }
}
