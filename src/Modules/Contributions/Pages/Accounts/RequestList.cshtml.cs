using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Accounts;
using Spmis.Kernel.Access;
using Spmis.Web.Forms;

namespace Spmis.Contributions.Pages.Accounts;

/// <summary>Requests for accounts of employers and associations, the oldest open one first.</summary>
[Authorize(Policy = May.AnswerRequests)]
public sealed class RequestListModel(ContributionsDb db) : PageModel
{
    private const int PageRows = 50;

    [BindProperty(SupportsGet = true)]
    public bool Answered { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? After { get; set; }

    public IReadOnlyList<AccountRequest> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        var rows = db.Set<AccountRequest>().AsNoTracking().Where(r => r.AnsweredAt != null == Answered);
        // Ids are made in the order of time: what waits longest stands first, what was answered last.
        var found = Answered
            ? await rows.Where(r => After == null || r.Id.CompareTo(After.Value) < 0).OrderByDescending(r => r.Id).Take(PageRows + 1).ToListAsync(ct)
            : await rows.Where(r => After == null || r.Id.CompareTo(After.Value) > 0).OrderBy(r => r.Id).Take(PageRows + 1).ToListAsync(ct);
        Rows = [.. found.Take(PageRows)];
        Next = found.Count > PageRows ? Rows[^1].Id.ToString() : null;
    }
}

/// <summary>One request, and the office's answer.</summary>
[Authorize(Policy = May.AnswerRequests)]
public sealed class RequestPageModel(ContributionsDb db, AnswerAccountRequest answer, CurrentActor current, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public string Note { get; set; } = "";

    public AccountRequest Asked { get; private set; } = null!; // Loaded before the page is drawn.

    public string EmployerName { get; private set; } = "";

    /// <summary>Its record in the register.</summary>
    public string Record => $"/{(Asked.OfAssociation ? "associations" : "employers")}/{Asked.EmployerNumber}";

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => AnswerAsync(true, ct);

    public Task<IActionResult> OnPostRefuseAsync(CancellationToken ct) => AnswerAsync(false, ct);

    protected override async Task OnRedisplayAsync()
    {
        Asked = await answer.ReadAsync(Id, HttpContext.RequestAborted);
        EmployerName = await db.Set<Copies.EmployerCopy>().Where(e => e.EmployerId == Asked.EmployerId).Select(e => e.Name).SingleOrDefaultAsync(HttpContext.RequestAborted)
            ?? await db.Set<Spmis.Contributions.Associations.AssociationCopy>().Where(a => a.AssociationId == Asked.EmployerId).Select(a => a.Name).SingleOrDefaultAsync(HttpContext.RequestAborted) ?? "";
    }

    private Task<IActionResult> AnswerAsync(bool given, CancellationToken ct) => TryAsync(async () =>
    {
        await answer.HandleAsync(Id, given, Note, current.Change(given ? "accounts.request-given" : "accounts.request-refused"), ct);
        Done(T["The request is answered."]);
        return LocalRedirect("/contributions/account-requests");
    });
}
