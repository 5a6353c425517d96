using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Eligibility.Enrolments;
using Spmis.Kernel.Acts;

namespace Spmis.Eligibility.Pages.EligibilityPersons;

/// <summary>What one person has, asked for and was told.</summary>
public abstract class AffairsPage(PersonFile file, FindEnrolments enrolments) : PageModel
{
    /// <summary>All of it.</summary>
    public PersonsAffairs Affairs { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Spells in schemes, newest first.</summary>
    public IReadOnlyList<Enrolment> Enrolments { get; private set; } = [];

    /// <summary>Reads it.</summary>
    protected async Task LoadAsync(string number, CancellationToken ct)
    {
        Affairs = await file.OfAsync(number, ct);
        Enrolments = (await enrolments.OfAsync(Affairs.Person.PersonId, ct)).Spells;
    }
}

/// <summary>A page of its own.</summary>
[Authorize("eligibility.read")]
public sealed class ViewModel(PersonFile file, FindEnrolments enrolments) : AffairsPage(file, enrolments)
{
    /// <summary>Draws the page.</summary>
    public Task OnGetAsync(string number, CancellationToken ct) => LoadAsync(number, ct);
}

/// <summary>The same as a part of another module's page; nothing when this module does not know the person.</summary>
[Authorize("eligibility.read")]
public sealed class FragmentModel(PersonFile file, FindEnrolments enrolments) : AffairsPage(file, enrolments)
{
    /// <summary>False for somebody registered a moment ago: the copy follows.</summary>
    public bool IsKnown { get; private set; } = true;

    /// <summary>Draws the part.</summary>
    public async Task OnGetAsync(string number, CancellationToken ct)
    {
        try
        {
            await LoadAsync(number, ct);
        }
        catch (Refused refused) when (refused.Code == "person.unknown")
        {
            IsKnown = false;
        }
    }
}
