using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Access;
using Spmis.Web.Forms;

namespace Spmis.Eligibility.Pages.Claims;

/// <summary>Takes a claim at the desk.</summary>
[Authorize("claims.file")]
public sealed class NewModel(FileClaim file, SchemeBook schemes, CurrentActor current, TimeProvider time, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    /// <summary>Registration number.</summary>
    [BindProperty(SupportsGet = true)]
    public string PersonNumber { get; set; } = "";

    /// <summary>The scheme.</summary>
    [BindProperty]
    public string Scheme { get; set; } = "";

    /// <summary>The day of the event.</summary>
    [BindProperty]
    public DateOnly? EventOn { get; set; }

    /// <summary>The day it is filed.</summary>
    [BindProperty]
    public DateOnly? FiledOn { get; set; }

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
            new NewClaim { PersonNumber = PersonNumber.Replace(" ", "", StringComparison.Ordinal), Scheme = Scheme, EventOn = EventOn ?? default, FiledOn = FiledOn ?? default }, current.Change("claims.file"), ct);
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
            Refuse(nameof(EventOn), words["Give the date of the confinement."]);
        }

        if (FiledOn is null)
        {
            Refuse(nameof(FiledOn), words["Give the day on which the claim is filed."]);
        }
    }

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    private async Task LoadAsync(CancellationToken ct) => Schemes = [.. (await schemes.SchemesAsync(SchemeUse.Claims, ct)).Select(s => new Choice(s.Key, s.Value))];
}
