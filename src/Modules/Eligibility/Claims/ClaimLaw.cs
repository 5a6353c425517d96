using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Schemes;

namespace Spmis.Eligibility.Claims;

/// <summary>The packages of a scheme by the day they begin to decide, fetched once for many claims.</summary>
public sealed class ClaimLaw
{
    private readonly List<(DateOnly From, ApprovedScheme Scheme)> versions;

    private ClaimLaw(List<(DateOnly From, ApprovedScheme Scheme)> versions) => this.versions = versions;

    /// <summary>All versions of a scheme that are or were in force.</summary>
    public static async Task<ClaimLaw> OfAsync(EligibilityDb db, SchemeBook schemes, string scheme, CancellationToken ct)
    {
        var rows = await db.SchemesInForce.AsNoTracking().Where(s => s.Scheme == scheme).OrderBy(s => s.EffectiveFrom).ThenBy(s => s.Id).Select(s => new { s.EffectiveFrom, s.Hash }).ToListAsync(ct);
        List<(DateOnly From, ApprovedScheme Scheme)> versions = [];
        foreach (var row in rows)
        {
            versions.Add((row.EffectiveFrom, await schemes.ByHashAsync(row.Hash, ct)));
        }

        return new ClaimLaw(versions);
    }

    /// <summary>The one that decides on a day; null when none is in force.</summary>
    public ApprovedScheme? On(DateOnly day) => versions.LastOrDefault(v => v.From <= day).Scheme;

    /// <summary>Whether a benefit is claimed: it asks for contributions, or its package has terms of claiming beside the rounds.</summary>
    public static bool IsClaimed(ApprovedScheme scheme) => scheme.Use is SchemeUse.Claims || (scheme.Use is SchemeUse.Rounds && scheme.Rules.Claims is not null);
}
