using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Payments.FinancialAddresses;

/// <summary>Where a person's money goes, from an instant to another. The rows of a person are the history of the address.</summary>
public sealed class FinancialAddress
{
    public long Id { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>The agency's code as declared; it need not be one we know.</summary>
    public required string Agency { get; init; }

    public required string Account { get; init; }

    public required DateTime FromAt { get; init; }

    /// <summary>When another one took its place.</summary>
    public DateTime? EndedAt { get; set; }

    /// <summary>The person while this is the address in use, else null: one in use per person, by constraint.</summary>
    public Guid? CurrentOf { get; set; }

    /// <summary>When somebody made sure that the account is the person's.</summary>
    public DateTime? VerifiedAt { get; set; }

    public string? VerifiedBy { get; set; }

    /// <summary>What made it: the act.</summary>
    public required string Source { get; init; }

    /// <summary>The act of a program of GovStack, which changes addresses alone: nothing is sent there before somebody verified it.</summary>
    public const string ToldByProgram = "payments.govstack-payees";

    /// <summary>See <see cref="ToldByProgram"/>.</summary>
    public bool IsToldByProgram => Source == ToldByProgram;
}

internal sealed class FinancialAddressMapping : IEntityTypeConfiguration<FinancialAddress>
{
    public void Configure(EntityTypeBuilder<FinancialAddress> builder)
    {
        builder.ToTable("financial_addresses");
        builder.HasKey(a => a.Id);
        builder.HasIndex(a => a.CurrentOf).IsUnique();
        builder.HasIndex(a => new { a.PersonId, a.Id });
        builder.HasIndex(a => new { a.Agency, a.Account });
    }
}
