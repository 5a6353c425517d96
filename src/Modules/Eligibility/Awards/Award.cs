using Spmis.Values;

namespace Spmis.Eligibility.Awards;

/// <summary>
/// A right to a monthly benefit. Its state is derived from dated facts: what was decided, approved, suspended, ended, and when the person died; so the same facts in any order give the same award.
/// </summary>
public sealed class Award
{
    /// <summary>The component every award has.</summary>
    public const string Main = "main";

    /// <summary>The award.</summary>
    public required Guid Id { get; init; }

    /// <summary>Award number with check digits; in the order of decision.</summary>
    public required string Number { get; init; }

    /// <summary>Whose it is now; follows merges.</summary>
    public required Guid PersonId { get; set; }

    /// <summary>For whom it was decided; merges are undone by it.</summary>
    public required Guid DecidedForId { get; init; }

    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>ILO C102 branch.</summary>
    public required string Branch { get; init; }

    /// <summary>Amount of a whole month, minor units.</summary>
    public required long MonthlyMinor { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>First month payable.</summary>
    public required Month FromMonth { get; init; }

    /// <summary>Last month the decision grants; null until further notice.</summary>
    public Month? GrantedTo { get; init; }

    /// <summary>The decision with its reasons.</summary>
    public required Guid DeterminationId { get; init; }

    /// <summary>The claim, for a benefit that is claimed.</summary>
    public Guid? ClaimId { get; init; }

    /// <summary>The awards it is approved with.</summary>
    public required long BatchId { get; init; }

    /// <summary>Its number in the system it was taken over from: once a scheme, by constraint. Null for awards decided here.</summary>
    public string? LegacyNumber { get; init; }

    /// <summary>The first month that system paid.</summary>
    public Month? LegacyFrom { get; init; }

    /// <summary>What the package would have given when it was taken over, minor units; null where it says no or cannot tell.</summary>
    public long? RecomputedMinor { get; init; }

    /// <summary>When it was made; it pays nothing before it is approved.</summary>
    public required DateTime MadeAt { get; init; }

    /// <summary>Since when it is in force.</summary>
    public DateTime? ApprovedAt { get; set; }

    /// <summary>Who approved it.</summary>
    public string? ApprovedBy { get; set; }

    /// <summary>First month suspended by a person.</summary>
    public Month? SuspendedFrom { get; set; }

    /// <summary>Why.</summary>
    public string? SuspendedBecause { get; set; }

    /// <summary>First month suspended because no proof of life came; apart from what a person suspended, so that lifting one leaves the other.</summary>
    public Month? CertificateFrom { get; set; }

    /// <summary>The last proof before that, or the day from which it counted: a later proof lifts it.</summary>
    public DateOnly? CertificateSince { get; set; }

    /// <summary>The other open award of the same person and scheme, found by a merge: this one waits until a person has looked at both.</summary>
    public Guid? DuplicateOfId { get; set; }

    /// <summary>First month stopped for that.</summary>
    public Month? DuplicateFrom { get; set; }

    /// <summary>Last month payable, by an act.</summary>
    public Month? EndedAfter { get; set; }

    /// <summary>Why.</summary>
    public string? EndedBecause { get; set; }

    /// <summary>Day of death of the beneficiary.</summary>
    public DateOnly? DiedOn { get; set; }

    /// <summary>Person, scheme and claim while it is open: one open award for the same thing, by constraint.</summary>
    public string? OpenKey { get; set; }

    /// <summary>Rises with every change; consumers apply by it.</summary>
    public int Version { get; set; }

    /// <summary>Last month payable, all facts taken together. The month of death is paid.</summary>
    public Month? ToMonth => LastOf(GrantedTo, EndedAfter, DiedOn);

    /// <summary>First month not paid for the time being.</summary>
    public Month? SuspendedFromMonth => Earliest(SuspendedFrom, DuplicateFrom, CertificateFrom);

    /// <summary>Whether it was ended early, by an act or by death.</summary>
    public bool IsEnded => EndedAfter is not null || DiedOn is not null;

    /// <summary>How it stands, for people.</summary>
    public AwardState State => ApprovedAt is null ? AwardState.Proposed
        : IsEnded ? AwardState.Ended
        : DuplicateOfId is not null ? AwardState.Duplicate
        : SuspendedFrom is not null || CertificateFrom is not null ? AwardState.Suspended : AwardState.InForce;

    /// <summary>The one thing of which a person has one.</summary>
    public static string KeyOf(Guid personId, string scheme, Guid? claimId) => claimId is { } claim ? $"{scheme}:{personId:N}:{claim:N}" : $"{scheme}:{personId:N}";

    /// <summary>Keeps <see cref="OpenKey"/> true after a fact changed, and counts the change.</summary>
    public void Changed()
    {
        OpenKey = IsEnded || DuplicateOfId is not null ? null : KeyOf(PersonId, Scheme, ClaimId);
        Version++;
    }

    /// <summary>Whether some month may be paid by both.</summary>
    public bool Overlaps(Award other) =>
        (ToMonth is not { } to || other.FromMonth <= to) && (other.ToMonth is not { } otherTo || FromMonth <= otherTo);

    /// <summary>Last month payable of what was granted, an end by an act and a death. The month of death is paid.</summary>
    internal static Month? LastOf(Month? grantedTo, Month? endedAfter, DateOnly? diedOn) => Earliest(grantedTo, endedAfter, diedOn is { } day ? Month.Of(day) : null);

    /// <summary>The earliest of those there are.</summary>
    internal static Month? Earliest(params ReadOnlySpan<Month?> months)
    {
        Month? earliest = null;
        foreach (var month in months)
        {
            earliest = earliest is null || month < earliest ? month ?? earliest : earliest;
        }

        return earliest;
    }
}

/// <summary>How an award stands.</summary>
public enum AwardState
{
    /// <summary>Made, not approved.</summary>
    Proposed,

    /// <summary>Paid month by month.</summary>
    InForce,

    /// <summary>Stopped by a person or for a missing life certificate, may be resumed.</summary>
    Suspended,

    /// <summary>Stopped because the same person has another.</summary>
    Duplicate,

    /// <summary>Over before its time.</summary>
    Ended,
}
