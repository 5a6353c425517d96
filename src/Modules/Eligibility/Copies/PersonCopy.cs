using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Access;
using Spmis.Kernel.Data;

namespace Spmis.Eligibility.Copies;

/// <summary>What this module knows of a person; Registration owns it.</summary>
public sealed class PersonCopy : IOfPerson
{
    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Registration number; rounds go in its order.</summary>
    public required string RegistrationNumber { get; init; }

    string? IOfPerson.ShownPerson => RegistrationNumber;

    /// <summary>Name as printed.</summary>
    public required string Name { get; init; }

    /// <summary>F, M or null.</summary>
    public string? Sex { get; init; }

    /// <summary>Birth date; what is not known of it is set to the first.</summary>
    public DateOnly? BornOn { get; init; }

    /// <summary>Day, Month or Year.</summary>
    public required string BirthPrecision { get; init; }

    /// <summary>Date of death.</summary>
    public DateOnly? DiedOn { get; init; }

    /// <summary>District.</summary>
    public string? District { get; init; }

    /// <summary>Code of the office whose record it is.</summary>
    public string? Office { get; init; }

    /// <summary>Household.</summary>
    public Guid? HouseholdId { get; init; }

    /// <summary>employed, self_employed or none, as declared.</summary>
    public string? Activity { get; init; }

    /// <summary>Found in a return only: nothing of it was proved at a desk.</summary>
    public required bool Provisional { get; init; }

    /// <summary>Merged into this record.</summary>
    public Guid? MergedIntoId { get; init; }

    /// <summary>The owner's: a message with a lower one came late and is dropped.</summary>
    public required long Version { get; init; }

    /// <summary>The person as told.</summary>
    public static PersonCopy Of(PersonFacts facts) => new()
    {
        PersonId = facts.PersonId, RegistrationNumber = facts.RegistrationNumber, Name = facts.Name, Sex = facts.Sex, BornOn = facts.BornOn, BirthPrecision = facts.BirthPrecision,
        DiedOn = facts.DiedOn, District = facts.District, Office = facts.Office, HouseholdId = facts.HouseholdId, Activity = facts.Activity, Provisional = facts.Provisional, MergedIntoId = facts.MergedIntoId, Version = facts.Version,
    };
}

/// <summary>A record that was merged into another, until that is undone. Kept apart from <see cref="PersonCopy"/>, since the messages may come in any order.</summary>
public sealed class PersonMerge
{
    /// <summary>The decision.</summary>
    public required Guid MergeId { get; init; }

    /// <summary>The record merged.</summary>
    public required Guid MergedId { get; init; }

    /// <summary>The record that stays.</summary>
    public required Guid SurvivorId { get; init; }

    /// <summary>Reversed.</summary>
    public bool Undone { get; set; }
}

internal sealed class PersonMapping : IEntityTypeConfiguration<PersonCopy>, IEntityTypeConfiguration<PersonMerge>
{
    public void Configure(EntityTypeBuilder<PersonCopy> builder)
    {
        builder.ToTable("person_copies");
        builder.HasKey(p => p.PersonId);
        builder.HasIndex(p => p.RegistrationNumber).IsUnique();
        builder.HasIndex(p => p.HouseholdId);
        builder.Property(p => p.RegistrationNumber).HasMaxLength(40);
        builder.HasIndex(p => p.HouseholdId);
        builder.HasIndex(p => p.Office);
        builder.Property(p => p.Office).HasMaxLength(ModuleDb.OfficeCodeLength);
        builder.Property(p => p.Name).HasMaxLength(400);
        builder.Property(p => p.Activity).HasMaxLength(40);
    }

    public void Configure(EntityTypeBuilder<PersonMerge> builder)
    {
        builder.ToTable("person_merges");
        builder.HasKey(m => new { m.MergeId, m.MergedId });
        builder.HasIndex(m => new { m.MergedId, m.Undone });
        builder.HasIndex(m => m.SurvivorId);
    }
}
