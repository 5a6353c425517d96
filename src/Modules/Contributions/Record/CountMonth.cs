using Spmis.Contributions.Copies;
using Spmis.Contributions.Credits;
using Spmis.Values;

namespace Spmis.Contributions.Record;

/// <summary>
/// By which rules a month counts. What came here counts by the package in force in the month. What was taken over from an old system, and not touched since, counts by the package that was in force for the month
/// when it was posted, whatever is activated afterwards; where there was none, the old system's count is kept. A correction makes the month one of ours, where a package is in force for it.
/// </summary>
public sealed class CountMonth(SchemeBook schemes, CreditRules credits)
{
    private readonly Dictionary<(string Hash, Month Month), SchemeRules.Session> sessions = [];

    /// <summary>The month as it counts, by what is paid or, where that is not enough, by a credit.</summary>
    public async Task<PersonMonth> OfAsync(string scheme, Month month, IReadOnlyCollection<MonthPart> parts, IEnumerable<CreditKind> credited, CancellationToken ct)
    {
        var counted = parts.Count == 0 ? new PersonMonth(month, 0, 0, 0, 0, false) : await PaidAsync(scheme, month, parts, ct);
        if (!counted.Insured)
        {
            foreach (var kind in credited)
            {
                if (await credits.CountsAsync(scheme, month, kind, ct))
                {
                    return counted with { Insured = true, Credited = true };
                }
            }
        }

        return counted;
    }

    private async Task<PersonMonth> PaidAsync(string scheme, Month month, IReadOnlyCollection<MonthPart> parts, CancellationToken ct)
    {
        var rules = await RulesAsync(scheme, month, parts, ct);
        if (rules is null)
        {
            return PersonMonth.Of(month, parts, null);
        }

        if (!sessions.TryGetValue((rules.Scheme.Hash, month), out var session))
        {
            sessions[(rules.Scheme.Hash, month)] = session = rules.Open();
        }

        return PersonMonth.Of(month, parts, session);
    }

    /// <summary>Null when only the old system can say.</summary>
    private async Task<SchemeRules?> RulesAsync(string scheme, Month month, IReadOnlyCollection<MonthPart> parts, CancellationToken ct)
    {
        var taken = parts.Where(p => p.TakeoverId is not null).ToList();
        if (taken.Count == 0 || (taken.Count < parts.Count && await schemes.IsInForceAsync(scheme, month, long.MaxValue, ct)))
        {
            return await schemes.ForMonthAsync(scheme, month, ct);
        }

        return taken.MaxBy(p => p.TakeoverId).CountedBy is { } hash ? await schemes.ByHashAsync(hash, ct) : null;
    }
}
