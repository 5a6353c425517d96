using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Payments.FinancialAddresses;

namespace Spmis.Payments.NameChecks;

/// <summary>A list of accounts that an agency is asked about: whose are they?</summary>
public sealed class NameCheckList
{
    public long Id { get; init; }

    public required string Agency { get; init; }

    public required DateTime MadeAt { get; init; }

    public required string MadeBy { get; init; }

    /// <summary>How many accounts it has.</summary>
    public required int Count { get; init; }
}

/// <summary>One account of a list, and what the agency said of it. It is about the address as it was then: what took its place since is not touched by the answer.</summary>
public sealed class NameCheck
{
    /// <summary>The list's id and the account's place in it: <see cref="OfList"/>.</summary>
    public required long Id { get; init; }

    public required long ListId { get; init; }

    /// <summary>What the agency names it by; once in all lists: the id with check digits, so that a wrong digit names no other account.</summary>
    public required string Reference { get; init; }

    public required long AddressId { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>The person's name as it was sent.</summary>
    public required string Name { get; init; }

    /// <summary>The address while no answer came: one open question for each, by constraint.</summary>
    public long? OpenFor { get; set; }

    /// <summary>same, near, different, unknown (no such account) or stale (the account was changed meanwhile); null while no answer came.</summary>
    public string? Result { get; set; }

    /// <summary>The account holder as the agency has it; null when it told none.</summary>
    public string? Holder { get; set; }

    public DateTime? AnsweredAt { get; set; }

    /// <summary>The file that answered.</summary>
    public long? FileId { get; set; }

    /// <summary>Whether the account stands as not the person's: it is not paid while nobody verified it.</summary>
    public bool Differs { get; set; }

    /// <summary>Whether somebody has to decide, or may.</summary>
    public bool Open { get; set; }

    public DateTime? DecidedAt { get; set; }

    public string? DecidedBy { get; set; }

    public string? Reason { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }

    internal static long OfList(long listId, int place) => (listId * 1_000_000) + place;
}

/// <summary>A file of answers that was taken in; the same content once.</summary>
public sealed class NameAnswerFile
{
    public long Id { get; init; }

    public required string Agency { get; init; }

    public required string Sha256 { get; init; }

    public required string Name { get; init; }

    public required DateTime ReceivedAt { get; init; }

    public required string ReceivedById { get; init; }

    public required string ReceivedBy { get; init; }

    public long RunId { get; set; }
}

internal sealed class NameCheckListMapping : IEntityTypeConfiguration<NameCheckList>
{
    public void Configure(EntityTypeBuilder<NameCheckList> builder)
    {
        builder.ToTable("name_check_lists");
        builder.HasKey(l => l.Id);
        builder.Property(l => l.Agency).HasMaxLength(12);
        builder.Property(l => l.MadeBy).HasMaxLength(200);
    }
}

internal sealed class NameCheckMapping : IEntityTypeConfiguration<NameCheck>
{
    public void Configure(EntityTypeBuilder<NameCheck> builder)
    {
        builder.ToTable("name_checks");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasIndex(c => c.Reference).IsUnique();
        builder.HasIndex(c => c.OpenFor).IsUnique();
        builder.HasIndex(c => new { c.ListId, c.Id });
        builder.HasIndex(c => new { c.AddressId, c.Differs });
        builder.HasIndex(c => new { c.Open, c.Id });
        builder.HasIndex(c => c.PersonId);
        builder.HasOne<NameCheckList>().WithMany().HasForeignKey(c => c.ListId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<FinancialAddress>().WithMany().HasForeignKey(c => c.AddressId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<NameAnswerFile>().WithMany().HasForeignKey(c => c.FileId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(c => c.Reference).HasMaxLength(30);
        builder.Property(c => c.Name).HasMaxLength(400);
        builder.Property(c => c.Result).HasMaxLength(10);
        builder.Property(c => c.Holder).HasMaxLength(400);
        builder.Property(c => c.DecidedBy).HasMaxLength(200);
        builder.Property(c => c.Reason).HasMaxLength(1000);
        builder.Property(c => c.Version).IsConcurrencyToken();
    }
}

internal sealed class NameAnswerFileMapping : IEntityTypeConfiguration<NameAnswerFile>
{
    public void Configure(EntityTypeBuilder<NameAnswerFile> builder)
    {
        builder.ToTable("name_answer_files");
        builder.HasKey(f => f.Id);
        builder.HasIndex(f => new { f.Agency, f.Sha256 }).IsUnique();
        builder.Property(f => f.Agency).HasMaxLength(12);
        builder.Property(f => f.Sha256).HasMaxLength(64);
        builder.Property(f => f.Name).HasMaxLength(200);
        builder.Property(f => f.ReceivedById).HasMaxLength(200);
        builder.Property(f => f.ReceivedBy).HasMaxLength(200);
    }
}
