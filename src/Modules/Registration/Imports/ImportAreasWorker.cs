using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Registration.Areas;

namespace Spmis.Registration.Imports;

/// <summary>One line of areas.csv: an area, below one that stands before it in the file or in the register.</summary>
internal sealed record AreaRow(long Line, string Code, string Name, string? Level, string? Parent, DateOnly? From, DateOnly? Until, (int North, int East)? Point, IReadOnlyList<LineProblem> Problems)
{
    public static TabularFormat Format { get; } = new() { Columns = [new("code", true), new("name", true), new("level"), new("parent"), new("from"), new("until"), new("latitude"), new("longitude")] };

    public static AreaRow Read(TabularRow row)
    {
        var fields = row.Fields();
        var (code, parent) = (fields.Text("code", 40, required: true), fields.Text("parent", 40));
        var (from, until) = (fields.Date("from"), fields.Date("until"));
        foreach (var (column, text) in new[] { ("code", code), ("parent", parent) })
        {
            if (text is not null && FindAreas.CodeOf(text) is null)
            {
                fields.Refuse(column, "area.code", $"'{text}' is no code.", "A code has capital letters, digits, dot, dash and underscore, 40 at most.");
            }
        }

        if (until < from)
        {
            fields.Refuse("until", "area.dates", "The area would end before it begins.", "Correct one of the dates.");
        }

        var (north, east) = (Degrees(fields, "latitude", 90), Degrees(fields, "longitude", 180));
        if (north is null != east is null && fields.Ok)
        {
            fields.Refuse(north is null ? "latitude" : "longitude", "area.half-a-position", "The position has one coordinate only.", "Give latitude and longitude, or neither.");
        }

        var name = fields.Text("name", 200, required: true) ?? "";
        if (name.Length > 0 && Area.Fold(name).Length == 0)
        {
            fields.Refuse("name", "area.name", $"'{name}' has no letter in it.", "Write the area's name.");
        }

        return new AreaRow(row.LineNumber, FindAreas.CodeOf(code) ?? "", name, fields.Text("level", 60)?.ToLowerInvariant(), FindAreas.CodeOf(parent), from, until, north is { } n && east is { } e ? (n, e) : null, fields.Problems);
    }

    /// <summary>Decimal degrees, in millionths.</summary>
    private static int? Degrees(RowFields fields, string column, int most)
    {
        if (fields.Text(column, 20) is not { } text)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most)
        {
            return (int)decimal.Round(degrees * Area.Micro, MidpointRounding.AwayFromZero);
        }

        fields.Refuse(column, "area.degrees", $"'{text}' is no {column}.", $"Write decimal degrees between -{most} and {most}, as in -1.2864.");
        return null;
    }
}

/// <summary>Takes the areas of a file into the tree; parents before the areas in them.</summary>
/// <param name="file">Reads it.</param>
public sealed class ImportAreasWorker(ImportFile file) : IRunWorker
{
    internal const string RunKind = "areas.import";

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "areas.manage";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var last = run.Checkpoint ?? "1";
        await foreach (var chunk in file.ChunksAsync(run, AreaRow.Format, ApplyAsync, ct))
        {
            last = chunk.Checkpoint;
            yield return chunk;
        }

        yield return new RunChunk(last, async (services, step, token) =>
        {
            var db = services.GetRequiredService<RegistrationDb>();
            var map = Run.Of(MapAddressesWorker.RunKind, $"{step.Run.Id}", "Map known addresses to areas", new { }, step.Change);
            if (!await db.Runs.AnyAsync(r => r.Key == map.Key, token))
            {
                db.Add(map); // Whoever was registered in free words before.
            }

            await TellAreasWorker.StartAsync(db, $"import:{step.Run.Id}", step.Change, token);
        });
    }

    private static async Task ApplyAsync(IServiceProvider services, RunStep step, IReadOnlyList<TabularRow> lines, CancellationToken ct)
    {
        var (db, make) = (services.GetRequiredService<RegistrationDb>(), services.GetRequiredService<ChangeAreas>());
        var rows = lines.Select(AreaRow.Read).ToList();
        var codes = rows.SelectMany(r => new[] { r.Code, r.Parent }).OfType<string>().Distinct().ToList();
        var known = await db.Areas.AsNoTracking().Where(a => codes.Contains(a.Code)).ToDictionaryAsync(a => a.Code, ct);
        List<Area> made = [];
        HashSet<Area> placed = [];
        foreach (var row in rows)
        {
            Area? parent = null;
            if (row.Problems.Count > 0)
            {
                ImportFile.Refuse(step, row.Line, row.Code, row.Problems);
            }
            else if (known.TryGetValue(row.Code, out var before))
            {
                if (!(before.Name == row.Name && (row.Parent is null ? before.ParentId is null : before.Codes is [.., var above, _] && above == row.Parent)))
                {
                    step.Refuse(row.Line, "area.code-taken", $"The code {row.Code} is taken by {before.Name}. Rename, merge or split that area, or give this one a code of its own.", "code", row.Code, row.Code);
                }
                else if (row.Point is { } point && (before.LatitudeMicro, before.LongitudeMicro) != point)
                {
                    Place(before, point);
                    before.Version++;
                    placed.Add(before);
                    step.Accept(row.Line, row.Code);
                }
                else
                {
                    step.Note(row.Line, "area.same", "This area is known already; nothing was changed.", reference: row.Code);
                }
            }
            else if (row.Parent is not null && !known.TryGetValue(row.Parent, out parent))
            {
                step.Refuse(row.Line, "area.no-parent", $"There is no area {row.Parent}. Put the areas above before those in them.", "parent", row.Parent, row.Code);
            }
            else
            {
                try
                {
                    var area = make.Make(row.Code, row.Name, row.Level, parent, row.From, row.Until, step.Run.Id);
                    if (row.Point is { } point)
                    {
                        Place(area, point);
                    }

                    made.Add(area);
                    known.Add(area.Code, area);
                    step.Accept(row.Line, row.Code);
                }
                catch (Refused problem)
                {
                    step.Refuse(row.Line, problem.Code, problem.Message, problem.Field, row.Code, row.Code);
                }
            }
        }

        placed.ExceptWith(made);
        if (placed.Count > 0)
        {
            // One statement an area, sent together; a file of positions is read once in the life of a country's division.
            db.AttachRange(placed);
            foreach (var area in placed)
            {
                var entry = db.Entry(area);
                (entry.Property(a => a.LatitudeMicro).IsModified, entry.Property(a => a.LongitudeMicro).IsModified) = (true, true);
                entry.Property(a => a.Version).OriginalValue = area.Version - 1;
            }

            await db.SaveAsync(step.Change.As(RunKind), ct);
        }

        if (made.Count > 0)
        {
            await db.BulkInsertAsync(made, ct);
            db.RecordBulk(step.Change.As(RunKind), nameof(Area), $"run {step.Run.Id}, lines {lines[0].LineNumber} to {lines[^1].LineNumber}", new { Taken = made.Count });
        }
    }

    private static void Place(Area area, (int North, int East) point) => (area.LatitudeMicro, area.LongitudeMicro) = (point.North, point.East);
}
