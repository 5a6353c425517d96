using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Spmis.Kernel.Acts;
using Spmis.Registration.Cards;
using Spmis.Registration.Persons;
using Spmis.Registration.Photos;
using Spmis.Web.Shell;

namespace Spmis.Registration.Pages.Cards;

[Authorize(May.IssueCards)]
public sealed class CardModel(ReadPerson read, ReadCards cards, ReadPhoto photos, IAuthorizationService authorization, IOptions<PortalOptions> portal, IStringLocalizer<RegistrationTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string Serial { get; set; } = "";

    public PersonRecord Record { get; private set; } = null!; // Read before the page is drawn.

    public Card Card { get; private set; } = null!; // As above.

    /// <summary>The card drawn, every word of it encoded.</summary>
    public string Svg => CardSvg.Write(portal.Value.Name, Card.PrintedName, Record.Person.NativeName is { } native && native != Card.PrintedName ? native : null, Lines, texts["Photograph"], ShowsPhoto ? $"/persons/{Record.Person.Number}/photo/file" : null, texts["Registration card of {0}", Card.PrintedName], Card.Payload);

    /// <summary>Whether there is a photograph to print and the reader may see it.</summary>
    private bool ShowsPhoto { get; set; }

    public bool CanPdf => CardPdf.CanWrite([portal.Value.Name, Card.PrintedName, texts["Photograph"], .. Lines.Select(l => l.Label)]);

    private IReadOnlyList<(string Label, string Value)> Lines =>
    [
        (texts["Registration number"], PersonText.Number(Record.Person.Number)), (texts["Valid until"], Card.ValidUntil.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), (texts["Card"], Card.Serial),
    ];

    public Task OnGetAsync(CancellationToken ct) => LoadAsync(ct);

    public async Task<IActionResult> OnGetPdfAsync(CancellationToken ct)
    {
        await LoadAsync(ct);
        return CanPdf
            ? File(CardPdf.Write(portal.Value.Name, Card.PrintedName, Lines, texts["Photograph"], ShowsPhoto && Record.Photo is { } photo ? new CardPhoto(await photos.HandleAsync(Number, ct), photo.Width, photo.Height) : null, Card.Payload), "application/pdf", $"card-{Card.Serial}.pdf")
            : throw new Refused("card.no-pdf", texts["The fonts of the PDF lack letters of this name or language; print this page instead."]);
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        Record = await read.HandleAsync(Number, ct);
        ShowsPhoto = Record.Photo is not null && (await authorization.AuthorizeAsync(User, May.SeePhotos)).Succeeded;
        Card = (await cards.OfAsync(Record.Person, ct)).FirstOrDefault(c => c.Serial == Serial) ?? throw new Refused("card.unknown", texts["There is no such card of this person."]);
    }
}
