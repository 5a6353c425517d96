using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Access;
using Spmis.Kernel.Data;

namespace Spmis.Payments.Copies;

/// <summary>What this module knows of a person who may be paid; Registration owns it.</summary>
public sealed class PayeeCopy : IOfPerson
{
    public required Guid PersonId { get; init; }

    public required string RegistrationNumber { get; init; }

    string? IOfPerson.ShownPerson => RegistrationNumber;

    public required string Name { get; init; }

    public DateOnly? DiedOn { get; init; }

    public Guid? MergedIntoId { get; init; }

    /// <summary>Code of the office whose record it is.</summary>
    public string? Office { get; init; }

    public string? PayAgency { get; init; }

    [Kernel.History.Identifying]
    public string? PayAccount { get; init; }

    /// <summary>The owner's: a message with a lower one came late and is dropped.</summary>
    public required long Version { get; init; }

    /// <summary>The person as told.</summary>
    public static PayeeCopy Of(PersonFacts facts) => new()
    {
        PersonId = facts.PersonId, RegistrationNumber = facts.RegistrationNumber, Name = facts.Name, DiedOn = facts.DiedOn,
        MergedIntoId = facts.MergedIntoId, Office = facts.Office, PayAgency = facts.PayAgency, PayAccount = facts.PayAccount, Version = facts.Version,
    };
}

/// <summary>A record that was merged into another, until that is undone. Kept apart from <see cref="PayeeCopy"/>, since the two messages may come in either order.</summary>
public sealed class MergeCopy
{
    public required Guid MergeId { get; init; }

    public required Guid MergedId { get; init; }

    public required Guid SurvivorId { get; init; }

    public required bool Undone { get; set; }
}

/// <summary>A pair of records that look like one person. Nothing is paid to either until it is settled.</summary>
public sealed class OpenDuplicate
{
    public required Guid CaseId { get; init; }

    public required Guid PersonId { get; init; }

    public required Guid OtherPersonId { get; init; }

    /// <summary>Also set when the settlement came before the opening.</summary>
    public required bool Settled { get; set; }
}

internal sealed class PayeeCopyMapping : IEntityTypeConfiguration<PayeeCopy>
{
    public void Configure(EntityTypeBuilder<PayeeCopy> builder)
    {
        builder.ToTable("payee_copies");
        builder.HasKey(p => p.PersonId);
        builder.HasIndex(p => p.RegistrationNumber);
        builder.HasIndex(p => p.Office);
        builder.Property(p => p.Office).HasMaxLength(ModuleDb.OfficeCodeLength);
        builder.Property(p => p.Name).HasMaxLength(400);
    }
}

internal sealed class MergeCopyMapping : IEntityTypeConfiguration<MergeCopy>
{
    public void Configure(EntityTypeBuilder<MergeCopy> builder)
    {
        builder.ToTable("merge_copies");
        builder.HasKey(m => new { m.MergeId, m.MergedId });
        builder.HasIndex(m => m.MergedId);
    }
}

internal sealed class OpenDuplicateMapping : IEntityTypeConfiguration<OpenDuplicate>
{
    public void Configure(EntityTypeBuilder<OpenDuplicate> builder)
    {
        builder.ToTable("open_duplicates");
        builder.HasKey(d => d.CaseId);
        builder.HasIndex(d => new { d.PersonId, d.Settled });
        builder.HasIndex(d => new { d.OtherPersonId, d.Settled });
    }
}
