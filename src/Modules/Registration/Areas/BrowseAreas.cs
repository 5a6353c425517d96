using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;

namespace Spmis.Registration.Areas;

/// <summary>An area of a list.</summary>
public sealed record AreaLine(string Code, string Name, string Level, DateOnly? From, DateOnly? Until, int Inside);

/// <summary>An area with what lies above and in it.</summary>
public sealed record AreaRecord
{
    /// <summary>The area.</summary>
    public required Area Area { get; init; }

    /// <summary>From the root to the area above.</summary>
    public required IReadOnlyList<AreaLine> Above { get; init; }

    /// <summary>The areas in it, one level down.</summary>
    public required IReadOnlyList<AreaLine> Inside { get; init; }

    /// <summary>Names it had once, the latest first.</summary>
    public required IReadOnlyList<AreaName> Names { get; init; }

    /// <summary>Areas that took its place, or from which it came.</summary>
    public required IReadOnlyList<AreaLine> Successors { get; init; }

    /// <summary>Persons whose address is this very area.</summary>
    public required int Persons { get; init; }

    /// <summary>Employers whose address is this very area.</summary>
    public required int Employers { get; init; }
}

/// <summary>Walks and searches the tree.</summary>
/// <param name="db">The register.</param>
/// <param name="find">Lines from the root.</param>
public sealed class BrowseAreas(RegistrationDb db, FindAreas find)
{
    /// <summary>The most lines of one answer.</summary>
    public const int MostLines = 200;

    /// <summary>Areas by code or the beginning of a name; without words those at the top.</summary>
    public async Task<IReadOnlyList<AreaLine>> HandleAsync(string? text, int limit, CancellationToken ct)
    {
        limit = Math.Clamp(limit, 1, MostLines);
        var (name, code) = (Area.Fold(text ?? ""), FindAreas.CodeOf(text));
        var found = db.Areas.AsNoTracking();
        found = name.Length == 0 ? found.Where(a => a.ParentId == null)
            : found.Where(a => a.Code == code || a.SearchName.StartsWith(name) || db.AreaNames.Any(n => n.AreaId == a.Id && n.SearchName.StartsWith(name)));
        return await LinesAsync(found.OrderBy(a => a.Depth).ThenBy(a => a.SearchName).ThenBy(a => a.Code).Take(limit), ct);
    }

    /// <summary>One area.</summary>
    /// <exception cref="Refused">There is none of that code.</exception>
    public async Task<AreaRecord> ReadAsync(string code, CancellationToken ct)
    {
        var asked = FindAreas.CodeOf(code);
        var area = await db.Areas.AsNoTracking().SingleOrDefaultAsync(a => a.Code == asked, ct) ?? throw new Refused("area.unknown", $"There is no area {code}.", "code");
        var line = (await find.LinesAsync([area], ct))[area.Id];
        return new AreaRecord
        {
            Area = area,
            Above = [.. line.Take(line.Count - 1).Select(a => new AreaLine(a.Code, a.Name, a.Level, a.From, a.Until, 0))],
            Inside = await LinesAsync(db.Areas.AsNoTracking().Where(a => a.ParentId == area.Id).OrderBy(a => a.SearchName).ThenBy(a => a.Code).Take(MostLines), ct),
            Names = await db.AreaNames.AsNoTracking().Where(n => n.AreaId == area.Id).OrderByDescending(n => n.Until).Take(MostLines).ToListAsync(ct),
            Successors = await LinesAsync(db.Areas.AsNoTracking().Where(a => a.Id == area.MergedIntoId || a.SplitFromId == area.Id).OrderBy(a => a.Code).Take(MostLines), ct),
            Persons = await db.Persons.CountAsync(p => p.AreaId == area.Id && p.MergedIntoId == null, ct),
            Employers = await db.Employers.CountAsync(e => e.AreaId == area.Id, ct),
        };
    }

    private async Task<List<AreaLine>> LinesAsync(IQueryable<Area> areas, CancellationToken ct) =>
        await areas.Select(a => new AreaLine(a.Code, a.Name, a.Level, a.From, a.Until, db.Areas.Count(c => c.ParentId == a.Id))).ToListAsync(ct);
}
