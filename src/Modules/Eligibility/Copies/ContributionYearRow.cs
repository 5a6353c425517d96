using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Contracts.Contributions;
using Spmis.Eligibility.Enrolments;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;
using Spmis.Values;

namespace Spmis.Eligibility.Copies;

/// <summary>Twelve contribution months of a person in a scheme; Contributions owns them.</summary>
public sealed class ContributionYearRow
{
    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The contribution scheme.</summary>
    public required string Scheme { get; init; }

    /// <summary>The calendar year.</summary>
    public required int Year { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Twelve amounts in minor units with commas between, January first.</summary>
    public required string BaseMinor { get; init; }

    /// <summary>Bit 0 = January.</summary>
    public required int InsuredMonths { get; init; }

    /// <summary>The owner's.</summary>
    public required long Version { get; init; }

    /// <summary>The months with earnings or counted as insured.</summary>
    internal IEnumerable<Month> Contributed()
    {
        var bases = BaseMinor.Split(',');
        return Enumerable.Range(0, 12).Where(i => (InsuredMonths & (1 << i)) != 0 || bases[i] != "0").Select(i => new Month(Year, i + 1));
    }
}

/// <summary>Keeps the contribution months, each year by its version, and the spells they show.</summary>
public sealed class KeepContributionYears(EligibilityDb db, DeriveEnrolments enrolments) : Consumer<EligibilityDb, ContributionMonthsRecorded>
{
    /// <inheritdoc />
    public override async Task HandleAsync(ContributionMonthsRecorded message, Change change, CancellationToken ct)
    {
        // One scheme and year at a time, so that the old rows go with one statement that an index serves.
        foreach (var group in message.Years.GroupBy(y => (y.Scheme, y.Year)))
        {
            var (scheme, year) = group.Key;
            var told = group.GroupBy(y => y.PersonId).ToDictionary(g => g.Key, g => g.MaxBy(y => y.Version) ?? g.First());
            var ids = told.Keys.ToList();
            var known = await db.ContributionYears.AsNoTracking().Where(y => ids.Contains(y.PersonId) && y.Scheme == scheme && y.Year == year).ToDictionaryAsync(y => y.PersonId, y => y.Version, ct);
            var newer = told.Values.Where(y => !known.TryGetValue(y.PersonId, out var version) || version < y.Version).ToList();
            var replaced = newer.Where(y => known.ContainsKey(y.PersonId)).Select(y => y.PersonId).ToList();
            if (replaced.Count > 0)
            {
                await db.ContributionYears.Where(y => replaced.Contains(y.PersonId) && y.Scheme == scheme && y.Year == year).ExecuteDeleteAsync(ct);
            }

            await db.BulkInsertAsync([.. newer.Select(Row)], ct);
            await enrolments.HandleAsync([.. newer.Select(y => y.PersonId)], scheme, change, ct);
        }
    }

    private static ContributionYearRow Row(ContributionYear y) => y.BaseMinor.Count == 12
        ? new() { PersonId = y.PersonId, Scheme = y.Scheme, Year = y.Year, Currency = y.Currency, BaseMinor = string.Join(',', y.BaseMinor), InsuredMonths = y.InsuredMonths, Version = y.Version }
        : throw new InvalidOperationException($"A contribution year has {y.BaseMinor.Count} months; it must have 12.");
}

internal sealed class ContributionYearMapping : IEntityTypeConfiguration<ContributionYearRow>
{
    public void Configure(EntityTypeBuilder<ContributionYearRow> builder)
    {
        builder.ToTable("contribution_years");
        builder.HasKey(y => new { y.PersonId, y.Scheme, y.Year });
        builder.Property(y => y.Scheme).HasMaxLength(60);
        builder.Property(y => y.BaseMinor).HasMaxLength(300);
    }
}
