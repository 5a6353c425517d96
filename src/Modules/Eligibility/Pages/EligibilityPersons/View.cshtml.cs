using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Eligibility.Enrolments;

namespace Spmis.Eligibility.Pages.EligibilityPersons;

/// <summary>What one person has, asked for and was told.</summary>
[Authorize("eligibility.read")]
public sealed class ViewModel(PersonFile file, FindEnrolments enrolments) : PageModel
{
    /// <summary>All of it.</summary>
    public PersonsAffairs Affairs { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Spells in schemes, newest first.</summary>
    public IReadOnlyList<Enrolment> Enrolments { get; private set; } = [];

    /// <summary>Draws the page.</summary>
    public async Task OnGetAsync(string number, CancellationToken ct)
    {
        Affairs = await file.OfAsync(number, ct);
        Enrolments = (await enrolments.OfAsync(Affairs.Person.PersonId, ct)).Spells;
    }
}
