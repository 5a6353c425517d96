using Microsoft.EntityFrameworkCore;

namespace Spmis.Eligibility.Rounds;

/// <summary>An area as somebody asked for it, in the spellings that stand for it.</summary>
/// <param name="Name">As the round has it.</param>
/// <param name="Spellings">As it is written with persons.</param>
public sealed record AskedArea(string Name, IReadOnlyList<string> Spellings);

/// <summary>When two names of areas are the same: blanks around them and the case of letters do not tell them apart. One rule for targets, counts, the map and lists.</summary>
/// <param name="db">The module's database.</param>
public sealed class AreaNames(EligibilityDb db)
{
    /// <summary>Compares names that are <see cref="Clean"/>.</summary>
    public static StringComparer Comparer { get; } = StringComparer.OrdinalIgnoreCase;

    /// <summary>The name without blanks around it; empty for none.</summary>
    public static string Clean(string? name) => name?.Trim() ?? "";

    /// <summary>One spelling of all that are the same, for the database.</summary>
    public static string Fold(string? name) => Clean(name).ToUpperInvariant();

    /// <summary>Whether both are the same area.</summary>
    public static bool Same(string? one, string? other) => Comparer.Equals(Clean(one), Clean(other));

    /// <summary>What a name stands for in a round that was counted by area; in one that was not, for itself only.</summary>
    public async Task<AskedArea> InRoundAsync(long round, string? name, CancellationToken ct)
    {
        var (asked, key) = (Clean(name), Fold(name));
        if (asked.Length == 0)
        {
            return new AskedArea("", []);
        }

        // Rounds counted before names were folded have their own spelling only.
        var row = await db.RoundAreas.AsNoTracking().Where(r => r.RoundId == round && (r.AreaKey == key || r.Area == asked)).OrderBy(r => r.Area).FirstOrDefaultAsync(ct);
        return row is null ? new AskedArea(asked, [asked]) : new AskedArea(row.Area, [.. row.Spellings.Append(row.Area).Append(asked).Distinct(StringComparer.Ordinal)]);
    }
}
