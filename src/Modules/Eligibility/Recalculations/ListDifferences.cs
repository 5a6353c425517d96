using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Eligibility.Recalculations;

/// <summary>Differences of a recalculation page by page, in the order of award and month.</summary>
internal static class ListDifferences
{
    /// <summary>A page, and the key after which the next one begins.</summary>
    /// <param name="db">The module's database.</param>
    /// <param name="id">The recalculation.</param>
    /// <param name="kind">Of which kind; null for all.</param>
    /// <param name="after">Award number and month, as <c>5000000123:2026-03</c>; empty for the beginning.</param>
    /// <param name="rows">Rows of a page.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">The key cannot be read.</exception>
    public static async Task<(IReadOnlyList<AwardDifference> Rows, string? Next)> PageAsync(EligibilityDb db, long id, DifferenceKind? kind, string after, int rows, CancellationToken ct)
    {
        var (number, month) = Key(after);
        var found = await db.AwardDifferences.AsNoTracking()
            .Where(d => d.RecalculationId == id && (kind == null || d.Kind == kind) && (string.Compare(d.AwardNumber, number) > 0 || (d.AwardNumber == number && d.Month > month)))
            .OrderBy(d => d.AwardNumber).ThenBy(d => d.Month).Take(rows + 1).ToListAsync(ct);
        return ([.. found.Take(rows)], found.Count > rows ? $"{found[rows - 1].AwardNumber}:{found[rows - 1].Month}" : null);
    }

    private static (string Number, Month Month) Key(string after) => after.Split(':') switch
    {
        [""] => ("", new Month(1900, 1)),
        [var number, var text] when Month.TryParse(text, out var month) => (number, month),
        _ => throw new Refused("list.key", $"'{after}' is no place in the list; take the 'next' of the page before.", "after"),
    };
}
