using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Letters;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Access;
using Spmis.Web.Forms;
using Spmis.Web.Letters;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Pages.Claims;

/// <summary>Takes a claim at the desk.</summary>
[Authorize("claims.file")]
public sealed class NewModel(FileClaim file, SchemeBook schemes, CurrentActor current, TimeProvider time, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    /// <summary>Registration number.</summary>
    [BindProperty(SupportsGet = true)]
    public string PersonNumber { get; set; } = "";

    /// <summary>The scheme.</summary>
    [BindProperty(SupportsGet = true)]
    public string Scheme { get; set; } = "";

    /// <summary>The day of the event.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? EventOn { get; set; }

    /// <summary>The day it is filed.</summary>
    [BindProperty]
    public DateOnly? FiledOn { get; set; }

    /// <summary>Who brings it.</summary>
    [BindProperty]
    public ClaimChannel Channel { get; set; }

    /// <summary>Number of the employer, or name of the representative.</summary>
    [BindProperty]
    public string? BroughtBy { get; set; }

    /// <summary>Language of its letters.</summary>
    [BindProperty]
    public string Language { get; set; } = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>Why it comes late.</summary>
    [BindProperty]
    public string? LateBecause { get; set; }

    /// <summary>Registration number of the person who died.</summary>
    [BindProperty(SupportsGet = true)]
    public string? InsuredNumber { get; set; }

    /// <summary>What the claimant was to that person.</summary>
    [BindProperty]
    public string? Relation { get; set; }

    /// <summary>Who may bring it.</summary>
    public IReadOnlyList<Choice> Channels => [new("Desk", words["The claimant, at the desk"]), new("Person", words["The claimant, by letter"]), new("Employer", words["The employer"]), new("Representative", words["Somebody who acts for the claimant"])];

    /// <summary>Languages of letters.</summary>
    public IReadOnlyList<Choice> Languages => [.. Cultures.Names.Select(n => new Choice(n.Code, n.Name))];

    /// <summary>What a survivor may be.</summary>
    public IReadOnlyList<Choice> Relations => [new("spouse", words["Widow or widower"]), new("child", words["Child"]), new("parent", words["Parent"])];

    /// <summary>Schemes that are claimed.</summary>
    public IReadOnlyList<Choice> Schemes { get; private set; } = [];

    /// <summary>Draws the form.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        await LoadAsync(ct);
        FiledOn = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        Scheme = Schemes.Count == 1 ? Schemes[0].Value : Scheme;
    }

    /// <summary>Takes the claim.</summary>
    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var claim = await file.HandleAsync(
            new NewClaim
            {
                PersonNumber = PersonNumber.Replace(" ", "", StringComparison.Ordinal), Scheme = Scheme, EventOn = EventOn ?? default, FiledOn = FiledOn ?? default, Channel = Channel, BroughtBy = Given(BroughtBy),
                Language = LetterLanguage.Known(Language), LateBecause = Given(LateBecause), InsuredNumber = Given(InsuredNumber)?.Replace(" ", "", StringComparison.Ordinal),
                Facts = Given(Relation) is { } relation ? new Dictionary<string, string> { [SurvivorCases.Relation] = relation } : [],
            },
            current.Change("claims.file"), ct);
        Done(words["The claim is taken. Its number: {0}", claim.Number]);
        return Redirect($"/claims/{claim.Number}");
    });

    /// <inheritdoc />
    protected override void Check()
    {
        if (PersonNumber.Length == 0)
        {
            Refuse(nameof(PersonNumber), words["Write the registration number from the card."]);
        }

        if (Scheme.Length == 0)
        {
            Refuse(nameof(Scheme), words["Choose the scheme."]);
        }

        if (EventOn is null)
        {
            Refuse(nameof(EventOn), words["Give the date of the event."]);
        }

        if (FiledOn is null)
        {
            Refuse(nameof(FiledOn), words["Give the day on which the claim is filed."]);
        }
    }

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private async Task LoadAsync(CancellationToken ct) => Schemes = [.. (await schemes.ClaimedAsync(ct)).Select(s => new Choice(s.Key, s.Value))];
}
