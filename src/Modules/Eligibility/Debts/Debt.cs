using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Eligibility.Recalculations;
using Spmis.Kernel.Access;
using Spmis.Values;

namespace Spmis.Eligibility.Debts;

/// <summary>
/// What was paid of an award without right. Nothing is recovered by itself: two people decide a plan, and Payments withholds by it; two people waive what would be a hardship or note what came back otherwise.
/// Open is the amount less what was waived, paid back and withheld of payments that reached the person.
/// </summary>
public sealed class Debt : IOfPerson
{
    /// <summary>The series of its numbers.</summary>
    public const string Series = "debt";

    /// <summary>The debt; Payments knows its recovery by it.</summary>
    public required Guid Id { get; init; }

    /// <summary>7, eight digits of a running number, two check digits (ISO 7064 MOD 97-10).</summary>
    public required string Number { get; init; }

    /// <summary>The award of which too much was paid.</summary>
    public required Guid AwardId { get; init; }

    /// <summary>Its number.</summary>
    public required string AwardNumber { get; init; }

    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>ISO 4217 of all amounts.</summary>
    public required string Currency { get; init; }

    /// <summary>Registration number of the person when it was found.</summary>
    public required string PersonNumber { get; init; }

    string? IOfPerson.ShownPerson => PersonNumber;

    /// <summary>The recalculation that found it: one an award, by constraint. Null when a person did.</summary>
    public long? RecalculationId { get; init; }

    /// <summary>First month of which too much was paid.</summary>
    public required Month FromMonth { get; init; }

    /// <summary>The last.</summary>
    public required Month ThroughMonth { get; init; }

    /// <summary>How much too much, minor units.</summary>
    public required long AmountMinor { get; init; }

    /// <summary>Why, in words the person will understand.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was found and approved.</summary>
    public required DateTime OpenedAt { get; init; }

    /// <summary>Who approved it.</summary>
    public required string OpenedBy { get; init; }

    /// <summary>Given up, minor units.</summary>
    public long WaivedMinor { get; set; }

    /// <summary>Paid back otherwise than by withholding, minor units.</summary>
    public long RepaidMinor { get; set; }

    /// <summary>Withheld of payments that were paid, minor units; kept true by <see cref="KeepRecovered"/>.</summary>
    public long RecoveredMinor { get; set; }

    /// <summary>The award from whose payments it is withheld; null without a plan.</summary>
    public string? PlanAward { get; set; }

    /// <summary>So much a month, minor units; null when it is a share.</summary>
    public long? PlanMonthlyMinor { get; set; }

    /// <summary>A share of a month's gross in hundredths of a per cent; null when it is an amount.</summary>
    public int? PlanBasisPoints { get; set; }

    /// <summary>So much of a month is left to the person, minor units.</summary>
    public long PlanFloorMinor { get; set; }

    /// <summary>First month withheld from.</summary>
    public Month? PlanFrom { get; set; }

    /// <summary>When the plan was approved.</summary>
    public DateTime? PlannedAt { get; set; }

    /// <summary>By whom.</summary>
    public string? PlannedBy { get; set; }

    /// <summary>Rises with every change; Payments applies by it.</summary>
    public int Version { get; set; }

    /// <summary>What is still owed, minor units.</summary>
    public long OpenMinor => AmountMinor - WaivedMinor - RepaidMinor - RecoveredMinor;

    /// <summary>Its number.</summary>
    internal static string NumberOf(long n) => CheckDigit.Append(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"7{n:D8}"));
}

/// <summary>Why less is owed.</summary>
public enum ReductionKind
{
    /// <summary>Given up, by law or for hardship.</summary>
    Waived,

    /// <summary>Paid back in cash, by transfer or out of an estate.</summary>
    Repaid,
}

/// <summary>What lowered a debt beside withholding.</summary>
public sealed class DebtReduction
{
    /// <summary>The debt.</summary>
    public required Guid DebtId { get; init; }

    /// <summary>The receipt, or the decision that gives it up: once a debt, by constraint.</summary>
    public required string Reference { get; init; }

    /// <summary>Why.</summary>
    public required ReductionKind Kind { get; init; }

    /// <summary>How much, minor units.</summary>
    public required long AmountMinor { get; init; }

    /// <summary>In words.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was approved.</summary>
    public required DateTime At { get; init; }

    /// <summary>By whom.</summary>
    public required string By { get; init; }
}

/// <summary>What a payment withheld for a debt, as Payments last settled it.</summary>
public sealed class DebtRecovery
{
    /// <summary>The debt.</summary>
    public required Guid DebtId { get; init; }

    /// <summary>The award paid.</summary>
    public required Guid AwardId { get; init; }

    /// <summary>Its component.</summary>
    public required string Component { get; init; }

    /// <summary>The month.</summary>
    public required Month Month { get; init; }

    /// <summary>The last attempt heard of.</summary>
    public required int Attempt { get; set; }

    /// <summary>paid, rejected or returned: only what is paid counts.</summary>
    public required string Outcome { get; set; }

    /// <summary>Minor units.</summary>
    public required long AmountMinor { get; set; }

    /// <summary>The day of the outcome.</summary>
    public required DateOnly On { get; set; }
}

internal sealed class DebtMapping : IEntityTypeConfiguration<Debt>, IEntityTypeConfiguration<DebtReduction>, IEntityTypeConfiguration<DebtRecovery>
{
    public void Configure(EntityTypeBuilder<Debt> builder)
    {
        builder.ToTable("debts");
        builder.HasKey(d => d.Id);
        builder.HasIndex(d => d.Number).IsUnique();
        builder.HasIndex(d => new { d.RecalculationId, d.AwardId }).IsUnique();
        builder.HasIndex(d => d.AwardId);
        builder.HasIndex(d => d.PersonNumber);
        builder.Property(d => d.Number).HasMaxLength(20);
        builder.Property(d => d.AwardNumber).HasMaxLength(40);
        builder.Property(d => d.PlanAward).HasMaxLength(40);
        builder.Property(d => d.PersonNumber).HasMaxLength(40);
        builder.Property(d => d.Scheme).HasMaxLength(60);
        builder.Property(d => d.Currency).HasMaxLength(3);
        builder.Property(d => d.Reason).HasMaxLength(1000);
        builder.Property(d => d.Version).IsConcurrencyToken();
        builder.HasOne<Recalculation>().WithMany().HasForeignKey(d => d.RecalculationId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<DebtReduction> builder)
    {
        builder.ToTable("debt_reductions");
        builder.HasKey(r => new { r.DebtId, r.Reference });
        builder.Property(r => r.Reference).HasMaxLength(100);
        builder.Property(r => r.Reason).HasMaxLength(1000);
        builder.HasOne<Debt>().WithMany().HasForeignKey(r => r.DebtId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<DebtRecovery> builder)
    {
        builder.ToTable("debt_recoveries");
        builder.HasKey(r => new { r.DebtId, r.AwardId, r.Component, r.Month });
        builder.Property(r => r.Component).HasMaxLength(60);
        builder.Property(r => r.Outcome).HasMaxLength(20);
        builder.HasOne<Debt>().WithMany().HasForeignKey(r => r.DebtId).OnDelete(DeleteBehavior.Restrict);
    }
}
