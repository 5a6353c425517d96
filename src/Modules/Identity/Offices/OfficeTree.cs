using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Offices;

/// <summary>Which offices' records somebody of an office sees. There are some hundred offices in a country, so the tree is read whole.</summary>
/// <param name="db">The module's database.</param>
public sealed class OfficeTree(IdentityDb db)
{
    /// <summary>Offices of the institution, at most.</summary>
    public const int Most = 5_000;

    /// <summary>Offices under one that does not serve the nation, at most: their codes travel with every request.</summary>
    public const int MostBelow = 200;

    /// <summary>All offices, by code.</summary>
    public async Task<IReadOnlyList<Office>> AllAsync(CancellationToken ct) => await db.Offices.AsNoTracking().OrderBy(o => o.Code).Take(Most).ToListAsync(ct);

    /// <summary>Codes of the office and of those below it, closed ones too; null for the nation. A code that is no office sees that code alone, which is nobody's.</summary>
    public async Task<IReadOnlyList<string>?> SeenAsync(string? office, CancellationToken ct)
    {
        if (office is null)
        {
            return null;
        }

        var all = await AllAsync(ct);
        return all.Any(o => o.Code == office && o.Nation) ? null : Below(all, office);
    }

    /// <summary>As they travel in cookie and token; null for the nation.</summary>
    internal async Task<string?> ClaimAsync(string? office, CancellationToken ct) => await SeenAsync(office, ct) is { } seen ? string.Join(' ', seen) : null;

    /// <summary>The code of an office that is open, as an account or program may have it; null when none was named.</summary>
    /// <exception cref="Refused">There is none, or it is closed.</exception>
    internal async Task<string?> OpenAsync(string? told, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(told))
        {
            return null;
        }

        var code = told.Trim().ToUpperInvariant();
        return await db.Offices.AnyAsync(o => o.Code == code && o.ClosedOn == null, ct) ? code
            : throw new Refused("office.unknown", $"There is no office '{told.Trim()}' that is open. Leave it empty for somebody who sees the whole country.", "office");
    }

    /// <summary>The office itself first, then those below.</summary>
    internal static IReadOnlyList<string> Below(IReadOnlyList<Office> all, string office)
    {
        var children = all.ToLookup(o => o.ParentCode, o => o.Code);
        List<string> found = [office];
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(children[found[i]].Where(c => !found.Contains(c)));
        }

        return found;
    }
}
