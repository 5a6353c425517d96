using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Appeals;
using Spmis.Kernel.Acts;
using Spmis.Rules;
using Spmis.Values;
using Spmis.Web.Forms;

namespace Spmis.Eligibility.Pages.Appeals;

/// <summary>One appeal and its outcome.</summary>
[Authorize("eligibility.read")]
public sealed class ViewModel(EligibilityDb db, DecideAppeal decide) : ApprovalPage([DecideAppeal.Act], "determinations.approve")
{
    /// <summary>What becomes of it.</summary>
    [BindProperty]
    public AppealOutcome? Outcome { get; set; }

    /// <summary>Yes or no, when the decision is changed.</summary>
    [BindProperty]
    public Answer? Instead { get; set; }

    /// <summary>Amount of a month.</summary>
    [BindProperty]
    public string? MonthlyText { get; set; }

    /// <summary>For how many months.</summary>
    [BindProperty]
    public int? MonthCount { get; set; }

    /// <summary>Why.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The appeal.</summary>
    public Appeal Appeal { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Currency of the scheme.</summary>
    public string CurrencyCode { get; private set; } = "";

    /// <summary>What may become of it.</summary>
    public IReadOnlyList<Choice> Outcomes => [new("Upheld", Words["The decision stands"]), new("Changed", Words["The decision is changed"]), new("SentBack", Words["The claim is decided again by the office"])];

    /// <summary>Yes and no.</summary>
    public IReadOnlyList<Choice> Answers => [new("Yes", Words["Entitled"]), new("No", Words["Not entitled"])];

    /// <summary>Draws the page.</summary>
    public async Task OnGetAsync(string number, CancellationToken ct)
    {
        Appeal = await db.Appeals.AsNoTracking().SingleOrDefaultAsync(a => a.Number == number, ct) ?? throw new Refused("appeal.unknown", $"There is no appeal {number}.");
        CurrencyCode = await db.Determinations.Where(d => d.Id == Appeal.DeterminationId).Select(d => d.Currency).SingleAsync(ct);
        await LoadOpenAsync(number, ct);
    }

    /// <summary>Prepares the outcome.</summary>
    public async Task<IActionResult> OnPostAsync(string number, CancellationToken ct)
    {
        if (!await MayAsync("appeals.decide"))
        {
            return Forbid();
        }

        await OnGetAsync(number, ct);
        return await TryAsync(async () =>
        {
            var monthly = ReadMoney(nameof(MonthlyText), MonthlyText, Currency.Of(CurrencyCode));
            if (Outcome is not { } outcome)
            {
                Refuse(nameof(Outcome), Words["Choose the outcome."]);
                return Page();
            }

            if (!ModelState.IsValid)
            {
                return Page();
            }

            await decide.ProposeAsync(number, outcome, Instead is { } answer ? (answer, monthly?.Minor, MonthCount) : null, Current.Change(DecideAppeal.Act, Reason), ct);
            Done(Words["The outcome waits for a second person."]);
            return Redirect($"/appeals/{number}");
        });
    }

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(RouteData.Values["number"]?.ToString() ?? "", HttpContext.RequestAborted);
}
