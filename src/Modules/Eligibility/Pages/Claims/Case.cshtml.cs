using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Copies;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;

namespace Spmis.Eligibility.Pages.Claims;

/// <summary>All survivors of one person, each seeing what was decided for the others.</summary>
[Authorize("eligibility.read")]
public sealed class CaseModel(EligibilityDb db, PersonsShown shown) : PageModel
{
    private const int Most = 100;
    private Dictionary<Guid, string> names = [];

    /// <summary>The case.</summary>
    public SurvivorCase Case { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Name of the person insured.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The claims, in the order of filing.</summary>
    public IReadOnlyList<Claim> Claims { get; private set; } = [];

    /// <summary>Who lived with that person, by the register.</summary>
    public IReadOnlyList<PersonCopy> Household { get; private set; } = [];

    /// <summary>Name of a claimant.</summary>
    public string NameOf(Guid person) => names.GetValueOrDefault(person, "");

    /// <summary>What the claimant was to the person insured, in words of the page.</summary>
    public string Relation(Claim claim) => claim.Given.GetValueOrDefault(SurvivorCases.Relation) switch { "spouse" => "Widow or widower", "child" => "Child", "parent" => "Parent", _ => "Not known" };

    /// <summary>Draws the page.</summary>
    public async Task OnGetAsync(string number, CancellationToken ct)
    {
        Case = await db.SurvivorCases.AsNoTracking().SingleOrDefaultAsync(c => c.Number == number, ct) ?? throw new Refused("case.unknown", $"There is no case {number}.");
        var insured = await db.Persons.AsNoTracking().SingleOrDefaultAsync(p => p.PersonId == Case.InsuredId, ct);
        Name = insured?.Name ?? Case.InsuredNumber;
        Claims = await db.Claims.AsNoTracking().Where(c => c.CaseId == Case.Id).OrderBy(c => c.Number).Take(Most).ToListAsync(ct);
        var ids = Claims.Select(c => c.PersonId).ToList();
        names = await db.Persons.Where(p => ids.Contains(p.PersonId)).Select(p => new { p.PersonId, p.Name }).ToDictionaryAsync(p => p.PersonId, p => p.Name, ct);
        shown.Add([Case.InsuredNumber, .. Claims.Select(c => c.PersonNumber)]);
        Household = insured?.HouseholdId is { } household
            ? await db.Persons.AsNoTracking().Where(p => p.HouseholdId == household && p.PersonId != insured.PersonId && p.DiedOn == null && p.MergedIntoId == null).OrderBy(p => p.RegistrationNumber).Take(Most).ToListAsync(ct) : [];
        shown.Add(Household.Select(p => p.RegistrationNumber));
    }
}
