using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Schemes;

namespace Spmis.Eligibility.Pages.Schemes;

/// <summary>The packages and when each decides.</summary>
[Authorize("schemes.read")]
public sealed class IndexModel(EligibilityDb db, Approvals approvals) : PageModel
{
    private const int Most = 100;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<SchemePackageRow> Packages { get; private set; } = [];

    /// <summary>First days by package.</summary>
    public ILookup<long, DateOnly> Days { get; private set; } = Enumerable.Empty<SchemeInForce>().ToLookup(s => s.PackageId, s => s.EffectiveFrom);

    /// <summary>Schemes with an activation that waits.</summary>
    public IReadOnlyList<string> Waiting { get; private set; } = [];

    /// <summary>Draws the list.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        Packages = await db.Packages.AsNoTracking().OrderByDescending(p => p.Id).Take(Most).ToListAsync(ct);
        var ids = Packages.Select(p => p.Id).ToList();
        Days = (await db.SchemesInForce.AsNoTracking().Where(s => ids.Contains(s.PackageId)).OrderBy(s => s.EffectiveFrom).ToListAsync(ct)).ToLookup(s => s.PackageId, s => s.EffectiveFrom);
        Waiting = [.. (await approvals.OpenAsync(Approvals.OfSchemes, ct)).Select(p => p.Subject)];
    }
}
