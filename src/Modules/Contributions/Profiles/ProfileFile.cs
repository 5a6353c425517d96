using System.Runtime.CompilerServices;
using Spmis.Kernel.Files;

namespace Spmis.Contributions.Profiles;

/// <summary>Reads a file by its profile: one stream, one record held, whatever the form.</summary>
/// <param name="profile">The layout.</param>
/// <param name="open">Opens the content; called once or, for an Excel sheet, twice. What it opens is closed here.</param>
public sealed class ProfileFile(Profile profile, Func<Stream> open)
{
    private readonly List<LineProblem> warnings = [];

    /// <summary>What is odd about the file but did not stop it. Complete once all records were read.</summary>
    public IReadOnlyList<LineProblem> Warnings => warnings;

    /// <summary>The records in the file's order; rows that are parts of one worker's line come as one.</summary>
    /// <exception cref="Kernel.Acts.Refused">The file is not of this layout.</exception>
    public async IAsyncEnumerable<ProfileRow> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        ProfileRow? held = null;
        await foreach (var row in RecordsAsync(ct))
        {
            if (held is null || profile.Parts is not { } parts || !SameLine(parts, held, row))
            {
                if (held is not null)
                {
                    yield return held;
                }

                held = row;
            }
            else
            {
                held = held with { More = [.. held.More, row.Row] };
            }
        }

        if (held is not null)
        {
            yield return held;
        }
    }

    /// <summary>Whether the content is a packed file, as an Excel workbook is.</summary>
    internal static bool IsWorkbook(Stream content) => SheetCells.IsWorkbook(content);

    private async IAsyncEnumerable<ProfileRow> RecordsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await using var content = open();
        var rows = profile.Form != ProfileForm.Table ? RecordLines.ReadAsync(profile, content, warnings, ct)
            : IsWorkbook(content) ? TableRows.ReadAsync(profile, SheetCells.ReadAsync(content, open, ct), warnings, null, ct)
            : FromText(content, ct);
        await foreach (var row in rows.WithCancellation(ct))
        {
            yield return row;
        }
    }

    private IAsyncEnumerable<ProfileRow> FromText(Stream content, CancellationToken ct)
    {
        var cells = new TextCells(profile);
        return TableRows.ReadAsync(profile, cells.ReadAsync(content, warnings, ct), warnings, cells, ct);
    }

    /// <summary>The same worker, and a kind of row that the line has not yet: the same kind again is the worker a second time.</summary>
    private static bool SameLine(ProfileParts parts, ProfileRow held, ProfileRow row) =>
        held.Record.Kind == RecordKind.Line && row.Record.Kind == RecordKind.Line && held.Row.Problem is null && row.Row.Problem is null
        && parts.By.Exists(f => held.Row[f].Length > 0) && parts.By.TrueForAll(f => held.Row[f] == row.Row[f]) && held.Rows.All(r => r[parts.Kind] != row.Row[parts.Kind]);
}
