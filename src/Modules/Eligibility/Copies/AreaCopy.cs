using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;

namespace Spmis.Eligibility.Copies;

/// <summary>An area of the country's division down to the districts; Registration owns it.</summary>
public sealed class AreaCopy
{
    /// <summary>The area.</summary>
    public required Guid AreaId { get; init; }

    /// <summary>The country's code.</summary>
    public required string Code { get; init; }

    /// <summary>Its name today.</summary>
    public required string Name { get; init; }

    /// <summary>Codes from the root to it, each behind a slash, with one at the end.</summary>
    public required string Path { get; init; }

    /// <summary>0 for the root.</summary>
    public required int Depth { get; init; }

    /// <summary>Of the level by whose names it is known where a person lives.</summary>
    public required bool District { get; init; }

    /// <summary>Millionths of a degree north; null when not known.</summary>
    public int? LatitudeMicro { get; init; }

    /// <summary>Millionths of a degree east; null when not known.</summary>
    public int? LongitudeMicro { get; init; }

    /// <summary>Last day; null while it lasts.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The owner's: a message with a lower one came late and is dropped.</summary>
    public required long Version { get; init; }

    /// <summary>The area as told.</summary>
    public static AreaCopy Of(AreaFacts a) => new()
    {
        AreaId = a.AreaId, Code = a.Code, Name = a.Name, Path = a.Path, Depth = a.Depth, District = a.District, LatitudeMicro = Micro(a.Latitude), LongitudeMicro = Micro(a.Longitude), Until = a.Until, Version = a.Version,
    };

    private static int? Micro(decimal? degrees) => degrees is { } d ? (int)decimal.Round(d * 1_000_000m) : null;
}

internal sealed class AreaCopyMapping : IEntityTypeConfiguration<AreaCopy>
{
    public void Configure(EntityTypeBuilder<AreaCopy> builder)
    {
        builder.ToTable("area_copies");
        builder.HasKey(a => a.AreaId);
        builder.HasIndex(a => a.Code).IsUnique();
        builder.Property(a => a.Code).HasMaxLength(40);
        builder.Property(a => a.Path).HasMaxLength(400);
    }
}

/// <summary>Keeps the copy of areas, each by its version whatever the order of arrival.</summary>
public sealed class KeepAreas(EligibilityDb db) : Consumer<EligibilityDb, AreasRecorded>
{
    /// <inheritdoc />
    public override async Task HandleAsync(AreasRecorded message, Change change, CancellationToken ct)
    {
        var told = message.Areas.GroupBy(a => a.AreaId).ToDictionary(g => g.Key, g => g.MaxBy(a => a.Version) ?? g.First());
        var ids = told.Keys.ToList();
        var known = await db.Areas.AsNoTracking().Where(a => ids.Contains(a.AreaId)).ToDictionaryAsync(a => a.AreaId, a => a.Version, ct);
        var newer = told.Values.Where(a => !known.TryGetValue(a.AreaId, out var version) || version < a.Version).Select(AreaCopy.Of).ToList();
        var replaced = newer.Select(a => a.AreaId).Where(known.ContainsKey).ToList();
        if (replaced.Count > 0)
        {
            await db.Areas.Where(a => replaced.Contains(a.AreaId)).ExecuteDeleteAsync(ct);
        }

        await db.BulkInsertAsync(newer, ct);
    }
}
