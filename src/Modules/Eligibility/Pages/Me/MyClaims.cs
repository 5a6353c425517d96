using Microsoft.AspNetCore.Authorization;
using Spmis.Eligibility.Enrolments;
using Spmis.Eligibility.Pages.EligibilityPersons;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;

namespace Spmis.Eligibility.Pages.Me;

/// <summary>What one asked for, was told and has. Whose it is stands in the session, never in the address.</summary>
public abstract class MyAffairsPage(PersonFile file, FindEnrolments enrolments, CurrentActor current) : AffairsPage(file, enrolments)
{
    /// <summary>False for somebody registered a moment ago: the copy follows.</summary>
    public bool IsKnown { get; private set; } = true;

    /// <summary>Reads the own affairs.</summary>
    protected async Task LoadOwnAsync(CancellationToken ct)
    {
        try
        {
            await LoadAsync(current.Actor.OwnNumber(), ct);
        }
        catch (Refused refused) when (refused.Code == "person.unknown")
        {
            IsKnown = false;
        }
    }
}

/// <summary>The list.</summary>
[Authorize("me.benefits")]
public sealed class MyClaimsModel(PersonFile file, FindEnrolments enrolments, SchemeBook schemes, CurrentActor current) : MyAffairsPage(file, enrolments, current)
{
    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>();

    /// <summary>A scheme by the name people know.</summary>
    public string NameOf(string scheme) => names.GetValueOrDefault(scheme, scheme);

    /// <summary>Draws the page.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        await LoadOwnAsync(ct);
        names = (await schemes.ClaimedAsync(ct)).ToDictionary(s => s.Key, s => s.Value);
    }
}

/// <summary>The part of the report.</summary>
[Authorize("me.benefits")]
public sealed class MyAffairsFragmentModel(PersonFile file, FindEnrolments enrolments, CurrentActor current) : MyAffairsPage(file, enrolments, current)
{
    /// <summary>Draws the part.</summary>
    public Task OnGetAsync(CancellationToken ct) => LoadOwnAsync(ct);
}
