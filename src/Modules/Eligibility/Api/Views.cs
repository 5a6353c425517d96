using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Rounds;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Proposals;
using Spmis.Rules;

namespace Spmis.Eligibility.Api;

/// <summary>A page of a list.</summary>
/// <param name="Items">At most 100.</param>
/// <param name="Next">Send it as <c>after</c> for the next page; null when there is none.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>A scheme package.</summary>
public sealed record PackageView(long Id, string Scheme, string Version, string Hash, string Name, string? Notice, SchemeUse Use, string? Branch, string Currency, int TestsPassed, DateTime UploadedAt, string UploadedBy, IReadOnlyList<DateOnly> InForceFrom);

/// <summary>A package to hand in: path to text, and the branch of a benefit.</summary>
public sealed record PackageRequest(Dictionary<string, string> Files, string? Branch);

/// <summary>From when a package is to decide.</summary>
public sealed record ActivationRequest(DateOnly EffectiveFrom, string? Reason);

/// <summary>Something that waits for a second person, or was decided.</summary>
public sealed record ProposalView(long Id, string Act, string Title, string PreparedBy, DateTime PreparedAt, bool? Approved, string? DecidedBy)
{
    internal static ProposalView Of(Proposal p) => new(p.Id, p.Act, p.Title, p.PreparedBy, p.PreparedAt, p.Approved, p.DecidedBy);
}

/// <summary>A decision on a proposal.</summary>
/// <param name="Approve">True approves, false rejects.</param>
/// <param name="Reason">Needed to reject.</param>
public sealed record ApprovalRequest(bool Approve, string? Reason);

/// <summary>A round to start.</summary>
/// <param name="Scheme">The scheme's id.</param>
/// <param name="Month">Year and month: 2026-07.</param>
public sealed record RoundRequest(string Scheme, string Month);

/// <summary>A round.</summary>
public sealed record RoundView(long Id, string Scheme, string Month, string PackageVersion, string PackageHash, long BatchId, long? RunId, DateTime StartedAt, string StartedBy, DateTime? FinishedAt, int Selected, int NotSelected, int CannotTell, int Awarded)
{
    /// <summary>The round as it stands.</summary>
    public static RoundView Of(EligibilityRound r) => new(r.Id, r.Scheme, r.Month.ToString(), r.PackageVersion, r.PackageHash, r.BatchId, r.RunId, r.StartedAt, r.StartedBy, r.FinishedAt, r.Selected, r.NotSelected, r.CannotTell, r.Awarded);
}

/// <summary>A claim to file.</summary>
public sealed record ClaimRequest(string PersonNumber, string Scheme, DateOnly EventOn, DateOnly FiledOn, Dictionary<string, string>? Facts, ClaimChannel? Channel = null, string? BroughtBy = null, string? Language = null, string? LateBecause = null, string? InsuredNumber = null);

/// <summary>Claims to decide.</summary>
public sealed record DetermineRequest(string Scheme);

/// <summary>A claim.</summary>
public sealed record ClaimView(string Number, string PersonNumber, string Scheme, DateOnly EventOn, DateOnly FiledOn, string Source, DateTime RecordedAt, Answer? Outcome, DateTime? DecidedAt, Guid? DeterminationId, ClaimChannel Channel, string? BroughtBy, string Language, string? LateBecause, bool Draft, DateOnly? DecideBy, IReadOnlyList<string> Risks, string? InsuredNumber, DateTime? ClosedAt)
{
    internal static ClaimView Of(Claim c) => new(c.Number, c.PersonNumber, c.Scheme, c.EventOn, c.FiledOn, c.Source, c.RecordedAt, c.Outcome, c.DecidedAt, c.DeterminationId, c.Channel, c.BroughtBy, c.Language, c.LateBecause, c.Draft, c.DecideBy, ClaimRisks.Of(c), c.InsuredNumber, c.ClosedAt);
}

/// <summary>A decision in a list.</summary>
public sealed record DeterminationLine(Guid Id, string PersonNumber, string Scheme, string PackageVersion, DateOnly DecidedFor, Answer Outcome, IReadOnlyList<string> Missing, long? MonthlyMinor, string Currency, DateTime DecidedAt)
{
    internal static DeterminationLine Of(Determination d) => new(d.Id, d.PersonNumber, d.Scheme, d.PackageVersion, d.DecidedFor, d.Outcome, d.MissingFacts, d.MonthlyMinor, d.Currency, d.DecidedAt);
}

/// <summary>A decision with its facts and its reasons.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="PackageHash">SHA-256 of the package.</param>
/// <param name="AsKnownOn">By values of the law recorded up to this day.</param>
/// <param name="Inputs">The facts with their sources.</param>
/// <param name="Explanation">Why, by rule; rebuilt when it was not stored.</param>
public sealed record DeterminationView(DeterminationLine Decision, string PackageHash, DateOnly AsKnownOn, FactSheet Inputs, System.Text.Json.JsonElement Explanation);

/// <summary>An award.</summary>
public sealed record AwardView(Guid Id, string Number, Guid PersonId, string Scheme, string Branch, long MonthlyMinor, string Currency, string FromMonth, string? ToMonth, string? SuspendedFromMonth, AwardState State, Guid DeterminationId, long BatchId, int Version, string? LegacyNumber, long? RecomputedMinor)
{
    internal static AwardView Of(Award a) => new(a.Id, a.Number, a.PersonId, a.Scheme, a.Branch, a.MonthlyMinor, a.Currency, a.FromMonth.ToString(), a.ToMonth?.ToString(), a.SuspendedFromMonth?.ToString(), a.State, a.DeterminationId, a.BatchId, a.Version, a.LegacyNumber, a.RecomputedMinor);
}

/// <summary>A change of an award.</summary>
/// <param name="Month">Suspend: first month not paid. End: last month payable. Year and month: 2026-07.</param>
/// <param name="Reason">In words the person will understand.</param>
public sealed record AwardChangeRequest(string? Month, string Reason);

/// <summary>What one person has and was told.</summary>
public sealed record PersonView(string PersonNumber, string Name, IReadOnlyList<AwardView> Awards, IReadOnlyList<ClaimView> Claims, IReadOnlyList<DeterminationLine> Determinations);
