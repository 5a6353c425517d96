using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Payments.Reconciliation;

/// <summary>What an agency said of a payment.</summary>
public enum OutcomeKind
{
    /// <summary>Taken, on its way.</summary>
    Accepted,

    /// <summary>Paid.</summary>
    Paid,

    /// <summary>Will not be paid.</summary>
    Rejected,

    /// <summary>Was paid and came back.</summary>
    Returned,
}

/// <summary>An answer that was taken over. Written once, never changed; each kind once per instruction, so that an answer may be repeated freely.</summary>
public sealed class Outcome
{
    public long Id { get; init; }

    public required long InstructionId { get; init; }

    public required OutcomeKind Kind { get; init; }

    /// <summary>The day of the outcome, as the agency tells it or the file's.</summary>
    public required DateOnly On { get; init; }

    /// <summary>As sent: an ISO external code or the agency's own.</summary>
    public string? ReasonCode { get; init; }

    public string? ReasonText { get; init; }

    public required DateTime At { get; init; }

    public required long StatusFileId { get; init; }

    /// <summary>Line of that file.</summary>
    public required long Line { get; init; }
}

internal sealed class OutcomeMapping : IEntityTypeConfiguration<Outcome>
{
    public void Configure(EntityTypeBuilder<Outcome> builder)
    {
        builder.ToTable("outcomes");
        builder.HasKey(o => o.Id);
        builder.HasIndex(o => new { o.InstructionId, o.Kind }).IsUnique();
        builder.HasIndex(o => new { o.StatusFileId, o.Line });
        builder.Property(o => o.ReasonText).HasMaxLength(400);
    }
}
