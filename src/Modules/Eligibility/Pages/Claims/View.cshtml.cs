using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Determinations;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Pages.Claims;

/// <summary>One claim, its decisions and its award.</summary>
[Authorize("eligibility.read")]
public sealed class ViewModel(EligibilityDb db, PersonsShown shown, DetermineClaim determine, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    /// <summary>The claim.</summary>
    public Claim Claim { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Name of the claimant.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Its decisions, newest first.</summary>
    public IReadOnlyList<Determination> Decisions { get; private set; } = [];

    /// <summary>Its award.</summary>
    public Award? Award { get; private set; }

    /// <summary>Draws the page.</summary>
    public async Task OnGetAsync(string number, CancellationToken ct)
    {
        Claim = await db.Claims.AsNoTracking().SingleOrDefaultAsync(c => c.Number == number, ct) ?? throw new Refused("claim.unknown", $"There is no claim {number}.");
        var person = await db.Persons.AsNoTracking().SingleOrDefaultAsync(p => p.PersonId == Claim.PersonId, ct);
        Name = person?.Name ?? "";
        shown.Add(person?.RegistrationNumber);
        Decisions = await db.Determinations.AsNoTracking().Where(d => d.ClaimId == Claim.Id).OrderByDescending(d => d.Attempt).Take(20).ToListAsync(ct);
        Award = await db.Awards.AsNoTracking().Where(a => a.ClaimId == Claim.Id).OrderBy(a => a.Number).FirstOrDefaultAsync(ct);
    }

    /// <summary>Decides it on what is known now.</summary>
    public async Task<IActionResult> OnPostAsync(string number, CancellationToken ct)
    {
        if (!await User.MayAsync("claims.determine", authorization))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            var id = await determine.HandleAsync(number, current.Change("claims.determine"), ct);
            Done(words["The claim is decided."]);
            return Redirect($"/determinations/{id}");
        });
    }

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(RouteData.Values["number"]?.ToString() ?? "", HttpContext.RequestAborted);
}
