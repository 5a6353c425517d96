using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Values;

namespace Spmis.Contributions.Copies;

/// <summary>The packages in force, by month and by hash.</summary>
public sealed class SchemeBook(ContributionsDb db, SchemeCache cache)
{
    private List<Known>? known;

    /// <summary>The scheme to collect for: the one named, or the only one there is.</summary>
    /// <exception cref="Refused">There is none, or several and none was named.</exception>
    public async Task<string> SchemeAsync(string? named, CancellationToken ct)
    {
        var schemes = (await KnownAsync(ct)).Where(k => k.Collects).Select(k => k.Scheme).Distinct().ToList();
        return (named, schemes) switch
        {
            (null or "", [var only]) => only,
            ({ Length: > 0 }, _) when schemes.Contains(named) => named,
            (_, []) => throw new Refused("scheme.none", "No scheme package that collects contributions is active yet; a supervisor activates one under Schemes.", "scheme"),
            _ => throw new Refused("scheme.unknown", $"Name the scheme: {string.Join(", ", schemes)}.", "scheme"),
        };
    }

    /// <summary>The currencies contributions are collected in.</summary>
    /// <exception cref="Refused">No scheme that collects is active.</exception>
    public async Task<IReadOnlyList<string>> CurrenciesAsync(CancellationToken ct) => (await KnownAsync(ct)).Where(k => k.Collects).Select(k => k.Currency).Distinct().ToList() is { Count: > 0 } found
        ? found
        : throw new Refused("scheme.none", "No scheme package that collects contributions is active yet; a supervisor activates one under Schemes.", "scheme");

    /// <summary>The schemes contributions are collected for, by name.</summary>
    internal async Task<IReadOnlyList<string>> CollectingAsync(CancellationToken ct) => [.. (await KnownAsync(ct)).Where(k => k.Collects).Select(k => k.Scheme).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The scheme whose vouchers for day work are meant: the one named, or the only one in force on the day that has any.</summary>
    /// <exception cref="Refused">There is none, or several and none was named.</exception>
    internal async Task<string> VoucherSchemeAsync(string? named, DateOnly on, CancellationToken ct)
    {
        var selling = await VoucherSchemesAsync(on, ct);
        return (named, selling) switch
        {
            (null or "", [var only]) => only,
            ({ Length: > 0 }, _) when selling.Contains(named) => named,
            (_, []) => throw new Refused("voucher.no-scheme", "No scheme package with vouchers for day work is in force; a supervisor activates one under Schemes.", "scheme"),
            _ => throw new Refused("voucher.scheme", $"Name the scheme: {string.Join(", ", selling)}.", "scheme"),
        };
    }

    /// <summary>The schemes in force on a day that have vouchers for day work.</summary>
    internal async Task<IReadOnlyList<string>> VoucherSchemesAsync(DateOnly on, CancellationToken ct)
    {
        List<string> selling = [];
        foreach (var scheme in (await KnownAsync(ct)).Where(k => k.EffectiveFrom <= Month.Of(on).First).Select(k => k.Scheme).Distinct().Order(StringComparer.Ordinal))
        {
            if ((await ForMonthAsync(scheme, Month.Of(on), ct)).SellsVouchers)
            {
                selling.Add(scheme);
            }
        }

        return selling;
    }

    /// <summary>The currency a scheme collects in.</summary>
    /// <exception cref="Refused">No version of it is active.</exception>
    public async Task<Currency> CurrencyOfAsync(string scheme, CancellationToken ct) => (await KnownAsync(ct)).Where(k => k.Scheme == scheme).OrderBy(k => k.Id).LastOrDefault() is { } last
        ? Currency.Of(last.Currency)
        : throw new Refused("scheme.not-in-force", $"No version of {scheme} is active.", "scheme");

    /// <summary>The rules of a month: the version in force on its first day, the one activated last if several start together.</summary>
    /// <exception cref="Refused">No version is in force in that month.</exception>
    public Task<SchemeRules> ForMonthAsync(string scheme, Month month, CancellationToken ct) => ForMonthAsync(scheme, month, long.MaxValue, ct);

    /// <summary>The same by the activations up to one, as the law stood then.</summary>
    internal async Task<SchemeRules> ForMonthAsync(string scheme, Month month, long lastInForceId, CancellationToken ct)
    {
        var version = (await KnownAsync(ct)).Where(k => k.Scheme == scheme && k.EffectiveFrom <= month.First && k.Id <= lastInForceId).OrderBy(k => k.EffectiveFrom).ThenBy(k => k.Id).LastOrDefault()
            ?? throw new Refused("scheme.not-in-force", $"No version of {scheme} is in force in {month}; check the month, or have the package of that time activated.", "month");
        return await ByHashAsync(version.Hash, ct);
    }

    /// <summary>Whether a version is in force on the first day of a month, by the activations up to one.</summary>
    internal async Task<bool> IsInForceAsync(string scheme, Month month, long lastInForceId, CancellationToken ct) => (await KnownAsync(ct)).Any(k => k.Scheme == scheme && k.EffectiveFrom <= month.First && k.Id <= lastInForceId);

    /// <summary>The rules something was assessed by.</summary>
    public async Task<SchemeRules> ByHashAsync(string hash, CancellationToken ct)
    {
        if (cache.Find(hash) is { } found)
        {
            return found;
        }

        var files = await db.Set<SchemeInForce>().AsNoTracking().Where(s => s.Hash == hash).Select(s => s.Files).FirstOrDefaultAsync(ct)
            ?? throw new InvalidOperationException($"Package {hash} was used but is not kept.");
        return cache.Load(hash, JsonSerializer.Deserialize<Dictionary<string, string>>(files, SpmisJson.Options) ?? []);
    }

    private async Task<List<Known>> KnownAsync(CancellationToken ct) => known ??= await db.Set<SchemeInForce>().AsNoTracking()
        .Select(s => new Known(s.Id, s.Scheme, s.EffectiveFrom, s.Hash, s.Collects, s.Currency)).ToListAsync(ct);

    private sealed record Known(long Id, string Scheme, DateOnly EffectiveFrom, string Hash, bool Collects, string Currency);
}
