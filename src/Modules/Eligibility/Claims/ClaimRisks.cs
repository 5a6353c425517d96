namespace Spmis.Eligibility.Claims;

/// <summary>Why an officer should look twice at a claim: the queue shows it, and such claims come first among those of the same day.</summary>
public static class ClaimRisks
{
    /// <summary>It comes later than the law gives time for.</summary>
    public const string Late = "late";

    /// <summary>The claimant was found in a return only.</summary>
    public const string Provisional = "provisional";

    /// <summary>Certificates of the same days say different things.</summary>
    public const string Contradiction = "contradiction";

    /// <summary>An earlier decision was withdrawn.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>After it was decided another survivor came or fell away, or the death was taken back: the shares are others now.</summary>
    public const string CaseChanged = "case-changed";

    /// <summary>Sets or takes away a reason.</summary>
    public static void Mark(Claim claim, string risk, bool on)
    {
        var risks = Of(claim).Where(r => r != risk).Concat(on ? [risk] : []).Order(StringComparer.Ordinal).ToList();
        (claim.Risks, claim.RiskCount) = (risks.Count == 0 ? null : string.Join(',', risks), risks.Count);
    }

    /// <summary>The reasons there are.</summary>
    public static IReadOnlyList<string> Of(Claim claim) => claim.Risks?.Split(',') ?? [];
}
