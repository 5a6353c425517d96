using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;

namespace Spmis.Registration.Areas;

/// <summary>What somebody said of a place: an area by code or name path, or free words.</summary>
/// <param name="Area">Code, or names from above with slashes; the last may stand alone where it is the only one.</param>
/// <param name="District">District in free words.</param>
/// <param name="Village">Village in free words.</param>
internal readonly record struct PlaceTold(string? Area, string? District, string? Village);

/// <summary>What is known of such a place: nothing, an address, or what is wrong with it.</summary>
internal sealed record PlaceFound(AreaPlace? Place, FieldProblem? Problem);

/// <summary>Finds areas by code, by name path and by free words, many at a time with a handful of queries.</summary>
/// <param name="db">The register.</param>
/// <param name="levels">Which level is the district.</param>
public sealed partial class FindAreas(RegistrationDb db, AreaLevels levels)
{
    private const int Page = 500;
    private const int Similar = 3;
    private const int MostLookedAt = 5_000;
    private const int MostSuggested = 20;

    /// <summary>The address of what was told at a desk: an area named must exist, free words are mapped where exactly one place fits.</summary>
    /// <exception cref="Refused">There is no such area; says which were perhaps meant.</exception>
    internal async Task<AreaPlace?> PlaceAsync(string? area, string? district, string? village, DateOnly today, CancellationToken ct)
    {
        var told = new PlaceTold(Blank(area), Blank(district), Blank(village));
        var found = (await PlacesAsync([told], today, ct))[told];
        return found.Problem is { } problem ? throw new Refused(problem.Code, $"{problem.Text} {problem.Remedy}", "Area") : found.Place;
    }

    /// <summary>The same for many; an area named that does not exist is a problem, free words that fit nothing are not.</summary>
    internal async Task<IReadOnlyDictionary<PlaceTold, PlaceFound>> PlacesAsync(IReadOnlyCollection<PlaceTold> told, DateOnly today, CancellationToken ct)
    {
        var asked = told.Distinct().ToList();
        var answers = asked.Where(t => t is { Area: null, District: null }).ToDictionary(t => t, _ => new PlaceFound(null, null));
        asked.RemoveAll(answers.ContainsKey);
        if (asked.Count == 0 || !await db.Areas.AnyAsync(ct))
        {
            asked.ForEach(t => answers[t] = t.Area is null ? new PlaceFound(null, null) : new PlaceFound(null, new("area.unknown", "No areas have been imported yet.", "Leave the area empty, or have the areas imported first.")));
            return answers;
        }

        var codes = asked.Select(t => CodeOf(t.Area)).OfType<string>().Distinct().ToList();
        var names = asked.SelectMany(t => t.Area is { } area ? [SegmentsOf(area).LastOrDefault() ?? ""] : new[] { Area.Fold(t.Village ?? ""), Area.Fold(t.District ?? "") }).Where(n => n.Length > 0).Distinct().ToList();
        var above = asked.Where(t => t.Area is not null).SelectMany(t => SegmentsOf(t.Area!).SkipLast(1)).Distinct().ToList(); // Filtered.
        var tree = await TreeAsync(codes, names, above, ct);
        var suggested = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal); // Each looks at thousands of areas: a file of unknown places gets the first few.
        foreach (var t in asked)
        {
            answers[t] = t.Area is { } area ? await NamedAsync(area, tree, today, suggested, ct) : Free(t, tree, today);
        }

        return answers;
    }

    /// <summary>From the root to each of the areas with these codes.</summary>
    internal async Task<IReadOnlyDictionary<Guid, IReadOnlyList<Area>>> LinesAsync(IReadOnlyCollection<Area> areas, CancellationToken ct)
    {
        var above = areas.SelectMany(a => a.Codes).Distinct().Except(areas.Select(a => a.Code)).ToList();
        var known = areas.ToDictionary(a => a.Code);
        foreach (var page in above.Chunk(Page))
        {
            foreach (var area in await db.Areas.AsNoTracking().Where(a => page.Contains(a.Code)).ToListAsync(ct))
            {
                known[area.Code] = area;
            }
        }

        return areas.ToDictionary(a => a.Id, IReadOnlyList<Area> (a) => [.. a.Codes.Select(c => known[c])]);
    }

    /// <summary>The area to look within: also one that ended, by its code, since people may still stand there until somebody says where they belong.</summary>
    /// <exception cref="Refused">There is none or more than one.</exception>
    internal async Task<Area> WithinAsync(string? told, DateOnly today, CancellationToken ct) =>
        CodeOf(told) is { } code && await db.Areas.AsNoTracking().SingleOrDefaultAsync(a => a.Code == code, ct) is { } area ? area : await OneAsync(told, today, ct);

    /// <summary>The one area of a code or name path.</summary>
    /// <exception cref="Refused">There is none or more than one.</exception>
    internal async Task<Area> OneAsync(string? told, DateOnly today, CancellationToken ct, string field = "area")
    {
        var place = Blank(told) is { } text ? (await PlacesAsync([new PlaceTold(text, null, null)], today, ct)).Values.Single() : null;
        return place is null ? throw new Refused("area.missing", "Name the area by its code, or by its names from above with slashes.", field)
            : place.Problem is { } problem ? throw new Refused(problem.Code, $"{problem.Text} {problem.Remedy}", field)
            : await db.Areas.SingleAsync(a => a.Id == place.Place!.AreaId, ct); // Without a problem there is a place.
    }

    /// <summary>Whether this is the code of that very area, ended or not.</summary>
    internal async Task<bool> IsCodeAsync(string told, Guid? area, CancellationToken ct) => CodeOf(told) is { } code && area is not null && await db.Areas.AnyAsync(a => a.Id == area && a.Code == code, ct);

    /// <summary>A code in one form; null when it cannot be one.</summary>
    internal static string? CodeOf(string? text) => text?.Trim().ToUpperInvariant() is { } code && Code().IsMatch(code) ? code : null;

    private async Task<Tree> TreeAsync(List<string> codes, List<string> names, List<string> above, CancellationToken ct)
    {
        var found = new Dictionary<Guid, Area>();
        var former = new List<(Guid AreaId, string SearchName)>();
        foreach (var page in codes.Chunk(Page))
        {
            (await db.Areas.AsNoTracking().Where(a => page.Contains(a.Code)).ToListAsync(ct)).ForEach(a => found[a.Id] = a);
        }

        foreach (var page in names.Chunk(Page))
        {
            (await db.Areas.AsNoTracking().Where(a => page.Contains(a.SearchName)).ToListAsync(ct)).ForEach(a => found[a.Id] = a);
            var once = await db.AreaNames.Where(n => page.Contains(n.SearchName)).Join(db.Areas.AsNoTracking(), n => n.AreaId, a => a.Id, (n, a) => new { n.SearchName, Area = a }).ToListAsync(ct);
            once.ForEach(o => found[o.Area.Id] = o.Area);
            former.AddRange(once.Select(o => (o.Area.Id, o.SearchName)));
        }

        HashSet<(Guid, string)> formerAbove = [];
        foreach (var page in above.Chunk(Page))
        {
            formerAbove.UnionWith((await db.AreaNames.Where(n => page.Contains(n.SearchName)).Select(n => new { n.AreaId, n.SearchName }).ToListAsync(ct)).Select(n => (n.AreaId, n.SearchName)));
        }

        var lines = await LinesAsync(found.Values, ct);
        return new Tree(
            found.Values.ToDictionary(a => a.Code),
            found.Values.Select(a => (a.SearchName, Area: a)).Concat(former.Select(f => (f.SearchName, Area: found[f.AreaId]))).Distinct().ToLookup(p => p.SearchName, p => p.Area),
            lines, formerAbove);
    }

    private async Task<PlaceFound> NamedAsync(string told, Tree tree, DateOnly today, Dictionary<string, IReadOnlyList<string>> suggested, CancellationToken ct)
    {
        var segments = SegmentsOf(told);
        List<Area> fitting = CodeOf(told) is { } code && tree.ByCode.TryGetValue(code, out var exact) ? [exact]
            : segments.Count == 0 ? [] : [.. tree.ByName[segments[^1]].Where(a => Above(segments, tree, tree.Lines[a.Id]))];
        var open = fitting.Where(a => a.IsOpen(today)).ToList();
        if (open.Count == 1)
        {
            return new PlaceFound(levels.PlaceOf(tree.Lines[open[0].Id]), null);
        }

        var shown = told.Length > 60 ? told[..60] + "…" : told;
        if (open.Count > 1)
        {
            return new PlaceFound(null, new("area.several", $"'{shown}' names {open.Count} areas.", $"Write one of {string.Join("; ", open.Take(5).Select(a => Shown(tree.Lines[a.Id])))}."));
        }

        if (fitting.Count > 0)
        {
            var next = await SuccessorsAsync(fitting[0], ct);
            return new PlaceFound(null, new("area.ended", $"{fitting[0].Name} ({fitting[0].Code}) ended on {fitting[0].Until:yyyy-MM-dd}.", next.Count == 0 ? "Name the area that took its place." : $"Its place was taken by {string.Join("; ", next.Select(a => $"{a.Name} ({a.Code})"))}."));
        }

        if (!suggested.TryGetValue(told, out var meant))
        {
            meant = suggested.Count < MostSuggested ? suggested[told] = await MeantAsync(told, segments, ct) : [];
        }

        return new PlaceFound(null, new("area.unknown", $"There is no area '{shown}'.", meant.Count == 0 ? "Write its code, or its names from above with slashes." : $"Did you mean {string.Join("; ", meant)}?"));
    }

    /// <summary>Free words: the only village of that name in the only district of that name; else the district alone when no village was told.</summary>
    private PlaceFound Free(PlaceTold told, Tree tree, DateOnly today)
    {
        var (district, village) = (Area.Fold(told.District ?? ""), Area.Fold(told.Village ?? ""));
        var fitting = village.Length > 0
            ? tree.ByName[village].Where(a => a.IsOpen(today) && levels.PlaceOf(tree.Lines[a.Id]) is { Village: not null } p && Area.Fold(p.District) == district).ToList()
            : tree.ByName[district].Where(a => a.IsOpen(today) && levels.PlaceOf(tree.Lines[a.Id]).Village is null && string.Equals(a.Level, levels.District, StringComparison.OrdinalIgnoreCase)).ToList();
        return new PlaceFound(fitting.Count == 1 ? levels.PlaceOf(tree.Lines[fitting[0].Id]) : null, null);
    }

    private async Task<List<Area>> SuccessorsAsync(Area ended, CancellationToken ct) =>
        await db.Areas.AsNoTracking().Where(a => a.Id == ended.MergedIntoId || a.SplitFromId == ended.Id).OrderBy(a => a.Code).Take(5).ToListAsync(ct);

    /// <summary>Areas spelled nearly so: of the same first letter, by the number of letters to change.</summary>
    private async Task<IReadOnlyList<string>> MeantAsync(string told, List<string> segments, CancellationToken ct)
    {
        var last = segments.LastOrDefault() ?? "";
        if (last.Length == 0)
        {
            return [];
        }

        var (first, code) = (last[..1], CodeOf(told) ?? "");
        var codeFirst = code.Length > 0 ? code[..1] : "\0";
        var near = await db.Areas.AsNoTracking().Where(a => a.Until == null && (a.SearchName.StartsWith(first) || a.Code.StartsWith(codeFirst)))
            .OrderBy(a => a.Depth).ThenBy(a => a.Code).Take(MostLookedAt).Select(a => new { a.Name, a.Code, a.SearchName }).ToListAsync(ct);
        return [.. near.Select(a => (a.Name, a.Code, Distance: Math.Min(Spelling.Distance(a.SearchName, last), code.Length == 0 ? int.MaxValue : Spelling.Distance(a.Code, code))))
            .Where(a => a.Distance <= Math.Max(1, last.Length / 3)).OrderBy(a => a.Distance).ThenBy(a => a.Code, StringComparer.Ordinal).Take(Similar).Select(a => $"{a.Name} ({a.Code})")];
    }

    /// <summary>Whether the names before the last stand above the area, in that order; levels may be left out.</summary>
    private static bool Above(List<string> segments, Tree tree, IReadOnlyList<Area> line)
    {
        var at = 0;
        foreach (var area in line.Take(line.Count - 1))
        {
            if (at < segments.Count - 1 && (area.SearchName == segments[at] || Area.Fold(area.Code) == segments[at] || tree.FormerAbove.Contains((area.Id, segments[at]))))
            {
                at++;
            }
        }

        return at == segments.Count - 1;
    }

    private static string Shown(IReadOnlyList<Area> line) => string.Join(" / ", line.Select(a => a.Name));

    private static List<string> SegmentsOf(string told) => [.. told.Split(['/', '>'], StringSplitOptions.TrimEntries).Select(Area.Fold).Where(s => s.Length > 0)];

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    [GeneratedRegex(@"^[A-Z0-9][A-Z0-9._-]{0,39}$")]
    private static partial Regex Code();

    private sealed record Tree(IReadOnlyDictionary<string, Area> ByCode, ILookup<string, Area> ByName, IReadOnlyDictionary<Guid, IReadOnlyList<Area>> Lines, IReadOnlySet<(Guid AreaId, string SearchName)> FormerAbove);
}

/// <summary>How far two spellings are apart.</summary>
internal static class Spelling
{
    /// <summary>Letters to put in, take out or change (Levenshtein 1965).</summary>
    public static int Distance(string a, string b)
    {
        var (row, before) = (new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
        {
            before[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], before[j]) + 1, before[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            }

            (row, before) = (before, row);
        }

        return before[b.Length];
    }
}
