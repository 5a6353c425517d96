using System.Globalization;
using Spmis.Eligibility.Copies;

namespace Spmis.Eligibility.Rounds;

/// <summary>One line and circle of a map: an area, or all that lies in a larger one.</summary>
/// <param name="Name">Its name; empty for persons whose district is not known.</param>
/// <param name="Inside">Code of an area that can be opened; null for a district.</param>
/// <param name="Sum">What came of the round there.</param>
/// <param name="Point">Degrees north and east; null where no position is known.</param>
public sealed record MapSpot(string Name, string? Inside, RoundArea Sum, (decimal North, decimal East)? Point)
{
    /// <summary>Of the places those filled; without places, of the persons looked at those entitled. From 0 to 1.</summary>
    public decimal Share => (Sum.Places ?? Sum.Persons) is var of and > 0 ? Math.Min(1m, Sum.Filled / (decimal)of) : 0;
}

/// <summary>A round drawn by area: at most so many areas at once, larger ones first to be opened. Pure.</summary>
/// <param name="Opened">The area looked into; null for the whole country.</param>
/// <param name="Spots">The most selected first.</param>
/// <param name="Before">Areas of this view on earlier pages.</param>
/// <param name="Left">Areas of this view on later pages: those with fewer selected.</param>
/// <param name="Total">All areas of this view together.</param>
public sealed record RoundMap(AreaCopy? Opened, IReadOnlyList<MapSpot> Spots, int Before, int Left, RoundArea? Total)
{
    /// <summary>The most areas of a page.</summary>
    public const int Most = 20;

    /// <summary>Key of the last area shown, when more follow.</summary>
    public string? Next => Left > 0 ? KeyOf(Spots[^1]) : null;

    /// <summary>Draws the view of an area.</summary>
    /// <param name="rows">The round by district.</param>
    /// <param name="areas">Areas in use.</param>
    /// <param name="inside">Code of the area looked into; null or unknown for the whole country.</param>
    /// <param name="after">Go on behind this key; null, or one that cannot be read, from the first.</param>
    public static RoundMap Of(IReadOnlyList<RoundArea> rows, IReadOnlyList<AreaCopy> areas, string? inside, string? after = null)
    {
        var opened = areas.FirstOrDefault(a => a.Code == inside);
        // A name that two districts bear stands for neither on the map.
        var named = areas.GroupBy(a => AreaNames.Clean(a.Name), AreaNames.Comparer).Select(g => (g.Key, Area: Only(g))).Where(g => g.Area is not null).ToDictionary(g => g.Key, g => g.Area, AreaNames.Comparer);
        var found = rows.Select(r => (Row: r, Area: named.GetValueOrDefault(r.Area))).Where(r => opened is null || r.Area?.Path.StartsWith(opened.Path, StringComparison.Ordinal) == true).ToList();
        var spots = found.ConvertAll(r => new MapSpot(r.Row.Area, null, r.Row, PointOf(r.Area)));
        var known = areas.ToDictionary(a => a.Code);
        for (var depth = (opened?.Depth ?? -1) + 1; spots.Count > Most && depth <= found.Max(r => r.Area?.Depth ?? 0); depth++)
        {
            var at = depth;
            var larger = found.GroupBy(r => r.Area?.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(at) is { } code && known.TryGetValue(code, out var above) && above.Code != r.Area.Code ? above : null).ToList();
            if (larger.Count > 1 && larger.Any(g => g.Key is not null))
            {
                spots = [.. larger.SelectMany(g => g.Key is { } above ? [Together(above, [.. g])] : g.Select(r => new MapSpot(r.Row.Area, null, r.Row, PointOf(r.Area))))];
                break;
            }
        }

        var ordered = spots.OrderByDescending(s => s.Sum.Filled).ThenByDescending(s => s.Sum.Persons).ThenBy(s => s.Name, StringComparer.Ordinal).ThenBy(s => s.Inside, StringComparer.Ordinal).ToList();
        var before = Place(after) is { } key ? ordered.Count(s => Place(s).CompareTo(key) <= 0) : 0;
        return new RoundMap(opened, [.. ordered.Skip(before).Take(Most)], before, Math.Max(0, ordered.Count - before - Most), found.Count == 0 ? null : Sum(opened?.Name ?? "", [.. found.Select(f => f.Row)]));
    }

    /// <summary>Where an area stands in the order: what it is ordered by, so that a link still leads on when figures were counted anew.</summary>
    private static string KeyOf(MapSpot spot) => string.Create(CultureInfo.InvariantCulture, $"{spot.Sum.Filled}~{spot.Sum.Persons}~{spot.Inside}~{spot.Name}");

    private static MapKey Place(MapSpot spot) => new(spot.Sum.Filled, spot.Sum.Persons, spot.Name, spot.Inside ?? "");

    private static MapKey? Place(string? key) => key?.Split('~', 4) is [var filled, var persons, var inside, var name]
        && int.TryParse(filled, NumberStyles.None, CultureInfo.InvariantCulture, out var f) && int.TryParse(persons, NumberStyles.None, CultureInfo.InvariantCulture, out var p) ? new MapKey(f, p, name, inside) : null;

    private static RoundArea Sum(string name, IReadOnlyList<RoundArea> rows) => new()
    {
        RoundId = rows[0].RoundId, Area = name, Places = rows.Any(r => r.Places is not null) ? rows.Sum(r => r.Places ?? 0) : null, Selected = rows.Sum(r => r.Selected), Waiting = rows.Sum(r => r.Waiting),
        HaveAward = rows.Sum(r => r.HaveAward), NotSelected = rows.Sum(r => r.NotSelected), CannotTell = rows.Sum(r => r.CannotTell),
    };

    private static AreaCopy? Only(IEnumerable<AreaCopy> named)
    {
        var all = named.ToList();
        var districts = all.Where(a => a.District).ToList();
        return districts.Count == 1 ? districts[0] : all.Count == 1 ? all[0] : null;
    }

    private static (decimal North, decimal East)? PointOf(AreaCopy? area) => area is { LatitudeMicro: { } north, LongitudeMicro: { } east } ? (north / 1_000_000m, east / 1_000_000m) : null;

    private static MapSpot Together(AreaCopy above, IReadOnlyList<(RoundArea Row, AreaCopy? Area)> found)
    {
        var points = found.Select(f => PointOf(f.Area)).OfType<(decimal North, decimal East)>().ToList();
        return new MapSpot(above.Name, above.Code, Sum(above.Name, [.. found.Select(f => f.Row)]), PointOf(above) ?? (points.Count > 0 ? (points.Average(p => p.North), points.Average(p => p.East)) : null));
    }
}

/// <summary>What areas are ordered by: the most filled first, then the most persons, then by name and code.</summary>
internal readonly record struct MapKey(int Filled, int Persons, string Name, string Inside) : IComparable<MapKey>
{
    public int CompareTo(MapKey other) => other.Filled.CompareTo(Filled) is not 0 and var filled ? filled
        : other.Persons.CompareTo(Persons) is not 0 and var persons ? persons
        : string.CompareOrdinal(Name, other.Name) is not 0 and var name ? name : string.CompareOrdinal(Inside, other.Inside);
}
