using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Debts;
using Spmis.Kernel.Access;

namespace Spmis.Eligibility.Pages.Debts;

/// <summary>Debts, the open ones or all, and what of them waits for a second person.</summary>
[Authorize("eligibility.read")]
public sealed class IndexModel(EligibilityDb db, PersonsShown shown) : ApprovalPage([OpenDebt.Act, PlanRecovery.Act, ReduceDebt.Act], "awards.approve")
{
    private const int PageRows = 25;

    /// <summary>Settled ones too.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    /// <summary>Go on after this number.</summary>
    [BindProperty(SupportsGet = true)]
    public string After { get; set; } = "";

    /// <summary>The debts listed.</summary>
    public IReadOnlyList<Debt> Rows { get; private set; } = [];

    /// <summary>Key of the next page.</summary>
    public string? Next { get; private set; }

    /// <summary>Draws the page.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        var (all, after) = (All, After);
        var rows = await db.Debts.AsNoTracking().Where(d => (all || d.AmountMinor > d.WaivedMinor + d.RepaidMinor + d.RecoveredMinor) && string.Compare(d.Number, after) > 0).OrderBy(d => d.Number).Take(PageRows + 1).ToListAsync(ct);
        (Rows, Next) = ([.. rows.Take(PageRows)], rows.Count > PageRows ? rows[PageRows - 1].Number : null);
        shown.Add(Rows.Select(d => d.PersonNumber));
        await LoadOpenAsync(null, ct);
    }

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(HttpContext.RequestAborted);
}
