using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity.Offices;

namespace Spmis.Identity.Pages.Offices;

/// <summary>The offices, each under the one above it.</summary>
[Authorize(Policy = "offices.read")]
public sealed class OfficeListModel(IdentityDb db, OfficeTree tree) : PageModel
{
    public IReadOnlyList<(Office Office, int Depth)> Offices { get; private set; } = [];

    /// <summary>Open accounts, by office.</summary>
    public IReadOnlyDictionary<string, int> People { get; private set; } = new Dictionary<string, int>();

    public async Task OnGetAsync(CancellationToken ct)
    {
        var all = await tree.AllAsync(ct);
        List<(Office, int)> shown = [];
        void Add(string? parent, int depth)
        {
            foreach (var office in all.Where(o => o.ParentCode == parent).OrderBy(o => o.Name, StringComparer.Ordinal))
            {
                shown.Add((office, depth));
                Add(office.Code, depth + 1); // No circle: an act that would make one is refused.
            }
        }

        Add(null, 0);
        Offices = shown;
        People = await db.Users.Where(u => u.Office != null && u.DisabledAt == null).GroupBy(u => u.Office!).Select(g => new { g.Key, Count = g.Count() }).Take(OfficeTree.Most).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
    }
}
