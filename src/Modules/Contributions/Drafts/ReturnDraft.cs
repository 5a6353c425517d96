using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Contributions.Returns;
using Spmis.Values;

namespace Spmis.Contributions.Drafts;

/// <summary>A return being written on a page or by payroll software: kept at every step as it was typed, filed by submitting it. One open draft an employer, scheme and month, by constraint.</summary>
public sealed class ReturnDraft
{
    public const string OpenMark = "open";

    public required Guid Id { get; init; }

    public required Guid EmployerId { get; init; }

    public required string EmployerNumber { get; init; }

    public required string Scheme { get; init; }

    public required Month Month { get; init; }

    /// <summary>Original, or a correction when the month was accepted before.</summary>
    public required ReturnKind Kind { get; init; }

    /// <summary>The month whose workers were copied; null when there was none.</summary>
    public Month? CopiedFrom { get; init; }

    public required DateTime StartedAt { get; init; }

    public required DateTime ChangedAt { get; set; }

    public required string ChangedBy { get; set; }

    /// <summary><see cref="OpenMark"/>; null once it was submitted or thrown away.</summary>
    public string? Open { get; set; }

    public DateTime? SubmittedAt { get; set; }

    /// <summary>The return it became.</summary>
    public Guid? ReturnId { get; set; }

    /// <summary>Rises with every save: who saves must have seen the last one.</summary>
    public int Version { get; set; }
}

/// <summary>A worker of a draft. What people type is kept as text, also when it cannot be read yet.</summary>
public sealed class DraftLine
{
    public required Guid DraftId { get; init; }

    /// <summary>1 to 1,000, in the order of the form.</summary>
    public required int Line { get; init; }

    /// <summary>The worker, when copied from an accepted return.</summary>
    public Guid? PersonId { get; init; }

    public string WorkerNumber { get; set; } = "";

    [Kernel.History.Identifying]
    public string NationalId { get; set; } = "";

    public string GivenName { get; set; } = "";

    public string FamilyName { get; set; } = "";

    public string BornOn { get; set; } = "";

    public string Wage { get; set; } = "";

    public string StartedOn { get; set; } = "";

    public string LeftOn { get; set; } = "";

    /// <summary>Not to be declared for this month: no wage was paid, or the worker should not be here.</summary>
    public bool LeftOut { get; set; }

    /// <summary>In a correction: the wage that holds now, minor units; null for a worker not accepted for the month.</summary>
    public long? WasWageMinor { get; init; }

    /// <summary>In a correction: the day of leaving that holds now.</summary>
    public DateOnly? WasLeftOn { get; init; }

    /// <summary>Whether anything is said of a worker here.</summary>
    public bool IsBlank => PersonId is null && WorkerNumber.Length + NationalId.Length + GivenName.Length + FamilyName.Length + BornOn.Length + Wage.Length == 0;
}

internal sealed class DraftMapping : IEntityTypeConfiguration<ReturnDraft>, IEntityTypeConfiguration<DraftLine>
{
    public void Configure(EntityTypeBuilder<ReturnDraft> builder)
    {
        builder.ToTable("return_drafts");
        builder.HasKey(d => d.Id);
        builder.HasIndex(d => new { d.EmployerId, d.Month, d.Scheme, d.Open }).IsUnique();
        builder.HasIndex(d => new { d.EmployerNumber, d.Open });
        builder.Property(d => d.EmployerNumber).HasMaxLength(40);
        builder.Property(d => d.Scheme).HasMaxLength(60);
        builder.Property(d => d.Open).HasMaxLength(10);
        builder.Property(d => d.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<DraftLine> builder)
    {
        builder.ToTable("return_draft_lines");
        builder.HasKey(l => new { l.DraftId, l.Line });
        builder.Property(l => l.WorkerNumber).HasMaxLength(60);
        builder.Property(l => l.NationalId).HasMaxLength(60);
        builder.Property(l => l.GivenName).HasMaxLength(100);
        builder.Property(l => l.FamilyName).HasMaxLength(100);
        builder.Property(l => l.BornOn).HasMaxLength(30);
        builder.Property(l => l.Wage).HasMaxLength(40);
        builder.Property(l => l.StartedOn).HasMaxLength(30);
        builder.Property(l => l.LeftOn).HasMaxLength(30);
        builder.Ignore(l => l.IsBlank);
    }
}
