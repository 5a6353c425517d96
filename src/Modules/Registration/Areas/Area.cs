using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Data;

namespace Spmis.Registration.Areas;

/// <summary>A place of the country's own division: region, district, ward, village, as deep as the country goes. An area that ended stays, so that old addresses can be read.</summary>
public sealed class Area
{
    /// <summary>Between the codes of a path.</summary>
    public const char Separator = '/';

    /// <summary>Parts of a degree in which positions are kept: a tenth of a metre.</summary>
    internal const decimal Micro = 1_000_000m;

    /// <summary>Never shown to people.</summary>
    public required Guid Id { get; init; }

    /// <summary>The country's code for it: capital letters, digits, dot, dash, underscore. Never changes; a renamed area keeps it.</summary>
    public required string Code { get; init; }

    /// <summary>Its name today.</summary>
    public required string Name { get; set; }

    /// <summary>What it is, in the country's word: region, district, village.</summary>
    public required string Level { get; set; }

    /// <summary>The area it lies in; null for the whole country.</summary>
    public Guid? ParentId { get; set; }

    /// <summary>0 for the root.</summary>
    public required int Depth { get; set; }

    /// <summary>Codes from the root to this area, each behind a slash, with one at the end: <c>/SW/SW-03/SW-03-011/</c>.</summary>
    public required string Path { get; set; }

    /// <summary>The name as it is searched.</summary>
    public required string SearchName { get; set; }

    /// <summary>Code of the office that serves it; null when none does. Given to an area it holds for all areas in it, until one of them is given to another.</summary>
    public string? Office { get; set; }

    /// <summary>Latitude of a point in it by which it is drawn, in millionths of a degree north (WGS 84); null when it is not known.</summary>
    public int? LatitudeMicro { get; set; }

    /// <summary>Longitude of that point, in millionths of a degree east; null when it is not known.</summary>
    public int? LongitudeMicro { get; set; }

    /// <summary>First day; null when it has always been.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day; null while it lasts.</summary>
    public DateOnly? Until { get; set; }

    /// <summary>The area it was merged into.</summary>
    public Guid? MergedIntoId { get; set; }

    /// <summary>The area it was split from.</summary>
    public Guid? SplitFromId { get; init; }

    /// <summary>The import that made it.</summary>
    public long? ImportRunId { get; init; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }

    /// <summary>The codes from the root to this area.</summary>
    public IReadOnlyList<string> Codes => Path.Split(Separator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether addresses may still be given there.</summary>
    public bool IsOpen(DateOnly today) => Until is null || Until >= today;

    /// <summary>As other modules may know it.</summary>
    /// <param name="district">The level by whose names they know where a person lives.</param>
    public AreaFacts ToFacts(string district) => new()
    {
        AreaId = Id, Code = Code, Name = Name, Path = Path, Depth = Depth, District = string.Equals(Level, district, StringComparison.OrdinalIgnoreCase), Latitude = LatitudeMicro / Micro, Longitude = LongitudeMicro / Micro, Until = Until, Version = Version,
    };

    /// <summary>One spelling of a name: small letters without accents, other signs as one blank.</summary>
    public static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var c in name.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            if (char.IsLetterOrDigit(c))
            {
                folded.Append(char.ToLowerInvariant(c));
            }
            else if (folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }

        return folded.ToString().Trim().Normalize();
    }
}

/// <summary>A name an area had once; files still use it.</summary>
public sealed class AreaName
{
    /// <summary>Never shown to people.</summary>
    public required Guid Id { get; init; }

    /// <summary>The area.</summary>
    public required Guid AreaId { get; init; }

    /// <summary>The former name.</summary>
    public required string Name { get; init; }

    /// <summary>As it is searched.</summary>
    public required string SearchName { get; init; }

    /// <summary>Last day of that name.</summary>
    public required DateOnly Until { get; init; }
}

internal sealed class AreaMapping : IEntityTypeConfiguration<Area>, IEntityTypeConfiguration<AreaName>
{
    public void Configure(EntityTypeBuilder<Area> builder)
    {
        builder.ToTable("areas");
        builder.HasKey(a => a.Id);
        builder.HasIndex(a => a.Code).IsUnique();
        builder.HasIndex(a => new { a.ParentId, a.SearchName });
        builder.HasIndex(a => a.SearchName);
        builder.HasIndex(a => a.Path);
        builder.Property(a => a.Code).HasMaxLength(40);
        builder.Property(a => a.Level).HasMaxLength(60);
        builder.Property(a => a.Path).HasMaxLength(400);
        builder.Property(a => a.Office).HasMaxLength(ModuleDb.OfficeCodeLength);
        builder.HasIndex(a => a.Office);
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.Ignore(a => a.Codes);
    }

    public void Configure(EntityTypeBuilder<AreaName> builder)
    {
        builder.ToTable("area_names");
        builder.HasKey(n => n.Id);
        builder.HasIndex(n => n.AreaId);
        builder.HasIndex(n => n.SearchName);
    }
}
