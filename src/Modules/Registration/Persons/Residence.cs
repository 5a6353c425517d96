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
    /// <exception cref="Refused">There is no such area, or area and district contradict each other.</exception>
    internal async Task<NewPerson> SettleAsync(NewPerson told, Person? known, DateOnly today, CancellationToken ct)
    {
        var place = await areas.PlaceAsync(told.Area, told.District, told.Village, today, ct);
        var rewritten = known is null || told.District != known.District;
        return told.Area is not null && rewritten && Contradiction(told, place) is { } problem
            ? throw new Refused(problem.Code, $"{problem.Text} {problem.Remedy}", nameof(told.District))
            : In(told, place);
    }

    /// <summary>Area and district that do not go together.</summary>
    internal static FieldProblem? Contradiction(NewPerson told, AreaPlace? place) => told is { Area: not null, District: { } district } && place is not null && Area.Fold(district) != Area.Fold(place.District)
        ? new("area.contradicts", $"The area lies in {place.District}, not in {district}.", "Correct the area or the district, or leave the district empty.")
        : null;

    /// <summary>The address in the tree's words.</summary>
    internal static NewPerson In(NewPerson told, AreaPlace? place) => place is null ? told with { AreaId = null }
        : told.Area is null ? told with { AreaId = place.AreaId }
        : told with { AreaId = place.AreaId, District = place.District, Village = place.Village ?? told.Village };
}
