using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Households;

/// <summary>People who live together. Somebody may live in none.</summary>
public sealed class Household
{
    /// <summary>Never shown to people.</summary>
    public required Guid Id { get; init; }

    /// <summary>Household number with its check digits.</summary>
    public required string Number { get; init; }

    /// <summary>Whose register it came from.</summary>
    public string? Source { get; init; }

    /// <summary>The sender's own reference.</summary>
    public string? Reference { get; init; }

    /// <summary>District, by name.</summary>
    public string? District { get; set; }

    /// <summary>Village or town, by name.</summary>
    public string? Village { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }
}

/// <summary>Somebody's time in a household.</summary>
public sealed class HouseholdMember
{
    /// <summary>Never shown to people.</summary>
    public required Guid Id { get; init; }

    /// <summary>The household.</summary>
    public required Guid HouseholdId { get; init; }

    /// <summary>The person.</summary>
    public required Guid PersonId { get; set; }

    /// <summary>The person's place in it.</summary>
    public required MemberRole Role { get; set; }

    /// <summary>First day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day; null while it lasts.</summary>
    public DateOnly? To { get; set; }

    /// <summary>A membership that begins.</summary>
    public static HouseholdMember Of(Guid householdId, Guid personId, MemberRole? role, DateOnly from) =>
        new() { Id = Guid.CreateVersion7(), HouseholdId = householdId, PersonId = personId, Role = role ?? MemberRole.Other, From = from };
}

internal sealed class HouseholdMapping : IEntityTypeConfiguration<Household>, IEntityTypeConfiguration<HouseholdMember>
{
    public void Configure(EntityTypeBuilder<Household> builder)
    {
        builder.ToTable("households");
        builder.HasKey(h => h.Id);
        builder.HasIndex(h => h.Number).IsUnique();
        builder.HasIndex(h => new { h.Source, h.Reference }).IsUnique();
        builder.Property(h => h.Number).HasMaxLength(20);
        builder.Property(h => h.Source).HasMaxLength(80);
        builder.Property(h => h.Reference).HasMaxLength(80);
        builder.Property(h => h.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<HouseholdMember> builder)
    {
        builder.ToTable("household_members");
        builder.HasKey(m => m.Id);
        builder.HasIndex(m => new { m.HouseholdId, m.To });
        builder.HasIndex(m => m.PersonId);
    }
}
