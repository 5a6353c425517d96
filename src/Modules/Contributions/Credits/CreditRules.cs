using Spmis.Contributions.Copies;
using Spmis.Values;

namespace Spmis.Contributions.Credits;

/// <summary>Which months of which schemes are credited: by the <c>credited_month</c> of the package in force in the month.</summary>
public sealed class CreditRules(SchemeBook schemes)
{
    private readonly Dictionary<(string, Month, CreditKind), bool> known = [];

    /// <summary>Whether a month of that kind counts without payment.</summary>
    public async Task<bool> CountsAsync(string scheme, Month month, CreditKind kind, CancellationToken ct)
    {
        if (!known.TryGetValue((scheme, month, kind), out var counts))
        {
            known[(scheme, month, kind)] = counts = await schemes.IsInForceAsync(scheme, month, long.MaxValue, ct) && (await schemes.ForMonthAsync(scheme, month, ct)).Open().IsCredited(month, Word(kind));
        }

        return counts;
    }

    /// <summary>The word packages know it by.</summary>
    internal static string Word(CreditKind kind) => kind switch { CreditKind.Sickness => "sickness", CreditKind.Maternity => "maternity", _ => "unemployment" };

    /// <summary>The kind that an award's branch gives; null when it gives none.</summary>
    internal static CreditKind? Of(string branch) => branch switch { "sickness" => CreditKind.Sickness, "maternity" => CreditKind.Maternity, "unemployment" => CreditKind.Unemployment, _ => null };
}
