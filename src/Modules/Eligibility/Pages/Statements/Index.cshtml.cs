using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Statements;
using Spmis.Kernel.Access;
using Spmis.Kernel.Runs;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Pages.Statements;

/// <summary>Yearly statements, and the start of this year's.</summary>
[Authorize("eligibility.read")]
public sealed class IndexModel(EligibilityDb db, StartStatements start, CurrentActor current, TimeProvider time, IAuthorizationService authorization, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    private const int Most = 50;

    /// <summary>The runs, newest first.</summary>
    public IReadOnlyList<Run> Runs { get; private set; } = [];

    /// <summary>The year whose statements may be made.</summary>
    public int ThisYear => time.GetUtcNow().UtcDateTime.Year;

    /// <summary>Draws the list.</summary>
    public async Task OnGetAsync(CancellationToken ct) => Runs = await db.RunsSeen.AsNoTracking().Where(r => r.Kind == StatementsWorker.RunKind).OrderByDescending(r => r.Id).Take(Most).ToListAsync(ct);

    /// <summary>Starts this year's.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await User.MayAsync("statements.start", authorization))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            var change = current.Change(StatementsWorker.RunKind);
            var started = await start.HandleAsync(change.Today.Year, change, ct);
            Done(started.SentBefore ? words["The statements of this year were made already; nothing was done twice."] : words["The statements are being made."]);
            return Redirect($"/eligibility/runs/{started.RunId}");
        });
    }

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(HttpContext.RequestAborted);
}
