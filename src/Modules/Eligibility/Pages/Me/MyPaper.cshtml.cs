using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Evidence;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Rules;
using Spmis.Web.Forms;

namespace Spmis.Eligibility.Pages.Me;

/// <summary>A paper for an own claim; an officer looks at it before it counts.</summary>
[Authorize("me.claim")]
[RequestSizeLimit(MostRequest)]
[RequestFormLimits(MultipartBodyLengthLimit = MostRequest)]
public sealed class MyPaperModel(PersonFile file, SchemeBook schemes, ReceiveEvidence receive, CurrentActor current, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    /// <summary>A little more than a document, so that one that is too large is told so on the page.</summary>
    private const long MostRequest = 2 * DocumentKind.MostBytes;

    /// <summary>The claim's number.</summary>
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    /// <summary>Which piece of the package's list.</summary>
    [BindProperty(SupportsGet = true)]
    public string Kind { get; set; } = "";

    /// <summary>The file.</summary>
    [BindProperty]
    public IFormFile? Upload { get; set; }

    /// <summary>When it was issued.</summary>
    [BindProperty]
    public DateOnly? IssuedOn { get; set; }

    /// <summary>Who issued it.</summary>
    [BindProperty]
    public string? Issuer { get; set; }

    /// <summary>First day of a certificate.</summary>
    [BindProperty]
    public DateOnly? FromDay { get; set; }

    /// <summary>Last day.</summary>
    [BindProperty]
    public DateOnly? ToDay { get; set; }

    /// <summary>Degree of incapacity.</summary>
    [BindProperty]
    public int? DegreePercent { get; set; }

    /// <summary>The piece.</summary>
    public EvidenceDeclaration Piece { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>The reader's language.</summary>
    public string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>Draws the form.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        var claim = await file.OwnClaimAsync(current, Number, ct);
        Piece = (await schemes.OnAsync(claim.Scheme, claim.EventOn, ct)).Rules.Claims?.Evidence.FirstOrDefault(p => p.Id == Kind) ?? throw new Refused("evidence.unknown", $"'{claim.Scheme}' asks for no '{Kind}'.");
    }

    /// <summary>Takes the paper.</summary>
    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var claim = await file.OwnClaimAsync(current, Number, ct); // Before anything is stored.
        await using var content = Upload?.OpenReadStream();
        var input = new NewEvidence { ClaimNumber = claim.Number, Kind = Kind, Content = content, FileName = Upload?.FileName, Issuer = Issuer, IssuedOn = IssuedOn, FromDay = FromDay, ToDay = ToDay, DegreePercent = DegreePercent };
        try
        {
            await receive.HandleAsync(input, current.Change("evidence.receive"), ct);
        }
        catch (Refused refused) when (refused.Field == "file")
        {
            Refuse(nameof(Upload), refused.Message);
            return Page();
        }

        Done(words["The paper is added. Somebody should look at it."]);
        return LocalRedirect($"/me/claims/{claim.Number}");
    });

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(HttpContext.RequestAborted);

    /// <inheritdoc />
    protected override void Check()
    {
        if (Upload is null)
        {
            Refuse(nameof(Upload), words["Choose the scanned paper."]);
        }
    }
}
