using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Contributions.Accounts;

/// <summary>Somebody who holds a bill of an employer, or a member list of an association, asks for its own account. It opens nothing: the office makes sure who asks, and hands out the code.</summary>
public sealed class AccountRequest
{
    /// <summary>Key; names it in addresses.</summary>
    public required Guid Id { get; init; }

    /// <summary>The employer, or the association.</summary>
    public required Guid EmployerId { get; init; }

    /// <summary>Its number: an employer's begins with 8, an association's with 6.</summary>
    public required string EmployerNumber { get; init; }

    /// <summary>Whether it is an association's.</summary>
    public bool OfAssociation => EmployerNumber.StartsWith('6');

    /// <summary>Of the bill that was shown.</summary>
    public required string PaymentReference { get; init; }

    /// <summary>Who asks, in that person's words.</summary>
    public required string Name { get; init; }

    /// <summary>Where that person says to be reached. The office calls the number it knows, not this one.</summary>
    [Kernel.History.Identifying]
    public required string Phone { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTime AskedAt { get; init; }

    /// <summary>From which network address.</summary>
    public string? FromAddress { get; init; }

    /// <summary>The payment reference while it is open, null afterwards: one open request a bill, by constraint.</summary>
    public string? OpenKey { get; set; }

    /// <summary>When the office answered.</summary>
    public DateTime? AnsweredAt { get; set; }

    /// <summary>Who answered.</summary>
    public string? AnsweredBy { get; set; }

    /// <summary>Whether a code was handed out.</summary>
    public bool? Given { get; set; }

    /// <summary>How the office made sure, or why not.</summary>
    public string? Note { get; set; }
}

internal sealed class AccountRequestMapping : IEntityTypeConfiguration<AccountRequest>
{
    public void Configure(EntityTypeBuilder<AccountRequest> builder)
    {
        builder.ToTable("account_requests");
        builder.HasKey(r => r.Id);
        builder.Ignore(r => r.OfAssociation);
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.HasIndex(r => r.OpenKey).IsUnique();
        builder.HasIndex(r => new { r.EmployerId, r.AnsweredAt });
        builder.HasIndex(r => new { r.AnsweredAt, r.AskedAt });
        builder.Property(r => r.EmployerNumber).HasMaxLength(40);
        builder.Property(r => r.PaymentReference).HasMaxLength(20);
        builder.Property(r => r.Name).HasMaxLength(AskForAccount.LongestName);
        builder.Property(r => r.Phone).HasMaxLength(AskForAccount.LongestPhone);
        builder.Property(r => r.FromAddress).HasMaxLength(60);
        builder.Property(r => r.OpenKey).HasMaxLength(20).IsConcurrencyToken(); // Of two answers at once the second finds it changed.
        builder.Property(r => r.AnsweredBy).HasMaxLength(200);
        builder.Property(r => r.Note).HasMaxLength(1000);
    }
}
