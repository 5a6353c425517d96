using Spmis.Kernel.Acts;

namespace Spmis.Contributions.Profiles;

/// <summary>Finds out which layout a file has from its first records, where its sender did not say.</summary>
public sealed class RecognizeProfile(ProfileBook book)
{
    private const int Looked = 3;

    /// <summary>The layout that the beginning fits best; our own when none fits, so that its words say what is missing.</summary>
    /// <exception cref="Refused">Two fit alike.</exception>
    public async Task<Profile> HandleAsync(Func<Stream> open, CancellationToken ct)
    {
        List<(Profile Profile, int Score)> fitting = [];
        foreach (var profile in book.All)
        {
            if (await ScoreAsync(profile, open, ct) is > 0 and var score)
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

    /// <summary>How many fields of the layout the first records bear; 0 when it is not of this layout.</summary>
    private static async Task<int> ScoreAsync(Profile profile, Func<Stream> open, CancellationToken ct)
    {
        var (seen, good) = (0, 0);
        try
        {
            await foreach (var row in new ProfileFile(profile, open).ReadAsync(ct))
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
