using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.Access;
using Spmis.Kernel.Data;
using Spmis.Values;

namespace Spmis.Eligibility.Recertifications;

/// <summary>
/// The awards of a benefit without contributions looked at once more: who still fulfils what the package and the programme ask, on the facts known now. Who does not leaves from a month on, once a
/// second person has approved it; of whom something is missing stays until a person has asked. A dry run only shows it.
/// </summary>
public sealed class AwardRecertification
{
    /// <summary>Running number.</summary>
    public long Id { get; init; }

    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>The programme; empty for the awards of a scheme that everybody entitled gets, and for those taken over.</summary>
    public string Programme { get; init; } = "";

    /// <summary>The first month that those who leave are not paid.</summary>
    public required Month FromMonth { get; init; }

    /// <summary>Only to look at.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Scheme, programme and month while it stands: one, by constraint. Null for a dry run and for one that was replaced.</summary>
    public string? OnceKey { get; set; }

    /// <summary>JSON of the programme's targeting when it was started; null without a programme.</summary>
    public string? TargetingJson { get; init; }

    /// <summary>SHA-256 of the package.</summary>
    public required string PackageHash { get; init; }

    /// <summary>Version of the package.</summary>
    public required string PackageVersion { get; init; }

    /// <summary>By values of the law recorded up to this day.</summary>
    public required DateOnly AsKnownOn { get; init; }

    /// <summary>The run that makes it.</summary>
    public long? RunId { get; set; }

    /// <summary>When it was started.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string StartedBy { get; init; }

    /// <summary>Awards looked at.</summary>
    public int Awards { get; set; }

    /// <summary>Awards that stay as they are.</summary>
    public int Confirmed { get; set; }

    /// <summary>Awards of which something is missing; they stay until a person has asked.</summary>
    public int CannotTell { get; set; }

    /// <summary>Awards that end.</summary>
    public int Leaving { get; set; }

    /// <summary>When all were looked at.</summary>
    public DateTime? FinishedAt { get; set; }

    /// <summary>When it was approved.</summary>
    public DateTime? ApprovedAt { get; set; }

    /// <summary>By whom; somebody else had prepared it.</summary>
    public string? ApprovedBy { get; set; }

    /// <summary>The last month that those who leave are paid.</summary>
    public Month LastMonth => FromMonth.Add(-1);

    /// <summary>The one recertification of a scheme or programme and month.</summary>
    public static string KeyOf(string scheme, string programme, Month month) => $"{scheme}:{programme}:{month}";

    /// <summary>Its name for people.</summary>
    public string Title => string.Create(CultureInfo.InvariantCulture, $"{(Programme.Length > 0 ? Programme : Scheme)} looked at once more from {FromMonth}");
}

/// <summary>What becomes of an award.</summary>
public enum RecertificationKind
{
    /// <summary>It stays.</summary>
    Confirmed,

    /// <summary>The package says no on what is known now.</summary>
    NotEntitled,

    /// <summary>The programme is not for this person any more: another age, another area.</summary>
    OutsideTarget,

    /// <summary>The programme's longest time is over.</summary>
    TimeOver,

    /// <summary>Something is missing: it stays, and is asked for.</summary>
    CannotTell,
}

/// <summary>One award of a recertification.</summary>
public sealed class RecertificationLine : IOfPerson
{
    /// <summary>The recertification.</summary>
    public required long RecertificationId { get; init; }

    /// <summary>The award.</summary>
    public required Guid AwardId { get; init; }

    /// <summary>Award number.</summary>
    public required string AwardNumber { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Registration number.</summary>
    public required string PersonNumber { get; init; }

    string? IOfPerson.ShownPerson => PersonNumber;

    /// <summary>What becomes of it.</summary>
    public required RecertificationKind Kind { get; init; }

    /// <summary>The decision with its working, where the package says no; made when it takes effect.</summary>
    public Guid? DeterminationId { get; set; }

    /// <summary>JSON list of the facts to ask for; null when nothing is missing.</summary>
    public string? Missing { get; init; }

    /// <summary>Facts to ask for.</summary>
    public IReadOnlyList<string> MissingFacts => Missing is null ? [] : JsonSerializer.Deserialize<List<string>>(Missing, SpmisJson.Options) ?? [];

    /// <summary>Whether it ends.</summary>
    public static bool Leaves(RecertificationKind kind) => kind is RecertificationKind.NotEntitled or RecertificationKind.OutsideTarget or RecertificationKind.TimeOver;
}

internal sealed class RecertificationMapping : IEntityTypeConfiguration<AwardRecertification>, IEntityTypeConfiguration<RecertificationLine>
{
    public void Configure(EntityTypeBuilder<AwardRecertification> builder)
    {
        builder.ToTable("recertifications");
        builder.HasKey(r => r.Id);
        builder.HasIndex(r => r.OnceKey).IsUnique();
        builder.HasIndex(r => r.Scheme);
        builder.Property(r => r.Scheme).HasMaxLength(60);
        builder.Property(r => r.Programme).HasMaxLength(40);
        builder.Property(r => r.OnceKey).HasMaxLength(120);
        builder.Property(r => r.TargetingJson).HasMaxLength(-1);
    }

    public void Configure(EntityTypeBuilder<RecertificationLine> builder)
    {
        builder.ToTable("recertification_lines");
        builder.HasKey(l => new { l.RecertificationId, l.AwardId });
        builder.HasIndex(l => new { l.RecertificationId, l.Kind, l.AwardNumber }).IsUnique();
        builder.HasIndex(l => l.AwardId);
        builder.Property(l => l.AwardNumber).HasMaxLength(40);
        builder.Property(l => l.PersonNumber).HasMaxLength(40);
        builder.Property(l => l.Missing).HasMaxLength(2000);
        builder.HasOne<AwardRecertification>().WithMany().HasForeignKey(l => l.RecertificationId).OnDelete(DeleteBehavior.Restrict);
    }
}
