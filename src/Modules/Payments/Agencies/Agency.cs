using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Iso20022;

namespace Spmis.Payments.Agencies;

/// <summary>The form of the file that orders payments.</summary>
public enum OrderFormat
{
    /// <summary>ISO 20022 pain.001.001.09.</summary>
    Pain001V09,

    /// <summary>ISO 20022 pain.001.001.03.</summary>
    Pain001V03,

    /// <summary>payment_reference,payee_name,account,amount,currency,note.</summary>
    Csv,
}

/// <summary>A bank, mobile-money operator or post that pays out, and how to talk to it.</summary>
public sealed class Agency
{
    /// <summary>Short code, the agency's name in files, numbers and user scopes.</summary>
    public required string Code { get; init; }

    public required string Name { get; set; }

    public required OrderFormat Format { get; set; }

    /// <summary>Payments in one file at most; what is more goes into the next.</summary>
    public required int MaxPaymentsPerBatch { get; set; }

    /// <summary>Whose account pays, as that account is named.</summary>
    public required string DebtorName { get; set; }

    /// <summary>The account from which the agency takes the money.</summary>
    public required string DebtorAccount { get; set; }

    /// <summary>BIC of that account's bank; null where the agency has none.</summary>
    public string? DebtorBic { get; set; }

    /// <summary>BIC of the payees' bank, if it has one.</summary>
    public string? PayeeBic { get; set; }

    /// <summary>Which characters it takes.</summary>
    public required TextRule Text { get; set; }

    public required DateTime RegisteredAt { get; init; }

    /// <summary>No new payments go there from then on.</summary>
    public DateTime? ClosedAt { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }
}

internal sealed class AgencyMapping : IEntityTypeConfiguration<Agency>
{
    public void Configure(EntityTypeBuilder<Agency> builder)
    {
        builder.ToTable("agencies");
        builder.HasKey(a => a.Code);
        builder.Property(a => a.Code).HasMaxLength(12);
        builder.Property(a => a.Version).IsConcurrencyToken();
    }
}
