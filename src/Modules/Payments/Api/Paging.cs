using Spmis.Kernel.Acts;

namespace Spmis.Payments.Api;

/// <summary>A page of a list; <see cref="Next"/> comes back as <c>after</c>.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">Where the next page begins; null on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

internal static class Paging
{
    private const int Most = 100;

    /// <summary>Rows a page has.</summary>
    public static int Limit(int? asked) => asked is null ? 25 : asked is >= 1 and <= Most ? asked.Value : throw new Refused("limit.range", $"A page has 1 to {Most} rows.", "limit");

    /// <summary>Cuts one row too many off and says where the next page begins.</summary>
    public static Page<T> Cut<T>(List<T> rows, int limit, Func<T, object> key) =>
        rows.Count > limit ? new([.. rows.Take(limit)], $"{key(rows[limit - 1])}") : new(rows, null);
}
