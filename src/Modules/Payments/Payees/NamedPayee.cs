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

/// <summary>
/// Who receives the payments of an award, or a share of them, instead of whom Eligibility names, from a month to another: several recipients of one household are one row each, and the award's
/// payee receives the rest. Of an award's rows of one <see cref="Part"/> none cover the same month.
/// </summary>
public sealed class NamedPayee
{
    /// <summary>Stands for an institution as payee.</summary>
    public required Guid Id { get; init; }

    public required string AwardNumber { get; init; }

    /// <summary>1, 2, 3 ... of the award: two approvals at once meet here.</summary>
    public required int Sequence { get; init; }

    /// <summary>0: all that is not shared out. 1 to <see cref="MostShares"/>: this share; another row of the same number takes its place.</summary>
    public int Part { get; init; }

    /// <summary>A share of each payment in hundredths of a percent, rounded down; the rest stays with part 0. Null for part 0.</summary>
    public int? ShareBasisPoints { get; init; }

    public required NamedPayeeKind Kind { get; init; }

    /// <summary>Null for an institution.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>An institution's name.</summary>
    public string? Name { get; init; }

    /// <summary>An institution's agency.</summary>
    public string? Agency { get; init; }

    /// <summary>An institution's account.</summary>
    [Kernel.History.Identifying]
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

    /// <summary>Most shares of an award at a time.</summary>
    public const int MostShares = 9;

    /// <summary>The whole, in the unit of <see cref="ShareBasisPoints"/>.</summary>
    public const int Whole = 10_000;

    /// <summary>This share of an amount, minor units; nothing of what is not above nothing.</summary>
    public long ShareOf(long minor) => minor <= 0 ? 0 : (long)((Int128)minor * (ShareBasisPoints ?? 0) / Whole);

    /// <summary>Whether it was replaced before it began, or never has a month.</summary>
    public bool IsEmpty => ToMonth is { } to && to < FromMonth;

    /// <summary>Whether both cover some month.</summary>
    public bool Overlaps(NamedPayee other) => !IsEmpty && !other.IsEmpty && (other.ToMonth is not { } to || FromMonth <= to) && (ToMonth is not { } last || other.FromMonth <= last);

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
