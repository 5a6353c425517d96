using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Spmis.Web.Letters;

/// <summary>A page that prints a letter, in the language of the person or another one.</summary>
public abstract class LetterPage : PageModel
{
    /// <summary>Another language than the person's.</summary>
    [BindProperty(SupportsGet = true, Name = "language")]
    public string? Language { get; set; }

    /// <summary>The letter.</summary>
    public Letter Letter { get; protected set; } = null!; // Loaded before the page is drawn.

    /// <summary>Where the reader came from.</summary>
    public abstract string Back { get; }

    /// <summary>Whether the PDF's fonts have the letters of its language.</summary>
    public bool HasPdf => LetterPdf.CanWrite(Letter);

    /// <summary>Where it is as PDF.</summary>
    public string PdfPath => $"{Request.Path}?handler=Pdf&language={Letter.Language}";

    /// <summary>Draws it.</summary>
    public async Task OnGetAsync(CancellationToken ct) => Letter = await WriteAsync(Language, ct);

    /// <summary>Hands it out as PDF.</summary>
    public async Task<IActionResult> OnGetPdfAsync(CancellationToken ct)
    {
        Letter = await WriteAsync(Language, ct);
        return File(LetterPdf.Write(Letter), "application/pdf", $"{Letter.Reference}.pdf");
    }

    /// <summary>Writes the letter.</summary>
    protected abstract Task<Letter> WriteAsync(string? language, CancellationToken ct);
}
