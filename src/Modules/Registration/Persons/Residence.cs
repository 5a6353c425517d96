using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Registration.Areas;

namespace Spmis.Registration.Persons;

/// <summary>Puts an address on the area tree.</summary>
/// <param name="areas">Finds areas.</param>
public sealed class Residence(FindAreas areas)
{
    /// <summary>The same with its area, district and village; free words that fit no area stay as they are.</summary>
    /// <param name="told">What was told, cleaned.</param>
    /// <param name="known">The record that is corrected: words left as they stand there give way to a new area.</param>
    /// <param name="today">Areas that ended take no new address.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">There is no such area, or area and words contradict each other.</exception>
    internal async Task<NewPerson> SettleAsync(NewPerson told, Person? known, DateOnly today, CancellationToken ct)
    {
        if (known is not null && (told.District, told.Village) == (known.District, known.Village) && (told.Area is null || await areas.IsCodeAsync(told.Area, known.AreaId, ct)))
        {
            return told with { AreaId = known.AreaId }; // Nothing was said of the address: it stays, even in an area that ended.
        }

        var place = await areas.PlaceAsync(told.Area, told.District, told.Village, today, ct);
        return told.District != known?.District && Contradiction(told, place) is { } district ? throw new Refused(district.Code, $"{district.Text} {district.Remedy}", nameof(told.District))
            : told.Village != known?.Village && VillageContradiction(told, place) is { } village ? throw new Refused(village.Code, $"{village.Text} {village.Remedy}", nameof(told.Village))
            : In(told, place);
    }

    /// <summary>Area and district that do not go together.</summary>
    internal static FieldProblem? Contradiction(NewPerson told, AreaPlace? place) => told is { Area: not null, District: { } district } && place is not null && Area.Fold(district) != Area.Fold(place.District)
        ? new("area.contradicts", $"The area lies in {place.District}, not in {district}.", "Correct the area or the district, or leave the district empty.")
        : null;

    /// <summary>Village words that would be lost to the name of an area below the district.</summary>
    internal static FieldProblem? VillageContradiction(NewPerson told, AreaPlace? place) => told is { Area: not null, Village: { } village } && place?.Village is { } name && Area.Fold(village) != Area.Fold(name)
        ? new("area.contradicts", $"The area is {name}, not {village}.", "Correct the area or the village, or leave the village empty.")
        : null;

    /// <summary>The address in the tree's words.</summary>
    internal static NewPerson In(NewPerson told, AreaPlace? place) => place is null ? told with { AreaId = null }
        : told.Area is null ? told with { AreaId = place.AreaId }
        : told with { AreaId = place.AreaId, District = place.District, Village = place.Village ?? told.Village };
}
