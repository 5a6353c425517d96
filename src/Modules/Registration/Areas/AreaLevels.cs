using Microsoft.Extensions.Configuration;

namespace Spmis.Registration.Areas;

/// <summary>
/// What a country calls the levels of its division. Setting <c>Registration:AreaLevels</c>: names from the top, separated by commas (default: country, region, district, ward, village).
/// Setting <c>Registration:DistrictLevel</c>: the level whose name the other modules know a person's area by, in programmes by area and in statistics (default: district).
/// </summary>
/// <param name="configuration">The settings.</param>
public sealed class AreaLevels(IConfiguration configuration)
{
    private readonly string[] names = (configuration["Registration:AreaLevels"] ?? "country,region,district,ward,village").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The level other modules know.</summary>
    public string District { get; } = configuration["Registration:DistrictLevel"] ?? "district";

    /// <summary>The name of a depth; below the named ones their number.</summary>
    public string NameOf(int depth) => depth < names.Length ? names[depth] : $"level {depth + 1}";

    /// <summary>Where a person of an area lives in the words of the other modules: the district above it (or it), and its own name where it lies below.</summary>
    /// <param name="line">From the root to the area.</param>
    internal AreaPlace PlaceOf(IReadOnlyList<Area> line)
    {
        var area = line[^1];
        var district = line.LastOrDefault(a => string.Equals(a.Level, District, StringComparison.OrdinalIgnoreCase)) ?? line[0];
        return new AreaPlace(area.Id, area.Code, district.Name, area.Depth > district.Depth ? area.Name : null, area.Office);
    }
}

/// <summary>An address on the tree.</summary>
/// <param name="AreaId">The area.</param>
/// <param name="Code">Its code.</param>
/// <param name="District">The district's name, as other modules know it.</param>
/// <param name="Village">The area's own name where it lies below the district.</param>
/// <param name="Office">Code of the office that serves it.</param>
public sealed record AreaPlace(Guid AreaId, string Code, string District, string? Village, string? Office);
