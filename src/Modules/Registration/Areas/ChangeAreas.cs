using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;

namespace Spmis.Registration.Areas;

/// <summary>An area that a split makes.</summary>
/// <param name="Code">Its new code.</param>
/// <param name="Name">Its name.</param>
public sealed record NewPart(string Code, string Name)
{
    /// <summary>Codes of the areas inside the old one that lie in it now.</summary>
    public IReadOnlyList<string> Takes { get; init; } = [];
}

/// <summary>
/// Renames, merges and splits areas from a day that has come. Whoever lives there is carried along by the run <c>areas.carry</c>, so that every module knows the new name;
/// the old name and the old area stay readable.
/// </summary>
/// <param name="db">The register.</param>
/// <param name="find">Finds areas.</param>
/// <param name="levels">Names of levels.</param>
public sealed class ChangeAreas(RegistrationDb db, FindAreas find, AreaLevels levels)
{
    private const int MostInside = 20_000;
    private const int LongestPath = 400;

    /// <summary>Gives an area a new name; its code stays, and the old name is still understood.</summary>
    /// <exception cref="Refused">No such area, no name, no reason, or a day to come.</exception>
    public Task<long> RenameAsync(string code, string? name, DateOnly on, Change change, CancellationToken ct) => WriteAsync(on, change, async () =>
    {
        var area = await OpenAsync(code, on, change.Today, ct);
        var fresh = NameOf(name);
        if (fresh == area.Name)
        {
            throw new Refused("area.same-name", $"{area.Code} has that name already.", nameof(name));
        }

        db.Add(new AreaName { Id = Guid.CreateVersion7(), AreaId = area.Id, Name = area.Name, SearchName = area.SearchName, Until = on.AddDays(-1) });
        (area.Name, area.SearchName) = (fresh, Area.Fold(fresh));
        area.Version++;
        return Carry(area, $"Carry the new name of {area.Code}", change);
    }, ct);

    /// <summary>Merges an area into another of the same level: the areas inside move, its people live in the other from that day.</summary>
    /// <exception cref="Refused">One of them is unknown or ended, they are of different levels, or one lies in the other.</exception>
    public Task<long> MergeAsync(string code, string? into, DateOnly on, Change change, CancellationToken ct) => WriteAsync(on, change, async () =>
    {
        var area = await OpenAsync(code, on, change.Today, ct);
        var other = await find.OneAsync(into, change.Today, ct, nameof(into));
        if (other.Id == area.Id || other.Path.StartsWith(area.Path, StringComparison.Ordinal) || area.Path.StartsWith(other.Path, StringComparison.Ordinal))
        {
            throw new Refused("area.in-itself", $"{area.Code} cannot be merged with {other.Code}: one lies in the other, or they are the same.", nameof(into));
        }

        if (other.Depth != area.Depth)
        {
            throw new Refused("area.other-level", $"{area.Code} is a {area.Level} and {other.Code} a {other.Level}; only areas of one level are merged.", nameof(into));
        }

        await DemandMovableAsync(area, ct);
        await MoveAsync(await db.Areas.Where(a => a.ParentId == area.Id).Take(MostInside).ToListAsync(ct), other, ct, office: true);
        (area.Until, area.MergedIntoId) = (on.AddDays(-1), other.Id);
        area.Version++;
        return Carry(other, $"Carry the merger of {area.Code} into {other.Code}", change, area.Id);
    }, ct);

    /// <summary>Splits an area into new ones. The areas inside go where the parts say; people who live in the old area itself stay there until somebody says where.</summary>
    /// <exception cref="Refused">Fewer than two parts, a code that is taken, or an area inside that no part or two parts take.</exception>
    public Task<long> SplitAsync(string code, IReadOnlyList<NewPart> parts, DateOnly on, Change change, CancellationToken ct) => WriteAsync(on, change, async () =>
    {
        var area = await OpenAsync(code, on, change.Today, ct);
        parts = Whole(parts);
        await DemandMovableAsync(area, ct);
        var parent = area.ParentId is null ? null : await db.Areas.SingleAsync(a => a.Id == area.ParentId, ct);
        var inside = await db.Areas.Where(a => a.ParentId == area.Id && (a.Until == null || a.Until >= change.Today)).Take(MostInside).ToDictionaryAsync(a => a.Code, ct);
        DemandParts(area, parts, inside);
        foreach (var part in parts)
        {
            var fresh = Make(part.Code, part.Name, area.Level, parent, on, null, null, area.Id);
            if (await db.Areas.AnyAsync(a => a.Code == fresh.Code, ct))
            {
                throw new Refused("area.code-taken", $"The code {fresh.Code} is taken.", nameof(parts));
            }

            fresh.Office = area.Office;
            db.Add(fresh);
            await MoveAsync([.. part.Takes.Select(t => inside[FindAreas.CodeOf(t)!])], fresh, ct); // Checked by DemandParts.
        }

        area.Until = on.AddDays(-1);
        area.Version++;
        return Carry(area, $"Carry the split of {area.Code}", change, movedTo: [.. parts.Select(p => FindAreas.CodeOf(p.Code)!)]); // As above.
    }, ct);

    /// <summary>Says which office serves an area and all that lies in it; whoever lives there belongs to that office from then on.</summary>
    /// <exception cref="Refused">No such area or office, it serves it already, no reason, or a day to come.</exception>
    public Task<long> ServeAsync(string code, string? office, DateOnly on, Change change, CancellationToken ct) => WriteAsync(on, change, async () =>
    {
        var area = await OpenAsync(code, on, change.Today, ct);
        var asked = string.IsNullOrWhiteSpace(office) ? throw new Refused("area.no-office", "Name the office.", nameof(office)) : office.Trim().ToUpperInvariant();
        if (await db.OfficeCopies.SingleOrDefaultAsync(o => o.Code == asked, ct) is not { ClosedOn: null })
        {
            throw new Refused("area.office-unknown", $"There is no office {asked} that is open.", nameof(office));
        }

        if (!await db.Areas.AnyAsync(a => a.Path.StartsWith(area.Path) && a.Office != asked, ct))
        {
            throw new Refused("area.same-office", $"{asked} serves {area.Name} already.", nameof(office));
        }

        await DemandMovableAsync(area, ct);
        foreach (var below in await db.Areas.Where(a => a.Path.StartsWith(area.Path) && a.Office != asked).Take(MostInside + 1).ToListAsync(ct))
        {
            below.Office = asked;
            below.Version++;
        }

        return Carry(area, $"Carry the office of {area.Code}", change, key: asked);
    }, ct);

    /// <summary>An area under its parent.</summary>
    /// <exception cref="Refused">The tree would be deeper than a path can say.</exception>
    internal Area Make(string code, string name, string? level, Area? parent, DateOnly? from, DateOnly? until, long? run, Guid? splitFrom = null)
    {
        var depth = parent is null ? 0 : parent.Depth + 1;
        var clean = FindAreas.CodeOf(code) ?? throw new Refused("area.code", $"'{code}' is no code.", "code");
        var path = $"{parent?.Path ?? "/"}{clean}/";
        return path.Length > LongestPath
            ? throw TooDeep(clean)
            : new Area { Id = Guid.CreateVersion7(), Code = clean, Name = name, Level = level ?? levels.NameOf(depth), ParentId = parent?.Id, Depth = depth, Path = path, SearchName = Area.Fold(name), Office = parent?.Office, From = from, Until = until, ImportRunId = run, SplitFromId = splitFrom };
    }

    private static void DemandParts(Area area, IReadOnlyList<NewPart> parts, Dictionary<string, Area> inside)
    {
        if (parts.Count < 2)
        {
            throw new Refused("area.parts", "A split needs at least two new areas.", nameof(parts));
        }

        foreach (var part in parts)
        {
            if (FindAreas.CodeOf(part.Code) is null)
            {
                throw new Refused("area.code", $"'{part.Code}' is no code: capital letters, digits, dot, dash and underscore, 40 at most.", nameof(parts));
            }

            NameOf(part.Name);
        }

        var taken = parts.SelectMany(p => p.Takes).Select(t => FindAreas.CodeOf(t) ?? t).ToList();
        if (taken.FirstOrDefault(t => !inside.ContainsKey(t)) is { } stranger)
        {
            throw new Refused("area.not-inside", $"{stranger} does not lie in {area.Code}.", nameof(parts));
        }

        if (taken.GroupBy(t => t).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new Refused("area.twice", $"Two of the new areas take {twice.Key}.", nameof(parts));
        }

        if (inside.Keys.Except(taken).Order(StringComparer.Ordinal).FirstOrDefault() is { } left)
        {
            throw new Refused("area.left-over", $"{inside[left].Name} ({left}) lies in {area.Code}; say which of the new areas takes it.", nameof(parts));
        }
    }

    /// <summary>A body of the API may leave out what a page cannot.</summary>
    private static IReadOnlyList<NewPart> Whole(IReadOnlyList<NewPart?> parts) =>
    [
        .. parts.Select(p => p is null || p.Takes.Any(t => t is null)
            ? throw new Refused("area.parts", "A new area, or a code it takes, is empty. Give each new area a code, a name and the codes of the areas in it.", nameof(parts))
            : p),
    ];

    private async Task DemandMovableAsync(Area area, CancellationToken ct)
    {
        var inside = await db.Areas.CountAsync(a => a.Path.StartsWith(area.Path), ct) - 1;
        if (inside > MostInside)
        {
            throw new Refused("area.too-many", $"{inside} areas lie in {area.Code}; at most {MostInside} are moved at once. Merge or split the areas inside it first, level by level.", "code");
        }
    }

    private static Refused TooDeep(string code) => new("area.too-deep", $"The codes from the root to {code} would have more than {LongestPath} characters; use shorter codes.", "code");

    /// <param name="areas">Which.</param>
    /// <param name="to">Into which.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="office">Whether the office that serves <paramref name="to"/> serves them too from now on.</param>
    private async Task MoveAsync(IReadOnlyList<Area> areas, Area to, CancellationToken ct, bool office = false)
    {
        foreach (var area in areas)
        {
            var (old, fresh, deeper) = (area.Path, $"{to.Path}{area.Code}/", to.Depth + 1 - area.Depth);
            foreach (var below in await db.Areas.Where(a => a.Path.StartsWith(old)).Take(MostInside).ToListAsync(ct))
            {
                below.Path = fresh + below.Path[old.Length..];
                below.Depth += deeper;
                below.Office = office ? to.Office : below.Office;
                if (below.Path.Length > LongestPath)
                {
                    throw TooDeep(below.Code);
                }

                below.Version++;
            }

            area.ParentId = to.Id;
        }
    }

    private Run Carry(Area area, string title, Change change, Guid? from = null, IReadOnlyList<string>? movedTo = null, string? key = null)
    {
        var input = new CarriedArea(area.Code, from, movedTo ?? []);
        var run = Run.Of(CarryAreaWorker.RunKind, $"{area.Code}:{area.Version}:{from}{key}{(key is null ? "" : $":{change.Now.Ticks}")}", title, input, change);
        db.Add(run);
        return run;
    }

    private async Task<Area> OpenAsync(string code, DateOnly on, DateOnly today, CancellationToken ct)
    {
        var asked = FindAreas.CodeOf(code);
        var area = await db.Areas.SingleOrDefaultAsync(a => a.Code == asked, ct) ?? throw new Refused("area.unknown", $"There is no area {code}.", nameof(code));
        return !area.IsOpen(today) ? throw new Refused("area.ended", $"{area.Name} ({area.Code}) ended on {area.Until:yyyy-MM-dd}.")
            : on <= area.From ? throw new Refused("area.before-it-began", $"{area.Name} ({area.Code}) began on {area.From:yyyy-MM-dd}; name a later day.", nameof(on))
            : area;
    }

    private static string NameOf(string? name) => string.IsNullOrWhiteSpace(name)
        ? throw new Refused("area.no-name", "Enter the name.", nameof(name))
        : ReadField.Text(name.Trim(), 200, out var read) is { } problem ? throw new Refused(problem.Code, $"{problem.Text} {problem.Remedy}", nameof(name)) : read;

    private async Task<long> WriteAsync(DateOnly on, Change change, Func<Task<Run>> work, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(change.Reason))
        {
            throw new Refused("area.no-reason", "Say why, such as the number of the decree.", "reason");
        }

        if (on == default)
        {
            throw new Refused("area.no-day", "There is no day. Enter the first day of the change, as in 2026-02-28.", nameof(on));
        }

        if (on > change.Today)
        {
            throw new Refused("area.day-to-come", $"{on:yyyy-MM-dd} is still to come; change the area when it takes effect.", nameof(on));
        }

        Run? run = null;
        await db.WriteAsync(
            async () =>
            {
                run = await work();
                await db.SaveAsync(change, ct);
            },
            ct);
        return run?.Id ?? throw new InvalidOperationException("The transaction ended without a run.");
    }
}
