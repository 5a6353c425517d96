using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Payments.NameChecks;
using Spmis.Payments.Reconciliation;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Payments.Pages.NameChecks;

/// <summary>A name check with the person as known now.</summary>
public sealed record NameCheckShown(NameCheck Check, string Number, string Name, string Agency, bool Own);

/// <summary>Accounts whose holder an agency is asked for: lists, answers, and what waits for a decision.</summary>
[Authorize(Policy = "payments.read-nation")]
public sealed class IndexModel(PaymentsDb db, MakeNameCheckList make, ImportNameAnswers import, DecideNameCheck decide, PersonsShown shown, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<PaymentsTexts> T) : FormPage
{
    private const int PageRows = 25;
    private const int Last = 10;

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    [BindProperty]
    public string Agency { get; set; } = "";

    /// <summary>The agency that answers.</summary>
    [BindProperty]
    public string From { get; set; } = "";

    [BindProperty]
    public new IFormFile? File { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The check whose decision was sent and refused, to show its words there.</summary>
    [BindProperty]
    public long? CheckId { get; set; }

    public IReadOnlyList<Choice> Agencies { get; private set; } = [];

    public IReadOnlyList<NameCheckList> Lists { get; private set; } = [];

    public IReadOnlyList<NameAnswerFile> Files { get; private set; } = [];

    public IReadOnlyList<NameCheckShown> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public Task OnGetAsync() => OnRedisplayAsync();

    public async Task<IActionResult> OnGetListAsync(long id, CancellationToken ct)
    {
        if (!await User.MayAsync("payments.name-checks", authorization))
        {
            return Forbid();
        }

        var list = await make.OneAsync(id, ct);
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"name-checks-{list.Agency}-{list.Id}.csv\"";
        await make.WriteAsync(id, Response.Body, current.Change("payments.name-check-fetch"), ct);
        return new EmptyResult();
    }

    public Task<IActionResult> OnPostMakeAsync(CancellationToken ct) => DoAsync("payments.name-checks", async () =>
    {
        var list = await make.HandleAsync(Agency, current.Change(MakeNameCheckList.Act), ct);
        Done(T["The list is made: {0} accounts.", list.Count]);
        return Redirect("/payments/name-checks");
    });

    public Task<IActionResult> OnPostAnswerAsync(CancellationToken ct) => DoAsync("payments.name-checks", async () =>
    {
        if (From.Length == 0)
        {
            Refuse(nameof(From), T["Choose the agency that answers."]);
            return Page();
        }

        if (File is not { Length: > 0 } file)
        {
            Refuse(nameof(File), T["Choose the file that the agency sent."]);
            return Page();
        }

        await using var content = file.OpenReadStream();
        var taken = await import.HandleAsync(new StatusUpload { Agency = From, FileName = file.FileName, Content = content, Length = file.Length }, current.Change(ImportNameAnswers.Act), ct);
        Done(taken.ReadBefore ? T["This file was read before; nothing was done."] : T["The answers are being read."]);
        return Redirect($"/runs/{PaymentsModule.ModuleName}/{taken.RunId}");
    });

    public Task<IActionResult> OnPostTheirsAsync(CancellationToken ct) => DecideAsync(true, ct);

    public Task<IActionResult> OnPostNotTheirsAsync(CancellationToken ct) => DecideAsync(false, ct);

    private Task<IActionResult> DecideAsync(bool theirs, CancellationToken ct) => DoAsync("payments.decide-name-checks", async () =>
    {
        await decide.HandleAsync(CheckId ?? 0, theirs, current.Change(DecideNameCheck.Act, Reason), ct);
        Done(theirs ? T["The account is verified."] : T["The account is not paid; record another one."]);
        return Redirect("/payments/name-checks");
    });

    private Task<IActionResult> DoAsync(string permission, Func<Task<IActionResult>> act) => TryAsync(async () => await User.MayAsync(permission, authorization) ? await act() : Forbid());

    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        Agencies = await db.Agencies.AsNoTracking().Where(a => a.ClosedAt == null).OrderBy(a => a.Code).Take(100).Select(a => new Choice(a.Code, a.Code)).ToListAsync(ct);
        Lists = await db.NameCheckLists.AsNoTracking().OrderByDescending(l => l.Id).Take(Last).ToListAsync(ct);
        Files = await db.NameAnswerFiles.AsNoTracking().OrderByDescending(f => f.Id).Take(Last).ToListAsync(ct);
        var (after, me) = (After ?? 0, current.Actor.OtherIds.Append(current.Actor.Id).ToList());
        var found = await db.NameChecks.AsNoTracking().Where(c => c.Open && c.Id > after && db.FinancialAddresses.Any(a => a.Id == c.AddressId && a.CurrentOf != null)) // What was replaced since needs no decision.
            .Join(db.Payees, c => c.PersonId, p => p.PersonId, (c, p) => new { c, p.RegistrationNumber, p.Name }).Join(db.NameCheckLists, x => x.c.ListId, l => l.Id, (x, l) => new { x.c, x.RegistrationNumber, x.Name, l.Agency })
            .OrderBy(x => x.c.Id).Take(PageRows + 1).Select(x => new NameCheckShown(x.c, x.RegistrationNumber, x.Name, x.Agency, db.NameAnswerFiles.Any(f => f.Id == x.c.FileId && me.Contains(f.ReceivedById)))).ToListAsync(ct);
        Rows = [.. found.Take(PageRows)];
        shown.Add(Rows.Select(r => r.Number));
        Next = found.Count > PageRows ? Rows[^1].Check.Id.ToString(CultureInfo.InvariantCulture) : null;
    }
}
