using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Debts;
using Spmis.Kernel.Access;
using Spmis.Values;
using Spmis.Web.Forms;

namespace Spmis.Eligibility.Pages.Debts;

/// <summary>Opens a debt that a person found.</summary>
[Authorize("awards.prepare")]
public sealed class NewModel(EligibilityDb db, OpenDebt open, CurrentActor current, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    /// <summary>The award.</summary>
    [BindProperty(SupportsGet = true)]
    public string? AwardNumber { get; set; }

    /// <summary>First month, as 2026-07.</summary>
    [BindProperty]
    public string? FromMonth { get; set; }

    /// <summary>Last month.</summary>
    [BindProperty]
    public string? ThroughMonth { get; set; }

    /// <summary>How much too much.</summary>
    [BindProperty]
    public string? Amount { get; set; }

    /// <summary>Why.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>Puts it up for a second person.</summary>
    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var award = await AwardQueries.ByNumberAsync(db, AwardNumber?.Trim() ?? "", ct);
        var amount = ReadMoney(nameof(Amount), Amount, Currency.Of(award.Currency));
        var (from, through) = (Api.Reading.Month(FromMonth, nameof(FromMonth)), Api.Reading.Month(ThroughMonth, nameof(ThroughMonth)));
        if (!ModelState.IsValid)
        {
            return Page();
        }

        await open.ProposeAsync(new NewDebt(award.Number, from.Code, through.Code, amount?.Minor ?? 0, Reason ?? ""), current.Change(OpenDebt.Act), ct);
        Done(words["The debt waits for a second person."]);
        return Redirect("/eligibility/debts");
    });
}
