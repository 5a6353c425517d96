using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions;

/// <summary>A month as somebody wrote it.</summary>
internal static class GivenMonth
{
    /// <summary>Null for nothing written.</summary>
    /// <exception cref="Refused">It is no month.</exception>
    public static Month? Of(string? text, string field) => string.IsNullOrWhiteSpace(text) ? null
        : Month.TryParse(text.Trim(), out var month) ? month : throw new Refused("month.unreadable", $"'{text}' is no month; write it as 2026-01.", field);
}
