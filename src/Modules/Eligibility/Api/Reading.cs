using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Eligibility.Api;

/// <summary>What the endpoints read alike.</summary>
internal static class Reading
{
    private const int Most = 100;

    public static int Limit(int? limit) => Math.Clamp(limit ?? 50, 1, Most);

    /// <summary>A page of the rows fetched, of which one more than wanted was asked for.</summary>
    public static Page<TView> Cut<TRow, TView>(List<TRow> rows, int limit, Func<TRow, TView> view, Func<TRow, string> key) =>
        new([.. rows.Take(limit).Select(view)], rows.Count > limit ? key(rows[limit - 1]) : null);

    public static Month Month(string? text, string field) => Values.Month.TryParse(text, out var month) ? month : throw new Refused("month.unreadable", $"'{text}' is no month; write year and month as 2026-07.", field);
}
