using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Payments.FinancialAddresses;

namespace Spmis.Payments.Mapper;

/// <summary>That a verified address is told to the mapper, or its end: a row for each, by constraint. Written before the call is made, so that after a crash the mapper is asked before it is told again. What was
/// told to end may begin anew, as when a death was recorded by mistake: then it is told again, as another turn.</summary>
public sealed class MapperTelling
{
    public long Id { get; init; }

    public required Guid PersonId { get; init; }

    public required long AddressId { get; init; }

    /// <summary>False: this is where the person's money goes. True: it is so no longer.</summary>
    public required bool Ends { get; init; }

    /// <summary>Which of the times that the address was in use it speaks of: 1, and 2 once it is in use again after its end. An end has the number of its beginning.</summary>
    public required int Turn { get; set; }

    public DateTime? TriedAt { get; set; }

    /// <summary>link, update or unlink as it was done; <c>known</c> when the mapper had it already.</summary>
    public string? Verb { get; set; }

    /// <summary>When the mapper was known to have it.</summary>
    public DateTime? ToldAt { get; set; }

    /// <summary>When it was refused; somebody must look, and have it told again.</summary>
    public DateTime? RefusedAt { get; set; }

    /// <summary>One of <see cref="MapperVerdicts"/>, when it was refused or is not known.</summary>
    public string? Code { get; set; }

    /// <summary>The mapper's own reason.</summary>
    public string? Detail { get; set; }

    /// <summary>told, refused or untold.</summary>
    public string State => ToldAt is not null ? "told" : RefusedAt is not null ? "refused" : "untold";
}

internal sealed class MapperTellingMapping : IEntityTypeConfiguration<MapperTelling>
{
    public void Configure(EntityTypeBuilder<MapperTelling> builder)
    {
        builder.ToTable("mapper_tellings");
        builder.HasKey(t => t.Id);
        builder.HasIndex(t => new { t.AddressId, t.Ends }).IsUnique();
        builder.HasIndex(t => t.PersonId);
        builder.HasIndex(t => t.RefusedAt);
        builder.HasOne<FinancialAddress>().WithMany().HasForeignKey(t => t.AddressId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(t => t.Verb).HasMaxLength(10);
        builder.Property(t => t.Code).HasMaxLength(40);
        builder.Property(t => t.Detail).HasMaxLength(200);
    }
}
