using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Contributions.Copies;
using Spmis.Values;

namespace Spmis.Contributions.Plans;

/// <summary>What somebody without an employer chose to contribute: scheme, income or class, and for how long they pay at a time. No debt: whoever insures themselves owes nothing until they pay.</summary>
public sealed class ContributionPlan
{
    public required Guid Id { get; init; }

    /// <summary>Whose it is now: follows merges.</summary>
    public required Guid PersonId { get; set; }

    /// <summary>Who chose it: merges are undone by it.</summary>
    public required Guid DeclaredPersonId { get; init; }

    public required string Scheme { get; init; }

    public required string Currency { get; init; }

    /// <summary>The first month it is for.</summary>
    public required Month From { get; init; }

    /// <summary>The last month; null while it is open.</summary>
    public Month? Until { get; set; }

    /// <summary>True while it is open, else null: one open plan of a person in a scheme, by constraint.</summary>
    public bool? Open { get; set; }

    /// <summary>Income of a month, where the package asks for it.</summary>
    public long? IncomeMinor { get; init; }

    public string? Class { get; init; }

    /// <summary>For how long they pay at a time, a word of the package; null where it knows only months.</summary>
    public string? Periodicity { get; init; }

    public required DateTime ChosenAt { get; init; }

    /// <summary>Account that chose it: the worker's own, or an officer's.</summary>
    public required string ChosenBy { get; init; }

    /// <summary>Counts up with each payment put to it, so that of two at once the second waits for the first.</summary>
    public long Version { get; set; }

    public OwnChoice Choice => new(IncomeMinor, Class, Periodicity);

    /// <summary>Whether the plan is for a month.</summary>
    public bool Covers(Month month) => From <= month && (Until is null || month <= Until);
}

/// <summary>A month that was bought under a plan, with what it costs. Its payments are contributions of the month; they make the price together with what third payers add.</summary>
public sealed class PlanMonth
{
    public long Id { get; init; }

    public required Guid PlanId { get; init; }

    /// <summary>Whose it is now: follows merges.</summary>
    public required Guid PersonId { get; set; }

    public required Guid DeclaredPersonId { get; init; }

    public required string Scheme { get; init; }

    public required Month Month { get; init; }

    /// <summary>First month of the period it was bought with.</summary>
    public required Month PeriodFirst { get; init; }

    /// <summary>The package that gave the price.</summary>
    public required string PackageHash { get; init; }

    public long? IncomeMinor { get; init; }

    public string? Class { get; init; }

    /// <summary>As the period was bought; not the plan's where a longer one was not completed in time.</summary>
    public string? Periodicity { get; init; }

    /// <summary>The month's part of the price of the period.</summary>
    public required long PriceMinor { get; init; }

    /// <summary>Insured earnings, once the price is paid.</summary>
    public required long BaseMinor { get; init; }

    /// <summary>Day of the payment that completed the price.</summary>
    public required DateOnly BoughtOn { get; init; }

    public OwnChoice Choice => new(IncomeMinor, Class, Periodicity);
}

internal sealed class PlanMapping : IEntityTypeConfiguration<ContributionPlan>, IEntityTypeConfiguration<PlanMonth>
{
    public void Configure(EntityTypeBuilder<ContributionPlan> builder)
    {
        builder.ToTable("contribution_plans");
        builder.HasKey(p => p.Id);
        builder.HasIndex(p => new { p.DeclaredPersonId, p.Scheme, p.Open }).IsUnique();
        builder.HasIndex(p => p.PersonId);
        builder.Property(p => p.Scheme).HasMaxLength(60);
        builder.Property(p => p.Currency).HasMaxLength(3);
        builder.Property(p => p.Class).HasMaxLength(40);
        builder.Property(p => p.Periodicity).HasMaxLength(40);
        builder.Property(p => p.ChosenBy).HasMaxLength(100);
        builder.Property(p => p.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<PlanMonth> builder)
    {
        builder.ToTable("plan_months");
        builder.HasKey(m => m.Id);
        builder.HasIndex(m => new { m.DeclaredPersonId, m.Scheme, m.Month }).IsUnique();
        builder.HasIndex(m => new { m.PersonId, m.Scheme, m.Month });
        builder.HasIndex(m => m.PlanId);
        builder.Property(m => m.Scheme).HasMaxLength(60);
        builder.Property(m => m.PackageHash).HasMaxLength(64);
        builder.Property(m => m.Class).HasMaxLength(40);
        builder.Property(m => m.Periodicity).HasMaxLength(40);
    }
}
