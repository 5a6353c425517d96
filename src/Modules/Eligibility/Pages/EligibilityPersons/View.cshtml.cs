using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Spmis.Eligibility.Pages.EligibilityPersons;

/// <summary>What one person has, asked for and was told.</summary>
[Authorize("eligibility.read")]
public sealed class ViewModel(PersonFile file) : PageModel
{
    /// <summary>All of it.</summary>
    public PersonsAffairs Affairs { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Draws the page.</summary>
    public async Task OnGetAsync(string number, CancellationToken ct) => Affairs = await file.OfAsync(number, ct);
}
