using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Values;

namespace Spmis.Eligibility.Rounds;

/// <summary>A benefit decided over everybody in the register for a month, by one text of the law.</summary>
public sealed class EligibilityRound
{
    /// <summary>Running number.</summary>
    public long Id { get; init; }

    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>The month it is for; its first day is the day asked for.</summary>
    public required Month Month { get; init; }

    /// <summary>The programme it selects for; empty for a benefit that everybody entitled gets.</summary>
    public string Programme { get; init; } = "";

    /// <summary>0 for a round that decides; a running number for a dry run, which decides nothing.</summary>
    public long DryRunNumber { get; init; }

    /// <summary>Whom it is for, as it was when the round was started; null for everybody.</summary>
    public string? TargetingJson { get; init; }

    /// <summary>SHA-256 of the package.</summary>
    public required string PackageHash { get; init; }

    /// <summary>Version of the package.</summary>
    public required string PackageVersion { get; init; }

    /// <summary>Where its awards go.</summary>
    public required long BatchId { get; init; }

    /// <summary>The run that makes it.</summary>
    public long? RunId { get; set; }

    /// <summary>When it was started.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string StartedBy { get; init; }

    /// <summary>Persons who are entitled.</summary>
    public int Selected { get; set; }

    /// <summary>Persons who are not.</summary>
    public int NotSelected { get; set; }

    /// <summary>Persons of whom something is missing.</summary>
    public int CannotTell { get; set; }

    /// <summary>Awards made: entitled persons who had none.</summary>
    public int Awarded { get; set; }

    /// <summary>Persons of the register whom the programme is not for.</summary>
    public int Outside { get; set; }

    /// <summary>Entitled persons for whom there is no place.</summary>
    public int Waiting { get; set; }

    /// <summary>Persons who have an award already; those entitled keep their place.</summary>
    public int HaveAward { get; set; }

    /// <summary>When all were decided.</summary>
    public DateTime? FinishedAt { get; set; }

    /// <summary>The run that makes the awards of a programme's round, once the community was heard.</summary>
    public long? SettleRunId { get; set; }

    /// <summary>When they were made.</summary>
    public DateTime? SettledAt { get; set; }

    /// <summary>Only to look at.</summary>
    public bool IsDryRun => DryRunNumber > 0;

    /// <summary>Whether its persons are listed as candidates instead of getting awards at once.</summary>
    public bool HasCandidates => IsDryRun || Programme.Length > 0;

    /// <summary>Whom it is for.</summary>
    public Targeting Targeting => TargetingJson is null ? new Targeting { Quotas = [new AreaQuota("", int.MaxValue)] } : Targeting.Read(TargetingJson);

    /// <summary>Adds a stretch of candidates to the counts. Of a programme those selected are counted when they are ranked.</summary>
    internal void Count(IReadOnlyCollection<RoundCandidate> candidates, int outside)
    {
        Selected += Programme.Length > 0 ? 0 : candidates.Count(c => c.Outcome is Rules.Answer.Yes);
        NotSelected += candidates.Count(c => c.Outcome is Rules.Answer.No);
        CannotTell += candidates.Count(c => c.Outcome is Rules.Answer.CannotTell);
        HaveAward += candidates.Count(c => c.HasAward && c.Outcome is Rules.Answer.Yes);
        Outside += outside;
    }
}

internal sealed class RoundMapping : IEntityTypeConfiguration<EligibilityRound>
{
    public void Configure(EntityTypeBuilder<EligibilityRound> builder)
    {
        builder.ToTable("rounds");
        builder.HasKey(r => r.Id);
        builder.HasIndex(r => new { r.Scheme, r.Month, r.Programme, r.DryRunNumber }).IsUnique();
        builder.Property(r => r.Programme).HasMaxLength(40);
        builder.Property(r => r.TargetingJson).HasMaxLength(-1);
        builder.Ignore(r => r.Targeting);
        builder.Property(r => r.Scheme).HasMaxLength(60);
    }
}
