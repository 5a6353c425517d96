using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Values;

namespace Spmis.Payments.Payees;

/// <summary>Why somebody else receives a person's benefit.</summary>
public enum NamedPayeeKind
{
    /// <summary>A guardian or other legal representative.</summary>
    Guardian,

    /// <summary>The head of the person's household.</summary>
    HouseholdHead,

    /// <summary>A home, school or other institution that cares for the person; it is no person of the registry.</summary>
    Institution,

    /// <summary>Anybody else, as the evidence says.</summary>
    Other,
}

/// <summary>Who receives the payments of an award instead of whom Eligibility names, from a month to another. Of an award's rows none cover the same month.</summary>
public sealed class NamedPayee
{
    /// <summary>Stands for an institution as payee.</summary>
    public required Guid Id { get; init; }

    public required string AwardNumber { get; init; }

    /// <summary>1, 2, 3 ... of the award: two approvals at once meet here.</summary>
    public required int Sequence { get; init; }

    public required NamedPayeeKind Kind { get; init; }

    /// <summary>Null for an institution.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>An institution's name.</summary>
    public string? Name { get; init; }

    /// <summary>An institution's agency.</summary>
    public string? Agency { get; init; }

    /// <summary>An institution's account.</summary>
    public string? Account { get; init; }

    public required Month FromMonth { get; init; }

    /// <summary>The last month; null until it is ended. Before the first month: another took its place before it began.</summary>
    public Month? ToMonth { get; set; }

    public required string Reason { get; init; }

    /// <summary>The document: a court's file, a letter of the household, an agreement.</summary>
    public required string Evidence { get; init; }

    public required DateTime ApprovedAt { get; init; }

    public required string ApprovedBy { get; init; }

    /// <summary>What was prepared before is held and made anew when it no longer fits.</summary>
    public required DateTime ChangedAt { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }

    /// <summary>Whom the money goes to: the person, or this institution.</summary>
    public Guid PayeeId => PersonId ?? Id;

    /// <summary>Whether it receives the payment of a month.</summary>
    public bool Covers(Month month) => month >= FromMonth && (ToMonth is not { } to || month <= to);
}

internal sealed class NamedPayeeMapping : IEntityTypeConfiguration<NamedPayee>
{
    public void Configure(EntityTypeBuilder<NamedPayee> builder)
    {
        builder.ToTable("named_payees");
        builder.HasKey(p => p.Id);
        builder.HasIndex(p => new { p.AwardNumber, p.Sequence }).IsUnique();
        builder.HasIndex(p => p.PersonId);
        builder.HasIndex(p => new { p.ApprovedAt, p.Id });
        builder.Property(p => p.AwardNumber).HasMaxLength(40);
        builder.Property(p => p.Reason).HasMaxLength(400);
        builder.Property(p => p.Version).IsConcurrencyToken();
    }
}
