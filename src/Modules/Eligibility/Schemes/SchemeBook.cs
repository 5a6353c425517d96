using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Rules;

namespace Spmis.Eligibility.Schemes;

/// <summary>A package that is or was in force, ready to decide by.</summary>
/// <param name="Rules">The package.</param>
/// <param name="Use">What it is for.</param>
/// <param name="Branch">Branch of a benefit; empty for contributions.</param>
public sealed record ApprovedScheme(Scheme Rules, SchemeUse Use, string Branch);

/// <summary>The approved packages, by day and by hash. What was not approved cannot be found here.</summary>
/// <param name="db">The module's database.</param>
/// <param name="cache">Loaded packages.</param>
public sealed class SchemeBook(EligibilityDb db, SchemeCache cache)
{
    /// <summary>The version that decides on a day: the one with the latest start not after it.</summary>
    /// <exception cref="Refused">None is in force on that day.</exception>
    public async Task<ApprovedScheme> OnAsync(string scheme, DateOnly day, CancellationToken ct) => await FindOnAsync(scheme, day, ct)
            ?? throw new Refused("scheme.not-in-force", $"No version of '{scheme}' is in force on {day:yyyy-MM-dd}. Check scheme and date, or have its package activated under Schemes.", "scheme");

    /// <summary>The version that decides on a day, or null when none is in force.</summary>
    public async Task<ApprovedScheme?> FindOnAsync(string scheme, DateOnly day, CancellationToken ct)
    {
        var hash = await db.SchemesInForce.AsNoTracking().Where(s => s.Scheme == scheme && s.EffectiveFrom <= day)
            .OrderByDescending(s => s.EffectiveFrom).ThenByDescending(s => s.Id).Select(s => s.Hash).FirstOrDefaultAsync(ct);
        return hash is null ? null : await ByHashAsync(hash, ct);
    }

    /// <summary>The package something was decided by.</summary>
    public async Task<ApprovedScheme> ByHashAsync(string hash, CancellationToken ct)
    {
        if (cache.Find(hash) is { } found)
        {
            return found;
        }

        var row = await db.Packages.AsNoTracking().Where(p => p.Hash == hash && db.SchemesInForce.Any(s => s.Hash == hash)).SingleOrDefaultAsync(ct)
            ?? throw new InvalidOperationException($"Package {hash} is not approved.");
        return cache.Keep(hash, new ApprovedScheme(Load(row), row.Use, row.Branch ?? ""));
    }

    /// <summary>The schemes of a use with an approved package, by id, with their English names.</summary>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> SchemesAsync(SchemeUse use, CancellationToken ct) =>
        (await db.Packages.AsNoTracking().Where(p => p.Use == use && db.SchemesInForce.Any(s => s.PackageId == p.Id)).OrderBy(p => p.Id).Select(p => new { p.Scheme, p.Name }).Take(200).ToListAsync(ct))
            .GroupBy(p => p.Scheme).Select(g => KeyValuePair.Create(g.Key, g.Last().Name)).ToList();

    /// <summary>The schemes a person may claim, by id, with their English names: those that are claimed, and those of rounds whose package has terms of claiming.</summary>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> ClaimedAsync(CancellationToken ct)
    {
        List<KeyValuePair<string, string>> claimed = [.. await SchemesAsync(SchemeUse.Claims, ct)];
        foreach (var scheme in await SchemesAsync(SchemeUse.Rounds, ct))
        {
            if (await FindOnAsync(scheme.Key, DateOnly.MaxValue, ct) is { Rules.Claims: not null })
            {
                claimed.Add(scheme);
            }
        }

        return [.. claimed.OrderBy(s => s.Key, StringComparer.Ordinal)];
    }

    /// <summary>Of these, what somebody claims in the own account: not what survivors claim, which begins with a death in the register and asks who the claimant was to the one who died.</summary>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> ClaimedForOneselfAsync(CancellationToken ct)
    {
        List<KeyValuePair<string, string>> own = [];
        foreach (var scheme in await ClaimedAsync(ct))
        {
            if (await FindOnAsync(scheme.Key, DateOnly.MaxValue, ct) is not { Rules.Claims.OfSurvivors: true })
            {
                own.Add(scheme);
            }
        }

        return own;
    }

    internal static Scheme Load(SchemePackageRow row) =>
        SchemePackage.Load(FilesOf(row.Files).ToDictionary(f => f.Key, f => Encoding.UTF8.GetBytes(f.Value), StringComparer.Ordinal));

    internal static Dictionary<string, string> FilesOf(string json) => JsonSerializer.Deserialize<Dictionary<string, string>>(json, SpmisJson.Options)
        ?? throw new InvalidOperationException("The package has no files.");
}

/// <summary>Loaded packages by hash, kept for the life of the process.</summary>
public sealed class SchemeCache
{
    private readonly ConcurrentDictionary<string, ApprovedScheme> loaded = new(StringComparer.Ordinal);

    internal ApprovedScheme? Find(string hash) => loaded.GetValueOrDefault(hash);

    internal ApprovedScheme Keep(string hash, ApprovedScheme scheme) => loaded.GetOrAdd(hash, scheme);
}
