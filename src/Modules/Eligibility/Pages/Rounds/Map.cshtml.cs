using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Rounds;
using Spmis.Kernel.Acts;
using Spmis.Web.Parts;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Pages.Rounds;

/// <summary>Where those selected in a round live: a circle an area, and the same figures in a table.</summary>
[Authorize("eligibility.read")]
public sealed class MapModel(EligibilityDb db, TimeProvider time, Show show, IStringLocalizer<EligibilityTexts> words) : PageModel
{
    private const int MostAreas = 20_000;

    /// <summary>Code of the area looked into.</summary>
    [BindProperty(SupportsGet = true)]
    public string? In { get; set; }

    /// <summary>Go on behind this area.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>The round.</summary>
    public EligibilityRound Round { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Its areas.</summary>
    public RoundMap Map { get; private set; } = null!; // As above.

    /// <summary>The circles.</summary>
    public IReadOnlyList<MapDot> Dots { get; private set; } = [];

    /// <summary>Whether the round has places by area.</summary>
    public bool HasPlaces => Map.Spots.Any(s => s.Sum.Places is not null);

    /// <summary>Areas listed here whose position is not known.</summary>
    public int Unplaced => Map.Spots.Count - Dots.Count;

    /// <summary>Draws the page.</summary>
    public async Task OnGetAsync(long id, CancellationToken ct)
    {
        Round = await db.Rounds.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw new Refused("round.unknown", $"There is no round {id}.");
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var rows = await db.RoundAreas.AsNoTracking().Where(a => a.RoundId == id).OrderBy(a => a.Area).Take(MostAreas).ToListAsync(ct);
        var areas = await db.Areas.AsNoTracking().Where(a => a.Until == null || a.Until >= today).OrderBy(a => a.Code).Take(MostAreas).ToListAsync(ct);
        Map = RoundMap.Of(rows, areas, In, After);
        Dots = [.. Map.Spots.Index().Where(s => s.Item.Point is not null).Select(s => Dot(Map.Before + s.Index + 1, s.Item, s.Item.Point!.Value))]; // Asked for.
    }

    /// <summary>Where a line leads: into a larger area, to the ranked list of a district, or to its decisions; null where persons have no district.</summary>
    public string? LinkOf(MapSpot spot) => spot.Inside is { } code ? $"/eligibility/rounds/{Round.Id}/map?in={Uri.EscapeDataString(code)}"
        : spot.Name.Length == 0 ? null
        : Round.Programme.Length > 0 && Round.Targeting.Areas.Count > 0 ? $"/eligibility/rounds/{Round.Id}/list?area={Uri.EscapeDataString(spot.Name)}"
        : Round.HasCandidates ? $"/eligibility/rounds/{Round.Id}/list?show=yes&area={Uri.EscapeDataString(spot.Name)}"
        : $"/eligibility/rounds/{Round.Id}?area={Uri.EscapeDataString(spot.Name)}";

    /// <summary>"12 of 20", of places or of persons looked at.</summary>
    public string FiguresOf(MapSpot spot) => words["{0} of {1}", show.Count(spot.Sum.Filled), show.Count(spot.Sum.Places ?? spot.Sum.Persons)];

    private MapDot Dot(int line, MapSpot spot, (decimal North, decimal East) point) => new($"{line}", $"{spot.Name}: {FiguresOf(spot)}", point.North, point.East, spot.Sum.Filled, spot.Share, LinkOf(spot));
}
