using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Evidence;
using Spmis.Eligibility.Letters;
using Spmis.Eligibility.Pages.Claims;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Rules;
using Spmis.Web.Forms;
using Spmis.Web.Letters;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Pages.Me;

/// <summary>Finds a claim among one's own, those under merged numbers included; another's is as unknown as one that does not exist.</summary>
internal static class OwnClaims
{
    public static async Task<Claim> OwnClaimAsync(this PersonFile file, CurrentActor current, string number, CancellationToken ct) =>
        (await file.OfAsync(current.Actor.OwnNumber(), ct)).Claims.FirstOrDefault(c => c.Number == number) ?? throw new Refused("claim.unknown", $"You have no claim {number}.");
}

/// <summary>One own claim: how it stands, and which papers it needs.</summary>
[Authorize("me.benefits")]
public sealed class MyClaimModel(PersonFile file, ClaimSheets sheets, AnswerDueClaim answer, CurrentActor current, IAuthorizationService authorization, TimeProvider time, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    /// <summary>Why it comes late.</summary>
    [BindProperty]
    public string? LateBecause { get; set; }

    /// <summary>Why it is not wanted.</summary>
    [BindProperty]
    public string? Because { get; set; }

    /// <summary>Whether it was opened by an event and this person may answer it here.</summary>
    public bool MayAnswer => Claim.Draft && Claim.InsuredId is null;

    /// <summary>The claim.</summary>
    public Claim Claim { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>The rules it is decided by.</summary>
    public Scheme Rules { get; private set; } = null!; // As above.

    /// <summary>What it needs.</summary>
    public IReadOnlyList<Need> Needs { get; private set; } = [];

    /// <summary>The reader's language.</summary>
    public string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>Draws the page.</summary>
    public Task OnGetAsync(string number, CancellationToken ct) => LoadAsync(number, ct);

    /// <summary>Claims what an event opened.</summary>
    public Task<IActionResult> OnPostConfirmAsync(string number, CancellationToken ct) => DoAsync(async () =>
    {
        await answer.ConfirmAsync(number, LateBecause, LetterLanguage.Known(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName), current.Change("claims.confirm"), ct);
        Done(words["The claim is taken. Its number: {0}", number]);
        return LocalRedirect($"/me/claims/{number}");
    });

    /// <summary>Says that it is not wanted.</summary>
    public Task<IActionResult> OnPostDeclineAsync(string number, CancellationToken ct) => DoAsync(async () =>
    {
        await answer.DeclineAsync(number, Because, current.Change("claims.close"), ct);
        Done(words["You declined it. Nothing is decided; you can still claim it on this page."]);
        return LocalRedirect($"/me/claims/{number}");
    });

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => LoadAsync(RouteData.Values["number"]?.ToString() ?? "", HttpContext.RequestAborted);

    private async Task<IActionResult> DoAsync(Func<Task<IActionResult>> act) => await User.MayAsync("me.claim", authorization) ? await TryAsync(act) : Forbid();

    private async Task LoadAsync(string number, CancellationToken ct)
    {
        Claim = await file.OwnClaimAsync(current, number, ct);
        var sheet = (await sheets.OfAsync([Claim], DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), ct))[0];
        Rules = sheet.Scheme.Rules;
        var states = (sheet.Sheet.Evidence ?? []).ToDictionary(e => e.Name, e => e.State);
        Needs = [.. (Rules.Claims?.Evidence ?? []).Where(p => states.ContainsKey(p.Id) || sheet.Items.Any(i => i.Kind == p.Id))
            .Select(p => new Need(p, states.GetValueOrDefault(p.Id, EvidenceState.Accepted), [.. sheet.Items.Where(i => i.Kind == p.Id).OrderBy(i => i.ReceivedAt).ThenBy(i => i.Id)]))];
    }
}

/// <summary>The letter of the last decision on an own claim.</summary>
[Authorize("me.benefits")]
public sealed class MyLetterModel(PersonFile file, WriteDecisionLetter write, CurrentActor current) : LetterPage
{
    /// <summary>The claim's number.</summary>
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    /// <inheritdoc />
    public override string Back => $"/me/claims/{Number}";

    /// <inheritdoc />
    protected override async Task<Letter> WriteAsync(string? language, CancellationToken ct)
    {
        var claim = await file.OwnClaimAsync(current, Number, ct);
        return await write.HandleAsync(claim.DeterminationId ?? throw new Refused("claim.undecided", "This claim was not decided yet."), language, ct);
    }
}
