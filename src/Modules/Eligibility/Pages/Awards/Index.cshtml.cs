using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;

namespace Spmis.Eligibility.Pages.Awards;

/// <summary>Awards, what of them waits for approval, and second awards found by merges.</summary>
[Authorize("eligibility.read")]
public sealed class IndexModel(EligibilityDb db) : ApprovalPage(Approvals.OfAwards, "awards.approve")
{
    private const int Rows = 25;

    /// <summary>all, duplicates, or taken-over: those taken over that the package would not have given so.</summary>
    [BindProperty(SupportsGet = true)]
    public string Show { get; set; } = "all";

    /// <summary>Go on after this number.</summary>
    [BindProperty(SupportsGet = true)]
    public string After { get; set; } = "";

    /// <summary>The awards listed.</summary>
    public IReadOnlyList<Award> Awards { get; private set; } = [];

    /// <summary>Registration numbers by person.</summary>
    public IReadOnlyDictionary<Guid, string> Numbers { get; private set; } = new Dictionary<Guid, string>();

    /// <summary>Key of the next page.</summary>
    public string? Next { get; private set; }

    /// <summary>Second awards that wait for a person to look.</summary>
    public int Duplicates { get; private set; }

    /// <summary>Draws the page.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        var (after, duplicates, takenOver) = (After, Show == "duplicates", Show == "taken-over");
        var rows = await db.Awards.AsNoTracking().Where(a => string.Compare(a.Number, after) > 0 && (!duplicates || a.DuplicateOfId != null) && (!takenOver || (a.LegacyNumber != null && a.RecomputedMinor != a.MonthlyMinor))).OrderBy(a => a.Number).Take(Rows + 1).ToListAsync(ct);
        (Awards, Next) = ([.. rows.Take(Rows)], rows.Count > Rows ? rows[Rows - 1].Number : null);
        var ids = Awards.Select(a => a.PersonId).Distinct().ToList();
        Numbers = await db.Persons.AsNoTracking().Where(p => ids.Contains(p.PersonId)).ToDictionaryAsync(p => p.PersonId, p => p.RegistrationNumber, ct);
        Duplicates = await db.Awards.CountAsync(a => a.DuplicateOfId != null, ct);
        await LoadOpenAsync(null, ct);
    }

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(HttpContext.RequestAborted);
}
