using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Evidence;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Pages.Evidence;

/// <summary>One paper: accept it, refuse it, or say that it holds against another one.</summary>
[Authorize("eligibility.read")]
public sealed class ViewModel(EligibilityDb db, SchemeBook schemes, JudgeEvidence judge, SettleCertificates settle, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    /// <summary>The claim's number.</summary>
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    /// <summary>Why.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The paper.</summary>
    public EvidenceItem Item { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>What it is.</summary>
    public string Label { get; private set; } = "";

    /// <summary>Whether the claim can still be decided.</summary>
    public bool Open { get; private set; }

    /// <summary>Certificates that say something else of the same days.</summary>
    public IReadOnlyList<EvidenceItem> Contradicting { get; private set; } = [];

    /// <summary>Draws the page.</summary>
    public async Task OnGetAsync(Guid id, CancellationToken ct)
    {
        var claim = await ClaimQueries.ByNumberAsync(db, Number, ct);
        var all = await db.Evidence.AsNoTracking().Where(e => e.ClaimId == claim.Id).ToListAsync(ct);
        Item = all.SingleOrDefault(e => e.Id == id) ?? throw new Refused("evidence.unknown-item", $"Claim {Number} has no such paper.");
        (Open, Contradicting) = (claim.Decidable, [.. all.Where(Item.Contradicts).OrderBy(e => e.ReceivedAt)]);
        var scheme = (await schemes.OnAsync(claim.Scheme, claim.EventOn, ct)).Rules;
        Label = scheme.Claims?.Evidence.FirstOrDefault(p => p.Id == Item.Kind)?.Label(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName) ?? Item.Kind;
    }

    /// <summary>Accepts it.</summary>
    public Task<IActionResult> OnPostAcceptAsync(Guid id, CancellationToken ct) => DoAsync(words["Accepted."], () => judge.HandleAsync(id, true, Change("evidence.accept"), ct));

    /// <summary>Refuses it.</summary>
    public Task<IActionResult> OnPostRefuseAsync(Guid id, CancellationToken ct) => DoAsync(words["Refused; the claimant reads your reason."], () => judge.HandleAsync(id, false, Change("evidence.refuse"), ct));

    /// <summary>Says that it holds.</summary>
    public Task<IActionResult> OnPostSettleAsync(Guid id, CancellationToken ct) => DoAsync(words["Settled: the other one is set aside."], () => settle.HandleAsync(id, Change("evidence.settle"), ct));

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(Guid.Parse(RouteData.Values["id"]?.ToString() ?? ""), HttpContext.RequestAborted);

    private Change Change(string act) => current.Change(act, string.IsNullOrWhiteSpace(Reason) ? null : Reason.Trim());

    private async Task<IActionResult> DoAsync(string done, Func<Task> act)
    {
        if (!await User.MayAsync("evidence.judge", authorization))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            await act();
            Done(done);
            return Redirect($"/claims/{Number}");
        });
    }
}
