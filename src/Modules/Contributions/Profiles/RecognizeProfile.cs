using Spmis.Kernel.Files;
using Spmis.Kernel.Acts;

namespace Spmis.Contributions.Profiles;

/// <summary>Finds out which layout a file has from its first records, where its sender did not say.</summary>
public sealed class RecognizeProfile(ProfileBook book)
{
    private const int Looked = 3;
    private const int SheetRows = 45;

    /// <summary>The layout that the beginning fits best; our own when none fits, so that its words say what is missing.</summary>
    /// <exception cref="Refused">Two fit alike.</exception>
    public async Task<Profile> HandleAsync(Func<Stream> open, CancellationToken ct)
    {
        List<(Profile Profile, int Score)> fitting = [];
        var sheet = await SheetAsync(open, ct);
        foreach (var profile in book.All.Where(p => sheet is null || p.Form == ProfileForm.Table))
        {
            var rows = sheet is null ? new ProfileFile(profile, open).ReadAsync(ct) : TableRows.ReadAsync(profile, sheet.ToAsyncEnumerable(), [], null, ct);
            if (await ScoreAsync(profile, rows, ct) is > 0 and var score)
            {
                fitting.Add((profile, score));
            }
        }

        var best = fitting.Count == 0 ? 0 : fitting.Max(f => f.Score);
        return fitting.Where(f => f.Score == best).Select(f => f.Profile).ToList() switch
        {
            [] => book.Find(ProfileBook.Own),
            [var one] => one,
            var several => throw new Refused("profile.several", $"The file may be {string.Join(" or ", several.Select(p => p.Name))}; say which.", "profile"),
        };
    }

    /// <summary>The first rows of a workbook, which is opened once for all layouts; null when the file is none.</summary>
    private static async Task<List<CellRow>?> SheetAsync(Func<Stream> open, CancellationToken ct)
    {
        await using var content = open();
        return ProfileFile.IsWorkbook(content) ? await SheetCells.ReadAsync(content, open, ct).Take(SheetRows).ToListAsync(ct) : null;
    }

    /// <summary>How many fields of the layout the first records bear; 0 when it is not of this layout.</summary>
    private static async Task<int> ScoreAsync(Profile profile, IAsyncEnumerable<ProfileRow> rows, CancellationToken ct)
    {
        var (seen, good) = (0, 0);
        try
        {
            await foreach (var row in rows.WithCancellation(ct))
            {
                seen++;
                if (row.Record.Kind == RecordKind.Line && row.Row.Problem is null)
                {
                    good = Math.Max(good, row.Record.Fields.Count(f => row.Row.Has(f.Name)) * 2 + (profile.Head is null ? 0 : 1));
                }

                if (seen == Looked)
                {
                    break;
                }
            }
        }
        catch (Refused)
        {
            return 0; // Not of this layout; the one chosen in the end says what is wrong.
        }

        return good;
    }
}
