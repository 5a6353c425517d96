using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Web.Forms;
using Spmis.Web.Letters;

namespace Spmis.Eligibility.Pages.Me;

/// <summary>A person claims in the own account: the same act and rules as at the desk, filed today, for oneself.</summary>
[Authorize("me.claim")]
public sealed class MyNewClaimModel(FileClaim file, SchemeBook schemes, CurrentActor current, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    /// <summary>The scheme.</summary>
    [BindProperty]
    public string Scheme { get; set; } = "";

    /// <summary>The day of the event.</summary>
    [BindProperty]
    public DateOnly? EventOn { get; set; }

    /// <summary>Why it comes late.</summary>
    [BindProperty]
    public string? LateBecause { get; set; }

    /// <summary>Schemes that are claimed.</summary>
    public IReadOnlyList<Choice> Schemes { get; private set; } = [];

    /// <summary>Draws the form.</summary>
    public Task OnGetAsync() => OnRedisplayAsync();

    /// <summary>Files the claim.</summary>
    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if ((await schemes.ClaimedForOneselfAsync(ct)).All(s => s.Key != Scheme))
        {
            throw new Refused("claim.not-for-oneself", words["What survivors claim is taken at the desk: it begins with a death in the register. Choose a benefit of the list."], nameof(Scheme));
        }

        var change = current.Change("claims.file");
        var claim = await file.HandleAsync(
            new NewClaim
            {
                PersonNumber = current.Actor.OwnNumber(), Scheme = Scheme, EventOn = EventOn ?? default, FiledOn = change.Today, Channel = ClaimChannel.Person,
                Language = LetterLanguage.Known(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName), LateBecause = string.IsNullOrWhiteSpace(LateBecause) ? null : LateBecause.Trim(),
            },
            change, ct);
        Done(words["The claim is taken. Its number: {0}", claim.Number]);
        return LocalRedirect($"/me/claims/{claim.Number}");
    });

    /// <inheritdoc />
    protected override void Check()
    {
        if (Scheme.Length == 0)
        {
            Refuse(nameof(Scheme), words["Choose the benefit."]);
        }

        if (EventOn is null)
        {
            Refuse(nameof(EventOn), words["Give the date of the event."]);
        }
    }

    /// <inheritdoc />
    protected override async Task OnRedisplayAsync() => Schemes = [.. (await schemes.ClaimedForOneselfAsync(HttpContext.RequestAborted)).Select(s => new Choice(s.Key, s.Value))];
}
